package front

import (
	"vestibule/internal/app"
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/meeting"
	"vestibule/internal/urlscheme"
	"vestibule/internal/words"
)

// showStatus shows the status window, unless a question is being asked: that
// one is raised instead.
func (d *Desk) showStatus(startup string) {
	if s := d.current; s != nil && s.kind.isQuestion() {
		d.View.Show(s.number, s.page, startup)
		s.arming.Changed(d.Clock.Now())
		d.rearm(s)
		return
	}
	d.show(&session{kind: status, startup: startup, askerKnown: true})
}

func (d *Desk) statusFacts(s *session) consent.StatusFacts {
	c := d.Config()
	f := consent.StatusFacts{
		Camera: c.Join.Camera, Microphone: c.Join.Microphone, Devices: s.devices, Mute: d.mute,
		Lines: s.statusLines, TurnedAway: d.refused, ConfigFile: c.File,
		Trouble: app.Trouble(c), CameraLocked: app.CameraLocked(c), MicrophoneLocked: app.MicrophoneLocked(c),
		LockedBy: app.LockedBy(c), OtherLocks: app.OtherLocks(c),
		TrayHost: d.TrayHost(), Paused: d.paused(), PausedUntil: d.until(),
	}
	for _, p := range c.Problems {
		f.Problems = append(f.Problems, config.FormatProblem(p))
	}
	if d.joined != nil {
		f.Rejoin = d.joined.judged.Name
	}
	f.RejoinCamera = d.canHaveCamera()
	if d.timedOut != nil {
		f.AskAgain = d.timedOut.judged.Name
	}
	if d.notAsked != nil {
		f.NotAsked = d.notAsked.judged.Name
	}
	f.HeldOff = d.heldFacts()
	f.Actions = consent.StatusActions{
		JoinClipboard: consent.ButtonID(JoinClipboard), Rejoin: consent.ButtonID(Rejoin), RejoinCamera: consent.ButtonID(RejoinCamera), AskAgain: consent.ButtonID(AskAgain),
		Camera: consent.ButtonID(ToggleCamera), Microphone: consent.ButtonID(ToggleMic),
		PauseHour: consent.ButtonID(PauseHour), PauseTomorrow: consent.ButtonID(PauseTomorrow), Resume: consent.ButtonID(Resume),
		AskAnyway: consent.ButtonAskAnyway, LetIn: consent.ButtonID(LetIn),
		EditConfig: consent.ButtonID(EditConfig), Quit: consent.ButtonID(QuitProgram),
		Unmute: consent.ButtonID(Unmute),
	}
	return f
}

// practise asks about a meeting that does not exist; nothing it does opens
// anything, because the session holds no meeting.
func (d *Desk) practise(a urlscheme.Arrival) {
	s := &session{
		kind: practising, askerKnown: true, asker: consent.Asker{You: words.Say("You asked for practice")}, startup: a.Startup, looked: true,
		judged: meeting.Judgement{Name: words.Say("Practice"), Host: consent.PracticeHost},
	}
	if a.Answer != nil {
		s.waiters = []func(urlscheme.Outcome){a.Answer}
	}
	d.ask(s)
}

func (d *Desk) showPracticeEnd(s *session, a consent.Answer) {
	s.answer(urlscheme.Outcome{Status: 0, Message: "nothing was opened"})
	end := &session{kind: practised, askerKnown: true, page: consent.PracticePage(a)}
	d.show(end)
}
