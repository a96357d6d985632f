package client

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestExec(t *testing.T) {
	const link = "zoommtg://zoom.us/join?confno=1&pwd=$(id) %u %% 'x"
	e := &Entry{Name: "Zoom Räume", Icon: "zoom", File: "/usr/share/applications/zoom.desktop"}
	for _, c := range []struct {
		name, exec string
		want       []string // nil: unusable
	}{
		{"plain", "zoom %u", []string{"zoom", link}},
		{"list of links", "zoom %U", []string{"zoom", link}},
		{"file codes", "zoom %f", []string{"zoom", link}},
		{"files code", "zoom %F", []string{"zoom", link}},
		{"part of an argument", "zoom --url=%u", []string{"zoom", "--url=" + link}},
		{"spaces between", "  zoom \t  %u  ", []string{"zoom", link}},
		{"whole quoted link", `zoom "%u"`, []string{"zoom", link}},
		{"quoted words", `"/opt/Zoom Meetings/zoom" "a b" "" %u`, []string{"/opt/Zoom Meetings/zoom", "a b", "", link}},
		{"escapes in quotes", "\"a\\\"b\\`c\\$d\\\\e\" %u", []string{"a\"b`c$d\\e", link}},
		{"reserved characters in quotes", `zoom "'><~|&;*?#()" %u`, []string{"zoom", `'><~|&;*?#()`, link}},
		{"Wine's quotes inside a word", `env WINEPREFIX="/home/me/.wine" wine start %u`, []string{"env", "WINEPREFIX=/home/me/.wine", "wine", "start", link}},
		{"percent", "zoom 100%% %u", []string{"zoom", "100%", link}},
		{"icon", "zoom %i %u", []string{"zoom", "--icon", "zoom", link}},
		{"name and file", `zoom "%c" --entry=%k %u`, []string{"zoom", "Zoom Räume", "--entry=/usr/share/applications/zoom.desktop", link}},
		{"deprecated codes", "zoom %d %D %n %N %v %m x%my %u", []string{"zoom", "xy", link}},
		{"Flatpak", "/usr/bin/flatpak run --branch=stable --command=zoom --file-forwarding us.zoom.Zoom @@u %U @@",
			[]string{"/usr/bin/flatpak", "run", "--branch=stable", "--command=zoom", "--file-forwarding", "us.zoom.Zoom", "@@u", link, "@@"}},
		{"snap", "env BAMF_DESKTOP_FILE_HINT=/x.desktop /snap/bin/zoom %U", []string{"env", "BAMF_DESKTOP_FILE_HINT=/x.desktop", "/snap/bin/zoom", link}},

		{"empty", "", nil},
		{"only spaces", "   ", nil},
		{"unknown code", "zoom %u %x", nil},
		{"lone percent", "zoom %u %", nil},
		{"two links", "zoom %u %U", nil},
		{"list code inside an argument", "zoom --urls=%U", nil},
		{"icon code inside an argument", "zoom --icon=%i %u", nil},
		{"open quote", `zoom "a %u`, nil},
		{"single quotes", `sh -c 'zoom %u'`, nil},
		{"link for a shell", `sh -c "zoom %u"`, nil},
		{"substitution", "zoom $(id) %u", nil},
		{"substitution in quotes", `zoom "$(id)" %u`, nil},
		{"backtick in quotes", "zoom \"`id`\" %u", nil},
		{"second command", "zoom %u; id", nil},
		{"pipe", "zoom %u | id", nil},
		{"redirection", "zoom %u >/tmp/x", nil},
		{"tilde", "~/zoom %u", nil},
		{"backslash outside quotes", `zoom\ x %u`, nil},
		{"bad escape in quotes", `zoom "\x" %u`, nil},
		{"backslash at the end", `zoom "a\`, nil},
		{"new line", "zoom\n%u", nil},
		{"control character", "zoom \x01 %u", nil},
		{"link for a program", "%u", nil},
		{"code in the program", "zoom%c %u", nil},
		{"variable for a program", "A=b %u", nil},
		{"empty program", `"" %u`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			cmd, err := parseExec(c.exec)
			if (err != nil) != (c.want == nil) {
				t.Fatalf("error %v, want %q", err, c.want)
			}
			if err != nil {
				return
			}
			if got := cmd.argv(link, e); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// The words are those with which gio starts the entry. GLib 2.74 differs from
// the specification in what is not here: it knows no %k, takes %d for a use of
// the link, and adds quotes of its own to a code in quotes.
func TestExecAsGioLaunches(t *testing.T) {
	for i, line := range []string{
		`%s a  b %%u`, `%s --url=%%u end`, `%s "a b" "" "\\"q\\"" %%U`, `%s "\\$HOME" "\\` + "`" + `x" "b\\\\\\\\s" %%u`, `%s %%%% 5%%%% "%%%%" %%u`,
		`%s %%i %%u`, `%s %%c %%u`, `env A="b c" %s %%u`, `%s a\tb %%u`,
	} {
		// The name becomes part of the path of the tree, where % would matter.
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			tr := newTree(t)
			tr.dirs.Path = append(tr.dirs.Path, filepath.SplitList(os.Getenv("PATH"))...)
			recorder := tr.write("bin/recorder", "#!/bin/sh\nprintf '%s\\0' \"$@\" > '"+tr.root+"/new'\nmv '"+tr.root+"/new' '"+tr.root+"/ran'\n", 0o755)
			execLine := strings.ReplaceAll(strings.Replace(line, "%s", recorder, 1), "%%", "%")
			tr.entry("data/applications/r.desktop", []string{"t"}, "Exec="+execLine, "Icon=an-icon", "Name=A Näme")
			const link = "t://host/a?b=$(id)&c=%20;'\\"
			cmd := exec.Command("gio", "launch", filepath.Join(tr.dirs.DataHome, "applications/r.desktop"), link)
			cmd.Env = append(tr.env(), "LC_ALL=C.UTF-8")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("gio launch: %v: %s", err, out)
			}
			want := waitFile(t, filepath.Join(tr.root, "ran"))
			argv, _, err := tr.finder().Command(Client{ID: "r.desktop", Kind: App, Schemes: []string{"t"}}, link)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.Index(argv, recorder)
			if i < 0 {
				t.Fatalf("argv %q", argv)
			}
			if got := strings.Join(argv[i+1:], "\x00") + "\x00"; got != want {
				t.Errorf("got %q, gio %q", got, want)
			}
		})
	}
}
