//go:build linux

package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Browser is the real Chromium with a new profile and a window on the screen.
type Browser struct {
	s       *Session
	Running *Running
}

// FindChromium gives a Chromium that can use a profile under /tmp: not a snap.
func FindChromium() (string, error) {
	for _, name := range []string{"chromium", "google-chrome-stable", "google-chrome", "chromium-browser"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		real, err := filepath.EvalSymlinks(path)
		if err != nil || strings.HasPrefix(real, "/snap/") || filepath.Base(real) == "snap" {
			continue
		}
		if head, err := os.ReadFile(real); err == nil && len(head) < 1<<16 && strings.Contains(string(head), "/snap/") {
			continue // Ubuntu's script that starts the snap
		}
		return path, nil
	}
	return "", fmt.Errorf("finding a Chromium that is no snap: none installed")
}

// Page serves a page that holds one link which fills it, and gives its
// address. What is clicked is then certain, wherever the page is.
func (s *Session) Page(title, link string) string {
	s.t.Helper()
	return s.page(title, link, "")
}

// FloodPage is a Page that calls the link a thousand times when it is clicked,
// each time with another number at its end and in every way a script has.
func (s *Session) FloodPage(title, link string) string {
	s.t.Helper()
	return s.page(title, link, `<script>
document.querySelector("a").addEventListener("click", () => {
  const link = document.querySelector("a").href;
  for (let i = 1; i <= 1000; i++) {
    const to = link + String(i).padStart(4, "0");
    if (i % 3 == 0) { window.open(to); continue; }
    if (i % 3 == 1) { location.href = to; continue; }
    const frame = document.createElement("iframe");
    frame.style.display = "none";
    frame.src = to;
    document.body.append(frame);
  }
});
</script>
`)
}

func (s *Session) page(title, link, script string) string {
	s.t.Helper()
	escape := strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;").Replace
	page := fmt.Sprintf(`<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>%s</title>
<style>
html, body { height: 100%%; margin: 0 }
a { display: flex; height: 100%%; align-items: center; justify-content: center;
    font: 32px sans-serif; text-decoration: none; background: #f4f6fb; color: #1a56c4 }
</style>
<a href="%s">%s</a>
%s`, escape(title), escape(link), escape(title), script)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r) // the browser asks for an icon
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page)
	}))
	s.t.Cleanup(server.Close)
	return server.URL
}

// Browse opens a page in the real Chromium and waits until it can be clicked.
func (s *Session) Browse(page, title string) *Browser {
	s.t.Helper()
	chromium, err := FindChromium()
	if err != nil {
		s.t.Fatalf("%v", err)
	}
	// So that others can look its name up. It is nobody's default, and cannot
	// become the program that a meeting is opened in.
	s.WriteFile(filepath.Join(s.System, "applications", "chromium.desktop"),
		"[Desktop Entry]\nType=Application\nName=Chromium\nExec="+chromium+" %U\n", 0o600)
	cmd := s.Command(chromium,
		"--user-data-dir="+s.Dir+"/chromium",
		"--no-sandbox", // here alone: tests run as root
		"--no-first-run", "--no-default-browser-check", "--password-store=basic",
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-gpu", "--disable-dev-shm-usage",
		"--force-renderer-accessibility",
		"--window-size=900,640", "--window-position=20,20",
		page)
	b := &Browser{s: s, Running: s.Run(cmd)}
	s.Eyes().Wait(b.link(title), 60*time.Second)
	return b
}

func (b *Browser) link(title string) Query { return Query{Role: "link", Name: title} }

// ClickLink clicks the link of the page with the mouse.
func (b *Browser) ClickLink(title string) {
	b.s.t.Helper()
	b.s.Hands().Click(b.s.Eyes().Wait(b.link(title), 10*time.Second))
}

