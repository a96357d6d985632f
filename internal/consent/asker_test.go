package consent

import (
	"strings"
	"testing"
)

func TestAskerWords(t *testing.T) {
	for _, c := range []struct {
		name              string
		asker             Asker
		opener, who, more string
		icon              Icon
	}{
		{"a program", Asker{Name: "Chromium", Path: "/usr/lib/chromium/chromium", Icon: "chromium"},
			"Opened by Chromium", "Chromium", "Program: /usr/lib/chromium/chromium", SomeProgram},
		{"Flatpak", Asker{Name: "Firefox", Sandbox: "flatpak", App: "org.mozilla.firefox", Path: "/app/bin/firefox"},
			"Opened by Firefox (Flatpak)", "Firefox (Flatpak)", "Flatpak org.mozilla.firefox. Program inside: /app/bin/firefox", SomeProgram},
		{"Flatpak, through its bus proxy", Asker{Name: "Firefox", Sandbox: "flatpak", App: "org.mozilla.firefox"},
			"Opened by Firefox (Flatpak)", "Firefox (Flatpak)", "Flatpak org.mozilla.firefox.", SomeProgram},
		{"Snap", Asker{Name: "Firefox", Sandbox: "snap", App: "firefox", Path: "/snap/firefox/1/firefox"},
			"Opened by Firefox (Snap)", "Firefox (Snap)", "Snap firefox. Program inside: /snap/firefox/1/firefox", SomeProgram},
		{"the portal", Asker{Sandbox: "portal", Path: "/usr/libexec/xdg-desktop-portal"},
			"Opened through the desktop portal", "The desktop portal", "The portal hands on links of sandboxed programs. It does not tell which one asked.", UnknownProgram},
		{"some Flatpak", Asker{Sandbox: "flatpak"}, "Opened by a sandboxed program", "A sandboxed program",
			"The program had ended, or the system does not let Vestibule see it.", UnknownProgram},
		{"nobody", Asker{}, "Opened by an unknown program", "An unknown program",
			"The program had ended, or the system does not let Vestibule see it.", UnknownProgram},
		{"a script", Asker{Name: "a script", Path: "/bin/bash"}, "Opened by a script", "A script", "Program: /bin/bash", SomeProgram},
		{"being looked up", Asker{Looking: true}, "Looking who opened it…", "An unknown program", "", UnknownProgram},
		{"the person", Asker{You: "From the clipboard"}, "From the clipboard", "You", "", ""},
		{"a name of nothing", Asker{Name: "\u200b\u202e\n", Path: "/x"}, "Opened by an unknown program", "An unknown program",
			"The program had ended, or the system does not let Vestibule see it.", UnknownProgram},
	} {
		t.Run(c.name, func(t *testing.T) {
			var p Page
			c.asker.tell(&p)
			if p.Opener != c.opener || c.asker.Who() != c.who || p.OpenerMore != c.more || p.OpenerIcon != c.icon {
				t.Errorf("%q, %q, %q, %q", p.Opener, c.asker.Who(), p.OpenerMore, p.OpenerIcon)
			}
			if c.icon != SomeProgram && p.OpenerTheme != "" {
				t.Errorf("icon %q", p.OpenerTheme)
			}
		})
	}
}

// What a hostile entry calls itself stays one short line.
func TestHostileNameStaysHarmless(t *testing.T) {
	for _, name := range []string{
		strings.Repeat("Firefox ", 20_000), "Firefox\u202e\u2066", "Fire\nfox\r\n", "\x1b]0;x\x07Firefox", "F\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308irefox",
	} {
		var p Page
		Asker{Name: name, Path: name, App: name, Sandbox: "flatpak"}.tell(&p)
		for _, got := range []string{p.Opener, p.OpenerMore} {
			if strings.ContainsAny(got, "\n\r\x1b\x07\u202e\u2066") || len([]rune(got)) > 500 {
				t.Errorf("%.40q gives %q", name, got)
			}
		}
	}
}
