package consent

import (
	"strconv"
	"strings"
	"time"

	"vestibule/internal/words"
)

// Told is what is known of a link that is not asked about.
type Told struct {
	// Service is the service it belongs to or claims to, or "".
	Service string
	// Host is the host that counts, or "".
	Host   string
	Reason words.Text // one sentence
	Asker  Asker
	// LooksLike says that the host imitates Service.
	LooksLike bool
	// Lines are to be pasted into the configuration, for an unknown host.
	Lines string
}

// RefusedPage tells of a link that was refused for safety.
func RefusedPage(t Told) Page {
	p := Page{Badge: "!", Tone: Bad, Title: words.Say("This link was refused"), Buttons: closeAndCopy()}
	t.Asker.tell(&p)
	if t.LooksLike && t.Host != "" {
		p.Title = words.Say("This link is not what it seems")
		p.Text = []Paragraph{
			{Text: words.Say("It looks like {service}, but the part that counts is", "service", Clean(t.Service, longest))},
			{Host: Host(t.Host)},
			{Text: words.Say("Vestibule opens meetings only at addresses it knows. Nothing was opened.")},
		}
		return p
	}
	p.Text = reasonAndHost(t)
	p.Text = append(p.Text, Paragraph{Text: words.Say("Nothing was opened.")})
	return p
}

// NotMeetingPage tells of a link that is no meeting, or a closed service.
func NotMeetingPage(t Told) Page {
	p := Page{Badge: "?", Title: words.Say("This is not a meeting link"), Buttons: closeAndCopy()}
	t.Asker.tell(&p)
	p.Text = reasonAndHost(t)
	p.Text = append(p.Text, Paragraph{Text: words.Say("Vestibule opens only meetings. Nothing was opened.")})
	return p
}

// UnknownHostPage tells of a link that has a meeting's shape at a host that
// nobody listed.
func UnknownHostPage(t Told) Page {
	p := Page{Badge: "?", Title: words.Say("Vestibule does not know this address"), Buttons: closeAndCopy()}
	t.Asker.tell(&p)
	service := Clean(t.Service, longest)
	p.Text = []Paragraph{
		{Text: words.Say("It has the shape of a {service} meeting, but anyone could have made it. The part that counts is", "service", service)},
		{Host: Host(t.Host)},
		{Text: words.Say("If this is your organisation's own {service}, add these lines to the configuration. Nothing was opened.", "service", service)},
		{Text: cleanLines(strings.TrimSpace(t.Lines)), Selectable: true},
	}
	return p
}

// ClosedPage tells of a service that has ended.
func ClosedPage(t Told) Page {
	p := Page{Badge: "?", Title: words.Say("{service} has closed", "service", Clean(t.Service, longest)), Buttons: closeAndCopy()}
	t.Asker.tell(&p)
	p.Text = []Paragraph{{Text: reasonOf(t)}, {Text: words.Say("Nothing was opened.")}}
	return p
}

// PausedPage tells that a link came while Vestibule is paused; until is a time,
// or "" for tomorrow.
func PausedPage(until string, t Told) Page {
	service := Clean(t.Service, longest)
	said := words.Say("A {service} meeting was asked for. Vestibule is paused until tomorrow. Nothing was opened.", "service", service)
	if until != "" {
		said = words.Say("A {service} meeting was asked for. Vestibule is paused until {time}. Nothing was opened.", "service", service, "time", until)
	}
	p := Page{
		Badge: "‖", Title: words.Say("Vestibule is paused"),
		Text: []Paragraph{{Text: said}},
		Buttons: []Button{
			{ID: ButtonClose, Label: words.Say("Stay paused"), Safe: true},
			{ID: ButtonResume, Label: words.Say("Resume and ask")},
		},
	}
	t.Asker.tell(&p)
	return p
}