// Offer waits for Chromium's own question whether to open another program,
// and gives its title: "Open Zoom?".
func (b *Browser) Offer() string {
	b.s.t.Helper()
	return b.s.Eyes().Wait(Query{App: "Chromium", Role: "dialog", Prefix: "Open "}, 20*time.Second).Name
}

// Accept accepts the offer as a person does who uses the keyboard: Tab to the
// button, Return.
func (b *Browser) Accept(title string) {
	b.s.t.Helper()
	eyes, hands := b.s.Eyes(), b.s.Hands()
	focused := func(role, name string) Query {
		return Query{App: "Chromium", Role: role, Name: name, States: []string{"focused"}}
	}
	open := strings.TrimSuffix(title, "?")
	at := eyes.Wait(focused("push button", "Cancel"), 10*time.Second)
	for range 5 { // no more things than that take the focus in turn
		hands.Key("Tab")
		eyes.WaitGone(focused(at.Role, at.Name), 5*time.Second)
		for _, role := range []string{"push button", "check box", "link"} {
			if found := eyes.Find(focused(role, "")); len(found) > 0 {
				at = found[0]
			}
		}
		if at.Name == open {
			break
		}
	}
	if at.Name != open {
		b.s.t.Fatalf("Tab does not reach %q; it is at %q", open, at.Name)
	}
	b.answer(title)
}

// Cancel refuses the offer: its button has the focus when the offer comes.
func (b *Browser) Cancel(title string) {
	b.s.t.Helper()
	b.s.Eyes().Wait(Query{App: "Chromium", Role: "push button", Name: "Cancel", States: []string{"focused"}}, 10*time.Second)
	b.answer(title)
}

// answer presses the focused button. Chromium takes no answer in the first half
// second of a dialog, so that a key meant for the page does not give one, and
// nothing tells when that is over: so this waits it out, as a person does, and
// presses again where the machine was slower than that.
func (b *Browser) answer(title string) {
	b.s.t.Helper()
	dialog := Query{App: "Chromium", Role: "dialog", Name: title}
	for range 5 {
		if b.s.Eyes().Gone(dialog, 600*time.Millisecond) {
			b.s.t.Fatalf("Chromium's question went before it was answered")
		}
		b.s.Hands().Key("Return")
		if b.s.Eyes().Gone(dialog, 3*time.Second) {
			return
		}
	}
	b.s.t.Fatalf("Chromium takes no answer; there is:\n%s", b.s.Eyes().Everything())
}

// InstallBrowser installs the real Chromium or Firefox ESR of the machine,
// with a desktop entry of the session's own that has what a test needs: made-up
// devices, in a test that runs as root no sandbox, and more. It gives the entry's id
// and makes it the default browser.
func (s *Session) InstallBrowser(name string, more ...string) string {
	s.t.Helper()
	command := name
	switch name {
	case "chromium":
		path, err := FindChromium()
		if err != nil {
			s.t.Fatalf("%v", err)
		}
		command = path + " --no-sandbox --use-fake-device-for-media-stream --password-store=basic" +
			" --disable-background-networking --disable-component-update --disable-gpu --disable-dev-shm-usage" +
			" --force-renderer-accessibility " + strings.Join(more, " ") + " %U"
	case "firefox-esr":
		path, err := exec.LookPath(name)
		if err != nil {
			path, err = exec.LookPath("firefox")
		}
		if err != nil {
			s.t.Fatalf("finding Firefox: %v", err)
		}
		command = path + " %u"
	}
	title := map[string]string{"chromium": "Chromium", "firefox-esr": "Firefox ESR"}[name]
	s.WriteFile(filepath.Join(s.System, "applications", name+".desktop"),
		"[Desktop Entry]\nType=Application\nName="+title+"\nExec="+command+
			"\nMimeType=x-scheme-handler/http;x-scheme-handler/https;\n", 0o600)
	s.Output("update-desktop-database", filepath.Join(s.System, "applications"))
	s.SetDefault(name+".desktop", "http", "https")
	return name + ".desktop"
}
