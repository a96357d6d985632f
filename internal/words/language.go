package words

import (
	_ "embed"
	"strings"
	"sync"
	"sync/atomic"
)

//go:generate go run ./generate

// language is one that Vestibule speaks besides English.
type language struct {
	tag         string // as its file in po/ is named
	plural      func(n int) int
	rightToLeft bool
	unspaced    bool // no space between sentences
	// table is made of po/TAG.po: a line a text, in the order of keys, its plural
	// forms between tabs. It is deflated (RFC 1951): seven languages are 110 kB,
	// and the static program is to stay small.
	table string

	read  sync.Once
	forms map[string][]string
}

//go:embed said/ar.flate
var arabic string

//go:embed said/de.flate
var german string

//go:embed said/es.flate
var spanish string

//go:embed said/fr.flate
var french string

//go:embed said/ja.flate
var japanese string

//go:embed said/pt_BR.flate
var portuguese string

//go:embed said/zh_CN.flate
var chinese string

var languages = [...]language{
	{tag: "ar", table: arabic, plural: pluralArabic, rightToLeft: true},
	{tag: "de", table: german, plural: pluralNotOne},
	{tag: "es", table: spanish, plural: pluralNotOne},
	{tag: "fr", table: french, plural: pluralAboveOne},
	{tag: "ja", table: japanese, plural: pluralNone, unspaced: true},
	{tag: "pt_BR", table: portuguese, plural: pluralAboveOne},
	{tag: "zh_CN", table: chinese, plural: pluralNone, unspaced: true},
}

// spoken is the process's language; nil is English. One process speaks one
// language, that of the person it runs for.
var spoken atomic.Pointer[language]

// Speak sets the process's language by its tag, as Preferred gives it; any
// other tag is English. It reads nothing.
func Speak(tag string) {
	var l *language
	for i := range languages {
		if languages[i].tag == tag {
			l = &languages[i]
		}
	}
	spoken.Store(l)
}

// Languages are the tags of the languages besides English, sorted.
func Languages() []string {
	tags := make([]string, len(languages))
	for i := range languages {
		tags[i] = languages[i].tag
	}
	return tags
}

// In gives a text without placeholders in one language, whichever the process
// speaks: for files that hold all of them.
func In(tag, text string) string {
	for i := range languages {
		if languages[i].tag == tag {
			return languages[i].translated(text, 0)
		}
	}
	return text
}

// RightToLeft says that the process's language is written from right to left.
func RightToLeft() bool {
	l := spoken.Load()
	return l != nil && l.rightToLeft
}

// translated gives the text in this language, in the given plural form; the
// text itself where there is none.
func (l *language) translated(text string, form int) string {
	if l == nil {
		return text
	}
	l.read.Do(func() {
		l.forms = make(map[string][]string, len(keys))
		table, err := inflate(l.table)
		if err != nil {
			return // said in English; a test inflates every table
		}
		for i, line := range strings.Split(string(table), "\n") {
			if i < len(keys) && line != "" {
				l.forms[keys[i]] = strings.Split(line, "\t")
			}
		}
	})
	if forms := l.forms[text]; form < len(forms) && forms[form] != "" {
		return forms[form]
	}
	return text
}
