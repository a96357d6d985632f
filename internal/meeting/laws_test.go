package meeting

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vestibule/internal/link"
)

// mark is a value that no catalogue entry holds, in letters that no encoding
// changes.
const mark = "qXwZqXwZ"

// drawExample draws an open example of the catalogue, with the hosts it needs.
func drawExample(t *rapid.T) (example, []Host) {
	open := slices.DeleteFunc(slices.Clone(examples), func(e example) bool {
		s, _ := Known(e.service)
		return s.Closed != nil
	})
	e := rapid.SampledFrom(open).Draw(t, "example")
	return e, listed(e.service, e.hosts)
}

// addParam adds a parameter to a link.
func addParam(text, key, value string) string {
	before, hash, hasHash := strings.Cut(text, "#")
	sep := "?"
	if strings.Contains(before, "?") {
		sep = "&"
	}
	before += sep + url.QueryEscape(key) + "=" + url.QueryEscape(value)
	if hasHash {
		before += "#" + hash
	}
	return before
}

// No byte of a parameter that the form does not name is in any rebuilt link,
// and the parameter is told, not its value.
func TestForeignParametersNeverLeave(t *testing.T) {
	tracking := []string{"utm_source", "fbclid", "from", "source", "uname", "displayName", "email", "zak2", "userInfo.email", "x-custom", "%"}
	rapid.Check(t, func(t *rapid.T) {
		e, hosts := drawExample(t)
		key := rapid.OneOf(rapid.SampledFrom(tracking), rapid.StringMatching(`[a-z]{3,12}`)).Draw(t, "key")
		value := mark + rapid.String().Draw(t, "value")
		text := addParam(e.link, "zz"+key, value)
		j := Judge(text, hosts)
		if j.Verdict != IsMeeting {
			return // an unseen character in the value, say: refused is right too
		}
		for _, way := range []Way{Web, Native} {
			for _, wish := range []Wish{{}, {Camera: true, Microphone: true}} {
				if out, err := j.Meeting.Link(way, wish); err == nil && (strings.Contains(out, mark) || strings.Contains(out, "zz"+key)) {
					t.Fatalf("%q leaves as %q", text, out)
				}
			}
		}
		if len(j.Removed) == 0 || strings.Contains(strings.Join(j.Removed, " "), mark) {
			t.Fatalf("%q: removed %q", text, j.Removed)
		}
	})
}

// The fragment of a link whose service wants none changes nothing of what
// leaves.
func TestForeignFragmentsNeverLeave(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		room := rapid.StringMatching(`[A-Za-z0-9]{1,20}`).Draw(t, "room")
		hash := rapid.StringMatching(`(config\.[a-zA-Z.]{1,20}=(true|false|%22x%22)&?){0,5}[!-~]{0,30}`).Draw(t, "fragment")
		clean := Judge("https://meet.jit.si/r"+room, nil)
		dirty := Judge("https://meet.jit.si/r"+room+"#"+hash, nil)
		if dirty.Verdict != IsMeeting {
			return
		}
		want, err1 := clean.Meeting.Link(Web, Wish{})
		got, err2 := dirty.Meeting.Link(Web, Wish{})
		if err1 != nil || err2 != nil || got != want {
			t.Fatalf("with %q: %q, %v; without: %q, %v", hash, got, err2, want, err1)
		}
		if native, _ := dirty.Meeting.Link(Native, Wish{}); strings.Contains(native[strings.IndexByte(native, '#'):], "/") {
			t.Fatalf("%q has a slash in its fragment, where the client cuts", native)
		}
	})
}

// Letter case of scheme and host, and the scheme's own port, say nothing.
func TestWritingOfTheHostSaysNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, hosts := drawExample(t)
		scheme, rest, _ := strings.Cut(e.link, ":")
		if scheme != "https" {
			return
		}
		authority, path := rest[2:], ""
		if i := strings.IndexAny(authority, "/?#"); i >= 0 {
			authority, path = authority[:i], authority[i:]
		}
		upper := rapid.SampledFrom([]func(string) string{strings.ToUpper, strings.ToLower, strings.Title}).Draw(t, "case")
		text := upper(scheme) + "://" + upper(authority) + path
		if !strings.Contains(authority, ":") && rapid.Bool().Draw(t, "port") {
			text = upper(scheme) + "://" + upper(authority) + ":443" + path
		}
		a, b := Judge(e.link, hosts), Judge(text, hosts)
		if b.Verdict != IsMeeting || !b.Meeting.Same(a.Meeting) || b.Meeting.Port != a.Meeting.Port {
			t.Fatalf("%q is %s %v, %q is %s %v", e.link, a.Verdict, a.Meeting, text, b.Verdict, b.Meeting)
		}
	})
}

