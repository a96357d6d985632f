//go:build linux && e2e

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vestibule/internal/client"
	"vestibule/internal/client/guard"
)

// What a guarded profile really does, with the real browsers and devices of
// their own making.

// guarded is a session with one real browser and its guards.
type guarded struct {
	s    *Session
	g    *guard.Guards
	c    client.Client
	page *MediaPage
}

func startGuarded(t *testing.T, browser string) *guarded {
	t.Helper()
	s := Start(t)
	return installGuarded(t, s, s.MediaPage(), browser)
}

// installGuarded is one in that session, which is shown those pages.
func installGuarded(t *testing.T, s *Session, page *MediaPage, browser string, more ...string) *guarded {
	t.Helper()
	id := s.InstallBrowser(browser, more...)
	f := client.New(client.Options{Dirs: client.Dirs{
		ConfigHome: s.Config, DataHome: s.Data, DataDirs: []string{s.System},
		Path: []string{"/usr/local/bin", "/usr/bin", "/bin"}, Home: s.Home,
	}})
	list, err := f.Installed(nil)
	if err != nil || len(list) != 1 || list[0].ID != id {
		t.Fatalf("installed: %+v, %v", list, err)
	}
	return &guarded{
		s: s, c: list[0], page: page,
		g: guard.New(guard.Options{DataHome: s.Data, Home: s.Home, Finder: f}),
	}
}

func (b *guarded) look(t *testing.T) client.Guard {
	t.Helper()
	l := b.g.Look([]client.Client{b.c}, "127.0.0.1")
	if len(l) != 1 {
		t.Fatalf("guards: %+v", l)
	}
	return l[0]
}

func (b *guarded) start(t *testing.T, p guard.Profile, visit string) {
	t.Helper()
	b.open(t, p, b.page.Link(visit))
}

func (b *guarded) open(t *testing.T, p guard.Profile, link string) {
	t.Helper()
	if _, err := b.g.Start(b.c, p, link, b.s.Env()); err != nil {
		t.Fatalf("starting: %v", err)
	}
}

func (b *guarded) dir(p guard.Profile) string {
	return filepath.Join(b.s.Data, "vestibule", "browser", strings.TrimSuffix(b.c.ID, ".desktop"), string(p))
}

// browserPIDs are the browser's own processes that have the profile open.
func (b *guarded) browserPIDs(p guard.Profile) []int {
	var out []int
	for _, q := range Descendants(os.Getpid()) {
		args := strings.Join(Arguments(q.PID), " ")
		if q.State != "Z" && strings.Contains(args, b.dir(p)) && !strings.Contains(args, "--type=") &&
			!strings.Contains(args, "crashpad") && !strings.Contains(args, "-contentproc") {
			out = append(out, q.PID)
		}
	}
	return out
}

// quit ends the browser as a person does who closes it.
func (b *guarded) quit(t *testing.T, p guard.Profile) {
	t.Helper()
	pids := b.browserPIDs(p)
	if len(pids) == 0 {
		t.Fatal("the browser does not run")
	}
	if b.firefox() {
		for _, pid := range pids {
			b.s.Terminate(pid)
		}
	} else {
		// Chromium writes what it keeps when its last window is closed.
		for _, id := range strings.Fields(b.s.Output("xdotool", "search", "--onlyvisible", "--name", "^Meeting$")) {
			b.s.Output("xdotool", "windowactivate", "--sync", id)
			b.s.Hands().Key("alt+F4")
		}
	}
	for _, pid := range pids {
		if !WaitGone(pid, 30*time.Second) {
			t.Fatalf("process %d goes on", pid)
		}
	}
}

// allowMicrophone is what the person does once in the browser's own question:
// the microphone is theirs to give.
func (b *guarded) allowMicrophone(t *testing.T, p guard.Profile) {
	t.Helper()
	if b.firefox() {
		b.prefs(p, madeUp, `user_pref("permissions.default.microphone", 1);`)
		return
	}
	b.editPreferences(t, p, func(prefs map[string]any) {
		at(prefs, "profile", "default_content_setting_values")["media_stream_mic"] = 1
	})
}

