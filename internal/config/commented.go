package config

import (
	"fmt"
	"strings"
)

// Commented is a file with every key commented out at its default, with what
// it does: what "vestibule config edit" starts from. It decodes to nothing
// set.
func Commented() []byte {
	var b strings.Builder
	b.WriteString("# Vestibule's configuration. Take the # off a line to set it;\n")
	b.WriteString("# \"vestibule config check\" says whether all of it is understood.\n")
	section := ""
	for i := range table {
		k := &table[i]
		switch k.Name {
		case "host":
			b.WriteString("\n")
			comment(&b, k.Doc)
			b.WriteString("#[[host]]\n#name = \"meet.example.org\"\n#provider = \"jitsi\"\n")
			continue
		case "provider.ID.open_with":
			b.WriteString("\n")
			comment(&b, k.Doc)
			b.WriteString("#[provider.zoom]\n#open_with = \"guarded\"\n")
			continue
		}
		place, name, _ := strings.Cut(k.Name, ".")
		if place != section {
			fmt.Fprintf(&b, "\n[%s]\n", place)
			section = place
		} else {
			b.WriteString("\n")
		}
		comment(&b, k.Doc)
		for _, v := range k.Values {
			if meaning := k.Meaning[v]; meaning != "" {
				comment(&b, fmt.Sprintf("  %q: %s", v, meaning))
			}
		}
		if k.Type == Duration {
			comment(&b, fmt.Sprintf("From %q to %q.", k.Min, k.Max))
		}
		fmt.Fprintf(&b, "#%s = %s\n", name, k.literal(k.Default))
	}
	return []byte(b.String())
}

// comment writes a text as comment lines of at most 76 characters. A text
// that starts with blanks keeps them on every line.
func comment(b *strings.Builder, text string) {
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	line := "#" + indent
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > 76 {
			b.WriteString(line + "\n")
			line = "#" + indent + indent
		}
		line += " " + word
	}
	b.WriteString(line + "\n")
}
