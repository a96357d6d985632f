package macos_test

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"howett.net/plist"

	"vestibule/packaging/fleet"
	"vestibule/packaging/macos/bundle"
)

// decode reads a property list whole.
func decode(t *testing.T, file string, into any) {
	t.Helper()
	if _, err := plist.Unmarshal([]byte(read(t, file)), into); err != nil {
		t.Fatalf("%s: %v", file, err)
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

func TestPlistutilReadsEveryList(t *testing.T) {
	lists, err := filepath.Glob("*.plist")
	if err != nil || len(lists) < 4 {
		t.Fatalf("property lists: %v, %v", lists, err)
	}
	for _, file := range append(lists, filepath.Join("..", "fleet", "macos", fleet.Domain+".mobileconfig")) {
		if c := complaint(t, file); c != "" {
			t.Errorf("%s: plistutil: %s", file, c)
		}
		whole := read(t, file)
		broken := filepath.Join(t.TempDir(), "broken.plist")
		at := strings.LastIndex(whole, "<plist")
		write(t, broken, whole[:at]+strings.Replace(whole[at:], "<dict", "<dcit", 1), 0o600)
		if complaint(t, broken) == "" {
			t.Errorf("%s: plistutil has nothing against it when it is broken: the test sees nothing", file)
		}
	}
}

// TestLanguagesAreThoseOfTheProgram: AppKit is told of each language that the
// texts are translated to, by its own name for it, and of no other.
func TestLanguagesAreThoseOfTheProgram(t *testing.T) {
	translations, err := filepath.Glob(filepath.Join(root, "internal", "words", "po", "*.po"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"en"}
	for _, file := range translations {
		tag := strings.TrimSuffix(filepath.Base(file), ".po")
		if tag == "zh_CN" {
			tag = "zh-Hans" // macOS goes by the script
		}
		want = append(want, strings.ReplaceAll(tag, "_", "-"))
	}
	slices.Sort(want)
	var info bundle.Info
	decode(t, "Info.plist", &info)
	if diff := cmp.Diff(want, info.Localizations); diff != "" || len(want) != 8 {
		t.Errorf("CFBundleLocalizations (-want +got):\n%s", diff)
	}
}

// TestNothingIsAskedOfTheHardenedRuntime: no entitlement, the App Sandbox's
// included, and attack-surface.md says why that one is not there.
func TestNothingIsAskedOfTheHardenedRuntime(t *testing.T) {
	var entitlements map[string]any
	decode(t, "entitlements.plist", &entitlements)
	if len(entitlements) > 0 {
		t.Errorf("entitlements: %v", entitlements)
	}
	if text := read(t, filepath.Join(root, "docs", "attack-surface.md")); !strings.Contains(text, "App Sandbox") {
		t.Error("attack-surface.md does not say why there is no App Sandbox")
	}
}

// TestInstaller: it puts one bundle into one place, runs nothing, and asks for
// the macOS that Info.plist asks for.
func TestInstaller(t *testing.T) {
	var info bundle.Info
	decode(t, "Info.plist", &info)
	var components []map[string]any
	decode(t, "components.plist", &components)
	if diff := cmp.Diff([]map[string]any{{
		"RootRelativeBundlePath": "Vestibule.app", "BundleIsRelocatable": false, "BundleIsVersionChecked": true,
		"BundleHasStrictIdentifier": true, "BundleOverwriteAction": "upgrade",
	}}, components); diff != "" {
		t.Errorf("components.plist (-want +got):\n%s", diff)
	}

	var script struct {
		XMLName xml.Name
		Options struct {
			Customize     string `xml:"customize,attr"`
			Scripts       string `xml:"require-scripts,attr"`
			Architectures string `xml:"hostArchitectures,attr"`
		} `xml:"options"`
		Domains struct {
			Anywhere string `xml:"enable_anywhere,attr"`
			Home     string `xml:"enable_currentUserHome,attr"`
			System   string `xml:"enable_localSystem,attr"`
		} `xml:"domains"`
		Versions []struct {
			Min string `xml:"min,attr"`
		} `xml:"volume-check>allowed-os-versions>os-version"`
		Scripts []struct{} `xml:"script"`
		Choices []struct {
			Ref struct {
				ID string `xml:"id,attr"`
			} `xml:"pkg-ref"`
		} `xml:"choice"`
	}
	if err := xml.Unmarshal([]byte(read(t, "distribution.xml")), &script); err != nil {
		t.Fatal(err)
	}
	if len(script.Versions) != 1 || script.Versions[0].Min != info.MinimumSystem {
		t.Errorf("the installer asks for macOS %v, Info.plist for %s", script.Versions, info.MinimumSystem)
	}
	if script.Options.Customize != "never" || script.Options.Scripts != "false" || script.Options.Architectures != "arm64,x86_64" || len(script.Scripts) > 0 {
		t.Errorf("options %+v, %d scripts", script.Options, len(script.Scripts))
	}
	if d := script.Domains; d.Anywhere != "false" || d.Home != "false" || d.System != "true" {
		t.Errorf("domains %+v", d)
	}
	if len(script.Choices) != 1 || script.Choices[0].Ref.ID != bundle.Identifier {
		t.Errorf("choices %+v", script.Choices)
	}
}

// TestProfileIsForTheBundle: the sample profile, whose keys packaging/fleet
// makes of the table of keys and checks there, is for this bundle's domain.
func TestProfileIsForTheBundle(t *testing.T) {
	var profile struct {
		Content []struct {
			Type string `plist:"PayloadType"`
		} `plist:"PayloadContent"`
	}
	decode(t, filepath.Join("..", "fleet", "macos", bundle.Identifier+".mobileconfig"), &profile)
	if len(profile.Content) != 1 || profile.Content[0].Type != bundle.Identifier {
		t.Errorf("profile: %+v", profile)
	}
}
