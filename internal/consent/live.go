package consent

import "vestibule/internal/words"

// LiveSentence is a page's Live for its buttons, "" where none is armed.
func LiveSentence(buttons []Button) string {
	for _, b := range buttons {
		if b.Armed {
			return words.Say("{button} can be pressed now", "button", b.Label)
		}
	}
	return ""
}
