package app

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"vestibule/internal/urlscheme"
)

// TestHowACallEnds: no answer is never taken for a yes, and where none can come
// that is said.
func TestHowACallEnds(t *testing.T) {
	for name, c := range map[string]struct {
		err     error
		display bool
		status  int
		done    bool
		says    string
	}{
		"handed over":          {nil, true, Joined, true, ""},
		"nobody, no display":   {fmt.Errorf("x: %w", urlscheme.ErrNobody), false, 0, false, "no display"},
		"nobody":               {urlscheme.ErrNobody, true, 0, false, "none could be started"},
		"no answer comes back": {fmt.Errorf("x: %w", urlscheme.ErrNoAnswer), true, Failed, true, "no answer back"},
	} {
		t.Run(name, func(t *testing.T) {
			r, done := ended(Result{}, c.err, c.display)
			if r.Status != c.status || done != c.done || !strings.Contains(r.Message, c.says) {
				t.Errorf("%+v, %v", r, done)
			}
		})
	}
	if r, done := ended(Result{}, errors.New("it ended"), true); r.Status == Joined || !done {
		t.Errorf("%+v: a daemon that ended said yes", r)
	}
}
