//go:build linux && cgo

// The demo shows one page in the real window and prints what happens to it:
//
//	go run ./internal/consent/gtk/demo -list
//	LANG=de_DE.UTF-8 go run ./internal/consent/gtk/demo -page meet
//	go run ./internal/consent/gtk/demo -json page.json
//
// It opens nothing and ends when the page is answered.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"time"

	"vestibule/internal/consent"
	"vestibule/internal/consent/gtk"
	"vestibule/internal/words"
)

var kinds = [...]string{"mapped", "focused", "blurred", "moved", "pressed", "toggled", "picked", "dismissed", "touched"}

func main() {
	log.SetFlags(0)
	name := flag.String("page", "meet", "the sample to show")
	file := flag.String("json", "", "a consent.Page to show, as JSON")
	list := flag.Bool("list", false, "print the samples' names")
	dark := flag.Bool("dark", false, "ask the theme for its dark variant")
	rtl := flag.Bool("rtl", false, "lay the window out from right to left")
	ready := flag.Bool("ready", false, "make the armed buttons live at once")
	print := flag.Bool("print", false, "print the page as JSON and show nothing")
	stay := flag.Bool("stay", false, "go on after an answer")
	flag.Parse()
	words.Speak(words.Preferred(os.Getenv))

	if *list {
		for _, s := range samples() {
			fmt.Println(s.name)
		}
		return
	}
	page, err := find(*name, *file)
	if err != nil {
		log.Fatal(err)
	}
	if *print {
		if err := json.NewEncoder(os.Stdout).Encode(page); err != nil {
			log.Fatal(err)
		}
		return
	}
	if err := gtk.Init(); err != nil {
		log.Fatal(err)
	}
	var view *gtk.View
	view = gtk.New(func(e consent.Event) {
		fmt.Printf("%s page=%d button=%q row=%q on=%v index=%d\n", kinds[e.Kind], e.Page, e.Button, e.Row, e.On, e.Index)
		if answered := e.Kind == consent.Pressed || e.Kind == consent.Dismissed; answered && !*stay {
			view.Hide()
			gtk.Quit()
		}
	})
	gtk.PreferDark(*dark)
	gtk.RightToLeft(*rtl || words.RightToLeft())
	view.Show(1, page, os.Getenv("DESKTOP_STARTUP_ID"))
	if *ready {
		view.Arm(1, true, "")
	} else {
		view.Arm(1, false, consent.Countdown(time.Second))
	}
	gtk.Loop()
}

func find(name, file string) (page consent.Page, err error) {
	if file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			return page, fmt.Errorf("reading the page: %w", err)
		}
		if err := json.Unmarshal(data, &page); err != nil {
			return page, fmt.Errorf("reading the page %s: %w", file, err)
		}
		return page, nil
	}
	all := samples()
	i := slices.IndexFunc(all, func(s sample) bool { return s.name == name })
	if i < 0 {
		return page, fmt.Errorf("no sample is named %q: see -list", name)
	}
	return all[i].page, nil
}
