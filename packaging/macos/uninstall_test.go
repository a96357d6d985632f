package macos_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// uninstallTools stand for those that uninstall.sh uses. What they would know
// of a Mac is in files beside the record: a receipt, a job of launchd, processes.
const uninstallTools = noted + `state=$STANDIN_RECORD
case "$name $*" in
  "id -u") echo "$STANDIN_UID" ;;
  "id -un" | "id -u ada" | "id -u bob") case $2 in -un) echo ada ;; *) echo 501 ;; esac ;;
  "id "*) exit 1 ;;
  "dscl . -read /Users/ada "*) printf 'NFSHomeDirectory:\n /Users/ada l\n' ;;
  "dscl "*) echo "NFSHomeDirectory: /Users/${3##*/}" ;;
  "sudo "*)
    while [ "$1" != -- ]; do shift; done
    shift
    "$@"
    ;;
  "launchctl asuser "*)
    shift 2
    "$@"
    ;;
  "launchctl print "*) [ -e "$state.job" ] ;;
  "launchctl bootout "*) /bin/rm "$state.job" ;;
  "pkgutil "*--pkg-info*) [ -e "$state.receipt" ] ;;
  "pkgutil "*--forget*) /bin/rm "$state.receipt" ;;
  "pgrep "*) [ ! -e "$state.processes" ] || cut -d ' ' -f 1 "$state.processes" ;;
  "ps -p "*) sed -n "s/^$2 //p" "$state.processes" ;;
  "rm "*) /bin/rm "$@" ;;
esac
`

// mac is a made Mac below a folder with a space in its name.
type mac struct {
	*standIns
	root, home string
}

// Where Vestibule can be: of a person, below their home; of the Mac; and the
// policy, which is the organisation's.
var (
	ofPerson = []string{
		"Library/LaunchAgents/dev.vestibule.Launcher.plist",
		"Library/Application Support/Vestibule/config.toml",
		"Library/Application Support/Vestibule/profiles/com.google.Chrome/closed/Preferences",
		"Library/Preferences/dev.vestibule.Launcher.plist",
		"Library/Caches/dev.vestibule.Launcher/Cache.db",
		"Library/Saved Application State/dev.vestibule.Launcher.savedState/data.data",
		"Applications/Vestibule.app/Contents/Info.plist",
	}
	ofMac = []string{
		"Library/LaunchAgents/dev.vestibule.Launcher.plist",
		"Applications/Vestibule.app/Contents/Info.plist",
		"Applications/Vestibule.app/Contents/MacOS/vestibule",
	}
	ofPolicy = []string{"Library/Application Support/Vestibule/policy.toml"}
	// bystanders are other people's and programs', with names that come near.
	bystanders = []string{
		"Applications/Vestibule.app.backup/Contents/Info.plist", "Applications/Safari.app/Contents/Info.plist",
		"Library/LaunchAgents/dev.vestibule.Launcher.other.plist", "Library/Managed Preferences/ada/dev.vestibule.Launcher.plist",
		"Users/ada l/Library/Application Support/Vestibule 2/config.toml", "Users/ada l/Library/Preferences/dev.vestibule.plist", "Users/ada l/Documents/notes",
		"Users/bob/Library/Application Support/Vestibule/config.toml",
	}
)

func newMac(t *testing.T, uid string, environment ...string) *mac {
	t.Helper()
	s := newStandIns(t, uninstallTools, "id", "dscl", "sudo", "launchctl", "pkgutil", "pgrep", "ps", "rm", "defaults")
	m := &mac{standIns: s, root: filepath.Join(t.TempDir(), "the mac")}
	m.home = filepath.Join(m.root, "Users", "ada l")
	s.environment = append([]string{"STANDIN_UID=" + uid, "HOME=/Users/ada l"}, environment...)
	m.put(bystanders...)
	m.put("Users/ada l/Library/x") // a home has these folders
	return m
}

// put makes files of the Mac. The program is one that notes how it is called.
func (m *mac) put(names ...string) {
	m.t.Helper()
	for _, name := range names {
		text := "x"
		if strings.HasSuffix(name, "MacOS/vestibule") {
			text = noted
		}
		write(m.t, filepath.Join(m.root, name), text, 0o755)
	}
}

