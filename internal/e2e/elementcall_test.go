//go:build linux && e2e

package e2e

import (
	"testing"
	"time"

	"vestibule/internal/client"
	"vestibule/internal/client/guard"
	"vestibule/internal/meeting"
)

// What Element Call's own lobby gets in our profiles: its real web client, in
// the real Chromium, opened by the link that we make of a person's.

const callVisit = "/room/"

// startElementCall opens the lobby in that profile, in which the person has
// allowed microphone and camera before: the camera's permission is gone by the
// time the lobby asks.
func startElementCall(t *testing.T, p guard.Profile) *guarded {
	t.Helper()
	s := Start(t)
	page := s.ElementCallPages(ElementCall.need(t))
	b := installGuarded(t, s, page, "chromium", page.Everywhere()...)
	link, err := meeting.Judge("https://call.element.io/room/#/weekly?password=k3y&skipLobby=true&intent=start_call", nil).Meeting.Link(meeting.Web, meeting.Wish{})
	if err != nil {
		t.Fatal(err)
	}
	b.editPreferences(t, p, func(prefs map[string]any) {
		allowed := map[string]any{"https://call.element.io:443,*": map[string]any{"setting": 1}}
		exceptions := at(prefs, "profile", "content_settings", "exceptions")
		exceptions["media_stream_mic"] = allowed
		exceptions["media_stream_camera"] = allowed
	})
	s.Eyes()
	b.open(t, p, link)
	return b
}

// wantShown waits until the lobby shows that.
func (b *guarded) wantShown(t *testing.T, want string) {
	t.Helper()
	seen := []string{}
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		said := b.page.Said(callVisit, "shown", time.Second)
		if said == want {
			return
		}
		if said != "" {
			seen = append(seen, said)
		}
	}
	t.Fatalf("the lobby showed %q, never %q", seen, want)
}

// The lobby wants both and gets neither, asks again and gets the microphone
// alone; the person turns it on with the lobby's own button.
func TestElementCallFindsNoCamera(t *testing.T) {
	b := startElementCall(t, guard.Closed)
	b.want(t, callVisit, "video and audio", "NotAllowedError")
	b.want(t, callVisit, "audio", "audio live")
	b.wantShown(t, "microphone off, camera off")
	b.s.Eyes().Wait(Query{Role: "push button", Name: "Join call"}, 20*time.Second)

	// The camera's button opens nothing.
	press := func(name string) {
		t.Helper()
		b.s.Hands().Click(b.s.Eyes().Wait(Query{Role: "toggle button", Name: name}, 20*time.Second))
	}
	press("Start video")
	b.wantShown(t, "microphone off, camera on")
	b.wantShown(t, "microphone off, camera off")
	press("Unmute microphone")
	b.wantShown(t, "microphone on, camera off")

	if !b.page.Silent(callVisit, "camera", time.Second) {
		t.Error("the lobby has a camera")
	}
	if l := b.g.Look([]client.Client{b.c}, "call.element.io"); len(l) != 1 || l[0].ClosedWhy != "" {
		t.Errorf("guards: %+v", l)
	}
}

// In the open profile the browser asks for the camera, and after a yes the same
// lobby opens both: the test above could fail.
func TestElementCallFindsTheCamera(t *testing.T) {
	b := startElementCall(t, guard.Open)
	if !b.page.Silent(callVisit, "video and audio", time.Second) {
		t.Error("the lobby was answered without a question")
	}
	if said := b.allow(t, callVisit, "video and audio"); said != "audio live, video live" {
		t.Errorf("after a yes the lobby has %q", said)
	}
	b.want(t, callVisit, "camera", "opened")
	b.wantShown(t, "microphone on, camera on")
	b.s.Eyes().Wait(Query{Role: "toggle button", Name: "Stop video"}, 20*time.Second)
}
