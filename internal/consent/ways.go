package consent

import "vestibule/internal/meeting"

// assured says in two or three words what a choice assures of a camera that is
// to be off.
var assured = map[meeting.Assurance]string{
	meeting.Blocked: "camera blocked",
	meeting.Asked:   "camera asked off",
	meeting.Setting: "camera set off",
	meeting.Preview: "shows its page first",
	meeting.Unknown: "nobody vouches",
}

// wayLabel is one way in the list of choices; beside adds what it assures.
func wayLabel(w WayName, beside bool) string {
	s := Clean(w.Name, longest)
	if w.Guard != "" {
		s += ", guarded"
	}
	if beside && assured[w.Camera] != "" {
		s += " · " + assured[w.Camera]
	}
	return s
}

// openNote is the line under the choice: what is in its way, or how to turn
// the camera on later.
func openNote(q Question) string {
	way, ok := q.way()
	if !ok {
		return ""
	}
	s := ""
	if way.Guard != "" && q.GuardedBy != "" {
		s = "Guarded is set by your organisation" + inFile(q.GuardedBy) + "."
	}
	switch {
	case way.Guard != "" && way.SignIn && way.First:
		s = joinSentences(s, q.Service+" lets in only who is signed in: sign in here once.")
	case way.Guard != "" && way.First:
		s = joinSentences(s, "You may have to sign in here once.")
	}
	if q.Wish.Camera {
		return s
	}
	weak := q.Unguarded || q.WantsBlocked || q.Camera.Assurance != meeting.Asked && q.Camera.Assurance != meeting.Blocked
	switch {
	case way.Guard == "" && weak && len(q.Barred) > 0:
		b := q.Barred[0]
		return Clean(b.Client, 60) + " cannot be guarded now: " + Clean(b.Why, longest)
	case q.Unguarded:
		return "Nothing here can be guarded"
	case way.Guard != "":
		return joinSentences(s, "Camera later: join again with the switch on")
	}
	return "Camera later: the meeting's own button"
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
				label := "My usual browser"
				if !q.Wish.Camera && w.Camera != meeting.Asked {
					label += " (it may show your camera to you first)"
				}
				list = append(list, Button{ID: ButtonUsual, Label: label})
				break
			}
		}
	}
	if q.CanRemember {
		list = append(list, Button{ID: ButtonRemember, Label: "Use this for " + service + " from now on", Check: true, On: q.Remember})
	}
	return list
}

// alreadyPage makes of a question the one about a meeting that was opened in a
// browser just now and whose page asks for the service's own program.
func alreadyPage(q Question, p Page, service string) Page {
	browser := Clean(q.Already, 60)
	p.Title = "You are already joining in " + browser
	p.Open = nil
	way, ok := q.way()
	if !ok {
		p.Camera, p.Microphone = nil, nil
		p.Text = []Paragraph{{Text: "The meeting's page asks for " + service + "'s own program. Nothing more was opened."}}
		p.Buttons = []Button{{ID: ButtonNo, Label: "Stay here", Safe: true}}
		return p
	}
	p.Text = []Paragraph{{Text: "The meeting's page asks for " + service + "'s own program. The meeting in " + browser + " goes on until you leave it there."}}
	p.Buttons = []Button{
		{ID: ButtonNo, Label: "Stay here", Safe: true},
		{ID: ButtonJoin, Label: "Switch to the " + way.Name + " app", Armed: true},
	}
	return p
}
