//go:build linux && cgo

package gtk

import (
	"slices"
	"testing"
)

// However many updates and countdowns come while the loop is busy, it does
// each once, the last ones, and never past another page.
func TestAFloodOfUpdatesIsOne(t *testing.T) {
	var q queue
	var did []string
	v := &View{}
	post := func(view *View, k kind, number uint64, what string) {
		q.post(op{view: view, kind: k, number: number, run: func() { did = append(did, what) }})
	}
	post(nil, 0, 0, "show 1")
	for range 1000 {
		post(v, updating, 1, "old")
		post(v, disarming, 1, "old")
		post(v, arming, 1, "old")
	}
	post(v, updating, 1, "update 1")
	post(v, disarming, 1, "disarm 1")
	post(v, arming, 1, "arm 1")
	post(nil, 0, 0, "show 2")
	post(v, updating, 2, "update 2")
	post(v, arming, 2, "arm 2")
	for _, o := range q.take() {
		o.run()
	}
	if want := []string{"show 1", "update 1", "disarm 1", "arm 1", "show 2", "update 2", "arm 2"}; !slices.Equal(did, want) {
		t.Errorf("did %q, want %q", did, want)
	}
}
