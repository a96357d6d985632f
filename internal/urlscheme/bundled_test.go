//go:build unix

package urlscheme

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// fakeServices is macOS's list of handlers, which gives ids back in lower
// case, as macOS does.
type fakeServices struct {
	holders   map[string]string
	installed map[string]bool
	declared  []string
	refuses   map[string]bool // the person says no, or macOS does not do it
	fails     map[string]bool
	away      bool // nobody answers what macOS asks
	asked     []string
}

func (f *fakeServices) Announce(string) error       { return nil }
func (f *fakeServices) Declared(b string) []string  { return f.declared }
func (f *fakeServices) Holder(scheme string) string { return strings.ToLower(f.holders[scheme]) }
func (f *fakeServices) Name(id string) string       { return strings.TrimPrefix(id, "com.") }
func (f *fakeServices) Find(id string) string {
	if f.installed[strings.ToLower(id)] {
		return "/Applications/" + id
	}
	return ""
}
func (f *fakeServices) Make(scheme, id string) error {
	f.asked = append(f.asked, scheme+"="+id)
	switch {
	case f.away:
		return errUnanswered
	case f.fails[scheme]:
		return errors.New("error -54")
	case !f.refuses[scheme]:
		f.holders[scheme] = id
	}
	return nil
}

func newMac(t *testing.T) (bundled, *fakeServices) {
	t.Helper()
	f := &fakeServices{
		holders:   map[string]string{"zoommtg": "us.zoom.xos", "msteams": "com.microsoft.teams2"},
		installed: map[string]bool{"us.zoom.xos": true, "com.microsoft.teams2": true, "dev.vestibule.launcher": true},
		declared:  []string{"vestibule", "zoommtg", "msteams", "webex"},
		refuses:   map[string]bool{}, fails: map[string]bool{},
	}
	home := t.TempDir()
	bundle := filepath.Join(home, "Vestibule.app")
	if err := os.Mkdir(bundle, 0o755); err != nil {
		t.Fatal(err)
	}
	return bundled{ls: f, bundle: bundle, folder: filepath.Join(home, "Support", "Vestibule"), agents: filepath.Join(home, "LaunchAgents")}, f
}

func TestRegisterABundleAndGiveBack(t *testing.T) {
	b, f := newMac(t)
	r, err := b.register([]string{"zoommtg", "msteams", "webex"}, false)
	if err != nil {
		t.Fatal(err)
	}
	for s, holder := range f.holders {
		if holder != AppID {
			t.Errorf("%s is %s's", s, holder)
		}
	}
	if !r.Registered || r.Binary != b.bundle || len(r.Schemes) != 4 || len(r.Notices) != 0 {
		t.Errorf("%+v", r)
	}
	if got := b.earlier("zoommtg"); got != "us.zoom.xos" {
		t.Errorf("before it was %q", got)
	}
	// Again: nothing is asked for twice, and nothing is forgotten.
	f.asked = nil
	if _, err := b.register([]string{"zoommtg"}, false); err != nil || len(f.asked) != 0 {
		t.Errorf("%v, asked for %q", err, f.asked)
	}
	if r, err = b.unregister(); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"zoommtg": "us.zoom.xos", "msteams": "com.microsoft.teams2", "webex": AppID, "vestibule": AppID}
	if diff := cmp.Diff(want, f.holders); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(strings.Join(r.Notices, "\n"), "moved to the Bin: vestibule, webex") {
		t.Errorf("does not say what macOS keeps: %q", r.Notices)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(b.folder), "*")); len(left) != 0 {
		t.Errorf("left %q", left)
	}
}

