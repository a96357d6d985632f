package guard

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"vestibule/internal/client"
)

// machine is a made-up one with a browser whose entry has that Exec.
type machine struct {
	t    *testing.T
	home string
	g    *Guards
	c    client.Client
}

func newMachine(t *testing.T, id, exec string) *machine {
	t.Helper()
	root := t.TempDir()
	m := &machine{t: t, home: filepath.Join(root, "home")}
	data := filepath.Join(m.home, ".local/share")
	m.write(filepath.Join(data, "applications", id), "[Desktop Entry]\nType=Application\nName=B\nExec="+exec+"\nMimeType=x-scheme-handler/https;\n")
	bin := filepath.Join(root, "bin")
	for _, name := range []string{"chromium", "firefox-esr", "flatpak", "script"} {
		m.write(filepath.Join(bin, name), "#!/bin/sh\n")
	}
	m.write(filepath.Join(bin, "chromium-browser"), "#!/bin/sh\nexec /snap/bin/chromium \"$@\"\n")
	f := client.New(client.Options{Dirs: client.Dirs{DataHome: data, Path: []string{bin}, Home: m.home}})
	m.g = New(Options{DataHome: data, Home: m.home, Etc: filepath.Join(root, "etc"), Proc: filepath.Join(root, "proc"), Finder: f})
	m.c = client.Client{ID: id, Name: "B", Kind: client.Browser, Schemes: []string{"https"}}
	return m
}

func (m *machine) write(path, text string) {
	m.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
		m.t.Fatal(err)
	}
}

func (m *machine) look() client.Guard {
	m.t.Helper()
	l := m.g.Look([]client.Client{m.c}, "example.org")
	if len(l) != 1 {
		m.t.Fatalf("guards: %+v", l)
	}
	return l[0]
}

func (m *machine) closed() profile {
	m.t.Helper()
	p, err := m.g.locate(m.c, Closed)
	if err != nil {
		m.t.Fatal(err)
	}
	return p
}

func TestWhereProfilesAre(t *testing.T) {
	for _, c := range []struct {
		name, id, exec, folder, want string
		why                          error
	}{
		{name: "a package", id: "chromium.desktop", exec: "chromium %U", want: ".local/share/vestibule/browser/chromium/closed"},
		{name: "firefox", id: "firefox-esr.desktop", exec: "firefox-esr %u", want: ".local/share/vestibule/browser/firefox-esr/closed"},
		{name: "a snap", id: "chromium_chromium.desktop", exec: "chromium-browser %U", folder: "snap/chromium/common", want: "snap/chromium/common/vestibule/browser/chromium_chromium/closed"},
		{name: "a snap never started", id: "chromium_chromium.desktop", exec: "chromium-browser %U", why: errNoPlace},
		{name: "a flatpak", id: "org.chromium.Chromium.desktop", exec: "flatpak run --branch=stable --file-forwarding org.chromium.Chromium @@u %U @@", folder: ".var/app/org.chromium.Chromium", want: ".var/app/org.chromium.Chromium/data/vestibule/browser/org.chromium.Chromium/closed"},
		{name: "a flatpak never started", id: "org.chromium.Chromium.desktop", exec: "flatpak run org.chromium.Chromium %U", why: errNoPlace},
		{name: "a profile of its own", id: "chromium.desktop", exec: "chromium --user-data-dir=/x %U", why: errFlags},
		{name: "another person of the browser", id: "chromium.desktop", exec: "chromium --profile-directory=P2 %U", why: errFlags},
		{name: "a private window", id: "firefox-esr.desktop", exec: "firefox-esr --private-window %u", why: errFlags},
		{name: "allowing all", id: "chromium.desktop", exec: "chromium --use-fake-ui-for-media-stream %U", why: errFlags},
		{name: "the link inside a word", id: "chromium.desktop", exec: "chromium --app=%u", why: errLink},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t, c.id, c.exec)
			if c.folder != "" {
				m.write(filepath.Join(m.home, c.folder, "x"), "")
			}
			p, err := m.g.locate(m.c, Closed)
			if !errors.Is(err, c.why) {
				t.Fatalf("error %v, want %v", err, c.why)
			}
			if c.why != nil {
				if l := m.look(); l.ClosedWhy != c.why.Error() || l.OpenWhy != c.why.Error() {
					t.Errorf("claimed all the same: %+v", l)
				}
				return
			}
			if got, _ := filepath.Rel(m.home, p.dir); got != c.want {
				t.Errorf("profile in %s, want %s", got, c.want)
			}
		})
	}
}

