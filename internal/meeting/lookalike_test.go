package meeting

import "testing"

func TestLookAlikes(t *testing.T) {
	for _, tt := range []struct{ text, like, reason string }{
		{"https://zoom.us.evil.example/j/1", "Zoom", "It looks like Zoom, but the part that counts is zoom.us.evil.example."},
		{"https://us02web.zoom.us.evil.example/j/1", "Zoom", ""},
		{"https://evilzoom.us/j/1", "Zoom", ""},
		{"https://zoom-us.example/j/1", "Zoom", ""},
		{"https://login.zoom-us.example/j/1", "Zoom", ""},
		{"https://zoom.example/j/1", "Zoom", ""},
		{"https://zoom-meeting.example/j/1", "Zoom", ""},
		{"https://zooom.us/j/1", "Zoom", ""},
		{"https://zom.us/j/1", "Zoom", ""},
		{"https://z00m.us/j/1", "Zoom", ""},
		{"https://zöom.us/j/1", "Zoom", ""},
		{"https://evil.example/zoom.us/j/1", "Zoom", ""},
		{"https://meet.google.com.evil.example/abc-defg-hij", "Google Meet", ""},
		{"https://meet-google-com.evil.example/abc-defg-hij", "Google Meet", ""},
		{"https://rneet.google.com.example/abc-defg-hij", "Google Meet", ""},
		{"https://webex-join.example/meet/x", "Webex", ""},
		{"https://mywebexmeeting.example/meet/x", "Webex", ""},
		{"https://teams.microsoft.com.evil.example/l/meetup-join/x", "Microsoft Teams", ""},
		{"https://teams.micros0ft.com/l/meetup-join/x", "Microsoft Teams", ""},
		{"https://meet.jit.si.evil.example/x", "Jitsi Meet", ""},
	} {
		j := Judge(tt.text, nil)
		if j.Verdict != Refused || j.Rule != RuleLooksLike || j.LooksLike != tt.like {
			t.Errorf("%s: %s (%s), like %q; want a look-alike of %s", tt.text, j.Verdict, j.Rule, j.LooksLike, tt.like)
		}
		if tt.reason != "" && j.Reason.String() != tt.reason {
			t.Errorf("%s: %q, want %q", tt.text, j.Reason.String(), tt.reason)
		}
	}
	// In other letters: the grammar refuses these, and the likeness is told.
	for _, tt := range []struct{ text, like string }{
		{"https://zоом.us/j/1", "Zoom"},
		{"https://xn--zm-fmca.us/j/1", "Zoom"},
		{"https://mееt.google.com/abc-defg-hij", "Google Meet"},
		{"https://teams.microsоft.com/l/meetup-join/x", "Microsoft Teams"},
		{"https://ｚｏｏｍ.us/j/1", "Zoom"},
	} {
		j := Judge(tt.text, nil)
		if j.Verdict != Refused || j.LooksLike != tt.like {
			t.Errorf("%s: %s (%s), like %q; want refused, like %s", tt.text, j.Verdict, j.Rule, j.LooksLike, tt.like)
		}
	}
}

// What is merely no meeting is not called a look-alike.
func TestNoLookAlikes(t *testing.T) {
	for _, text := range []string{
		"https://example.com/", "https://loom.com/share/x", "https://room.example/j/1", "https://www.google.com/",
		"https://accounts.google.com/", "https://www.microsoft.com/", "https://learn.microsoft.com/x", "https://news.example/zoom",
		"https://go.to/x", "https://jitter.example/", "https://whereas.example/", "https://www.cisco.com/",
	} {
		j := Judge(text, nil)
		if j.Verdict != NotMeeting || j.LooksLike != "" {
			t.Errorf("%s: %s (%s), like %q; want no meeting", text, j.Verdict, j.Rule, j.LooksLike)
		}
	}
}
