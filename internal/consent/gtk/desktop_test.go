//go:build linux && cgo

package gtk

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"vestibule/internal/consent"
)

func TestMovedAndTouched(t *testing.T) {
	number := show(t, question())
	xdotool(t, "search", "--onlyvisible", "--name", "^Vestibule$", "windowmove", "40", "60")
	wait(t, number, consent.Moved)
	at := strings.Fields(atspi(t, "middle", "Vestibule"))
	xdotool(t, "mousemove", at[0], at[1], "click", "1")
	wait(t, number, consent.Touched)
	xdotool(t, "click", "5")
	wait(t, number, consent.Touched)
	xdotool(t, "key", "F7")
	wait(t, number, consent.Touched)
}

func TestFocusGoesAndComes(t *testing.T) {
	number := show(t, question())
	id := xdotool(t, "search", "--onlyvisible", "--name", "^Vestibule$")
	// The root takes the focus, as another window would.
	xdotool(t, "key", "--clearmodifiers", "F7")
	xdotool(t, "windowminimize", id)
	wait(t, number, consent.Blurred)
	xdotool(t, "windowactivate", id)
	wait(t, number, consent.Focused)
}

// The token of the click that brings the window is on it, where the window
// manager looks, and nothing of an earlier click or key is.
func TestTheTokenIsOnTheWindow(t *testing.T) {
	property := func(name string) (value string) {
		id := xdotool(t, "search", "--onlyvisible", "--name", "^Vestibule$")
		_, value, _ = strings.Cut(output(t, exec.Command("xprop", "-id", id, "-notype", name)), "= ")
		return value
	}
	properties := func(token string) (startup, used string) {
		pageNumber++
		window.Show(pageNumber, question(), token)
		t.Cleanup(window.Hide)
		wait(t, pageNumber, consent.Mapped)
		wait(t, pageNumber, consent.Focused)
		return property("_NET_STARTUP_ID"), property("_NET_WM_USER_TIME")
	}
	// The display's time, as a key tells it.
	key := func() int {
		xdotool(t, "key", "F7")
		wait(t, pageNumber, consent.Touched)
		ms, err := strconv.Atoi(property("_NET_WM_USER_TIME"))
		if err != nil {
			t.Fatalf("reading the time of a key: %v", err)
		}
		return ms
	}
	properties("")
	for range 2 {
		used := fmt.Sprint(key() + 1)
		window.Hide()
		if startup, got := properties("go-1_TIME" + used); startup != `"go-1_TIME`+used+`"` || got != used {
			t.Errorf("the window has %s and %s, want those of %s", startup, got, used)
		}
		window.Hide()
		if startup, got := properties(""); startup != "" || got != "" {
			t.Errorf("without a token the window has %s and %s", startup, got)
		}
	}
}

// What is over the window hides what it says: that starts the delay again, and
// a window that is wholly covered has no eyes on it.
func TestCoveredAndUncovered(t *testing.T) {
	number := show(t, question())
	id := xdotool(t, "search", "--onlyvisible", "--name", "^Vestibule$")
	at := strings.Fields(strings.NewReplacer("=", " ", "\n", " ").Replace(xdotool(t, "getwindowgeometry", "--shell", id)))
	place := map[string]int{}
	for i := 0; i+1 < len(at); i += 2 {
		place[at[i]], _ = strconv.Atoi(at[i+1])
	}
	cover := func(x, y, width, height int, whole bool) {
		c := exec.Command("/usr/bin/python3", "testdata/cover.py", fmt.Sprint(x), fmt.Sprint(y), fmt.Sprint(width), fmt.Sprint(height))
		in, _ := c.StdinPipe()
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		defer c.Wait()
		defer in.Close()
		if !whole {
			wait(t, number, consent.Moved)
			in.Close()
			wait(t, number, consent.Moved)
			return
		}
		before := wait(t, number, consent.Blurred)
		in.Close()
		before = append(before, wait(t, number, consent.Focused)...)
		if len(of(consent.Moved, before)) == 0 {
			t.Error("covering it was no change")
		}
	}
	// A strip over the middle, as a pop-up is; then all of it.
	cover(place["X"]+50, place["Y"]+50, 100, 40, false)
	cover(place["X"]-50, place["Y"]-50, place["WIDTH"]+100, place["HEIGHT"]+100, true)
}

// The class is the name of the desktop entry, by which a desktop finds our name
// and icon.
func TestClassIsTheDesktopEntrys(t *testing.T) {
	show(t, question())
	id := xdotool(t, "search", "--onlyvisible", "--name", "^Vestibule$")
	got := output(t, exec.Command("xprop", "-id", id, "-notype", "WM_CLASS"))
	if want := `WM_CLASS = "dev.vestibule.Launcher", "dev.vestibule.Launcher"`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