// madeUp gives Firefox a camera and a microphone; Chromium's are in its entry.
const madeUp = `user_pref("media.navigator.streams.fake", true);`

func (b *guarded) firefox() bool { return b.c.ID == "firefox-esr.desktop" }

func (b *guarded) prefs(p guard.Profile, lines ...string) {
	if b.firefox() {
		b.s.WriteFile(filepath.Join(b.dir(p), "prefs.js"), strings.Join(lines, "\n")+"\n", 0o600)
	}
}

// editPreferences changes Chromium's own file.
func (b *guarded) editPreferences(t *testing.T, p guard.Profile, change func(map[string]any)) {
	t.Helper()
	file := filepath.Join(b.dir(p), "Default", "Preferences")
	prefs := map[string]any{}
	if data, err := os.ReadFile(file); err == nil {
		if err := json.Unmarshal(data, &prefs); err != nil {
			t.Fatal(err)
		}
	}
	change(prefs)
	data, err := json.Marshal(prefs)
	if err != nil {
		t.Fatal(err)
	}
	b.s.WriteFile(file, string(data), 0o600)
}

func at(in map[string]any, keys ...string) map[string]any {
	for _, k := range keys {
		next, ok := in[k].(map[string]any)
		if !ok {
			next = map[string]any{}
			in[k] = next
		}
		in = next
	}
	return in
}

func (b *guarded) want(t *testing.T, visit string, what, said string) {
	t.Helper()
	if got := b.page.Wait(visit, what); got != said {
		t.Errorf("visit %s, %s: %q, want %q", visit, what, got, said)
	}
}

// plant gives the page the camera, as the browser itself writes it down.
func (b *guarded) plant(t *testing.T, p guard.Profile) {
	t.Helper()
	if b.firefox() && p == guard.Open {
		return // the file is made by the first start
	}
	if !b.firefox() {
		b.editPreferences(t, p, func(prefs map[string]any) {
			at(prefs, "profile", "content_settings", "exceptions", "media_stream_camera")[b.page.Origin()+",*"] = map[string]any{"setting": 1}
		})
		return
	}
	// Firefox keeps the file locked while it runs: a copy takes its place.
	script := `import os, shutil, sqlite3, sys
copy = sys.argv[1] + ".copy"
shutil.copy(sys.argv[1], copy)
c = sqlite3.connect(copy)
c.execute("INSERT INTO moz_perms (origin, type, permission, expireType, expireTime, modificationTime) VALUES (?, 'camera', 1, 0, 0, 0)", (sys.argv[2],))
c.commit()
os.rename(copy, sys.argv[1])
`
	out, err := exec.Command("/usr/bin/python3", "-c", script, filepath.Join(b.dir(p), "permissions.sqlite"), b.page.Origin()).CombinedOutput()
	if err != nil {
		t.Fatalf("planting: %v\n%s", err, out)
	}
}

