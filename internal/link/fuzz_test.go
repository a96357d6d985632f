package link

import (
	"errors"
	"strings"
	"testing"
)

// seeds are texts that reach every branch of the grammar.
var seeds = []string{
	"", "https://zoom.us/j/1?pwd=a%26b#x", "http://a.example:80/", "msteams:/l/x/0?context=%7b%7d", "zoommtg://zoom.us/join?confno=1",
	"https://bücher.example/Z%C3%BCrich", "https://xn--zm-fmca.us/", "https://ｚｏｏｍ。us/", "https://a@b:1/%2e%2e/%2f?%zz",
	"https://[::1]/", "https://0x7f.1/", "\\\\a\\b", "--x", "https:/\\a.example\\@b", "https://a.example/\u202e\u200b\x00",
	"vestibule:https://a.example/x", "https://nam11.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F1&data=a%40b",
	"https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fmeetup-join%2Fx",
	"https://urldefense.proofpoint.com/v1/url?u=https://a.example&k=x", "https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_x",
	"https://urldefense.com/v3/__https:/a.example/x*y**Az__;Pz09!!X!Y$", "https://www.google.com/url?q=https://a.example",
	"https://secure-web.cisco.com/s/https%3A%2F%2Fa.example", "https://us.protection.sophos.com/?u=aHR0cHM6Ly96b29tLnVzL2ovMQ==",
	"https://a.example/a+b?c+d=e+f&&=&g#h=%22\"", "https://a.example//x//", "HTTPS://A.EXAMPLE:443", "https://a.example?x/../y",
}

// FuzzParse: no text crashes the grammar; what it accepts is canonical and
// holds nothing unseen.
func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l, err := Parse(text)
		if err != nil {
			checkRefusal(t, text, err)
			return
		}
		checkLink(t, text, l)
		checkCanonical(t, l)
		if i := strings.Index(strings.ToLower(text), "://"); i >= 0 && l.Host != "" && !strings.Contains(l.Host, "xn--") {
			rest := strings.ToLower(text[i+3:])
			if !strings.HasPrefix(rest, l.Host) {
				t.Errorf("%q is read with the host %q", text, l.Host)
			}
		}
	})
}

// FuzzUnwrap: no text crashes a wrapper; what comes out is an https link, or
// the text itself.
func FuzzUnwrap(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
		f.Add("https://slack-redir.net/link?url=" + string(AppendEncoded(nil, s)))
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Read(text)
		if len(got.Unwrapped) > MaxDepth {
			t.Errorf("%q is unwrapped %d times", text, len(got.Unwrapped))
		}
		if err != nil {
			checkRefusal(t, text, err)
			return
		}
		checkLink(t, text, got.Link)
		if len(got.Unwrapped) > 0 && got.Scheme != "https" {
			t.Errorf("%q holds a %s link", text, got.Scheme)
		}
		again, err := Read(got.Link.String())
		if err != nil {
			var r *Refusal
			if errors.As(err, &r) && r.Rule == RuleTooLong {
				return
			}
			t.Fatalf("%q is unwrapped to %q, which is refused: %v", text, got.Link, err)
		}
		if len(again.Unwrapped) > 0 {
			t.Errorf("%q is unwrapped to %q, which is wrapped", text, got.Link)
		}
	})
}

func checkRefusal(t *testing.T, text string, err error) {
	t.Helper()
	var r *Refusal
	if !errors.As(err, &r) || r.Rule == "" || r.Text.String() == "" {
		t.Fatalf("%q is refused with %v", text, err)
	}
	for _, c := range r.Text.String() + r.Host {
		if unseen(c) != "" {
			t.Errorf("%q is refused with %q, %q", text, r.Text.String(), r.Host)
		}
	}
}

func checkLink(t *testing.T, text string, l Link) {
	t.Helper()
	if l.Host != "" && !IsHostName(l.Host) || l.Port != "" && !IsPort(l.Port) {
		t.Errorf("%q is read with host %q, port %q", text, l.Host, l.Port)
	}
	for _, s := range l.Segments {
		if !Seen(s) || strings.ContainsAny(s, `/\?#`) || s == "." || s == ".." {
			t.Errorf("%q is read with the segment %q", text, s)
		}
	}
	for _, p := range l.Query {
		if !Seen(p.Key) || !Seen(p.Value) {
			t.Errorf("%q is read with the parameter %q", text, p)
		}
	}
}
