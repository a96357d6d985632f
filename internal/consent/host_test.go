package consent

import (
	"strings"
	"testing"
	"unicode/utf8"

	"vestibule/internal/shown/hostile"
	"vestibule/internal/words"
)

// emphasised marks the emphasised parts of a host with stars.
func emphasised(h HostName) string {
	s := h.String()
	parts := h.Emphasis()
	for i := len(parts) - 1; i >= 0; i-- {
		from, to := parts[i][0], parts[i][1]
		s = s[:from] + "*" + s[from:to] + "*" + s[to:]
	}
	return s
}

func TestHostIsEmphasisedWhereItCounts(t *testing.T) {
	for _, c := range []struct{ name, host, want, counts string }{
		{"a service's own", "us02web.zoom.us", "us02web.*zoom.us*", "zoom.us"},
		{"the registrable part alone", "zoom.us", "*zoom.us*", ""},
		{"a known name before it", "zoom.us.evil.example", "zoom.us.*evil.example*", "evil.example"},
		{"the same name twice", "zoom.us.zoom.us", "zoom.us.*zoom.us*", "zoom.us"},
		{"a suffix of two labels", "meet.example.co.uk", "meet.*example.co.uk*", "example.co.uk"},
		{"a suffix that people share", "zoom.github.io", "*zoom.github.io*", ""},
		{"one label", "meet", "*meet*", ""},
		{"an umlaut", "xn--bcher-kva.example", "*bücher.example* (*xn--bcher-kva.example*)", ""},
		{"an umlaut before it", "xn--bcher-kva.evil.example", "bücher.*evil.example* (xn--bcher-kva.*evil.example*)", "evil.example"},
		{"an umlaut below", "meet.xn--bcher-kva.example", "meet.*bücher.example* (meet.*xn--bcher-kva.example*)", "bücher.example (xn--bcher-kva.example)"},
		{"right to left", "meet.xn--7dbkg.example", "meet.*\u2068דטך\u2069.example* (meet.*xn--7dbkg.example*)", "\u2068דטך\u2069.example (xn--7dbkg.example)"},
		{"mixed alphabets: ASCII alone", "xn--zom-jfdd.us", "*xn--zom-jfdd.us*", ""},
		{"broken punycode", "xn--a.example", "*xn--a.example*", ""},
		{"nothing", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := Host(c.host)
			if got := emphasised(h); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if got := h.Counts(); got != c.counts {
				t.Errorf("counts: %q, want %q", got, c.counts)
			}
			if fault := hostile.Fault(h.String(), 2*longestHost+10); fault != "" {
				t.Error(fault)
			}
		})
	}
}

// However long a host is, its end is there.
func TestLongHostKeepsItsEnd(t *testing.T) {
	for _, host := range []string{
		"zoom.us." + strings.Repeat("a.", 110) + "evil.example",
		strings.Repeat("zoom-us-meeting-join-securely-and-comfortably-now-really-do.", 3) + "evil.example",
		"meet." + strings.Repeat("b", 63) + ".co.uk",
		strings.Repeat("xn--bcher-kva.", 16) + "evil.example",
	} {
		h := Host(host)
		if !strings.HasSuffix(h.Text, h.Strong) || h.Strong == "" || utf8.RuneCountInString(h.Text) > longestHost {
			t.Errorf("%d characters: %q, strong %q", utf8.RuneCountInString(h.Text), h.Text, h.Strong)
		}
		if len(host) > longestHost && !strings.HasPrefix(h.Text, "…") && h.ASCII == "" {
			t.Errorf("does not say that something is left out: %q", h.Text)
		}
		said := Reason(words.Plain("It looks like Zoom, but the part that counts is "+host+"."), host, true)
		if !strings.Contains(said, "the part that counts is "+h.Strong) && h.Counts() != "" {
			t.Errorf("%q", said)
		}
	}
}

func TestHostileHosts(t *testing.T) {
	for _, x := range hostile.Texts {
		for _, text := range []string{x.Text, x.Text + ".evil.example", "zoom.us." + x.Text} {
			h := Host(text)
			for _, got := range []string{h.String(), h.Counts(), Reason(words.Plain("It goes to "+text+"."), text, true)} {
				if fault := hostile.Fault(got, 700); fault != "" {
					t.Errorf("%s: %s: %.80q", x.Name, fault, got)
				}
			}
		}
	}
}

// Every text of every page: outside strings in all places that they can reach.
func TestHostilePages(t *testing.T) {
	for _, x := range hostile.Texts {
		t.Run(x.Name, func(t *testing.T) {
			for name, p := range hostilePages(x.Text) {
				for _, got := range texts(p) {
					for l := range strings.SplitSeq(got, "\n") {
						if fault := hostile.Fault(l, 1300); fault != "" {
							t.Errorf("%s: %s: %.120q", name, fault, l)
						}
					}
				}
			}
		})
	}
}

// A reason in a language from right to left: the host keeps its isolates, in
// pairs, and the end that counts is named.
func TestReasonFromRightToLeft(t *testing.T) {
	words.Speak("ar")
	defer words.Speak("")
	const host = "zoom.us.evil.example"
	alike := words.Make("It looks like {service}, but the part that counts is {host}.", "service", "Zoom", "host", host)
	for looksLike, want := range map[bool]string{
		true:  "\u2066evil.example\u2069، وهو نهاية \u2066" + host + "\u2069",
		false: "\u2066" + host + "\u2069",
	} {
		got := Reason(alike, host, looksLike)
		if !strings.Contains(got, want) {
			t.Errorf("%q does not hold %q", got, want)
		}
		if strings.Count(got, "\u2066")+strings.Count(got, "\u2068") != strings.Count(got, "\u2069") {
			t.Errorf("isolates are not in pairs: %q", got)
		}
	}
	if got := EnglishReason(alike, host, true); got != "It looks like Zoom, but the part that counts is evil.example, the end of "+host+"." {
		t.Error(got)
	}
}