// full is a Mac with everything, where Vestibule starts at login.
func full(t *testing.T, uid string, environment ...string) *mac {
	t.Helper()
	m := newMac(t, uid, environment...)
	m.put(slices.Concat(ofMac, ofPolicy)...)
	for _, name := range ofPerson {
		m.put("Users/ada l/" + name)
	}
	write(t, m.record+".job", "", 0o600)
	write(t, m.record+".receipt", "", 0o600)
	return m
}

func (m *mac) uninstall(stdin string, flags ...string) (string, error) {
	m.t.Helper()
	said, err := m.run(stdin, slices.Concat([]string{"./uninstall.sh", "--root", m.root}, flags)...)
	return strings.ReplaceAll(said, m.root, "MAC"), err
}

// left are the files of the Mac.
func (m *mac) left() []string {
	m.t.Helper()
	return slices.Sorted(maps.Keys(files(m.t, m.root)))
}

// own drops the files that are nobody's concern.
func (m *mac) own() (all []string) {
	for _, name := range m.left() {
		if name != "Users/ada l/Library/x" && !slices.Contains(bystanders, name) {
			all = append(all, name)
		}
	}
	return all
}

const asRoot, sudo = "0", "SUDO_USER=ada"

// TestUninstallLeavesNothing: with sudo, all that is Vestibule's goes, in an
// order that gives the schemes back first, and nothing else does.
func TestUninstallLeavesNothing(t *testing.T) {
	m := full(t, asRoot, sudo)
	said, err := m.uninstall("", "--yes")
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	if diff := cmp.Diff(ofPolicy, m.own()); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
	for _, name := range bystanders {
		read(t, filepath.Join(m.root, name))
	}
	for _, want := range []string{
		"removed MAC/Users/ada l/Library/Application Support/Vestibule\n", "removed MAC/Applications/Vestibule.app\n",
		"removed MAC/Users/ada l/Library/LaunchAgents/dev.vestibule.Launcher.plist\n", "removed the installer's receipt",
		"It stays:\n  MAC/Library/Application Support/Vestibule: the organisation's policy; --policy removes it\n",
		"MAC/Library/Managed Preferences/ada/dev.vestibule.Launcher.plist: from a configuration profile",
		"MAC/Users/bob/Library/Application Support/Vestibule: another person's; sudo and --user bob remove it\n",
		"Vestibule is gone from this Mac, for ada.\n",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("does not say %q", want)
		}
	}
	calls := m.calls()
	golden := filepath.Join("testdata", "uninstall.txt")
	got := strings.ReplaceAll(strings.Join(calls, "\n"), m.root, "MAC") + "\n"
	if *update {
		write(t, golden, got, 0o644)
	}
	if diff := cmp.Diff(read(t, golden), got); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	said, err = m.uninstall("", "--yes")
	if err != nil || !strings.Contains(said, "there is:\n  nothing\n") || strings.Contains(said, "removed") {
		t.Errorf("a second time: %v\n%s", err, said)
	}
}

// TestUninstallPolicy: the organisation's file goes where that is asked for.
func TestUninstallPolicy(t *testing.T) {
	m := full(t, asRoot, sudo)
	if said, err := m.uninstall("", "--yes", "--policy"); err != nil || len(m.own()) > 0 || strings.Contains(said, "--policy") {
		t.Errorf("%v, left %v\n%s", err, m.own(), said)
	}
}

