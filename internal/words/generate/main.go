// Command generate brings what translators work with, and what the programs
// say, up to the texts of the code:
//
//	po/vestibule.pot  the texts, for a new language
//	po/TAG.po         one language; what is translated stays, what is new is
//	                  empty, what nothing says any more goes
//	said/TAG.flate    the tables that the programs hold, made of the po files
//	keys_gen.go       the texts in the order of the tables
//
// It is run by "make generate". Its tests hold every language to the rules.
package main

import (
	"bytes"
	"compress/flate"
	"fmt"
	"go/format"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/leonelquinteros/gotext"

	"vestibule/internal/words"
)

func main() {
	log.SetFlags(0)
	made, err := generate("../..", ".")
	if err != nil {
		log.Fatal(err)
	}
	for name, data := range made {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// generate gives the files to write. root is the module's folder, dir that of
// internal/words.
func generate(root, dir string) (map[string][]byte, error) {
	texts, faults, err := scan(root)
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("the code says texts in a way that cannot be translated:\n%s", strings.Join(faults, "\n"))
	}
	made := map[string][]byte{}
	const header = "Project-Id-Version: vestibule\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
	made[filepath.Join(dir, "po", "vestibule.pot")] = []byte(writePO(nil, header, nil, texts, 2))
	for _, tag := range words.Languages() {
		file := filepath.Join(dir, "po", tag+".po")
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		head, header, have, err := readPO(string(data))
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", file, err)
		}
		po := []byte(writePO(head, header, have, texts, plurals(header)))
		made[file] = po
		file = filepath.Join(dir, "said", tag+".flate")
		if made[file], err = deflated(file, table(po, texts, plurals(header))); err != nil {
			return nil, err
		}
	}
	keys, err := keysFile(texts)
	if err != nil {
		return nil, err
	}
	made[filepath.Join(dir, "keys_gen.go")] = keys
	return made, nil
}

// plurals is how many plural forms the header says its language has.
func plurals(header string) (n int) {
	_, rest, _ := strings.Cut(header, "nplurals=")
	fmt.Sscanf(rest, "%d", &n)
	return n
}

// table is what the programs hold of a language: a line a text. The po file is
// read by gotext, so that what is said is what any gettext would say.
func table(po []byte, texts []text, plurals int) []byte {
	g := gotext.NewPo()
	g.Parse(po)
	said := g.GetDomain().GetTranslations()
	var b strings.Builder
	for _, t := range texts {
		if tr := said[t.one]; tr != nil {
			if t.many == "" {
				b.WriteString(tr.Trs[0])
			} else {
				for i := range plurals {
					if i > 0 {
						b.WriteByte('\t')
					}
					b.WriteString(tr.Trs[i])
				}
			}
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// deflated gives what to write into file: what is there, if it holds the same
// table, because another version of the compressor may write other bytes.
func deflated(file string, table []byte) ([]byte, error) {
	if have, err := os.ReadFile(file); err == nil {
		if was, err := io.ReadAll(flate.NewReader(bytes.NewReader(have))); err == nil && bytes.Equal(was, table) {
			return have, nil
		}
	}
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(table); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func keysFile(texts []text) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("// Made by \"make generate\"; do not edit.\n\npackage words\n\n// keys are the texts in the order of the tables in said/.\nvar keys = [...]string{\n")
	for _, t := range texts {
		fmt.Fprintf(&b, "%q,\n", t.one)
	}
	b.WriteString("}\n")
	return format.Source(b.Bytes())
}
