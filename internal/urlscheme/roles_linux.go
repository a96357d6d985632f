package urlscheme

import (
	"os"
	"path/filepath"
	"strings"
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

// session are those that start everything in a session, so that being started
// by them says nothing.
var session = names("systemd init dbus-daemon dbus-broker dbus-broker-launch dbus-launch gnome-session gnome-session-binary gnome-session-service " +
	"xfce4-session mate-session cinnamon-session cinnamon-session-binary lxsession lxqt-session ksmserver plasma_session startplasma-x11 startplasma-wayland " +
	"kdeinit5 klauncher kded5 kded6 lightdm sddm sddm-helper gdm3 gdm-session-worker gdm-x-session gdm-wayland-session tini dumb-init docker-init s6-svscan runit openrc-init")

// terminals are terminal emulators, with the name for people where no desktop
// entry runs the very file.
var terminals = map[string]string{
	"gnome-terminal-server": "GNOME Terminal", "konsole": "Konsole", "xterm": "XTerm", "uxterm": "UXTerm",
	"xfce4-terminal": "Xfce Terminal", "mate-terminal": "MATE Terminal", "lxterminal": "LXTerminal", "qterminal": "QTerminal",
	"alacritty": "Alacritty", "kitty": "kitty", "foot": "foot", "wezterm-gui": "WezTerm", "tilix": "Tilix", "st": "st",
	"urxvt": "urxvt", "rxvt": "rxvt", "ptyxis": "Ptyxis", "ptyxis-agent": "Ptyxis", "kgx": "Console", "terminology": "Terminology",
	"deepin-terminal": "Deepin Terminal", "sakura": "Sakura", "yakuake": "Yakuake", "ghostty": "Ghostty", "cool-retro-term": "cool-retro-term",
	"tmux": "tmux", "screen": "screen", "sshd": "SSH", "sshd-session": "SSH",
}

func names(list string) map[string]bool {
	out := map[string]bool{}
	for _, n := range strings.Fields(list) {
		out[n] = true
	}
	return out
}

// role tells what p does on the way of a link.
func (l looker) role(p process) role {
	base := p.base()
	switch {
	case l.isSelf(p):
		return handsOn
	case p.pid == 1 || session[base]:
		return belongsToSession
	case openers[base] || wrappers[base]:
		return handsOn
	case shells[base]:
		return shellRole(p.arguments(), p.tty)
	}
	return meantIt
}

func (l looker) isSelf(p process) bool {
	exe, err := os.Stat(p.link)
	if err != nil || l.self == "" {
		return false
	}
	self, err := os.Stat(l.self)
	return err == nil && os.SameFile(exe, self)
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
