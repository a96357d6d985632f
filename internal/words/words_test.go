package words

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vestibule/internal/shown"
)

// speak sets a language of the test's own, and English again at its end.
func speak(t *testing.T, l *language, texts map[string][]string) {
	t.Helper()
	l.read.Do(func() {})
	l.forms = texts
	if l.plural == nil {
		l.plural = pluralNotOne
	}
	spoken.Store(l)
	t.Cleanup(func() { Speak("") })
}

func TestEnglishNeedsNoTable(t *testing.T) {
	if got := Say("Opened by {program}", "program", "Chromium"); got != "Opened by Chromium" {
		t.Errorf("said %q", got)
	}
	if one, many := Count(1, "one", "{n} of {x}", "x", "it"), Count(3, "one", "{n} of {x}", "x", "it"); one != "one" || many != "3 of it" {
		t.Errorf("said %q, %q", one, many)
	}
	for i := range languages {
		if languages[i].forms != nil {
			t.Errorf("%s was read", languages[i].tag)
		}
	}
}

func TestLanguageIsReadWhenItIsSpoken(t *testing.T) {
	l := &languages[0]
	if l.forms != nil {
		t.Fatal("read already")
	}
	Speak(l.tag)
	defer Speak("")
	if l.forms != nil {
		t.Error("choosing a language read it")
	}
	Say("Camera")
	if l.forms == nil {
		t.Error("saying a text did not read it")
	}
}

func TestTextsAreTranslated(t *testing.T) {
	speak(t, &language{}, map[string][]string{
		"Opened by {program}": {"Geöffnet von {program}"}, "one": {"eins", "{n} Stück"}, "its disk is full": {"die Platte ist voll"},
		"no: {why}": {"nein: {why}"},
	})
	text := Make("Opened by {program}", "program", "Chromium")
	for got, want := range map[string]string{
		Say("Opened by {program}", "program", "Chromium"): "Geöffnet von Chromium",
		text.Say():                  "Geöffnet von Chromium",
		text.String():               "Opened by Chromium",
		Count(1, "one", "{n} many"): "eins", Count(2, "one", "{n} many"): "2 Stück",
		Count(2, "another", "{n} others"):                   "2 others",
		Known("its disk is full"):                           "die Platte ist voll",
		Known("exit status 1\x1b[0m"):                       "exit status 1[0m",
		Say("no: {why}", "why", "its disk is full"):         "nein: die Platte ist voll",
		Say("no: {why}", "why", "exit status 1"):            "nein: exit status 1",
		Plain("its {disk} is full").Say():                   "its {disk} is full",
		Sentences("A.", "", "B."):                           "A. B.",
		Say("nobody translated {it}", "it", "\u202ethis\n"): "nobody translated this",
	} {
		if got != want {
			t.Errorf("said %q, want %q", got, want)
		}
	}
}

func TestRightToLeft(t *testing.T) {
	speak(t, &language{rightToLeft: true}, map[string][]string{
		"a {host} b": {"عند {host} و"}, "{service} has closed": {"{service} أُغلقت"}, "{list} and {last}": {"{list} و{last}"},
	})
	for got, want := range map[string]string{
		Say("a {host} b", "host", "zoom.us"):                      "عند \u2066zoom.us\u2069 و",
		Say("{service} has closed", "service", "Skype"):           "\u200f\u2068Skype\u2069 أُغلقت",
		Say("{list} and {last}", "list", Value("a"), "last", "b"): "\u200f\u2068a\u2069 و\u2068b\u2069",
		Known("exit status 1"):                                    "\u2068exit status 1\u2069",
	} {
		if got != want {
			t.Errorf("said %+q, want %+q", got, want)
		}
	}
	Speak("")
	if got := Say("Opened by {program}.", "program", "שלום"); got != "Opened by \u2068שלום\u2069." {
		t.Errorf("said %+q", got)
	}
}

// Whatever a value holds, it stays a value: it is neither read as a
// placeholder nor does it reorder or command anything, and isolates are
// balanced.
func TestValuesStayValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"{host}", "{program}", "{", "}", "\u202e", "\u2069", "\u2068", "\x1b[31m", "%s", "שלום"}))
		a := strings.Join(rapid.SliceOfN(word, 0, 5).Draw(t, "a"), "")
		b := strings.Join(rapid.SliceOfN(word, 0, 5).Draw(t, "b"), "")
		spoken.Store(nil)
		if rapid.Bool().Draw(t, "right to left") {
			spoken.Store(&language{rightToLeft: true, plural: pluralArabic})
		}
		defer Speak("")
		got := Say("<{program}\x01{host}>", "program", a, "host", b)
		bare := strings.NewReplacer("\u200f", "", "\u2066", "", "\u2068", "", "\u2069", "").Replace(got)
		if want := "<" + shown.Bare(a, longest) + "\x01" + shown.Bare(b, longest) + ">"; bare != want {
			t.Fatalf("said %q, want %q", bare, want)
		}
		depth := 0
		for _, r := range got {
			switch r {
			case leftToRightIsolate, firstStrongIsolate:
				depth++
			case popIsolate:
				depth--
			case 1:
				if depth != 0 {
					t.Fatalf("a value reaches out: %+q", got)
				}
			}
			if depth < 0 {
				t.Fatalf("unbalanced: %+q", got)
			}
		}
	})
}
