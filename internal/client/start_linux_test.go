package client

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// waitFile waits for a file that is put in place in one step.
func waitFile(t *testing.T, path string) string {
	t.Helper()
	for range 1000 {
		data, err := os.ReadFile(path)
		if err == nil {
			return string(data)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s did not come", path)
	return ""
}

// stage is a tree with a client that writes down how it was started.
func stage(t *testing.T, more ...string) (*tree, Client) {
	tr := newTree(t)
	tr.write("bin/zoom", `#!/bin/sh
cd /proc/self || exit
{
	printf 'args=%s\n' "$#"; printf 'link=%s\n' "$2"
	read -r _ _ _ _ _ sid _ < stat; printf 'leader=%s\n' "$([ "$sid" = $$ ] && echo yes)"
	printf 'stdin=%s\n' "$(readlink /proc/$$/fd/0)"; printf 'stdout=%s\n' "$(readlink /proc/$$/fd/3)"
	printf 'cwd=%s\n' "$OLDPWD"
	env
	for f in /proc/$$/fd/*; do printf 'fd=%s\n' "$(readlink "$f")"; done
} 3>&1 > '`+tr.root+`/new'
mv '`+tr.root+`/new' '`+tr.root+`/ran'
`, 0o755)
	tr.dirs.Path = append(tr.dirs.Path, "/usr/bin", "/bin")
	tr.entry("share/applications/zoom.desktop", []string{"zoommtg"}, append([]string{"Exec=zoom --url %u", "Name=Zoom"}, more...)...)
	return tr, Client{ID: "zoom.desktop", Name: "Zoom", Kind: App, Schemes: []string{"zoommtg"}}
}

func TestStart(t *testing.T) {
	const link = "zoommtg://zoom.us/join?confno=1&pwd=a b$(id)`id`;'\"*\\"
	tr, c := stage(t, "Path="+filepath.Join(os.TempDir()))
	for key, value := range map[string]string{
		"DBUS_STARTER_ADDRESS": "unix:x", "DBUS_STARTER_BUS_TYPE": "session", "XDG_ACTIVATION_TOKEN": "old",
		"DESKTOP_STARTUP_ID": "old", "NOTIFY_SOCKET": "/x", "LISTEN_FDS": "1", "KEPT": "yes",
	} {
		t.Setenv(key, value)
	}
	// A descriptor as we may have inherited it ourselves: open across exec.
	leak, err := os.Open(tr.write("leaked", "", 0o644))
	if err != nil {
		t.Fatal(err)
	}
	defer leak.Close()
	inherited, err := unix.FcntlInt(leak.Fd(), unix.F_DUPFD, 64)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(inherited)

	s, err := tr.finder().Start(c, link, []string{"XDG_ACTIVATION_TOKEN=new", "DESKTOP_STARTUP_ID=new"})
	if err != nil {
		t.Fatal(err)
	}
	got := waitFile(t, tr.root+"/ran")
	lines := strings.Split(got, "\n")
	for _, want := range []string{
		"args=2", "link=" + link, "leader=yes", "stdin=/dev/null", "stdout=/dev/null", "cwd=" + os.TempDir(),
		"KEPT=yes", "XDG_ACTIVATION_TOKEN=new", "DESKTOP_STARTUP_ID=new",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	for _, not := range []string{"DBUS_STARTER", "NOTIFY_SOCKET", "LISTEN_FDS", "=old", "fd=" + leak.Name()} {
		if i := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, not) && !strings.HasPrefix(l, "link=") }); i >= 0 {
			t.Errorf("%q", lines[i])
		}
	}
	if err, ok := <-s.Exited; ok {
		t.Errorf("a client that ended well gives %v", err)
	}
	if err := unix.Kill(s.PID, 0); !errors.Is(err, unix.ESRCH) {
		t.Errorf("the client is still there as a zombie: %v", err)
	}
}

func TestStartRefusesLinks(t *testing.T) {
	tr, c := stage(t)
	browser := c
	browser.Kind, browser.Schemes = Browser, nil
	for _, l := range []struct {
		c    Client
		link string
	}{
		{c, ""}, {c, "-zoommtg:x"}, {c, "--url=x:y"}, {c, "zoommtg:a\nb"}, {c, "zoommtg:a\x00b"}, {c, "zoommtg:\x7f"}, {c, "zoommtg:\u0085"},
		{c, "zoommtg:\xff"}, {c, "file:///etc/passwd"}, {c, "https://zoom.us/j/1"}, {c, " zoommtg:x"}, {c, "/etc/passwd"}, {c, "zoommtg"},
		{browser, "file:///etc/passwd"}, {browser, "javascript:x"}, {browser, "zoommtg:x"}, {browser, "-https://x"},
	} {
		if _, err := tr.finder().Start(l.c, l.link, nil); err == nil {
			t.Errorf("%q was started", l.link)
		} else if l.link != "" && strings.Contains(err.Error(), l.link) {
			t.Errorf("the error %q quotes the link", err)
		}
	}
	if _, err := os.Stat(tr.root + "/ran"); err == nil {
		t.Error("the client ran")
	}
}

func TestStartFailures(t *testing.T) {
	for _, c := range []struct {
		name, text string
		mode       os.FileMode
		want       string // of the error
		later      string // of Exited
	}{
		{"not installed", "", 0, "it is not installed", ""},
		{"interpreter missing", "#!/nowhere/sh\n", 0o755, "no such file", ""},
		{"not a program", "\x7fELF nonsense", 0o755, "exec format error", ""},
		{"ends with an error", "#!/bin/sh\nexit 3\n", 0o755, "", "it ended at once: exit status 3"},
		{"killed", "#!/bin/sh\nkill -9 $$\n", 0o755, "", "it ended at once: signal: killed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr, cl := stage(t)
			if err := os.Remove(tr.root + "/bin/zoom"); err != nil {
				t.Fatal(err)
			}
			if c.mode != 0 {
				tr.write("bin/zoom", c.text, c.mode)
			}
			s, err := tr.finder().Start(cl, "zoommtg://x?pwd=secret", nil)
			var hinted interface{ Hint() string }
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				err = <-s.Exited
				c.want = c.later
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "starting Zoom: ") || strings.Contains(err.Error(), "secret") {
				t.Errorf("error %v, want %q", err, c.want)
			}
			if !errors.As(err, &hinted) || hinted.Hint() == "" {
				t.Errorf("%v has no hint", err)
			}
		})
	}
}

// A client that goes on running is not waited for: Exited closes when the
// grace is over, and the client is reaped when it ends later.
func TestStartGrace(t *testing.T) {
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Fatal(err)
	}
	s, err := startCommand(Client{ID: "sleep.desktop"}, []string{sleep, "600"}, t.TempDir(), nil, time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if err, ok := <-s.Exited; ok {
		t.Errorf("got %v", err)
	}
	if err := unix.Kill(s.PID, unix.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if errors.Is(unix.Kill(s.PID, 0), unix.ESRCH) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the client is still there as a zombie")
}
