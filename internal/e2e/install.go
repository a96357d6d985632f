//go:build linux

package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"vestibule/internal/e2e/standin/record"
)

// Started is what one start of a stand-in saw.
type Started = record.Start

// BuildStandin compiles the stand-in client into dir.
func BuildStandin(dir string) (path string, err error) {
	return build(dir, "standin", "vestibule/internal/e2e/standin", "", "", "CGO_ENABLED=0")
}

// build compiles one program of this module, from any of its directories.
func build(dir, name, pkg, tags, ldflags string, env ...string) (path string, err error) {
	path = filepath.Join(dir, name)
	cmd := exec.Command("go", "build", "-tags", tags, "-ldflags", ldflags, "-o", path, pkg)
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %w\n%s", pkg, err, out)
	}
	return path, nil
}

// Standin is an installed program that records how it is started.
type Standin struct {
	s       *Session
	Name    string // in the desktop entry, for people
	Program string // the executable
	Entry   string // id of the desktop entry
	record  string
	seen    int
}

// Install installs the stand-in binary under a name, with a desktop entry for
// the schemes, as a distribution would: in the system's data directory. It
// becomes the default of the schemes that have none yet.
func (s *Session) Install(binary, name string, schemes ...string) *Standin {
	s.t.Helper()
	id := strings.ToLower(strings.ReplaceAll(name, " ", "-"))
	in := &Standin{
		s: s, Name: name, Program: filepath.Join(s.Dir, "opt", id, id),
		Entry: id + ".desktop", record: filepath.Join(s.Dir, id+".jsonl"),
	}
	data, err := os.ReadFile(binary)
	if err != nil {
		s.t.Fatalf("installing %s: %v", name, err)
	}
	s.WriteFile(in.Program, string(data), 0o700)
	in.configure(record.Settings{Record: in.record})
	s.WriteFile(in.record, "", 0o600)
	var types []string
	for _, scheme := range schemes {
		types = append(types, "x-scheme-handler/"+scheme+";")
	}
	s.WriteFile(filepath.Join(s.System, "applications", in.Entry), fmt.Sprintf(`[Desktop Entry]
Type=Application
Name=%s
Exec=%s %%U
Terminal=false
Categories=Network;
MimeType=%s
`, name, in.Program, strings.Join(types, "")), 0o600)
	s.Output("update-desktop-database", filepath.Join(s.System, "applications"))
	return in
}

func (in *Standin) configure(settings record.Settings) {
	in.s.t.Helper()
	text, err := json.Marshal(settings)
	if err != nil {
		in.s.t.Fatalf("configuring %s: %v", in.Name, err)
	}
	in.s.WriteFile(in.Program+".json", string(text), 0o600)
}

// Stay makes further starts go on running, as a client in a meeting does.
func (in *Standin) Stay() { in.configure(record.Settings{Record: in.record, Stay: true}) }

// Listen makes further starts look at the microphones first, and go on running.
func (in *Standin) Listen() {
	in.configure(record.Settings{Record: in.record, Stay: true, Listen: true})
}

// Uninstall takes the desktop entry away.
func (in *Standin) Uninstall() {
	in.s.t.Helper()
	dir := filepath.Join(in.s.System, "applications")
	if err := os.Remove(filepath.Join(dir, in.Entry)); err != nil {
		in.s.t.Fatalf("uninstalling %s: %v", in.Name, err)
	}
	in.s.Output("update-desktop-database", dir)
}

// Starts is every start so far.
func (in *Standin) Starts() []Started {
	in.s.t.Helper()
	file, err := os.Open(in.record)
	if err != nil {
		in.s.t.Fatalf("reading the record of %s: %v", in.Name, err)
	}
	defer file.Close()
	var starts []Started
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var start Started
		if err := json.Unmarshal(lines.Bytes(), &start); err != nil {
			in.s.t.Fatalf("reading the record of %s: %v", in.Name, err)
		}
		starts = append(starts, start)
	}
	if err := lines.Err(); err != nil {
		in.s.t.Fatalf("reading the record of %s: %v", in.Name, err)
	}
	return starts
}

// WaitStart waits for the next start that was not yet given, and gives it.
func (in *Standin) WaitStart(within time.Duration) Started {
	in.s.t.Helper()
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		in.s.t.Fatalf("watching the record of %s: %v", in.Name, err)
	}
	defer watcher.Close()
	if err := watcher.Add(in.record); err != nil {
		in.s.t.Fatalf("watching the record of %s: %v", in.Name, err)
	}
	deadline := time.After(within)
	for {
		if starts := in.Starts(); len(starts) > in.seen {
			in.seen++
			return starts[in.seen-1]
		}
		select {
		case <-watcher.Events:
		case <-deadline:
			in.s.t.Fatalf("%s was not started within %v", in.Name, within)
		}
	}
}

// SetDefault makes an entry the user's default for schemes, in mimeapps.list,
// and keeps what else is there.
func (s *Session) SetDefault(entry string, schemes ...string) {
	s.t.Helper()
	for _, scheme := range schemes {
		s.Output("xdg-mime", "default", entry, "x-scheme-handler/"+scheme)
	}
}

// InstallEditor installs the stand-in as the editor of plain text, and so of
// what is a kind of it.
func (s *Session) InstallEditor(binary string) *Standin {
	s.t.Helper()
	in := s.Install(binary, "Text Editor")
	path := filepath.Join(s.System, "applications", in.Entry)
	text, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatalf("installing the editor: %v", err)
	}
	text = []byte(strings.Replace(strings.Replace(string(text), "MimeType=", "MimeType=text/plain;", 1), "%U", "%f", 1))
	s.WriteFile(path, string(text), 0o600)
	dir := filepath.Dir(path)
	s.Output("update-desktop-database", dir)
	s.Output("xdg-mime", "default", in.Entry, "text/plain")
	return in
}