// Wrapping a link in any wrapper, and in several, changes nothing but what is
// said to have been taken off.
func TestWrappedIsTheSame(t *testing.T) {
	wraps := []func(string) string{
		func(s string) string { return "vestibule:" + s },
		func(s string) string {
			return "https://nam11.safelinks.protection.outlook.com/?url=" + url.QueryEscape(s) + "&data=05%7C02"
		},
		func(s string) string { return "https://www.google.com/url?sa=D&q=" + url.QueryEscape(s) },
		func(s string) string { return "https://l.facebook.com/l.php?u=" + url.QueryEscape(s) + "&h=AT0" },
		func(s string) string { return "https://secure-web.cisco.com/1a2b/" + url.PathEscape(s) },
		func(s string) string {
			return "https://linkprotect.cudasvc.com/url?a=" + url.QueryEscape(s) + "&c=E,1&typo=1"
		},
	}
	rapid.Check(t, func(t *rapid.T) {
		e, hosts := drawExample(t)
		if !strings.HasPrefix(e.link, "https:") {
			return
		}
		text := e.link
		n := rapid.IntRange(1, 3).Draw(t, "wrappers")
		for i := range n {
			k := rapid.IntRange(0, len(wraps)-1).Draw(t, "wrapper")
			if k == 0 && i < n-1 {
				k = 1 // a wrapper's content is an https link
			}
			text = wraps[k](text)
		}
		a, b := Judge(e.link, hosts), Judge(text, hosts)
		if b.Verdict != IsMeeting || len(b.Unwrapped) != n || !b.Meeting.Same(a.Meeting) {
			t.Fatalf("%q: %s (%s), unwrapped %v", text, b.Verdict, b.Rule, b.Unwrapped)
		}
	})
}

// No entry of the configuration makes a host of the catalogue another
// service's, nor opens what is refused for safety.
func TestListedHostsOpenNothingElse(t *testing.T) {
	rows := readTable(t, "testdata/hostile.tsv")
	var selfHosted []string
	for _, s := range services {
		if s.SelfHostable {
			selfHosted = append(selfHosted, s.ID)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom(rows).Draw(t, "row")
		text := r.text
		if strings.Contains(text, `\`) || strings.Contains(text, "{{") {
			return
		}
		before := Judge(text, nil)
		if before.Host == "" {
			return
		}
		var hosts []Host
		for _, s := range services {
			if !s.SelfHostable {
				hosts = append(hosts, Host{before.Host, s.ID}) // never believed
			}
		}
		if after := Judge(text, hosts); after.Verdict == IsMeeting {
			t.Fatalf("%q becomes a meeting of %s", text, after.Service)
		}
		provider := rapid.SampledFrom(selfHosted).Draw(t, "provider")
		after := Judge(text, []Host{{before.Host, provider}})
		_, err := link.Read(text)
		if after.Verdict == IsMeeting && (err != nil || theCatalogue.knows(before.Host)) {
			t.Fatalf("%q becomes a meeting of %s", text, after.Service)
		}
	})
}

// Nothing that is said of a link holds its secrets.
func TestNothingSaidHoldsASecret(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, hosts := drawExample(t)
		text := addParam(e.link, "pwd", mark)
		text = addParam(text, "tk", mark)
		text = strings.Replace(text, "/", "/"+mark, rapid.IntRange(0, 5).Draw(t, "slashes"))
		for _, s := range []string{text, e.link + "#" + mark, e.link + "%00" + mark, "vestibule:" + text, "  " + text} {
			j := Judge(s, hosts)
			said := append([]string{j.Reason.String(), j.Rule, j.LooksLike, j.Listing}, j.Unwrapped...)
			said = append(said, j.Removed...)
			if strings.Contains(j.Host, strings.ToLower(mark)) {
				continue // it came to stand in the host, which is shown
			}
			for _, w := range said {
				if strings.Contains(strings.ToLower(w), strings.ToLower(mark)) {
					t.Fatalf("%q: %q", s, w)
				}
			}
			if j.Verdict == IsMeeting {
				for _, way := range []Way{Web, Native} {
					shown, err := j.Meeting.Redacted(way, Wish{})
					if err == nil && j.Meeting.Parts["passcode"] == mark && strings.Contains(shown, mark) {
						t.Fatalf("%q is shown as %q", s, shown)
					}
				}
			}
		}
	})
}
