//go:build linux || darwin

package client

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"howett.net/plist"
)

// fakeWorkspace is LaunchServices with what was told to it.
type fakeWorkspace struct {
	opens map[string][]string // by scheme; the first is the default
	known map[string][]string // by identifier, in lower case
}

func (w *fakeWorkspace) usual(scheme string) string {
	if list := w.opens[scheme]; len(list) > 0 {
		return list[0]
	}
	return ""
}

// handlers are in another order than that of the default, as they may be.
func (w *fakeWorkspace) handlers(scheme string) (out []string) {
	for i := range w.opens[scheme] {
		out = append(out, w.opens[scheme][len(w.opens[scheme])-1-i])
	}
	return out
}

func (w *fakeWorkspace) bundles(id string) []string { return w.known[strings.ToLower(id)] }

// aMac is a folder of programs.
type aMac struct {
	t    *testing.T
	dir  string
	ws   *fakeWorkspace
	find *mac
}

func newMac(t *testing.T) *aMac {
	m := &aMac{t: t, dir: t.TempDir(), ws: &fakeWorkspace{opens: map[string][]string{}, known: map[string][]string{}}}
	m.find = &mac{workspace: m.ws, home: filepath.Join(m.dir, "Users/ann"), open: filepath.Join(m.dir, "open"),
		self: filepath.Join(m.dir, "Applications/Vestibule.app/Contents/MacOS/vestibule"),
		list: func(data []byte, into *map[string]any) error { _, err := plist.Unmarshal(data, into); return err }}
	return m
}

// install makes a bundle that opens schemes, the first of them as the default.
func (m *aMac) install(path, id string, info map[string]any, schemes ...string) string {
	m.t.Helper()
	path = filepath.Join(m.dir, path)
	all := map[string]any{"CFBundleIdentifier": id, "CFBundleExecutable": "program", "CFBundleName": strings.TrimSuffix(filepath.Base(path), ".app")}
	for k, v := range info {
		if all[k] = v; v == nil {
			delete(all, k)
		}
	}
	data, err := plist.Marshal(all, plist.BinaryFormat)
	if err != nil {
		m.t.Fatal(err)
	}
	m.write(filepath.Join(path, "Contents/Info.plist"), data, 0o644)
	m.write(filepath.Join(path, "Contents/MacOS/program"), []byte("x"), 0o755)
	for _, s := range schemes {
		m.ws.opens[s] = append(m.ws.opens[s], path)
	}
	m.ws.known[strings.ToLower(id)] = append(m.ws.known[strings.ToLower(id)], path)
	return path
}

func (m *aMac) write(path string, data []byte, mode os.FileMode) {
	m.t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, mode)); err != nil {
		m.t.Fatal(err)
	}
}