func TestRewrite(t *testing.T) {
	const link = "https://meet.example/a"
	for _, c := range []struct {
		name   string
		family client.BrowserFamily
		argv   []string
		want   string
	}{
		{"chromium", client.Chromium, []string{"/b/chromium", link}, "/b/chromium --user-data-dir=/p --profile-directory=Default --disable-extensions --disable-sync --no-first-run --no-default-browser-check --app=" + link},
		{"flatpak", client.Chromium, []string{"/b/flatpak", "run", "X", "@@u", link, "@@"}, "/b/flatpak run X --user-data-dir=/p --profile-directory=Default --disable-extensions --disable-sync --no-first-run --no-default-browser-check --app=" + link},
		{"firefox", client.Firefox, []string{"/b/firefox", "--x", link}, "/b/firefox --x -profile /p " + link},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := profile{which: Closed, family: c.family, dir: "/p"}.rewrite(c.argv, link)
			if err != nil || strings.Join(got, " ") != c.want {
				t.Errorf("%v, %q\nwant %q", err, strings.Join(got, " "), c.want)
			}
		})
	}
}

func TestWhatEndsTheClaim(t *testing.T) {
	exception := `{"profile":{"default_content_setting_values":{"media_stream_camera":2},"content_settings":{"exceptions":{"has_migrated":true,"media_stream_camera":{"https://a.example:443,*":{"setting":%s}}}}}}`
	for _, c := range []struct {
		name, id, exec string
		files          map[string]string
		holds          bool
	}{
		{"chromium, none", "chromium.desktop", "chromium %U", nil, true},
		{"chromium, an allowed site", "chromium.desktop", "chromium %U", map[string]string{"Default/Preferences": strings.Replace(exception, "%s", "1", 1)}, false},
		{"chromium, a site that asks", "chromium.desktop", "chromium %U", map[string]string{"Default/Preferences": strings.Replace(exception, "%s", "3", 1)}, false},
		{"chromium, a blocked site", "chromium.desktop", "chromium %U", map[string]string{"Default/Preferences": strings.Replace(exception, "%s", "2", 1)}, true},
		{"chromium, the default changed", "chromium.desktop", "chromium %U", map[string]string{"Default/Preferences": `{"profile":{}}`}, false},
		{"chromium, damaged", "chromium.desktop", "chromium %U", map[string]string{"Default/Preferences": `{`}, false},
		{"firefox, none", "firefox-esr.desktop", "firefox-esr %u", map[string]string{"permissions.sqlite": "SQLite format 3\x00desktop-notification"}, true},
		{"firefox, a site", "firefox-esr.desktop", "firefox-esr %u", map[string]string{"permissions.sqlite": "https://a.examplecamera"}, false},
		{"firefox, a site in the log", "firefox-esr.desktop", "firefox-esr %u", map[string]string{"permissions.sqlite-wal": "https://a.examplecamera"}, false},
		{"firefox, the preference", "firefox-esr.desktop", "firefox-esr %u", map[string]string{"prefs.js": `user_pref("permissions.default.camera", 1);`}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t, c.id, c.exec)
			p := m.closed()
			if err := p.prepare(); err != nil {
				t.Fatal(err)
			}
			running := "chromium\x00--user-data-dir=" + p.dir + "\x00"
			if p.family == client.Firefox {
				running = "firefox-esr\x00-profile\x00" + p.dir + "\x00"
			}
			m.write(filepath.Join(m.g.opts.Proc, "77", "cmdline"), running)
			for name, text := range c.files {
				m.write(filepath.Join(p.dir, name), text)
			}
			if l := m.look(); (l.ClosedWhy == "") != c.holds {
				t.Errorf("running: %+v", l)
			}
			if !c.holds {
				if _, err := m.g.Start(m.c, Closed, "https://a.example/", nil); err == nil || strings.Contains(err.Error(), "a.example") {
					t.Errorf("start: %v", err)
				}
			}
			// Not running, it can be made good again.
			if err := os.RemoveAll(m.g.opts.Proc); err != nil {
				t.Fatal(err)
			}
			if l := m.look(); l.ClosedWhy != "" {
				t.Errorf("not running: %+v", l)
			}
			if err := p.prepare(); err != nil {
				t.Fatal(err)
			}
			if err := p.holds(); err != nil {
				t.Errorf("prepared again: %v", err)
			}
		})
	}
}

