//go:build linux && e2e

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// An administrator's policy comes while a question is open: what tightens
// counts at once, in window and tray; what loosens is for the next question.

// policyDir is a made /etc/vestibule and what puts files into it as
// configuration management does: written beside, then renamed.
type policyDir struct {
	t   *testing.T
	dir string
}

func (d policyDir) file() string { return filepath.Join(d.dir, "policy.toml") }

func (d policyDir) put(text string) {
	d.t.Helper()
	if err := os.MkdirAll(d.dir, 0o755); err != nil {
		d.t.Fatal(err)
	}
	next := filepath.Join(d.dir, ".policy.toml.new")
	if err := os.WriteFile(next, []byte(text), 0o644); err != nil {
		d.t.Fatal(err)
	}
	if err := os.Rename(next, d.file()); err != nil {
		d.t.Fatal(err)
	}
}

func (d policyDir) remove() {
	d.t.Helper()
	if err := os.RemoveAll(d.dir); err != nil {
		d.t.Fatal(err)
	}
}

func TestPolicyComesWhileAsking(t *testing.T) {
	s := Start(t)
	host := s.StartTrayHost()
	etc := policyDir{t, filepath.Join(s.Dir, "etc", "vestibule")}
	zoom := s.Install(standin, "Zoom", "zoommtg", "zoomus")
	s.SetDefault(zoom.Entry, "zoommtg", "zoomus")
	bin := filepath.Join(s.Dir, "product")
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	binary, err := BuildWithPolicy(bin, etc.dir)
	if err != nil {
		t.Fatal(err)
	}
	p := s.Register(binary)
	p.Configure(Quick + "[join]\ncamera = \"on\"\nmicrophone = \"on\"\n")

	asked := p.Ask(zoomLink)
	w := p.Window(AskZoom)
	tray := host.WaitItem(20 * time.Second)
	if !w.On(SwitchCamera) || !w.On(SwitchMicrophone) {
		t.Fatal("the switches do not start where the person's file says")
	}
	w.WaitArmed(ButtonJoin)

	// The folder itself comes with it.
	etc.put("[locked.join]\ncamera = \"off\"\n")
	label := func(says string) {
		t.Helper()
		s.Eyes().Wait(Query{PID: w.PID, Role: "label", Name: says}, 20*time.Second)
	}
	label("Off is set by your organisation (" + etc.file() + ").")
	if w.On(SwitchCamera) || !w.On(SwitchMicrophone) {
		t.Error("the camera's switch is on, or the microphone's is off")
	}
	s.Eyes().Wait(Query{PID: w.PID, Role: "toggle button", Name: SwitchCamera, Not: []string{"sensitive", "checked"}}, 10*time.Second)
	menu := tray.WaitMenu("the lock", 20*time.Second, func(menu []MenuItem) bool {
		return len(menu) > 0 && menu[0].Label == "Camera starts off, microphone on"
	})
	for _, m := range menu {
		if strings.HasPrefix(m.Label, TrayCamera) && (m.Enabled || !strings.Contains(m.Label, "(set by your organisation, ")) {
			t.Errorf("the tray's item: %+v", m)
		}
	}
	w.Press(ButtonJoin)
	zoom.WaitStart(20 * time.Second)
	if status := s.MustWait(asked, 20*time.Second); status != 0 {
		t.Errorf("whoever waited was told %d: %s", status, asked.Output())
	}
	w.WaitGone()

	// The policy goes while the next question is open.
	asked = p.Ask(zoomLink)
	w = p.Window(AskZoom)
	if w.On(SwitchCamera) {
		t.Error("the policy does not hold for the next question")
	}
	etc.remove()
	label("The configuration was loosened meanwhile. That counts from the next question on.")
	if w.On(SwitchCamera) {
		t.Error("a loosening moved a switch")
	}
	w.Press(ButtonNo)
	w.WaitGone()
	s.MustWait(asked, 20*time.Second)

	// A policy that cannot be used is never none.
	asked = p.Ask(zoomLink)
	w = p.Window(AskZoom)
	if !w.On(SwitchCamera) {
		t.Error("the loosening does not hold for the next question")
	}
	etc.put("[locked.join]\ncamra = \"off\"\n")
	s.Eyes().Wait(Query{PID: w.PID, Role: "label", Prefix: "Your organisation's policy cannot be used."}, 20*time.Second)
	if w.On(SwitchCamera) || w.On(SwitchMicrophone) {
		t.Error("a switch is on under a policy that cannot be used")
	}
	if said := s.Output(binary, "status", "--json"); !strings.Contains(said, "camra") || !strings.Contains(said, `did you mean \"camera\"?`) {
		t.Errorf("status does not say it:\n%s", said)
	}
	w.Press(ButtonNo)
	w.WaitGone()
	s.MustWait(asked, 20*time.Second)
	if n := len(zoom.Starts()); n != 1 {
		t.Errorf("Zoom was started %d times, want 1", n)
	}
}