// TestUninstallWithoutRoot: what was dragged into place and written by the
// person needs no rights; what needs them is not begun without.
func TestUninstallWithoutRoot(t *testing.T) {
	m := newMac(t, "501")
	for _, name := range append(ofPerson, "Applications/Vestibule.app/Contents/MacOS/vestibule") {
		m.put("Users/ada l/" + name)
	}
	said, err := m.uninstall("y\n")
	if err != nil || len(m.own()) > 0 {
		t.Errorf("%v, left %v\n%s", err, m.own(), said)
	}
	calls := m.calls()
	if !slices.Contains(calls, "vestibule|unregister") || slices.ContainsFunc(calls, func(c string) bool { return strings.HasPrefix(c, "sudo") }) {
		t.Errorf("calls %v", calls)
	}
	for name, needs := range map[string]func(*mac){
		"a receipt":            func(m *mac) { write(t, m.record+".receipt", "", 0o600) },
		"a LaunchAgent of all": func(m *mac) { m.put(ofMac[0]) },
		"a policy": func(m *mac) {
			m.put(ofPolicy...)
			m.environment = append(m.environment, "WITH=--policy")
		},
	} {
		m := newMac(t, "501")
		m.put("Users/ada l/" + ofPerson[1])
		needs(m)
		before := m.left()
		flags := []string{"--yes"}
		if name == "a policy" {
			flags = append(flags, "--policy")
		}
		said, err := m.uninstall("", flags...)
		if err == nil || !strings.Contains(said, "nothing was removed\nhint: sudo ") {
			t.Errorf("%s: %v\n%s", name, err, said)
		}
		if diff := cmp.Diff(before, m.left()); diff != "" {
			t.Errorf("%s: changed (-before +after):\n%s", name, diff)
		}
	}
}

// TestUninstallEachPieceAlone: what is not there is no error.
func TestUninstallEachPieceAlone(t *testing.T) {
	var all []string
	for _, name := range ofPerson {
		all = append(all, "Users/ada l/"+name)
	}
	for _, name := range append(all, ofMac...) {
		m := newMac(t, asRoot, sudo)
		m.put(name)
		if said, err := m.uninstall("", "--yes"); err != nil || len(m.own()) > 0 || !strings.Contains(said, "\nremoved ") {
			t.Errorf("%s: %v, left %v\n%s", name, err, m.own(), said)
		}
	}
}

// TestUninstallAsks: nothing but a yes is one, and a dry run only looks.
func TestUninstallAsks(t *testing.T) {
	for _, c := range []struct {
		stdin string
		flags []string
		gone  bool
	}{
		{"", nil, false}, {"\n", nil, false}, {"n\n", nil, false}, {"yesterday\n", nil, false}, {"Y\n", nil, true}, {"yes\n", nil, true},
		{"y\n", []string{"--dry-run"}, false}, {"", []string{"--dry-run", "--yes", "--policy"}, false},
	} {
		m := full(t, asRoot, sudo)
		before := files(t, m.root)
		said, err := m.uninstall(c.stdin, c.flags...)
		dry := slices.Contains(c.flags, "--dry-run")
		if (err == nil) != (c.gone || dry) || c.gone == strings.Contains(said, "Nothing was removed.") {
			t.Errorf("%q %v: %v\n%s", c.stdin, c.flags, err, said)
		}
		if c.gone {
			continue
		}
		if diff := cmp.Diff(before, files(t, m.root)); diff != "" {
			t.Errorf("%q %v: changed something:\n%s", c.stdin, c.flags, diff)
		}
		for _, call := range m.calls() {
			for _, harmful := range []string{"rm|", "vestibule|", "launchctl|", "pgrep|", "defaults|"} {
				if strings.HasPrefix(call, harmful) || strings.Contains(call, "--forget") {
					t.Errorf("%q %v: calls %s", c.stdin, c.flags, call)
				}
			}
		}
	}
}

