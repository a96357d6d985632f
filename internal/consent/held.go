package consent

import (
	"strconv"

	"vestibule/internal/words"
)

// Held is an opener that is held off: it opened too many links at once.
type Held struct {
	Who      string // as Asker.Who names it
	Until    string // "15:42"
	NotAsked int    // links that came since
	LetIn    ButtonID
}

// HeldReason says why an opener is held off; English, for the command line.
const HeldReason = "It opened more than ten links within a minute. What it opens is not asked about. Vestibule's menu lets it in again."

// mostHeld is how many openers that are held off are named each.
const mostHeld = 3

// HeldTitle says who is held off.
func HeldTitle(who, until string) string {
	return words.Say("{program} is held off until {time}", "program", Clean(who, 60), "time", until)
}

// HeldBody says that a link of an opener that is held off came.
func HeldBody(service string) string {
	return words.Say("It opened a {service} link. Nothing was opened. Vestibule's menu lets it in again.", "service", Clean(service, 60))
}

// HeldLine is the menu's line, from which one click lets in again; "" for
// nobody. The list begins with the latest.
func HeldLine(list []Held) string {
	switch len(list) {
	case 0:
		return ""
	case 1:
		return words.Say("{program} is held off until {time} – let in again", "program", Clean(list[0].Who, 24), "time", list[0].Until)
	}
	return words.Say("Several programs ({number}) are held off until {time} – let in again", "number", strconv.Itoa(len(list)), "time", list[0].Until)
}

func heldSentences(list []Held) []string {
	var out []string
	for i, h := range list {
		if i == mostHeld {
			out = append(out, words.Say("More programs are held off: {number}.", "number", strconv.Itoa(len(list)-mostHeld)))
			break
		}
		out = append(out, words.Say("{program} is held off until {time}: it opened more than ten links within a minute.",
			"program", Clean(h.Who, 60), "time", h.Until))
	}
	return out
}

func quietSentence(service string) string {
	return words.Say("A {service} link that you refused twice came again. It was not asked about.", "service", Clean(service, longest))
}

// heldActions let openers in again, and ask what is quiet, in one click.
func heldActions(list []Held, notAsked string, all, anyway ButtonID) []Button {
	var out []Button
	for i, h := range list {
		if i == mostHeld {
			out = append(out, Button{ID: all, Label: words.Say("Let them all in again")})
			break
		}
		out = append(out, Button{ID: h.LetIn, Label: words.Say("Let in again: {program}", "program", Clean(h.Who, 60))})
	}
	if notAsked != "" {
		out = append(out, Button{ID: anyway, Label: words.Say("Ask me again ({service})", "service", Clean(notAsked, 60))})
	}
	return out
}

// HeldPage tells of a link whose opener is held off.
func HeldPage(t Told, who, until string) Page {
	p := Page{Badge: "‖", Title: HeldTitle(who, until), Buttons: []Button{
		{ID: ButtonClose, Label: words.Say("Keep it held off"), Safe: true},
		{ID: ButtonLetIn, Label: words.Say("Let it in and ask")},
	}}
	t.Asker.tell(&p)
	p.Text = []Paragraph{
		{Text: words.Say("It opened more than ten links within a minute. Until then, what it opens is not asked about.")},
		{Text: words.Say("The last was a {service} link. Nothing was opened.", "service", Clean(t.Service, longest))},
	}
	return p
}

// QuietTitle says that a question is not asked because it was refused twice.
func QuietTitle(service string) string {
	return words.Say("You said no to this {service} link twice", "service", Clean(service, 60))
}

// QuietBody says until when.
func QuietBody(until string) string {
	return words.Say("It came again. Vestibule does not ask about it until {time}. Its menu can ask you again at once.", "time", until)
}

// QuietPage tells of a link that was refused twice and came again.
func QuietPage(t Told, until string) Page {
	p := Page{Badge: "‖", Title: QuietTitle(t.Service), Buttons: []Button{
		{ID: ButtonClose, Label: words.Say("Leave it"), Safe: true},
		{ID: ButtonAskAnyway, Label: words.Say("Ask me again")},
	}}
	t.Asker.tell(&p)
	p.Text = []Paragraph{
		{Text: words.Say("It came again. Vestibule does not ask about it until {time}.", "time", until)},
		{Text: words.Say("Nothing was opened.")},
	}
	return p
}
