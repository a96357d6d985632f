package meeting

import (
	"errors"
	"strings"
	"testing"
)

// A meeting comes from another process, which may be anybody.
func TestCheck(t *testing.T) {
	good := Meeting{Service: "zoom", Host: "zoom.us", Shape: "join", Parts: map[string]string{"meeting": "123456789"}}
	with := func(change func(*Meeting)) Meeting {
		m := good
		m.Parts = map[string]string{"meeting": "123456789"}
		change(&m)
		return m
	}
	own := Meeting{Service: "jitsi", Host: "meet.example.org", Shape: "own-room", Parts: map[string]string{"meeting": "Room"}}
	hosts := []Host{{"meet.example.org", "jitsi"}, {"evil.example", "zoom"}, {"bbb.example.org:8443", "bigbluebutton"}}
	for _, tt := range []struct {
		name  string
		m     Meeting
		hosts []Host
		want  error
	}{
		{"a meeting", good, nil, nil},
		{"below the host", with(func(m *Meeting) { m.Host = "us02web.zoom.us" }), nil, nil},
		{"another host", with(func(m *Meeting) { m.Host = "evil.example" }), nil, ErrHost},
		{"no dot before the host", with(func(m *Meeting) { m.Host = "evilzoom.us" }), nil, ErrHost},
		{"an empty label below the host", with(func(m *Meeting) { m.Host = ".zoom.us" }), nil, ErrHost},
		{"a host listed for a service nobody hosts", with(func(m *Meeting) { m.Host = "evil.example" }), hosts, ErrHost},
		{"a host with a path", with(func(m *Meeting) { m.Host = "zoom.us/x" }), nil, ErrHost},
		{"a host with user info", with(func(m *Meeting) { m.Host = "x@zoom.us" }), nil, ErrHost},
		{"a host in capitals", with(func(m *Meeting) { m.Host = "ZOOM.US" }), nil, ErrHost},
		{"no host", with(func(m *Meeting) { m.Host = "" }), nil, ErrHost},
		{"a port", with(func(m *Meeting) { m.Port = "8443" }), nil, ErrHost},
		{"a port that is none", with(func(m *Meeting) { m.Port = "1/x" }), nil, ErrHost},
		{"another service", with(func(m *Meeting) { m.Service = "nothing" }), nil, ErrUnknown},
		{"another shape", with(func(m *Meeting) { m.Shape = "nothing" }), nil, ErrUnknown},
		{"a closed service", Meeting{Service: "skype", Host: "join.skype.com", Shape: "meeting", Parts: map[string]string{"meeting": "AbCdEf"}}, nil, ErrUnknown},
		{"no parts", with(func(m *Meeting) { m.Parts = nil }), nil, ErrParts},
		{"a wrong part", with(func(m *Meeting) { m.Parts["meeting"] = "12 --x" }), nil, ErrParts},
		{"an empty part", with(func(m *Meeting) { m.Parts["passcode"] = "" }), nil, ErrParts},
		{"a foreign part", with(func(m *Meeting) { m.Parts["zak"] = "AAA" }), nil, ErrParts},
		{"a control character", with(func(m *Meeting) { m.Parts["passcode"] = "a\nb" }), nil, ErrParts},
		{"bytes that are no text", Meeting{Service: "jitsi", Host: "meet.jit.si", Shape: "room", Parts: map[string]string{"meeting": "a\xff"}}, nil, ErrParts},
		{"an unseen character", Meeting{Service: "jitsi", Host: "meet.jit.si", Shape: "room", Parts: map[string]string{"meeting": "a\u202eb"}}, nil, ErrParts},
		{"dots", Meeting{Service: "jitsi", Host: "meet.jit.si", Shape: "room", Parts: map[string]string{"meeting": ".."}}, nil, ErrParts},
		{"a reserved name", Meeting{Service: "jitsi", Host: "meet.jit.si", Shape: "room", Parts: map[string]string{"meeting": "static"}}, nil, ErrParts},
		{"a listed host", own, hosts, nil},
		{"a host that is not listed", own, nil, ErrHost},
		{"a listed host for another service", own, []Host{{"meet.example.org", "galene"}}, ErrHost},
		{"a listed host's other port", Meeting{Service: "jitsi", Host: "meet.example.org", Port: "8443", Shape: "own-room", Parts: own.Parts}, hosts, ErrHost},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.m.Check(tt.hosts); !errors.Is(err, tt.want) {
				t.Errorf("Check: %v, want %v", err, tt.want)
			}
			if tt.want == ErrParts || tt.want == ErrUnknown && tt.m.Service != "skype" {
				if got, err := tt.m.Link(Web, Wish{}); err == nil {
					t.Errorf("Link: %q of parts that do not fit", got)
				}
			}
		})
	}
}