// TestMacOSDoesNotDoIt: what macOS answers is not what counts, but what it says
// afterwards.
func TestMacOSDoesNotDoIt(t *testing.T) {
	b, f := newMac(t)
	f.refuses["zoommtg"], f.fails["msteams"] = true, true
	r, err := b.register([]string{"zoommtg", "msteams"}, false)
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(r.Lines(), "\n")
	for _, want := range []string{
		"zoommtg links are opened by us.zoom.xos now, not by Vestibule",
		"macOS was asked to have Vestibule open msteams links: error -54",
		"vestibule: Vestibule", "zoommtg: us.zoom.xos",
	} {
		if !strings.Contains(strings.ReplaceAll(said, "dev.vestibule.launcher", "Vestibule"), want) {
			t.Errorf("does not say %q:\n%s", want, said)
		}
	}
	f.refuses["vestibule"] = true
	delete(f.holders, "vestibule")
	if _, err := b.register([]string{"zoommtg"}, false); err == nil {
		t.Error("nothing is Vestibule's, and that is no error")
	}
}

// TestNobodyAnswersMacOS: one question that stays unanswered is waited for, and
// no other is put.
func TestNobodyAnswersMacOS(t *testing.T) {
	b, f := newMac(t)
	f.away = true
	if _, err := b.register([]string{"zoommtg", "msteams"}, false); err == nil {
		t.Error("registered, and nobody said yes")
	}
	if len(f.asked) != 1 {
		t.Errorf("asked for %q", f.asked)
	}
	f.away = false
	if _, err := b.register([]string{"zoommtg", "msteams"}, false); err != nil {
		t.Fatal(err)
	}
	f.away, f.asked = true, nil
	r, err := b.unregister()
	if err == nil || len(f.asked) != 1 {
		t.Errorf("%v, asked for %q: %+v", err, f.asked, r)
	}
	if f.away = false; b.earlier("zoommtg") != "us.zoom.xos" {
		t.Error("who had it before is forgotten")
	}
}

