package device

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// v4lCamera is one physical camera in sysfs.
type v4lCamera struct {
	name  string
	node  string   // the node that gives the picture: "video0"
	nodes []string // all its nodes
	dir   string   // sysfs folder of node
}

// v4lNode is one node of the Video4Linux class.
type v4lNode struct {
	name, node, dir string
	number, index   int
	device          any // which device it belongs to: comparable
	capture         bool
}

// v4lCameras lists the physical cameras, in the order of their nodes. A USB
// camera has several nodes (picture, metadata); they share the `device` link,
// and the first of them by `index` that can capture stands for all.
func v4lCameras(r Roots) ([]v4lCamera, error) {
	class := filepath.Join(r.Sys, "class", "video4linux")
	entries, err := os.ReadDir(class)
	if errors.Is(err, fs.ErrNotExist) {
		// The class appears with the first device. But a sysfs that is not there
		// at all, or shows less than /dev does, is no answer.
		if _, err := os.Stat(filepath.Join(r.Sys, "class")); err != nil {
			return nil, err
		}
		if left, _ := filepath.Glob(filepath.Join(r.Dev, "video[0-9]*")); len(left) > 0 {
			return nil, fs.ErrNotExist
		}
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var nodes []v4lNode
	for _, e := range entries {
		if n, ok := readNode(r, class, e.Name()); ok {
			nodes = append(nodes, n)
		}
	}
	slices.SortFunc(nodes, func(a, b v4lNode) int { return cmp.Compare(a.number, b.number) })

	var list []v4lCamera
	done := map[any]bool{}
	for _, first := range nodes {
		if done[first.device] {
			continue
		}
		done[first.device] = true
		var all []string
		var best *v4lNode
		for i := range nodes {
			n := &nodes[i]
			if n.device != first.device {
				continue
			}
			all = append(all, n.node)
			if n.capture && (best == nil || n.index < best.index) {
				best = n
			}
		}
		if best != nil {
			list = append(list, v4lCamera{best.name, best.node, all, best.dir})
		}
	}
	return list, nil
}

// readNode reads one entry of the class; false for one that is no video node
// or was unplugged meanwhile.
func readNode(r Roots, class, node string) (v4lNode, bool) {
	digits, ok := strings.CutPrefix(node, "video")
	number, err := strconv.Atoi(digits)
	if !ok || err != nil {
		return v4lNode{}, false // vbi0, radio0, v4l-subdev3 …
	}
	n := v4lNode{node: node, number: number, dir: filepath.Join(class, node)}
	name, err := readLine(filepath.Join(n.dir, "name"))
	if gone(err) {
		return v4lNode{}, false
	}
	n.name = clean(name)
	if n.name == "" {
		n.name = "Camera"
	}
	index, _ := readLine(filepath.Join(n.dir, "index"))
	n.index, _ = strconv.Atoi(index)

	n.device = node // a virtual camera has no device: it stands for itself
	if fi, err := os.Stat(filepath.Join(n.dir, "device")); err == nil {
		if st, ok := fi.Sys().(*syscall.Stat_t); ok {
			n.device = [2]uint64{uint64(st.Dev), st.Ino}
		}
	}
	n.capture = canCapture(r, n.dir)
	return n, true
}

// canCapture asks udev's database, where v4l_id has left what the node can
// do (ID_V4L_CAPABILITIES=":capture:"): a codec or a metadata node cannot.
// Asking the node itself would mean to open it. Without a note: yes.
func canCapture(r Roots, dir string) bool {
	number, err := readLine(filepath.Join(dir, "dev"))
	if err != nil || strings.ContainsAny(number, "/.") {
		return true
	}
	data, err := readSome(filepath.Join(r.Run, "udev", "data", "c"+number), 64<<10)
	if err != nil {
		return true
	}
	for line := range bytes.Lines(data) {
		if v, ok := bytes.CutPrefix(line, []byte("E:ID_V4L_CAPABILITIES=")); ok {
			return bytes.Contains(v, []byte(":capture:"))
		}
	}
	return true
}

// asleep says that the driver of a USB camera has let it sleep: uvcvideo keeps
// the interface awake while anyone takes pictures
// (drivers/media/usb/uvc/uvc_v4l2.c, usb_autopm_get_interface), so a suspended
// one is in use by nobody, whoever may be looked at.
func (c v4lCamera) asleep() bool {
	driver, err := os.Readlink(filepath.Join(c.dir, "device", "driver"))
	if err != nil || filepath.Base(driver) != "uvcvideo" {
		return false
	}
	status, err := readLine(filepath.Join(c.dir, "device", "power", "runtime_status"))
	return err == nil && status == "suspended"
}

// gone says that what was read has gone away, as unplugged devices and ended
// processes do.
func gone(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENODEV) ||
		errors.Is(err, syscall.ENXIO) || errors.Is(err, syscall.ESRCH)
}

// readLine reads the first line of a small file, without its end.
func readLine(name string) (string, error) {
	data, err := readSome(name, 4096)
	line, _, _ := bytes.Cut(data, []byte("\n"))
	return string(line), err
}

// readSome reads at most limit bytes.
func readSome(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}
