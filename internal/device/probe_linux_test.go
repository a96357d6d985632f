package device

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// A part that hangs where nothing can end it is Unknown, and takes nothing
// from the other.
func TestProbeWithHungCameras(t *testing.T) {
	tr := newTree(t)
	tr.node(0, 0, "1-1:1.0", "Webcam")
	name := filepath.Join(tr.Sys, "class", "video4linux", "video0", "name")
	tr.remove(name)
	if err := syscall.Mkfifo(name, 0o600); err != nil { // opening it waits for a writer
		t.Fatal(err)
	}
	sound := patient(only("PULSE_SERVER", "tcp:nowhere"))
	defer sound.Close()
	s := ProbeWith(context.Background(), Options{Roots: tr.Roots, Sound: sound})
	if s.CamerasState != Unknown || s.CamerasWhy != whyLate || s.Cameras == nil {
		t.Errorf("cameras: %+v", s)
	}
	if s.Microphone.Why != string(faultNetwork) && s.Microphone.Why != whyLate {
		t.Errorf("microphone: %+v", s.Microphone)
	}
	f, err := os.OpenFile(name, os.O_WRONLY, 0) // lets it go
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	leavesNothing(t)
}

// A probe whose context has ended says so and asks nobody.
func TestProbeOfEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	tr := newTree(t)
	tr.node(0, 0, "1-1:1.0", "Webcam")
	s := ProbeWith(ctx, Options{Roots: tr.Roots, Sound: patient(only("", "")), Limit: enough})
	if s.Microphone.State != Unknown || len(s.Cameras) != 1 || s.Cameras[0].State != Unknown {
		t.Errorf("%+v", s)
	}
}

// A machine's watch tells of both kinds of device, and ends.
func TestMachineWatch(t *testing.T) {
	s := startSound(t, "pulseaudio")
	tr := newTree(t)
	m := Open(Options{Roots: tr.Roots, Sound: patient(s.env), Limit: enough})
	defer m.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c := m.Watch(ctx)
	now := func() Snapshot { return m.Probe(context.Background()) }
	if got := now().CamerasState; got != Absent {
		t.Errorf("cameras %q", got)
	}
	tr.node(0, 0, "1-1:1.0", "Webcam")
	until(t, c, "a camera", func() bool { return len(now().Cameras) == 1 })
	if err := m.MuteAll(ctx); err != nil {
		t.Fatal(err)
	}
	until(t, c, "a mute", func() bool { return now().Microphone.Muted })
	cancel()
	ends(t, c)
	if got := m.Held(); len(got) != 1 {
		t.Errorf("the mute does not outlive the watch: %q", got)
	}
	if err := m.Unmute(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// desktop makes a machine with a camera and as many processes and
// descriptors as a desktop has.
func desktop(b *testing.B) Roots {
	tr := newTree(b)
	tr.remove(filepath.Join(tr.Proc, "1"))
	tr.node(0, 0, "1-1:1.0", "Webcam")
	tr.node(1, 1, "1-1:1.0", "Webcam")
	open := make([]string, 20)
	for i := range open {
		open[i] = "socket:[" + strconv.Itoa(10000+i) + "]"
	}
	for pid := 1; pid <= 250; pid++ {
		tr.process(pid, "program", open...)
	}
	return tr.Roots
}

// 250 processes with 22 descriptors each.
func BenchmarkCamerasOfDesktop(b *testing.B) {
	roots := desktop(b)
	b.ReportAllocs()
	for b.Loop() {
		if list, _, _ := cameras(context.Background(), roots); len(list) != 1 || list[0].State != Idle {
			b.Fatalf("%+v", list)
		}
	}
}

// The processes that run here now.
func BenchmarkHoldersInRealProc(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		holders(context.Background(), "/proc", map[string]bool{"video0": true})
	}
	pids, _ := processes("/proc")
	b.ReportMetric(float64(len(pids)), "processes")
}

func benchSound(b *testing.B, bench func(b *testing.B, s *soundServer)) {
	for _, kind := range []string{"pulseaudio", "pipewire"} {
		b.Run(kind, func(b *testing.B) {
			s := startSound(b, kind)
			b.ReportAllocs()
			bench(b, s)
		})
	}
}

// A whole probe on the kept connection, as a daemon does.
func BenchmarkProbeKept(b *testing.B) {
	roots := desktop(b)
	benchSound(b, func(b *testing.B, s *soundServer) {
		m := Open(Options{Roots: roots, Sound: patient(s.env)})
		defer m.Close()
		for b.Loop() {
			if s := m.Probe(context.Background()); s.Microphone.State != Idle || s.CamerasState != Idle {
				b.Fatalf("%+v", s)
			}
		}
	})
}

// A whole probe with a connection of its own, as the command line does.
func BenchmarkProbeOnce(b *testing.B) {
	roots := desktop(b)
	benchSound(b, func(b *testing.B, s *soundServer) {
		for b.Loop() {
			sound := patient(s.env)
			if s := ProbeWith(context.Background(), Options{Roots: roots, Sound: sound}); s.Microphone.State != Idle {
				b.Fatalf("%+v", s)
			}
			sound.Close()
		}
	})
}
