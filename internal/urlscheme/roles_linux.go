package urlscheme

import (
	"os"
)

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
