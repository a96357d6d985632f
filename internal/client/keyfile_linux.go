package client

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// keyfile is a file of the desktop's own syntax: groups of keys. It is read
// as GLib's GKeyFile reads it, because that is what decides on a desktop: one
// line that is none of comment, group and key makes the whole file void.
type keyfile struct {
	first  string // name of the first group
	groups map[string]map[string]string
}

// maxFile bounds what is read of one file; real ones have a few kilobytes.
const maxFile = 1 << 20

var errBroken = errors.New("broken key file")

// readKeyfile reads path, which must be a regular file: a FIFO put in the
// place of an entry must not hold us up.
func readKeyfile(path string) (keyfile, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return keyfile{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return keyfile{}, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return keyfile{}, fmt.Errorf("reading %s: not a regular file of at most 1 MiB", path)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return keyfile{}, err
	}
	return parseKeyfile(string(data))
}

func parseKeyfile(text string) (keyfile, error) {
	k := keyfile{groups: map[string]map[string]string{}}
	var group map[string]string
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		line = strings.TrimLeft(line, asciiSpace)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			name, ok := groupName(line)
			if !ok {
				return keyfile{}, errBroken
			}
			if k.first == "" {
				k.first = name
			}
			if k.groups[name] == nil {
				k.groups[name] = map[string]string{}
			}
			group = k.groups[name]
		default:
			key, value, ok := strings.Cut(line, "=")
			key = strings.TrimRight(key, asciiSpace)
			if !ok || group == nil || !isKeyName(key) {
				return keyfile{}, errBroken
			}
			value = strings.TrimLeft(value, asciiSpace)
			if key == "Encoding" && len(k.groups) == 1 && !strings.EqualFold(value, "UTF-8") {
				return keyfile{}, errBroken
			}
			group[key] = value
		}
	}
	return k, nil
}

// asciiSpace is what g_ascii_isspace takes for space.
const asciiSpace = " \t\n\f\r"

func groupName(line string) (string, bool) {
	name, rest, ok := strings.Cut(line[1:], "]")
	if !ok || name == "" || strings.Trim(rest, " \t") != "" {
		return "", false
	}
	for _, r := range name {
		if r == '[' || unicode.IsControl(r) {
			return "", false
		}
	}
	return name, true
}

// isKeyName says whether key is a name with an optional [locale].
func isKeyName(key string) bool {
	name, locale, has := strings.Cut(key, "[")
	if name == "" || name[0] == ' ' || name[len(name)-1] == ' ' || strings.ContainsRune(name, ']') {
		return false
	}
	if !has {
		return true
	}
	inner, ok := strings.CutSuffix(locale, "]")
	return ok && strings.IndexFunc(inner, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.@", r)
	}) < 0
}

// text gives a string value with its escapes undone.
func (k keyfile) text(group, key string) (string, bool) {
	value, ok := k.groups[group][key]
	if !ok || !utf8.ValidString(value) {
		return "", false
	}
	return unescape(value, nil), true
}

// list gives the items of a list value.
func (k keyfile) list(group, key string) []string {
	value, ok := k.groups[group][key]
	if !ok || !utf8.ValidString(value) {
		return nil
	}
	items := []string{} // a value without items is still a value
	unescape(value, &items)
	return items
}

// truth gives a boolean value; anything that is no boolean is false.
func (k keyfile) truth(group, key string) bool {
	value := strings.TrimRight(k.groups[group][key], asciiSpace)
	return value == "true" || value == "1"
}

// unescape undoes \s \n \t \r \\ and, when items is given, cuts at ";" with
// "\;" for a semicolon. An unknown escape stays as written: entries in the
// wild write Exec="\$x" where the specification wants "\\$x".
func unescape(value string, items *[]string) string {
	var out, item strings.Builder
	add := func(s string) { out.WriteString(s); item.WriteString(s) }
	for i := 0; i < len(value); i++ {
		c := value[i]
		switch {
		case c == '\\' && i+1 == len(value):
		case c == '\\':
			i++
			switch e := value[i]; {
			case e == 's':
				add(" ")
			case e == 'n':
				add("\n")
			case e == 't':
				add("\t")
			case e == 'r':
				add("\r")
			case e == '\\':
				add(`\`)
			case e == ';' && items != nil:
				add(";")
			default:
				add(`\` + string(e))
			}
		case c == ';' && items != nil:
			*items = append(*items, item.String())
			item.Reset()
		default:
			add(value[i : i+1])
		}
	}
	if items != nil && item.Len() > 0 {
		*items = append(*items, item.String())
	}
	return out.String()
}

// localised gives the value of key for locale ("de_AT.UTF-8@euro"), by the
// order of the Desktop Entry specification, "Localized values for keys".
func (k keyfile) localised(group, key, locale string) (string, bool) {
	for _, l := range localeVariants(locale) {
		if v, ok := k.text(group, key+"["+l+"]"); ok {
			return v, true
		}
	}
	return k.text(group, key)
}

func localeVariants(locale string) []string {
	rest, modifier, hasModifier := strings.Cut(locale, "@")
	rest, _, _ = strings.Cut(rest, ".")
	lang, country, hasCountry := strings.Cut(rest, "_")
	if lang == "" || lang == "C" || lang == "POSIX" {
		return nil
	}
	var out []string
	if hasCountry && hasModifier {
		out = append(out, lang+"_"+country+"@"+modifier)
	}
	if hasCountry {
		out = append(out, lang+"_"+country)
	}
	if hasModifier {
		out = append(out, lang+"@"+modifier)
	}
	return append(out, lang)
}
