package consent

import (
	"vestibule/internal/meeting"
	"vestibule/internal/words"
)

// assured says in two or three words what a choice assures of a camera that is
// to be off.
func assured(a meeting.Assurance) string {
	switch a {
	case meeting.Blocked:
		return words.Say("camera blocked")
	case meeting.Asked:
		return words.Say("camera asked off")
	case meeting.Setting:
		return words.Say("camera set off")
	case meeting.Preview:
		return words.Say("shows its page first")
	case meeting.Unknown:
		return words.Say("nobody vouches")
	}
	return ""
}

// wayLabel is one way in the list of choices; beside adds what it assures.
func wayLabel(w WayName, beside bool) string {
	s := words.Value(Clean(w.Name, longest))
	if w.Guard == sandbox && w.Restart {
		return words.Say("Restart {program} without camera", "program", Clean(w.Name, longest))
	}
	if w.Guard != "" {
		s = words.Say("{program}, guarded", "program", Clean(w.Name, longest))
	}
	if more := assured(w.Camera); beside && more != "" {
		s += " · " + more
	}
	return s
}

const sandbox = "sandbox"

// nativeSentence is what the camera's row says of a program that is started
// without one; ok is false for every other way.
func nativeSentence(w WayName) (said string, ok bool) {
	switch {
	case w.Guard != sandbox:
		return "", false
	case w.Restart:
		return words.Say("✓ Once restarted, {program} has no camera and cannot open one.", "program", w.Name), true
	}
	return words.Say("✓ {program} is started without a camera and cannot open one.", "program", w.Name), true
}

// notGuarded says why the chosen program is not guarded, where a guard of it is
// known and cannot be used now.
func notGuarded(q Question, way WayName) string {
	if way.Web || way.Guard != "" || q.Wish.Camera {
		return ""
	}
	for _, b := range q.Barred {
		if Clean(b.Client, longest) == way.Name {
			return words.Say("It cannot be started without a camera now: {why}.", "why", Clean(b.Why, longest))
		}
	}
	return ""
}

// restartNote says what happens first to a program that runs.
func restartNote(w WayName, camera bool) string {
	switch {
	case !w.Restart:
		return ""
	case camera:
		return words.Say("{program} runs without a camera now. It is closed first, by force if it stays, and a meeting in it ends.", "program", w.Name)
	}
	return words.Say("{program} runs now. It is asked to close first, and a meeting in it ends.", "program", w.Name)
}

// openNote is the line under the choice: what is in its way, or how to turn
// the camera on later.
func openNote(q Question) string {
	way, ok := q.way()
	if !ok {
		return ""
	}
	s := restartNote(way, q.Wish.Camera)
	if way.Guard != "" && q.GuardedBy != "" {
		s = words.Sentences(s, words.Say("Guarded is set by your organisation ({path}).", "path", Clean(q.GuardedBy, longest)))
	}
	switch {
	case way.Guard != "" && way.SignIn && way.First:
		s = words.Sentences(s, words.Say("{service} lets in only who is signed in: sign in here once.", "service", q.Service))
	case way.Guard != "" && way.First:
		s = words.Sentences(s, words.Say("You may have to sign in here once."))
	}
	if q.Wish.Camera {
		return s
	}
	weak := q.Unguarded || q.WantsBlocked || q.Camera.Assurance != meeting.Asked && q.Camera.Assurance != meeting.Blocked
	switch {
	case way.Guard == "" && weak && len(q.Barred) > 0:
		b := q.Barred[0]
		for _, own := range q.Barred {
			if Clean(own.Client, longest) == way.Name {
				b = own
			}
		}
		return words.Say("{program} cannot be guarded now: {why}", "program", Clean(b.Client, 60), "why", Clean(b.Why, longest))
	case q.Unguarded:
		return words.Say("Nothing here can be guarded")
	case way.Guard != "":
		return words.Sentences(s, words.Say("Camera later: “Rejoin with camera” in the tray"))
	}
	return words.Say("Camera later: the meeting's own button")
}

// choiceActions are what can be done about the way in one click.
func choiceActions(q Question, service string) []Button {
	way, ok := q.way()
	if !ok || q.Practice || q.Already != "" {
		return nil
	}
	var list []Button
	if way.Guard != "" && way.First {
		for _, w := range q.Ways {
			if w.Web && w.Guard == "" {
				label := words.Say("My usual browser")
				if !q.Wish.Camera && w.Camera != meeting.Asked {
					label = words.Say("My usual browser (it may show your camera to you first)")
				}
				list = append(list, Button{ID: ButtonUsual, Label: label})
				break
			}
		}
	}
	if q.CanRemember {
		list = append(list, Button{ID: ButtonRemember, Label: words.Say("Use this for {service} from now on", "service", service), Check: true, On: q.Remember})
	}
	return list
}

// alreadyPage makes of a question the one about a meeting that was opened in a
// browser just now and whose page asks for the service's own program.
func alreadyPage(q Question, p Page, service string) Page {
	browser := Clean(q.Already, 60)
	p.Title = words.Say("You are already joining in {browser}", "browser", browser)
	p.Open = nil
	way, ok := q.way()
	if !ok {
		p.Camera, p.Microphone = nil, nil
		p.Text = []Paragraph{{Text: words.Say("The meeting's page asks for {service}'s own program. Nothing more was opened.", "service", service)}}
		p.Buttons = []Button{{ID: ButtonNo, Label: words.Say("Stay here"), Safe: true}}
		return p
	}
	p.Text = []Paragraph{{Text: words.Say("The meeting's page asks for {service}'s own program. The meeting in {browser} goes on until you leave it there.",
		"service", service, "browser", browser)}}
	p.Buttons = []Button{
		{ID: ButtonNo, Label: words.Say("Stay here"), Safe: true},
		{ID: ButtonJoin, Label: words.Say("Switch to the {program} app", "program", way.Name), Armed: true},
	}
	return p
}
