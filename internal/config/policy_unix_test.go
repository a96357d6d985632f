//go:build unix

package config

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const someLock = "[locked.join]\ncamera = \"off\"\n"

func mode(name string, mode os.FileMode) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		must(t, os.Chmod(filepath.Join(dir, name), mode))
	}
}

// systemPolicyCases are about owners, modes and links.
var systemPolicyCases = []policyCase{
	{"file that others may write", both(files("policy.toml", someLock), mode("etc/policy.toml", 0o646)), strictestValues,
		"DIR/etc/policy.toml: it can be written by others than root\nhint: chmod 644 DIR/etc/policy.toml"},
	{"file that a group may write", both(files("policy.toml", someLock), mode("etc/policy.toml", 0o664)), strictestValues,
		"DIR/etc/policy.toml: it can be written by others than root\nhint: chmod 644 DIR/etc/policy.toml"},
	{"folder that others may write", both(files("policy.toml", someLock), mode("etc", 0o777)), strictestValues,
		"DIR/etc: it can be written by others than root\nhint: chmod 755 DIR/etc"},
	{"empty folder that others may write", both(folder("etc"), mode("etc", 0o777)), strictestValues,
		"DIR/etc: it can be written by others than root\nhint: chmod 755 DIR/etc"},
	{"sticky folder that others may write", both(files("policy.toml", someLock), mode("etc", 0o777|os.ModeSticky)), strictestValues,
		"DIR/etc: it can be written by others than root\nhint: chmod 755 DIR/etc"},
	{"drop-in folder that others may write", both(files("policy.d/a.toml", someLock), mode("etc/policy.d", 0o775)), strictestValues,
		"DIR/etc/policy.d: it can be written by others than root\nhint: chmod 755 DIR/etc/policy.d"},
	{"folder on the way that others may write", both(files("policy.toml", someLock), mode(".", 0o777)), strictestValues,
		"DIR/etc: DIR can be written by others than root\nhint: chmod 755 DIR"},
	{"sticky folder on the way", both(files("policy.toml", someLock), mode(".", 0o777|os.ModeSticky)), map[string]string{"join.camera": "off"}, ""},
	{"link", both(write("srv/p.toml", someLock), folder("etc"), link("../srv/p.toml", "etc/policy.toml")), map[string]string{"join.camera": "off"}, ""},
	{"folder that is a link", both(write("srv/policy.toml", someLock), link("srv", "etc")), map[string]string{"join.camera": "off"}, ""},
	{"link to a file that others may write", both(write("srv/p.toml", someLock), mode("srv/p.toml", 0o666), folder("etc"), link("../srv/p.toml", "etc/policy.toml")), strictestValues,
		"DIR/etc/policy.toml: DIR/srv/p.toml can be written by others than root\nhint: chmod 644 DIR/srv/p.toml"},
	{"link into a folder that others may write", both(write("srv/p.toml", someLock), mode("srv", 0o777), folder("etc"), link("../srv/p.toml", "etc/policy.toml")), strictestValues,
		"DIR/etc/policy.toml: DIR/srv can be written by others than root\nhint: chmod 755 DIR/srv"},
	{"dangling link", both(folder("etc"), link("../srv/p.toml", "etc/policy.toml")), strictestValues,
		"DIR/etc/policy.toml: it is a link to DIR/srv/p.toml, which does not exist\nhint: mend the link, or remove it"},
	{"dangling folder", link("srv", "etc"), strictestValues,
		"DIR/etc: it is a link to DIR/srv, which does not exist\nhint: mend the link, or remove it"},
	{"circle of links", both(folder("etc"), link("policy.toml", "etc/policy.toml")), strictestValues,
		"DIR/etc/policy.toml: its links lead in a circle"},
	{"pipe", both(folder("etc"), func(t *testing.T, dir string) {
		must(t, syscall.Mkfifo(filepath.Join(dir, "etc", "policy.toml"), 0o600))
	}), strictestValues, "DIR/etc/policy.toml: it is a pipe, not a file\nhint: put a regular file in its place, or nothing"},
}

