//go:build linux && e2e

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vestibule/internal/client"
	"vestibule/internal/client/guard"
)

// The whole way of a link into the real Chromium in a guarded profile. Every
// host leads to a page of the test's own.

const (
	meetLink = "https://meet.google.com/abc-defg-hij"
	says     = "This window of Chromium cannot open it."
)

// guardedProduct is Vestibule, registered, with the real Chromium as the only
// browser.
func guardedProduct(t *testing.T) (*Product, *guarded) {
	t.Helper()
	s := Start(t)
	page := s.MeetingPages()
	id := s.InstallBrowser("chromium", page.Everywhere()...)
	p := s.Register(product)
	p.Configure(Quick)
	return p, &guarded{s: s, c: client.Client{ID: id}, page: page}
}

func (w *Window) says(want string) bool {
	return strings.Contains(strings.Join(w.Words(), "\n"), want)
}

func TestGuardedMeeting(t *testing.T) {
	p, b := guardedProduct(t)
	dir := b.dir(guard.Closed)

	asked := p.Ask(meetLink)
	w := p.Window(AskMeet)
	w.WaitArmed(ButtonJoin)
	for _, want := range []string{says, "You may have to sign in here once.", ButtonUsual} {
		if !w.says(want) {
			t.Errorf("the window does not say %q; it says %q", want, w.Words())
		}
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a profile was made before the answer")
	}
	w.Press(ButtonJoin)
	if status := b.s.MustWait(asked, 20*time.Second); status != 0 {
		t.Fatalf("whoever waited was told %d: %s", status, asked.Output())
	}
	b.want(t, "/abc-defg-hij", "camera state", "denied")
	b.want(t, "/abc-defg-hij", "microphone state", "prompt")
	b.want(t, "/abc-defg-hij", "camera", "NotAllowedError")
	b.want(t, "/abc-defg-hij", "standalone", "true")

	// What it put on the machine is listed, and is not torn out of a meeting.
	if status := b.s.Output(p.Binary, "status"); !strings.Contains(status, dir+" (guarded browser profile, with its sign-ins): in use") {
		t.Errorf("status does not tell of the profile:\n%s", status)
	}
	r := b.s.Run(b.s.Command(p.Binary, "unregister"))
	if status := b.s.MustWait(r, 20*time.Second); status != 1 || !strings.Contains(r.Output(), "its window is open") {
		t.Errorf("unregister while it runs ended with %d: %s", status, r.Output())
	}
	b.s.Output(p.Binary, "register")

	// A second meeting goes to the browser that runs.
	p.Open("https://meet.google.com/xyz-wxyz-xyz")
	w = p.Window(AskMeet)
	w.Press(ButtonJoin)
	b.want(t, "/xyz-wxyz-xyz", "camera", "NotAllowedError")

	// A camera permission in it, and nobody says "cannot" any more.
	b.editPreferences(t, guard.Closed, func(prefs map[string]any) {
		at(prefs, "profile", "content_settings", "exceptions", "media_stream_camera")["https://meet.google.com:443,*"] = map[string]any{"setting": 1}
	})
	p.Open("https://meet.google.com/aaa-bbbb-ccc")
	w = p.Window(AskMeet)
	w.WaitArmed(ButtonJoin)
	if w.says(says) || !w.says("Chromium cannot be guarded now: its guarded window has a camera permission") {
		t.Errorf("with a permission it says %q", w.Words())
	}
	w.Press(ButtonNo)
	w.WaitGone()

	b.quit(t, guard.Closed)
	if out := b.s.Output(p.Binary, "unregister"); !strings.Contains(out, "The sign-ins in them are lost:\n  "+dir) {
		t.Errorf("unregister does not say what it takes away:\n%s", out)
	}
	if _, err := os.Stat(filepath.Join(b.s.Data, "vestibule")); err == nil {
		t.Error("unregister left the profiles")
	}
}

// A permission that comes between the question and the answer: nothing opens.
func TestGuardIsLookedAtOnceMore(t *testing.T) {
	p, b := guardedProduct(t)
	p.Open(meetLink)
	p.Window(AskMeet).Press(ButtonJoin)
	b.want(t, "/abc-defg-hij", "camera", "NotAllowedError")

	asked := p.Ask("https://meet.google.com/xyz-wxyz-xyz")
	w := p.Window(AskMeet)
	w.WaitArmed(ButtonJoin)
	if !w.says(says) {
		t.Fatalf("it says %q", w.Words())
	}
	b.editPreferences(t, guard.Closed, func(prefs map[string]any) {
		at(prefs, "profile", "content_settings", "exceptions", "media_stream_camera")["https://meet.google.com:443,*"] = map[string]any{"setting": 1}
	})
	w.Press(ButtonJoin)
	w = p.Window("The Google Meet meeting did not open")
	if !w.says("camera permission") {
		t.Errorf("it says %q", w.Words())
	}
	if status := b.s.MustWait(asked, 20*time.Second); status != 1 {
		t.Errorf("whoever waited was told %d", status)
	}
	if !b.page.Silent("/xyz-wxyz-xyz", "camera", time.Second) {
		t.Error("the meeting was opened")
	}
}

