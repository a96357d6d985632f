//go:build darwin || (linux && gnustep)

// The demo shows one page in the real panel and prints what happens to it:
//
//	go run ./internal/consent/gtk/demo -page meet -print >page.json
//	CGO_ENABLED=0 go run -tags gnustep ./internal/consent/appkit/demo -json page.json
//
// It opens nothing and ends when the page is answered.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"time"

	"vestibule/internal/consent"
	"vestibule/internal/consent/appkit"
	"vestibule/internal/words"
)

var kinds = [...]string{"mapped", "focused", "blurred", "moved", "pressed", "toggled", "picked", "dismissed", "touched"}

func main() {
	log.SetFlags(0)
	file := flag.String("json", "/dev/stdin", "a consent.Page to show, as JSON")
	dark := flag.Bool("dark", false, "use the colours of the dark appearance")
	rtl := flag.Bool("rtl", false, "lay the panel out from right to left")
	text := flag.Float64("text", 0, "the size of text, in points; 0 is the system's own")
	ready := flag.Bool("ready", false, "make the armed buttons live at once")
	stay := flag.Bool("stay", false, "go on after an answer")
	flag.Parse()
	words.Speak(words.Preferred(os.Getenv))

	data, err := os.ReadFile(*file)
	if err != nil {
		log.Fatalf("reading the page: %v", err)
	}
	var page consent.Page
	if err := json.Unmarshal(data, &page); err != nil {
		log.Fatalf("reading the page %s: %v", *file, err)
	}
	if err := appkit.Init(); err != nil {
		log.Fatal(err)
	}
	var view *appkit.View
	view = appkit.New(func(e consent.Event) {
		fmt.Printf("%s page=%d button=%q row=%q on=%v index=%d\n", kinds[e.Kind], e.Page, e.Button, e.Row, e.On, e.Index)
		if answered := e.Kind == consent.Pressed || e.Kind == consent.Dismissed; answered && !*stay {
			view.Hide()
			appkit.Quit()
		}
	})
	if *dark {
		view.PreferDark(true)
	}
	if *rtl {
		view.RightToLeft(true)
	}
	view.TextSize(*text)
	view.Show(1, page, "")
	if *ready {
		view.Arm(1, true, "")
	} else {
		view.Arm(1, false, consent.Countdown(time.Second))
	}
	appkit.Loop()
}
