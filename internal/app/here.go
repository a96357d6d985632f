package app

import (
	"context"

	"vestibule/internal/consent"
	"vestibule/internal/consent/terminal"
	"vestibule/internal/meeting"
	"vestibule/internal/plan"
	"vestibule/internal/words"
)

// askHere judges and asks without a daemon. why says what the daemon was
// missing.
func askHere(ctx context.Context, l Local, text, why string) Result {
	snap := l.Machine.Config()
	cfg := snap.Config
	j := Judge(text, cfg)
	wish := meeting.Wish{Camera: cfg.Join.Camera, Microphone: cfg.Join.Microphone}
	if j.Verdict != meeting.IsMeeting {
		return noMeeting(l, text, j)
	}
	r := Result{Status: NotJoined, judged: &j, wish: wish}
	svc, _ := meeting.Known(j.Service)
	clients, err := l.Machine.Clients(svc.Schemes)
	p := plan.Make(plan.Input{
		Meeting: j.Meeting, Native: svc.Schemes, Wish: wish, Config: cfg,
		Clients: clients, Guards: l.Machine.Guards(clients, j.Host),
		Settings:    l.Machine.Settings(j.Service, clients),
		OnlyGuarded: OnlyGuarded(snap, j.Service),
	})
	choice, ok := p.Selected()
	switch {
	case err != nil || !ok:
		r.Said = []string{"Nothing on this computer can open a " + j.Name + " meeting. The cleaned link is:"}
		r.Hint = Install(svc.Name).String()
		return r
	case !l.Terminal:
		r.Said = []string{"Nobody could be asked: " + why + ", and there is no terminal. The cleaned link is:"}
		r.Message = "not joined: nobody could be asked"
		return r
	}
	devices := l.Machine.Devices(ctx)
	q := consent.Question{
		Service: j.Name, Host: j.Host, Meeting: j.Meeting.Label(),
		Asker: consent.Asker{You: words.Say("Opened on the command line")}, Wish: wish, Devices: &devices,
		Trouble:      Trouble(snap),
		CameraLocked: CameraLocked(snap), MicrophoneLocked: MicrophoneLocked(snap), LockedBy: LockedBy(snap),
		SystemMute: cfg.Microphone.SystemMute, SystemMuteLocked: SystemMuteLocked(snap),
		Removed: j.Removed, Unwrapped: j.Unwrapped, Upgraded: j.Upgraded, CarriedAddress: j.CarriedAddress,
	}
	Choose(&q, p, snap, j.Service)
	a, err := l.terminal().Ask(ctx, consent.AskPage(q), cfg.Consent.ArmDelay, cfg.Consent.Timeout)
	if err != nil {
		return Result{Status: NotJoined, Message: "not joined: " + err.Error()}
	}
	if a != consent.Yes {
		return Result{Status: NotJoined, Message: "not joined" + reasons[a]}
	}
	name, _, rep := NewOpener(l.Machine, nil).start(ctx, Decision{
		Meeting: j.Meeting, Wish: wish, Way: choice.Way, Client: choice.Client.ID, Guard: choice.Guard, Restart: choice.Restart,
		SystemMute: cfg.Microphone.SystemMute,
	})
	if rep.MuteFailed != "" {
		r.Status, r.Message = NotJoined, consent.MuteFailedMessage(rep.MuteFailed)
		if !SystemMuteLocked(snap) {
			r.Hint = "vestibule config set microphone.system_mute false"
		}
		return r
	}
	if rep.Error != "" {
		r.Status, r.Message, r.Hint = Failed, rep.Error, rep.Hint
		return r
	}
	if rep.Muted {
		name += ". " + consent.MutedAtJoin().String()
	}
	return Result{Message: "opened in " + name}
}

var reasons = map[consent.Answer]string{
	consent.TimedOut: ": nobody answered in time",
	consent.Lost:     ": nobody could be asked",
}

func (l Local) terminal() terminal.Terminal {
	return terminal.Terminal{In: l.In, Out: l.Out, Flush: terminal.FlushTTY}
}

// noMeeting ends with what the judgement says; a sign-in callback of a scheme
// that Vestibule took over goes on.
func noMeeting(l Local, text string, j meeting.Judgement) Result {
	if j.PassOn == meeting.PassNow {
		rep := NewOpener(l.Machine, nil).pass(Pass{Text: text})
		if rep.Error != "" {
			return Result{Status: Failed, Message: rep.Error}
		}
		return Result{Message: "passed on to " + rep.Name}
	}
	r := Result{Status: VerdictStatus(j.Verdict), Message: consent.EnglishReason(j.Reason, j.Host, j.LooksLike != "")}
	if j.Verdict == meeting.UnknownHost {
		r.Hint = "add to the configuration:\n" + j.Listing
	}
	return r
}

// practiseHere asks the practice question in the terminal.
func practiseHere(ctx context.Context, l Local, why string) Result {
	if !l.Terminal {
		return Result{Status: NotJoined, Message: "nobody could be asked: " + why + ", and there is no terminal"}
	}
	cfg := l.Machine.Config()
	devices := l.Machine.Devices(ctx)
	q := consent.PracticeQuestion(consent.Question{
		Asker: consent.Asker{You: words.Say("You asked for practice")}, Devices: &devices,
		Wish: meeting.Wish{Camera: cfg.Join.Camera, Microphone: cfg.Join.Microphone},
	})
	a, err := l.terminal().Ask(ctx, consent.AskPage(q), cfg.Consent.ArmDelay, cfg.Consent.Timeout)
	if err != nil {
		return Result{Status: NotJoined, Message: err.Error()}
	}
	said := consent.PracticePage(a)
	return Result{Message: words.Sentences(said.Text[0].Text, words.Say("Nothing was opened."))}
}
