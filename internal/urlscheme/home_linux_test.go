package urlscheme

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// home is a made home directory with its own environment.
type home struct {
	t      *testing.T
	root   string
	binary string
}

// newHome makes one and points the environment at it. The binary is a script
// that writes its arguments, NUL after each, to the file "ran".
func newHome(t *testing.T, binary string) *home {
	h := &home{t: t, root: t.TempDir()}
	for key, dir := range map[string]string{
		"HOME": "", "XDG_CONFIG_HOME": "config", "XDG_CONFIG_DIRS": "xdg", "XDG_DATA_HOME": "data",
		"XDG_DATA_DIRS": "share", "XDG_STATE_HOME": "state", "XDG_RUNTIME_DIR": "run",
	} {
		t.Setenv(key, filepath.Join(h.root, dir))
	}
	before := systemRoot
	t.Cleanup(func() { systemRoot = before })
	systemRoot = filepath.Join(h.root, "machine")
	t.Setenv("XDG_CURRENT_DESKTOP", "")
	t.Setenv("LC_ALL", "C")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(h.root, "no-bus"))
	if binary == "" {
		binary = "opt/vestibule"
	}
	h.binary = h.write(binary, "#!/bin/sh\nprintf '%s\\0' \"$@\" > '"+h.root+"/ran.new'\nmv '"+h.root+"/ran.new' '"+h.root+"/ran'\n", 0o755)
	return h
}

func (h *home) path(name string) string { return filepath.Join(h.root, name) }

func (h *home) write(name, text string, mode os.FileMode) string {
	h.t.Helper()
	path := h.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		h.t.Fatal(err)
	}
	return path
}

// app installs a program that handles schemes.
func (h *home) app(dir, id string, schemes ...string) {
	h.t.Helper()
	text := "[Desktop Entry]\nType=Application\nName=" + strings.ToUpper(strings.TrimSuffix(id, ".desktop")) + "\nExec=true %u\nMimeType="
	for _, s := range schemes {
		text += mimePrefix + s + ";"
	}
	h.write(dir+"/applications/"+id, text+"\n", 0o644)
	if out, err := exec.Command("update-desktop-database", h.path(dir+"/applications")).CombinedOutput(); err != nil {
		h.t.Fatalf("update-desktop-database: %v: %s", err, out)
	}
}

// snapshot is every file, link and directory below root.
func (h *home) snapshot() map[string]string {
	h.t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(h.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(h.root, path)
		info, err := d.Info()
		if err != nil {
			return err
		}
		content := ""
		switch {
		case info.Mode().IsRegular():
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			content = string(data)
		case info.Mode()&fs.ModeSymlink != 0:
			content, _ = os.Readlink(path)
		}
		out[name] = fmt.Sprintf("%v %s", info.Mode(), content)
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// same compares the machine with what it was.
func (h *home) same(before map[string]string) {
	h.t.Helper()
	after := h.snapshot()
	names := maps.Clone(before)
	maps.Copy(names, after)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if before[name] != after[name] {
			h.t.Errorf("%s: was %q, is %q", name, before[name], after[name])
		}
	}
}

// gio says who opens a scheme.
func (h *home) gio(scheme string) string {
	h.t.Helper()
	out, err := exec.Command("gio", "mime", mimePrefix+scheme).Output()
	if err != nil {
		h.t.Fatalf("gio mime: %v", err)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	if !strings.HasPrefix(line, "Default application for") {
		return ""
	}
	return line[strings.LastIndex(line, " ")+1:]
}

func (h *home) register(o Options) Report {
	h.t.Helper()
	o.Binary = h.binary
	r, err := Register(o)
	if err != nil {
		h.t.Fatalf("Register: %v", err)
	}
	return r
}

func (h *home) unregister() Report {
	h.t.Helper()
	r, err := Unregister()
	if err != nil {
		h.t.Fatalf("Unregister: %v", err)
	}
	return r
}

func (h *home) read(name string) string {
	h.t.Helper()
	data, err := os.ReadFile(h.path(name))
	if err != nil {
		h.t.Fatal(err)
	}
	return string(data)
}
