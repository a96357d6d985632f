// Command oracle asks Chromium, a conformant reader of the URL Standard, how it
// reads every link of the project's tables and some thousand mutations of
// links, and keeps its answers in internal/link/testdata/whatwg.json. The tests
// of internal/link compare their own reading with them. Run it from the
// module's folder, where Chromium is installed:
//
//	go run ./internal/link/oracle [CHROMIUM]
//
// It opens one local page, with no network.
package main

import (
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const to = "internal/link/testdata/whatwg.json"

// page is the program that Chromium runs. Its answer is the text of the page.
const page = `<!DOCTYPE html><meta charset="utf-8"><pre id="out"></pre><script>
const texts = %s;
const read = t => { try { const u = new URL(t); return {text: t, protocol: u.protocol, host: u.hostname, port: u.port,
	user: u.username !== "" || u.password !== ""}; } catch { return {text: t, error: true}; } };
document.getElementById("out").textContent = JSON.stringify(texts.map(read));
</script>`

func main() {
	browser := "chromium"
	if len(os.Args) > 1 {
		browser = os.Args[1]
	}
	if err := run(browser); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func run(browser string) error {
	texts, err := collect()
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "vestibule-oracle-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	list, err := json.Marshal(texts)
	if err != nil {
		return err
	}
	// "</script" and "<!--" end a script wherever they stand.
	script := strings.ReplaceAll(string(list), "<", `\u003c`)
	file := filepath.Join(folder, "page.html")
	if err := os.WriteFile(file, fmt.Appendf(nil, page, script), 0o600); err != nil {
		return err
	}
	out, err := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--user-data-dir="+filepath.Join(folder, "profile"), "--dump-dom", "file://"+file).Output()
	if err != nil {
		return fmt.Errorf("running %s: %w", browser, err)
	}
	_, rest, found := strings.Cut(string(out), `<pre id="out">`)
	answer, _, found2 := strings.Cut(rest, "</pre>")
	if !found || !found2 {
		return fmt.Errorf("running %s: there is no answer in its page", browser)
	}
	var answers []json.RawMessage
	if err := json.Unmarshal([]byte(html.UnescapeString(answer)), &answers); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	if len(answers) != len(texts) {
		return fmt.Errorf("reading the answer: %d answers to %d texts", len(answers), len(texts))
	}
	var b strings.Builder
	b.WriteString("[\n")
	for i, a := range answers {
		b.Write(a)
		if i < len(answers)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	fmt.Printf("%d texts\n", len(texts))
	return os.WriteFile(to, []byte(b.String()), 0o644)
}

var linkLine = regexp.MustCompile(`(?m)^link\s*=\s*("(?:[^"\\]|\\.)*")`)

// collect gives the links of the tables and of the catalogue, and mutations.
func collect() ([]string, error) {
	var texts []string
	tables, err := filepath.Glob("internal/meeting/testdata/*.tsv")
	if err != nil {
		return nil, err
	}
	for _, file := range tables {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for _, line := range strings.Split(string(data), "\n") {
			column, _, _ := strings.Cut(line, "\t")
			var text string
			if strings.HasPrefix(line, "#") || strings.Contains(column, "{{") ||
				json.Unmarshal([]byte(`"`+column+`"`), &text) != nil {
				continue
			}
			texts = append(texts, text)
		}
	}
	entries, err := filepath.Glob("internal/meeting/catalogue/*.toml")
	if err != nil {
		return nil, err
	}
	for _, file := range entries {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for _, m := range linkLine.FindAllSubmatch(data, -1) {
			var text string
			if json.Unmarshal(m[1], &text) == nil {
				texts = append(texts, text)
			}
		}
	}
	if len(texts) < 500 {
		return nil, fmt.Errorf("collecting links: only %d found; is this the module's folder?", len(texts))
	}
	texts = append(texts, mutations()...)
	slices.Sort(texts)
	return slices.Compact(texts), nil
}

// mutations puts what readers of URLs disagree about into links, always the
// same.
func mutations() []string {
	random := rand.New(rand.NewPCG(2019, 13450))
	bases := []string{"https://zoom.us/j/123456789?pwd=x#y", "http://meet.example.org:8080/a/b", "https://us02web.zoom.us",
		"zoommtg://zoom.us/join?confno=1", "https://xn--bcher-kva.example/x", "msteams:/l/meetup-join/x", "https://a.b.c.example:443/"}
	bits := []string{"@", ":", "/", "//", "\\", "?", "#", ".", "..", "%", "%2f", "%2e", "%40", "%00", "[", "]", "[::1]", "0x7f", "127", "1.2.3.4",
		" ", "\t", "\n", "\u00a0", "\u00ad", "\u200b", "\u3002", "\uff0e", "\uff0f", "\uff20", "ß", "ö", "о", "İ", "K", "xn--", "-", "_", "*", "|", "^",
		"<", ">", "\"", "{", "}", "`", ";", ",", "&", "=", "+", "!", "$", "'", "(", ")", "evil.example", "443", "65536", "00", "🙂", "\u0301", "\u202e"}
	var texts []string
	for range 4000 {
		text := []rune(bases[random.IntN(len(bases))])
		for range 1 + random.IntN(3) {
			bit := []rune(bits[random.IntN(len(bits))])
			at := random.IntN(min(len(text), 32) + 1)
			if random.IntN(3) == 0 && at < len(text) {
				text = slices.Delete(text, at, at+1)
			}
			text = slices.Insert(text, at, bit...)
		}
		if s := string(text); utf8.ValidString(s) {
			texts = append(texts, s)
		}
	}
	return texts
}
