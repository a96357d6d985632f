package device

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCameras(t *testing.T) {
	// webcam has a node for pictures and one for metadata.
	webcam := func(tr *tree) {
		tr.node(0, 0, "1-1:1.0", "Logitech C920")
		tr.node(1, 1, "1-1:1.0", "Logitech C920")
	}
	type want struct {
		state State
		why   string
		lines string // a camera a line, without the root of /dev
	}
	cases := []struct {
		name string
		make func(tr *tree)
		want want
	}{
		{"none", func(tr *tree) {}, want{Absent, "", ""}},
		{"class without cameras", func(tr *tree) {
			tr.folder(filepath.Join(tr.Sys, "class", "video4linux"))
			tr.file(filepath.Join(tr.Sys, "class", "video4linux", "v4l-subdev0", "name"), "sensor")
			tr.file(filepath.Join(tr.Sys, "class", "video4linux", "vbi0", "name"), "teletext")
		}, want{Absent, "", ""}},
		{"no sysfs at all", func(tr *tree) { tr.remove(tr.Sys) },
			want{Unknown, whyUnlisted, ""}},
		{"nodes that sysfs does not show", func(tr *tree) { tr.file(filepath.Join(tr.Dev, "video0"), "") },
			want{Unknown, whyUnlisted, ""}},
		{"class that cannot be read", func(tr *tree) {
			tr.link("video4linux", filepath.Join(tr.Sys, "class", "video4linux"))
		}, want{Unknown, whyUnlisted, ""}},
		{"one idle", func(tr *tree) { tr.node(0, 0, "1-1:1.0", "Logitech C920") },
			want{Idle, "", "Logitech C920 video0 idle"}},
		{"two nodes of one camera are one", webcam,
			want{Idle, "", "Logitech C920 video0 idle"}},
		{"the first by index stands for it", func(tr *tree) {
			tr.node(0, 1, "1-1:1.0", "metadata")
			tr.node(1, 0, "1-1:1.0", "Logitech C920")
		}, want{Idle, "", "Logitech C920 video1 idle"}},
		{"two cameras of one make, in the order of their nodes", func(tr *tree) {
			tr.node(10, 0, "1-2:1.0", "Webcam B")
			tr.node(2, 0, "1-1:1.0", "Webcam A")
		}, want{Idle, "", "Webcam A video2 idle\nWebcam B video10 idle"}},
		{"virtual cameras stand for themselves", func(tr *tree) {
			tr.node(8, 0, "", "OBS Virtual Camera")
			tr.node(9, 0, "", "Second Virtual Camera")
		}, want{Idle, "", "OBS Virtual Camera video8 idle\nSecond Virtual Camera video9 idle"}},
		{"udev knows which node cannot capture", func(tr *tree) {
			tr.node(0, 0, "1-1:1.0", "decoder")
			tr.udev(0, ":video_output:")
			webcam2 := "1-2:1.0"
			tr.node(1, 0, webcam2, "metadata")
			tr.udev(1, ":")
			tr.node(2, 1, webcam2, "Webcam")
			tr.udev(2, ":capture:")
		}, want{Idle, "", "Webcam video2 idle"}},
		{"held by a program", func(tr *tree) {
			webcam(tr)
			tr.process(4242, "obs", "/dev/video0")
		}, want{Idle, "", "Logitech C920 video0 in-use 4242:obs"}},
		{"held by its second node only", func(tr *tree) {
			webcam(tr)
			tr.process(4242, "obs", "/dev/video1")
		}, want{Idle, "", "Logitech C920 video0 in-use 4242:obs"}},
		{"held twice by one, and by another", func(tr *tree) {
			webcam(tr)
			tr.process(20, "cheese", "/dev/video0", "/dev/video1", "/dev/video0")
			tr.process(9, "obs", "/dev/video0")
		}, want{Idle, "", "Logitech C920 video0 in-use 9:obs 20:cheese"}},
		{"only one of two is held", func(tr *tree) {
			tr.node(1, 0, "1-1:1.0", "Webcam A")
			tr.node(10, 0, "1-2:1.0", "Webcam B")
			tr.process(20, "cheese", "/dev/video10")
		}, want{Idle, "", "Webcam A video1 idle\nWebcam B video10 in-use 20:cheese"}},
		{"other things with video in their name", func(tr *tree) {
			webcam(tr)
			tr.process(20, "mpv", "/home/me/video0", "/dev/video7", "/home/dev/video0.mkv", "/dev/video0x")
		}, want{Idle, "", "Logitech C920 video0 idle"}},
		{"a node that was unplugged under a program", func(tr *tree) {
			webcam(tr)
			tr.process(20, "cheese", "/dev/video0 (deleted)")
		}, want{Idle, "", "Logitech C920 video0 idle"}},
		{"we are not among the users", func(tr *tree) {
			webcam(tr)
			tr.link("/dev/video0", filepath.Join(tr.Proc, itoa(os.Getpid()), "fd", "7"))
		}, want{Idle, "", "Logitech C920 video0 idle"}},
		{"unreadable is unknown, not idle", func(tr *tree) {
			webcam(tr)
			tr.unreadable(30, "daemon")
		}, want{Idle, "", "Logitech C920 video0 unknown (" + whyUnseen + ")"}},
		{"unreadable, but held by one we see", func(tr *tree) {
			webcam(tr)
			tr.unreadable(30, "daemon")
			tr.process(31, "obs", "/dev/video0")
		}, want{Idle, "", "Logitech C920 video0 in-use 31:obs"}},
		{"hidden processes are unknown, not idle", func(tr *tree) {
			webcam(tr)
			tr.hideOthers()
		}, want{Idle, "", "Logitech C920 video0 unknown (" + whyHidden + ")"}},
		{"no procfs is unknown, not idle", func(tr *tree) {
			webcam(tr)
			tr.remove(tr.Proc)
		}, want{Idle, "", "Logitech C920 video0 unknown (" + whyHidden + ")"}},
		{"a container sees only its own", func(tr *tree) {
			webcam(tr)
			tr.link("pid:[4026532999]", filepath.Join(tr.Proc, "self", "ns", "pid"))
		}, want{Idle, "", "Logitech C920 video0 unknown (" + whyContained + ")"}},
		{"outside every container", func(tr *tree) {
			webcam(tr)
			tr.link(firstPIDNamespace, filepath.Join(tr.Proc, "self", "ns", "pid"))
		}, want{Idle, "", "Logitech C920 video0 idle"}},
		{"a USB camera that sleeps is idle whoever is unseen", func(tr *tree) {
			webcam(tr)
			tr.power("1-1:1.0", "uvcvideo", "suspended")
			tr.unreadable(30, "daemon")
		}, want{Idle, "", "Logitech C920 video0 idle"}},
		{"a USB camera that is awake may be in use", func(tr *tree) {
			webcam(tr)
			tr.power("1-1:1.0", "uvcvideo", "active")
			tr.unreadable(30, "daemon")
		}, want{Idle, "", "Logitech C920 video0 unknown (" + whyUnseen + ")"}},
		{"sleep of another driver proves nothing", func(tr *tree) {
			webcam(tr)
			tr.power("1-1:1.0", "em28xx", "suspended")
			tr.unreadable(30, "daemon")
		}, want{Idle, "", "Logitech C920 video0 unknown (" + whyUnseen + ")"}},
		{"unplugged for half", func(tr *tree) {
			webcam(tr)
			tr.node(2, 0, "1-2:1.0", "Webcam B")
			tr.unplug(0, true)
		}, want{Idle, "", "Logitech C920 video1 idle\nWebcam B video2 idle"}},
		{"unplugged", func(tr *tree) {
			webcam(tr)
			tr.unplug(0, false)
			tr.unplug(1, false)
		}, want{Absent, "", ""}},
		{"a process that ends meanwhile", func(tr *tree) {
			webcam(tr)
			tr.remove(filepath.Join(tr.Proc, "1", "fd"))
		}, want{Idle, "", "Logitech C920 video0 idle"}},
		{"names are cleaned", func(tr *tree) {
			tr.node(0, 0, "1-1:1.0", "Cam\x1b[31m\u202eera\x00 \t 1")
			tr.process(20, "ev\ril\u200b", "/dev/video0")
		}, want{Idle, "", "Cam[31mera 1 video0 in-use 20:ev il"}},
		{"no name at all", func(tr *tree) { tr.node(0, 0, "1-1:1.0", "\x01") },
			want{Idle, "", "Camera video0 idle"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tr := newTree(t)
			c.make(tr)
			list, state, why := cameras(context.Background(), tr.Roots)
			got := want{state, why, describeCameras(tr, list)}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(want{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func describeCameras(tr *tree, list []Camera) string {
	var lines []string
	for _, c := range list {
		line := c.Name + " " + strings.TrimPrefix(c.Node, tr.Dev+"/") + " " + string(c.State)
		if c.Why != "" {
			line += " (" + c.Why + ")"
		}
		for _, u := range c.Users {
			line += " " + itoa(u.PID) + ":" + u.Name
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestProgramName(t *testing.T) {
	cases := []struct{ name, comm, exe, want string }{
		{"comm", "obs", "/usr/bin/obs", "obs"},
		{"comm that differs", "zoom", "/opt/zoom/ZoomLauncher", "zoom"},
		{"comm cut short", "gnome-control-c", "/usr/bin/gnome-control-center", "gnome-control-center"},
		{"comm of just that length", "exactly15letter", "/usr/bin/other", "exactly15letter"},
		{"title of a helper", "Utility Process", "/usr/lib/firefox-esr/firefox-esr", "firefox-esr"},
		{"title of a helper, executable unseen", "Web Content", "", "Web Content"},
		{"replaced by an update", "", "/opt/zoom/zoom (deleted)", "zoom"},
		{"PipeWire holds it for another", "pipewire", "/usr/bin/pipewire", "a program through PipeWire"},
		{"nothing", "", "", "a program"},
		{"nothing to show", "\x01\x02", "", "a program"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tr := newTree(t)
			tr.process(77, c.comm)
			if c.exe != "" {
				tr.exe(77, c.exe)
			}
			if got := programName(filepath.Join(tr.Proc, "77")); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// A probe that has no time left says so, and does not call a camera idle.
func TestCamerasOutOfTime(t *testing.T) {
	tr := newTree(t)
	tr.node(0, 0, "1-1:1.0", "Webcam")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	list, _, _ := cameras(ctx, tr.Roots)
	if len(list) != 1 || list[0].State != Unknown || list[0].Why != whyLate {
		t.Errorf("got %+v", list)
	}
}

// The real /proc: this test holds a file that looks like a camera's node, by
// a process of its own, and is told so.
func TestHoldersInTheRealProc(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dev")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	node := filepath.Join(dir, "video0")
	if err := os.WriteFile(node, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	pid := holdOpen(t, node)
	found, _ := holders(context.Background(), "/proc", map[string]bool{"video0": true})
	want := []Program{{PID: pid, Name: "cat"}}
	if diff := cmp.Diff(want, found["video0"]); diff != "" {
		t.Error(diff)
	}
}
