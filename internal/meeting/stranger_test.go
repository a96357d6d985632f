package meeting

import (
	"slices"
	"strings"
	"testing"
)

// An unknown host that looks like somebody's own server is told with the lines
// that make it known; with them it is.
func TestUnknownHosts(t *testing.T) {
	for _, tt := range []struct {
		text       string
		candidates []string
		name       string
	}{
		{"https://meet.example.org/TeamRoom", []string{"jitsi"}, "meet.example.org"},
		{"https://talk.example.org/TeamRoom#config.startWithVideoMuted=true", []string{"jitsi"}, "talk.example.org"},
		{"https://jitsi-example.org/TeamRoom", []string{"jitsi"}, "jitsi-example.org"},
		{"https://meet.example.org:8443/TeamRoom", []string{"jitsi"}, "meet.example.org:8443"},
		{"https://cloud.example.org/call/abc123de", []string{"nextcloud-talk"}, "cloud.example.org"},
		{"https://bbb.example.org/b/ada-x1y-2z3", []string{"bigbluebutton"}, "bbb.example.org"},
		{"https://video.example.org/html5client/join?sessionToken=abc", []string{"bigbluebutton"}, "video.example.org"},
		{"https://galene.example.org:8443/group/public/", []string{"galene"}, "galene.example.org:8443"},
		{"https://meet.bücher.example/Room", []string{"jitsi"}, "meet.xn--bcher-kva.example"},
		{"jitsi-meet://meet.example.org/TeamRoom", []string{"jitsi"}, "meet.example.org"},
	} {
		j := Judge(tt.text, nil)
		if j.Verdict != UnknownHost || !slices.Equal(j.Candidates, tt.candidates) {
			t.Errorf("%s: %s, candidates %v; want unknown-host, %v", tt.text, j.Verdict, j.Candidates, tt.candidates)
			continue
		}
		if want := "[[host]]\nname = \"" + tt.name + "\"\nprovider = \"" + tt.candidates[0] + "\"\n"; j.Listing != want {
			t.Errorf("%s: lines %q, want %q", tt.text, j.Listing, want)
		}
		after := Judge(tt.text, []Host{{tt.name, tt.candidates[0]}})
		if after.Verdict != IsMeeting || after.Service != tt.candidates[0] {
			t.Errorf("%s: %s (%s) with its lines, want a meeting", tt.text, after.Verdict, after.Rule)
		}
		// The person may write the host as people do.
		for _, name := range []string{strings.ToUpper(tt.name), strings.Replace(tt.name, "xn--bcher-kva", "Bücher", 1)} {
			if again := Judge(tt.text, []Host{{name, tt.candidates[0]}}); again.Verdict != IsMeeting {
				t.Errorf("%s: %s with the host written %q", tt.text, again.Verdict, name)
			}
		}
	}
	// A port that is not listed is not meant.
	if j := Judge("https://meet.example.org:8443/Room", []Host{{"meet.example.org", "jitsi"}}); j.Verdict == IsMeeting {
		t.Error("a listed host is taken on any port")
	}
	if j := Judge("https://meet.example.org/Room", []Host{{"meet.example.org:8443", "jitsi"}}); j.Verdict == IsMeeting {
		t.Error("a host listed with a port is taken without")
	}
	if j := Judge("https://meet.example.org:443/Room", []Host{{"meet.example.org:443", "jitsi"}}); j.Verdict != IsMeeting {
		t.Error("the scheme's own port, listed, is not taken")
	}
}