// TestPolicyOwner has each part of the path belong to someone else in turn.
func TestPolicyOwner(t *testing.T) {
	for _, c := range []struct{ owned, want string }{
		{"etc/policy.toml", "DIR/etc/policy.toml: it belongs to root, not to root\nhint: chown -h root: DIR/etc/policy.toml"},
		{"etc", "DIR/etc: it belongs to root, not to root\nhint: chown root: DIR/etc"},
		{"", "DIR/etc: DIR belongs to root, not to root\nhint: chown root: DIR"},
		{"srv", "DIR/etc/policy.toml: DIR/srv belongs to root, not to root\nhint: chown root: DIR/srv"},
		{"srv/p.toml", "DIR/etc/policy.toml: DIR/srv/p.toml belongs to root, not to root\nhint: chown root: DIR/srv/p.toml"},
	} {
		t.Run("not "+c.owned, func(t *testing.T) {
			dir, err := filepath.EvalSymlinks(t.TempDir())
			must(t, err)
			both(write("srv/p.toml", someLock), folder("etc"), link("../srv/p.toml", "etc/policy.toml"))(t, dir)
			p := testPaths(dir)
			p.owned = func(path string, _ uint32) bool { return path != filepath.Join(dir, c.owned) }
			s := LoadLayers(p)
			if s.Join.Assurance != "blocked" || len(s.Problems) != 1 {
				t.Fatalf("holds %+v, problems %v", s.Config, s.Problems)
			}
			got := strings.ReplaceAll(FormatProblem(s.Problems[0]), dir, "DIR")
			got = strings.ReplaceAll(got, "belongs to "+userName(uint32(os.Getuid())), "belongs to root")
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestRootOwned: the user that stands for everybody unmapped is root only
// where root itself is not mapped.
func TestRootOwned(t *testing.T) {
	for _, c := range []struct {
		ranges string
		uid    uint32
		want   bool
	}{
		{"         0          0 4294967295\n", 0, true},
		{"         0          0 4294967295\n", 1000, false},
		{"         0          0 4294967295\n", 65534, false},
		{"         0       1000          1\n", 0, true}, // root of a rootless container
		{"         0       1000          1\n", 65534, false},
		{"      1000       1000          1\n", 65534, true},
		{"      1000       1000          1\n", 1000, false},
		{"      1000       1000          1\n         0     100000      65536\n", 65534, false},
		{"", 65534, true},
	} {
		if got := rootOwned(65534, !mapsRoot(c.ranges))(",", c.uid); got != c.want {
			t.Errorf("uid %d with the map %q: %v, want %v", c.uid, c.ranges, got, c.want)
		}
	}
}

// TestPolicyHidden words a policy that may not be read, which a test that
// runs as root cannot meet.
func TestPolicyHidden(t *testing.T) {
	dir := t.TempDir()
	files("policy.toml", "", "policy.d/a.toml", "")(t, dir)
	mode("etc", 0o755)(t, dir)
	mode("etc/policy.d", 0o750)(t, dir)
	for name, want := range map[string]string{
		"etc/policy.toml":     "chmod 644 DIR/etc/policy.toml",
		"etc/policy.d/a.toml": "chmod 755 DIR/etc/policy.d",
		"etc/policy.d":        "chmod 755 DIR/etc/policy.d",
	} {
		path := filepath.Join(dir, name)
		p := policyProblem(path, openProblem(path, &os.PathError{Op: "open", Path: path, Err: syscall.EACCES}))
		if got := strings.ReplaceAll(p.Hint, dir, "DIR"); got != want {
			t.Errorf("%s: %s; want %s", name, got, want)
		}
	}
}

// checkACL loads a policy where one path has an access control list.
func checkACL(t *testing.T, at, want string, reply []byte, failure error) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	files("policy.toml", someLock)(t, dir)
	p := testPaths(dir)
	if at != "/" {
		at = filepath.Join(dir, at)
	}
	p.acl = func(path string) ([]byte, error) {
		if path == at {
			return reply, failure
		}
		return aclReply(), nil
	}
	s := LoadLayers(p)
	var said []string
	for _, problem := range s.Problems {
		said = append(said, strings.ReplaceAll(FormatProblem(problem), dir, "DIR"))
	}
	if got := strings.Join(said, "\n"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if (s.Join.Assurance == "blocked") != (want != "") {
		t.Errorf("%q: holds %+v", want, s.Join)
	}
}
