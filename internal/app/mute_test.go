package app

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"testing"

	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/meeting"
)

// The microphones are muted before anything starts; where that fails nothing
// starts until the person decides so; nothing is muted that nobody asked for.
func TestOpenerMutesFirst(t *testing.T) {
	fails := errors.New("muting the microphones: no sound server is running")
	lock := func(d *Decision, m *fakeMachine) {
		d.SystemMute, m.cfg.Microphone.SystemMute = false, true
		m.cfg.Locks = map[string]config.Origin{"microphone.system_mute": {}}
	}
	for _, c := range []struct {
		name   string
		change func(*Decision, *fakeMachine)
		did    []string
		muted  bool
		failed string
	}{
		{"wanted", func(*Decision, *fakeMachine) {}, []string{"mute", "start"}, true, ""},
		{"not wanted", func(d *Decision, _ *fakeMachine) { d.SystemMute = false }, []string{"start"}, false, ""},
		{"the configuration alone mutes nothing", func(d *Decision, m *fakeMachine) {
			d.SystemMute, m.cfg.Microphone.SystemMute = false, true
		}, []string{"start"}, false, ""},
		{"locked, and not wanted", lock, []string{"mute", "start"}, true, ""},
		{"joined with the microphone on", func(d *Decision, _ *fakeMachine) { d.Wish.Microphone = true }, []string{"start"}, false, ""},
		{"locked muted, and wished on", func(d *Decision, m *fakeMachine) {
			d.Wish.Microphone = true
			m.cfg.Locks = map[string]config.Origin{"join.microphone": {}}
		}, []string{"mute", "start"}, true, ""},
		{"it fails", func(_ *Decision, m *fakeMachine) { m.muteFails = fails }, []string{"mute"}, false, "no sound server is running"},
		{"it fails, and is locked", func(d *Decision, m *fakeMachine) { lock(d, m); m.muteFails = fails }, []string{"mute"}, false, "no sound server is running"},
		{"it fails, and the person was told", func(d *Decision, m *fakeMachine) { d.MuteOrNot, m.muteFails = true, fails }, []string{"mute", "start"}, false, ""},
		{"it works at the second try", func(d *Decision, _ *fakeMachine) { d.MuteOrNot = true }, []string{"mute", "start"}, true, ""},
		{"locked, and the person was told of nothing", func(d *Decision, m *fakeMachine) { lock(d, m); d.MuteOrNot = true }, []string{"mute", "start"}, true, ""},
		{"in a guard", func(d *Decision, _ *fakeMachine) { d.Way, d.Client, d.Guard = meeting.Web, chromium.ID, "closed" }, []string{"mute", "start"}, true, ""},
		{"a decision that is not carried out", func(d *Decision, _ *fakeMachine) { d.Client = "other.desktop" }, nil, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine()
			d := Decision{Meeting: zoomMeeting(t), Way: meeting.Native, Client: zoomApp.ID, SystemMute: true}
			c.change(&d, m)
			rep := ask(t, m, Request{Join: &d})
			if !slices.Equal(m.did, c.did) {
				t.Errorf("did %q, want %q", m.did, c.did)
			}
			if rep.Muted != c.muted || rep.MuteFailed != c.failed || c.failed != "" && rep.Error == "" {
				t.Errorf("said %+v", rep)
			}
		})
	}
}

func TestOpenerUnmutesOnlyWhenTold(t *testing.T) {
	m := newMachine()
	if rep := ask(t, m, Request{Unmute: true}); rep.Error != "" || !slices.Equal(m.did, []string{"unmute"}) {
		t.Errorf("%+v, did %q", rep, m.did)
	}
	m.muteFails = errors.New("unmuting the microphones: the sound server does not answer")
	if rep := ask(t, m, Request{Unmute: true}); rep.Error != m.muteFails.Error() {
		t.Errorf("%+v", rep)
	}
	// The end of the front takes nothing off.
	m.did = nil
	if err := NewOpener(m, io.Discard).Serve(context.Background(), eof{}); err != nil || m.did != nil {
		t.Errorf("%v, did %q", err, m.did)
	}
}

type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }

// The front is told of a mute, an earlier run's too, and of its end; of none
// it is told nothing.
func TestOpenerTellsOfTheMute(t *testing.T) {
	m := newMachine()
	m.mutes = make(chan consent.Mute)
	ours, theirs := net.Pipe()
	told := make(chan consent.Mute)
	l := NewLink(theirs)
	l.Told = func(r Reply) {
		if r.Mute != nil {
			told <- *r.Mute
		}
	}
	go func() { _ = l.Serve(theirs) }()
	served := make(chan error, 1)
	go func() { served <- NewOpener(m, ours).Serve(context.Background(), ours) }()
	for _, c := range []struct {
		is   consent.Mute
		tell bool
	}{
		{consent.Mute{}, false},
		{consent.Mute{Sure: true}, false},
		{consent.Mute{Holds: true}, true},
		{consent.Mute{Holds: true, Sure: true}, true},
		{consent.Mute{Holds: true, Sure: true}, false},
		{consent.Mute{Sure: true}, true},
	} {
		m.mutes <- c.is
		if c.tell {
			if got := <-told; got != c.is {
				t.Errorf("told %+v, want %+v", got, c.is)
			}
		}
	}
	theirs.Close()
	if err := <-served; err != nil {
		t.Error(err)
	}
}
