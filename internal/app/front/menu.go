package front

import (
	"time"

	"vestibule/internal/app"
	"vestibule/internal/consent"
	"vestibule/internal/link"
	"vestibule/internal/meeting"
)

// Action is something to choose from the tray's menu or the status window.
// None answers a question.
type Action string

const (
	JoinClipboard Action = "join-clipboard"
	Rejoin        Action = "rejoin"
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
)

// MenuState is what the tray's menu shows.
type MenuState struct {
	Line           string // "Camera starts off, microphone muted"
	Rejoin         string // service of the last meeting; "" hides it
	AskAgain       string // service of the question that timed out; "" hides it
	AskAnyway      string // service of the question that is quiet and came again; "" hides it
	HeldOff        string // who is held off and until when; "" hides it
	Camera, Mic    bool   // where the switches start
	Paused, Broken bool
	// Locked switches are set by the organisation.
	CameraLocked, MicLocked bool
}

// Act does what was chosen.
func (d *Desk) Act(a Action) { d.do(func() { d.act(a) }) }

func (d *Desk) act(a Action) {
	switch a {
	case JoinClipboard:
		d.Clipboard.Get(func(text string) { d.do(func() { d.fromClipboard(text) }) })
	case Rejoin:
		d.askAbout(d.joined, "You asked to rejoin")
	case AskAgain:
		d.askAbout(d.timedOut, askedAgain)
	case AskAnyway:
		d.askAbout(d.notAsked, askedAgain)
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
		d.Opener.Send(app.Request{Edit: true}, d.tellFailure("The configuration did not open"))
	case ShowStatus:
		d.showStatus("")
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
	j := meeting.Judge(text, app.Hosts(d.Config().Config))
	d.take(&session{text: text, judged: j, askerKnown: true, asker: consent.Asker{You: "From the clipboard"}})
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
	d.Opener.Send(app.Request{Default: &app.Default{Device: dev, On: on}}, d.tellFailure("The setting was not changed"))
}

// tellFailure notifies of an error, and draws anew in any case.
func (d *Desk) tellFailure(title string) func(app.Reply) {
	return func(r app.Reply) {
		d.do(func() {
			if r.Error != "" {
				d.Notify.Send(title, consent.Clean(r.Error, 200))
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

// until words when the pause ends.
func (d *Desk) until() string {
	if d.pausedUntil.Day() != d.Clock.Now().Day() {
		return "tomorrow"
	}
	return d.pausedUntil.Format("15:04")
}

// resumeAndAsk ends the pause and asks about the link that came meanwhile.
func (d *Desk) resumeAndAsk(s *session) {
	d.pause(time.Time{})
	if s.kind == pausedNotice {
		again := &session{
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
			d.Notify.Send("Vestibule's configuration has an error", app.Trouble(d.Config()).Sentence()+" See Status.")
		}
	}
	if s := d.current; s != nil {
		d.decideWay(s)
		d.redraw(s)
	}
}

func (d *Desk) setMenu() {
	c := d.Config()
	m := MenuState{Camera: c.Join.Camera, Mic: c.Join.Microphone, Paused: d.paused(), Broken: len(c.Problems) > 0}
	m.CameraLocked, m.MicLocked = app.CameraLocked(c), app.MicrophoneLocked(c)
	m.Line = consent.StateLine(c.Join.Camera, c.Join.Microphone)
	switch {
	case m.Paused:
		m.Line = "Paused until " + d.until()
	case m.Broken:
		m.Line += " (configuration has an error)"
	}
	if d.joined != nil {
		m.Rejoin = d.joined.judged.Name
	}
	if d.timedOut != nil {
		m.AskAgain = d.timedOut.judged.Name
	}
	if d.notAsked != nil {
		m.AskAnyway = d.notAsked.judged.Name
	}
	m.HeldOff = consent.HeldLine(d.heldFacts())
	d.Menu.Set(m)
}
