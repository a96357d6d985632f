package device

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// patient gives a Sound that waits long for answers: the machine may be busy.
func patient(env func(string) string) *Sound {
	sound := NewSound(env)
	sound.limit = enough
	return sound
}

// connect gives a Sound of that server, closed with the test.
func connect(t *testing.T, s *soundServer) *Sound {
	t.Helper()
	sound := patient(s.env)
	t.Cleanup(func() { sound.Close() })
	return sound
}

func TestMicrophone(t *testing.T) {
	eachSoundServer(t, func(t *testing.T, s *soundServer) {
		sound, ctx := connect(t, s), context.Background()
		check := func(when string, want Microphone) {
			t.Helper()
			if diff := cmp.Diff(want, sound.Microphone(ctx)); diff != "" {
				t.Errorf("%s: %s", when, diff)
			}
		}
		check("at rest", Microphone{Name: "Built-in", State: Idle})

		s.setMute("built_in", true)
		check("muted", Microphone{Name: "Built-in", State: Idle, Muted: true})
		s.setMute("built_in", false)

		s.record("Visualiser", "speaker.monitor")
		check("a monitor is no microphone", Microphone{Name: "Built-in", State: Idle})

		obs := s.record("OBS Studio", "built_in")
		users := []Program{{PID: obs.Process.Pid, Name: "OBS Studio"}}
		check("recording", Microphone{Name: "Built-in", State: InUse, Users: users})

		s.source("headset", "Headset")
		other := s.record("Dictation", "headset")
		check("recording from another", Microphone{
			Name: "Built-in", State: InUse, Users: users,
			Others: []Program{{PID: other.Process.Pid, Name: "Dictation"}},
		})

		end(obs)
		s.waitFor("the end of OBS", func() bool { return sound.Microphone(ctx).State == Idle })
	})
}

func TestNoMicrophone(t *testing.T) {
	s := startSound(t, "pulseaudio")
	sound := connect(t, s)
	s.pactl("unload-module", "module-null-source") // the default is the monitor now
	if diff := cmp.Diff(Microphone{State: Absent}, sound.Microphone(context.Background())); diff != "" {
		t.Error(diff)
	}
	s.source("late", "Late")
	s.pactl("set-default-source", "speaker.monitor")
	if diff := cmp.Diff(Microphone{Name: "Late", State: Idle}, sound.Microphone(context.Background())); diff != "" {
		t.Errorf("a monitor as the default: %s", diff)
	}
}

func TestMuteAll(t *testing.T) {
	eachSoundServer(t, func(t *testing.T, s *soundServer) {
		sound, ctx := connect(t, s), context.Background()
		s.source("headset", "Headset")
		s.source("quiet", "Quiet")
		s.setMute("quiet", true) // by the person
		mute := func() {
			t.Helper()
			if err := sound.MuteAll(ctx); err != nil {
				t.Fatal(err)
			}
		}
		held := func(want ...string) {
			t.Helper()
			if diff := cmp.Diff(want, sound.Held()); diff != "" {
				t.Errorf("held: %s", diff)
			}
		}
		muted := func(source string, want bool) {
			t.Helper()
			s.waitFor(source, func() bool { return s.muted(source) == want })
		}
		mute()
		for _, source := range []string{"built_in", "headset"} {
			if !s.muted(source) {
				t.Errorf("%s is not muted when MuteAll returns", source)
			}
		}
		if s.muted("speaker.monitor") {
			t.Error("the monitor of the speaker is muted")
		}
		held("built_in", "headset")

		s.source("late", "Late")
		muted("late", true)
		held("built_in", "headset", "late")

		if err := sound.Unmute(ctx); err != nil {
			t.Fatal(err)
		}
		for _, source := range []string{"built_in", "headset", "late"} {
			if s.muted(source) {
				t.Errorf("%s is muted after Unmute", source)
			}
		}
		if !s.muted("quiet") {
			t.Error("Unmute took off the person's own mute")
		}
		held()

		// The person's own key ends the hold: what comes then is left alone.
		mute()
		s.setMute("headset", false)
		s.waitFor("the hold's end", func() bool { return !slices.Contains(sound.Held(), "headset") })
		s.source("later", "Later")
		held("built_in", "late")
		if s.muted("headset") || s.muted("later") {
			t.Error("the person unmuted, and was muted again")
		}

		// A mute stays when we go.
		mute()
		sound.Close()
		if !s.muted("built_in") {
			t.Error("closing unmuted the microphone")
		}
	})
}

