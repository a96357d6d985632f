package urlscheme

import (
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const ourBinary = "/Applications/Vestibule.app/Contents/MacOS/vestibule"

// table is a made table of processes.
type table map[int]kin

func (p table) read(pid int) (kin, error) {
	k, ok := p[pid]
	if !ok {
		return kin{}, errors.New("no such process")
	}
	k.pid = pid
	return k, nil
}

// running names two programs that macOS knows, and believes nobody else.
func running(k kin, bundle string) (name, id string) {
	switch bundle {
	case "/System/Applications/Utilities/Terminal.app":
		return "Terminal", "com.apple.Terminal"
	case "/Applications/Google Chrome.app":
		return "Google Chrome", "com.google.Chrome"
	}
	return "", ""
}

var aMac = table{
	1:  {exe: "/sbin/launchd", start: 1},
	10: {parent: 1, exe: "/System/Library/CoreServices/launchservicesd", start: 2},
	20: {parent: 1, exe: "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", start: 20},
	21: {parent: 20, exe: "/Applications/Google Chrome.app/Contents/Frameworks/Google Chrome Framework.framework/Helpers/Google Chrome Helper.app/Contents/MacOS/Google Chrome Helper", start: 21},
	30: {parent: 1, exe: "/System/Applications/Utilities/Terminal.app/Contents/MacOS/Terminal", start: 30},
	31: {parent: 30, exe: "/usr/bin/login", start: 31, tty: true},
	32: {parent: 31, exe: "/bin/zsh", start: 32, tty: true, args: []string{"-zsh"}},
	33: {parent: 32, exe: "/usr/bin/open", start: 33, tty: true},
	34: {parent: 32, exe: ourBinary, start: 34, tty: true},
	35: {parent: 32, exe: "/bin/sh", start: 35, tty: true, args: []string{"sh", "meet.sh"}},
	36: {parent: 35, exe: "/usr/bin/open", start: 36},
	40: {parent: 1, exe: "/bin/sh", start: 40, args: []string{"/bin/sh", "/Users/eve/agent.sh"}},
	41: {parent: 40, exe: "/usr/bin/open", start: 41},
	50: {parent: 1, exe: "/Users/eve/Safari.app/Contents/MacOS/x", start: 50},
	60: {parent: 1, exe: "/opt/homebrew/Cellar/python@3.12/Frameworks/Python.framework/Versions/3.12/bin/python3.12", start: 60},
	61: {parent: 60, exe: "/usr/bin/open", start: 61},
	70: {parent: 20, exe: "/bin/sh", start: 70, args: []string{"sh", "-c", "open https://x"}},
	71: {parent: 70, exe: "/usr/bin/open", start: 71},
	80: {parent: 1, exe: "/Users/eve/bin/open", start: 80},
	90: {parent: 99, exe: "/usr/bin/open", start: 5}, // its parent's PID is a younger process's
	99: {parent: 1, exe: "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", start: 99},
	95: {parent: 1, exe: "/usr/bin/tmux", start: 4},
	96: {parent: 95, exe: "/opt/homebrew/bin/fish", start: 96, tty: true, args: []string{"fish"}},
	97: {parent: 96, exe: "/usr/bin/open", start: 97},
}

func TestSentBy(t *testing.T) {
	for name, c := range map[string]struct {
		pid  int
		want Who
	}{
		"a browser":                   {20, Who{Kind: AskerProgram, Name: "Google Chrome", Path: "/Applications/Google Chrome.app", PID: 20, DesktopID: "com.google.Chrome"}},
		"a browser's process":         {21, Who{Kind: AskerProgram, Name: "Google Chrome", Path: "/Applications/Google Chrome.app", PID: 21, DesktopID: "com.google.Chrome"}},
		"open in a terminal":          {33, Who{Kind: AskerTerminal, Name: "a terminal (Terminal)", Path: aMac[30].exe, PID: 30}},
		"vestibule open":              {34, Who{Kind: AskerTerminal, Name: "a terminal (Terminal)", Path: aMac[30].exe, PID: 30}},
		"a script":                    {36, Who{Kind: AskerScript, Name: "a script", Path: "/bin/sh", PID: 35}},
		"an agent's script":           {41, Who{Kind: AskerScript, Name: "a script", Path: "/bin/sh", PID: 40}},
		"a bundle called Safari":      {50, Who{Kind: AskerProgram, Name: "Safari", Path: "/Users/eve/Safari.app", PID: 50}},
		"a program in python":         {61, Who{Kind: AskerProgram, Name: "a program run by python3.12", Path: aMac[60].exe, PID: 60}},
		"a program by way of a shell": {71, Who{Kind: AskerProgram, Name: "Google Chrome", Path: "/Applications/Google Chrome.app", PID: 20, DesktopID: "com.google.Chrome"}},
		"another program called open": {80, Who{Kind: AskerProgram, Name: "open", Path: "/Users/eve/bin/open", PID: 80}},
		"in tmux":                     {97, Who{Kind: AskerTerminal, Name: "a terminal", Path: "/usr/bin/tmux", PID: 95}},
		"the system's own go-between": {10, Who{Kind: AskerUnknown}},
		"launchd":                     {1, Who{Kind: AskerUnknown}},
		"a parent that is younger":    {90, Who{Kind: AskerUnknown}},
		"one that has ended":          {7777, Who{Kind: AskerUnknown}},
		"none":                        {0, Who{Kind: AskerUnknown}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, sentBy(lineOf(aMac.read, c.pid), ourBinary, running)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestALineChangesWhileItIsRead: the sender's PID passes to another program
// between two looks.
func TestALineChangesWhileItIsRead(t *testing.T) {
	reads := 0
	line := lineOf(func(pid int) (kin, error) {
		k, err := aMac.read(pid)
		if reads++; pid == 33 && reads > 1 {
			k.start += 1000
		}
		return k, err
	}, 33)
	if w := sentBy(line, ourBinary, running); w.Kind != AskerUnknown {
		t.Errorf("%+v", w)
	}
}

// TestLineLaws: any table, loops in it too, gives a line that ends, in which
// nobody is older than their parent, and a name only of who is in it.
func TestLineLaws(t *testing.T) {
	exes := []string{"/sbin/launchd", "/usr/bin/open", "/bin/zsh", ourBinary, aMac[20].exe, aMac[50].exe, "/usr/bin/env", "", "relative", "/.app/Contents/MacOS/x"}
	rapid.Check(t, func(t *rapid.T) {
		p := table{}
		for pid := range 40 {
			p[pid] = kin{
				parent: rapid.IntRange(-1, 41).Draw(t, "parent"), start: int64(rapid.IntRange(0, 5).Draw(t, "start")),
				exe: rapid.SampledFrom(exes).Draw(t, "exe"), tty: rapid.Bool().Draw(t, "tty"),
				args: rapid.SliceOfN(rapid.SampledFrom([]string{"sh", "-c", "-zsh", "x.sh"}), 0, 3).Draw(t, "args"),
			}
		}
		line := lineOf(p.read, rapid.IntRange(-2, 42).Draw(t, "pid"))
		if len(line) > mostKin {
			t.Fatalf("%d", len(line))
		}
		for i := 1; i < len(line); i++ {
			if line[i].start > line[i-1].start || line[i].pid != line[i-1].parent {
				t.Fatalf("%+v", line)
			}
		}
		w := sentBy(line, ourBinary, running)
		in := w.PID == 0
		for _, k := range line {
			in = in || k.pid == w.PID
		}
		if !in || w.Path == ourBinary {
			t.Fatalf("%+v of %+v", w, line)
		}
	})
}

func TestBundleAround(t *testing.T) {
	for exe, want := range map[string]string{
		"/Applications/A.app/Contents/MacOS/a":                        "/Applications/A.app",
		"/Applications/A.app/Contents/Helpers/B.app/Contents/MacOS/b": "/Applications/A.app",
		"/Users/x/backup.app/tools/A.app/Contents/MacOS/a":            "/Users/x/backup.app/tools/A.app",
		"/usr/bin/open":                   "",
		"/.app/Contents/MacOS/x":          "",
		"/Applications/A.app":             "",
		"/Applications/A.apple/Contents/": "",
		"":                                "",
	} {
		if got := bundleAround(exe); got != want {
			t.Errorf("%s is in %q, not %q", exe, got, want)
		}
	}
}

func TestSendersAreKeptWithinABound(t *testing.T) {
	var s senders
	for pid := range 10 * mostHeld {
		s.keep(pid, []kin{{pid: pid}})
		if line, ok := s.of(pid); !ok || line[0].pid != pid {
			t.Fatalf("%d: %v", pid, line)
		}
		if len(s.lines) > mostHeld {
			t.Fatal("too many are kept")
		}
	}
	if _, ok := s.of(-1); ok {
		t.Error("one that never came")
	}
}

func procArgs(count uint32, rest string) []byte {
	return append(binary.NativeEndian.AppendUint32(nil, count), rest...)
}

func TestArgumentsIn(t *testing.T) {
	for _, c := range []struct {
		data []byte
		want []string
	}{
		{procArgs(3, "/bin/sh\x00\x00\x00\x00sh\x00-c\x00open x\x00HOME=/\x00"), []string{"sh", "-c", "open x"}},
		{procArgs(1, "/bin/zsh\x00-zsh\x00TERM=x\x00"), []string{"-zsh"}},
		{procArgs(9, "/bin/zsh\x00\x00zsh\x00"), []string{"zsh"}},
		{procArgs(2, "/bin/zsh"), nil},
		{procArgs(1<<31, "/bin/zsh\x00zsh\x00x\x00"), []string{"zsh", "x"}},
		{[]byte{1, 0}, nil},
		{nil, nil},
	} {
		if got := argumentsIn(c.data); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.data, got, c.want)
		}
	}
}

func FuzzArgumentsIn(f *testing.F) {
	f.Add(procArgs(3, "/bin/sh\x00\x00sh\x00-c\x00open x\x00HOME=/\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if args := argumentsIn(data); len(args) > 64 {
			t.Errorf("%d arguments", len(args))
		}
	})
}