func TestRedacted(t *testing.T) {
	for _, tt := range []struct{ text, web, native string }{
		{"https://zoom.us/j/123456789?pwd=SECRET&tk=SECRET", "https://zoom.us/wc/join/123456789?pwd=•••&tk=•••", "zoommtg://zoom.us/join?confno=123456789&pwd=•••&tk=•••"},
		{"https://zoom.us/j/123456789", "https://zoom.us/wc/join/123456789", "zoommtg://zoom.us/join?confno=123456789"},
		{"https://acme.webex.com/acme/j.php?MTID=SECRET", "https://acme.webex.com/acme/j.php?MTID=•••",
			"webex://meet?url=https%3A%2F%2Facme.webex.com%2Facme%2Fj.php%3FMTID%3D•••"},
		{"https://meet.livekit.io/rooms/abc#SECRET", "https://meet.livekit.io/rooms/abc#•••", ""},
		{"https://subdomain.whereby.com/room?roomKey=SECRET", "https://subdomain.whereby.com/room?roomKey=•••&video=off&audio=off", ""},
		{"https://call.element.io/room/#/weekly?password=SECRET", "https://call.element.io/room/#/weekly?password=•••", ""},
	} {
		m := Judge(tt.text, nil).Meeting
		for _, w := range []struct {
			way  Way
			want string
		}{{Web, tt.web}, {Native, tt.native}} {
			got, err := m.Redacted(w.way, Wish{})
			if got != w.want || (err != nil) != (w.want == "") {
				t.Errorf("%s %s: %q, %v, want %q", tt.text, w.way, got, err, w.want)
			}
			if strings.Contains(got, "SECRET") {
				t.Errorf("%s %s: %q says the secret", tt.text, w.way, got)
			}
		}
		if l := m.Label(); strings.Contains(l, "SECRET") {
			t.Errorf("%s: the label %q says the secret", tt.text, l)
		}
	}
}