// A mute of an earlier run of ours is taken over and can be taken off.
func TestAdopt(t *testing.T) {
	s := startSound(t, "pulseaudio")
	ctx := context.Background()
	s.source("headset", "Headset")
	first := connect(t, s)
	if err := first.MuteAll(ctx); err != nil {
		t.Fatal(err)
	}
	names := first.Held()
	first.Close()
	s.setMute("headset", false) // while nobody looked

	second := connect(t, s)
	second.Adopt(names)
	s.waitFor("the look", func() bool { return slices.Equal(second.Held(), []string{"built_in"}) })
	if err := second.Unmute(ctx); err != nil {
		t.Fatal(err)
	}
	if s.muted("built_in") {
		t.Error("still muted")
	}
}

func TestWatchSound(t *testing.T) {
	eachSoundServer(t, func(t *testing.T, s *soundServer) {
		sound := connect(t, s)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		c := sound.Watch(ctx)
		now := func() Microphone { return sound.Microphone(context.Background()) }

		until(t, c, "the server", func() bool { return now().State == Idle })
		s.setMute("built_in", true)
		until(t, c, "a mute", func() bool { return now().Muted })
		s.setMute("built_in", false)
		until(t, c, "an unmute", func() bool { return !now().Muted })
		obs := s.record("OBS Studio", "built_in")
		until(t, c, "a recording", func() bool { return now().State == InUse })
		end(obs)
		until(t, c, "its end", func() bool { return now().State == Idle })
		s.source("headset", "Headset")
		s.pactl("set-default-source", "headset")
		until(t, c, "another default", func() bool { return now().Name == "Headset" })

		s.stop()
		until(t, c, "the server going", func() bool { return now().Why == string(faultNone) })
		s.start()
		until(t, c, "the server coming back", func() bool { return now().Name == "Built-in" })
		s.setMute("built_in", true)
		until(t, c, "a mute after that", func() bool { return now().Muted })

		cancel()
		ends(t, c)
	})
}

