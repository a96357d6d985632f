package urlscheme

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// slowReceiver keeps what came until it is looked at.
type slowReceiver struct {
	mu     sync.Mutex
	got    []Arrival
	inHand int
	most   int
	atOnce bool // looks within Open
}

func (r *slowReceiver) Open(a Arrival) {
	r.mu.Lock()
	r.got = append(r.got, a)
	r.inHand++
	r.most = max(r.most, r.inHand)
	r.mu.Unlock()
	if r.atOnce {
		r.look(len(r.got) - 1)
	}
}
func (r *slowReceiver) Practice(Arrival) {}
func (r *slowReceiver) Activate(string)  {}

func (r *slowReceiver) look(n int) {
	r.mu.Lock()
	r.inHand--
	looked := r.got[n].Looked
	r.mu.Unlock()
	looked()
	looked() // again: nothing more
}

func (r *slowReceiver) texts() []string {
	var out []string
	for _, a := range r.got {
		out = append(out, a.Text)
	}
	return out
}

// TestIntakeLaws: whatever comes when, links are handed over once each, in
// their order, none is lost within the bound, and no more are in hand than may
// be.
func TestIntakeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var i Intake
		r := &slowReceiver{atOnce: rapid.Bool().Draw(t, "at once")}
		var want []string
		served, looked := false, 0
		for step := range rapid.IntRange(1, 400).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"put", "put", "put", "look", "serve"}).Draw(t, "step") {
			case "put":
				text := fmt.Sprint("link ", step)
				room := len(want)-len(r.got) < mostHeld
				if took := i.Put(text, step); took != room {
					t.Fatalf("took %v with %d waiting", took, len(want)-len(r.got))
				} else if took {
					want = append(want, text)
				}
			case "look":
				if !r.atOnce && looked < len(r.got) {
					r.look(looked)
					looked++
				}
			case "serve":
				if !served {
					i.Serve(r)
					served = true
				}
			}
			if !slices.Equal(r.texts(), want[:len(r.got)]) {
				t.Fatalf("handed over %q of %q", r.texts(), want)
			}
			if served && len(r.got) < len(want) && r.inHand < mostAtOnce {
				t.Fatalf("%d wait while %d are in hand", len(want)-len(r.got), r.inHand)
			}
		}
		if r.most > mostAtOnce {
			t.Fatalf("%d in hand", r.most)
		}
	})
}

func TestIntakeFromManyAtOnce(t *testing.T) {
	var i Intake
	r := &slowReceiver{atOnce: false}
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			for m := range 8 {
				i.Put(fmt.Sprintf("%d %d", n, m), 1)
			}
		})
	}
	i.Serve(r)
	all.Wait()
	if len(r.got) != 64 {
		t.Fatalf("%d came", len(r.got))
	}
	for n := range 8 {
		var of []string
		for _, text := range r.texts() {
			if strings.HasPrefix(text, fmt.Sprint(n, " ")) {
				of = append(of, text)
			}
		}
		if !slices.IsSorted(of) {
			t.Errorf("out of order: %q", of)
		}
	}
}

func TestIntakeCutsAndTakes(t *testing.T) {
	var i Intake
	i.Put(strings.Repeat("x", longestText+9), 3)
	i.Put("second", 4)
	got := i.Take()
	if len(got) != 2 || len(got[0]) != longestText || got[1] != "second" {
		t.Errorf("%d texts", len(got))
	}
	r := &slowReceiver{}
	i.Serve(r)
	if len(r.got) != 0 {
		t.Errorf("%q was taken and comes again", r.texts())
	}
}
