//go:build linux && cgo

package gtk

import (
	"regexp"
	"strings"
	"testing"

	"vestibule/internal/consent"
)

func TestReduced(t *testing.T) {
	for _, c := range [][2]string{
		{"", ""},
		{"button { color: red; }", "button{ color: red; }\n"},
		{"/* a { */ button:hover,entry, label:not(.osd) {}", "button:hover,label:not(.osd){}\n"},
		{"entry { color: red; }\nswitch slider{}", "switch slider{}\n"},
		{"treeview.view button, .osd, entry:focus>image {}", ""},
		{"calendar.button, .calendar, #entry, entry-like, .row {}", ".calendar,#entry,entry-like,.row{}\n"},
		{"button:not(:nth-child(2)) entry {} *:drop(active):focus {}", "*:drop(active):focus{}\n"},
		{"@define-color entry red; @import url(\"a;b\");", "@define-color entry red;\n@import url(\"a;b\");\n"},
		{"@keyframes spinner { to { x: 1 } } entry { a: \"}\"; b: '{' } check { /* } */ c: d }", "@keyframes spinner { to { x: 1 } }\ncheck{ /* } */ c: d }\n"},
		// What is not understood stays whole.
		{"entry {} button", "entry {} button"},
		{"entry {} button {", "entry {} button {"},
		{"entry {} button /* , */ {}", "entry {} button /* , */ {}"},
		{"entry {} } button {}", "entry {} } button {}"},
		{"entry {} button { a: \"b }", "entry {} button { a: \"b }"},
	} {
		if got := reduced(c[0]); got != c[1] {
			t.Errorf("%q became %q, want %q", c[0], got, c[1])
		}
	}
}

// TestGTKReadsTheReducedTheme: GTK has what was made of its own text, whole
// rules of it, and it is a fraction.
func TestGTKReadsTheReducedTheme(t *testing.T) {
	for _, name := range themes {
		text := builtIn(name)
		if text == "" || reduced(text) != text {
			t.Fatalf("%s is not the reduced one: %d bytes", name, len(text))
		}
		if strings.Contains(text, "treeview") || !strings.Contains(text, "button:hover") {
			t.Errorf("%s has other rules than it should", name)
		}
	}
}

// TestNothingForeignIsInAWindow: the rules that are left out are for what no
// window has, whatever page it shows.
func TestNothingForeignIsInAWindow(t *testing.T) {
	full := question()
	full.Camera.Check = &consent.Check{ID: "mute", Label: "Mute"}
	full.OpenerMore, full.OpenerAsk, full.OpenerIcon = "More.", "Details", consent.SomeProgram
	full.Text = []consent.Paragraph{{Text: "a\nb", Selectable: true}, {Text: "c", Tone: consent.Bad}}
	full.Cleaned, full.Banner = "Cleaned.", "A banner."
	full.Actions = []consent.Button{{ID: "a", Label: "An action"}, {ID: "b", Label: "A choice", Check: true}}
	show(t, full)
	var nodes string
	onLoop(func() { nodes = nodesForTest() })
	for _, known := range []string{"slider", "menuitem", "combobox", "checkbutton", "scrolledwindow"} {
		if !strings.Contains(nodes, known) {
			t.Errorf("no %s: what is looked at is not the window", known)
		}
	}
	for _, node := range regexp.MustCompile(`(?m)^ *\[?[a-z]\S*`).FindAllString(nodes, -1) {
		node = strings.Trim(node, " []")
		if names(node, func(name string) bool { return foreign[name] }) {
			t.Errorf("%s counts as foreign", node)
		}
	}
}

// The tray's menu, where the program draws it itself, and what GTK puts around
// a window on Wayland.
func TestMenusAndFramesAreNotForeign(t *testing.T) {
	for _, node := range []string{
		"window.popup.background", "menu.context-menu", "menuitem.menuitem", "check", "separator", "arrow.bottom",
		"window.csd", "decoration", "headerbar.titlebar.default-decoration", "button.titlebutton.close", "label.title", "image",
		"tooltip.background", "cursor-handle.top.insertion-cursor", "selection", "scrollbar.vertical", "trough",
	} {
		if names(node, func(name string) bool { return foreign[name] }) {
			t.Errorf("%s counts as foreign", node)
		}
	}
}
