package device

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// patience is for a busy machine.
const patience = 30 * time.Second

func waitUntil(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for late := time.Now().Add(patience); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("%s did not come", what)
		}
	}
}

func holdOf(t *testing.T, f *fakeHAL) *halSound {
	t.Helper()
	s := newHalSound(f)
	s.limit = patience
	t.Cleanup(func() {
		s.Close()
		if n := f.listening(); n != 0 {
			t.Errorf("%d listeners are left", n)
		}
	})
	return s
}

// TestMuteOnAMac: all microphones are muted, what was muted before stays the
// person's, and unmuting gives back exactly what was.
func TestMuteOnAMac(t *testing.T) {
	f := aMac()
	f.microphone(53, "loopback", 0)
	f.set(53, soundTransport(), u32(0x76697274)) // 'virt'
	s := holdOf(t, f)
	var told []string
	s.Keep(func(names []string) {
		told = append(told, strings.Join(names, "+")+" while muted: "+strings.Join(f.muted(), "+"))
	})
	if err := s.MuteAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"built-in", "headset", "quiet"}, f.muted()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"uid-built-in", "uid-headset"}, s.Held()); diff != "" {
		t.Error(diff)
	}
	if err := s.Unmute(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"quiet"}, f.muted()); diff != "" {
		t.Errorf("given back: %s", diff)
	}
	if diff := cmp.Diff([]string{"uid-built-in+uid-headset while muted: quiet", " while muted: quiet"}, told); diff != "" {
		t.Errorf("told: %s", diff)
	}
	waitUntil(t, "the end of listening", func() bool { return f.listening() == 0 })
}

// TestMuteOfChannels: a microphone with a mute for each channel is muted by
// those, and one that the person had muted stays muted.
func TestMuteOfChannels(t *testing.T) {
	f := aMac()
	f.set(51, inputMute(0), nil)
	f.set(51, inputMute(1), u32(1))
	f.set(51, inputMute(2), u32(0))
	s := holdOf(t, f)
	if err := s.MuteAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"uid-built-in", "uid-headset channel 02"}, s.Held()); diff != "" {
		t.Error(diff)
	}
	if err := s.Unmute(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{u32(1), u32(0)}, []any{f.get(51, inputMute(1)), f.get(51, inputMute(2))}); diff != "" {
		t.Error(diff)
	}
}

// TestMuteThatCannotBe: what has no mute is told by name, and the rest is muted.
func TestMuteThatCannotBe(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(f *fakeHAL)
		want  string
		held  []string
	}{
		{"no mute", func(f *fakeHAL) { f.set(51, inputMute(0), nil) }, "muting the microphones: headset: it has no mute that the system could set", []string{"uid-built-in"}},
		{"a mute that is fixed", func(f *fakeHAL) { f.fixed[51] = map[address]bool{inputMute(0): true} },
			"muting the microphones: headset: it has no mute that the system could set", []string{"uid-built-in"}},
		{"no identity of its own", func(f *fakeHAL) { f.set(51, soundUID(), status(-1)) },
			"muting the microphones: headset: it has no mute that the system could set", []string{"uid-built-in"}},
		{"no list", func(f *fakeHAL) { f.set(system(), soundsProperty(), status(-1)) }, "muting the microphones: the system refuses to tell", nil},
		{"neither", func(f *fakeHAL) { f.set(50, inputMute(0), nil); f.set(51, inputMute(0), nil) },
			"muting the microphones: built-in: it has no mute that the system could set\nheadset: it has no mute that the system could set", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := aMac()
			c.build(f)
			s := holdOf(t, f)
			err := s.MuteAll(t.Context())
			if err == nil || err.Error() != c.want {
				t.Errorf("%v", err)
			}
			if diff := cmp.Diff(c.held, s.Held()); diff != "" {
				t.Error(diff)
			}
			if len(c.held) == 0 {
				waitUntil(t, "the end of listening", func() bool { return f.listening() == 0 })
			}
		})
	}
}

// stubborn says yes to every write and does nothing.
type stubborn struct{ *fakeHAL }

func (stubborn) write(object, address, []byte) status { return 0 }

func TestMuteThatSaysYesAndDoesNothing(t *testing.T) {
	s := newHalSound(stubborn{aMac()})
	s.limit = patience
	defer s.Close()
	err := s.MuteAll(t.Context())
	if err == nil || !strings.Contains(err.Error(), "built-in: it is still on") || len(s.Held()) != 0 {
		t.Errorf("%v, held %v", err, s.Held())
	}
}

