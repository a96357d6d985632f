package drawn

import (
	"slices"
	"testing"
)

// However many updates and countdowns come while the loop is busy, it does
// each once, the last ones, and never past another page.
func TestAFloodOfUpdatesIsOne(t *testing.T) {
	woken := 0
	var q Queue
	q.Begin(func() { woken++ })
	var did []string
	v := new(int)
	post := func(view any, k Kind, number uint64, what string) {
		q.Post(Act{View: view, Kind: k, Number: number, Run: func() { did = append(did, what) }})
	}
	post(nil, 0, 0, "show 1")
	for range 1000 {
		post(v, Updating, 1, "old")
		post(v, Disarming, 1, "old")
		post(v, Arming, 1, "old")
	}
	post(v, Updating, 1, "update 1")
	post(v, Disarming, 1, "disarm 1")
	post(v, Arming, 1, "arm 1")
	post(nil, 0, 0, "show 2")
	post(v, Updating, 2, "update 2")
	post(v, Arming, 2, "arm 2")
	for _, a := range q.Take() {
		a.Run()
	}
	if want := []string{"show 1", "update 1", "disarm 1", "arm 1", "show 2", "update 2", "arm 2"}; !slices.Equal(did, want) {
		t.Errorf("did %q, want %q", did, want)
	}
	if woken != 1 {
		t.Errorf("woken %d times", woken)
	}
	if post(nil, 0, 0, "more"); woken != 2 {
		t.Errorf("woken %d times for what came after", woken)
	}
}

// What was asked for before there is a loop is done once there is one.
func TestWhatWaitsForTheLoopToBegin(t *testing.T) {
	var q Queue
	woken := 0
	q.Post(Act{Run: func() {}})
	if q.Begin(func() { woken++ }); woken != 1 || len(q.Take()) != 1 {
		t.Errorf("woken %d times", woken)
	}
	var empty Queue
	if empty.Begin(func() { woken++ }); woken != 1 {
		t.Error("woken for nothing")
	}
}
