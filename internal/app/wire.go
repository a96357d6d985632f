// Package app wires the rooms together: the opener ("vestibule run"), which
// starts clients and reads what a sealed process cannot see, and the question
// in the terminal. The front, which reads outside text and draws, is in
// front/.
//
// What may not live here: OS calls.
package app

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"vestibule/internal/client"
	"vestibule/internal/consent"
	"vestibule/internal/device"
	"vestibule/internal/meeting"
	"vestibule/internal/words"
)

// The front and the opener talk over an inherited socket pair: one JSON object
// a line. The front asks for facts by naming a device, a PID or a service,
// and sends decisions made of recognised parts. There is no message that
// carries an argument, a path or a command.

// longestLine bounds a message. A longer one is a fault of the other side.
const longestLine = 1 << 20

// Request is what the front sends.
type Request struct {
	ID uint64 `json:"id"`
	// Exactly one of these is set.
	Devices bool      `json:"devices,omitempty"` // what do cameras and microphones do now?
	Who     int       `json:"who,omitempty"`     // PID: which program opened a link?
	Clients *Service  `json:"clients,omitempty"` // what can open this service?
	Handler string    `json:"handler,omitempty"` // scheme: which program had it before?
	Join    *Decision `json:"join,omitempty"`
	Pass    *Pass     `json:"pass,omitempty"`
	Default *Default  `json:"default,omitempty"` // where a switch starts
	Edit    bool      `json:"edit,omitempty"`    // open the configuration in the editor
	Status  bool      `json:"status,omitempty"`  // what Vestibule put on this machine
	// Watch tells of changes of cameras and microphones while it is "on".
	Watch string `json:"watch,omitempty"`
	// Unmute takes Vestibule's own system mute off: the person clicked.
	Unmute bool `json:"unmute,omitempty"`
}

// Service names a service of the catalogue.
type Service struct {
	ID string `json:"id"`
	// Host of the meeting: whether a guarded browser has been there.
	Host string `json:"host,omitempty"`
}

// Decision is a yes: join this meeting so.
type Decision struct {
	Meeting meeting.Meeting `json:"meeting"`
	Wish    meeting.Wish    `json:"wish"`
	Way     meeting.Way     `json:"way"`
	Client  string          `json:"client"` // id of an installed client
	// Guard names the guard that must hold, or is "". The opener knows what it
	// means and looks itself.
	Guard string `json:"guard,omitempty"`
	// SystemMute has this computer's microphones muted before anything starts,
	// where the wish is to join muted. MuteOrNot says that the person was told
	// that this fails, and wants to join all the same.
	SystemMute bool `json:"system_mute,omitempty"`
	MuteOrNot  bool `json:"mute_or_not,omitempty"`
	// Restart says that the person was told that the client runs and closes
	// first: what of it can use the camera where a guard is decided on, and what
	// Vestibule started without one otherwise.
	Restart bool `json:"restart,omitempty"`
	// Remember keeps this kind of way for this service, in the person's file.
	Remember bool   `json:"remember,omitempty"`
	Startup  string `json:"startup,omitempty"`
}

// Pass hands a link that is no meeting to the program that had its scheme. The
// opener judges the text again itself.
type Pass struct {
	Text string `json:"text"`
	// Asked says that the person said yes to it.
	Asked   bool   `json:"asked"`
	Startup string `json:"startup,omitempty"`
}

// Default changes where a switch starts, in the person's own file.
type Default struct {
	Device string `json:"device"` // "camera" or "microphone"
	On     bool   `json:"on"`
}

