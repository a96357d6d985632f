package sandbox

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// Running lists the processes of the client, by their executables in /proc:
// the client's program, and where that has a folder of its own (/opt/zoom),
// every program in the folder, because what is started is often only a
// launcher. Processes of other users do not count: no link reaches them. An
// error means that it cannot be told.
func (g *Guard) Running(t Target) (Running, error) {
	var r Running
	fail := errors.New("looking whether it runs: its programs are not known")
	if len(t.Argv) == 0 {
		return r, fail
	}
	app := ""
	var home programs
	if isFlatpak(t.Argv) {
		n := flatpakApp(t.Argv)
		if n < 0 {
			return r, fail
		}
		app = t.Argv[n]
	} else if home = programsOf(g.program(t.Argv), g.getenv("HOME")); home.none() {
		return r, fail
	}
	list, err := os.ReadDir("/proc")
	if err != nil {
		return r, err
	}
	for _, item := range list {
		pid, err := strconv.Atoi(item.Name())
		if err != nil {
			continue
		}
		exe, err := os.Readlink("/proc/" + item.Name() + "/exe")
		if err != nil {
			continue // a kernel thread, gone meanwhile, or another user's
		}
		exe = strings.TrimSuffix(exe, " (deleted)")
		if app != "" {
			if flatpakOf(item.Name()) != app {
				continue
			}
			if marked(item.Name()) {
				r.Guarded = append(r.Guarded, pid)
			} else {
				r.Outside = append(r.Outside, pid)
			}
			continue
		}
		if !home.has(exe) {
			continue
		}
		if guarded(item.Name()) {
			r.Guarded = append(r.Guarded, pid)
		} else {
			r.Outside = append(r.Outside, pid)
		}
	}
	slices.Sort(r.Outside)
	slices.Sort(r.Guarded)
	return r, nil
}

// programs are the executables of one client.
type programs struct {
	files   []string
	folders []string // with everything in them
}

func (p programs) none() bool { return len(p.files) == 0 && len(p.folders) == 0 }

func (p programs) has(exe string) bool {
	for _, dir := range p.folders {
		if strings.HasPrefix(exe, dir+"/") {
			return true
		}
	}
	return slices.Contains(p.files, exe)
}

// add takes a program's real path.
func (p *programs) add(real, home string) {
	if dir := filepath.Dir(real); ownFolder(dir, home) {
		p.folders = append(p.folders, dir)
		return
	}
	p.files = append(p.files, real)
}

// ownFolder says whether a folder is one client's alone, and not one that many
// programs share, such as /usr/bin, ~/bin or /opt.
func ownFolder(dir, home string) bool {
	switch filepath.Base(dir) {
	case "bin", "sbin", "games", "libexec", "lib", "lib64", "opt", "tmp", "share":
		return false
	}
	multiarch := strings.HasSuffix(dir, "-linux-gnu")
	return strings.Count(dir, "/") > 1 && dir != home && filepath.Dir(dir) != "/home" && !multiarch
}

// named finds absolute paths in a start script.
var named = regexp.MustCompile(`/(?:opt|usr|app|home|var|nix|gnu)/[A-Za-z0-9._+/@-]+`)

// programsOf gives the executables behind a path: itself, or for a script
// those that it names.
func programsOf(path, home string) programs {
	var p programs
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return p
	}
	head, err := readHead(real)
	if err != nil || isAppImage(head) {
		return p
	}
	if !bytes.HasPrefix(head, []byte("#!")) {
		p.add(real, home)
		return p
	}
	for _, found := range named.FindAll(head, -1) {
		real, err := filepath.EvalSymlinks(string(found))
		if err != nil {
			continue
		}
		fi, err := os.Stat(real)
		if err != nil {
			continue
		}
		switch {
		case fi.IsDir() && ownFolder(real, home):
			p.folders = append(p.folders, real)
		case fi.Mode().IsRegular() && fi.Mode()&0o111 != 0 && ownFolder(filepath.Dir(real), home):
			p.add(real, home)
		}
	}
	return p
}

// isAppImage says whether a program mounts itself and runs from there: its
// processes have a path that is new each time, and inside a guard it may not
// mount.
func isAppImage(head []byte) bool {
	return len(head) > 10 && string(head[1:4]) == "ELF" && string(head[8:10]) == "AI"
}

// readHead reads the first 16 KB of a plain file.
func readHead(path string) ([]byte, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !fi.Mode().IsRegular() {
		return nil, os.ErrInvalid
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, 16<<10)
	n, err := f.Read(head)
	return head[:max(n, 0)], err
}

// guarded says whether a process is inside a guard of ours: its /run is a file
// system that is not ours, and has the marker in it.
func guarded(pid string) bool {
	its, err := mountNamespace(pid)
	if err != nil || !foreign(its) {
		return false
	}
	run, err := os.Stat("/proc/" + pid + "/root/run")
	if err != nil {
		return false
	}
	mark, err := os.Lstat("/proc/" + pid + "/root" + marker)
	if err != nil || !mark.IsDir() || device(mark) != device(run) {
		return false
	}
	our, err := os.Stat("/run")
	return err != nil || device(our) != device(run)
}

// device is the number of the file system that a file is in.
func device(fi os.FileInfo) uint64 {
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !ok {
		return 0
	}
	return uint64(st.Dev)
}

func mountNamespace(pid string) (string, error) { return os.Readlink("/proc/" + pid + "/ns/mnt") }

// marked says whether a process was started with guardedEnv.
func marked(pid string) bool {
	env, err := os.ReadFile("/proc/" + pid + "/environ")
	return err == nil && slices.Contains(strings.Split(string(env), "\x00"), guardedEnv)
}