// PassPage asks whether a link that is no meeting goes to the program that had
// its scheme before; program is "" while it is being looked for.
func PassPage(t Told, program string) Page {
	program = Clean(program, 60)
	p := Page{Badge: badge(Clean(t.Service, longest))}
	t.Asker.tell(&p)
	p.Host = Host(t.Host)
	p.Title = words.Say("Pass this link to the program that had it?")
	warning := words.Say("⚠ It is no meeting that Vestibule can judge: it may start a call, sign you in or open something else. The program that had it decides about camera and microphone.")
	if program != "" {
		p.Title = words.Say("Pass this link to {program}?", "program", program)
		warning = words.Say("⚠ It is no meeting that Vestibule can judge: it may start a call, sign you in or open something else. {program} decides about camera and microphone.", "program", program)
	}
	p.Text = []Paragraph{{Text: reasonOf(t)}, {Text: warning, Tone: Warn}}
	p.Buttons = []Button{
		{ID: ButtonNo, Label: words.Say("Don't pass it on"), Safe: true},
		{ID: ButtonPass, Label: words.Say("Pass it on"), Suggested: true, Armed: true},
	}
	return p
}

// FailedPage tells that the client did not start; the window stays so that
// the link can be copied, tried again or, with other ways, opened otherwise.
func FailedPage(service string, what, hint words.Text, retry, otherwise bool) Page {
	p := Page{Badge: "!", Tone: Bad, Title: words.Say("The {service} meeting did not open", "service", Clean(service, longest))}
	p.Text = []Paragraph{{Text: Sentence(what)}}
	if said := Sentence(hint); said != "" {
		p.Text = append(p.Text, Paragraph{Text: said, Selectable: true})
	}
	p.Text = append(p.Text, Paragraph{Text: words.Say("You can copy the cleaned link and open it elsewhere.")})
	if otherwise {
		p.Actions = append(p.Actions, Button{ID: ButtonOtherwise, Label: words.Say("Open otherwise")})
	}
	p.Actions = append(p.Actions, Button{ID: ButtonCopy, Label: words.Say("Copy link")})
	p.Buttons = []Button{{ID: ButtonClose, Label: words.Say("Close"), Safe: true}}
	if retry {
		p.Buttons = append(p.Buttons, Button{ID: ButtonRetry, Label: words.Say("Try again"), Armed: true})
	}
	return p
}

// PracticePage ends a practice question.
func PracticePage(a Answer) Page {
	said := words.Say("You pressed “Don't join”.")
	switch a {
	case Yes:
		said = words.Say("You pressed “Join”. A real meeting would be opening now.")
	case TimedOut:
		said = words.Say("Nobody answered in time, which counts as no.")
	}
	return Page{
		Badge: "✓", Tone: Good, Title: words.Say("Nothing was opened"),
		Text:    []Paragraph{{Text: said}, {Text: words.Say("That is all there is to it: no meeting opens without this window.")}},
		Buttons: []Button{{ID: ButtonClose, Label: words.Say("Close"), Safe: true}},
	}
}

func closeAndCopy() []Button {
	return []Button{{ID: ButtonCopy, Label: words.Say("Copy link")}, {ID: ButtonClose, Label: words.Say("Close"), Safe: true}}
}

// Sentence makes a sentence of a failure: one of ours in the person's language,
// any other (the system's own words) as it is.
func Sentence(t words.Text) string {
	s := t.String()
	if outside, ok := t.Outside(); ok {
		if said := words.Known(Clean(outside, 400)); said != words.Value(outside) {
			return said
		}
	} else if said := t.Say(); said != s {
		return said
	}
	if s = Clean(s, 400); s == "" {
		return ""
	}
	if last := s[len(s)-1]; last != '.' && last != '!' && last != '?' {
		s += "."
	}
	first, _, _ := strings.Cut(s, " ")
	if c := s[0]; c >= 'a' && c <= 'z' && !strings.Contains(strings.TrimRight(first, "."), ".") {
		s = string(c-'a'+'A') + s[1:] // a host name stays as it is
	}
	return words.Value(s)
}

// reasonOf is why the link is not opened.
func reasonOf(t Told) string { return Reason(t.Reason, t.Host, t.LooksLike) }

// reasonAndHost is the reason, and under it the host, unless the reason named
// all of it already and there is nothing to emphasise.
func reasonAndHost(t Told) []Paragraph {
	reason, h := reasonOf(t), Host(t.Host)
	if t.Host == "" || h.Counts() == "" && strings.Contains(reason, h.String()) {
		return []Paragraph{{Text: reason}}
	}
	return []Paragraph{{Text: reason}, {Host: h}}
}

// Countdown words how long an armed button still waits: "in 1 s".
func Countdown(left time.Duration) string {
	s := int((left + time.Second - 1) / time.Second)
	if s < 1 {
		s = 1
	}
	return words.Say("in {seconds} s", "seconds", strconv.Itoa(s))
}
