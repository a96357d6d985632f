package front

import "time"

// RealClock is the time.
type RealClock struct{}

// Now is the present.
func (RealClock) Now() time.Time { return time.Now() }

// After calls f once d has passed.
func (RealClock) After(d time.Duration, f func()) (stop func()) {
	t := time.AfterFunc(d, f)
	return func() { t.Stop() }
}
