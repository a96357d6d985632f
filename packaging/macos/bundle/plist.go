package bundle

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"howett.net/plist"

	"vestibule/internal/meeting"
)

// Identifier is the bundle's, and the application id everywhere.
const Identifier = "dev.vestibule.Launcher"

// Info is what Info.plist says, as far as it is judged here. The keys are from
// Apple's "Information Property List".
type Info struct {
	Identifier     string `plist:"CFBundleIdentifier"`
	Executable     string `plist:"CFBundleExecutable"`
	Icon           string `plist:"CFBundleIconFile"`
	Kind           string `plist:"CFBundlePackageType"`
	ShortVersion   string `plist:"CFBundleShortVersionString"`
	Version        string `plist:"CFBundleVersion"`
	Copyright      string `plist:"NSHumanReadableCopyright"`
	MinimumSystem  string `plist:"LSMinimumSystemVersion"`
	PrincipalClass string `plist:"NSPrincipalClass"`
	// UIElement: no icon in the Dock.
	UIElement      bool     `plist:"LSUIElement"`
	OneInstance    bool     `plist:"LSMultipleInstancesProhibited"`
	HighResolution bool     `plist:"NSHighResolutionCapable"`
	Localizations  []string `plist:"CFBundleLocalizations"`
	URLTypes       []struct {
		Role    string   `plist:"CFBundleTypeRole"`
		Schemes []string `plist:"CFBundleURLSchemes"`
	} `plist:"CFBundleURLTypes"`
}

// Schemes are all that the bundle claims, in order.
func (i *Info) Schemes() (all []string) {
	for _, t := range i.URLTypes {
		all = append(all, t.Schemes...)
	}
	slices.Sort(all)
	return all
}

// Schemes are those that a bundle is to claim: Vestibule's own and the ones
// that the catalogue takes over, as "vestibule register" does.
func Schemes() []string {
	all := append([]string{"vestibule"}, meeting.Schemes()...)
	slices.Sort(all)
	return all
}

func checkInfo(file string) (*Info, []error) {
	var info Info
	all, err := decode(file, &info)
	if err != nil {
		return nil, []error{err}
	}
	var wrong []error
	say := func(format string, args ...any) {
		wrong = append(wrong, fmt.Errorf("%s: "+format, append([]any{filepath.Base(file)}, args...)...))
	}
	for key, pair := range map[string][2]string{
		"CFBundleIdentifier":     {info.Identifier, Identifier},
		"CFBundleExecutable":     {info.Executable, "vestibule"},
		"CFBundleIconFile":       {info.Icon, "Vestibule"},
		"CFBundlePackageType":    {info.Kind, "APPL"},
		"LSMinimumSystemVersion": {info.MinimumSystem, "12.0"},
		"NSPrincipalClass":       {info.PrincipalClass, "NSApplication"},
	} {
		if pair[0] != pair[1] {
			say("%s is %q, want %q", key, pair[0], pair[1])
		}
	}
	for key, set := range map[string]bool{
		"LSUIElement": info.UIElement, "LSMultipleInstancesProhibited": info.OneInstance, "NSHighResolutionCapable": info.HighResolution,
		"CFBundleShortVersionString": dotted(info.ShortVersion), "CFBundleVersion": dotted(info.Version),
		"NSHumanReadableCopyright": info.Copyright != "",
	} {
		if !set {
			say("%s is not set as it is to be", key)
		}
	}
	for key := range all {
		if strings.HasSuffix(key, "UsageDescription") {
			say("%s: Vestibule opens no device and asks for none", key)
		}
	}
	if diff := cmp.Diff(Schemes(), info.Schemes()); diff != "" {
		say("schemes differ from the catalogue's (-want +got):\n%s", diff)
	}
	return &info, wrong
}

// dotted tells whether a version is what macOS takes for one: at most three
// numbers with dots between.
func dotted(version string) bool {
	parts := strings.Split(version, ".")
	for _, p := range parts {
		if p == "" || len(p) > 4 || strings.Trim(p, "0123456789") != "" {
			return false
		}
	}
	return len(parts) <= 3
}

// agentKeys are those that the LaunchAgent has, from launchd.plist(5), and no
// other: no KeepAlive, and nothing by which launchd waits for connections or
// messages in its name.
var agentKeys = []string{"AssociatedBundleIdentifiers", "Label", "LimitLoadToSessionType", "ProcessType", "ProgramArguments", "RunAtLoad"}

func checkAgent(file string) (wrong []error) {
	var agent struct {
		Label     string   `plist:"Label"`
		Of        []string `plist:"AssociatedBundleIdentifiers"`
		Arguments []string `plist:"ProgramArguments"`
		Kind      string   `plist:"ProcessType"`
		RunAtLoad bool     `plist:"RunAtLoad"`
	}
	all, err := decode(file, &agent)
	if err != nil {
		return []error{err}
	}
	base := filepath.Base(file)
	for key := range all {
		if !slices.Contains(agentKeys, key) {
			wrong = append(wrong, fmt.Errorf("%s: %s is no key that it is to have", base, key))
		}
	}
	arguments := []string{"/Applications/Vestibule.app/Contents/MacOS/vestibule", "run"}
	if agent.Label != strings.TrimSuffix(base, ".plist") || agent.Kind != "Interactive" || !agent.RunAtLoad ||
		!slices.Equal(agent.Arguments, arguments) || !slices.Equal(agent.Of, []string{Identifier}) {
		wrong = append(wrong, fmt.Errorf("%s: is %+v", base, agent))
	}
	return wrong
}

// decode reads a property list into a structure, and gives all its keys.
func decode(file string, into any) (all map[string]any, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading property list: %w", err)
	}
	if _, err := plist.Unmarshal(data, into); err != nil {
		return nil, fmt.Errorf("reading property list %s: %w", file, err)
	}
	if _, err := plist.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("reading property list %s: %w", file, err)
	}
	return all, nil
}
