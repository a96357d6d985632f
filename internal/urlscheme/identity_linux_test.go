package urlscheme

import (
	"strings"
	"testing"

	"vestibule/internal/client"
)

// What tells openers apart is what was looked up, never a name.
func TestIdentity(t *testing.T) {
	for _, c := range []struct {
		name string
		who  Who
		want string
	}{
		{"a program", Who{Kind: AskerProgram, Name: "Chromium", Path: "/usr/bin/chromium"}, "file:/usr/bin/chromium"},
		{"another that is called the same", Who{Kind: AskerProgram, Name: "Chromium", Path: "/home/me/chromium"}, "file:/home/me/chromium"},
		{"a Flatpak", Who{Kind: AskerProgram, Name: "Firefox", Path: "/app/bin/firefox", Sandbox: "flatpak", App: "org.mozilla.firefox"}, "flatpak:org.mozilla.firefox"},
		{"another with the same file inside", Who{Kind: AskerProgram, Name: "Firefox", Path: "/app/bin/firefox", Sandbox: "flatpak", App: "org.evil.firefox"}, "flatpak:org.evil.firefox"},
		{"the portal", Who{Kind: AskerPortal, Path: "/usr/libexec/xdg-desktop-portal", Sandbox: "portal"}, "portal:"},
		{"some Snap", Who{Kind: AskerUnknown, Path: "/usr/bin/snap", Sandbox: "snap"}, "snap:"},
		{"nobody", Who{Kind: AskerUnknown}, ""},
		{"no right to see its file", Who{Kind: AskerProgram, Name: "x"}, ""},
	} {
		if got := c.who.Identity(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Only names of an icon theme and paths of PNG files pass.
func TestIconOfAnEntry(t *testing.T) {
	for icon, want := range map[string]string{
		"chromium":                  "chromium",
		"org.mozilla.firefox":       "org.mozilla.firefox",
		"/opt/zoom/Zoom.png":        "/opt/zoom/Zoom.png",
		"":                          "",
		"/opt/zoom/Zoom.svg":        "",
		"/opt/../dev/zero.png":      "",
		"../../x":                   "",
		"a/b":                       "",
		"a b":                       "",
		"a\x1b[2J":                  "",
		"x\n":                       "",
		"\u202egnp":                 "",
		strings.Repeat("a", 200):    "",
		"file:///opt/zoom/Zoom.png": "",
	} {
		var w Who
		w.entry(client.Program{ID: "x.desktop", Name: "X", Icon: icon})
		if w.Icon != want {
			t.Errorf("%q gives %q, want %q", icon, w.Icon, want)
		}
	}
}
