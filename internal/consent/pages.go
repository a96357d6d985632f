package consent

import (
	"fmt"
	"strings"
	"time"

	"vestibule/internal/shown"
)

// Told is what is known of a link that is not asked about.
type Told struct {
	// Service is the service it belongs to or claims to, or "".
	Service string
	// Host is the host that counts, or "".
	Host   string
	Reason string // one sentence
	Asker  Asker
	// LooksLike says that the host imitates Service.
	LooksLike bool
	// Lines are to be pasted into the configuration, for an unknown host.
	Lines string
}

// RefusedPage tells of a link that was refused for safety.
func RefusedPage(t Told) Page {
	p := Page{Badge: "!", Tone: Bad, Title: "This link was refused", Buttons: closeAndCopy()}
	t.Asker.tell(&p)
	if t.LooksLike && t.Host != "" {
		p.Title = "This link is not what it seems"
		p.Text = []Paragraph{
			{Text: "It looks like " + Clean(t.Service, longest) + ", but the part that counts is"},
			{Host: Host(t.Host)},
			{Text: "Vestibule opens meetings only at addresses it knows. Nothing was opened."},
		}
		return p
	}
	p.Text = append([]Paragraph{{Text: sentence(Reason(t.Reason, t.Host, t.LooksLike))}}, hostUnder(t)...)
	p.Text = append(p.Text, Paragraph{Text: "Nothing was opened."})
	return p
}

// NotMeetingPage tells of a link that is no meeting, or a closed service.
func NotMeetingPage(t Told) Page {
	p := Page{Badge: "?", Title: "This is not a meeting link", Buttons: closeAndCopy()}
	t.Asker.tell(&p)
	p.Text = append([]Paragraph{{Text: sentence(Reason(t.Reason, t.Host, t.LooksLike))}}, hostUnder(t)...)
	p.Text = append(p.Text, Paragraph{Text: "Vestibule opens only meetings. Nothing was opened."})
	return p
}

// UnknownHostPage tells of a link that has a meeting's shape at a host that
// nobody listed.
func UnknownHostPage(t Told) Page {
	p := Page{Badge: "?", Title: "Vestibule does not know this address", Buttons: closeAndCopy()}
	t.Asker.tell(&p)
	service := Clean(t.Service, longest)
	p.Text = []Paragraph{
		{Text: "It has the shape of a " + service + " meeting, but anyone could have made it. The part that counts is"},
		{Host: Host(t.Host)},
		{Text: "If this is your organisation's own " + service + ", add these lines to the configuration. Nothing was opened."},
		{Text: cleanLines(strings.TrimSpace(t.Lines)), Selectable: true},
	}
	return p
}

// ClosedPage tells of a service that has ended.
func ClosedPage(t Told) Page {
	p := Page{Badge: "?", Title: Clean(t.Service, longest) + " has closed", Buttons: closeAndCopy()}
	t.Asker.tell(&p)
	p.Text = []Paragraph{{Text: sentence(Reason(t.Reason, t.Host, t.LooksLike))}, {Text: "Nothing was opened."}}
	return p
}

// PausedPage tells that a link came while Vestibule is paused.
func PausedPage(until string, t Told) Page {
	p := Page{
		Badge: "‖", Title: "Vestibule is paused",
		Text: []Paragraph{{Text: "A " + Clean(t.Service, longest) + " meeting was asked for. Vestibule is paused until " + until + ". Nothing was opened."}},
		Buttons: []Button{
			{ID: ButtonClose, Label: "Stay paused", Safe: true},
			{ID: ButtonResume, Label: "Resume and ask"},
		},
	}
	t.Asker.tell(&p)
	return p
}

// PassPage asks whether a link that is no meeting goes to the program that had
// its scheme before.
func PassPage(t Told, program string) Page {
	p := Page{Badge: badge(Clean(t.Service, longest)), Title: "Pass this link to " + Clean(program, 60) + "?"}
	t.Asker.tell(&p)
	p.Host = Host(t.Host)
	p.Text = []Paragraph{
		{Text: sentence(Reason(t.Reason, t.Host, t.LooksLike))},
		{Text: "⚠ It is no meeting that Vestibule can judge: it may start a call, sign you in or open something else. " + Clean(program, 60) + " decides about camera and microphone.", Tone: Warn},
	}
	p.Buttons = []Button{
		{ID: ButtonNo, Label: "Don't pass it on", Safe: true},
		{ID: ButtonPass, Label: "Pass it on", Suggested: true, Armed: true},
	}
	return p
}

// FailedPage tells that the client did not start; the window stays so that
// the link can be copied, tried again or, with other ways, opened otherwise.
func FailedPage(service, what, hint string, retry, otherwise bool) Page {
	p := Page{Badge: "!", Tone: Bad, Title: "The " + Clean(service, longest) + " meeting did not open"}
	p.Text = []Paragraph{{Text: sentence(Clean(what, 400))}}
	if hint != "" {
		p.Text = append(p.Text, Paragraph{Text: sentence(Clean(hint, 400)), Selectable: true})
	}
	p.Text = append(p.Text, Paragraph{Text: "You can copy the cleaned link and open it elsewhere."})
	if otherwise {
		p.Actions = append(p.Actions, Button{ID: ButtonOtherwise, Label: "Open otherwise"})
	}
	p.Actions = append(p.Actions, Button{ID: ButtonCopy, Label: "Copy link"})
	p.Buttons = []Button{{ID: ButtonClose, Label: "Close", Safe: true}}
	if retry {
		p.Buttons = append(p.Buttons, Button{ID: ButtonRetry, Label: "Try again", Armed: true})
	}
	return p
}

// PracticePage ends a practice question.
func PracticePage(a Answer) Page {
	said := "You pressed “Don't join”."
	switch a {
	case Yes:
		said = "You pressed “Join”. A real meeting would be opening now."
	case TimedOut:
		said = "Nobody answered in time, which counts as no."
	}
	return Page{
		Badge: "✓", Tone: Good, Title: "Nothing was opened",
		Text:    []Paragraph{{Text: said}, {Text: "That is all there is to it: no meeting opens without this window."}},
		Buttons: []Button{{ID: ButtonClose, Label: "Close", Safe: true}},
	}
}

func closeAndCopy() []Button {
	return []Button{{ID: ButtonCopy, Label: "Copy link"}, {ID: ButtonClose, Label: "Close", Safe: true}}
}

// sentence cleans a reason and makes a sentence of it.
func sentence(s string) string {
	s = shown.Ours(s, 900)
	if s == "" {
		return ""
	}
	if last := s[len(s)-1]; last != '.' && last != '!' && last != '?' {
		s += "."
	}
	first, _, _ := strings.Cut(s, " ")
	if c := s[0]; c >= 'a' && c <= 'z' && !strings.Contains(strings.TrimRight(first, "."), ".") {
		return string(c-'a'+'A') + s[1:] // a host name stays as it is
	}
	return s
}

// hostUnder is the host as a paragraph of its own, unless the sentence before
// it named all of it already and there is nothing to emphasise.
func hostUnder(t Told) []Paragraph {
	h := Host(t.Host)
	if t.Host == "" || h.Counts() == "" && strings.Contains(Reason(t.Reason, t.Host, t.LooksLike), h.String()) {
		return nil
	}
	return []Paragraph{{Host: h}}
}

// Countdown words how long an armed button still waits: "in 1 s".
func Countdown(left time.Duration) string {
	s := int((left + time.Second - 1) / time.Second)
	if s < 1 {
		s = 1
	}
	return fmt.Sprintf("in %d s", s)
}
