package link

import (
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"testing"
)

// answer is how Chromium reads a text; see oracle/main.go.
type answer struct {
	Text, Protocol, Host, Port string
	User, Error                bool
}

// What is accepted, a browser (the URL Standard) and other programs (RFC 3986)
// read alike: the same scheme, host and port, and nobody's name before it.
func TestBrowsersReadTheSameHost(t *testing.T) {
	data, err := os.ReadFile("testdata/whatwg.json")
	if err != nil {
		t.Fatal(err)
	}
	var answers []answer
	if err := json.Unmarshal(data, &answers); err != nil {
		t.Fatal(err)
	}
	accepted, refused := 0, 0
	for _, a := range answers {
		l, err := Parse(a.Text)
		if err != nil {
			refused++
			continue
		}
		accepted++
		// Of schemes it does not know, a browser leaves the host's letters as
		// they are; Vestibule writes such hosts small.
		if l.Scheme != "https" && l.Scheme != "http" {
			a.Host = strings.ToLower(a.Host)
		}
		if a.Error || a.User || a.Protocol != l.Scheme+":" || a.Host != l.Host || a.Port != l.Port {
			t.Errorf("%q is read as %s %q %q; a browser reads %s %q %q, user %t, error %t",
				a.Text, l.Scheme, l.Host, l.Port, a.Protocol, a.Host, a.Port, a.User, a.Error)
		}
		// RFC 3986 knows no letters beyond ASCII; where there are none, Go's
		// own reader of it agrees too.
		if !isASCII(a.Text) {
			continue
		}
		u, err := url.Parse(strings.ReplaceAll(a.Text, `"`, "%22"))
		if err != nil || strings.ToLower(u.Hostname()) != l.Host || u.User != nil {
			t.Errorf("%q is read with the host %q; by RFC 3986 it is %v, %v", a.Text, l.Host, u, err)
		}
	}
	if accepted < 300 || refused < 1000 {
		t.Errorf("%d accepted, %d refused: too few to show anything\nhint: go run ./internal/link/oracle", accepted, refused)
	}
	t.Logf("%d texts accepted and read alike, %d refused", accepted, refused)
}
