package urlscheme

import (
	_ "embed"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"vestibule/internal/client"
	"vestibule/internal/words"
)

//go:embed icon.svg
var icon string

// The files that Register writes, as text.

// desktopEntry is our entry, for the binary at that absolute path.
func desktopEntry(binary string, schemes []string) string {
	var mime strings.Builder
	for _, s := range schemes {
		mime.WriteString(mimePrefix + s + ";")
	}
	return "# Written by \"vestibule register\"; \"vestibule unregister\" removes it.\n" +
		"[Desktop Entry]\n" +
		"Type=Application\n" +
		"Version=1.4\n" +
		"Name=Vestibule\n" +
		inEveryLanguage("GenericName", words.Mark("Meeting Link Launcher")) +
		inEveryLanguage("Comment", words.Mark("Asks before a meeting link opens, with camera and microphone off")) +
		"Icon=" + AppID + "\n" +
		"TryExec=" + escapeString(binary) + "\n" +
		"Exec=" + escapeString(quoteWord(binary)) + " open -- %u\n" +
		"DBusActivatable=true\n" +
		"StartupNotify=true\n" +
		"Terminal=false\n" +
		"Categories=Network;VideoConference;\n" +
		"MimeType=" + mime.String() + "\n"
}

// inEveryLanguage writes a key with its translations (Desktop Entry 1.5,
// "Localized values for keys").
func inEveryLanguage(key, text string) string {
	said := key + "=" + text + "\n"
	for _, tag := range words.Languages() {
		said += key + "[" + tag + "]=" + escapeString(words.In(tag, text)) + "\n"
	}
	return said
}

// serviceFile makes the session bus start the daemon.
func serviceFile(binary string) string {
	return "# Written by \"vestibule register\"; \"vestibule unregister\" removes it.\n" +
		"[D-BUS Service]\n" +
		"Name=" + AppID + "\n" +
		"Exec=" + escapeString(quoteWord(binary)) + " run\n"
}

// quoteWord writes the program of an Exec value (Desktop Entry 1.5, "The Exec
// key"), in quotes only where it must be: a bare xdg-open, which is what
// Chromium calls, cuts Exec at spaces and takes quotes for part of the name.
// The bus reads the same quotes.
func quoteWord(word string) string {
	if !needsQuotes(word) {
		return word
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`).Replace(word) + `"`
}

// needsQuotes says whether word has one of the specification's reserved
// characters.
func needsQuotes(word string) bool { return strings.ContainsAny(word, " \t\n\"'\\><~|&;$*?#()`") }

// escapeString escapes a value of type string, which comes before the quotes
// of Exec are looked at.
func escapeString(value string) string {
	value = strings.ReplaceAll(value, `\`, `\\`)
	if strings.HasPrefix(value, " ") {
		value = `\s` + value[1:]
	}
	return value
}

// checkBinary says why a path cannot be registered.
func checkBinary(path string) error {
	switch {
	case !filepath.IsAbs(path):
		return fmt.Errorf("registering %s: not an absolute path", path)
	case strings.ContainsAny(path, "=%"):
		// "=" by the specification; "%" because GLib 2.74 looks for a program
		// with "%%" in its name and then takes the entry for absent.
		return &HintError{fmt.Errorf("registering %s: a desktop entry cannot name a program with = or %% in its path", path), "move vestibule to another folder and register again"}
	case strings.ContainsFunc(path, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return &HintError{errors.New("registering vestibule: its path has a control character"), "move vestibule to another folder and register again"}
	}
	return nil
}

// ownFile is a file that Register writes whole.
type ownFile struct {
	what, path, text string
}

func ownFiles(dirs client.Dirs, binary string, schemes []string) []ownFile {
	return []ownFile{
		{words.Mark("desktop entry"), filepath.Join(dirs.DataHome, "applications", client.SelfID), desktopEntry(binary, schemes)},
		{words.Mark("bus service"), filepath.Join(dirs.DataHome, "dbus-1", "services", AppID+".service"), serviceFile(binary)},
		{words.Mark("icon"), filepath.Join(dirs.DataHome, "icons", "hicolor", "scalable", "apps", AppID+".svg"), icon},
	}
}
