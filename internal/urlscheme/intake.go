package urlscheme

import (
	"log/slog"
	"sync"
)

// mostHeld is how many links wait to be handed over. A system that puts links
// into the program itself (Apple Events) cannot be made to wait: what comes
// beyond is not opened.
const mostHeld = 256

// Intake takes links from an event handler, which must return at once, and
// hands them over in the order in which they came: those before Serve too,
// which brought the program up. At most mostAtOnce have a sender that is still
// looked at. The zero value is ready.
type Intake struct {
	mu      sync.Mutex
	r       Receiver
	waiting []Arrival
	inHand  int
	handing bool
	lost    int
}

// Put takes a link and the PID of who sent it, 0 if it is not told. It never
// blocks. It says false for a link that is one too many.
func (i *Intake) Put(text string, pid int) bool {
	if len(text) > longestText {
		text = text[:longestText] // still too long for a link: refused with that reason
	}
	i.mu.Lock()
	if len(i.waiting) >= mostHeld {
		if i.lost++; i.lost == 1 {
			slog.Warn("too many links at once: some are not opened")
		}
		i.mu.Unlock()
		return false
	}
	i.waiting = append(i.waiting, Arrival{Text: text, PID: pid})
	i.mu.Unlock()
	i.hand()
	return true
}

// Serve hands over to r what waits and what comes.
func (i *Intake) Serve(r Receiver) {
	i.mu.Lock()
	i.r = r
	i.mu.Unlock()
	i.hand()
}

// Take gives what waits and hands nothing of it over.
func (i *Intake) Take() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	var texts []string
	for _, a := range i.waiting {
		texts = append(texts, a.Text)
	}
	i.waiting = nil
	return texts
}

// hand hands over what may be; by one goroutine at a time, so that the order
// stays.
func (i *Intake) hand() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.handing {
		return
	}
	i.handing = true
	for i.r != nil && len(i.waiting) > 0 && i.inHand < mostAtOnce {
		a := i.waiting[0]
		i.waiting = i.waiting[1:]
		i.inHand++
		var once sync.Once
		a.Looked = func() {
			once.Do(func() {
				i.mu.Lock()
				i.inHand--
				i.mu.Unlock()
				i.hand()
			})
		}
		r := i.r
		i.mu.Unlock()
		r.Open(a)
		i.mu.Lock()
	}
	i.handing = false
}
