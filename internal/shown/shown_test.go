package shown

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"vestibule/internal/shown/hostile"
)

func TestOutside(t *testing.T) {
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
		{"right to left", "זום x", "\u2068זום x\u2069"},
		{"right to left, cut", "זוםזוםזוםזוםזוםזום", "\u2068זוםזוםזוםזום…\u2069"},
		{"marks", "e\u0301\u0301\u0301\u0301\u0301\u0301x", "e\u0301\u0301\u0301\u0301x"},
		{"marks on nothing", "\u0301x \u0301y", "x y"},
		{"tags", "a\U000e0041b", "ab"},
		{"nothing", "\u200b\u202e", ""},
	} {
		if got := Outside(c.in, 12); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Isolates stay in pairs, and only in a text of ours.
func TestOurs(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Opened by \u2068זום\u2069 (Snap)", "Opened by \u2068זום\u2069 (Snap)"},
		{"a\u2069b", "ab"},
		{"a\u2068b", "a\u2068b\u2069"},
		{"Opened by me: \u2068זוםזום\u2069", "Opened by me: \u2068זוםזום\u2069"},
		{"Opened by me, too: \u2068זוםזום\u2069", "Opened by me, too: \u2068ז…\u2069"},
		{"\u2066a\u202eb\u2069", "\u2066ab\u2069"},
		{"\u200fa \u200fb\u200fc", "\u200fa \u200fbc"},
	} {
		if got := Ours(c.in, 20); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestHostile(t *testing.T) {
	for _, h := range hostile.Texts {
		t.Run(h.Name, func(t *testing.T) {
			for _, max := range []int{1, 12, 300} {
				got := Outside(h.Text, max)
				if fault := hostile.Fault(got, max+3); fault != "" {
					t.Errorf("%s: %q", fault, got)
				}
				whole := "Opened by " + got + " (Snap)"
				if again := Ours(whole, 400); again != whole {
					t.Errorf("in a sentence: %q, want %q", again, whole)
				}
			}
		})
	}
}

// The look that all surfaces are tried with sees what it should.
func TestFaultSees(t *testing.T) {
	for _, text := range []string{
		"a\x1b", "a\n", "\u202ea", "\u2068a", "a\u2069", "a\u200b", "זום", "e" + strings.Repeat("\u0301", 5), "aaaaaaaaaaaaaaaaaaaaaaaaa", "\xff", "\u3164", "\u2028",
	} {
		if hostile.Fault(text, 20) == "" {
			t.Errorf("%q passes", text)
		}
	}
	if fault := hostile.Fault("Opened by \u2068זום\u2069", 20); fault != "" {
		t.Error(fault)
	}
}

func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, max := rapid.String().Draw(t, "text"), rapid.IntRange(1, 40).Draw(t, "max")
		if rapid.Bool().Draw(t, "bytes") {
			text = string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes of text"))
		}
		for _, got := range []string{Outside(text, max), Ours(Outside(text, max), max)} {
			if fault := hostile.Fault(got, max+3); fault != "" {
				t.Fatalf("%s: %q", fault, got)
			}
		}
		ours := Ours(text, max)
		if !utf8.ValidString(ours) || Ours(ours, max+2) != ours && !strings.HasSuffix(ours, "…") {
			t.Fatalf("twice gives %q, once %q", Ours(ours, max+2), ours)
		}
	})
}