// What stands in a file's place neither holds anyone up nor counts as good.
func TestOddFilesEndTheClaim(t *testing.T) {
	for _, c := range []struct{ id, exec, file string }{
		{"chromium.desktop", "chromium %U", "Default/Preferences"},
		{"firefox-esr.desktop", "firefox-esr %u", "permissions.sqlite"},
		{"firefox-esr.desktop", "firefox-esr %u", "user.js"},
	} {
		for name, put := range map[string]func(string) error{
			"a pipe":   func(path string) error { return syscall.Mkfifo(path, 0o600) },
			"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
			"too much": func(path string) error {
				f, err := os.Create(path)
				if err == nil {
					err = errors.Join(f.Truncate(mostBytes+1), f.Close())
				}
				return err
			},
		} {
			m := newMachine(t, c.id, c.exec)
			p := m.closed()
			if err := p.prepare(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(p.dir, c.file)
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			if err := put(path); err != nil {
				t.Fatal(err)
			}
			m.write(filepath.Join(m.g.opts.Proc, "77", "cmdline"), "b\x00--user-data-dir="+p.dir+"\x00-profile\x00"+p.dir+"\x00")
			if l := m.look(); l.ClosedWhy == "" {
				t.Errorf("%s in place of %s: claimed", name, c.file)
			}
		}
	}
}

func TestSwitchesOfARunningBrowserEndTheClaim(t *testing.T) {
	for _, word := range []string{"--use-fake-ui-for-media-stream", "--auto-accept-camera-and-microphone-capture", "--profile-directory=Profile 1"} {
		m := newMachine(t, "chromium.desktop", "chromium %U")
		p := m.closed()
		if err := p.prepare(); err != nil {
			t.Fatal(err)
		}
		m.write(filepath.Join(m.g.opts.Proc, "77", "cmdline"), "chromium\x00--user-data-dir="+p.dir+"\x00"+word+"\x00")
		if l := m.look(); l.ClosedWhy == "" {
			t.Errorf("%s: claimed", word)
		}
	}
}

func TestPolicyEndsTheClaim(t *testing.T) {
	m := newMachine(t, "chromium.desktop", "chromium %U")
	m.write(filepath.Join(m.g.opts.Etc, "chromium/policies/managed/a.json"), `{"VideoCaptureAllowedUrls":["https://meet.example"]}`)
	if l := m.look(); l.ClosedWhy != errPolicy.Error() || l.OpenWhy != "" {
		t.Errorf("%+v", l)
	}
	m = newMachine(t, "firefox-esr.desktop", "firefox-esr %u")
	m.write(filepath.Join(m.g.opts.Etc, "firefox/policies/policies.json"), `{"policies":{"Permissions":{"Camera":{"Allow":["https://meet.example"]}}}}`)
	if l := m.look(); l.ClosedWhy != errPolicy.Error() {
		t.Errorf("%+v", l)
	}
}

// History goes at each start, sign-ins stay.
func TestWhatIsClearedAndKept(t *testing.T) {
	for _, c := range []struct {
		id, exec   string
		gone, kept []string
	}{
		{"chromium.desktop", "chromium %U", []string{"Default/History", "Default/Sessions/Session_1", "Default/Top Sites", "Default/Favicons"}, []string{"Default/Cookies", "Default/Local Storage/x"}},
		{"firefox-esr.desktop", "firefox-esr %u", []string{"places.sqlite", "sessionstore.jsonlz4", "sessionstore-backups/recovery.jsonlz4", "formhistory.sqlite", "permissions.sqlite"}, []string{"cookies.sqlite", "storage/default/x"}},
	} {
		m := newMachine(t, c.id, c.exec)
		p := m.closed()
		for _, name := range slices.Concat(c.gone, c.kept) {
			m.write(filepath.Join(p.dir, name), ".example.org")
		}
		if err := p.prepare(); err != nil {
			t.Fatal(err)
		}
		for _, name := range c.gone {
			if _, err := os.Stat(filepath.Join(p.dir, name)); err == nil {
				t.Errorf("%s is still there", name)
			}
		}
		for _, name := range c.kept {
			if _, err := os.Stat(filepath.Join(p.dir, name)); err != nil {
				t.Errorf("%s is gone", name)
			}
		}
		if !m.look().ClosedKnown {
			t.Errorf("%s: cookies of the site are not seen", c.id)
		}
	}
}

// Chromium notes in its settings which sites were visited; what a person gave a
// site of the microphone stays theirs.
func TestSettingsThatAreClearedAndKept(t *testing.T) {
	m := newMachine(t, "chromium.desktop", "chromium %U")
	for _, which := range []Profile{Closed, Open} {
		p, err := m.g.locate(m.c, which)
		if err != nil {
			t.Fatal(err)
		}
		site := `{"https://a.example:443,*":{"setting":1}}`
		m.write(p.chromiumPreferences(), `{"keep":12345678901234567,"profile":{"default_content_setting_values":{"media_stream_camera":1,"media_stream_mic":1},"content_settings":{"exceptions":{`+
			`"site_engagement":`+site+`,"media_stream_mic":`+site+`,"media_stream_camera":`+site+`,"camera_pan_tilt_zoom":["odd"],"flag":true}}}}`)
		if err := p.prepare(); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(p.chromiumPreferences())
		if err != nil {
			t.Fatal(err)
		}
		camera := map[Profile]string{Closed: `"camera_pan_tilt_zoom":2,"media_stream_camera":2,`}[which]
		want := `{"keep":12345678901234567,"profile":{"content_settings":{"exceptions":{"flag":true,"media_stream_mic":` + site +
			`}},"default_content_setting_values":{` + camera + `"media_stream_mic":1},"exit_type":"Normal"},"session":{"restore_on_startup":5}}`
		if string(data) != want {
			t.Errorf("%s:\n%s\nwant\n%s", which, data, want)
		}
	}
}

func TestNothingIsClaimedWhereNothingCanBeWritten(t *testing.T) {
	m := newMachine(t, "chromium.desktop", "chromium %U")
	m.write(filepath.Join(m.g.opts.DataHome, "vestibule"), "a file in the way")
	if l := m.look(); l.ClosedWhy != errReadOnly.Error() || l.OpenWhy != errReadOnly.Error() {
		t.Errorf("%+v", l)
	}
	_, err := m.g.Start(m.c, Closed, "https://a.example/", nil)
	if err == nil || !strings.Contains(err.Error(), errReadOnly.Error()) {
		t.Errorf("start: %v", err)
	}
}

// On a real file system that is read-only, and on one that is full.
func TestNothingIsClaimedOnABadDisk(t *testing.T) {
	if dir := os.Getenv("VESTIBULE_TEST_BAD_DISK"); dir != "" {
		m := newMachine(t, "chromium.desktop", "chromium %U")
		m.g.opts.DataHome = dir
		_, err := m.g.Start(m.c, Closed, "https://a.example/", nil)
		t.Logf("why=%s start=%v", m.look().ClosedWhy, err)
		return
	}
	for _, c := range []struct {
		name string
		args []string
		want error
	}{
		{"read-only", []string{"--tmpfs", "/mnt", "--remount-ro", "/mnt"}, errReadOnly},
		{"full", []string{"--size", "65536", "--tmpfs", "/mnt"}, errFull},
	} {
		t.Run(c.name, func(t *testing.T) {
			args := slices.Concat([]string{"--dev-bind", "/", "/"}, c.args, []string{os.Args[0], "-test.v", "-test.run", "^TestNothingIsClaimedOnABadDisk$"})
			cmd := exec.Command("bwrap", args...)
			cmd.Env = append(os.Environ(), "VESTIBULE_TEST_BAD_DISK=/mnt")
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			want := "why=" + c.want.Error() + " start=starting B: " + c.want.Error()
			if !strings.Contains(string(out), want) {
				t.Errorf("said\n%s\nwant %s", out, want)
			}
		})
	}
}

// A browser that ends at once is told of, as any client is.
func TestBrowserThatEndsAtOnce(t *testing.T) {
	m := newMachine(t, "chromium.desktop", "chromium %U")
	bin := filepath.Join(filepath.Dir(m.home), "bin", "chromium")
	m.write(bin, "#!/bin/sh\nexit 3\n")
	s, err := m.g.Start(m.c, Closed, "https://a.example/secret", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := <-s.Exited; err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("told %v", err)
	}
}

func TestKeptAndRemoved(t *testing.T) {
	m := newMachine(t, "chromium.desktop", "chromium %U")
	m.write(filepath.Join(m.home, "snap/chromium/common/vestibule/browser/x/open/Cookies"), "")
	closed := m.closed()
	if err := closed.prepare(); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(m.home, "Documents", "closed", "dear")
	m.write(outside, "")
	if err := os.Symlink(filepath.Dir(filepath.Dir(outside)), filepath.Join(m.g.opts.DataHome, marker, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Dir(outside), filepath.Join(filepath.Dir(closed.dir), "open")); err != nil {
		t.Fatal(err)
	}
	m.write(filepath.Join(m.g.opts.Proc, "77", "cmdline"), "chromium\x00--user-data-dir="+closed.dir+"\x00")
	kept := m.g.Kept()
	if !slices.ContainsFunc(kept, func(k Kept) bool { return k.Dir == closed.dir && k.Running }) {
		t.Errorf("kept: %+v", kept)
	}
	if _, err := m.g.Remove(); err == nil || !strings.Contains(err.Error(), closed.dir) {
		t.Errorf("a profile in use: %v", err)
	}
	if err := os.RemoveAll(m.g.opts.Proc); err != nil {
		t.Fatal(err)
	}
	if _, err := m.g.Remove(); err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{closed.dir, filepath.Join(m.home, "snap/chromium/common/vestibule")} {
		if _, err := os.Lstat(gone); err == nil {
			t.Errorf("%s is left", gone)
		}
	}
	if _, err := os.Stat(outside); err != nil {
		t.Error("a file behind a link was removed")
	}
}

// TestSafariHasNone: a browser that people look for and that can have no
// profile of ours is told of, with the reason.
func TestSafariHasNone(t *testing.T) {
	m := newMachine(t, "com.apple.Safari", "chromium %u")
	m.c.ID = "com.apple.Safari"
	got := m.g.Look([]client.Client{{ID: "com.apple.Safari", Name: "Safari", Kind: client.Browser}, {ID: "org.example.other", Kind: client.Browser}}, "")
	if len(got) != 1 || got[0].ClosedWhy != errSafari.Error() || got[0].OpenWhy != errSafari.Error() {
		t.Errorf("%+v", got)
	}
}
