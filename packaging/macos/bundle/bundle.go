// Package bundle judges a Vestibule.app: its files, its property lists and its
// program. It reads only, and runs on any system; build-cross.sh, build.sh and
// the tests share it.
//
// What may not live here: how a bundle is made. That is layout.sh.
package bundle

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Options say which bundle is expected.
type Options struct {
	// Tray: the program was built with cgo on a Mac, and so is linked to what
	// draws the tray. Without it, it may be linked to less.
	Tray bool
	// Signed: codesign has sealed the bundle, which adds files to it.
	Signed bool
	// Hidden are texts that may not be found in the program, such as the
	// folders of the machine that built it.
	Hidden []string
}

// Check gives everything that is wrong with a bundle; nothing, if it is good.
// Each error names the file it is about.
func Check(app string, o Options) (wrong []error) {
	wrong = checkLayout(app, o)
	contents := filepath.Join(app, "Contents")
	info, errs := checkInfo(filepath.Join(contents, "Info.plist"))
	wrong = append(wrong, errs...)
	wrong = append(wrong, checkAgent(filepath.Join(contents, "Library", "LaunchAgents", AgentLabel+".plist"))...)
	if info == nil {
		return wrong
	}
	return append(wrong, checkProgram(filepath.Join(contents, "MacOS", info.Executable), info.MinimumSystem, o)...)
}

// AgentLabel is the label of the LaunchAgent that starts Vestibule at login, and
// the name of its file: the one that "vestibule unregister" takes away.
const AgentLabel = Identifier

// layout is what a bundle holds, and nothing else: each file with its mode.
var layout = map[string]fs.FileMode{
	"Contents/Info.plist": 0o644,
	"Contents/Library/LaunchAgents/" + AgentLabel + ".plist": 0o644,
	"Contents/MacOS/vestibule":                               0o755,
	"Contents/PkgInfo":                                       0o644,
	"Contents/Resources/LICENSE":                             0o644,
	"Contents/Resources/uninstall.sh":                        0o755,
	"Contents/Resources/Vestibule.icns":                      0o644,
}

// seals is what codesign adds, and stapler where the ticket is on the bundle.
var seals = map[string]fs.FileMode{"Contents/_CodeSignature/CodeResources": 0o644}

const ticket = "Contents/CodeResources"

func checkLayout(app string, o Options) (wrong []error) {
	want := maps.Clone(layout)
	if o.Signed {
		maps.Copy(want, seals)
	}
	err := filepath.WalkDir(app, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(app, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		info, err := d.Info()
		if err != nil {
			return err
		}
		switch mode, listed := want[name]; {
		case d.IsDir():
			if info.Mode().Perm() != 0o755 {
				wrong = append(wrong, fmt.Errorf("%s: mode %v, want a folder of 0755", name, info.Mode()))
			}
		case o.Signed && name == ticket:
		case !listed:
			wrong = append(wrong, fmt.Errorf("%s: is no part of the bundle", name))
		case info.Mode() != mode: // a link or a device has other bits too
			wrong = append(wrong, fmt.Errorf("%s: mode %v, want %v", name, info.Mode(), mode))
		case info.Size() == 0:
			wrong = append(wrong, fmt.Errorf("%s: is empty", name))
		}
		delete(want, name)
		return nil
	})
	if err != nil {
		wrong = append(wrong, fmt.Errorf("reading bundle: %w", err))
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		wrong = append(wrong, fmt.Errorf("%s: is missing", name))
	}
	if kind, err := os.ReadFile(filepath.Join(app, "Contents", "PkgInfo")); err == nil && string(kind) != "APPL????" {
		wrong = append(wrong, fmt.Errorf("Contents/PkgInfo: %q", kind))
	}
	return wrong
}