// A server that is not running is not tried by the clock for ever: its socket
// coming is an event, also in a folder that comes only then.
func TestComebackIsAnEvent(t *testing.T) {
	dir := t.TempDir()
	b := NewSound(only("XDG_RUNTIME_DIR", dir)).awaitServer()
	defer b.close()
	ctx, cancel := context.WithTimeout(context.Background(), enough)
	defer cancel()
	for _, step := range []func() error{
		func() error { return os.Mkdir(filepath.Join(dir, "pulse"), 0o700) },
		func() error { return os.WriteFile(filepath.Join(dir, "pulse", "native"), nil, 0o600) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
		if b.wait(ctx, 2*quiet, faultNone) != byEvent {
			t.Fatal("no event")
		}
	}
	gone, end := context.WithCancel(ctx)
	end()
	if b.wait(gone, 2*quiet, faultNone) != ended {
		t.Error("an event where nothing happened")
	}
}

// A mute that holds is there again after the server has restarted.
func TestMuteHoldsOverRestart(t *testing.T) {
	s := startSound(t, "pulseaudio")
	sound := connect(t, s)
	if err := sound.MuteAll(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.stop()
	s.start()
	s.waitFor("the mute", func() bool { return s.muted("built_in") })
}

// At rest there is no connection: not after a probe, not after the last watch
// has ended, not after a mute was taken off.
func TestNothingIsOpenAtRest(t *testing.T) {
	eachSoundServer(t, func(t *testing.T, s *soundServer) {
		// Ours has the name of this program in the server's list.
		clients := func() int { return strings.Count(s.pactl("list", "clients"), `application.name = "Vestibule"`) }
		count := func(what string, want int) {
			t.Helper()
			s.waitFor(what, func() bool { return clients() == want })
		}
		sound := connect(t, s)
		if got := sound.Microphone(context.Background()).State; got != Idle {
			t.Fatalf("state %q", got)
		}
		count("no connection after a probe", 0)
		ctx, cancel := context.WithCancel(context.Background())
		c := sound.Watch(ctx)
		await(t, c, "the server")
		sound.Microphone(context.Background())
		count("one connection while somebody watches", 1)
		cancel()
		ends(t, c)
		count("no connection after the watch", 0)
		if err := sound.MuteAll(context.Background()); err != nil {
			t.Fatal(err)
		}
		count("one connection while a mute holds", 1)
		if err := sound.Unmute(context.Background()); err != nil {
			t.Fatal(err)
		}
		count("no connection after it was taken off", 0)
		s.source("headset", "Headset")
		s.waitFor("the headset", func() bool { return strings.Contains(s.pactl("list", "short", "sources"), "headset") })
		if err := sound.MuteAll(context.Background()); err != nil {
			t.Fatal(err)
		}
		// The person unmutes one: the other is muted by us still, and that must
		// not be said a moment longer than it is so.
		s.setMute("built_in", false)
		s.waitFor("one source held", func() bool { return slices.Equal(sound.Held(), []string{"headset"}) })
		count("one connection while one is held", 1)
		s.setMute("headset", false)
		s.waitFor("no source held", func() bool { return len(sound.Held()) == 0 })
		count("no connection after the person unmuted", 0)
		sound.mu.Lock()
		loop := sound.loop
		sound.mu.Unlock()
		ends(t, loop)
	})
}

// The same connection serves every probe of one watch.
func TestConnectionIsKept(t *testing.T) {
	s := startSound(t, "pulseaudio")
	m := Open(Options{Sound: patient(s.env), Roots: newTree(t).Roots, Limit: enough})
	defer m.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c := m.Watch(ctx)
	await(t, c, "the server")
	kept := func() *wire {
		m.Sound().turn <- struct{}{}
		defer func() { <-m.Sound().turn }()
		return m.Sound().wire
	}
	m.Probe(context.Background())
	w := kept()
	if w == nil {
		t.Fatal("no connection after a probe")
	}
	if got := m.Probe(context.Background()).Microphone.State; got != Idle {
		t.Errorf("state %q", got)
	}
	if kept() != w {
		t.Error("a second connection was made")
	}
	s.stop()
	s.start()
	if got := m.Probe(context.Background()).Microphone; got.State != Idle {
		t.Errorf("after a restart of the server: %+v", got)
	}
	m.Close()
	if got := m.Probe(context.Background()).Microphone; got.Why != string(faultClosed) {
		t.Errorf("after Close: %+v", got)
	}
}

// A real server that hangs is told within the limit, and is live again when it
// goes on, without the window being asked again.
func TestServerThatHangsAndGoesOn(t *testing.T) {
	eachSoundServer(t, func(t *testing.T, s *soundServer) {
		sound := NewSound(s.env) // with the window's own limit
		t.Cleanup(func() { sound.Close() })
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		c := sound.Watch(ctx)
		now := func() Microphone { return sound.Microphone(context.Background()) }
		until(t, c, "the server", func() bool { return now().State == Idle })

		server := s.running[len(s.running)-1].Process // pulseaudio, or pipewire-pulse
		if err := server.Signal(syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		defer server.Signal(syscall.SIGCONT)
		if got := now(); got.State != Unknown || got.Why != string(faultHung) {
			t.Errorf("hung: %+v", got)
		}
		if err := sound.MuteAll(context.Background()); err == nil || !strings.Contains(err.Error(), string(faultHung)) {
			t.Errorf("muting: %v", err)
		}
		if err := server.Signal(syscall.SIGCONT); err != nil {
			t.Fatal(err)
		}
		until(t, c, "the server going on", func() bool { return now().State == Idle })
	})
}
