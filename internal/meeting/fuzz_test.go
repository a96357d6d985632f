package meeting

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzJudge: every text has an answer that keeps its promises, and what a
// meeting becomes is judged as the same meeting.
func FuzzJudge(f *testing.F) {
	for _, file := range tables {
		for _, r := range readTable(f, file) {
			f.Add(rowText(f, r.text))
		}
	}
	for _, e := range examples {
		f.Add(e.link)
	}
	f.Add("https://meet.jit.si:8443/room")
	f.Add("jitsi-meet://meet.jit.si:8443/room")
	f.Add("https://bbb.example.org:8443/b/ada-x1y-2z3")
	hosts := []Host{{"meet.example.org", "jitsi"}, {"bbb.example.org:8443", "bigbluebutton"}, {"zoom.us", "jitsi"}, {"evil.example", "zoom"}, {"meet.jit.si:8443", "jitsi"}}
	f.Fuzz(func(t *testing.T, text string) {
		j := Judge(text, hosts)
		checkJudgement(t, text, j)
		if j.Verdict == IsMeeting {
			checkMeeting(t, j.Meeting, hosts)
		}
	})
}

// FuzzRebuild: a meeting with any parts is refused, or rebuilt into links that
// are judged as that meeting. The parts are those of the shape, in its order,
// and one that no shape has.
func FuzzRebuild(f *testing.F) {
	for _, e := range examples {
		m := Judge(e.link, listed(e.service, e.hosts)).Meeting
		_, s, err := m.shape()
		if err != nil {
			continue
		}
		var args [6]string
		for i := range s.parts {
			args[i] = m.Parts[s.parts[i].name]
		}
		f.Add(m.Service, m.Host, m.Port, m.Shape, args[0], args[1], args[2], args[3], args[4], args[5], "")
	}
	hosts := []Host{{"meet.example.org", "jitsi"}, {"bbb.example.org:8443", "bigbluebutton"}}
	f.Fuzz(func(t *testing.T, service, host, port, shape, a, b, c, d, e, g, foreign string) {
		m := Meeting{Service: service, Host: host, Port: port, Shape: shape, Parts: map[string]string{}}
		if _, s, err := m.shape(); err == nil {
			for i, text := range []string{a, b, c, d, e, g} {
				if i < len(s.parts) && text != "" {
					m.Parts[s.parts[i].name] = text
				}
			}
		}
		if foreign != "" {
			m.Parts["foreign"] = foreign
		}
		m.Label()
		m.Assures(Web, Wish{})
		if m.Check(hosts) != nil {
			m.Link(Web, Wish{})
			m.Link(Native, Wish{})
			return
		}
		checkMeeting(t, m, hosts)
	})
}

// checkMeeting checks that a meeting that was accepted is one: it passes its
// own check, and every link it becomes leads back to it.
func checkMeeting(t testing.TB, m Meeting, hosts []Host) {
	t.Helper()
	if err := m.Check(hosts); err != nil {
		t.Fatalf("%v: %v", m, err)
	}
	ways := 0
	for _, way := range []Way{Web, Native} {
		for _, wish := range []Wish{{}, {Camera: true}, {Microphone: true}, {Camera: true, Microphone: true}} {
			text, err := m.Link(way, wish)
			if err != nil {
				continue
			}
			ways++
			for i := 0; i < len(text); i++ {
				if text[i] <= ' ' || text[i] >= 0x7f || strings.IndexByte("\"'<>\\`{|}^", text[i]) >= 0 {
					t.Fatalf("%v becomes %q, which is not plain", m, text)
				}
			}
			back := Judge(text, hosts)
			if back.Verdict != IsMeeting || !back.Meeting.Same(m) || !cmp.Equal(back.Meeting.Parts, m.Parts) {
				t.Fatalf("%v becomes %q, which is %s (%s) %v", m, text, back.Verdict, back.Rule, back.Meeting)
			}
			again, err := back.Meeting.Link(way, wish)
			if err != nil || again != text {
				t.Fatalf("%q becomes %q (%v)", text, again, err)
			}
			if _, err := m.Redacted(way, wish); err != nil {
				t.Fatal(err)
			}
		}
	}
	if ways == 0 {
		t.Fatalf("%v cannot be joined", m)
	}
}
