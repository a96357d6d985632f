package front

import (
	"log/slog"
	"time"
)

// logLimit keeps a flood of links out of the log: the first lines of each
// second are written, the others counted.
type logLimit struct {
	since   time.Time
	written int
	left    int
}

const linesASecond = 10

// allow says whether a line may be written now, and writes how many were not.
func (l *logLimit) allow(now time.Time) bool {
	if now.Sub(l.since) >= time.Second {
		if l.left > 0 {
			slog.Info("links left out of this log", "count", l.left)
		}
		*l = logLimit{since: now}
	}
	if l.written++; l.written > linesASecond {
		l.left++
		return false
	}
	return true
}
