package words

import "testing"

func TestClean(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
	}{
		{"plain", "Chromium", "Chromium"},
		{"markup stays text", "<b>x</b> & y", "<b>x</b> & y"},
		{"terminal escape", "a\x1b[31mb\x07", "a[31mb"},
		{"C1 control", "a\u009bb", "ab"},
		{"bidi override", "Call \u202egpj.exe", "Call gpj.exe"},
		{"isolates", "\u2066x\u2069", "x"},
		{"zero width", "zo\u200bom", "zoom"},
		{"line breaks", "a\nb\u2028c\td", "a b c d"},
		{"no-break space", "a\u00a0b", "a b"},
		{"invalid UTF-8", "a\xffb", "a\ufffdb"},
		{"invisible letters", "a\u3164b", "ab"},
		{"cut", "abcdefghijklm", "abcdefghijkl…"},
		{"not cut", "abcdefghijkl", "abcdefghijkl"},
		{"nothing", "\u200b\u202e", ""},
	} {
		if got := Clean(c.in, 12); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
