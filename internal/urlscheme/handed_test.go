package urlscheme

import (
	"strings"
	"testing"
)

func TestHandedAs(t *testing.T) {
	declared := []string{"vestibule", "zoommtg"}
	for text, want := range map[string]string{
		"https://meet.jit.si/X?a=1#b=%20":       "vestibule:https://meet.jit.si/X?a=1#b=%20",
		"HTTPS://meet.jit.si/X":                 "vestibule:HTTPS://meet.jit.si/X",
		"zoommtg://zoom.us/join?confno=1":       "zoommtg://zoom.us/join?confno=1",
		"ZOOMMTG://zoom.us/join?confno=1":       "ZOOMMTG://zoom.us/join?confno=1",
		"vestibule:https://meet.jit.si/X":       "vestibule:https://meet.jit.si/X",
		"msteams://x":                           "", // not in the bundle: macOS would give it to another
		"file:///etc/passwd":                    "",
		"javascript:alert(1)":                   "",
		"meet.jit.si/X":                         "",
		"-psn_0_1":                              "",
		"https://meet.jit.si/a b":               "",
		"https://meet.jit.si/é":                 "",
		"https://x/\x00":                        "",
		"":                                      "",
		"https://" + strings.Repeat("x", 1<<16): "",
	} {
		if got := handedAs(text, declared); got != want {
			t.Errorf("%.40q is handed over as %.40q, not %q", text, got, want)
		}
	}
}
