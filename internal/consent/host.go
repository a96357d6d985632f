package consent

import (
	"strings"
	"unicode/utf8"

	"vestibule/internal/link"
	"vestibule/internal/shown"
	"vestibule/internal/words"
)

// HostName is a host as it is shown. What counts is its end, the part that
// somebody registered: that is emphasised and never cut off.
type HostName struct {
	// Text is the name, in its own letters; Strong is the end of it that is
	// emphasised.
	Text, Strong string
	// ASCII is the form that computers use ("xn--bcher-kva.example"), where it
	// differs, with its own emphasised end: letters of many alphabets look
	// alike, these do not.
	ASCII, ASCIIStrong string
}

// longestHost is how many characters of a host are shown; where there are more,
// its beginning is left out.
const longestHost = 100

// Host makes a host fit to be shown. It takes the canonical form that
// link.Parse gives; anything else is cleaned and emphasised whole. A name that
// mixes alphabets is shown in ASCII alone: its own letters are the trick.
func Host(name string) HostName {
	strong := link.RegistrableDomain(name)
	if !link.IsHostName(name) {
		// A host of a refused link, or none: never more than these letters.
		if name = shown.Outside(name, longestHost); strings.HasSuffix(name, "…") || !strings.HasSuffix(name, strong) {
			return HostName{Text: name, Strong: name}
		}
		return HostName{Text: name, Strong: strong}
	}
	letters, ok := link.Unicode(name)
	if !ok || letters == name {
		return HostName{Text: keepEnd(name, strong), Strong: strong}
	}
	end := lastLabels(letters, 1+strings.Count(strong, "."))
	return HostName{
		Text: isolateLabels(keepEnd(letters, end)), Strong: isolateLabels(end),
		ASCII: keepEnd(name, strong), ASCIIStrong: strong,
	}
}

// String is the whole text: "bücher.example (xn--bcher-kva.example)".
func (h HostName) String() string {
	if h.ASCII == "" {
		return h.Text
	}
	return h.Text + " (" + h.ASCII + ")"
}

// Emphasis gives where in String the emphasised parts begin and end, in bytes.
func (h HostName) Emphasis() [][2]int {
	var parts [][2]int
	add := func(end int, strong string) {
		if strong != "" {
			parts = append(parts, [2]int{end - len(strong), end})
		}
	}
	if strings.HasSuffix(h.Text, h.Strong) {
		add(len(h.Text), h.Strong)
	}
	if h.ASCII != "" && strings.HasSuffix(h.ASCII, h.ASCIIStrong) {
		add(len(h.String())-1, h.ASCIIStrong)
	}
	return parts
}

// Counts is the part that counts, where it is not the whole host; for surfaces
// that cannot emphasise.
func (h HostName) Counts() string {
	switch {
	case h.Text == h.Strong || h.Strong == "":
		return ""
	case h.ASCIIStrong != "" && h.ASCIIStrong != h.Strong:
		return h.Strong + " (" + h.ASCIIStrong + ")"
	}
	return h.Strong
}

// keepEnd leaves the beginning of a host out where it is too long, by whole
// labels where it can. The end that counts stays whole.
func keepEnd(name, end string) string {
	n := utf8.RuneCountInString(name)
	most := max(longestHost, utf8.RuneCountInString(end)+1)
	if n <= most {
		return name
	}
	rest := string([]rune(name)[n-most+1:])
	if dot := strings.IndexByte(rest[:len(rest)-len(end)], '.'); dot >= 0 {
		rest = rest[dot:]
	}
	return "…" + rest
}

func lastLabels(name string, n int) string {
	at := len(name)
	for range n {
		if at = strings.LastIndexByte(name[:at], '.'); at < 0 {
			return name
		}
	}
	return name[at+1:]
}

// isolateLabels keeps labels in their order: two that are written from right
// to left would be read in the other.
func isolateLabels(name string) string {
	if !shown.RightToLeft(name) {
		return name
	}
	labels := strings.Split(name, ".")
	for i, l := range labels {
		labels[i] = shown.Outside(l, utf8.RuneCountInString(l))
	}
	return strings.Join(labels, ".")
}

// Reason is a sentence of the judge's about a link, in the person's language,
// with its host as it is shown: the end that counts is never cut off, and named
// where the sentence is about a host that looks like another. For surfaces that
// show one text.
func Reason(t words.Text, host string, looksLike bool) string {
	return reason(t, host, looksLike, words.Text.Say)
}

// EnglishReason is Reason in English, for the command line and other programs.
func EnglishReason(t words.Text, host string, looksLike bool) string {
	return reason(t, host, looksLike, words.Text.String)
}

func reason(t words.Text, host string, looksLike bool, say func(words.Text) string) string {
	said := say(t)
	if host != "" {
		h := Host(host)
		if c := h.Counts(); c != "" && looksLike {
			// In a language from right to left the phrase stands where the
			// host was with its isolates.
			name := say(words.Make("{counts}, the end of {whole}", "counts", c, "whole", h.Text))
			said = strings.NewReplacer("\u2066"+host+"\u2069", name, host, name).Replace(said)
		} else {
			said = strings.ReplaceAll(said, host, h.String())
		}
	}
	return shown.Ours(said, 900)
}
