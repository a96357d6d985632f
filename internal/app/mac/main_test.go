//go:build linux && gnustep

package mac

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/consent"
	"vestibule/internal/consent/appkit"
	"vestibule/internal/objc"
	"vestibule/internal/urlscheme"
)

// asProgram has this test's program be the daemon, whole but for Apple Events:
// a line on its input is a PID and a link that came from there. It tells what
// happens on its output.
const asProgram = "VESTIBULE_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		go keepLooking()
	}
	switch os.Getenv(asProgram) {
	case "run":
		os.Exit(program())
	case "try":
		o, err := Practise(&app.ThisMachine{Self: "/nowhere/vestibule"})
		fmt.Println("ended", o.Status, err)
		os.Exit(0)
	}
	code := m.Run()
	screen.end()
	os.Exit(code)
}

// keepLooking wakes the main loop now and then: a press that Xlib read while it
// waited for an answer stays in its queue, and GNUstep sleeps over it.
func keepLooking() {
	for range time.Tick(200 * time.Millisecond) {
		appkit.OnMain(func() {})
	}
}

func program() int {
	err := Run(Options{
		Machine: &app.ThisMachine{Self: "/nowhere/vestibule"},
		Folder:  os.Getenv("VESTIBULE_TEST_FOLDER"),
		Arrive: func(links *urlscheme.Intake) {
			in := bufio.NewScanner(os.Stdin)
			for in.Scan() {
				switch pid, text, _ := strings.Cut(in.Text(), " "); pid {
				case "terminate": // as NSApplication does at "Quit" and at the end of a session
					appkit.OnMain(func() { objc.Class("NSApplication").Send("sharedApplication").Do("terminate:", objc.ID(0)) })
				default:
					n, _ := strconv.Atoi(pid)
					links.Put(text, n)
				}
			}
		},
		Watch: func(v consent.View) consent.View { return telling{v} },
	})
	switch {
	case errors.Is(err, urlscheme.ErrRunning):
		fmt.Println("another runs")
	case err != nil:
		fmt.Println("failed", err)
		return 1
	}
	fmt.Println("ended")
	return 0
}

// telling tells what the panel is told.
type telling struct{ consent.View }

func (v telling) Show(n uint64, p consent.Page, startup string) {
	v.View.Show(n, p, startup)
	fmt.Printf("show %s | %s\n", p.Title, p.Opener)
}

func (v telling) Arm(n uint64, ready bool, suffix string) {
	v.View.Arm(n, ready, suffix)
	if ready {
		fmt.Println("live")
	}
}

func (v telling) Hide() {
	v.View.Hide()
	fmt.Println("hidden")
}