// TestInstalledOnAMac: what is offered for a scheme, and what is not and why.
func TestInstalledOnAMac(t *testing.T) {
	m := newMac(t)
	m.install("Applications/Vestibule.app", SelfBundle, nil, "zoommtg", "https")
	m.install("Applications/zoom.us.app", "us.zoom.xos", map[string]any{"CFBundleDisplayName": "Zoom"}, "zoommtg")
	m.install("Downloads/zoom.us.app", "us.zoom.xos", nil, "zoommtg") // another copy
	m.install("Applications/Other.app", "org.example.other", nil, "zoommtg", "zoomus")
	m.install("Applications/Safari.app", "com.apple.Safari", nil, "https")
	m.install("Applications/Google Chrome.app", "com.google.Chrome", nil, "https")
	m.install("Users/ann/.Trash/Old.app", "org.example.old", nil, "https")
	m.install("Applications/Broken.app", "org.example.broken", map[string]any{"CFBundleExecutable": "../../../bin/sh"}, "https")
	m.install("Applications/Empty.app", "org.example.empty", map[string]any{"CFBundleExecutable": "nothing"}, "https")
	m.install("Applications/No name.app", "", nil, "https")
	m.install("Applications/Bad name.app", "../../etc", nil, "https")
	m.install("Applications/A copy.app", SelfBundle+"x", nil) // has the name, and is not ours
	m.find.earlier = func(scheme string) string { return map[string]string{"zoommtg": "us.zoom.xos"}[scheme] }

	if diff := cmp.Diff([]Client{
		{ID: "us.zoom.xos", Name: "Zoom", Kind: App, Schemes: []string{"zoommtg"}, Default: true},
		{ID: "org.example.other", Name: "Other", Kind: App, Schemes: []string{"zoommtg", "zoomus"}, Default: true},
		{ID: "com.google.Chrome", Name: "Google Chrome", Kind: Browser, Schemes: []string{"https"}, Default: true},
		{ID: "com.apple.Safari", Name: "Safari", Kind: Browser, Schemes: []string{"https"}},
	}, m.find.installed([]string{"zoommtg", "zoomus", "https", "no scheme"})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Unusable{
		{ID: "org.example.empty", Name: "Empty", Scheme: "https", Why: "its bundle is damaged"},
		{ID: "org.example.broken", Name: "Broken", Scheme: "https", Why: "its bundle is damaged"},
		{ID: "org.example.old", Name: "Old", Scheme: "https", Why: "it is in the Trash"},
	}, m.find.notOffered(nil)); diff != "" {
		t.Error(diff)
	}
	if c, ok := m.find.handler("zoommtg"); !ok || c.ID != "us.zoom.xos" {
		t.Errorf("%v", c)
	}
	if c, ok := m.find.handler("webex"); ok {
		t.Errorf("%v", c)
	}
	if id, without := m.find.usualID("zoommtg"), m.find.usualWithout("zoommtg"); id != SelfBundle || without != "us.zoom.xos" {
		t.Errorf("%s, %s", id, without)
	}
	if name := m.find.name("us.zoom.xos") + m.find.name("no.such.thing"); name != "Zoomno.such.thing" {
		t.Error(name)
	}
}

// TestTheDefaultBrowserOfAMac: the default comes first, whatever the order of
// the list.
func TestTheDefaultBrowserOfAMac(t *testing.T) {
	m := newMac(t)
	m.install("Applications/Firefox.app", "org.mozilla.firefox", nil, "https")
	m.install("Applications/Safari.app", "com.apple.Safari", nil, "https")
	list := m.find.installed(nil)
	if len(list) != 2 || list[0].ID != "org.mozilla.firefox" || !list[0].Default || list[1].Default {
		t.Errorf("%+v", list)
	}
}

// TestDamagedBundles: no Info.plist ends the program, and none of these is
// offered.
func TestDamagedBundles(t *testing.T) {
	for name, data := range map[string]string{
		"empty": "", "text": "hello", "an array": "<plist><array/></plist>", "binary": "bplist00\xff\xff\xff",
		"cut off": "bplist00\xd1\x01\x02", "no text": "<plist><dict><key>CFBundleIdentifier</key><integer>3</integer></dict></plist>",
		"large": strings.Repeat(" ", mostOfInfo+1),
	} {
		m := newMac(t)
		path := m.install("Applications/X.app", "org.example.x", nil, "https")
		m.write(filepath.Join(path, "Contents/Info.plist"), []byte(data), 0o644)
		if list := m.find.installed(nil); len(list) != 0 {
			t.Errorf("%s: %v", name, list)
		}
	}
	m := newMac(t)
	path := m.install("Applications/X.app", "org.example.x", nil, "https")
	if err := os.Chmod(filepath.Join(path, "Contents/MacOS/program"), 0o644); err != nil {
		t.Fatal(err)
	}
	if list := m.find.installed(nil); len(list) != 0 {
		t.Errorf("not executable: %v", list)
	}
}

// FuzzInfoPlist: whatever an Info.plist holds, what is offered has an
// identifier that is fit for a folder's name.
func FuzzInfoPlist(f *testing.F) {
	good, err := plist.Marshal(map[string]any{"CFBundleIdentifier": "a.b", "CFBundleExecutable": "program"}, plist.XMLFormat)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte("bplist00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m := newMac(t)
		path := m.install("Applications/X.app", "org.example.x", nil, "https")
		m.write(filepath.Join(path, "Contents/Info.plist"), data, 0o644)
		for _, c := range m.find.installed(nil) {
			if strings.ContainsAny(c.ID, "/\\ \x00") || c.ID == "" || c.ID[0] == '.' || c.ID[0] == '-' {
				t.Errorf("%q", c.ID)
			}
		}
	})
}

