//go:build linux

package gtk

import "strings"

// GTK reads its own theme from CSS that is built into it: two thousand
// selectors, most of them for widgets that no window of ours has. Reading them
// is the largest single cost of a cold start, more than half of what the least
// GTK program does. So GTK is handed its own text without those selectors,
// under the same name; see theme.c. What it draws is the same. A theme that the
// person installed is read as it is.

// themes are the style sheets that GTK brings, light and dark, of its default
// theme.
var themes = [...]string{
	"/org/gtk/libgtk/theme/Adwaita/gtk-contained.css",
	"/org/gtk/libgtk/theme/Adwaita/gtk-contained-dark.css",
}

// foreign are the elements and, with a dot, the classes of widgets that are in
// no window of this process: not in ours, not in a menu, not in the frame that
// GTK draws around a window on Wayland.
var foreign = func() map[string]bool {
	m := map[string]bool{}
	for name := range strings.FieldsSeq(`
		actionbar assistant buttonbox calendar colorchooser colorswatch entry expander filechooser flowbox
		flowboxchild fontchooser frame iconview infobar levelbar list messagedialog modelbutton notebook paned
		placessidebar popover progress progressbar radio radiobutton row rubberband scale searchbar spinbutton
		spinner stacksidebar stackswitcher statusbar tab tabs text textview toolbar toolitemgroup toolpalette
		treeview viewswitcher
		.app-notification .circular .content-view .destructive-action .emoji-completion-row .emoji-section
		.entry-tag .gtkstyle-fallback .inline-toolbar .keycap .location-bar .magnifier .menubar .needs-attention
		.osd .path-bar .popover .primary-toolbar .radio .rubberband .scale-popup .search-bar .selection-mode .sidebar
		.sidebar-button .spinner .stack-switcher .suggested-action .toolbar .touch-selection
	`) {
		m[name] = true
	}
	return m
}()

// reduced is a style sheet without the selectors that name something foreign,
// and without its comments. One that is not understood stays whole.
func reduced(css string) string {
	var out strings.Builder
	out.Grow(len(css) / 3)
	for rest := css; ; {
		rest = skipSpace(rest)
		if rest == "" {
			return out.String()
		}
		head := until(rest, '{', ';')
		if head < 0 {
			return css
		}
		if rest[head] == ';' { // @define-color, @import
			out.WriteString(rest[:head+1])
			out.WriteByte('\n')
			rest = rest[head+1:]
			continue
		}
		body := block(rest[head:])
		if body < 0 {
			return css
		}
		if rest[0] == '@' {
			out.WriteString(rest[:head+body])
			out.WriteByte('\n')
		} else if selectors(&out, rest[:head]) {
			out.WriteString(rest[head : head+body])
			out.WriteByte('\n')
		}
		rest = rest[head+body:]
	}
}

// selectors writes those of a list that name nothing foreign, and tells whether
// there is one.
func selectors(out *strings.Builder, list string) (any bool) {
	for list != "" {
		end := until(list, ',', ',')
		one := list
		if end < 0 {
			list = ""
		} else {
			one, list = list[:end], list[end+1:]
		}
		if names(one, func(name string) bool { return foreign[name] }) {
			continue
		}
		if any {
			out.WriteByte(',')
		}
		any = true
		out.WriteString(strings.TrimSpace(one))
	}
	return any
}

// names says whether found holds for an element or class that something must
// have or be in to match a selector. What stands in brackets, such as that of
// :not(), is not asked about.
func names(selector string, found func(name string) bool) bool {
	for i := 0; i < len(selector); {
		switch c := selector[i]; {
		case c == '(' || c == '[':
			end := strings.IndexAny(selector[i:], ")]")
			if end < 0 {
				return false
			}
			i += end + 1
		case c == '.' || c == ':' || c == '#' || c == '@' || letter(c):
			end := i + 1
			for end < len(selector) && letter(selector[end]) {
				end++
			}
			if (c == '.' || letter(c)) && found(selector[i:end]) {
				return true
			}
			i = end
		default:
			i++
		}
	}
	return false
}

func letter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}

// skipSpace leaves out space and comments.
func skipSpace(s string) string {
	for {
		s = strings.TrimLeft(s, " \t\r\n\f")
		if !strings.HasPrefix(s, "/*") {
			return s
		}
		end := strings.Index(s, "*/")
		if end < 0 {
			return "" // as GTK has it: a comment that does not end
		}
		s = s[end+2:]
	}
}

// until gives the place of the first of two bytes outside brackets, or -1. A
// text with a comment or a quotation on the way is not understood.
func until(s string, stop, or byte) int {
	depth := 0
	for i := range len(s) {
		switch c := s[i]; {
		case letter(c) || c == ' ': // most are
		case (c == stop || c == or) && depth == 0:
			return i
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '}', c == '/' && strings.HasPrefix(s[i:], "/*"):
			return -1
		}
	}
	return -1
}

// block gives the length of what stands in braces at the beginning of s, or -1.
func block(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		end := ""
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"', '\'':
			end = s[i : i+1]
		case '/':
			if strings.HasPrefix(s[i:], "/*") {
				end = "*/"
			}
		}
		if end != "" { // braces in there are none
			n := strings.Index(s[i+len(end):], end)
			if n < 0 {
				return -1
			}
			i += n + 2*len(end) - 1
		}
	}
	return -1
}