// TestMuteFollows: a microphone that comes while the mute holds is muted, and
// none after the person unmuted one.
func TestMuteFollows(t *testing.T) {
	f := aMac()
	s := holdOf(t, f)
	if err := s.MuteAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	waitUntil(t, "listening", func() bool { return f.listening() > 0 })
	f.microphone(53, "new", 0)
	waitUntil(t, "the mute of the new one", func() bool { return slices.Contains(f.muted(), "new") })
	waitUntil(t, "its name", func() bool { return slices.Contains(s.Held(), "uid-new") })
	f.set(50, inputMute(0), u32(0)) // the person's own key
	waitUntil(t, "noticing it", func() bool { return !slices.Contains(s.Held(), "uid-built-in") })
	// Plugged out and in: another object, and not muted any more.
	f.unplug(53)
	f.set(system(), soundsProperty(), u32(50, 51, 52))
	f.microphone(54, "later", 0)
	if _, err := s.HeldNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	if v := f.get(54, inputMute(0)).([]byte); v[0] != 0 || slices.Contains(f.muted(), "built-in") {
		t.Error("it is muted although the person wants to be heard")
	}
	if err := s.Unmute(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"quiet"}, f.muted()); diff != "" {
		t.Error(diff)
	}
}

// TestMuteOfAnEarlierRun: what is still muted is known to be ours, the start
// changes nothing, and what the person unmuted meanwhile stays on.
func TestMuteOfAnEarlierRun(t *testing.T) {
	f := aMac()
	first := newHalSound(f)
	first.limit = patience
	if err := first.MuteAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	left := first.Held()
	first.Close()
	f.set(51, inputMute(0), u32(0)) // meanwhile
	s := holdOf(t, f)
	s.Adopt(left)
	held, err := s.HeldNow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"uid-built-in"}, held); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"built-in", "quiet"}, f.muted()); diff != "" {
		t.Errorf("muted after the start: %s", diff)
	}
	if err := s.Unmute(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"quiet"}, f.muted()); diff != "" {
		t.Error(diff)
	}
}

// TestSystemThatHangs: a question ends all the same, and says so.
func TestSystemThatHangs(t *testing.T) {
	f := aMac()
	s := newHalSound(f)
	s.limit = 20 * time.Millisecond
	release := make(chan struct{})
	f.mu.Lock()
	f.hang = release
	f.mu.Unlock()
	if err := s.MuteAll(t.Context()); !errors.Is(err, errHung) {
		t.Errorf("%v", err)
	}
	if m := s.Microphone(t.Context()); m.State != Unknown || m.Why != errHung.Error() {
		t.Errorf("%+v", m)
	}
	f.mu.Lock()
	f.hang = nil
	f.mu.Unlock()
	close(release)
	// What it was about to do, it does, and what holds is known.
	waitUntil(t, "the late mute", func() bool { return len(s.Held()) == 2 && len(f.muted()) == 3 })
	s.limit = patience
	if err := s.Unmute(t.Context()); err != nil || len(f.muted()) != 1 {
		t.Errorf("%v, muted %v", err, f.muted())
	}
	s.Close()
}

// TestWatchOnAMac: changes are told while somebody watches, and no listener is
// left after.
func TestWatchOnAMac(t *testing.T) {
	f := aMac()
	f.camera(40, "a", 0)
	s := holdOf(t, f)
	ctx, cancel := context.WithCancel(t.Context())
	cams, sound := watchHalCameras(ctx, f), s.Watch(ctx)
	next := func(c <-chan struct{}, what string) {
		t.Helper()
		select {
		case <-c:
		case <-time.After(patience):
			t.Fatalf("%s was not told", what)
		}
	}
	next(cams, "the beginning")
	next(sound, "the beginning")
	for what, do := range map[string]func(){
		"a camera that starts": func() { f.set(40, cameraRunning(), u32(1)) },
		"a camera that comes":  func() { f.camera(41, "b", 0) },
	} {
		do()
		next(cams, what)
	}
	for what, do := range map[string]func(){
		"a microphone that is used": func() { f.set(50, soundRunning(), u32(1)) },
		"a mute":                    func() { f.set(51, inputMute(0), u32(1)) },
		"another default":           func() { f.set(system(), defaultInput(), u32(51)) },
		"a microphone that comes":   func() { f.microphone(53, "new", 0) },
	} {
		do()
		next(sound, what)
	}
	// The new ones are listened to, those that are gone no more.
	waitUntil(t, "listening to the new camera", func() bool { return f.listening() >= 3+2+4*2 })
	f.set(system(), camerasProperty(), u32(40))
	next(cams, "a camera that goes")
	cancel()
	for range cams {
	}
	for range sound {
	}
	if n := f.listening(); n != 0 {
		t.Errorf("%d listeners are left", n)
	}
}

// TestWatchWithoutEvents: a system that tells nothing is looked at now and then.
func TestWatchWithoutEvents(t *testing.T) {
	f := newFakeHAL()
	f.camera(40, "a", 0)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	cams := watchHalCameras(ctx, deaf{f})
	<-cams
	f.set(40, cameraRunning(), u32(1))
	select {
	case <-cams:
	case <-time.After(patience):
		t.Error("it was not noticed")
	}
}

// deaf takes no listeners.
type deaf struct{ *fakeHAL }

func (deaf) listen(object, address, func()) (func(), status) { return nil, -1 }
