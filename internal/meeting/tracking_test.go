package meeting

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// jitsiOff is what the link of a Jitsi meeting asks for with both devices off.
const jitsiOff = "#config.startWithVideoMuted=true&config.startWithAudioMuted=true&config.disableInitialGUM=true&config.prejoinConfig.enabled=true"

func TestKeepTracking(t *testing.T) {
	for _, c := range []struct {
		name, text, kept, stripped string
		removed                    []string // of the kept one
	}{
		{"kept", "https://meet.jit.si/WeeklySync?utm_source=mail&fbclid=a%26b",
			"https://meet.jit.si/WeeklySync?utm_source=mail&fbclid=a%26b" + jitsiOff,
			"https://meet.jit.si/WeeklySync" + jitsiOff, nil},
		{"only tracking is kept", "https://meet.jit.si/WeeklySync?from=me&utm_source=mail&uname=CEO",
			"https://meet.jit.si/WeeklySync?utm_source=mail" + jitsiOff,
			"https://meet.jit.si/WeeklySync" + jitsiOff, []string{"from", "uname"}},
		{"said twice", "https://meet.jit.si/WeeklySync?utm_source=a&utm_source=b",
			"https://meet.jit.si/WeeklySync" + jitsiOff,
			"https://meet.jit.si/WeeklySync" + jitsiOff, []string{"utm_source"}},
		{"too long", "https://meet.jit.si/WeeklySync?utm_source=" + strings.Repeat("a", 257),
			"https://meet.jit.si/WeeklySync" + jitsiOff,
			"https://meet.jit.si/WeeklySync" + jitsiOff, []string{"utm_source"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := Judge(c.text, nil)
			k := j.KeepTracking()
			got, err := k.Meeting.Link(Web, Wish{})
			if err != nil || got != c.kept {
				t.Errorf("kept: %q, %v\nwant  %q", got, err, c.kept)
			}
			if got, err := j.Meeting.Link(Web, Wish{}); err != nil || got != c.stripped {
				t.Errorf("stripped: %q, %v\nwant  %q", got, err, c.stripped)
			}
			if got, _ := k.Meeting.StripTracking().Link(Web, Wish{}); got != c.stripped {
				t.Errorf("stripped again: %q", got)
			}
			if !slices.Equal(k.Removed, c.removed) {
				t.Errorf("removed %q, want %q", k.Removed, c.removed)
			}
			if red, _ := k.Meeting.Redacted(Web, Wish{}); strings.Contains(red, "mail") {
				t.Errorf("redacted: %s", red)
			}
			if !k.Meeting.Same(j.Meeting) {
				t.Error("another room")
			}
			if err := k.Meeting.Check(nil); err != nil {
				t.Error(err)
			}
			if n, err := k.Meeting.Link(Native, Wish{}); err == nil && strings.Contains(n, "utm_") {
				t.Errorf("in a native link: %s", n)
			}
		})
	}
}

// TestTrackingNeverNative: the service's own program gets no such parameter,
// not even inside a web link that its link carries.
func TestTrackingNeverNative(t *testing.T) {
	for _, e := range examples {
		j := Judge(addParam(e.link, "utm_source", mark), listed(e.service, e.hosts)).KeepTracking()
		if j.Verdict != IsMeeting {
			continue
		}
		if n, err := j.Meeting.Link(Native, Wish{}); err == nil && strings.Contains(n, mark) {
			t.Errorf("%s leaves as %s", e.link, n)
		}
	}
}

// TestTrackingKeysAreNobodys: no service reads a parameter of such a name.
func TestTrackingKeysAreNobodys(t *testing.T) {
	for i := range services {
		s := &services[i]
		var forms []*form
		for n := range s.shapes {
			sh := &s.shapes[n]
			for k := range sh.accept {
				forms = append(forms, &sh.accept[k])
			}
			forms = append(forms, sh.web, sh.native)
		}
		for _, f := range forms {
			for _, key := range trackingKeys {
				if f != nil && (f.names(key) || f.fragment.names(key)) {
					t.Errorf("%s has a parameter %s", s.ID, key)
				}
			}
		}
	}
}

// TestTrackingIsChecked: the opener believes no front.
func TestTrackingIsChecked(t *testing.T) {
	m := Judge("https://meet.jit.si/WeeklySync", nil).Meeting
	for name, list := range map[string][]Tracking{
		"another name": {{"uname", "CEO"}},
		"a switch":     {{"config.startWithVideoMuted", "false"}},
		"twice":        {{"utm_source", "a"}, {"utm_source", "b"}},
		"too long":     {{"utm_source", strings.Repeat("a", 257)}},
		"a line":       {{"utm_source", "a\nb"}},
		"not UTF-8":    {{"utm_source", "\xff"}},
	} {
		m.Tracking = list
		if err := m.Check(nil); err == nil {
			t.Errorf("%s: passed", name)
		}
		if l, err := m.Link(Web, Wish{}); err == nil {
			t.Errorf("%s: leaves as %s", name, l)
		}
	}
}

// TestTrackingValuesStayValues: whatever the value is, the link is the one
// without it, and one more parameter that reads back as it was.
func TestTrackingValuesStayValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.String().Draw(t, "value")
		j := Judge("https://meet.jit.si/WeeklySync?utm_source="+url.QueryEscape(value), nil)
		if j.Verdict != IsMeeting {
			return
		}
		got, err := j.KeepTracking().Meeting.Link(Web, Wish{})
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(got)
		if err != nil {
			t.Fatal(err)
		}
		kept, ok := u.Query()["utm_source"]
		if ok && (len(kept) != 1 || kept[0] != value) || u.Host != "meet.jit.si" || u.Path != "/WeeklySync" || len(u.Query()) > 1 {
			t.Fatalf("%q leaves as %s", value, got)
		}
		want, _ := j.Meeting.Link(Web, Wish{})
		if w, _ := url.Parse(want); w.Fragment != u.Fragment {
			t.Fatalf("the fragment is %s, not %s", u.Fragment, w.Fragment)
		}
	})
}
