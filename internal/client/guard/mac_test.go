//go:build linux || darwin

package guard

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
	"howett.net/plist"

	"vestibule/internal/client"
)

// The process that holds a lock is this test program again.
func TestMain(m *testing.M) {
	if path := os.Getenv("HOLD_THE_LOCK"); path != "" {
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err == nil {
			err = unix.FcntlFlock(f.Fd(), unix.F_SETLK, &unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart})
		}
		fmt.Println("held", err)
		io.Copy(io.Discard, os.Stdin) // until it is closed
		return
	}
	os.Exit(m.Run())
}

// TestLockedBy: a lock names its holder, and ends with it.
func TestLockedBy(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".parentlock")
	if _, held := lockedBy(path); held {
		t.Error("there is no such file")
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, held := lockedBy(path); held {
		t.Error("nobody holds it")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), "HOLD_THE_LOCK="+path)
	in, _ := cmd.StdinPipe()
	out, _ := cmd.StdoutPipe()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	if pid, held := lockedBy(path); !held || pid != cmd.Process.Pid {
		t.Errorf("%d, %v; it is %d, which says %q", pid, held, cmd.Process.Pid, line)
	}
	in.Close()
	cmd.Wait()
	if _, held := lockedBy(path); held {
		t.Error("it has ended")
	}
}

// TestGuardedByTheTool: on macOS the profile's words go to a new instance, and
// the link stays one argument.
func TestGuardedByTheTool(t *testing.T) {
	const link = "https://meet.example.org/a?b=$(c)&d=' \""
	argv := []string{"/usr/bin/open", "-a", "/Applications/Google Chrome.app", link}
	chrome := profile{which: Closed, family: client.Chromium, dir: "/Users/ann/Library/Application Support/Vestibule/browser/com.google.Chrome/closed"}
	got, err := chrome.rewriteBy(argv, link, true)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"/usr/bin/open", "-n", "-a", "/Applications/Google Chrome.app", "--args", "--user-data-dir=" + chrome.dir, "--profile-directory=Default",
		"--disable-extensions", "--disable-sync", "--no-first-run", "--no-default-browser-check", "--app=" + link}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if i := slices.Index(got, "--args"); !chrome.inProfile(append([]string{"Google Chrome"}, got[i+1:]...)) {
		t.Error("what runs so is not known to be in the profile")
	}
	fox := profile{which: Open, family: client.Firefox, dir: "/p"}
	got, err = fox.rewriteBy([]string{"/usr/bin/open", "-a", "/Applications/Firefox.app", link}, link, true)
	if diff := cmp.Diff([]string{"/usr/bin/open", "-n", "-a", "/Applications/Firefox.app", "--args", "-profile", "/p", link}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// procArgs is what the kernel of macOS gives for a process.
func procArgs(argc uint32, path string, argv ...string) []byte {
	out := []byte{byte(argc), byte(argc >> 8), byte(argc >> 16), byte(argc >> 24)}
	out = append(out, path...)
	out = append(out, make([]byte, 8-len(path)%8)...)
	for _, word := range append(argv, "HOME=/Users/ann") {
		out = append(append(out, word...), 0)
	}
	return out
}

func TestArgumentsOf(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		want []string
	}{
		{"a browser", procArgs(3, "/A B/C", "/A B/C", "--user-data-dir=/x y", "--app=z"), []string{"/A B/C", "--user-data-dir=/x y", "--app=z"}},
		{"an empty argument", procArgs(3, "/c", "c", "", "d"), []string{"c", "", "d"}},
		{"none", procArgs(0, "/c"), nil},
		{"more than there are", procArgs(9, "/c", "c"), []string{"c", "HOME=/Users/ann"}},
		{"very many", procArgs(1<<31, "/c", "c"), nil},
		{"nothing", nil, nil},
		{"no path", []byte{1, 0, 0, 0, 0, 'c', 0}, nil},
		{"no end", []byte{1, 0, 0, 0, '/', 'c', 0, 'c'}, []string{"c"}},
		{"path alone", []byte{1, 0, 0, 0, '/', 'c'}, nil},
	} {
		if diff := cmp.Diff(c.want, argumentsOf(c.data)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func FuzzArgumentsOf(f *testing.F) {
	f.Add(procArgs(2, "/c", "c", "d"))
	f.Fuzz(func(t *testing.T, data []byte) {
		total := 0
		for _, word := range argumentsOf(data) {
			if total += len(word); strings.Contains(word, "\x00") || total > len(data) {
				t.Errorf("%q", word)
			}
		}
	})
}

// TestAllowsCamera looks for an organisation's settings as the system keeps
// them.
func TestAllowsCamera(t *testing.T) {
	list := func(v any, format int) []byte {
		data, err := plist.Marshal(v, format)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for _, format := range []int{plist.BinaryFormat, plist.XMLFormat} {
		for _, c := range []struct {
			value    any
			chromium bool
			want     bool
		}{
			{map[string]any{"VideoCaptureAllowedUrls": []string{"https://a.example"}}, true, true},
			{map[string]any{"VideoCaptureAllowed": true}, true, true},
			{map[string]any{"HomepageLocation": "https://a.example"}, true, false},
			{map[string]any{"Permissions": map[string]any{"Camera": map[string]any{"Allow": []string{"https://a.example"}}}}, false, true},
			{map[string]any{"Homepage": "x"}, false, false},
		} {
			if got := allowsCamera(list(c.value, format), c.chromium); got != c.want {
				t.Errorf("%v: %v", c.value, got)
			}
		}
	}
}
