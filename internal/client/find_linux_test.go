package client

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInstalled(t *testing.T) {
	tr := newTree(t)
	tr.dirs.Lang = "de_AT.UTF-8@euro"
	tr.entry("share/applications/us.zoom.Zoom.desktop", []string{"zoommtg", "zoomus", "tel"}, "Name=Zoom", "Name[de]=Zuhm")
	tr.entry("share/applications/other.desktop", []string{"zoommtg", "msteams"}, "NoDisplay=true", "OnlyShowIn=KDE;")
	tr.entry("share/applications/teams.desktop", []string{"msteams"}, "Name[de_AT]=Tiems", "Name[de]=falsch")
	tr.entry("share/applications/firefox.desktop", []string{"http", "https"}, "Name[de@euro]=Feuer", "Name[de]=falsch")
	tr.entry("share/applications/chromium.desktop", []string{"https"}, "Name[en]=falsch", "Name=Chromium")
	tr.entry("share/applications/mutt.desktop", []string{"zoommtg"}, "Terminal=true")
	tr.entry("share/applications/shell.desktop", []string{"zoommtg"}, `Exec=one -c "zoom %u"`)
	tr.entry("share/applications/nolink.desktop", []string{"zoommtg"}, "Exec=one")
	tr.write("bin/xdg-open", "", 0o755)
	tr.entry("share/applications/circle.desktop", []string{"zoommtg"}, "Exec=xdg-open %u")
	tr.entry("share/applications/noexec.desktop", []string{"zoommtg"}, "Exec=", "DBusActivatable=true")
	tr.write("config/mimeapps.list", "[Default Applications]\nx-scheme-handler/zoommtg=mutt.desktop;us.zoom.Zoom.desktop;\nx-scheme-handler/https=firefox.desktop\n", 0o644)
	got, err := tr.finder().Installed([]string{"zoommtg", "zoomus", "https", "msteams", "nobody", "not a scheme", ""})
	if err != nil {
		t.Fatal(err)
	}
	want := []Client{
		{ID: "us.zoom.Zoom.desktop", Name: "Zuhm", Kind: App, Schemes: []string{"zoommtg", "zoomus"}, Default: true},
		{ID: "other.desktop", Name: "other", Kind: App, Schemes: []string{"zoommtg", "msteams"}, Default: true},
		{ID: "teams.desktop", Name: "Tiems", Kind: App, Schemes: []string{"msteams"}},
		{ID: "firefox.desktop", Name: "Feuer", Kind: Browser, Schemes: []string{"https"}, Default: true},
		{ID: "chromium.desktop", Name: "Chromium", Kind: Browser, Schemes: []string{"https"}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	var why []string
	for _, u := range tr.finder().NotOffered([]string{"zoommtg"}) {
		why = append(why, u.ID+": "+u.Why)
	}
	slices.Sort(why)
	if d := cmp.Diff([]string{
		"circle.desktop: it only hands the link to the default program",
		"mutt.desktop: it runs in a terminal",
		"noexec.desktop: it has no Exec",
		"nolink.desktop: its Exec takes no link",
		"shell.desktop: Exec has %u inside an argument",
	}, why); d != "" {
		t.Error(d)
	}
}

// Vestibule is never a client, whatever it is called and however it is run.
func TestNeverItself(t *testing.T) {
	tr := newTree(t)
	self := tr.write("opt/vestibule", "", 0o755)
	if err := os.Symlink(self, tr.root+"/bin/linked"); err != nil {
		t.Fatal(err)
	}
	tr.write("bin/env", "", 0o755)
	tr.entry("data/applications/"+SelfID, []string{"zoommtg", "https"}, "Exec=one %u")
	tr.entry("data/applications/copy.desktop", []string{"zoommtg", "https"}, "Exec="+self+" open %u")
	tr.entry("data/applications/linked.desktop", []string{"zoommtg", "https"}, "Exec=linked open %u")
	tr.entry("data/applications/env.desktop", []string{"zoommtg", "https"}, "Exec=env A=b "+self+" open %u")
	f := New(Options{Dirs: tr.dirs, Self: self})
	got, err := f.Installed([]string{"zoommtg"})
	if err != nil || len(got) > 0 {
		t.Errorf("offered %v, %v", got, err)
	}
	for _, scheme := range []string{"zoommtg", "https"} {
		if c, ok := f.Handler(scheme); ok {
			t.Errorf("%s is handled by %v", scheme, c)
		}
		if id := f.DefaultWithout(scheme); id != "" {
			t.Errorf("%s without Vestibule: %s", scheme, id)
		}
	}
	for _, id := range []string{SelfID, "copy.desktop", "linked.desktop", "env.desktop"} {
		if _, err := f.Start(Client{ID: id, Kind: App, Schemes: []string{"zoommtg"}}, "zoommtg:x", nil); err == nil {
			t.Errorf("%s was started", id)
		}
	}
}

// Where Vestibule has the scheme, the program that had it before is first.
func TestEarlierFirst(t *testing.T) {
	tr := newTree(t)
	tr.entry("data/applications/"+SelfID, []string{"zoommtg"})
	tr.entry("share/applications/a.desktop", []string{"zoommtg"})
	tr.entry("share/applications/b.desktop", []string{"zoommtg"})
	tr.entry("share/applications/undeclared.desktop", nil)
	for _, c := range []struct{ name, list, earlier, want string }{
		{"known", SelfID, "b.desktop", "b.desktop"},
		{"known, declares nothing", SelfID, "undeclared.desktop", "undeclared.desktop"},
		{"gone", SelfID, "gone.desktop", "a.desktop"},
		{"not known", SelfID, "", "a.desktop"},
		{"behind ours in the list", SelfID + ";b.desktop", "", "b.desktop"},
		{"Vestibule has it no more", "a.desktop", "b.desktop", "a.desktop"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr.write("config/mimeapps.list", "[Default Applications]\nx-scheme-handler/zoommtg="+c.list+"\n", 0o644)
			f := New(Options{Dirs: tr.dirs, Earlier: func(string) string { return c.earlier }})
			if got, _ := f.Handler("zoommtg"); got.ID != c.want {
				t.Errorf("handler %q, want %q", got.ID, c.want)
			}
			list, err := f.Installed([]string{"zoommtg"})
			if err != nil || len(list) == 0 || list[0].ID != c.want || !list[0].Default {
				t.Errorf("list %v, %v, want %q first", list, err, c.want)
			}
		})
	}
}

func TestFamily(t *testing.T) {
	for _, c := range []struct {
		id, exec string
		want     BrowserFamily
	}{
		{"chromium.desktop", "/usr/bin/chromium %U", Chromium},
		{"google-chrome.desktop", "/usr/bin/google-chrome-stable %U", Chromium},
		{"mine.desktop", "env A=b /usr/bin/brave-browser %U", Chromium},
		{"microsoft-edge-beta.desktop", "/usr/bin/x %U", Chromium},
		{"chromium_chromium.desktop", "env BAMF=x /snap/bin/x %U", Chromium},
		{"com.google.Chrome.desktop", "/usr/bin/flatpak run --command=x com.google.Chrome @@u %U @@", Chromium},
		{"firefox-esr.desktop", "/usr/lib/firefox-esr/firefox-esr %u", Firefox},
		{"org.mozilla.firefox.desktop", "/usr/bin/flatpak run org.mozilla.firefox %u", Firefox},
		{"firefox_firefox.desktop", "/snap/bin/firefox %u", Firefox},
		{"org.gnome.Epiphany.desktop", "epiphany %U", OtherFamily},
		{"not-chromium.desktop", "lynx %u", OtherFamily},
	} {
		t.Run(c.id, func(t *testing.T) {
			tr := newTree(t)
			tr.dirs.Path = append(tr.dirs.Path, tr.root+"/programs")
			cmd, err := parseExec(c.exec)
			if err != nil {
				t.Fatal(err)
			}
			// Absolute programs of the entries need not be on this machine.
			exec := c.exec
			if program := cmd.program(); filepath.IsAbs(program) {
				exec = tr.write("programs"+program, "", 0o755) + exec[len(program):]
			} else {
				tr.write("programs/"+program, "", 0o755)
			}
			tr.entry("share/applications/"+c.id, []string{"https"}, "Exec="+exec)
			if got := tr.finder().Family(Client{ID: c.id}); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	if got := newTree(t).finder().Family(Client{ID: "chromium.desktop"}); got != OtherFamily {
		t.Errorf("a browser that is not installed is of family %s", got)
	}
}

func TestDirsFromEnvironment(t *testing.T) {
	for _, c := range []struct {
		name string
		env  map[string]string
		want Dirs
	}{
		{"defaults", map[string]string{"HOME": "/home/me"}, Dirs{
			ConfigHome: "/home/me/.config", ConfigDirs: []string{"/etc/xdg"},
			DataHome: "/home/me/.local/share", DataDirs: []string{"/usr/local/share", "/usr/share"}, Home: "/home/me",
		}},
		{"all set", map[string]string{
			"HOME": "/h", "XDG_CONFIG_HOME": "/c/", "XDG_CONFIG_DIRS": "/c1:/c2", "XDG_DATA_HOME": "/d", "XDG_DATA_DIRS": "/d1/:/d2",
			"XDG_CURRENT_DESKTOP": "ubuntu:GNOME:../x:", "LC_ALL": "de_DE.UTF-8", "LANG": "C", "PATH": "/bin::rel:/usr/bin",
		}, Dirs{
			ConfigHome: "/c", ConfigDirs: []string{"/c1", "/c2"}, DataHome: "/d", DataDirs: []string{"/d1", "/d2"},
			Desktop: []string{"ubuntu", "gnome"}, Lang: "de_DE.UTF-8", Path: []string{"/bin", "/usr/bin"}, Home: "/h",
		}},
		{"relative paths count as not set", map[string]string{
			"HOME": "/h", "XDG_CONFIG_HOME": "c", "XDG_CONFIG_DIRS": "c1:c2", "XDG_DATA_HOME": "d", "XDG_DATA_DIRS": "d1:/d2", "LC_MESSAGES": "fr", "LANG": "de",
		}, Dirs{
			ConfigHome: "/h/.config", ConfigDirs: []string{"/etc/xdg"}, DataHome: "/h/.local/share", DataDirs: []string{"/d2"}, Lang: "fr", Home: "/h",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, dirsFrom(func(key string) string { return c.env[key] })); d != "" {
				t.Error(d)
			}
		})
	}
}

// Nothing in the directories makes us hang or fail: loops, FIFOs, directories
// called like files, huge files, no right to read.
func TestOddDirectories(t *testing.T) {
	tr := newTree(t)
	tr.entry("share/applications/a.desktop", []string{"zoommtg"})
	tr.write("share/applications/dir.desktop/x", "", 0o644)
	tr.write("config/mimeapps.list/x", "", 0o644)
	tr.write("share/applications/0huge.desktop", "[Desktop Entry]\nType=Application\nExec=one %u\nMimeType=x-scheme-handler/zoommtg;\n#"+strings.Repeat("x", maxFile), 0o644)
	tr.write("share/applications/noise.desktop", "\x00\xff[\n=", 0o644)
	if err := os.Symlink(".", tr.root+"/share/applications/loop"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", tr.root+"/share/applications/dangling.desktop"); err != nil {
		t.Fatal(err)
	}
	mkfifo(t, tr.root+"/share/applications/fifo.desktop")
	writer, err := os.OpenFile(tr.root+"/share/applications/fifo.desktop", os.O_RDWR, 0) // somebody who never writes
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	mkfifo(t, tr.root+"/share/applications/mimeapps.list")
	tr.write("data/applications", "not a directory", 0o644)
	if c, ok := tr.finder().Handler("zoommtg"); !ok || c.ID != "a.desktop" {
		t.Errorf("handler %v", c)
	}
}
