package sandbox

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/google/go-cmp/cmp"
)

// The exact command, but for the folders of /, which are this machine's.
func TestCommand(t *testing.T) {
	r := newRoom(t)
	r.vars["WAYLAND_DISPLAY"] = "wayland-0"
	g := &Guard{Getenv: func(k string) string { return r.vars[k] }, sys: r.dir + "/nosys"}
	client := []string{"/opt/zoom/ZoomLauncher", "--url=" + link, "--quiet"}
	argv, err := g.Command(client, link)
	r.must(err)
	bwrap, err := exec.LookPath("bwrap")
	r.must(err)
	got := strings.Join(argv, " ")
	root, err := rootArgs()
	r.must(err)
	got = strings.Replace(got, strings.Join(root, " "), "ROOT", 1)
	run := r.run()
	want := bwrap + " --unshare-user --cap-drop ALL ROOT --bind /proc /proc --dev /dev" +
		" --dev-bind-try /dev/dri /dev/dri --dev-bind-try /dev/snd /dev/snd" +
		" --dev-bind-try /dev/nvidiactl /dev/nvidiactl --dev-bind-try /dev/nvidia0 /dev/nvidia0 --dev-bind-try /dev/nvidia1 /dev/nvidia1" +
		" --dev-bind-try /dev/nvidia-modeset /dev/nvidia-modeset --dev-bind-try /dev/nvidia-uvm /dev/nvidia-uvm --dev-bind-try /dev/nvidia-uvm-tools /dev/nvidia-uvm-tools" +
		" --tmpfs /sys --ro-bind-try " + r.dir + "/nosys/devices/system /sys/devices/system --perms 0755 --tmpfs /run"
	for _, k := range kept {
		want += " --ro-bind-try " + k + " " + k
	}
	want += " --perms 0755 --dir /run/dev.vestibule.guard --perms 0700 --tmpfs " + run +
		" --bind-try " + run + "/pulse " + run + "/pulse --bind-try " + run + "/wayland-0 " + run + "/wayland-0" +
		" --symlink /dev/null " + run + "/flatpak-info --info-fd 3 --block-fd 4 -- " + strings.Join(client, " ")
	if diff := cmp.Diff(strings.Fields(want), strings.Fields(got)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(client, argv[len(argv)-len(client):]); diff != "" {
		t.Errorf("the client's own: %s", diff)
	}
	if slices.Contains(argv, "--die-with-parent") {
		t.Error("the end of Vestibule would end the meeting")
	}
	for _, part := range []string{"/", "/dev", "/run", "/sys"} {
		if i := slices.Index(root, part); i >= 0 {
			t.Errorf("%s is bound", part)
		}
	}
}

// What WAYLAND_DISPLAY names is a way in for one socket of the runtime folder,
// and for no other than a display's.
func TestWaylandName(t *testing.T) {
	r := newRoom(t)
	for value, want := range map[string]string{
		"": "", "wayland-1": r.run() + "/wayland-1", r.run() + "/wayland-1": r.run() + "/wayland-1",
		"pipewire-0": "", "bus": "", "../run/wayland-1": r.run() + "/wayland-1", "sub/wayland-1": "",
		"/tmp/wayland-1": "", "wayland-1/../bus": "", ".": "",
	} {
		r.vars["WAYLAND_DISPLAY"] = value
		if got := r.guard().wayland(r.run()); got != want {
			t.Errorf("%q: %q", value, got)
		}
	}
}

func TestCommandRefuses(t *testing.T) {
	r := newRoom(t)
	for name, argv := range map[string][]string{
		"nothing":       nil,
		"no path":       {"zoom", link},
		"no link":       {"/opt/zoom/zoom"},
		"link twice":    {"/opt/zoom/zoom", link, link},
		"twice in one":  {"/opt/zoom/zoom", link + link},
		"NUL":           {"/opt/zoom/zoom", "a\x00b", link},
		"flatpak alone": {"/usr/bin/flatpak", "run", "--branch=x-" + link},
	} {
		if got, err := r.guard().Command(argv, link); err == nil {
			t.Errorf("%s: %q", name, got)
		} else if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: the error quotes the link", name)
		}
	}
	if _, err := r.guard().Command([]string{"/opt/zoom/zoom"}, ""); err == nil {
		t.Error("an empty link")
	}
}

