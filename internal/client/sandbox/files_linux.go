package sandbox

import (
	"os"
	"path/filepath"
	"strings"
)

// marker is a folder in the /run of every guard of ours. Only we can make it
// there, and a process that has it in its /run is inside: that is how a
// guarded client is known again after a restart of ours.
const marker = "/run/dev.vestibule.guard"

// devices are the folders and nodes of /dev that a client gets beyond those
// that bubblewrap's --dev makes (null, zero, full, random, urandom, tty, ptmx,
// pts, shm and the links to /proc/self/fd): graphics and sound. Bound as
// folders, so that a headset that is plugged in later is heard; the kernel
// makes no camera in them.
var devices = []string{
	"dri", "snd",
	"nvidiactl", "nvidia0", "nvidia1", "nvidia-modeset", "nvidia-uvm", "nvidia-uvm-tools", // graphics too
}

// made are the names that bubblewrap's --dev makes.
var made = []string{
	"core", "fd", "full", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout",
	"tty", "urandom", "zero", "console",
}

// kept is what of /run a client gets, all read-only: name resolution, and the
// libraries of systems that keep them there.
var kept = []string{
	"/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager/resolv.conf",
	"/run/NetworkManager/no-stub-resolv.conf", "/run/connman/resolv.conf", "/run/nscd",
	"/run/current-system", "/run/opengl-driver", "/run/opengl-driver-32", "/run/booted-system",
}

// ownFolders are made anew for the client and not taken from the machine.
var ownFolders = map[string]bool{"dev": true, "proc": true, "run": true, "sys": true}

// rootArgs bind every folder of / but ownFolders. bubblewrap makes each bind
// one in which no device opens. / itself is not bound: then nothing lies
// beneath the new /dev, /run and /sys that could be uncovered.
func rootArgs() ([]string, error) {
	list, err := os.ReadDir("/")
	if err != nil {
		return nil, err
	}
	var args []string
	for _, item := range list {
		path := "/" + item.Name()
		switch {
		case ownFolders[item.Name()] || item.Name() == "lost+found":
		case item.Type()&os.ModeSymlink != 0:
			if target, err := os.Readlink(path); err == nil {
				args = append(args, "--symlink", target, path)
			}
		case item.IsDir():
			args = append(args, "--bind-try", path, path)
		}
	}
	return args, nil
}

// devArgs make the client's /dev.
func (g *Guard) devArgs() []string {
	args := []string{"--dev", "/dev"}
	for _, name := range devices {
		args = append(args, "--dev-bind-try", filepath.Join(g.devRoot(), name), "/dev/"+name)
	}
	return args
}

// sysArgs make the client's /sys: processors, and the graphics cards with the
// links by which libdrm finds them. No bus, no class: a camera shows nowhere,
// also one that comes later.
func (g *Guard) sysArgs() []string {
	sys := g.sysRoot()
	args := []string{"--tmpfs", "/sys", "--ro-bind-try", filepath.Join(sys, "devices/system"), "/sys/devices/system"}
	links, _ := filepath.Glob(filepath.Join(sys, "dev/char/226:*")) // 226 is DRM's major number
	seen := map[string]bool{}
	for _, link := range links {
		target, err := os.Readlink(link)
		if err != nil {
			continue
		}
		node, err := filepath.EvalSymlinks(link)
		if err != nil {
			continue
		}
		// …/0000:00:02.0/drm/card0: the device has the properties libdrm reads.
		device := filepath.Dir(filepath.Dir(node))
		rel, err := filepath.Rel(sys, device)
		if err != nil || !strings.HasPrefix(rel, "devices/") || hasCamera(device) {
			continue
		}
		if !seen[device] {
			seen[device] = true
			args = append(args, "--ro-bind-try", device, "/sys/"+rel)
		}
		args = append(args, "--symlink", target, "/sys/dev/char/"+filepath.Base(link))
	}
	return args
}

// hasCamera says whether a folder of /sys/devices has a camera in it. A
// graphics card that is one is not shown.
func hasCamera(device string) bool {
	found := false
	_ = filepath.WalkDir(device, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "video4linux" {
			found = true
			return filepath.SkipAll
		}
		return nil
	})
	return found
}

// runArgs make the client's /run and its XDG_RUNTIME_DIR, runtime. busSocket
// is the proxy's socket, or "".
func (g *Guard) runArgs(runtime, busSocket string) []string {
	args := []string{"--perms", "0755", "--tmpfs", "/run"}
	for _, path := range kept {
		args = append(args, "--ro-bind-try", path, path)
	}
	args = append(args, "--perms", "0755", "--dir", marker, "--perms", "0700", "--tmpfs", runtime)
	// As a folder, so that the socket of a sound server that restarts is there
	// again. PipeWire's own socket, by which cameras go too, lies beside it.
	pulse := filepath.Join(runtime, "pulse")
	args = append(args, "--bind-try", pulse, pulse)
	if w := g.wayland(runtime); w != "" {
		args = append(args, "--bind-try", w, w)
	}
	if x := g.getenv("XAUTHORITY"); hidden(x, runtime) {
		args = append(args, "--ro-bind-try", x, x)
	}
	if busSocket != "" {
		args = append(args, "--bind", busSocket, filepath.Join(runtime, "bus"))
	}
	// xdg-open then asks the portal to open a link: a browser started in here
	// would open the person's profile a second time.
	return append(args, "--symlink", "/dev/null", filepath.Join(runtime, "flatpak-info"))
}

// wayland gives the display's socket, or "". Only a socket that is named as
// one may be: the name comes from the environment.
func (g *Guard) wayland(runtime string) string {
	name := g.getenv("WAYLAND_DISPLAY")
	if name == "" {
		return ""
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(runtime, name)
	}
	name = filepath.Clean(name)
	if !strings.HasPrefix(filepath.Base(name), "wayland-") || filepath.Dir(name) != runtime {
		return ""
	}
	return name
}

// hidden says whether a path lies where the client gets folders of its own.
func hidden(path, runtime string) bool {
	if !filepath.IsAbs(path) {
		return false
	}
	if real, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(real, filepath.Base(path))
	}
	for _, dir := range []string{"/run", "/dev", "/sys", runtime} {
		if strings.HasPrefix(path, dir+"/") {
			return true
		}
	}
	return false
}

func (g *Guard) getenv(name string) string {
	if g.Getenv != nil {
		return g.Getenv(name)
	}
	return os.Getenv(name)
}

func (g *Guard) devRoot() string {
	if g.dev != "" {
		return g.dev
	}
	return "/dev"
}

func (g *Guard) sysRoot() string {
	if g.sys != "" {
		return g.sys
	}
	return "/sys"
}
