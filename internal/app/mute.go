package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"

	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/device"
	"vestibule/internal/device/remember"
	"vestibule/internal/urlscheme"
)

// SystemMuteLocked says that a policy has this computer's microphones muted
// where a meeting is joined muted.
func SystemMuteLocked(s config.Snapshot) bool {
	_, locked := s.Locked("microphone.system_mute")
	return locked && s.Microphone.SystemMute
}

// muteFirst mutes the microphones where that is decided or locked, before the
// client starts. Where it fails nothing is to start, unless the person was told
// before: then it is tried again, and no mute is claimed.
func (o *Opener) muteFirst(ctx context.Context, d Decision) (muted bool, rep Reply) {
	if d.Wish.Microphone || !d.SystemMute && !SystemMuteLocked(o.machine.Config()) {
		return false, Reply{}
	}
	err := o.machine.MuteAll(ctx)
	if err == nil {
		return true, Reply{}
	}
	slog.Warn("before joining", "err", err)
	if d.MuteOrNot {
		return false, Reply{}
	}
	why := strings.TrimPrefix(err.Error(), "muting the microphones: ")
	return false, Reply{Error: "joining: the microphones could not all be muted: " + why, MuteFailed: why}
}

// tellMute tells the front of our own mute: at the start if there is one from
// an earlier run, and at each change.
func (o *Opener) tellMute(ctx context.Context) {
	told := consent.Mute{}
	for m := range o.machine.Mutes(ctx) {
		if m == told || !m.Holds && !told.Holds {
			continue
		}
		told = m
		if err := o.out.send(Reply{Mute: &m}); err != nil {
			return
		}
	}
}

var errNoMemory = errors.New("muting the microphones: HOME is not set, so it could not be told after a restart")

// muter gives the system mute with its memory, which what an earlier run left
// is read into at the first call.
func (m *ThisMachine) muter(ctx context.Context) (*remember.Mute, error) {
	m.open()
	if m.mute == nil {
		return nil, errNoMemory
	}
	m.restored.Do(func() {
		if err := m.mute.Restore(ctx); err != nil {
			slog.Warn("looking at what an earlier run muted", "err", err)
		}
	})
	return m.mute, nil
}

// newMute gives the mute of d, or nil where there is no place to remember it.
func newMute(d *device.Machine) *remember.Mute {
	file, err := remember.File(os.Getenv)
	if err != nil {
		return nil
	}
	return remember.New(d, file)
}

// MuteAll mutes every microphone of the system.
func (m *ThisMachine) MuteAll(ctx context.Context) error {
	mute, err := m.muter(ctx)
	if err != nil {
		return err
	}
	return mute.MuteAll(ctx)
}

// Unmute takes our own mute off.
func (m *ThisMachine) Unmute(ctx context.Context) error {
	mute, err := m.muter(ctx)
	if err != nil {
		return err
	}
	return mute.Unmute(ctx)
}

// Mutes gives what is known of our own mute, at once and at each change.
func (m *ThisMachine) Mutes(ctx context.Context) <-chan consent.Mute {
	out := make(chan consent.Mute)
	go func() {
		defer close(out)
		mute, err := m.muter(ctx)
		if err != nil {
			return
		}
		changes := mute.Watch(ctx)
		for open := true; open; _, open = <-changes {
			s := mute.State()
			select {
			case out <- consent.Mute{Holds: len(s.Held) > 0, Sure: s.Sure}:
			case <-ctx.Done():
			}
		}
	}()
	return out
}

const mutedWhat = "microphones that Vestibule muted"

// muteFiles are the files that remember the mute.
func muteFiles() []string {
	file, err := remember.File(os.Getenv)
	if err != nil {
		return nil
	}
	return remember.Files(file)
}

// forgetMute takes the memory of the mute away. What is muted stays muted, and
// a notice says so.
func forgetMute(r *urlscheme.Report) error {
	file, err := remember.File(os.Getenv)
	if err != nil {
		return nil // then there is none
	}
	gone, held, err := remember.Forget(file)
	for _, path := range gone {
		r.Files = append(r.Files, urlscheme.File{Path: path, What: mutedWhat, State: urlscheme.Removed})
	}
	if held {
		r.Notices = append(r.Notices, "microphones that Vestibule muted may be muted still: your keyboard or the system's sound settings unmute them")
	}
	return err
}
