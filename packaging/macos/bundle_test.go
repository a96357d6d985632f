// Package macos_test checks what packaging/macos carries, on any system.
package macos_test

import (
	"bytes"
	"debug/macho"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"howett.net/plist"

	"vestibule/internal/meeting"
)

// info is what Info.plist says, as far as it matters here.
type info struct {
	Identifier string           `plist:"CFBundleIdentifier"`
	Executable string           `plist:"CFBundleExecutable"`
	Icon       string           `plist:"CFBundleIconFile"`
	Minimum    string           `plist:"LSMinimumSystemVersion"`
	UIElement  bool             `plist:"LSUIElement"`
	URLTypes   []map[string]any `plist:"CFBundleURLTypes"`
}

func readInfo(t *testing.T, path string) (i info, all map[string]any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plist.Unmarshal(data, &i); err != nil {
		t.Fatal(err)
	}
	if _, err := plist.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return i, all
}

func schemes(i info) (all []string) {
	for _, urlType := range i.URLTypes {
		for _, s := range urlType["CFBundleURLSchemes"].([]any) {
			all = append(all, s.(string))
		}
	}
	slices.Sort(all)
	return all
}

func TestInfoPlist(t *testing.T) {
	i, all := readInfo(t, "Info.plist")
	if i.Identifier != "dev.vestibule.Launcher" || i.Minimum != "12.0" || !i.UIElement {
		t.Errorf("identifier %q, minimum system %q, LSUIElement %v", i.Identifier, i.Minimum, i.UIElement)
	}
	for key := range all {
		if strings.HasSuffix(key, "UsageDescription") {
			t.Errorf("%s: Vestibule opens no device and asks for none", key)
		}
	}
}

// TestSchemesAreThoseOfTheCode holds that macOS offers Vestibule exactly the
// schemes that the catalogue takes over, and its own.
func TestSchemesAreThoseOfTheCode(t *testing.T) {
	i, _ := readInfo(t, "Info.plist")
	want := append([]string{"vestibule"}, meeting.Schemes()...)
	slices.Sort(want)
	if diff := cmp.Diff(want, schemes(i)); diff != "" {
		t.Errorf("CFBundleURLTypes differ from the catalogue (-want +got):\n%s", diff)
	}
}

// complaint is what plistutil prints about a file. It ends with 0 even for one
// it cannot read, and only looks at it at all when it has to change the format.
func complaint(t *testing.T, file string) string {
	t.Helper()
	said, err := exec.Command("plistutil", "-i", file, "-f", "bin", "-o", os.DevNull).CombinedOutput()
	if err != nil {
		return string(said) + err.Error()
	}
	return string(said)
}

func TestPlistutilReadsInfoPlist(t *testing.T) {
	if c := complaint(t, "Info.plist"); c != "" {
		t.Errorf("plistutil: %s", c)
	}
	whole, err := os.ReadFile("Info.plist")
	if err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "Info.plist")
	if err := os.WriteFile(broken, bytes.Replace(whole, []byte("</dict>"), []byte("</dcit>"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if complaint(t, broken) == "" {
		t.Error("plistutil has nothing against a broken file: the test sees nothing")
	}
}

// TestCrossBuiltBundle makes the .app on this machine and looks at what is in
// it.
func TestCrossBuiltBundle(t *testing.T) {
	out := t.TempDir()
	cmd := exec.Command("./build-cross.sh", out)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build-cross.sh: %v\n%s", err, said)
	}
	var files []string
	err := filepath.WalkDir(out, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(out, path)
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{
		"Vestibule.app/Contents/Info.plist",
		"Vestibule.app/Contents/MacOS/vestibule",
		"Vestibule.app/Contents/PkgInfo",
		"Vestibule.app/Contents/Resources/LICENSE",
		"Vestibule.app/Contents/Resources/Vestibule.icns",
	}, files); diff != "" {
		t.Errorf("files of the bundle (-want +got):\n%s", diff)
	}

	contents := filepath.Join(out, "Vestibule.app", "Contents")
	i, _ := readInfo(t, filepath.Join(contents, "Info.plist"))
	program := filepath.Join(contents, "MacOS", i.Executable)
	if s, err := os.Stat(program); err != nil || s.Mode().Perm()&0o111 != 0o111 {
		t.Errorf("CFBundleExecutable: %v, %v", s, err)
	}
	if _, err := os.Stat(filepath.Join(contents, "Resources", i.Icon+".icns")); err != nil {
		t.Errorf("CFBundleIconFile: %v", err)
	}

	fat, err := macho.OpenFat(program)
	if err != nil {
		t.Fatal(err)
	}
	defer fat.Close()
	var cpus []string
	for _, half := range fat.Arches {
		cpus = append(cpus, half.Cpu.String())
		if half.Offset%(1<<14) != 0 {
			t.Errorf("%v begins at %d, not at a page", half.Cpu, half.Offset)
		}
		if got := minimumSystem(half.File); got != i.Minimum {
			t.Errorf("%v: minimum system %s, Info.plist says %s", half.Cpu, got, i.Minimum)
		}
		libraries, err := half.ImportedLibraries()
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range libraries {
			if !strings.HasPrefix(l, "/usr/lib/lib") && !strings.HasPrefix(l, "/System/Library/Frameworks/") {
				t.Errorf("%v: linked to %s, which is no part of the system", half.Cpu, l)
			}
		}
	}
	if diff := cmp.Diff([]string{"CpuArm64", "CpuAmd64"}, cpus); diff != "" {
		t.Errorf("architectures (-want +got):\n%s", diff)
	}
}

// minimumSystem reads the version that the load command LC_BUILD_VERSION (or
// the older LC_VERSION_MIN_MACOSX) asks for, from <mach-o/loader.h>.
func minimumSystem(f *macho.File) string {
	const buildVersion, versionMin = 0x32, 0x24
	for _, l := range f.Loads {
		raw := l.Raw()
		var version uint32
		switch binary.LittleEndian.Uint32(raw) {
		case buildVersion:
			version = binary.LittleEndian.Uint32(raw[12:])
		case versionMin:
			version = binary.LittleEndian.Uint32(raw[8:])
		default:
			continue
		}
		return fmt.Sprintf("%d.%d", version>>16, version>>8&0xff)
	}
	return "none"
}

func TestFatRefusesTwoOfOneKind(t *testing.T) {
	dir := t.TempDir()
	half := filepath.Join(dir, "half")
	header := make([]byte, 32)
	binary.LittleEndian.PutUint32(header, macho.Magic64)
	binary.LittleEndian.PutUint32(header[4:], uint32(macho.CpuArm64))
	if err := os.WriteFile(half, header, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "run", "./fat", filepath.Join(dir, "out"), half, half)
	said, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(said), "a second binary for CpuArm64") {
		t.Errorf("joining a binary with itself: %v, %s", err, said)
	}
}