func TestClosedProfileKeepsTheCameraClosed(t *testing.T) {
	for _, browser := range []string{"chromium", "firefox-esr"} {
		t.Run(browser, func(t *testing.T) {
			b := startGuarded(t, browser)
			if l := b.look(t); l.ClosedWhy != "" || l.OpenWhy != "" || l.ClosedKnown {
				t.Fatalf("before the first start: %+v", l)
			}
			if _, err := os.Stat(b.dir(guard.Closed)); err == nil {
				t.Fatal("looking made the profile")
			}
			b.allowMicrophone(t, guard.Closed)

			b.start(t, guard.Closed, "first")
			b.want(t, "first", "before", "no")
			b.want(t, "first", "camera", "NotAllowedError")
			b.want(t, "first", "both", "NotAllowedError")
			b.want(t, "first", "microphone", "opened")
			if browser == "chromium" {
				b.want(t, "first", "standalone", "true")
			}

			// A second meeting comes to the browser that runs.
			if l := b.look(t); l.ClosedWhy != "" {
				t.Errorf("while it runs: %+v", l)
			}
			b.start(t, guard.Closed, "second")
			b.want(t, "second", "camera", "NotAllowedError")
			b.want(t, "second", "microphone", "opened")
			if n := len(b.browserPIDs(guard.Closed)); n != 1 {
				t.Errorf("%d browsers run", n)
			}

			b.quit(t, guard.Closed)

			// An exception that was made is gone at the next start; what the
			// site keeps is not.
			b.plant(t, guard.Closed)
			b.start(t, guard.Closed, "third")
			b.want(t, "third", "before", "yes")
			b.want(t, "third", "camera", "NotAllowedError")
			b.want(t, "third", "microphone", "opened")
			if l := b.look(t); l.ClosedWhy != "" {
				t.Errorf("after the next start: %+v", l)
			}

			// One that comes while it runs ends the claim, and nothing opens.
			b.plant(t, guard.Closed)
			if l := b.look(t); l.ClosedWhy == "" {
				t.Error("a camera permission in the running profile is claimed to be none")
			}
			if _, err := b.g.Start(b.c, guard.Closed, b.page.Link("fourth"), b.s.Env()); err == nil {
				t.Error("opened with a camera permission")
			}
			if !b.page.Silent("fourth", "before", 2*time.Second) {
				t.Error("the page was opened")
			}
			b.quit(t, guard.Closed)
			if l := b.look(t); l.ClosedWhy != "" || !l.ClosedKnown {
				t.Errorf("closed again: %+v", l)
			}
		})
	}
}

// With the camera on, the browser asks, and after a yes the same page opens it:
// the test above could fail.
func TestOpenProfileAsks(t *testing.T) {
	for _, browser := range []string{"chromium", "firefox-esr"} {
		t.Run(browser, func(t *testing.T) {
			b := startGuarded(t, browser)
			b.s.Eyes()
			b.prefs(guard.Open, madeUp)
			b.plant(t, guard.Open)
			b.start(t, guard.Open, "first")
			b.want(t, "first", "camera state", "prompt")
			b.want(t, "first", "microphone state", "prompt")
			allow := b.allowButton()
			b.s.Eyes().Wait(allow, 20*time.Second)
			if !b.page.Silent("first", "camera", time.Second) {
				t.Error("the camera was answered without a question")
			}
			if said := b.allow(t, "first", "camera"); said != "opened" {
				t.Errorf("after a yes: %q", said)
			}
		})
	}
}

// allowButton is the yes of the browser's own question.
func (b *guarded) allowButton() Query {
	if b.firefox() {
		return Query{Role: "push button", Name: "Allow"}
	}
	return Query{Role: "push button", Name: "Allow this time"}
}

// allow says yes to the browser's own question and gives what the page was
// answered.
func (b *guarded) allow(t *testing.T, visit, what string) string {
	t.Helper()
	allow := b.allowButton()
	b.s.Eyes().Wait(allow, 20*time.Second)
	// The first half second of a question takes no answer.
	for range 5 {
		if found := b.s.Eyes().Find(allow); len(found) > 0 && found[0].Rect != nil {
			b.s.Hands().Click(found[0])
		}
		if said := b.page.Said(visit, what, 2*time.Second); said != "" {
			return said
		}
	}
	t.Fatalf("the question takes no yes; there is:\n%s", b.s.Eyes().Everything())
	return ""
}

// The microphone is never given unasked either.
func TestClosedProfileAsksForTheMicrophone(t *testing.T) {
	for _, browser := range []string{"chromium", "firefox-esr"} {
		t.Run(browser, func(t *testing.T) {
			b := startGuarded(t, browser)
			b.prefs(guard.Closed, madeUp)
			b.start(t, guard.Closed, "first")
			b.want(t, "first", "camera state", "denied")
			b.want(t, "first", "microphone state", "prompt")
			b.want(t, "first", "camera", "NotAllowedError")
			if !b.page.Silent("first", "microphone", 2*time.Second) {
				t.Error("the microphone was answered without a question")
			}
		})
	}
}
