package front

import (
	"time"

	"vestibule/internal/app"
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/link"
	"vestibule/internal/words"
)

// Action is something to choose from the tray's menu or the status window.
// None answers a question.
type Action string

const (
	JoinClipboard Action = "join-clipboard"
	Rejoin        Action = "rejoin"
	RejoinCamera  Action = "rejoin-camera"
	AskAgain      Action = "ask-again"
	AskAnyway     Action = Action(consent.ButtonAskAnyway) // about a question that is quiet
	LetIn         Action = "let-in"                        // whoever is held off
	ToggleCamera  Action = "toggle-camera"
	ToggleMic     Action = "toggle-microphone"
	PauseHour     Action = "pause-hour"
	PauseTomorrow Action = "pause-tomorrow"
	Resume        Action = "resume-asking"
	EditConfig    Action = "edit-config"
	ShowStatus    Action = "status"
	QuitProgram   Action = "quit"
	Unmute        Action = "unmute"
)

// MenuState is what the tray's menu shows.
type MenuState struct {
	Line           string // "Camera starts off, microphone muted"
	Rejoin         string // service of the last meeting; "" hides it
	RejoinCamera   string // service of a guarded meeting that goes on; "" hides it
	AskAgain       string // service of the question that timed out; "" hides it
	Unmute         string // "Microphone muted by Vestibule (unmute)"; "" hides it
	AskAnyway      string // service of the question that is quiet and came again; "" hides it
	HeldOff        string // who is held off and until when; "" hides it
	Camera, Mic    bool   // where the switches start
	Paused, Broken bool
	// Locked switches are set by the organisation.
	CameraLocked, MicLocked bool
	// CameraBy and MicBy are the files that say so.
	CameraBy, MicBy string
}

// Act does what was chosen.
func (d *Desk) Act(a Action) { d.do(func() { d.act(a) }) }

func (d *Desk) act(a Action) {
	switch a {
	case JoinClipboard:
		d.Clipboard.Get(func(text string) { d.do(func() { d.fromClipboard(text) }) })
	case Rejoin:
		d.askAbout(d.joined, words.Say("You asked to rejoin"))
	case RejoinCamera:
		d.rejoinWithCamera()
	case AskAgain:
		d.askAbout(d.timedOut, askedAgain())
	case AskAnyway:
		d.askAbout(d.notAsked, askedAgain())
	case LetIn:
		d.letIn(0)
	case ToggleCamera:
		if !app.CameraLocked(d.Config()) {
			d.setDefault("camera", !d.Config().Join.Camera)
		}
	case ToggleMic:
		if !app.MicrophoneLocked(d.Config()) {
			d.setDefault("microphone", !d.Config().Join.Microphone)
		}
	case PauseHour:
		d.pause(d.Clock.Now().Add(time.Hour))
	case PauseTomorrow:
		y, m, day := d.Clock.Now().Date()
		d.pause(time.Date(y, m, day+1, 0, 0, 0, 0, d.Clock.Now().Location()))
	case Resume:
		d.pause(time.Time{})
	case EditConfig:
		d.Opener.Send(app.Request{Edit: true}, d.tellFailure(words.Say("The configuration did not open")))
	case ShowStatus:
		d.showStatus("")
	case Unmute:
		d.Opener.Send(app.Request{Unmute: true}, d.tellFailure("The microphone was not unmuted"))
	case QuitProgram:
		d.Quit()
	default:
		if number, ok := letInNumber(a); ok {
			d.letIn(number)
		}
	}
}

// fromClipboard judges pasted text; prose around the link is trimmed.
func (d *Desk) fromClipboard(text string) {
	text = link.TrimPasted(text)
	j := app.Judge(text, d.Config().Config)
	d.take(&session{text: text, judged: j, askerKnown: true, asker: consent.Asker{You: words.Say("From the clipboard")}})
}

func (d *Desk) askAbout(s *session, by string) {
	if s == nil {
		return
	}
	if s == d.timedOut {
		d.timedOut = nil
	}
	if s == d.notAsked {
		d.notAsked = nil
	}
	d.take(s.again(by))
	d.setMenu()
}

func (d *Desk) setDefault(dev string, on bool) {
	d.Opener.Send(app.Request{Default: &app.Default{Device: dev, On: on}}, d.tellFailure(words.Say("The setting was not changed")))
}