// TestUninstallFollowsNoLink: neither on the way to a place, nor at it, nor in it.
func TestUninstallFollowsNoLink(t *testing.T) {
	for _, c := range []struct{ folder, leads string }{
		{"Users/ada l/Library/Application Support", "Vestibule/precious"},
		{"Users/ada l/Library", "Caches/dev.vestibule.Launcher/precious"},
		{"Applications", "Vestibule.app/precious"},
		{"Library", "LaunchAgents/dev.vestibule.Launcher.plist"},
	} {
		m := newMac(t, asRoot, sudo)
		elsewhere := filepath.Join(m.root, "elsewhere")
		write(t, filepath.Join(elsewhere, c.leads), "x", 0o600)
		if err := os.RemoveAll(filepath.Join(m.root, c.folder)); err != nil {
			t.Fatal(err)
		}
		m.link("elsewhere", c.folder)
		m.put("Users/ada l/Applications/Vestibule.app/Contents/Info.plist")
		before := m.left()
		said, err := m.uninstall("", "--yes")
		if err == nil || !strings.Contains(said, "MAC/"+c.folder+" is a link, which is not followed; nothing was removed\n") {
			t.Errorf("%s: %v\n%s", c.folder, err, said)
		}
		if diff := cmp.Diff(before, m.left()); diff != "" {
			t.Errorf("%s: changed (-before +after):\n%s", c.folder, diff)
		}
	}
	m := newMac(t, asRoot, sudo)
	m.put("elsewhere/precious", "Users/ada l/Library/Caches/dev.vestibule.Launcher/a")
	m.link("elsewhere", "Users/ada l/Library/Application Support/Vestibule")
	m.link("elsewhere", "Users/ada l/Library/Caches/dev.vestibule.Launcher/inside")
	m.link("nowhere", "Applications/Vestibule.app")
	said, err := m.uninstall("", "--yes")
	if diff := cmp.Diff([]string{"elsewhere/precious"}, m.own()); diff != "" || err != nil {
		t.Errorf("%v, left (-want +got):\n%s%s", err, diff, said)
	}
	if !strings.Contains(said, "MAC/Applications/Vestibule.app (a link; what it leads to stays)\n") {
		t.Errorf("does not say that it was a link:\n%s", said)
	}
}

func (m *mac) link(to, name string) {
	m.t.Helper()
	path := filepath.Join(m.root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(m.root, to), path); err != nil {
		m.t.Fatal(err)
	}
}

// TestUninstallFails: by the step's name, and what was not done yet is done by
// the next run.
func TestUninstallFails(t *testing.T) {
	for n, c := range []struct {
		fail, said string
		untouched  bool
	}{
		{"vestibule?unregister", "step unregister: vestibule unregister ended with 3; nothing was removed\nhint: run this again, or with --skip-unregister", true},
		{"launchctl?asuser", "step unregister: vestibule unregister ended with 3", true},
		{"launchctl?bootout", "step turning the start at login off: launchctl ended with 3", true},
		{"rm?*Preferences", "step removing MAC/Users/ada l/Library/Preferences/dev.vestibule.Launcher.plist: rm ended with 3\nhint: ", false},
		{"rm?*/Applications/Vestibule", "step removing MAC/Users/ada l/Applications/Vestibule.app: rm ended with 3\nhint: ", false},
		{"sudo*--?rm", "step removing MAC/Users/ada l/Library/LaunchAgents/dev.vestibule.Launcher.plist: rm ended with 3\nhint: ", true},
		{"pkgutil*--forget", "step forgetting the receipt: pkgutil ended with 3", false},
	} {
		// The name of a test is in that of its folder, which a pattern must not meet.
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			m := full(t, asRoot, sudo)
			before := m.left()
			environment := m.environment
			m.environment = append(slices.Clone(environment), "STANDIN_FAIL="+c.fail)
			said, err := m.uninstall("", "--yes")
			if err == nil || !strings.Contains(said, c.said) || strings.Contains(said, "is gone") {
				t.Errorf("%s fails: %v\n%s", c.fail, err, said)
			}
			if c.untouched && !cmp.Equal(before, m.left()) {
				t.Errorf("changed (-before +after):\n%s", cmp.Diff(before, m.left()))
			}
			m.environment = environment
			if said, err := m.uninstall("", "--yes"); err != nil || !cmp.Equal(ofPolicy, m.own()) {
				t.Errorf("the next run: %v, left %v\n%s", err, m.own(), said)
			}
		})
	}
	m := full(t, asRoot, sudo, "STANDIN_FAIL=vestibule")
	if said, err := m.uninstall("", "--yes", "--skip-unregister"); err != nil || !cmp.Equal(ofPolicy, m.own()) {
		t.Errorf("--skip-unregister: %v, left %v\n%s", err, m.own(), said)
	}
}

