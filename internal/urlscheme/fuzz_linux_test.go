package urlscheme

import (
	"strings"
	"testing"

	"vestibule/internal/client"
)

// Whatever mimeapps.list holds: taking over keeps every line that was there,
// and taking out leaves what was there, but for the end of a last line and the
// spacing of a list that held nothing.
func FuzzTakeOver(f *testing.F) {
	for _, s := range []string{
		"", "\n", "[Default Applications]", "[Default Applications]\nx-scheme-handler/zoommtg=b.desktop;", "x-scheme-handler/zoommtg=b\n[Default Applications]\r\n",
		"[Default Applications]\nx-scheme-handler/zoommtg=\n[Default Applications]\n#\n\n[Other]\nx-scheme-handler/zoommtg=a;b", "a=b\n\n\n", " [ x ] \n=\n==\n\x00\xff",
		"[Default Applications]\nx-scheme-handler/zoommtg = a.desktop ; b.desktop\r\n# end", "[Default Applications",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		if strings.Contains(data, client.SelfID) {
			return
		}
		if joinLines(splitLines(data)) != data {
			t.Fatal("reading lines loses bytes")
		}
		if takeOut(data, client.SelfID) != data {
			t.Error("taking out changes what is not ours")
		}
		taken := takeOver(data, []string{"zoommtg", "webex"}, client.SelfID)
		lines := strings.Split(taken, "\n")
		for _, l := range strings.Split(data, "\n") {
			if strings.Contains(l, "x-scheme-handler/zoommtg") || strings.Contains(l, "x-scheme-handler/webex") {
				continue
			}
			if !contained(lines, strings.TrimRight(l, "\r")) {
				t.Errorf("line %q is lost", l)
			}
		}
		back := takeOut(taken, client.SelfID)
		if strings.Contains(back, client.SelfID) {
			t.Errorf("still there: %q", back)
		}
		// The exact way back is by the record; this one is for a file that
		// someone else wrote meanwhile.
		if !hasDefaults(data) {
			back = dropEmptyDefaults(back)
		}
		empty := func(s string) string {
			var out []string
			for _, l := range splitLines(s) {
				emptyList := l.group == defaultGroup && strings.Trim(l.value, " \t;") == "" && (l.key == mimePrefix+"zoommtg" || l.key == mimePrefix+"webex")
				if !emptyList {
					out = append(out, strings.TrimRight(l.text, "\r"))
				}
			}
			return strings.TrimRight(strings.Join(out, "\n"), "\n")
		}
		if empty(back) != empty(data) {
			t.Errorf("was %q, taken %q, back %q", data, taken, back)
		}
	})
}

func contained(lines []string, l string) bool {
	for _, o := range lines {
		if strings.TrimRight(o, "\r") == l {
			return true
		}
	}
	return false
}
