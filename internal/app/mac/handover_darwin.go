package mac

import (
	"errors"
	"time"

	"vestibule/internal/consent/appkit"
	"vestibule/internal/urlscheme"
)

// handOver gives the Vestibule that runs what this one was started with, or has
// it show its status window. LaunchServices starts one copy of a bundle only;
// another copy of it, from another place, comes here.
func handOver(pid int, byDesktop bool) error {
	var texts []string
	if byDesktop {
		var err error
		if texts, err = given(); err != nil {
			return err
		}
	}
	c, err := urlscheme.To(pid)
	if err != nil {
		return errors.Join(urlscheme.ErrRunning, err)
	}
	defer c.Close()
	if len(texts) == 0 {
		return errors.Join(urlscheme.ErrRunning, c.Reopen())
	}
	var failed error
	for _, text := range texts {
		failed = errors.Join(failed, c.Send(text))
	}
	return errors.Join(urlscheme.ErrRunning, failed)
}

// soon is how long what started a program may take to come.
const soon = time.Second

// given waits for the links that this program was started with.
func given() ([]string, error) {
	if err := appkit.Init(); err != nil {
		return nil, err
	}
	var links urlscheme.Intake
	nothing := func() {}
	if err := urlscheme.Listen(urlscheme.Events{
		Link: func(text string, pid int) { links.Put(text, pid) }, Reopen: nothing, Started: func(bool) {}, Ending: nothing,
	}); err != nil {
		return nil, err
	}
	time.AfterFunc(soon, appkit.Quit)
	appkit.Loop()
	return links.Take(), nil
}
