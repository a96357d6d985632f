package meeting

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// row is a row of testdata/hostile.tsv or testdata/links.tsv. Text is the body
// of a JSON string. A rule of "-" and a link of "-" say that there is none.
type row struct {
	line                              int
	text                              string // as written in the table
	verdict, rule, service, link, why string
}

func readTable(t testing.TB, file string) []row {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []row
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if lines.Text() == "" || strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		c := strings.Split(lines.Text(), "\t")
		if len(c) != 6 {
			t.Fatalf("%s:%d: %d columns, want 6", file, n, len(c))
		}
		rows = append(rows, row{n, c[0], c[1], c[2], c[3], c[4], c[5]})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

// generator is {{REPEAT:text:n}} or {{NEST:n}} in a row of a table.
var generator = regexp.MustCompile(`\{\{(?:REPEAT:(.*?):(\d+)|NEST:(\d+))\}\}`)

// rowText gives the text of a table's first column: the body of a JSON string,
// with its generators carried out. NEST puts "vestibule:" in front n times.
func rowText(t testing.TB, column string) string {
	t.Helper()
	var text string
	if err := json.Unmarshal([]byte(`"`+column+`"`), &text); err != nil {
		t.Fatalf("reading row %q: %v", column, err)
	}
	return generator.ReplaceAllStringFunc(text, func(all string) string {
		m := generator.FindStringSubmatch(all)
		if m[3] != "" {
			n, _ := strconv.Atoi(m[3])
			return strings.Repeat("vestibule:", n)
		}
		n, _ := strconv.Atoi(m[2])
		return strings.Repeat(m[1], n)
	})
}

var tables = []string{"testdata/hostile.tsv", "testdata/cleaned.tsv", "testdata/links.tsv"}

// No hostile link is a meeting, whatever the rules say of it.
func TestHostileIsNeverAMeeting(t *testing.T) {
	rows := readTable(t, "testdata/hostile.tsv")
	if len(rows) < 400 {
		t.Errorf("there are %d hostile rows, want 400", len(rows))
	}
	seen := map[string]bool{}
	for _, r := range rows {
		if r.verdict == string(IsMeeting) {
			t.Errorf("hostile.tsv:%d says %s", r.line, r.verdict)
		}
		if seen[r.text] {
			t.Errorf("hostile.tsv:%d is there twice", r.line)
		}
		seen[r.text] = true
	}
}

func TestTables(t *testing.T) {
	for _, file := range tables {
		for _, r := range readTable(t, file) {
			text := rowText(t, r.text)
			j := Judge(text, nil)
			link := "-"
			if j.Verdict == IsMeeting {
				var err error
				if link, err = j.Meeting.Link(Web, Wish{}); err != nil {
					link, err = j.Meeting.Link(Native, Wish{})
				}
				if err != nil {
					t.Errorf("%s:%d: %v", file, r.line, err)
				}
			}
			service := j.Service
			if service == "" {
				service = "-"
			}
			if string(j.Verdict) != r.verdict || j.Rule != r.rule || service != r.service || link != r.link {
				t.Errorf("%s:%d: %.100s\n got %s\t%s\t%s\t%s\nwant %s\t%s\t%s\t%s", file, r.line, r.text,
					j.Verdict, j.Rule, service, link, r.verdict, r.rule, r.service, r.link)
			}
			if r.why == "" {
				t.Errorf("%s:%d: the row has no reason", file, r.line)
			}
			checkJudgement(t, text, j)
		}
	}
}

// checkJudgement checks what holds of every judgement.
func checkJudgement(t testing.TB, text string, j Judgement) {
	t.Helper()
	if j.Reason.String() == "" || j.Rule == "" {
		t.Errorf("%.100q has no reason or rule", text)
	}
	switch j.Verdict {
	case IsMeeting:
		if j.PassOn != PassNever {
			t.Errorf("%.100q is a meeting and passed on", text)
		}
	case NotMeeting, UnknownHost, Refused, ClosedService:
		if j.Meeting.Service != "" {
			t.Errorf("%.100q is %s and yet has a meeting", text, j.Verdict)
		}
		if j.Verdict != NotMeeting && j.PassOn != PassNever {
			t.Errorf("%.100q is %s and passed on", text, j.Verdict)
		}
	default:
		t.Errorf("%.100q has the verdict %q", text, j.Verdict)
	}
	shown := append([]string{j.Reason.String(), j.LooksLike, j.Host, j.Meeting.Label()}, j.Removed...)
	for _, s := range shown {
		for _, c := range s {
			if c < ' ' || c == 0x7f || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 {
				t.Errorf("%.100q shows %q", text, s)
			}
		}
	}
}
