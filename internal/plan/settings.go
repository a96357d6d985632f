package plan

import (
	"vestibule/internal/client"
	"vestibule/internal/meeting"
	"vestibule/internal/words"
)

// settled gives a native way what the client's own settings keep off, where
// that is more than the link assures.
func settled(in Input, ch Choice) Choice {
	if ch.Client.Kind != client.App {
		return ch
	}
	for _, s := range in.Settings {
		if s.Client != ch.Client.ID {
			continue
		}
		if s.Camera.Off && !in.Wish.Camera && !AtLeast(ch.Camera.Assurance, meeting.Setting) {
			ch.Camera = setting(words.Mark("The program's own setting starts it with its camera off, and neither you nor the account can set it otherwise. It was read just now."), s.Camera, s.Read)
		}
		if s.Microphone.Off && !in.Wish.Microphone && !AtLeast(ch.Microphone.Assurance, meeting.Setting) {
			ch.Microphone = setting(words.Mark("The program's own setting starts it with its microphone muted, and neither you nor the account can set it otherwise. It was read just now."), s.Microphone, s.Read)
		}
	}
	return ch
}

func setting(why string, k client.Kept, read string) meeting.Claim {
	return meeting.Claim{
		Assurance: meeting.Setting,
		Why:       why,
		Source:    k.Source, Checked: read,
	}
}
