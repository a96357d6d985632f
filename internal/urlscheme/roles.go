package urlscheme

import (
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

// role is what part a process plays on the way of a link.
type role int

const (
	meantIt          role = iota // it opened the link
	handsOn                      // it only hands links on: look at its parent
	shellPrompt                  // a shell that somebody types into
	shellScript                  // a shell that runs a script
	belongsToSession             // it starts everything: nothing is known
)

// openers are the programs and scripts whose work is to hand a link to the
// default program.
var openers = names("xdg-open gio gvfs-open gnome-open exo-open kde-open kde-open5 kde-open6 kioclient kioclient5 kioclient6 mate-open enlightenment_open sensible-browser browse")

// wrappers start another program and stay, or may.
var wrappers = names("env systemd-run setsid nohup timeout nice ionice stdbuf xargs time exo-helper-2")

var shells = names("sh bash dash ash zsh fish ksh mksh tcsh csh busybox")

func names(list string) map[string]bool {
	out := map[string]bool{}
	for _, n := range strings.Fields(list) {
		out[n] = true
	}
	return out
}

// shellRole tells what a shell does, by its words. A shell with -c was started
// by a program to run another; one without words on a terminal is a prompt.
func shellRole(argv []string, tty bool) role {
	for i := 1; i < len(argv); i++ {
		word := argv[i]
		if (strings.HasPrefix(word, "-") || strings.HasPrefix(word, "+")) && len(word) > 1 {
			if !strings.HasPrefix(word, "--") && strings.Contains(word, "c") {
				return handsOn
			}
			if word == "-o" || word == "+o" || word == "-O" || word == "--rcfile" || word == "--init-file" {
				i++ // takes a word
			}
			continue
		}
		if openers[filepath.Base(word)] {
			return handsOn
		}
		return shellScript
	}
	if tty {
		return shellPrompt
	}
	return shellScript
}

// interpreter is a program that runs others' programs: its name says little.
var interpreter = lazily(`^(python|perl|ruby|node|nodejs|java|gjs|gjs-console|mono|electron|lua|php|wine64|wine)[0-9.-]*(-preloader)?$`)

// lazily compiles an expression when it is first needed: the forwarder, which
// needs none, must not wait for them.
func lazily(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