// The choice is kept when the person ticks it, and only then.
func TestChoiceIsKept(t *testing.T) {
	p, b := guardedProduct(t)
	config := filepath.Join(b.s.Config, "vestibule", "config.toml")
	p.Open(meetLink)
	w := p.Window(AskMeet)
	w.WaitArmed(ButtonJoin)
	if !b.s.Eyes().Press(Query{PID: w.PID, Role: "check box", Name: CheckMeet}) {
		t.Fatal("the tick is not taken")
	}
	b.s.Eyes().Wait(Query{PID: w.PID, Role: "check box", Name: CheckMeet, States: []string{"checked"}}, 5*time.Second)
	if data, _ := os.ReadFile(config); strings.Contains(string(data), "google-meet") {
		t.Error("kept before the answer")
	}
	w.Press(ButtonJoin)
	b.want(t, "/abc-defg-hij", "camera", "NotAllowedError")
	w.WaitGone()
	if data, _ := os.ReadFile(config); !strings.Contains(string(data), "[provider.google-meet]\nopen_with = \"guarded\"") {
		t.Errorf("not kept:\n%s", data)
	}
}

// The page of a meeting calls the service's own program: another question.
func TestPageCallsTheApp(t *testing.T) {
	p, b := guardedProduct(t)
	zoom := b.s.Install(standin, "Zoom", "zoommtg", "zoomus")
	b.s.Output(p.Binary, "register")
	p.Open("https://zoom.us/j/81234567890?pwd=a1B2c3")
	w := p.Window(AskZoom)
	w.WaitArmed(ButtonJoin)
	w.Choose(1) // from Zoom without a camera to Chromium, guarded
	b.s.Eyes().Wait(Query{PID: w.PID, Role: "label", Name: "✓ " + says}, 10*time.Second)
	w.Press(ButtonJoin)
	b.want(t, "/wc/join/81234567890", "camera", "NotAllowedError")
	w.WaitGone()

	call := "zoommtg://zoom.us/join?action=join&confno=81234567890&pwd=a1B2c3&browser=chrome"
	asked := p.Ask(call)
	w = p.Window(AlreadyJoining)
	w.WaitFocused(ButtonStay)
	if !w.says(zoomSays) {
		t.Errorf("the program's own camera sentence is missing: %q", w.Words())
	}
	w.WaitArmed(ButtonSwitch) // a key at once is one that was meant for another window
	b.s.Hands().Key("Return")
	if status := b.s.MustWait(asked, 20*time.Second); status != 5 {
		t.Errorf("whoever waited was told %d", status)
	}
	w.WaitGone()
	if n := len(zoom.Starts()); n != 0 {
		t.Fatalf("Zoom was started %d times", n)
	}

	// The same from the page itself, by a click on what it offers.
	chromium := &Browser{s: b.s}
	chromium.ClickLink("Launch Meeting")
	chromium.Accept(chromium.Offer())
	w = p.Window(AlreadyJoining)
	w.WaitFocused(ButtonStay)
	if !w.says("Opened by Chromium") {
		t.Errorf("it says %q", w.Words())
	}
	w.Press(ButtonSwitch)
	checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, zoomClean)
}

// The same choice where Firefox ESR is the only browser.
func TestGuardedFirefox(t *testing.T) {
	s := Start(t)
	id := s.InstallBrowser("firefox-esr")
	p := s.Register(product)
	p.Configure(Quick)
	b := &guarded{s: s, c: client.Client{ID: id}}
	// No host is looked for outside this machine.
	b.prefs(guard.Closed, `user_pref("network.dns.forceResolve", "127.0.0.1");`)

	asked := p.Ask(meetLink)
	w := p.Window(AskMeet)
	w.WaitArmed(ButtonJoin)
	if !w.says("This window of Firefox ESR cannot open it.") {
		t.Errorf("it says %q", w.Words())
	}
	w.Press(ButtonJoin)
	if status := s.MustWait(asked, 20*time.Second); status != 0 {
		t.Fatalf("whoever waited was told %d: %s", status, asked.Output())
	}
	w.WaitGone()
	pids := b.browserPIDs(guard.Closed)
	if len(pids) == 0 {
		t.Fatal("it does not run in its closed profile")
	}
	args := Arguments(pids[0])
	if n := len(args); n < 3 || args[n-1] != meetLink || args[n-2] != b.dir(guard.Closed) || args[n-3] != "-profile" {
		t.Errorf("started with %q", args)
	}
	if prefs, _ := os.ReadFile(filepath.Join(b.dir(guard.Closed), "user.js")); !strings.Contains(string(prefs), `user_pref("permissions.default.camera", 2);`) {
		t.Errorf("its settings:\n%s", prefs)
	}
}