func TestFlatpakCommand(t *testing.T) {
	r := newRoom(t)
	argv := []string{"/usr/bin/flatpak", "run", "--branch=stable", "--command=zoom", "--file-forwarding", "us.zoom.Zoom", "@@u", link, "@@"}
	got, err := r.guard().Command(argv, link)
	r.must(err)
	want := []string{"/usr/bin/flatpak", "run",
		"--nodevice=all", "--device=dri", "--nofilesystem=xdg-run/pipewire-0", "--nosocket=session-bus",
		"--no-talk-name=org.freedesktop.Flatpak", "--no-talk-name=org.freedesktop.systemd1",
		"--no-talk-name=org.freedesktop.impl.portal.PermissionStore", "--env=VESTIBULE_GUARD=1",
		"--branch=stable", "--command=zoom", "--file-forwarding", "us.zoom.Zoom", "@@u", link, "@@"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, option := range []string{"--device=all", "--socket=session-bus", "--filesystem=xdg-run/pipewire-0", "--talk-name=org.freedesktop.*", "--devel", "--parent-expose-pids"} {
		bad := slices.Insert(slices.Clone(argv), 2, option)
		if got, err := r.guard().Command(bad, link); err == nil {
			t.Errorf("%s: %q", option, got)
		}
		if ok, _ := r.guard().Holds(t.Context(), Target{Argv: bad}); ok {
			t.Errorf("%s: claimed", option)
		}
	}
}

// Every condition under which a guard must not be claimed.
func TestHolds(t *testing.T) {
	set := func(name, value string) func(*room, *Target) {
		return func(r *room, _ *Target) { r.vars[name] = value }
	}
	program := func(argv ...string) func(*room, *Target) {
		return func(_ *room, t *Target) { t.Argv = append(argv, link) }
	}
	for _, c := range []struct {
		name   string
		change func(*room, *Target)
		why    string // "" when it holds
	}{
		{"as it is", func(*room, *Target) {}, ""},
		{"abstract bus", set("DBUS_SESSION_BUS_ADDRESS", "unix:abstract=/tmp/dbus-x,guid=0"), errBusOpen.Error()},
		{"bus on the network", set("DBUS_SESSION_BUS_ADDRESS", "tcp:host=localhost,port=1"), errBusOpen.Error()},
		{"bus in /tmp", set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/tmp/dbus-x"), errBusOpen.Error()},
		{"two addresses", set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/a;unix:path=/tmp/b"), errBusOpen.Error()},
		{"bus in two places", set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/a,abstract=b"), errBusOpen.Error()},
		{"bus by the program", set("DBUS_SESSION_BUS_ADDRESS", "unixexec:path=/bin/sh"), errBusOpen.Error()},
		{"bus in /run", set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/a,guid=0"), ""},
		{"no runtime folder", set("XDG_RUNTIME_DIR", ""), errNoRuntime.Error()},
		{"relative runtime folder", set("XDG_RUNTIME_DIR", "run"), errNoRuntime.Error()},
		{"PipeWire elsewhere", set("PIPEWIRE_RUNTIME_DIR", "/tmp/pw"), errPipeWire.Error()},
		{"PipeWire's socket elsewhere", set("PIPEWIRE_REMOTE", "/tmp/pw/pipewire-0"), errPipeWire.Error()},
		{"PipeWire by name", set("PIPEWIRE_REMOTE", "pipewire-0"), ""},
		{"sound in a hidden place", set("PULSE_SERVER", "unix:/run/pulse/native"), errSound.Error()},
		{"sound in a hidden folder", set("PULSE_RUNTIME_PATH", "/run/pulse"), errSound.Error()},
		{"sound in a shared place", set("PULSE_SERVER", "unix:/tmp/native"), ""},
		{"no bubblewrap", set("PATH", "/nowhere"), "bwrap is not installed"},
		{"a Snap", program("/snap/bin/zoom-client"), "it is a Snap, which cannot be started in another guard"},
		{"program in /run", program("/run/app/zoom"), "its program lies where the guard has folders of its own"},
		{"no path", program("zoom-that-is-not-there"), "how it is started is not known"},
		{"program that is not there", program("/opt/none/zoom"), "it cannot be told whether it runs already"},
		{"AppImage", func(r *room, t *Target) {
			path := r.dir + "/home/app/zoom.AppImage"
			r.must(os.WriteFile(path, []byte("\x7fELF\x02\x01\x01\x00AI\x02\x00\x00"), 0o700))
			t.Argv[0] = path
		}, "it is an AppImage, which cannot be started in a guard"},
		{"a script that names nothing", func(r *room, t *Target) {
			path := r.dir + "/home/app/start"
			r.must(os.WriteFile(path, []byte("#!/bin/sh\nexec \"$ZOOM\" \"$@\"\n"), 0o700))
			t.Argv[0] = path
		}, "it cannot be told whether it runs already"},
		{"nothing", func(_ *room, t *Target) { t.Argv = nil }, "how it is started is not known"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t)
			target := r.target()
			c.change(r, &target)
			ok, why := r.guard().Holds(t.Context(), target)
			if ok != (c.why == "") || why != c.why {
				t.Errorf("%v, %q", ok, why)
			}
			if !ok {
				if s, err := r.guard().Start(t.Context(), target, link, nil); err == nil {
					endTree(s.PID)
					t.Error("started all the same")
				} else if strings.Contains(err.Error(), "s3cret") {
					t.Error("the error quotes the link")
				}
			}
		})
	}
}

// A client that runs outside is seen by its program, its folder, or the
// program that its start script names; a guarded one is known for what it is.
func TestRunning(t *testing.T) {
	for _, c := range []struct{ name, script string }{
		{name: "itself"},
		{name: "another of its folder"},
		{name: "behind a script", script: "#!/bin/sh\nexec APP/probe \"$@\"\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t)
			target, g := r.target(), r.guard()
			if c.script != "" {
				path := filepath.Join(r.dir, "home/bin-probe")
				r.must(os.WriteFile(path, []byte(strings.ReplaceAll(c.script, "APP", "APPDIR")), 0o700))
				// Only known places are looked for in a script.
				place, err := os.MkdirTemp("/var/tmp", "probe")
				r.must(err)
				t.Cleanup(func() { os.RemoveAll(place) })
				b, err := os.ReadFile(r.program())
				r.must(err)
				r.must(os.WriteFile(place+"/probe", b, 0o700))
				r.must(os.WriteFile(path, []byte(strings.ReplaceAll(c.script, "APP", place)), 0o700))
				target.Argv[0] = path
			}
			check := func(outside, guarded int) {
				t.Helper()
				var got Running
				r.waitFor("the process", func() bool {
					var err error
					got, err = g.Running(target)
					r.must(err)
					return len(got.Outside) == outside && len(got.Guarded) == guarded
				})
			}
			check(0, 0)
			s, err := g.Start(t.Context(), target, link, nil)
			r.must(err)
			t.Cleanup(func() { endTree(s.PID) })
			r.ask(ask{About: true})
			check(0, 1)
			if ok, why := g.Holds(t.Context(), target); !ok {
				t.Errorf("while a guarded one runs: %s", why)
			}

			program := r.program()
			if c.name == "another of its folder" {
				program = r.dir + "/home/app/other"
				b, err := os.ReadFile(r.program())
				r.must(err)
				r.must(os.WriteFile(program, b, 0o700))
			}
			if c.script != "" {
				program = filepath.Dir(strings.Fields(c.script)[0])
				b, _ := os.ReadFile(target.Argv[0])
				program = strings.Fields(string(b))[2]
			}
			outside := r.serve(nil, program, "probe-client", "stay")
			check(1, 1)
			if ok, why := g.Holds(t.Context(), target); ok || why != "it runs already, and can use the camera" {
				t.Errorf("while one runs outside: %v, %q", ok, why)
			}
			outside.Process.Kill() // it takes no SIGTERM
			check(0, 1)
		})
	}
}

// Where the camera portal was told to let the Flatpak app, nothing is claimed.
func TestFlatpakCameraPermission(t *testing.T) {
	flatpak := Target{Argv: []string{"/usr/bin/flatpak", "run", "us.zoom.Zoom", "@@u", link, "@@"}}
	const store = "org.freedesktop.impl.portal.PermissionStore"
	for _, c := range []struct {
		name  string
		reply func() (map[string][]string, dbus.Variant, *dbus.Error)
		why   string
	}{
		{"allowed", func() (map[string][]string, dbus.Variant, *dbus.Error) {
			return map[string][]string{"us.zoom.Zoom": {"yes"}}, dbus.MakeVariant(byte(0)), nil
		}, "the system was told to let it use the camera"},
		{"refused", func() (map[string][]string, dbus.Variant, *dbus.Error) {
			return map[string][]string{"us.zoom.Zoom": {"no"}}, dbus.MakeVariant(byte(0)), nil
		}, ""},
		{"another", func() (map[string][]string, dbus.Variant, *dbus.Error) {
			return map[string][]string{"org.gnome.Cheese": {"yes"}}, dbus.MakeVariant(byte(0)), nil
		}, ""},
		{"never asked", func() (map[string][]string, dbus.Variant, *dbus.Error) {
			return nil, dbus.MakeVariant(byte(0)), dbus.NewError("org.freedesktop.portal.Error.NotFound", nil)
		}, ""},
		{"fault", func() (map[string][]string, dbus.Variant, *dbus.Error) {
			return nil, dbus.MakeVariant(byte(0)), dbus.NewError("org.example.Broken", nil)
		}, "it cannot be told whether the system lets it use the camera"},
		{"no store", nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t)
			r.bus()
			if c.reply != nil {
				conn := r.own(nil, nil)
				r.must(conn.ExportMethodTable(map[string]any{
					"Lookup": func(table, id string) (map[string][]string, dbus.Variant, *dbus.Error) {
						if table != "devices" || id != "camera" {
							return nil, dbus.MakeVariant(byte(0)), dbus.NewError("org.example.Wrong", nil)
						}
						return c.reply()
					},
				}, "/org/freedesktop/impl/portal/PermissionStore", store))
				_, err := conn.RequestName(store, 0)
				r.must(err)
			}
			ok, why := r.guard().Holds(context.Background(), flatpak)
			if ok != (c.why == "") || why != c.why {
				t.Errorf("%v, %q", ok, why)
			}
		})
	}
}

