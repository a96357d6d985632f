package device_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"vestibule/internal/consent"
	"vestibule/internal/device"
	"vestibule/internal/meeting"
)

// What a question says of the cameras of a made machine, from the kernel's
// files to the window's words; and whatever they do, the question can be
// answered.
func TestCamerasInTheWindowsWords(t *testing.T) {
	const cannot = "Cannot tell what it does: "
	for _, c := range []struct{ name, says, later string }{
		{"none", "No camera found", ""},
		{"one idle", "Logitech C920, not in use now", ""},
		{"one busy", "Logitech C920. obs uses it now.", ""},
		{"unreadable", "Logitech C920. " + cannot + "other users' programs cannot be seen", ""},
		{"hidden", "Logitech C920. " + cannot + "other users' programs are hidden on this system", ""},
		{"unlisted", cannot + "cameras cannot be listed here", ""},
		{"hung", cannot + "it took too long to find out", ""},
		{"unplugged while asked", "Logitech C920, not in use now", "No camera found"},
		{"plugged in while asked", "No camera found", "Logitech C920, not in use now"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var tree device.MadeTree
			for _, m := range device.MadeTrees {
				if m.Name == c.name {
					tree = m
				}
			}
			roots, later := tree.Make(t)
			limit := 20 * time.Second // a busy machine is not what is tested
			if c.name == "hung" {
				limit = 0
			}
			silent := device.NewSound(func(string) string { return "" })
			m := device.Open(device.Options{Roots: roots, Sound: silent, Limit: limit})
			defer m.Close()
			changes := m.Watch(t.Context())
			said := func() string {
				d := m.Probe(context.Background())
				p := consent.AskPage(consent.Question{
					Service: "Zoom", Devices: &d, Ways: []consent.WayName{{Name: "Zoom"}},
					Camera: meeting.Claim{Assurance: meeting.Unknown},
				})
				if last := p.Buttons[len(p.Buttons)-1]; last.ID != consent.ButtonJoin || !last.Armed {
					t.Errorf("it cannot be answered: %+v", p.Buttons)
				}
				return strings.TrimSpace(p.Camera.Now + " " + p.Camera.NowStrong)
			}
			if got := said(); got != c.says {
				t.Errorf("says %q, want %q", got, c.says)
			}
			if later == nil {
				return
			}
			later()
			deadline := time.After(20 * time.Second)
			for said() != c.later {
				select {
				case <-changes:
				case <-deadline:
					t.Fatalf("says %q, want %q", said(), c.later)
				}
			}
		})
	}
}
