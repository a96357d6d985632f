package consent

import "fmt"

// Held is an opener that is held off: it opened too many links at once.
type Held struct {
	Who      string // as Asker.Who names it
	Until    string // "15:42"
	NotAsked int    // links that came since
	LetIn    ButtonID
}

// HeldReason says why an opener is held off.
const HeldReason = "It opened more than ten links within a minute. What it opens is not asked about. Vestibule's menu lets it in again."

// mostHeld is how many openers that are held off are named each.
const mostHeld = 3

// HeldTitle says who is held off.
func HeldTitle(who, until string) string { return Clean(who, 60) + " is held off until " + until }

// HeldBody says that a link of an opener that is held off came.
func HeldBody(service string) string {
	return "It opened a " + Clean(service, 60) + " link. Nothing was opened. Vestibule's menu lets it in again."
}

// HeldLine is the menu's line, from which one click lets in again; "" for
// nobody. The list begins with the latest.
func HeldLine(list []Held) string {
	switch len(list) {
	case 0:
		return ""
	case 1:
		return Clean(list[0].Who, 24) + " is held off until " + list[0].Until + " – let in again"
	}
	return fmt.Sprintf("%d programs are held off until %s – let in again", len(list), list[0].Until)
}

func heldSentences(list []Held) []string {
	var out []string
	for i, h := range list {
		if i == mostHeld {
			out = append(out, fmt.Sprintf("%d more programs are held off.", len(list)-mostHeld))
			break
		}
		out = append(out, HeldTitle(h.Who, h.Until)+": it opened more than ten links within a minute.")
	}
	return out
}

func quietSentence(service string) string {
	return "A " + Clean(service, longest) + " link that you refused twice came again. It was not asked about."
}

// heldActions let openers in again, and ask what is quiet, in one click.
func heldActions(list []Held, notAsked string, all, anyway ButtonID) []Button {
	var out []Button
	for i, h := range list {
		if i == mostHeld {
			out = append(out, Button{ID: all, Label: "Let them all in again"})
			break
		}
		out = append(out, Button{ID: h.LetIn, Label: "Let in again: " + Clean(h.Who, 60)})
	}
	if notAsked != "" {
		out = append(out, Button{ID: anyway, Label: "Ask me again (" + Clean(notAsked, 60) + ")"})
	}
	return out
}

// HeldPage tells of a link whose opener is held off.
func HeldPage(t Told, who, until string) Page {
	p := Page{Badge: "‖", Title: HeldTitle(who, until), Buttons: []Button{
		{ID: ButtonClose, Label: "Keep it held off", Safe: true},
		{ID: ButtonLetIn, Label: "Let it in and ask"},
	}}
	t.Asker.tell(&p)
	p.Text = []Paragraph{
		{Text: "It opened more than ten links within a minute. Until then, what it opens is not asked about."},
		{Text: "The last was a " + Clean(t.Service, longest) + " link. Nothing was opened."},
	}
	return p
}

// QuietTitle says that a question is not asked because it was refused twice.
func QuietTitle(service string) string {
	return "You said no to this " + Clean(service, 60) + " link twice"
}

// QuietBody says until when.
func QuietBody(until string) string {
	return "It came again. Vestibule does not ask about it until " + until + ". Its menu can ask you again at once."
}

// QuietPage tells of a link that was refused twice and came again.
func QuietPage(t Told, until string) Page {
	p := Page{Badge: "‖", Title: QuietTitle(t.Service), Buttons: []Button{
		{ID: ButtonClose, Label: "Leave it", Safe: true},
		{ID: ButtonAskAnyway, Label: "Ask me again"},
	}}
	t.Asker.tell(&p)
	p.Text = []Paragraph{
		{Text: "It came again. Vestibule does not ask about it until " + until + "."},
		{Text: "Nothing was opened."},
	}
	return p
}
