package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/leonelquinteros/gotext"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"vestibule/internal/shown"
	"vestibule/internal/words"
)

const (
	moduleDir = "../../.."
	wordsDir  = ".."
)

func texts(t *testing.T) []text {
	t.Helper()
	all, faults, err := scan(moduleDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
	return all
}

// po is a language's file as it is on the disk.
func po(t *testing.T, tag string) (header string, entries map[string]entry, data []byte) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(wordsDir, "po", tag+".po"))
	if err != nil {
		t.Fatal(err)
	}
	_, header, list, err := readPO(string(data))
	if err != nil {
		t.Fatalf("%s.po: %v", tag, err)
	}
	entries = map[string]entry{}
	for _, e := range list {
		entries[e.one] = e
	}
	return header, entries, data
}

func eachLanguage(t *testing.T, f func(t *testing.T, tag string)) {
	for _, tag := range words.Languages() {
		t.Run(tag, func(t *testing.T) { f(t, tag) })
	}
}

func TestMadeFilesAreCurrent(t *testing.T) {
	made, err := generate(moduleDir, wordsDir)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range made {
		if have, err := os.ReadFile(name); err != nil || string(have) != string(want) {
			t.Errorf("%s is not what the code says any more: make generate", name)
		}
	}
}

// waiting are the texts that po/waiting.txt says have no translation yet.
func waiting(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(wordsDir, "po", "waiting.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

func TestEveryTextIsTranslated(t *testing.T) {
	all, wait := texts(t), waiting(t)
	eachLanguage(t, func(t *testing.T, tag string) {
		header, entries, _ := po(t, tag)
		for _, x := range all {
			forms := 1
			if x.many != "" {
				forms = plurals(header)
			}
			e, ok := entries[x.one]
			missing := !ok || len(e.said) != forms || slices.Contains(e.said, "")
			if missing && !slices.Contains(wait, x.one) {
				t.Errorf("missing, or missing a plural form: %q", x.one)
			}
			delete(entries, x.one)
		}
		for one := range entries {
			t.Errorf("nothing says this any more: %q", one)
		}
	})
	for _, one := range wait {
		if one != "" && !slices.ContainsFunc(all, func(x text) bool { return x.one == one }) {
			t.Errorf("waiting.txt: nothing says this any more: %q", one)
		}
	}
}

// Every form of a translation has the placeholders of the English text. {n} may
// be spelt out where a form is for one number alone.
func TestPlaceholdersAreTheSame(t *testing.T) {
	all := texts(t)
	eachLanguage(t, func(t *testing.T, tag string) {
		header, entries, data := po(t, tag)
		numbers := numbersByForm(t, data, plurals(header))
		for _, x := range all {
			for form, said := range entries[x.one].said {
				want := placeholders(x.one + x.many)
				have := placeholders(said)
				if x.many != "" && len(numbers[form]) == 1 && !slices.Contains(have, "n") {
					want = slices.DeleteFunc(want, func(name string) bool { return name == "n" })
				}
				if said != "" && !slices.Equal(have, want) {
					t.Errorf("%q: has {%s}, the English has {%s}", said, strings.Join(have, "} {"), strings.Join(want, "} {"))
				}
				if rest := placeholder.ReplaceAllString(said, ""); strings.ContainsAny(rest, "{}") {
					t.Errorf("%q: a brace that belongs to no placeholder", said)
				}
			}
		}
	})
}

const tried = 1000

// numbersByForm asks the po file's own Plural-Forms, by gotext, which numbers
// below tried each form is for.
func numbersByForm(t *testing.T, po []byte, forms int) map[int][]int {
	t.Helper()
	probe := "\n\nmsgid \"probe\"\nmsgid_plural \"probes\"\n"
	for i := range forms {
		probe += fmt.Sprintf("msgstr[%d] \"%d\"\n", i, i)
	}
	g := gotext.NewPo()
	g.Parse(append(slices.Clone(po), probe...))
	by := map[int][]int{}
	for n := range tried {
		form, err := strconv.Atoi(g.GetN("probe", "probes", n))
		if err != nil {
			t.Fatal(err)
		}
		by[form] = append(by[form], n)
	}
	return by
}

// What the program says is what any gettext says of the same po file.
func TestSaysWhatGettextSays(t *testing.T) {
	all := texts(t)
	defer words.Speak("")
	eachLanguage(t, func(t *testing.T, tag string) {
		header, entries, data := po(t, tag)
		g := gotext.NewPo()
		g.Parse(data)
		get := g.Get
		words.Speak(tag)
		strip := strings.NewReplacer("\u200f", "", "\u2066", "", "\u2068", "", "\u2069", "")
		for _, x := range all {
			if slices.Contains(entries[x.one].said, "") {
				continue
			}
			pairs := []string{}
			for _, p := range placeholders(x.one) {
				if p != "n" {
					pairs = append(pairs, p, "{"+p+"}")
				}
			}
			if x.many == "" {
				if got, want := strip.Replace(words.Say(x.one, pairs...)), get(x.one); got != want {
					t.Errorf("said %q, want %q", got, want)
				}
				continue
			}
			for n := range tried {
				want := strings.ReplaceAll(g.GetN(x.one, x.many, n), "{n}", fmt.Sprint(n))
				if got := strip.Replace(words.Count(n, x.one, x.many, pairs...)); got != want {
					t.Errorf("%d: said %q, want %q", n, got, want)
				}
			}
		}
		if got := plurals(header); got < 1 {
			t.Errorf("no Plural-Forms: %q", header)
		}
	})
}

// The Plural-Forms of a file tell numbers apart as Unicode's data does.
func TestPluralFormsAreUnicodes(t *testing.T) {
	eachLanguage(t, func(t *testing.T, tag string) {
		header, _, data := po(t, tag)
		form := map[int]plural.Form{}
		for f, numbers := range numbersByForm(t, data, plurals(header)) {
			for _, n := range numbers {
				want := plural.Cardinal.MatchPlural(language.MustParse(strings.ReplaceAll(tag, "_", "-")), n, 0, 0, 0, 0)
				if have, ok := form[f]; ok && have != want {
					t.Fatalf("form %d is for %v and for %v (%d)", f, have, want, n)
				}
				form[f] = want
			}
		}
		if len(form) != plurals(header) {
			t.Errorf("%d forms are ever used, the header says %d", len(form), plurals(header))
		}
	})
}

// A translation is plain text, and ends as the English does.
func TestTranslationsArePlain(t *testing.T) {
	ends := map[rune]string{'.': ".。", '?': "?？؟", '…': "…", ':': ":：", '!': "!！"}
	all := texts(t)
	eachLanguage(t, func(t *testing.T, tag string) {
		_, entries, _ := po(t, tag)
		for _, x := range all {
			for _, said := range entries[x.one].said {
				plain := strings.ReplaceAll(said, "\u00a0", " ") // French sets it before a colon
				if plain != shown.Bare(said, 1000) {
					t.Errorf("%q holds a control, bidirectional or invisible character, or space around it", said)
				}
				english, last := []rune(x.one), []rune(said)
				if len(last) == 0 {
					continue
				}
				if want, ok := ends[english[len(english)-1]]; ok && !strings.ContainsRune(want, last[len(last)-1]) {
					t.Errorf("%q does not end as %q does", said, x.one)
				}
				for _, sign := range []string{"✓", "⚠"} {
					if strings.HasPrefix(said, sign) != strings.HasPrefix(x.one, sign) {
						t.Errorf("%q begins with %s, or should", said, sign)
					}
				}
			}
		}
	})
}

// claims are the words of each language that promise: what is blocked, what
// cannot happen, what is made sure. They may stand only where English says so.
var claims = map[string]*regexp.Regexp{
	"en":    regexp.MustCompile(`(?i)\bcannot\b|\bnothing\b|\bblock|\bnever\b|\bnobody\b|\bno (other|camera|meeting)\b|refuses|\bkept\b`),
	"ar":    regexp.MustCompile(`(لا|لن) يمكن|يستطيع|حظر|محظور|مستحيل|يضمن|مضمون|أبدًا`),
	"de":    regexp.MustCompile(`(?i)\bk(ann|önnen)\b.*\bnicht\b|\bnicht\b.*\bk(ann|önnen)\b|unmöglich|blockier|gesperrt|garantier|\bnie(mals)?\b|sichergestellt`),
	"es":    regexp.MustCompile(`(?i)\bno (se )?pued|imposible|bloque|garantiz|\bnunca\b|\basegura`),
	"fr":    regexp.MustCompile(`(?i)\bne peu(t|vent)\b|impossible|bloqu|garanti|\bjamais\b|\bassur(e|é)`),
	"ja":    regexp.MustCompile(`でき(ません|ない)|不可能|ブロック|保証|決して|絶対`),
	"pt_BR": regexp.MustCompile(`(?i)\bnão (é possível|pode|consegue)|impossível|bloque|garant|\bnunca\b|\bassegura`),
	"zh_CN": regexp.MustCompile(`无法|不能|不可能|阻止|屏蔽|禁用|保证|绝不|永不`),
}

func TestTranslationsClaimNoMore(t *testing.T) {
	all := texts(t)
	eachLanguage(t, func(t *testing.T, tag string) {
		_, entries, _ := po(t, tag)
		for _, x := range all {
			if claims["en"].MatchString(x.one) {
				continue
			}
			for _, said := range entries[x.one].said {
				if found := claims[tag].FindString(said); found != "" {
					t.Errorf("%q says %q; the English makes no such claim: %q", said, found, x.one)
				}
			}
		}
	})
}
