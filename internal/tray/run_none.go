//go:build !((darwin && cgo) || (linux && cgo) || windows)

package tray

import "sync"

// Built tells whether this build has a tray at all.
const Built = false

// Run stands in where systray needs cgo and the build has none: no icon, no
// clicks. It calls ready on a goroutine of its own and returns after Quit and
// exit.
func Run(ready func(*Tray), exit func()) {
	ended := make(chan struct{})
	var once sync.Once
	t := &Tray{
		clicks:  make(chan Item),
		setIcon: func(bool) {},
		quit:    func() { once.Do(func() { close(ended) }) },
	}
	go ready(t)
	<-ended
	if exit != nil {
		exit()
	}
}

// Cleanup has nothing to take away.
func Cleanup() {}
