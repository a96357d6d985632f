package meeting

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// example is a link of the catalogue, and what must become of it with camera
// and microphone off.
type example struct {
	service, link string
	hosts         []string
	parts         map[string]string
	shape         string
	web, native   string
}

// nearMiss is a link of the catalogue that must not be a meeting.
type nearMiss struct {
	service, link       string
	hosts               []string
	verdict, rule, pass string
}

func listed(service string, names []string) []Host {
	var hosts []Host
	for _, name := range names {
		hosts = append(hosts, Host{Name: name, Provider: service})
	}
	return hosts
}

func TestExamples(t *testing.T) {
	if len(examples) == 0 {
		t.Fatal("the catalogue has no examples")
	}
	for _, e := range examples {
		t.Run(e.service+" "+e.link, func(t *testing.T) {
			hosts := listed(e.service, e.hosts)
			j := Judge(e.link, hosts)
			if j.Verdict != IsMeeting || j.Service != e.service {
				t.Fatalf("got %s (%s) %q, want a meeting of %s", j.Verdict, j.Rule, j.Service, e.service)
			}
			if j.Meeting.Shape != e.shape {
				t.Errorf("shape %q, want %q", j.Meeting.Shape, e.shape)
			}
			if diff := cmp.Diff(e.parts, j.Meeting.Parts); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
			if err := j.Meeting.Check(hosts); err != nil {
				t.Errorf("Check: %v", err)
			}
			for _, way := range []struct {
				way  Way
				want string
			}{{Web, e.web}, {Native, e.native}} {
				got, err := j.Meeting.Link(way.way, Wish{})
				if way.want == "" {
					if err == nil {
						t.Errorf("%s link %q, want none", way.way, got)
					}
					continue
				}
				if err != nil || got != way.want {
					t.Errorf("%s link\n got %s (%v)\nwant %s", way.way, got, err, way.want)
				}
				for _, wish := range []Wish{{}, {Camera: true}, {Microphone: true}, {Camera: true, Microphone: true}} {
					again, _ := j.Meeting.Link(way.way, wish)
					back := Judge(again, hosts)
					if back.Verdict != IsMeeting || !back.Meeting.Same(j.Meeting) || !cmp.Equal(back.Meeting.Parts, j.Meeting.Parts) {
						t.Errorf("%s link %s is read back as %s (%s) %v", way.way, again, back.Verdict, back.Rule, back.Meeting)
					}
				}
			}
		})
	}
}

func TestNearMisses(t *testing.T) {
	for _, m := range misses {
		t.Run(m.service+" "+m.link, func(t *testing.T) {
			j := Judge(m.link, listed(m.service, m.hosts))
			if string(j.Verdict) != m.verdict || m.rule != "" && j.Rule != m.rule || string(j.PassOn) != m.pass {
				t.Errorf("got %s (%s) pass %q, want %s (%s) pass %q", j.Verdict, j.Rule, j.PassOn, m.verdict, m.rule, m.pass)
			}
			if j.Reason == "" {
				t.Error("there is no reason")
			}
		})
	}
}
