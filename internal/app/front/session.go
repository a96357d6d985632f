package front

import (
	"reflect"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/device"
	"vestibule/internal/meeting"
	"vestibule/internal/plan"
	"vestibule/internal/urlscheme"
	"vestibule/internal/words"
)

// kind is what a page is about.
type kind int

const (
	notice       kind = iota // a link that is not opened
	pausedNotice             // a link that came while paused
	heldNotice               // a link of an opener that is held off
	quietNotice              // a link that was refused twice just now
	asking                   // a meeting
	passing                  // a link that may be passed on
	practising               // the practice question
	practised                // its end
	failed                   // a client that did not start
	status                   // the status window
)

// isQuestion says that the page must be answered before another question is
// asked.
func (k kind) isQuestion() bool { return k == asking || k == passing || k == practising }

// showsDevices says that the page tells what cameras and microphones do now.
func (k kind) showsDevices() bool { return k == asking || k == practising || k == status }

// session is one page and what it is about.
type session struct {
	kind    kind
	number  uint64
	text    string
	judged  meeting.Judgement
	startup string
	waiters []func(urlscheme.Outcome)

	asker      consent.Asker
	askerKnown bool
	key        uint64    // see question
	early      bool      // it is asked before its opener is known
	shared     bool      // several openers sent it
	opener     *opener   // of a heldNotice
	until      time.Time // of a heldNotice or quietNotice

	// snap is the configuration that holds for this page: what held when it
	// was shown, tightened by what changed since. loosened says that a change
	// waits for the next question.
	snap     config.Snapshot
	loosened bool

	wish               meeting.Wish
	picked             string
	clients            []client.Client
	guards             []client.Guard
	settings           []client.Setting
	withCamera         bool   // the person asked for the camera: its switch starts on
	remember           bool   // keep the kind of way for this service
	already            string // browser that the meeting was opened in just now
	joinedAt           time.Time
	joinedIn           string // program it was joined in
	joinedWay          meeting.Way
	joinedBy           plan.Choice
	looked             bool // clients are known
	devices            *device.Snapshot
	looking, lookAgain bool   // at the devices
	lookLate           bool   // for clients: once the window is on the screen
	systemMute         bool   // mute this computer's microphones too
	muteFailed         string // why that failed at the last press of Join
	plan               plan.Plan
	passTo             string // program that a link would be passed to

	folded     int // how often the same meeting came again
	turnedAway int // links refused while this question was open

	shown    bool
	page     consent.Page
	arming   *consent.Arming
	deciding bool // a decision was sent and not answered yet

	failure, hint words.Text
	statusLines   []words.Text

	drawnSince                     time.Time // draws counts from here
	draws                          int
	stopArm, stopTimeout, stopDraw func()
}

// mostWaiters bounds who waits for one question.
const mostWaiters = 32

// same says whether two sessions ask the same thing.
func (s *session) same(o *session) bool {
	if s.kind != o.kind {
		return false
	}
	switch s.kind {
	case asking:
		return s.judged.Meeting.Same(o.judged.Meeting)
	case passing:
		return s.text == o.text
	}
	return s.kind == practising
}

// fold takes o into s: the same question asked again.
func (s *session) fold(o *session) {
	s.folded++
	s.shared = s.shared || !o.askerKnown || o.asker.ID != s.asker.ID
	for _, w := range o.waiters {
		if len(s.waiters) < mostWaiters {
			s.waiters = append(s.waiters, w)
		} else {
			w(notJoined("too many wait for this question"))
		}
	}
}

// answer tells whoever waits, once.
func (s *session) answer(o urlscheme.Outcome) {
	for _, w := range s.waiters {
		w(o)
	}
	s.waiters = nil
}

// outcome is what a link that is not asked about ends with.
func (s *session) outcome() urlscheme.Outcome {
	switch {
	case s.kind == pausedNotice:
		return notJoined("Vestibule is paused")
	case s.kind != notice:
		return notJoined("not joined")
	case s.judged.Verdict == meeting.Refused:
		return urlscheme.Outcome{Status: app.RefusedUnsafe, Message: consent.EnglishReason(s.judged.Reason, s.judged.Host, s.judged.LooksLike != "")}
	}
	return urlscheme.Outcome{Status: app.NotAMeeting, Message: consent.EnglishReason(s.judged.Reason, s.judged.Host, s.judged.LooksLike != "")}
}

// reason is why a link is not opened, in one text.
func (s *session) reason() string {
	return consent.Reason(s.judged.Reason, s.judged.Host, s.judged.LooksLike != "")
}

func (s *session) stopTimers() {
	for _, stop := range []func(){s.stopArm, s.stopTimeout, s.stopDraw} {
		if stop != nil {
			stop()
		}
	}
	s.stopArm, s.stopTimeout, s.stopDraw = nil, nil, nil
}

// again gives a fresh session about the same meeting.
func (s *session) again(by string) *session {
	return &session{kind: asking, text: s.text, judged: s.judged, askerKnown: true, asker: consent.Asker{You: by}}
}

func same(a, b consent.Page) bool { return reflect.DeepEqual(a, b) }

// mutes says whether this computer's microphones are to be muted too, where
// the meeting is joined muted.
func (s *session) mutes() bool { return s.systemMute || app.SystemMuteLocked(s.snap) }
