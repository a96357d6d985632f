//go:build linux

package fleet

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vestibule/internal/e2e"
)

// machine is a made root of a machine, which ansible-playbook works on as if
// it were an image that is mounted there.
type machine struct {
	t              *testing.T
	root, binaries string
}

func newMachine(t *testing.T, binaries string) machine {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	m := machine{t, filepath.Join(root, "machine"), binaries}
	m.write("etc/xdg/keep", "", 0o644)
	m.write("usr/bin/zoom", "#!/bin/sh\n", 0o755)
	m.write("usr/share/applications/zoom.desktop", "[Desktop Entry]\nType=Application\nName=Zoom\nExec=zoom %U\nMimeType=x-scheme-handler/zoommtg;\n", 0o644)
	m.write("var/lib/dpkg/status", "", 0o644)
	return m
}

func (m machine) write(name, text string, mode fs.FileMode) {
	m.t.Helper()
	path := filepath.Join(m.root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		m.t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		m.t.Fatal(err)
	}
}

// snapshot is every file, link and folder with its mode, owner and content.
func (m machine) snapshot() map[string]string {
	m.t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(m.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(m.root, path)
		content := ""
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			content = string(data)
		}
		out[name] = fmt.Sprintf("%v %s", info.Mode(), content)
		return nil
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return out
}

func (m machine) same(before map[string]string) {
	m.t.Helper()
	after := m.snapshot()
	names := maps.Clone(before)
	maps.Copy(names, after)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if before[name] != after[name] {
			m.t.Errorf("%s: was %.80q, is %.80q", name, before[name], after[name])
		}
	}
}

// play runs the playbook and gives how much it changed. It must succeed unless
// fails is part of what it says.
func (m machine) play(fails string, extra ...string) (changed int) {
	m.t.Helper()
	args := []string{
		"-i", "localhost,", "-c", "local", "site.yml",
		"-e", "vestibule_root=" + m.root, "-e", "vestibule_binaries=" + m.binaries, "-e", "vestibule_become=false",
		"-e", fmt.Sprintf("vestibule_owner=%d vestibule_group=%d", os.Getuid(), os.Getgid()),
		"-e", "ansible_python_interpreter=/usr/bin/python3",
	}
	for _, e := range extra {
		args = append(args, "-e", e)
	}
	cmd := exec.Command("ansible-playbook", args...)
	cmd.Dir = "ansible"
	home := m.t.TempDir()
	cmd.Env = []string{
		"HOME=" + home, "ANSIBLE_HOME=" + home, "ANSIBLE_LOCAL_TEMP=" + home + "/tmp", "ANSIBLE_REMOTE_TEMP=" + home + "/remote",
		"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "ANSIBLE_NOCOLOR=1", "ANSIBLE_NOCOWS=1",
		"ANSIBLE_RETRY_FILES_ENABLED=0", "ANSIBLE_DEPRECATION_WARNINGS=0",
		"XDG_CONFIG_HOME=" + home + "/.config", "DBUS_SESSION_BUS_ADDRESS=",
	}
	out, err := cmd.CombinedOutput()
	if (err != nil) != (fails != "") || !strings.Contains(string(out), fails) {
		m.t.Fatalf("ansible-playbook %q: %v\n%s", extra, err, out)
	}
	recap := regexp.MustCompile(`localhost .*changed=(\d+) `).FindSubmatch(out)
	if recap == nil {
		m.t.Fatalf("no recap:\n%s", out)
	}
	changed, _ = strconv.Atoi(string(recap[1]))
	if changed > 0 {
		m.t.Logf("%q changed %d", extra, changed)
	}
	return changed
}

const policyFile = "etc/vestibule/policy.d/50-fleet.toml"

