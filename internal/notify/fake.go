package notify

import "sync"

// Fake is a Sender for tests: it keeps what it was given.
type Fake struct {
	mu   sync.Mutex
	sent []Sent
}

// Sent is one notification a Fake was given, as it was given.
type Sent struct{ Title, Body string }

// Send keeps the notification.
func (f *Fake) Send(title, body string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sent = append(f.sent, Sent{title, body})
}

// Sent gives what was sent so far, in order.
func (f *Fake) Sent() []Sent {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Sent(nil), f.sent...)
}

var (
	_ Sender = (*Fake)(nil)
	_ Sender = (*Notifier)(nil)
)
