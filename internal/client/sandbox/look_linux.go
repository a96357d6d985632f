package sandbox

import (
	"context"
	"path/filepath"

	"vestibule/internal/client"
	"vestibule/internal/words"
)

// Known says whether this system has a guard for programs.
const Known = true

// whyOutside is why nothing is claimed of a client that was started by
// somebody else: that one would take the link over.
var whyOutside = words.Mark("it runs already, and can use the camera")

var whyUntold = words.Mark("it cannot be told whether it runs already")

// Look tells what the guard of a client can do now. works says why bubblewrap
// cannot make it, or ""; for a Flatpak, which has its own, it is not asked.
// Look starts nothing.
func (g *Guard) Look(ctx context.Context, t Target, works func() string) client.Guard {
	l := client.Guard{Client: t.ID, Flatpak: isFlatpak(t.Argv)}
	ok, why := g.able(ctx, t)
	if ok && !l.Flatpak {
		why = works()
		ok = why == ""
	}
	r, err := g.Running(t)
	l.Inside = len(r.Guarded) > 0
	switch {
	case !ok:
		l.ClosedWhy = why
	case err != nil:
		l.ClosedWhy = whyUntold
	case len(r.Outside) > 0:
		l.ClosedWhy, l.Restart = whyOutside, true
	}
	return l
}

// Holds says whether a guard may be claimed for the client now, and where not,
// why, as a sentence part for a person. That bubblewrap works is for Works to
// say; Holds only looks, and is quick.
func (g *Guard) Holds(ctx context.Context, t Target) (bool, string) {
	if ok, why := g.able(ctx, t); !ok {
		return false, why
	}
	return g.notOutside(t)
}

// able is Holds for a client that does not run.
func (g *Guard) able(ctx context.Context, t Target) (bool, string) {
	if len(t.Argv) == 0 || !filepath.IsAbs(t.Argv[0]) {
		return false, words.Mark("how it is started is not known")
	}
	if isFlatpak(t.Argv) {
		return g.flatpakAble(ctx, t)
	}
	prog := g.program(t.Argv)
	if isSnap(prog) {
		return false, words.Mark("it is a Snap, which cannot be started in another guard")
	}
	if head, err := readHead(prog); err == nil && isAppImage(head) {
		return false, words.Mark("it is an AppImage, which cannot be started in a guard")
	}
	if _, err := g.find("bwrap"); err != nil {
		return false, words.Mark("bwrap is not installed")
	}
	if _, err := g.find("xdg-dbus-proxy"); err != nil {
		return false, words.Mark("xdg-dbus-proxy is not installed")
	}
	runtime, err := g.runtimeDir()
	if err != nil {
		return false, err.Error()
	}
	if _, err := g.busAddress(runtime); err != nil {
		return false, err.Error()
	}
	if err := g.pipewireHidden(runtime); err != nil {
		return false, err.Error()
	}
	if err := g.soundInside(runtime); err != nil {
		return false, err.Error()
	}
	if hidden(prog, runtime) {
		return false, words.Mark("its program lies where the guard has folders of its own")
	}
	return true, ""
}

// notOutside says whether no copy of the client runs outside a guard: that one
// would take the link over.
func (g *Guard) notOutside(t Target) (bool, string) {
	r, err := g.Running(t)
	switch {
	case err != nil:
		return false, whyUntold
	case len(r.Outside) > 0:
		return false, whyOutside
	}
	return true, ""
}
