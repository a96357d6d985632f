//go:build linux

package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"time"
)

// mediaPage asks for camera and microphone as a meeting's page does, and
// reports each answer as soon as there is one: a question to the person may
// stay open for ever.
const mediaPage = `<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Meeting</title><h1>Meeting</h1>
<p style="margin: 480px 0 0 60%"><a href="zoommtg://zoom.us/join?action=join&amp;confno=81234567890&amp;pwd=a1B2c3&amp;browser=chrome">Launch Meeting</a>
<script>
const visit = new URLSearchParams(location.search).get("visit") || location.pathname;
const told = (what, said) => fetch("/told?" + new URLSearchParams({visit, what, said}), {method: "POST"});
async function ask(what, wanted) {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(wanted);
    stream.getTracks().forEach(t => t.stop());
    await told(what, "opened");
  } catch (e) { await told(what, e.name); }
}
async function state(name) {
  try { await told(name + " state", (await navigator.permissions.query({name})).state); }
  catch (e) { await told(name + " state", e.name); }
}
(async () => {
  const before = document.cookie.includes("signedin") ? "yes" : "no";
  document.cookie = "signedin=yes; max-age=86400";
  await told("before", before);
  await told("standalone", String(matchMedia("(display-mode: standalone)").matches));
  await told("history", String(history.length));
  await state("camera");
  await state("microphone");
  await ask("camera", {video: true});
  await ask("both", {video: true, audio: true});
  await ask("microphone", {audio: true});
})();
</script>
`

// MediaPage is a page that asks for camera and microphone.
type MediaPage struct {
	s      *Session
	server *httptest.Server

	mu   sync.Mutex
	said map[string]chan string
}

// MediaPage serves one at an address of this machine.
func (s *Session) MediaPage() *MediaPage {
	s.t.Helper()
	return s.mediaPage(httptest.NewServer, showMediaPage)
}

// MeetingPages serves one at every address: a browser that is started with
// Everywhere is shown it whatever meeting it opens. A visit's name is then the
// path of its link.
func (s *Session) MeetingPages() *MediaPage {
	s.t.Helper()
	return s.pages(showMediaPage)
}

// pages serves what show shows at every address.
func (s *Session) pages(show http.HandlerFunc) *MediaPage {
	s.t.Helper()
	return s.mediaPage(httptest.NewTLSServer, show)
}

func showMediaPage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, mediaPage)
}

// Everywhere are switches for a test's own Chromium that lead every host to
// the page.
func (p *MediaPage) Everywhere() []string {
	return []string{`"--host-resolver-rules=MAP * ` + p.server.Listener.Addr().String() + `"`, "--ignore-certificate-errors"}
}

func (s *Session) mediaPage(serve func(http.Handler) *httptest.Server, show http.HandlerFunc) *MediaPage {
	s.t.Helper()
	p := &MediaPage{s: s, said: map[string]chan string{}}
	p.server = serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/told":
			q := r.URL.Query()
			select {
			case p.answer(q.Get("visit"), q.Get("what")) <- q.Get("said"):
			default:
			}
		case "/favicon.ico":
			http.NotFound(w, r)
		default:
			show(w, r)
		}
	}))
	s.t.Cleanup(p.server.Close)
	return p
}

// Link is the page's address for one visit.
func (p *MediaPage) Link(visit string) string {
	return p.server.URL + "/?visit=" + url.QueryEscape(visit)
}

// Origin is the page's origin.
func (p *MediaPage) Origin() string { return p.server.URL }

func (p *MediaPage) answer(visit, what string) chan string {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := visit + "\x00" + what
	if p.said[key] == nil {
		p.said[key] = make(chan string, 4)
	}
	return p.said[key]
}

// Wait gives what the page was answered on that visit.
func (p *MediaPage) Wait(visit, what string) string {
	p.s.t.Helper()
	select {
	case said := <-p.answer(visit, what):
		return said
	case <-time.After(60 * time.Second):
		p.s.t.Fatalf("on visit %q the page got no answer for %q", visit, what)
		return ""
	}
}

// Said gives what the page was answered within that time, or "".
func (p *MediaPage) Said(visit, what string, within time.Duration) string {
	select {
	case said := <-p.answer(visit, what):
		return said
	case <-time.After(within):
		return ""
	}
}

// Silent says that the page was not answered within that time.
func (p *MediaPage) Silent(visit, what string, within time.Duration) bool {
	return p.Said(visit, what, within) == ""
}
