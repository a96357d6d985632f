package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"vestibule": func() { os.Exit(run(os.Args[1:])) },
	})
}

// TestScripts runs every verb as a person would, each script with a home of
// its own, without bus, display or terminal unless it makes one.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			home := filepath.Join(e.WorkDir, "home")
			e.Setenv("HOME", home)
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
			e.Setenv("XDG_DATA_HOME", filepath.Join(home, ".local", "share"))
			e.Setenv("XDG_STATE_HOME", filepath.Join(home, ".local", "state"))
			e.Setenv("XDG_RUNTIME_DIR", filepath.Join(e.WorkDir, "run"))
			e.Setenv("XDG_DATA_DIRS", filepath.Join(e.WorkDir, "share"))
			e.Setenv("XDG_CONFIG_DIRS", filepath.Join(e.WorkDir, "etc"))
			e.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
			e.Setenv("DISPLAY", "")
			e.Setenv("WAYLAND_DISPLAY", "")
			e.Setenv("PULSE_SERVER", "unix:"+filepath.Join(e.WorkDir, "no-sound-server"))
			e.Setenv("LANG", "C.UTF-8")
			for _, dir := range []string{home, filepath.Join(e.WorkDir, "run")} {
				if err := os.MkdirAll(dir, 0o700); err != nil {
					return err
				}
			}
			return nil
		},
	})
}
