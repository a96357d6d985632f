package notify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/shown"
	"vestibule/internal/shown/hostile"
)

func on() bool { return true }

// never is a clock on which no patience ends.
func never(time.Duration) <-chan time.Time { return nil }

// start makes a Notifier whose deliveries and outcomes the test sees.
func start(t *testing.T, enabled func() bool, deliver func(title, body string) error, after func(time.Duration) <-chan time.Time) (*Notifier, <-chan outcome) {
	t.Helper()
	n := prepare(enabled, deliver, after)
	outcomes := make(chan outcome, 64)
	n.settled = func(o outcome) { outcomes <- o }
	go n.work()
	t.Cleanup(func() { close(n.queue) })
	return n, outcomes
}

func TestSendDeliversCleanTextInOrder(t *testing.T) {
	got := make(chan Sent, 4)
	n, outcomes := start(t, on, func(title, body string) error {
		got <- Sent{title, body}
		return nil
	}, never)
	n.Send("Joined\x1b[31m", "Jitsi\u202e Meet <b>now</b>")
	n.Send("Second", "")
	for _, want := range []Sent{{"Joined[31m", "Jitsi Meet ‹b›now‹/b›"}, {"Second", ""}} {
		if diff := cmp.Diff(want, <-got); diff != "" {
			t.Error(diff)
		}
		if o := <-outcomes; o != delivered {
			t.Errorf("outcome %q", o)
		}
	}
}

func TestSendIsSilentWhenDisabled(t *testing.T) {
	enabled := false
	got := make(chan string, 4)
	n := prepare(func() bool { return enabled }, func(title, _ string) error {
		got <- title
		return nil
	}, never)
	n.Send("while off", "")
	enabled = true
	n.Send("while on", "")
	go n.work()
	t.Cleanup(func() { close(n.queue) })
	if title := <-got; title != "while on" {
		t.Errorf("delivered %q first", title)
	}
}

// TestHungServiceStopsNothing holds the promise that a notification service
// that never answers costs one delivery: Send goes on returning, nothing more
// is started, and what came meanwhile is not shown late.
func TestHungServiceStopsNothing(t *testing.T) {
	calls := make(chan string, 2000)
	release := make(chan struct{})
	over := make(chan time.Time, 1)
	n, outcomes := start(t, on, func(title, _ string) error {
		calls <- title
		if title == "first" {
			<-release
		}
		return nil
	}, func(time.Duration) <-chan time.Time { return over })

	n.Send("first", "")
	if title := <-calls; title != "first" {
		t.Fatalf("delivered %q", title)
	}
	for range 100 { // the queue holds a few, the rest is dropped
		n.Send("waiting", "")
	}
	over <- time.Time{} // patience ends
	if o := <-outcomes; o != stuck {
		t.Fatalf("outcome %q", o)
	}
	for range 1000 {
		n.Send("while hung", "")
	}
	close(release)
	if o := <-outcomes; o != recovered {
		t.Fatalf("outcome %q", o)
	}
	n.Send("after", "")
	if title := <-calls; title != "after" {
		t.Errorf("delivered %q after the service came back", title)
	}
}

func TestPlain(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"ordinary", "Camera stays off", "Camera stays off"},
		{"empty", "", ""},
		{"lines and runs of space", "  a\n\n b\t c\r\n", "a b c"},
		{"control", "a\x00b\x07c\x1bd\x7fe\u0085f", "abcde f"},
		{"bidi", "a\u202eb\u2066c\u2069d\u200ee", "ab\u2066c\u2069de"}, // an isolate of ours stays, in a pair
		{"zero width", "a\u200bb\u2060c\ufeffd", "abcd"},
		{"line separators", "a\u2028b\u2029c", "a b c"},
		{"markup", `<a href="x">Q&A</a>`, `‹a href="x"›Q＆A‹/a›`},
		{"leading dash", "--help -x", "‐-help -x"},
		{"dash after stripped", "\u202e-u", "‐u"},
		{"invalid UTF-8", "a\xffb", "a\ufffdb"},
		{"tag characters", "a\U000e0041b", "ab"},
		{"long", strings.Repeat("ä", 100), strings.Repeat("ä", 39) + "…"},
		{"longer than is looked at", strings.Repeat("\x00", 1<<20) + "x", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, plain(c.in, 40)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("a\u202eb<b>\n", 10)
	f.Fuzz(func(t *testing.T, text string, length int) {
		if length < 2 || length > 500 {
			return
		}
		got := plain(text, length)
		if n := len([]rune(got)); n > length {
			t.Errorf("%d characters, want at most %d", n, length)
		}
		if strings.ContainsAny(got, "<>&\n\r\x00\x1b\u202e\u2066\u200b") || strings.HasPrefix(got, "-") {
			t.Errorf("unsafe %q", got)
		}
		if again := plain(got, length); again != got {
			t.Errorf("twice: %q, once: %q", again, got)
		}
	})
}

// Whatever a text holds, a notification is two lines of plain text.
func TestHostileNotifications(t *testing.T) {
	for _, x := range hostile.Texts {
		t.Run(x.Name, func(t *testing.T) {
			got := plain(shown.Outside(x.Text, 60)+" is held off", titleLength)
			if fault := hostile.Fault(got, titleLength+2); fault != "" {
				t.Errorf("%s: %q", fault, got)
			}
			raw := plain(x.Text, bodyLength)
			if fault := hostile.Fault("\u2068"+raw+"\u2069", bodyLength+4); fault != "" || strings.ContainsAny(raw, "<>&") || strings.HasPrefix(raw, "-") {
				t.Errorf("raw: %s: %q", fault, raw)
			}
		})
	}
}

// TestNoTextIsScript: on macOS beeep writes a text into a line of AppleScript,
// quoted as Go does. Of Go's escapes AppleScript knows only these two, and with
// another one the notification is an error.
func TestNoTextIsScript(t *testing.T) {
	texts := []string{`a" & (do shell script "id") & "`, `back\\" & x`, `\`, "two\nlines\t", "nul\x00 \x7f \u2028 \U000e0041 \xff", "“curly” é 日本 😀"}
	for _, x := range hostile.Texts {
		texts = append(texts, x.Text, shown.Outside(x.Text, 60)+" is held off")
	}
	for _, text := range texts {
		clean := scriptable(plain(text, bodyLength))
		quoted := fmt.Sprintf("%q", clean)
		if want := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(clean) + `"`; quoted != want {
			t.Errorf("%q is written %s, not %s", text, quoted, want)
		}
	}
	if got := scriptable("Joined \u2068Jitsi Meet\u2069 – 日本"); got != "Joined Jitsi Meet – 日本" {
		t.Errorf("%q", got)
	}
}
