package consent

import (
	"strings"

	"vestibule/internal/meeting"
	"vestibule/internal/words"
)

// The buttons of Vestibule's pages.
const (
	ButtonNo    ButtonID = "no"
	ButtonJoin  ButtonID = "join"
	ButtonPass  ButtonID = "pass"
	ButtonClose ButtonID = "close"
	ButtonCopy  ButtonID = "copy"
	ButtonRetry ButtonID = "retry"
	// ButtonOtherwise asks anew, with another way chosen.
	ButtonOtherwise ButtonID = "otherwise"
	ButtonResume    ButtonID = "resume"
	// ButtonLetIn lets the opener that a page tells of in again, and asks.
	ButtonLetIn ButtonID = "let-in-and-ask"
	// ButtonAskAnyway asks what is not asked because it was refused twice.
	ButtonAskAnyway ButtonID = "ask-anyway"
	// ButtonUsual picks the usual browser, ButtonRemember keeps the choice.
	ButtonUsual    ButtonID = "usual"
	ButtonRemember ButtonID = "remember"
)

const longest = 120 // characters of an outside name

func looking() string { return words.Say("Looking…") }

// AskPage words a question. It is a function of the question alone; golden
// tests keep what it says.
func AskPage(q Question) Page {
	service := Clean(q.Service, longest)
	p := Page{
		Badge:   badge(service),
		Title:   words.Say("Join this {service} meeting?", "service", service),
		Host:    Host(q.Host),
		Meeting: Clean(q.Meeting, longest),
		Cleaned: cleaned(q),
	}
	q.Asker.tell(&p)
	p.Camera = cameraRow(q, service)
	p.Microphone = microphoneRow(q, service)
	p.Open = openRow(q)
	if q.Practice {
		p.Title = words.Say("Practice: join this meeting?")
		p.Text = []Paragraph{{Text: words.Say("This meeting is made up. Whatever you press, nothing is opened."), Tone: Neutral}}
		for _, r := range []*Row{p.Camera, p.Microphone} {
			r.Assurance, r.Tone, r.Why = words.Say("✓ Practice opens nothing."), Good, ""
		}
		p.Open.Note = ""
	}
	p.Banner, p.BannerTone = banner(q)
	p.Actions = append(choiceActions(q, service), heldActions(q.HeldOff, q.NotAsked, q.LetIn, q.AskAnyway)...)
	join := Button{ID: ButtonJoin, Label: words.Say("Join"), Suggested: true, Armed: true}
	if q.WantsBlocked && !q.Wish.Camera || q.MuteFailed != "" {
		join.Label = words.Say("Join anyway")
	}
	p.Buttons = []Button{{ID: ButtonNo, Label: words.Say("Don't join"), Safe: true}, join}
	if q.Already != "" {
		return alreadyPage(q, p, service)
	}
	return p
}

func badge(name string) string {
	for _, r := range name {
		if r != '\u2068' { // the isolate before it: see shown.Outside
			return strings.ToUpper(string(r))
		}
	}
	return "?"
}

// cameraRow words the camera: what it does now, what is wanted, who makes it
// so.
func cameraRow(q Question, service string) *Row {
	r := &Row{
		Title: words.Say("Camera"), Label: words.Say("Camera on when joining"), On: q.Wish.Camera, Icon: CameraOff,
		Ask: words.Say("Why?"), AskName: words.Say("Why? Camera"),
	}
	if r.On {
		r.Icon = CameraOn
	}
	if r.Locked = q.CameraLocked; r.Locked {
		r.Note = offLock(q.LockedBy.Camera)
	}
	r.Now, r.NowStrong = CameraNow(q.Devices)
	if way, ok := q.way(); ok {
		r.Assurance, r.Tone = cameraSentence(q.Camera.Assurance, r.On, service, way.Name)
		if said, ok := nativeSentence(way); ok {
			r.Assurance = said
		} else if r.On && way.Guard != "" {
			r.Assurance = words.Say("You decide: {program} asks you, once for each site.", "program", way.Name)
		}
		r.Why = words.Sentences(why(q.Camera, service), notGuarded(q, way))
	} else if q.Ways == nil {
		r.Assurance = looking()
	}
	return r
}

func microphoneRow(q Question, service string) *Row {
	r := &Row{
		Title: words.Say("Microphone"), Label: words.Say("Microphone on when joining"), On: q.Wish.Microphone, Icon: MicOff,
		Ask: words.Say("Why?"), AskName: words.Say("Why? Microphone"),
	}
	if r.On {
		r.Icon = MicOn
	}
	r.Locked = q.MicrophoneLocked
	r.Check, r.Note = muteCheck(q)
	r.Now, r.NowStrong = MicrophoneNow(q.Devices)
	if way, ok := q.way(); ok {
		r.Assurance, r.Tone = microphoneSentence(q.Microphone.Assurance, r.On, service, way.Name)
		r.Why = why(q.Microphone, service)
	} else if q.Ways == nil {
		r.Assurance = looking()
	}
	return r
}

