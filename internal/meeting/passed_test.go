package meeting

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Taking a scheme over breaks nothing: every link of it that is no meeting and
// that somebody documented still reaches its own program, and on nobody else's
// host.
func TestNonMeetingLinksReachTheirProgram(t *testing.T) {
	data, err := os.ReadFile("testdata/passed.tsv")
	if err != nil {
		t.Fatal(err)
	}
	taken := Schemes()
	n := 0
	for _, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		n++
		c := strings.Split(line, "\t")
		if len(c) != 4 {
			t.Fatalf("%q has %d columns, want 4", line, len(c))
		}
		text, want := c[0], c[1]
		scheme, _, _ := strings.Cut(text, ":")
		if slices.Contains(taken, scheme) == (want == "left") {
			t.Errorf("%s: the scheme is taken over: %t, but the row says %s", text, slices.Contains(taken, scheme), want)
			continue
		}
		j := Judge(text, nil)
		if j.Verdict == IsMeeting {
			t.Errorf("%s is a meeting", text)
		}
		got := map[PassOn]string{PassNow: "pass", PassAsk: "ask", PassNever: "never"}[j.PassOn]
		if want == "left" {
			want = "never" // where somebody pastes it
		}
		if got != want {
			t.Errorf("%s: %s (%s, %s), want %s", text, got, j.Verdict, j.Rule, want)
		}
		// Wrapped in anything, no such link is passed on.
		if w := Judge("vestibule:"+text, nil); w.PassOn != PassNever {
			t.Errorf("vestibule:%s is passed on", text)
		}
	}
	if n < 50 {
		t.Errorf("there are %d rows, want 50", n)
	}
}