// tellFailure notifies of an error, and draws anew in any case.
func (d *Desk) tellFailure(title string) func(app.Reply) {
	return func(r app.Reply) {
		d.do(func() {
			if r.Error != "" {
				d.Notify.Send(title, consent.Sentence(what(r)))
			}
			d.refresh()
		})
	}
}

// pause holds questions back until then; the zero time resumes.
func (d *Desk) pause(until time.Time) {
	if d.stopPause != nil {
		d.stopPause()
		d.stopPause = nil
	}
	d.pausedUntil = until
	if left := until.Sub(d.Clock.Now()); !until.IsZero() && left > 0 {
		d.stopPause = d.Clock.After(left, func() { d.do(d.refresh) })
	}
	d.refresh()
}

// until gives when the pause ends: a time, or "" for tomorrow.
func (d *Desk) until() string {
	if d.pausedUntil.Day() != d.Clock.Now().Day() {
		return ""
	}
	return d.pausedUntil.Format("15:04")
}

// resumeAndAsk ends the pause and asks about the link that came meanwhile.
func (d *Desk) resumeAndAsk(s *session) {
	d.pause(time.Time{})
	if s.kind == pausedNotice {
		again := &session{
			withCamera: s.withCamera, picked: s.picked,
			text: s.text, judged: s.judged, startup: s.startup,
			asker: s.asker, askerKnown: true, waiters: s.waiters,
		}
		s.waiters = nil
		d.take(again)
	}
}

// refresh draws menu and window anew after a change of configuration or time.
func (d *Desk) refresh() {
	d.setMenu()
	if broken := len(d.Config().Problems) > 0; broken != d.brokenTold {
		d.brokenTold = broken
		if broken {
			d.Notify.Send(words.Say("Vestibule's configuration has an error"), words.Sentences(app.Trouble(d.Config()).Sentence(), words.Say("See Status.")))
		}
	}
	if s := d.current; s != nil {
		d.tighten(s)
		d.decideWay(s)
		d.redraw(s)
	}
}

// tighten has a change of the configuration hold for the page that is shown,
// as far as it makes it more private: a switch goes off at once, and none goes
// on; the box that mutes the computer goes on, and not off.
func (d *Desk) tighten(s *session) {
	if s.kind == status || s.deciding {
		return
	}
	before := s.snap
	held, waiting := config.Tighten(before, d.Config())
	s.snap, s.loosened = held, len(waiting) > 0
	s.wish.Camera = s.wish.Camera && (held.Join.Camera || !before.Join.Camera)
	s.wish.Microphone = s.wish.Microphone && (held.Join.Microphone || !before.Join.Microphone)
	s.wish = app.Allowed(held, s.wish)
	s.systemMute = s.systemMute || held.Microphone.SystemMute && !before.Microphone.SystemMute
	s.arming.SetDelay(held.Consent.ArmDelay, d.Clock.Now())
	d.rearm(s)
}

func (d *Desk) setMenu() {
	c := d.Config()
	m := MenuState{Camera: c.Join.Camera, Mic: c.Join.Microphone, Paused: d.paused(), Broken: len(c.Problems) > 0}
	m.CameraLocked, m.MicLocked = app.CameraLocked(c), app.MicrophoneLocked(c)
	by := app.LockedBy(c)
	m.CameraBy, m.MicBy = by.Camera, by.Microphone
	m.Line = consent.StateLine(c.Join.Camera, c.Join.Microphone)
	switch {
	case m.Paused && d.until() == "":
		m.Line = words.Say("Paused until tomorrow")
	case m.Paused:
		m.Line = words.Say("Paused until {time}", "time", d.until())
	case m.Broken:
		m.Line = words.Say("{list} (configuration has an error)", "list", m.Line)
	}
	m.Unmute = d.mute.Offer()
	if d.joined != nil {
		m.Rejoin = d.joined.judged.Name
	}
	m.RejoinCamera = d.canHaveCamera()
	if d.timedOut != nil {
		m.AskAgain = d.timedOut.judged.Name
	}
	if d.notAsked != nil {
		m.AskAnyway = d.notAsked.judged.Name
	}
	m.HeldOff = consent.HeldLine(d.heldFacts())
	d.Menu.Set(m)
}