// Reply is what the opener answers, or, with ID 0, tells unasked.
type Reply struct {
	ID    uint64 `json:"id"`
	Error string `json:"error,omitempty"`
	Hint  string `json:"hint,omitempty"`
	// Said and SaidHint are the two for a person, where they are more than plain
	// texts.
	Said     *words.Text `json:"said,omitempty"`
	SaidHint *words.Text `json:"said_hint,omitempty"`

	Devices *device.Snapshot `json:"devices,omitempty"`
	Asker   *consent.Asker   `json:"asker,omitempty"`
	Clients []client.Client  `json:"clients,omitempty"`
	Guards  []client.Guard   `json:"guards,omitempty"`
	// Settings are what native clients keep off themselves.
	Settings []client.Setting `json:"settings,omitempty"`
	Status   []words.Text     `json:"status,omitempty"`
	Name     string           `json:"name,omitempty"` // program that was started or that a link would be passed to
	// Exited names a join (its request's ID) whose client ended at once with
	// an error.
	Exited uint64 `json:"exited,omitempty"`
	// Ended names a join in a guard of whose client nothing runs any more.
	Ended uint64 `json:"ended,omitempty"`
	// Note is what else a person should know of what was done.
	Note string `json:"note,omitempty"`
	// MuteFailed says why the microphones could not all be muted, so that
	// nothing was started; Muted that they are, as the client starts.
	MuteFailed string `json:"mute_failed,omitempty"`
	Muted      bool   `json:"muted,omitempty"`
	// Mute is Vestibule's own system mute, told unasked.
	Mute *consent.Mute `json:"mute,omitempty"`
	// Changed says that cameras or microphones may do something else now.
	Changed bool `json:"changed,omitempty"`
}

// writer sends one JSON object a line; safe for several goroutines.
type writer struct {
	mu sync.Mutex
	w  io.Writer
}

func (w *writer) send(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encoding message: %w", err)
	}
	if len(b) >= longestLine {
		return errors.New("encoding message: too long")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, err = w.w.Write(append(b, '\n'))
	return err
}

// lines reads one object a line into what next gives, strictly, until the
// other side ends (nil) or sends nonsense (an error).
func lines[T any](r io.Reader, got func(T)) error {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 4096), longestLine)
	for s.Scan() {
		var v T
		if err := strictJSON(s.Bytes(), &v); err != nil {
			return fmt.Errorf("reading message: %w", err)
		}
		got(v)
	}
	return s.Err()
}

// Link is the front's end of the socket pair.
type Link struct {
	out  writer
	mu   sync.Mutex
	last uint64
	wait map[uint64]func(Reply)
	gone bool

	// Told is called for messages that answer no request.
	Told func(Reply)
}

// NewLink gives the front's end over rw. Serve must run for replies to come.
func NewLink(w io.Writer) *Link {
	return &Link{out: writer{w: w}, wait: map[uint64]func(Reply){}}
}

// Send asks the opener. got is called once, from Serve's goroutine: with the
// reply, or with an Error if the opener is gone.
func (l *Link) Send(q Request, got func(Reply)) uint64 {
	l.mu.Lock()
	l.last++
	q.ID = l.last
	if l.gone {
		l.mu.Unlock()
		got(Reply{ID: q.ID, Error: words.Mark("asking the opener: it has ended")})
		return q.ID
	}
	l.wait[q.ID] = got
	l.mu.Unlock()
	if err := l.out.send(q); err != nil {
		l.finish(Reply{ID: q.ID, Error: "asking the opener: " + err.Error()})
	}
	return q.ID
}

// Serve reads replies until the opener ends; then every open request is
// answered with an error.
func (l *Link) Serve(r io.Reader) error {
	err := lines(r, l.finish)
	l.mu.Lock()
	l.gone = true
	left := l.wait
	l.wait = map[uint64]func(Reply){}
	l.mu.Unlock()
	for id, got := range left {
		got(Reply{ID: id, Error: words.Mark("asking the opener: it has ended")})
	}
	return err
}

func (l *Link) finish(r Reply) {
	l.mu.Lock()
	got := l.wait[r.ID]
	delete(l.wait, r.ID)
	l.mu.Unlock()
	switch {
	case got != nil:
		got(r)
	case l.Told != nil:
		l.Told(r)
	}
}