// TestUninstallForWhom: whose files go is never a guess.
func TestUninstallForWhom(t *testing.T) {
	for _, c := range []struct {
		name, uid   string
		environment []string
		flags       []string
		said        string
	}{
		{"another without root", "501", nil, []string{"--user", "bob"}, "only root may remove"},
		{"nobody known", asRoot, nil, []string{"--user", "eve"}, "there is no user eve"},
		{"a path", asRoot, nil, []string{"--user", "../ada"}, "is no name of a user"},
		{"a flag", asRoot, nil, []string{"--user", "-u"}, "is no name of a user"},
		{"a command", asRoot, nil, []string{"--user", "$(id)"}, "is no name of a user"},
		{"a home that is none", "501", []string{"HOME=/"}, nil, "is no home"},
		{"a home above", "501", []string{"HOME=/Users/../Users/ada l"}, nil, "is no home"},
		{"no home", "501", []string{"HOME="}, nil, "is no home"},
		{"a home that is not there", "501", []string{"HOME=/Users/carl"}, nil, "there is no folder"},
		{"a relative root", "501", nil, []string{"--root", "x"}, "uninstall.sh [FLAG]"},
		{"an unknown flag", "501", nil, []string{"--force"}, "uninstall.sh [FLAG]"},
	} {
		m := full(t, c.uid, c.environment...)
		before := m.left()
		said, err := m.uninstall("", append([]string{"--yes"}, c.flags...)...)
		if err == nil || !strings.Contains(said, c.said) {
			t.Errorf("%s: %v\n%s", c.name, err, said)
		}
		if diff := cmp.Diff(before, m.left()); diff != "" {
			t.Errorf("%s: changed (-before +after):\n%s", c.name, diff)
		}
	}
	for _, environment := range [][]string{nil, {"SUDO_USER=root"}} {
		m := full(t, asRoot, environment...)
		said, err := m.uninstall("", "--yes")
		if err != nil || !strings.Contains(said, "No person was named") || !strings.Contains(said, "MAC/Users/ada l/Library/Application Support/Vestibule: another person's") {
			t.Errorf("%v\n%s", err, said)
		}
		want := slices.Clone(ofPolicy)
		for _, name := range ofPerson {
			want = append(want, "Users/ada l/"+name)
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, m.own()); diff != "" {
			t.Errorf("with nobody named, left (-want +got):\n%s", diff)
		}
	}
	m := full(t, asRoot, sudo)
	if said, err := m.uninstall("", "--yes", "--user", "bob"); err != nil || strings.Contains(said, "removed MAC/Users/ada") || !strings.Contains(said, "removed MAC/Users/bob/Library/Application Support/Vestibule") {
		t.Errorf("for bob: %v\n%s", err, said)
	}
}

// TestUninstallEndsVestibuleAlone: a running copy of what is removed ends; a
// program of the same name elsewhere goes on.
func TestUninstallEndsVestibuleAlone(t *testing.T) {
	m := full(t, asRoot, sudo)
	ours, other := exec.Command("sleep", "600"), exec.Command("sleep", "600")
	for _, c := range []*exec.Cmd{ours, other} {
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- ours.Wait() }()
	t.Cleanup(func() {
		other.Process.Kill()
		other.Wait()
		ours.Process.Kill()
	})
	write(t, m.record+".processes", strconv.Itoa(other.Process.Pid)+" /opt/games/vestibule\n"+
		strconv.Itoa(ours.Process.Pid)+" "+filepath.Join(m.root, "Applications/Vestibule.app/Contents/MacOS/vestibule")+"\n", 0o600)
	said, err := m.uninstall("", "--yes")
	if err != nil || !strings.Contains(said, "ended Vestibule ("+strconv.Itoa(ours.Process.Pid)+")\n") {
		t.Fatalf("%v\n%s", err, said)
	}
	<-ended
	if err := other.Process.Signal(syscall.Signal(0)); err != nil || strings.Contains(said, strconv.Itoa(other.Process.Pid)) {
		t.Errorf("the other program: %v\n%s", err, said)
	}
}
