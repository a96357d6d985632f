//go:build still

package still

import (
	"testing"
	"time"
)

// A runtime that renames its variable would leave us with one of our own, and
// nothing would tell.
func TestTheVariableIsTheRuntimes(t *testing.T) {
	if time.Duration(found) != 2*time.Minute {
		t.Errorf("the period was %v before: is it still runtime.forcegcperiod?", time.Duration(found))
	}
	if time.Duration(forcegcperiod) < time.Hour {
		t.Errorf("the period is %v", time.Duration(forcegcperiod))
	}
}