// tool writes a stand-in for the system's tool, which notes its arguments and
// ends with a status.
func (m *aMac) tool(status string) (noted string) {
	noted = filepath.Join(m.dir, "noted")
	m.write(m.find.open, []byte("#!/bin/sh\nfor a; do printf '<%s>\\n' \"$a\"; done >'"+noted+"'\npwd >>'"+noted+"'\nexit "+status+"\n"), 0o755)
	return noted
}

// TestStartOnAMac: the link is one argument, and a client that cannot be
// started is told.
func TestStartOnAMac(t *testing.T) {
	const link = "zoommtg://zoom.us/join?confno=1&pwd=$(touch x);`id`'\""
	for _, c := range []struct{ status, want string }{{"0", ""}, {"1", "starting Zoom: the system could not start it"}} {
		m := newMac(t)
		app := m.install("Applications/zoom.us.app", "us.zoom.xos", nil, "zoommtg")
		noted := m.tool(c.status)
		zoom := Client{ID: "us.zoom.xos", Name: "Zoom", Kind: App, Schemes: []string{"zoommtg"}}
		s, err := m.find.start(zoom, link, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		select {
		case err := <-s.Exited:
			if err != nil {
				said = err.Error()
			}
		case <-time.After(30 * time.Second):
			t.Fatal("the end was not told")
		}
		if said != c.want {
			t.Errorf("status %s: %q", c.status, said)
		}
		data, err := os.ReadFile(noted)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff("<-a>\n<"+app+">\n<"+link+">\n/\n", string(data)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestNotStartedOnAMac: what keeps a client from being started, before anything
// runs.
func TestNotStartedOnAMac(t *testing.T) {
	m := newMac(t)
	m.install("Applications/zoom.us.app", "us.zoom.xos", nil, "zoommtg")
	m.install("Users/ann/.Trash/Old.app", "org.example.old", nil, "zoommtg")
	m.ws.known["org.example.liar"] = m.ws.known["us.zoom.xos"] // LaunchServices may be behind
	zoom := func(id string) Client { return Client{ID: id, Name: "Zoom", Kind: App, Schemes: []string{"zoommtg"}} }
	for _, c := range []struct {
		client     Client
		link, want string
	}{
		{zoom("us.zoom.xos"), "-a", "the link has no scheme"},
		{zoom("us.zoom.xos"), "file:///etc/passwd", "it does not open file links"},
		{zoom("us.zoom.xos"), "zoommtg://x\n", "the link has a control character or is no UTF-8"},
		{zoom("no.such.thing"), "zoommtg://x", "it is not installed"},
		{zoom("../x"), "zoommtg://x", "it is not installed"},
		{zoom("org.example.liar"), "zoommtg://x", "it is not installed"},
		{zoom("org.example.old"), "zoommtg://x", "it is in the Trash"},
		{zoom(SelfBundle), "zoommtg://x", "it is not installed"},
	} {
		_, err := m.find.start(c.client, c.link, nil, nil)
		var se *StartError
		if !errors.As(err, &se) || se.Cause.Error() != c.want {
			t.Errorf("%s %q: %v", c.client.ID, c.link, err)
		}
	}
	_, err := m.find.start(zoom("us.zoom.xos"), "zoommtg://x", nil, func([]string) ([]string, error) { return nil, errors.New("no guard") })
	if err == nil || err.Error() != "starting Zoom: no guard" {
		t.Errorf("%v", err)
	}
	_, err = m.find.start(zoom("us.zoom.xos"), "zoommtg://x", nil, nil) // the tool is missing
	if err == nil {
		t.Error("started without a tool")
	}
}

func TestFamiliesOnAMac(t *testing.T) {
	for id, want := range map[string]BrowserFamily{
		"com.google.Chrome": Chromium, "com.google.Chrome.canary": Chromium, "com.microsoft.edgemac": Chromium, "com.brave.Browser": Chromium,
		"com.vivaldi.Vivaldi": Chromium, "org.chromium.Chromium": Chromium, "org.mozilla.firefox": Firefox,
		"com.apple.Safari": OtherFamily, "company.thebrowser.Browser": OtherFamily, "com.google.Chrome.evil": OtherFamily, "": OtherFamily,
	} {
		if got := macFamily(id); got != want {
			t.Errorf("%s: %s", id, got)
		}
	}
}
