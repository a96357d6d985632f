// Command inspect judges a Vestibule.app, and ends with 1 and a line for each
// thing that is wrong with it.
//
//	inspect [-tray] [-signed] APP
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"vestibule/packaging/macos/bundle"
)

func main() {
	var o bundle.Options
	flag.BoolVar(&o.Tray, "tray", false, "it was built with cgo, on a Mac")
	flag.BoolVar(&o.Signed, "signed", false, "codesign has sealed it")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: inspect [-tray] [-signed] APP")
		os.Exit(2)
	}
	o.Hidden = ownFolders()
	wrong := bundle.Check(flag.Arg(0), o)
	for _, err := range wrong {
		fmt.Fprintln(os.Stderr, "inspect:", err)
	}
	if len(wrong) > 0 {
		os.Exit(1)
	}
}

// ownFolders are where this machine keeps the sources and what it makes of them.
func ownFolders() (all []string) {
	here, _ := os.Getwd()
	home, _ := os.UserHomeDir()
	cache, _ := os.UserCacheDir()
	for _, folder := range []string{here, home, cache, runtime.GOROOT()} {
		if folder != "" && folder != filepath.Dir(folder) { // "/" is in every program
			all = append(all, folder+string(filepath.Separator))
		}
	}
	return all
}
