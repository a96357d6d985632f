package device

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// tree is a made machine: folders with the files that sysfs, procfs, devtmpfs
// and udev would show.
type tree struct {
	t testing.TB
	Roots
}

// newTree makes a machine without cameras, with init and this test running.
func newTree(t testing.TB) *tree {
	t.Helper()
	dir := t.TempDir()
	tr := &tree{t, Roots{
		Sys: filepath.Join(dir, "sys"), Proc: filepath.Join(dir, "proc"),
		Dev: filepath.Join(dir, "dev"), Run: filepath.Join(dir, "run"),
	}}
	for _, d := range []string{filepath.Join(tr.Sys, "class"), tr.Proc, tr.Dev, tr.Run} {
		tr.folder(d)
	}
	tr.process(1, "init")
	tr.process(os.Getpid(), "device.test")
	return tr
}

func (tr *tree) folder(path string) {
	tr.t.Helper()
	if err := os.MkdirAll(path, 0o755); err != nil {
		tr.t.Fatal(err)
	}
}

func (tr *tree) file(path, text string) {
	tr.t.Helper()
	tr.folder(filepath.Dir(path))
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		tr.t.Fatal(err)
	}
}

func (tr *tree) link(target, path string) {
	tr.t.Helper()
	tr.folder(filepath.Dir(path))
	if err := os.Symlink(target, path); err != nil {
		tr.t.Fatal(err)
	}
}

// node makes videoN of the given physical device ("" for a virtual camera).
func (tr *tree) node(n, index int, device, name string) {
	tr.t.Helper()
	node := "video" + strconv.Itoa(n)
	parent := filepath.Join(tr.Sys, "devices", "virtual")
	if device != "" {
		parent = filepath.Join(tr.Sys, "devices", "usb1", device)
	}
	dir := filepath.Join(parent, "video4linux", node)
	tr.file(filepath.Join(dir, "name"), name+"\n")
	tr.file(filepath.Join(dir, "index"), strconv.Itoa(index)+"\n")
	tr.file(filepath.Join(dir, "dev"), fmt.Sprintf("81:%d\n", n))
	if device != "" {
		tr.link("../../../"+device, filepath.Join(dir, "device"))
	}
	tr.link(dir, filepath.Join(tr.Sys, "class", "video4linux", node))
	tr.file(filepath.Join(tr.Dev, node), "")
}

// udev notes what the node can do.
func (tr *tree) udev(n int, capabilities string) {
	tr.t.Helper()
	tr.file(filepath.Join(tr.Run, "udev", "data", fmt.Sprintf("c81:%d", n)),
		"S:v4l/by-id/usb-x\nE:ID_V4L_VERSION=2\nE:ID_V4L_CAPABILITIES="+capabilities+"\nG:uaccess\n")
}

// power says that a device has driver and runtime power status.
func (tr *tree) power(device, driver, status string) {
	tr.t.Helper()
	dir := filepath.Join(tr.Sys, "devices", "usb1", device)
	tr.link("../../../bus/usb/drivers/"+driver, filepath.Join(dir, "driver"))
	tr.file(filepath.Join(dir, "power", "runtime_status"), status+"\n")
}

// unplug takes videoN out of sysfs and /dev; half leaves the class entry
// pointing nowhere, as it does for a moment.
func (tr *tree) unplug(n int, half bool) {
	tr.t.Helper()
	node := "video" + strconv.Itoa(n)
	entry := filepath.Join(tr.Sys, "class", "video4linux", node)
	dir, err := filepath.EvalSymlinks(entry)
	if err != nil {
		tr.t.Fatal(err)
	}
	tr.remove(dir)
	tr.remove(filepath.Join(tr.Dev, node))
	if !half {
		tr.remove(entry)
	}
}

func (tr *tree) remove(path string) {
	tr.t.Helper()
	if err := os.RemoveAll(path); err != nil {
		tr.t.Fatal(err)
	}
}

// process makes a process that holds the named things open.
func (tr *tree) process(pid int, comm string, open ...string) {
	tr.t.Helper()
	dir := filepath.Join(tr.Proc, strconv.Itoa(pid))
	tr.file(filepath.Join(dir, "comm"), comm+"\n")
	tr.folder(filepath.Join(dir, "fd"))
	tr.link("/dev/null", filepath.Join(dir, "fd", "0"))
	tr.link("socket:[4711]", filepath.Join(dir, "fd", "1"))
	for i, o := range open {
		tr.link(o, filepath.Join(dir, "fd", strconv.Itoa(i+2)))
	}
}

// exe names the executable of a process.
func (tr *tree) exe(pid int, path string) {
	tr.t.Helper()
	tr.link(path, filepath.Join(tr.Proc, strconv.Itoa(pid), "exe"))
}

// unreadable makes a process whose descriptors may not be looked at. A loop
// of links stands for the refusal, because root would be let in anywhere.
func (tr *tree) unreadable(pid int, comm string) {
	tr.t.Helper()
	dir := filepath.Join(tr.Proc, strconv.Itoa(pid))
	tr.file(filepath.Join(dir, "comm"), comm+"\n")
	tr.link("fd", filepath.Join(dir, "fd"))
}

// hideOthers is a /proc mounted with hidepid=invisible.
func (tr *tree) hideOthers() { tr.remove(filepath.Join(tr.Proc, "1")) }
