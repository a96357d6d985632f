package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"vestibule/internal/words"
)

const portal = "org.freedesktop.portal.Desktop"

// talk are the names on the session bus that a client may call, none of which
// starts programs or gives a camera: notifications, the tray, keeping the
// screen on, the keyring that a sign-in lives in, input methods.
var talk = []string{
	"org.freedesktop.Notifications",
	"org.kde.StatusNotifierWatcher",
	"org.freedesktop.ScreenSaver",
	"org.freedesktop.PowerManagement.Inhibit",
	"org.freedesktop.secrets",
	"org.kde.kwalletd5", "org.kde.kwalletd6",
	"org.freedesktop.portal.IBus", "org.freedesktop.portal.Fcitx",
}

// portals are the interfaces of the desktop portal that a client may call.
// Camera and Device are the ways to a camera; RemoteDesktop can press the
// buttons of other programs. They are not in the list, and neither is what is
// not known.
var portals = []string{
	"org.freedesktop.portal.ScreenCast",
	"org.freedesktop.portal.Screenshot",
	"org.freedesktop.portal.OpenURI", // signing in goes by the browser
	"org.freedesktop.portal.FileChooser",
	"org.freedesktop.portal.Settings",
	"org.freedesktop.portal.Inhibit",
	"org.freedesktop.portal.Notification",
	"org.freedesktop.portal.NetworkMonitor",
	"org.freedesktop.portal.ProxyResolver",
	"org.freedesktop.DBus.Properties",
}

// proxyRules are the options of xdg-dbus-proxy for one bus.
func proxyRules() []string {
	args := []string{"--filter"}
	for _, name := range talk {
		args = append(args, "--talk="+name)
	}
	for _, name := range portals {
		args = append(args, "--call="+portal+"="+name+".*@/org/freedesktop/portal/desktop")
	}
	// The objects of a request that was allowed: closing it, and its answer.
	for _, what := range []string{"request", "session"} {
		name := map[string]string{"request": "Request", "session": "Session"}[what]
		args = append(args, "--call="+portal+"=org.freedesktop.portal."+name+".*@/org/freedesktop/portal/desktop/"+what+"/*")
	}
	return append(args, "--broadcast="+portal+"=*@/org/freedesktop/portal/*")
}

var (
	errBusOpen   = errors.New(words.Mark("the session bus has an address that cannot be closed to it"))
	errNoRuntime = errors.New(words.Mark("there is no XDG_RUNTIME_DIR"))
	errPipeWire  = errors.New(words.Mark("PipeWire has its socket where it cannot be hidden"))
	errSound     = errors.New(words.Mark("the sound server is not where it is reached from inside"))
)

// runtimeDir is the real XDG_RUNTIME_DIR.
func (g *Guard) runtimeDir() (string, error) {
	dir := g.getenv("XDG_RUNTIME_DIR")
	if !filepath.IsAbs(dir) {
		return "", errNoRuntime
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil || real == "/" {
		return "", errNoRuntime
	}
	return real, nil
}

// busAddress gives the one address of the session bus, "" when there is none.
// Only a socket that the client's own folders hide will do: an abstract one
// belongs to the network namespace, which the client shares, and one elsewhere
// in the file system is in the client's too.
func (g *Guard) busAddress(runtime string) (string, error) {
	addr := g.getenv("DBUS_SESSION_BUS_ADDRESS")
	if addr == "" {
		socket := filepath.Join(runtime, "bus")
		if fi, err := os.Stat(socket); err != nil || fi.Mode()&os.ModeSocket == 0 {
			return "", nil
		}
		return "unix:path=" + socket, nil
	}
	one, rest, _ := strings.Cut(addr, ";")
	if rest != "" || !strings.HasPrefix(one, "unix:") {
		return "", errBusOpen
	}
	path := ""
	for _, pair := range strings.Split(strings.TrimPrefix(one, "unix:"), ",") {
		key, value, _ := strings.Cut(pair, "=")
		switch key {
		case "path":
			value, err := url.PathUnescape(value) // D-Bus escapes with %XX too
			if err != nil {
				return "", errBusOpen
			}
			path = value
		case "guid":
		default:
			return "", errBusOpen
		}
	}
	if !hidden(path, runtime) {
		return "", errBusOpen
	}
	return one, nil
}

// pipewireHidden says whether PipeWire's own sockets can only be where the
// client has folders of its own.
func (g *Guard) pipewireHidden(runtime string) error {
	for _, name := range []string{"PIPEWIRE_RUNTIME_DIR", "PIPEWIRE_REMOTE"} {
		if v := g.getenv(name); filepath.IsAbs(v) && !hidden(filepath.Join(v, "pipewire-0"), runtime) {
			return errPipeWire
		}
	}
	return nil
}

// soundInside says whether PulseAudio's socket is where libpulse looks for it
// in the client: its standard folder, or a place the client sees too.
func (g *Guard) soundInside(runtime string) error {
	inside := func(path string) bool {
		return !hidden(path, runtime) || strings.HasPrefix(path, filepath.Join(runtime, "pulse")+"/")
	}
	if dir := g.getenv("PULSE_RUNTIME_PATH"); dir != "" && !inside(filepath.Join(dir, "native")) {
		return errSound
	}
	for _, server := range strings.Fields(g.getenv("PULSE_SERVER")) {
		if i := strings.IndexByte(server, '}'); i >= 0 {
			server = server[i+1:]
		}
		if path := strings.TrimPrefix(server, "unix:"); filepath.IsAbs(path) && !inside(path) {
			return errSound
		}
	}
	return nil
}

// proxy is a running xdg-dbus-proxy.
type proxy struct {
	pid    int
	place  string // the folder of its socket
	socket string
	// lifeline is the end of a pipe that the client and all it starts inherit:
	// the proxy goes when the last of them has, and not when we do.
	lifeline *os.File
}

// startProxy starts the proxy of the bus at address with its socket in dir,
// and waits until it can be reached.
func (g *Guard) startProxy(ctx context.Context, address, dir string) (*proxy, error) {
	tool, err := g.find("xdg-dbus-proxy")
	if err != nil {
		return nil, err
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer w.Close()
	p := &proxy{socket: filepath.Join(dir, "bus"), lifeline: r}
	args := append([]string{tool, "--fd=3", address, p.socket}, proxyRules()...)
	cmd := &exec.Cmd{
		Path: tool, Args: args, Dir: "/",
		Env:         []string{"PATH=" + g.getenv("PATH")},
		ExtraFiles:  []*os.File{w},
		SysProcAttr: &syscall.SysProcAttr{Setsid: true},
	}
	if err := cmd.Start(); err != nil {
		r.Close()
		return nil, fmt.Errorf("starting xdg-dbus-proxy: %w", err)
	}
	p.pid = cmd.Process.Pid
	go func() {
		_ = cmd.Wait()
		removePlace(dir)
	}()
	w.Close()
	if _, err := readWithin(ctx, r, make([]byte, 1)); err != nil {
		r.Close() // which ends it
		return nil, fmt.Errorf("starting xdg-dbus-proxy: it did not come up: %w", err)
	}
	return p, nil
}

// startLimit is how long the guard's own programs may take to come up.
const startLimit = 5 * time.Second

// readWithin reads into b until ctx ends or startLimit is over.
func readWithin(ctx context.Context, r *os.File, b []byte) (int, error) {
	deadline := time.Now().Add(startLimit)
	if d, ok := ctx.Deadline(); ok && d.Before(deadline) {
		deadline = d
	}
	if err := r.SetReadDeadline(deadline); err != nil {
		return 0, err
	}
	return r.Read(b)
}
