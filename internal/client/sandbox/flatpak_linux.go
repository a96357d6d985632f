package sandbox

import (
	"bufio"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/godbus/dbus/v5"

	"vestibule/internal/words"
)

// guardedEnv marks a Flatpak client that we started without devices; its
// folders are Flatpak's, so there is no marker in them.
const guardedEnv = "VESTIBULE_GUARD=1"

// isFlatpak says whether a command is "flatpak run …".
func isFlatpak(argv []string) bool {
	return len(argv) > 2 && filepath.Base(argv[0]) == "flatpak" && argv[1] == "run"
}

// flatpakApp gives the place of the application id in "flatpak run …".
func flatpakApp(argv []string) int {
	for i := 2; i < len(argv); i++ {
		if argv[i] == "--" {
			if i+1 < len(argv) {
				return i + 1
			}
			return -1
		}
		if argv[i] != "" && argv[i][0] != '-' {
			return i
		}
	}
	return -1
}

// flatpakOptions take the devices and the ways round them, and give back what
// graphics needs. Each is a switch that Flatpak has had since 1.0; one for
// what an application was never given changes nothing.
var flatpakOptions = []string{
	"--nodevice=all", "--device=dri", // the order counts
	"--nofilesystem=xdg-run/pipewire-0",                          // cameras go by PipeWire's own socket too
	"--nosocket=session-bus",                                     // the whole bus, past Flatpak's filter
	"--no-talk-name=org.freedesktop.Flatpak",                     // starts programs outside
	"--no-talk-name=org.freedesktop.systemd1",                    // so does this
	"--no-talk-name=org.freedesktop.impl.portal.PermissionStore", // may give itself the camera
	"--env=" + guardedEnv,
}

// flatpakCommand puts the options before those of the desktop entry's Exec,
// which cannot give devices back: an Exec that has options of its own about
// devices is refused.
func flatpakCommand(argv []string) ([]string, error) {
	app := flatpakApp(argv)
	if app < 0 {
		return nil, errors.New("starting without a camera: the Flatpak command names no application")
	}
	for _, word := range argv[2:app] {
		for _, no := range []string{"--device", "--socket", "--filesystem", "--talk-name", "--system-talk-name", "--devel", "--parent-"} {
			if strings.HasPrefix(word, no) {
				return nil, errors.New("starting without a camera: the desktop entry gives the Flatpak more than its own rights")
			}
		}
	}
	out := append([]string{}, argv[:2]...)
	out = append(out, flatpakOptions...)
	return append(out, argv[2:]...), nil
}

// flatpakAble is able for a Flatpak.
func (g *Guard) flatpakAble(ctx context.Context, t Target) (bool, string) {
	app := flatpakApp(t.Argv)
	if app < 0 {
		return false, words.Mark("how it is started is not known")
	}
	if _, err := flatpakCommand(t.Argv); err != nil {
		return false, words.Mark("its desktop entry gives it devices")
	}
	switch allowed, err := g.cameraPermission(ctx, t.Argv[app]); {
	case err != nil:
		return false, words.Mark("it cannot be told whether the system lets it use the camera")
	case allowed:
		return false, words.Mark("the system was told to let it use the camera")
	}
	return true, ""
}

// cameraPermission says whether the person let the Flatpak app use the camera
// by the portal, which asks once and remembers. Without a yes there the portal
// shows a question of its own first.
func (g *Guard) cameraPermission(ctx context.Context, app string) (bool, error) {
	runtime, err := g.runtimeDir()
	if err != nil {
		return false, err
	}
	address, err := g.busAddress(runtime)
	if err != nil || address == "" {
		return false, err // no bus, no portal
	}
	conn, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		return false, err
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	const store = "org.freedesktop.impl.portal.PermissionStore"
	var permissions map[string][]string
	var data dbus.Variant
	err = conn.Object(store, "/org/freedesktop/impl/portal/PermissionStore").
		CallWithContext(ctx, store+".Lookup", 0, "devices", "camera").Store(&permissions, &data)
	var e dbus.Error
	if errors.As(err, &e) {
		switch e.Name {
		case "org.freedesktop.portal.Error.NotFound", "org.freedesktop.DBus.Error.ServiceUnknown":
			return false, nil // nobody was ever asked; or there is no portal
		}
	}
	if err != nil {
		return false, err
	}
	for _, p := range permissions[app] {
		if p == "yes" {
			return true, nil
		}
	}
	return false, nil
}

// flatpakOf gives the application id of a process inside a Flatpak, or "".
func flatpakOf(pid string) string {
	f, err := os.Open("/proc/" + pid + "/root/.flatpak-info")
	if err != nil {
		return ""
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 0; lines.Scan() && n < 50; n++ {
		if name, ok := strings.CutPrefix(lines.Text(), "name="); ok {
			return name
		}
	}
	return ""
}