func (q Question) way() (WayName, bool) {
	if q.Chosen < 0 || q.Chosen >= len(q.Ways) {
		return WayName{}, false
	}
	w := q.Ways[q.Chosen]
	w.Name = Clean(w.Name, longest)
	return w, true
}

// why gives the one more sentence and its source. Facts of a service are kept
// in English; those of facts.go are said in the person's language.
func why(c meeting.Claim, service string) string {
	said := fact(c.Why, service)
	source := fact(c.Source, service)
	switch {
	case source == "":
		return said
	case c.Checked == "":
		return words.Sentences(said, words.Say("Source: {source}.", "source", source))
	}
	return words.Sentences(said, words.Say("Source: {source}, checked {date}.", "source", source, "date", c.Checked))
}

// commonSentence words what is said alike of both devices; ok is false for
// the others. Only "blocked" says cannot.
func commonSentence(a meeting.Assurance, on bool, service, client string) (said string, tone Tone, ok bool) {
	switch {
	case on && a == meeting.Asked:
		return words.Say("Starts on: the link asks {service} to open it.", "service", service), Neutral, true
	case on:
		return words.Say("{service} decides whether it starts on.", "service", service), Neutral, true
	case a == meeting.Blocked:
		return words.Say("✓ This window of {program} cannot open it.", "program", client), Good, true
	}
	return "", Plain, false
}

// cameraSentence says who makes the wish so.
func cameraSentence(a meeting.Assurance, on bool, service, client string) (string, Tone) {
	if said, tone, ok := commonSentence(a, on, service, client); ok {
		return said, tone
	}
	switch a {
	case meeting.Asked:
		return words.Say("Starts off: the link asks {service} not to open it.", "service", service), Neutral
	case meeting.Setting:
		return words.Say("Starts off: {program}'s own setting says so.", "program", client), Neutral
	case meeting.Preview:
		return words.Say("⚠ {service} shows its own page first, and may open the camera there.", "service", service), Warn
	}
	return words.Say("⚠ Nobody vouches for it. {service} may turn it on when you join.", "service", service), Warn
}

func microphoneSentence(a meeting.Assurance, on bool, service, client string) (string, Tone) {
	if said, tone, ok := commonSentence(a, on, service, client); ok {
		return said, tone
	}
	switch a {
	case meeting.Asked:
		return words.Say("Starts muted: the link asks {service} for it.", "service", service), Neutral
	case meeting.Setting:
		return words.Say("Starts muted: {program}'s own setting says so.", "program", client), Neutral
	case meeting.Preview:
		return words.Say("{service} shows its own page before you are heard.", "service", service), Neutral
	}
	return words.Say("⚠ Nobody vouches for it. {service} may open it when you join.", "service", service), Warn
}

func openRow(q Question) *OpenRow {
	q.Service = Clean(q.Service, longest)
	r := &OpenRow{Title: words.Say("Open with"), Label: words.Say("Open with"), Chosen: q.Chosen}
	if q.Ways == nil {
		r.Note = looking()
		return r
	}
	if len(q.Ways) == 0 {
		r.Note = words.Say("Nothing on this computer can open it")
		return r
	}
	for _, w := range q.Ways {
		r.Choices = append(r.Choices, wayLabel(w, !q.Wish.Camera && len(q.Ways) > 1))
	}
	r.Note = openNote(q)
	return r
}

func banner(q Question) (string, Tone) {
	said := []string{muteFailed(q)}
	if q.WantsBlocked && !q.Wish.Camera {
		said = append(said, wantsBlocked(q), words.Say("Nothing on this computer can do that for this meeting."))
	}
	if q.Loosened {
		said = append(said, words.Say("The configuration was loosened meanwhile. That counts from the next question on."))
	}
	if way, ok := q.way(); ok && q.Closing {
		said = append(said, words.Say("Waiting for {program} to close…", "program", way.Name))
	}
	said = append(said, q.Trouble.Sentence())
	if q.Asked > 1 {
		said = append(said, words.Count(q.Asked, "Asked for once.", "Asked for {n} times."))
	}
	if q.Waiting > 0 {
		said = append(said, words.Count(q.Waiting, "One more meeting waits behind this one.", "{n} more meetings wait behind this one."))
	}
	if q.RefusedMeanwhile > 0 {
		said = append(said, words.Count(q.RefusedMeanwhile, "One more link came. It was refused.", "{n} more links came. They were refused."))
	}
	said = append(said, heldSentences(q.HeldOff)...)
	if q.NotAsked != "" {
		said = append(said, quietSentence(q.NotAsked))
	}
	return words.Sentences(said...), Warn
}

// wantsBlocked says who wants the camera blocked.
func wantsBlocked(q Question) string {
	switch {
	case q.BlockedBy == ByOrganisation && q.BlockedFile != "":
		return words.Say("Your organisation wants the camera blocked ({path}).", "path", Clean(q.BlockedFile, longest))
	case q.BlockedBy == ByOrganisation:
		return words.Say("Your organisation wants the camera blocked.")
	case q.BlockedBy == ByFailSafe:
		return words.Say("The camera is to be blocked.")
	}
	return words.Say("You want the camera blocked.")
}
