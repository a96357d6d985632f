package device

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestClean(t *testing.T) {
	long := strings.Repeat("é", maxName)
	cases := []struct{ name, in, want string }{
		{"plain", "Logitech C920", "Logitech C920"},
		{"empty", "", ""},
		{"space around and within", "  a \t\n b  ", "a b"},
		{"terminal escapes", "\x1b]0;title\x07a\x1b[2J\u009b", "]0;titlea[2J"},
		{"bidirectional", "a\u202eb\u2066c\u200f", "abc"},
		{"zero width", "a\u200bb\ufeffc\u00ad", "abc"},
		{"invalid UTF-8", "a\xff\xc3b", "ab"},
		{"other scripts and emoji", "摄像头 🎤 é", "摄像头 🎤 é"},
		{"as long as may be", long, long},
		{"too long", long + "x", long + "…"},
		{"too long after a space", long + " x", long + "…"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := clean(c.in); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// The JSON is an interface: programs read it.
func TestSnapshotJSON(t *testing.T) {
	none, err := json.Marshal(Snapshot{CamerasState: Absent, Microphone: Microphone{State: Absent}}.withList())
	if err != nil {
		t.Fatal(err)
	}
	const wantNone = `{"cameras":[],"cameras_state":"absent","microphone":{"name":"","state":"absent","muted":false}}`
	if diff := cmp.Diff(wantNone, string(none)); diff != "" {
		t.Error(diff)
	}
	full, err := json.Marshal(Snapshot{
		Cameras:      []Camera{{Name: "Cam", Node: "/dev/video0", State: InUse, Users: []Program{{PID: 7, Name: "obs"}}}},
		CamerasState: Idle,
		Microphone:   Microphone{State: Unknown, Why: "no sound server is running"},
	})
	if err != nil {
		t.Fatal(err)
	}
	const wantFull = `{"cameras":[{"name":"Cam","node":"/dev/video0","state":"in-use","users":[{"pid":7,"name":"obs"}]}],"cameras_state":"idle",` +
		`"microphone":{"name":"","state":"unknown","muted":false,"why":"no sound server is running"}}`
	if diff := cmp.Diff(wantFull, string(full)); diff != "" {
		t.Error(diff)
	}
}

func TestFake(t *testing.T) {
	f := NewFake(Snapshot{CamerasState: Absent, Microphone: Microphone{Name: "Mic", State: Idle}})
	bg := context.Background()
	ctx, cancel := context.WithCancel(bg)
	c := f.Watch(ctx)
	if f.Watchers() != 1 {
		t.Errorf("watchers: %d", f.Watchers())
	}
	f.Set(Snapshot{CamerasState: Absent, Microphone: Microphone{Name: "Mic", State: InUse}})
	f.Set(Snapshot{CamerasState: Absent, Microphone: Microphone{Name: "Mic", State: Idle}})
	<-c
	select {
	case <-c:
		t.Error("two values for what nobody took")
	default:
	}
	if err := f.MuteAll(bg); err != nil {
		t.Fatal(err)
	}
	<-c
	if !f.Probe(bg).Microphone.Muted || !cmp.Equal(f.Held(), []string{"Mic"}) {
		t.Errorf("after MuteAll: %+v, held %q", f.Probe(bg), f.Held())
	}
	broken := errors.New("broken")
	f.FailMute(broken)
	if err := f.Unmute(bg); err != broken {
		t.Errorf("error %v", err)
	}
	f.FailMute(nil)
	if err := f.Unmute(bg); err != nil || f.Probe(bg).Microphone.Muted || len(f.Held()) != 0 {
		t.Errorf("after Unmute: %v, %+v, held %q", err, f.Probe(bg), f.Held())
	}
	cancel()
	for range c {
	}
	if f.Watchers() != 0 {
		t.Errorf("watchers after the end: %d", f.Watchers())
	}
}