// TestRole runs the role for real: it installs, registers, distributes a
// policy and verifies; a second time it changes nothing; and rolled back, the
// machine is what it was, byte for byte.
func TestRole(t *testing.T) {
	binaries := t.TempDir()
	if _, err := e2e.BuildWithPolicy(binaries, "/etc/vestibule"); err != nil {
		t.Fatal(err)
	}
	t.Run("clean machine", func(t *testing.T) {
		m := newMachine(t, binaries)
		before := m.snapshot()
		expect := `{"vestibule_expect_locked": {"join.camera": "off", "join.microphone": "muted"}}`
		if m.play("", expect) == 0 {
			t.Error("the first run changed nothing")
		}
		for name, want := range map[string]string{
			policyFile:                "[locked.join]\ncamera = \"off\"\nmicrophone = \"muted\"\n",
			"etc/xdg/mimeapps.list":   "x-scheme-handler/zoommtg=dev.vestibule.Launcher.desktop",
			"usr/local/bin/vestibule": "\x7fELF", "usr/local/bin/vestibule-front": "\x7fELF",
			"usr/local/share/dbus-1/services/dev.vestibule.Launcher.service": "Exec=/usr/local/bin/vestibule run\n",
		} {
			if got := m.snapshot()[name]; !strings.Contains(got, want) {
				t.Errorf("%s holds %.200q", name, got)
			}
		}
		once := m.snapshot()
		if n := m.play("", expect); n != 0 {
			t.Errorf("the second run changed %d things", n)
		}
		m.same(once)

		// What strays is brought back.
		if err := os.Chmod(filepath.Join(m.root, policyFile), 0o666); err != nil {
			t.Fatal(err)
		}
		if n := m.play("", expect); n != 1 {
			t.Errorf("a policy that others may write: %d changes, want 1", n)
		}
		m.same(once)

		if m.play("", "vestibule_state=absent") == 0 {
			t.Error("rolling back changed nothing")
		}
		m.same(before)
		if n := m.play("", "vestibule_state=absent"); n != 0 {
			t.Errorf("rolling back twice changed %d things", n)
		}
		m.same(before)
	})
	t.Run("machine with an earlier one", func(t *testing.T) {
		m := newMachine(t, binaries)
		m.write("usr/local/bin/vestibule", "#!/bin/sh\necho an older one\n", 0o750)
		m.write(policyFile, "# an older one\n", 0o600)
		m.write("etc/vestibule/policy.d/10-other.toml", "[locked.links]\nstrip_tracking = true\n", 0o644)
		m.write("etc/xdg/mimeapps.list", "# the distribution's\n[Default Applications]\nx-scheme-handler/zoommtg=zoom.desktop\ntext/html=w3m.desktop", 0o640)
		before := m.snapshot()
		m.play("", `{"vestibule_expect_locked": {"join.camera": "off", "links.strip_tracking": "true"}}`)
		m.play("", "vestibule_state=absent")
		m.same(before)
	})
	t.Run("policy that is not understood", func(t *testing.T) {
		m := newMachine(t, binaries)
		before := m.snapshot()
		m.play(`unknown key`, `{"vestibule_policy": "[locked.join]\ncamra = \"off\"\n"}`)
		if _, there := m.snapshot()[policyFile]; there {
			t.Error("the policy is in place")
		}
		m.play("", "vestibule_state=absent")
		m.same(before)
	})
	t.Run("lock that does not come to hold", func(t *testing.T) {
		m := newMachine(t, binaries)
		m.play("join.assurance is not locked, not blocked", `{"vestibule_expect_locked": {"join.assurance": "blocked"}}`)
		// A scheme that was taken meanwhile is brought back.
		list := "etc/xdg/mimeapps.list"
		m.write(list, "[Default Applications]\nx-scheme-handler/zoommtg=zoom.desktop\n", 0o644)
		m.play("")
		if got := m.snapshot()[list]; !strings.Contains(got, "zoommtg=dev.vestibule.Launcher.desktop;zoom.desktop") {
			t.Errorf("%s holds %s", list, got)
		}
	})
}