// Works fails where bubblewrap cannot start, and says what helps.
func TestWorksSaysWhyNot(t *testing.T) {
	r := newRoom(t)
	bin := r.dir + "/bin"
	r.must(os.Mkdir(bin, 0o700))
	script := func(name, text string) {
		r.must(os.WriteFile(bin+"/"+name, []byte("#!/bin/sh\n"+text+"\n"), 0o700))
	}
	check := func(when, text, hint string) {
		t.Helper()
		err := r.guard().Works(t.Context())
		var h interface{ Hint() string }
		if err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%s: %v", when, err)
		} else if hint != "" && (!as(err, &h) || !strings.Contains(h.Hint(), hint)) {
			t.Errorf("%s: hint", when)
		}
	}
	r.vars["PATH"] = bin
	check("no bubblewrap", "bwrap: it is not installed", "apt install bubblewrap")
	script("bwrap", `echo "bwrap: No permissions to creating new namespace" >&2; exit 1`)
	check("no proxy", "xdg-dbus-proxy: it is not installed", "apt install xdg-dbus-proxy")
	script("xdg-dbus-proxy", "exit 1")
	script("ls", "exit 0")
	check("forbidden", "No permissions to creating new namespace", "user namespaces")
	script("bwrap", `echo null; echo video0`)
	check("a guard that shows a camera", "it shows /dev/video0", "")
}

func as(err error, target *interface{ Hint() string }) bool {
	for err != nil {
		if h, ok := err.(interface{ Hint() string }); ok {
			*target = h
			return true
		}
		u, ok := err.(interface{ Unwrap() error })
		if !ok {
			return false
		}
		err = u.Unwrap()
	}
	return false
}