func TestLabel(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"https://zoom.us/j/123456789", "123 456 789"},
		{"https://zoom.us/j/8123456789", "812 345 6789"},
		{"https://zoom.us/j/81234567890", "812 3456 7890"},
		{"https://zoom.us/j/12345", "12345"},
		{"https://zoom.us/my/ada", "ada"},
		{"https://meet.jit.si/WeeklySync", "WeeklySync"},
		{"https://teams.live.com/meet/9425716001426", "942 571 600 1426"},
		{"https://teams.microsoft.com/meet/abc123def?p=x", "abc123def"},
		{"https://teams.microsoft.com/l/meetup-join/19%3ax/0", ""},
		{"https://signal.link/call/#key=bcdf-ghkm-npqr-stxz-cbdg-fhkn-mqps-rtzx", ""},
	} {
		if got := Judge(tt.text, nil).Meeting.Label(); got != tt.want {
			t.Errorf("%s: label %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestSame(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"https://us02web.zoom.us/j/81234567890?pwd=x", "zoommtg://zoom.us/join?confno=81234567890&tk=y", true},
		{"https://zoom.us/j/81234567890", "https://zoom.us/j/81234567891", false},
		{"https://teams.microsoft.com/l/meetup-join/19%3Ax/0?context=a", "msteams:/l/meetup-join/19:x/0?context=b&anon=true", true},
		{"https://acme.webex.com/meet/pat", "webex://meet?url=https%3A%2F%2Facme.webex.com%2Fmeet%2Fpat", true},
		{"https://acme.webex.com/meet/pat", "https://other.webex.com/meet/pat", false},
		{"https://meet.jit.si/room", "jitsi-meet://meet.jit.si/room#config.x=true", true},
		{"https://meet.jit.si/room", "https://meet.jit.si/Room", false},
		{"https://zoom.us/j/123456789", "https://zoom.us/my/someone", false},
	} {
		a, b := Judge(tt.a, nil).Meeting, Judge(tt.b, nil).Meeting
		if a.Same(b) != tt.same || b.Same(a) != tt.same {
			t.Errorf("%s and %s: same is %t, want %t", tt.a, tt.b, a.Same(b), tt.same)
		}
	}
}

func TestAssures(t *testing.T) {
	jitsi := Judge("https://meet.jit.si/room", nil).Meeting
	zoom := Judge("https://zoom.us/j/123456789", nil).Meeting
	whereby := Judge("https://whereby.com/room", nil).Meeting
	kmeet := Judge("https://kmeet.infomaniak.com/room", nil).Meeting
	meet := Judge("https://meet.google.com/abc-defg-hij", nil).Meeting
	for _, tt := range []struct {
		name                    string
		m                       Meeting
		way                     Way
		camera, microphoneClaim Assurance
	}{
		{"jitsi, web", jitsi, Web, Asked, Asked},
		{"jitsi, native", jitsi, Native, Asked, Asked},
		{"zoom", zoom, Native, Unknown, Unknown},
		{"whereby", whereby, Web, Asked, Asked},
		{"whereby has no native way", whereby, Native, Unknown, Unknown},
		{"kMeet's switch is not documented", kmeet, Web, Unknown, Unknown},
		{"google", meet, Web, Preview, Preview},
		{"nothing", Meeting{}, Web, Unknown, Unknown},
	} {
		camera, mic := tt.m.Assures(tt.way, Wish{})
		if camera.Assurance != tt.camera || mic.Assurance != tt.microphoneClaim {
			t.Errorf("%s: %s, %s; want %s, %s", tt.name, camera.Assurance, mic.Assurance, tt.camera, tt.microphoneClaim)
		}
	}
	// Whoever claims anything says why, from where and since when.
	for _, s := range Services() {
		if s.Closed != nil {
			continue
		}
		for _, d := range []*device{&s.camera, &s.mic} {
			for _, way := range []Way{Web, Native} {
				c := d.assures(way, false)
				if c.Assurance != Unknown && (c.Why == "" || c.Source == "" || c.Checked == "") {
					t.Errorf("%s, %s: %+v says too little", s.ID, way, c)
				}
				if c.Assurance == Asked && len(d.pairs(way, false)) == 0 {
					t.Errorf("%s, %s: claims to ask and does not", s.ID, way)
				}
			}
		}
	}
}

// An entry for a service that nobody can host is as if it were not there.
func TestEntryForAServiceNobodyHosts(t *testing.T) {
	for _, text := range []string{"https://evil.example/j/123456789", "http://evil.example/j/123456789", "https://evil.example:8443/wc/join/1", "zoommtg://evil.example/join?confno=1"} {
		without := Judge(text, nil)
		with := Judge(text, []Host{{"evil.example", "zoom"}, {"evil.example:8443", "zoom"}})
		if with.Verdict != without.Verdict || with.Rule != without.Rule || with.Upgraded || with.Service != without.Service {
			t.Errorf("%s: %s (%s) with the entry, %s (%s) without", text, with.Verdict, with.Rule, without.Verdict, without.Rule)
		}
	}
}

// Camera and microphone of Kopano Meet share one parameter, bit by bit.
func TestSharedSwitch(t *testing.T) {
	m := Judge("https://meet.example.org/meet/r/group/weekly#mute=0&auto=2", []Host{{"meet.example.org", "kopano-meet"}}).Meeting
	for _, tt := range []struct {
		wish Wish
		want string
	}{
		{Wish{}, "#mute=3"},
		{Wish{Microphone: true}, "#mute=2"},
		{Wish{Camera: true}, "#mute=1"},
		{Wish{Camera: true, Microphone: true}, "#mute=0"},
	} {
		// Twice: what is built must not change the catalogue.
		for range 2 {
			if got, err := m.Link(Web, tt.wish); got != "https://meet.example.org/meet/r/join/group/weekly"+tt.want || err != nil {
				t.Errorf("%+v: %q, %v", tt.wish, got, err)
			}
		}
	}
}
