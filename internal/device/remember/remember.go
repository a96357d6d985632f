// Package remember keeps "Microphone muted by Vestibule" true across an end of
// Vestibule, a crash too. The names of the muted sources are in a file before
// they are muted; at the next start that file is read, the sound server is
// looked at, and what is still muted is known to be ours. Nothing here unmutes
// but Unmute, which only a person's click may lead to.
//
// What may not live here: talking to the sound server.
package remember

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"vestibule/internal/device"
)

// State is what is known of our mute.
type State struct {
	// Held are the sources that are muted by us, by the sound server's names,
	// sorted; none when no mute of ours holds.
	Held []string
	// Sure says that the server was looked at. Without it Held is what an
	// earlier run left, and no more may be said than "may be muted".
	Sure bool
}

// Mute is the system mute with a memory. Its methods may be called from any
// goroutine.
type Mute struct {
	device device.Keeper
	file   string

	write sync.Mutex // one write of file at a time

	mu       sync.Mutex
	state    State
	err      error // of the last write
	watchers map[chan struct{}]bool
}

// New gives the mute of a machine's devices, remembered in file (see File).
// Call Restore before anything else.
func New(d device.Keeper, file string) *Mute {
	m := &Mute{device: d, file: file, watchers: map[chan struct{}]bool{}}
	d.Keep(m.told)
	return m
}

// File is where the mute is remembered on this machine:
// $XDG_STATE_HOME/vestibule/muted.json on Linux, beside the person's
// configuration on macOS.
func File(getenv func(string) string) (string, error) {
	dir, err := folder(getenv)
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "muted.json"), nil
}

var errNoHome = errors.New("finding your directories: HOME is not set")

// told is called by the devices whenever the names change, and before new
// ones are muted.
func (m *Mute) told(names []string) {
	m.write.Lock()
	defer m.write.Unlock()
	err := save(m.file, names)
	if err != nil {
		// It is muted all the same: that is what the person asked for.
		slog.Warn("remembering the mute", "err", err)
	}
	m.set(State{Held: names, Sure: true}, err)
}

func (m *Mute) set(s State, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	changed := !slices.Equal(s.Held, m.state.Held) || s.Sure != m.state.Sure
	m.state, m.err = s, err
	if !changed {
		return
	}
	for c := range m.watchers {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// Restore takes over what an earlier run left muted. Of that, what is on by
// now was unmuted by someone else and is forgotten. An error says what is not
// known; State says how much of the rest is sure.
func (m *Mute) Restore(ctx context.Context) error {
	names, err := load(m.file)
	if err != nil {
		return fmt.Errorf("reading what is muted: %w", err)
	}
	if len(names) == 0 {
		m.set(State{Sure: true}, nil)
		return nil
	}
	m.set(State{Held: names}, nil)
	m.device.Adopt(names)
	held, err := m.device.HeldNow(ctx)
	if err != nil {
		return err // later, when the server is there, told is called if it is otherwise
	}
	m.told(held)
	return nil
}

// MuteAll mutes every microphone of the system, and those that come while the
// mute holds.
func (m *Mute) MuteAll(ctx context.Context) error { return m.device.MuteAll(ctx) }

// Unmute takes our mute off. Only a person's click may lead here.
func (m *Mute) Unmute(ctx context.Context) error { return m.device.Unmute(ctx) }

// State is what is known now.
func (m *Mute) State() State {
	m.mu.Lock()
	defer m.mu.Unlock()
	return State{Held: slices.Clone(m.state.Held), Sure: m.state.Sure}
}

// Forgetful says why the mute would not be known again after a crash, or nil:
// the last write of the file failed.
func (m *Mute) Forgetful() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.err
}

// Watch gives a value whenever State may have changed, until ctx ends; then it
// closes the channel. It costs nothing at rest.
func (m *Mute) Watch(ctx context.Context) <-chan struct{} {
	c := make(chan struct{}, 1)
	m.mu.Lock()
	m.watchers[c] = true
	m.mu.Unlock()
	context.AfterFunc(ctx, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.watchers, c)
		close(c)
	})
	return c
}

// record is what the file holds.
type record struct {
	Version int      `json:"version"`
	Held    []string `json:"held"`
}

const (
	version = 1
	// Bounds of a file that is worth reading.
	maxSize  = 64 << 10
	maxNames = 256
)

// save writes names to file in one step, for its owner alone; with none there
// is no file. It is not flushed to the disk: what a power cut takes, it takes
// from the sound server too.
func save(file string, names []string) error {
	if len(names) == 0 {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	data, err := json.Marshal(record{version, names})
	if err != nil {
		return err
	}
	dir := filepath.Dir(file)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, temporary) // 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // fails, rightly, once it is renamed
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), file)
}

// load reads the names. No file is no names; a file that is not ours is an
// error and stays until the next mute.
func load(file string) ([]string, error) {
	fi, err := os.Lstat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !fi.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", file)
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, err
	}
	var r record
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	switch {
	case len(data) > maxSize, len(r.Held) > maxNames, slices.Contains(r.Held, ""):
		return nil, fmt.Errorf("%s: it is not what was written", file)
	case r.Version != version:
		return nil, fmt.Errorf("%s: it is of another version", file)
	}
	slices.Sort(r.Held)
	return slices.Compact(r.Held), nil
}
