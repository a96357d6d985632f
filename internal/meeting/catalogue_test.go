package meeting

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/link"
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
			if s, _ := Known(e.service); s.Closed != nil {
				if j.Verdict != ClosedService || j.Service != e.service || s.Closed.Since == "" || s.Closed.Source == "" {
					t.Errorf("got %s (%s) %q, want a closed service with date and source", j.Verdict, j.Rule, j.Service)
				}
				return
			}
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
			if j.Reason.String() == "" {
				t.Error("there is no reason")
			}
		})
	}
}

// A catalogue that says much of a service and shows little of it is not
// tested: two links that are, and two that are not.
func TestEveryServiceIsTested(t *testing.T) {
	if len(services) < 80 {
		t.Errorf("there are %d services, want 80", len(services))
	}
	for _, s := range services {
		var is, not int
		for _, e := range examples {
			if e.service == s.ID {
				is++
			}
		}
		for _, m := range misses {
			if m.service == s.ID {
				not++
			}
		}
		if is < 2 || not < 2 {
			t.Errorf("%s has %d examples and %d near misses, want two of each\nhint: add them to catalogue/%s.toml", s.ID, is, not, s.ID)
		}
	}
}

// No example of one service is taken for another, whoever hosts what.
func TestNoCrossRecognition(t *testing.T) {
	for _, e := range examples {
		for _, s := range services {
			if s.ID == e.service || !s.SelfHostable {
				continue
			}
			// Even where the host is listed for another service, a host of the
			// catalogue's stays its own.
			j := Judge(e.link, listed(s.ID, []string{Judge(e.link, nil).Host}))
			if len(e.hosts) == 0 && j.Service != e.service {
				t.Errorf("%s, an example of %s, is taken for %s", e.link, e.service, j.Service)
			}
		}
		matches := map[string]bool{}
		j := Judge(e.link, listed(e.service, e.hosts))
		matches[j.Service] = true
		if len(matches) != 1 || !matches[e.service] {
			t.Errorf("%s, an example of %s, is taken for %v", e.link, e.service, matches)
		}
	}
	// Nor does any web form of a service fit another's example, by host.
	for _, e := range examples {
		read, err := link.Read(e.link)
		if err != nil || len(e.hosts) > 0 {
			continue
		}
		theCatalogue.each(read.Host, func(r ref) bool {
			s := &services[r.service]
			var got found
			for i := range s.shapes[r.shape].accept {
				if s.ID != e.service && s.shapes[r.shape].match(&s.shapes[r.shape].accept[i], &read.Link, &got) == fits {
					t.Errorf("%s, an example of %s, fits %s too", e.link, e.service, s.ID)
				}
			}
			return false
		})
	}
}