// TestAPassingCopyIsNotRegistered: macOS would open links with what is gone
// after the next start.
func TestAPassingCopyIsNotRegistered(t *testing.T) {
	b, f := newMac(t)
	b.bundle = "/private/var/folders/aa/x/T/AppTranslocation/1234/d/Vestibule.app"
	_, err := b.register(nil, false)
	var hint *HintError
	if !errors.As(err, &hint) || !strings.Contains(hint.Mend, "/Applications") {
		t.Errorf("%v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(b.folder), "*")); len(left) != 0 || len(f.asked) != 0 {
		t.Errorf("left %q, asked for %q", left, f.asked)
	}
}

func TestGivingBackThatFailsIsTriedAgain(t *testing.T) {
	b, f := newMac(t)
	if _, err := b.register([]string{"zoommtg"}, false); err != nil {
		t.Fatal(err)
	}
	f.refuses["zoommtg"] = true
	if _, err := b.unregister(); err == nil || !strings.Contains(err.Error(), "giving zoommtg links back") {
		t.Errorf("%v", err)
	}
	if b.earlier("zoommtg") == "" {
		t.Fatal("it is forgotten who had it")
	}
	f.refuses["zoommtg"] = false
	if _, err := b.unregister(); err != nil {
		t.Error(err)
	}
	if f.holders["zoommtg"] != "us.zoom.xos" {
		t.Errorf("%q has it", f.holders["zoommtg"])
	}
}

func TestWhatIsNotDeclaredIsNotTaken(t *testing.T) {
	b, f := newMac(t)
	r, err := b.register([]string{"zoommtg", "gotomeeting"}, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"https", "http", "gotomeeting"} {
		if f.holders[s] != "" || !strings.Contains(strings.Join(r.Notices, "\n"), s+" links were not taken") {
			t.Errorf("%s: %q, %q", s, f.holders[s], r.Notices)
		}
	}
	b.bundle = ""
	if _, err := b.register(nil, false); err == nil {
		t.Error("a program without a bundle was registered")
	}
}

func TestStatusOfABundle(t *testing.T) {
	b, f := newMac(t)
	r, err := b.status()
	if err != nil || r.Registered || len(r.Files)+len(r.Schemes) != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	// macOS itself chose it for a scheme that nobody else has.
	f.holders["webex"] = AppID
	if r, _ = b.status(); !r.Registered || len(r.Schemes) != 1 || !r.Schemes[0].Ours {
		t.Errorf("%+v", r)
	}
	if _, err := b.register([]string{"zoommtg"}, false); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Mkdir(b.agents, 0o755), os.WriteFile(b.agent(), nil, 0o644), os.Remove(b.bundle)); err != nil {
		t.Fatal(err)
	}
	a, err := BeAlone(b.folder)
	if err != nil {
		t.Fatal(err)
	}
	f.holders["zoommtg"] = "us.zoom.xos" // taken back by its own program
	r, err = b.status()
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(r.Lines(), "\n")
	for _, want := range []string{b.recordFile(), b.agent(), aloneFile, "is not there any more", "zoommtg links are opened by us.zoom.xos now"} {
		if !strings.Contains(said, want) {
			t.Errorf("does not say %q:\n%s", want, said)
		}
	}
	a.Leave()
	if r, err = b.unregister(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(b.agent()); err == nil {
		t.Error("it starts at login still")
	}
	if f.holders["zoommtg"] != "us.zoom.xos" || len(f.asked) == 0 {
		t.Errorf("%v", f.holders)
	}
}

func TestADamagedRecordForgetsNothingSilently(t *testing.T) {
	b, f := newMac(t)
	if _, err := b.register([]string{"zoommtg"}, false); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(b.recordFile(), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.register([]string{"zoommtg"}, false); err == nil {
		t.Error("it was written over")
	}
	if _, err := b.status(); err == nil {
		t.Error("no word of it")
	}
	r, err := b.unregister()
	if err != nil || !strings.Contains(strings.Join(r.Notices, "\n"), "could not be read") {
		t.Errorf("%v, %q", err, r.Notices)
	}
	if f.holders["zoommtg"] != AppID {
		t.Error("given to somebody by a guess")
	}
}

// TestRegisterLaws: after register and unregister, in whatever order other
// programs, the person and macOS act between, each scheme is with the program
// that would have it without Vestibule, or with nobody's successor; and a
// program that took a scheme itself keeps it.
func TestRegisterLaws(t *testing.T) {
	schemes := []string{"zoommtg", "msteams", "webex"}
	programs := []string{"us.zoom.xos", "com.microsoft.teams2", "com.other"}
	rapid.Check(t, func(rt *rapid.T) {
		b, f := newMac(t)
		for _, p := range programs {
			f.installed[p] = true
		}
		without := maps.Clone(f.holders) // as it would be without Vestibule
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			s := rapid.SampledFrom(schemes).Draw(rt, "scheme")
			switch rapid.SampledFrom([]string{"register", "take", "refuse", "unregister"}).Draw(rt, "step") {
			case "register":
				_, _ = b.register([]string{s}, false)
			case "take":
				p := rapid.SampledFrom(programs).Draw(rt, "program")
				f.holders[s], without[s] = p, p
			case "refuse":
				f.refuses[s] = !f.refuses[s]
			case "unregister":
				_, _ = b.unregister()
			}
			for _, s := range schemes {
				if h := f.holders[s]; h != AppID && h != without[s] {
					rt.Fatalf("%s is with %q, not %q", s, h, without[s])
				}
			}
		}
		clear(f.refuses)
		if _, err := b.unregister(); err != nil {
			rt.Fatal(err)
		}
		for _, s := range schemes {
			if h := f.holders[s]; h != without[s] && !(without[s] == "" && h == AppID) {
				rt.Fatalf("%s is with %q, not %q", s, h, without[s])
			}
		}
		if left, _ := filepath.Glob(filepath.Join(b.folder, "*")); len(left) != 0 {
			rt.Fatalf("left %q", left)
		}
		if slices.ContainsFunc(f.asked, func(a string) bool { return strings.HasSuffix(a, "=") }) {
			rt.Fatalf("asked for nobody: %q", f.asked)
		}
	})
}
