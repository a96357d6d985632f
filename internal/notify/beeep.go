package notify

import (
	"fmt"
	"runtime"

	"github.com/gen2brain/beeep"
)

func init() { beeep.AppName = "Vestibule" }

// deliver hands one notification to the system and returns when the system
// has taken it, which may be never.
func deliver(title, body string) error {
	if err := reachable(); err != nil {
		return err
	}
	if runtime.GOOS == "darwin" { // beeep writes AppleScript there
		title, body = scriptable(title), scriptable(body)
	}
	if err := beeep.Notify(title, body, icon); err != nil {
		return fmt.Errorf("notifying: %w", err)
	}
	return nil
}
