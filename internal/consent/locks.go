package consent

import "vestibule/internal/words"

// What the organisation's policy locked, and the file that says so where it is
// known.

func offLock(file string) string {
	if file == "" {
		return words.Say("Off is set by your organisation.")
	}
	return words.Say("Off is set by your organisation ({path}).", "path", Clean(file, longest))
}

func mutedLock(file string) string {
	if file == "" {
		return words.Say("Muted is set by your organisation.")
	}
	return words.Say("Muted is set by your organisation ({path}).", "path", Clean(file, longest))
}

func cameraLock(file string) string {
	if file == "" {
		return words.Say("Set by your organisation: camera off.")
	}
	return words.Say("Set by your organisation: camera off ({path}).", "path", Clean(file, longest))
}

func microphoneLock(file string) string {
	if file == "" {
		return words.Say("Set by your organisation: microphone muted.")
	}
	return words.Say("Set by your organisation: microphone muted ({path}).", "path", Clean(file, longest))
}
