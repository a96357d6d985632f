package consent

import (
	"fmt"
	"strings"

	"vestibule/internal/device"
	"vestibule/internal/meeting"
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

const (
	longest = 120 // characters of an outside name
	looking = "Looking…"
)

// AskPage words a question. It is a function of the question alone; golden
// tests keep what it says.
func AskPage(q Question) Page {
	service := Clean(q.Service, longest)
	p := Page{
		Badge:   badge(service),
		Title:   "Join this " + service + " meeting?",
		Host:    Host(q.Host),
		Meeting: Clean(q.Meeting, longest),
		Cleaned: cleaned(q),
	}
	q.Asker.tell(&p)
	p.Camera = cameraRow(q, service)
	p.Microphone = microphoneRow(q, service)
	p.Open = openRow(q)
	if q.Practice {
		p.Title = "Practice: join this meeting?"
		p.Text = []Paragraph{{Text: "This meeting is made up. Whatever you press, nothing is opened.", Tone: Neutral}}
		for _, r := range []*Row{p.Camera, p.Microphone} {
			r.Assurance, r.Tone, r.Why = "✓ Practice opens nothing.", Good, ""
		}
		p.Open.Note = ""
	}
	p.Banner, p.BannerTone = banner(q)
	p.Actions = append(choiceActions(q, service), heldActions(q.HeldOff, q.NotAsked, q.LetIn, q.AskAnyway)...)
	join := Button{ID: ButtonJoin, Label: "Join", Suggested: true, Armed: true}
	if q.WantsBlocked && !q.Wish.Camera {
		join.Label = "Join anyway"
	}
	p.Buttons = []Button{{ID: ButtonNo, Label: "Don't join", Safe: true}, join}
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
	r := &Row{Title: "Camera", Label: "Camera on when joining", On: q.Wish.Camera, Icon: CameraOff}
	if r.On {
		r.Icon = CameraOn
	}
	if r.Locked = q.CameraLocked; r.Locked {
		r.Note = "Off is set by your organisation."
	}
	r.Now, r.NowStrong = CameraNow(q.Devices)
	if way, ok := q.way(); ok {
		r.Assurance, r.Tone = cameraSentence(q.Camera.Assurance, r.On, service, way.Name)
		if r.On && way.Guard != "" {
			r.Assurance = "You decide: " + way.Name + " asks you, once for each site."
		}
		r.Why = why(q.Camera)
	} else if q.Ways == nil {
		r.Assurance = looking
	}
	return r
}

func microphoneRow(q Question, service string) *Row {
	r := &Row{Title: "Microphone", Label: "Microphone on when joining", On: q.Wish.Microphone, Icon: MicOff}
	if r.On {
		r.Icon = MicOn
	}
	if r.Locked = q.MicrophoneLocked; r.Locked {
		r.Note = "Muted is set by your organisation."
	}
	r.Now, r.NowStrong = MicrophoneNow(q.Devices)
	if way, ok := q.way(); ok {
		r.Assurance, r.Tone = microphoneSentence(q.Microphone.Assurance, r.On, service, way.Name)
		r.Why = why(q.Microphone)
	} else if q.Ways == nil {
		r.Assurance = looking
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

func why(c meeting.Claim) string {
	s := c.Why
	if c.Source != "" {
		s += " Source: " + c.Source
		if c.Checked != "" {
			s += ", checked " + c.Checked
		}
		s += "."
	}
	return strings.TrimSpace(s)
}

// commonSentence words what is said alike of both devices; ok is false for
// the others. Only "blocked" says cannot.
func commonSentence(a meeting.Assurance, on bool, service, client string) (said string, tone Tone, ok bool) {
	switch {
	case on && a == meeting.Asked:
		return "Starts on: the link asks " + service + " to open it.", Neutral, true
	case on:
		return service + " decides whether it starts on.", Neutral, true
	case a == meeting.Blocked:
		return "✓ This window of " + client + " cannot open it.", Good, true
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
		return "Starts off: the link asks " + service + " not to open it.", Neutral
	case meeting.Setting:
		return "Starts off: " + client + "'s own setting says so.", Neutral
	case meeting.Preview:
		return "⚠ " + service + " shows its own page first, and may open the camera there.", Warn
	}
	return "⚠ Nobody vouches for it. " + service + " may turn it on when you join.", Warn
}

func microphoneSentence(a meeting.Assurance, on bool, service, client string) (string, Tone) {
	if said, tone, ok := commonSentence(a, on, service, client); ok {
		return said, tone
	}
	switch a {
	case meeting.Asked:
		return "Starts muted: the link asks " + service + " for it.", Neutral
	case meeting.Setting:
		return "Starts muted: " + client + "'s own setting says so.", Neutral
	case meeting.Preview:
		return service + " shows its own page before you are heard.", Neutral
	}
	return "⚠ Nobody vouches for it. " + service + " may open it when you join.", Warn
}

// CameraNow says what the cameras do now: a sentence, and the part of it that
// must not be overlooked.
func CameraNow(d *device.Snapshot) (now, strong string) {
	if d == nil {
		return looking, ""
	}
	switch {
	case d.CamerasState == device.Unknown:
		return "Cannot tell what it does: " + Clean(d.CamerasWhy, longest), ""
	case len(d.Cameras) == 0:
		return "No camera found", ""
	}
	names := make([]string, len(d.Cameras))
	unknown := ""
	for i, c := range d.Cameras {
		names[i] = Clean(c.Name, longest)
		if c.State == device.InUse {
			strong = joinSentences(strong, usedBy(c.Users, names[i], len(d.Cameras) > 1))
		}
		if c.State == device.Unknown && unknown == "" {
			unknown = Clean(c.Why, longest)
		}
	}
	now = list(names)
	switch {
	case strong != "":
		return now + ".", strong
	case unknown != "":
		return now + ". Cannot tell what it does: " + unknown, ""
	}
	return now + ", not in use now", ""
}

// usedBy words who holds a device; named is whether the device must be named.
func usedBy(users []device.Program, name string, named bool) string {
	what := "it"
	if named {
		what = name
	}
	who := make([]string, 0, len(users))
	for _, u := range users {
		if n := Clean(u.Name, 40); n != "" {
			who = append(who, n)
		}
	}
	if len(who) == 0 {
		return "Some program uses " + what + " now."
	}
	verb := " uses "
	if len(who) > 1 {
		verb = " use "
	}
	return list(who) + verb + what + " now."
}

// MicrophoneNow says what the microphone does now.
func MicrophoneNow(d *device.Snapshot) (now, strong string) {
	if d == nil {
		return looking, ""
	}
	m := d.Microphone
	name := Clean(m.Name, longest)
	switch m.State {
	case device.Absent:
		return "No microphone found", ""
	case device.Unknown:
		return "Cannot tell what it does: " + Clean(m.Why, longest), ""
	}
	muted := ", not muted"
	if m.Muted {
		muted = ", muted by the system"
	}
	if m.State == device.InUse {
		return name + muted + ".", usedBy(m.Users, name, false)
	}
	return name + muted + ", used by nobody", ""
}

func openRow(q Question) *OpenRow {
	q.Service = Clean(q.Service, longest)
	r := &OpenRow{Title: "Open with", Label: "Open with", Chosen: q.Chosen}
	if q.Ways == nil {
		r.Note = looking
		return r
	}
	if len(q.Ways) == 0 {
		r.Note = "Nothing on this computer can open it"
		return r
	}
	for _, w := range q.Ways {
		r.Choices = append(r.Choices, wayLabel(w, !q.Wish.Camera && len(q.Ways) > 1))
	}
	r.Note = openNote(q)
	return r
}

// cleaned says in one sentence what was taken off the link.
func cleaned(q Question) string {
	var parts []string
	if len(q.Removed) > 0 {
		parts = append(parts, "removed "+list(cleanAll(q.Removed)))
	}
	if from := wrapperNames(q.Unwrapped); len(from) > 0 {
		s := "unwrapped from " + list(cleanAll(from))
		if q.CarriedAddress {
			s += ", which held your e-mail address"
		}
		parts = append(parts, s)
	}
	if q.Upgraded {
		parts = append(parts, "http raised to https")
	}
	if len(parts) == 0 {
		return ""
	}
	return "Link cleaned: " + strings.Join(parts, "; ")
}

// wrapperNames gives the names of wrappers for people. Vestibule's own scheme
// is no news to anyone.
func wrapperNames(ids []string) []string {
	var names []string
	for _, id := range ids {
		if id == "vestibule" {
			continue
		}
		if name, ok := knownWrappers[id]; ok {
			id = name
		}
		names = append(names, id)
	}
	return names
}

var knownWrappers = map[string]string{
	"barracuda": "Barracuda", "cisco-secure": "Cisco Secure", "facebook": "Facebook", "google": "Google",
	"instagram": "Instagram", "linkedin": "LinkedIn", "messenger": "Messenger", "outlook-safelinks": "Outlook SafeLinks",
	"proofpoint-v1": "Proofpoint", "proofpoint-v2": "Proofpoint", "proofpoint-v3": "Proofpoint", "slack": "Slack",
	"sophos": "Sophos", "steam": "Steam", "teams-launcher": "the Teams launcher page", "teams-safelinks": "Teams SafeLinks",
	"trendmicro": "Trend Micro", "youtube": "YouTube",
}

func cleanAll(in []string) []string {
	const most = 6
	out := make([]string, 0, len(in))
	for i, s := range in {
		if i == most {
			out = append(out, fmt.Sprintf("%d more", len(in)-most))
			break
		}
		out = append(out, Clean(s, 40))
	}
	return out
}

func banner(q Question) (string, Tone) {
	var s string
	if q.WantsBlocked && !q.Wish.Camera {
		s = "You want the camera blocked. Nothing on this computer can do that for this meeting."
	}
	s = joinSentences(s, q.Trouble.Sentence())
	if q.Asked > 1 {
		s = joinSentences(s, fmt.Sprintf("Asked for %d times.", q.Asked))
	}
	switch {
	case q.Waiting == 1:
		s = joinSentences(s, "One more meeting waits behind this one.")
	case q.Waiting > 1:
		s = joinSentences(s, fmt.Sprintf("%d more meetings wait behind this one.", q.Waiting))
	}
	switch {
	case q.RefusedMeanwhile == 1:
		s = joinSentences(s, "One more link came. It was refused.")
	case q.RefusedMeanwhile > 1:
		s = joinSentences(s, fmt.Sprintf("%d more links came. They were refused.", q.RefusedMeanwhile))
	}
	for _, h := range heldSentences(q.HeldOff) {
		s = joinSentences(s, h)
	}
	if q.NotAsked != "" {
		s = joinSentences(s, quietSentence(q.NotAsked))
	}
	return s, Warn
}

func joinSentences(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// list joins names for a sentence: "a", "a and b", "a, b and c".
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
