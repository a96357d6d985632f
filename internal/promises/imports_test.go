package promises

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// programs are every build of the programs that are given to people.
var programs = []struct {
	name        string
	environment []string
	packages    []string
}{
	{"linux", []string{"GOOS=linux", "CGO_ENABLED=1"}, []string{"vestibule/cmd/launcher", "vestibule/cmd/launcher-front"}},
	{"linux without cgo", []string{"GOOS=linux", "CGO_ENABLED=0"}, []string{"vestibule/cmd/launcher"}},
	{"darwin amd64", []string{"GOOS=darwin", "GOARCH=amd64", "CGO_ENABLED=0"}, []string{"vestibule/cmd/launcher"}},
	{"darwin arm64", []string{"GOOS=darwin", "GOARCH=arm64", "CGO_ENABLED=0"}, []string{"vestibule/cmd/launcher"}},
	{"darwin arm64 with the tray", []string{"GOOS=darwin", "GOARCH=arm64", "CGO_ENABLED=1"}, []string{"vestibule/cmd/launcher", "vestibule/internal/tray", "vestibule/internal/notify"}},
	{"windows amd64", []string{"GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0"}, []string{"vestibule/cmd/launcher", "vestibule/internal/tray", "vestibule/internal/notify"}},
	{"windows arm64", []string{"GOOS=windows", "GOARCH=arm64", "CGO_ENABLED=0"}, []string{"vestibule/cmd/launcher", "vestibule/internal/tray", "vestibule/internal/notify"}},
}

// webCode are the packages that serve or fetch.
func webCode(imported string) bool {
	return imported == "net/http" || strings.HasPrefix(imported, "net/http/") ||
		imported == "net/rpc" || imported == "net/smtp" || imported == "expvar" ||
		strings.HasPrefix(imported, "golang.org/x/net/http") || imported == "golang.org/x/net/websocket" ||
		strings.Contains(imported, "quic-go") || strings.Contains(imported, "grpc")
}

// TestNoWebServerIsImported holds the first promise at its root: no code of a
// web server or web client is even compiled in.
func TestNoWebServerIsImported(t *testing.T) {
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) {
			all := goList(t, p.environment, append([]string{"-deps"}, p.packages...)...)
			for _, want := range append([]string{"net"}, p.packages...) {
				if !slices.Contains(all, want) {
					t.Fatalf("go list -deps does not name %s: the test sees nothing", want)
				}
			}
			for _, imported := range all {
				if webCode(imported) {
					t.Errorf("%s is imported", imported)
				}
			}
		})
	}
}

// TestWebServerWouldBeSeen runs the same look at a package that has one.
func TestWebServerWouldBeSeen(t *testing.T) {
	if !slices.ContainsFunc(goList(t, nil, "-deps", "net/http/httptest"), webCode) {
		t.Error("net/http is not seen in the package that uses it")
	}
}

// TestOneImporterEach holds what DESIGN calls rooms: some modules are imported
// in one place, so that what they may do can be read there.
func TestOneImporterEach(t *testing.T) {
	for _, c := range []struct {
		module string
		in     string // the only package
		file   string // the only file, where it is one
	}{
		{module: "github.com/getlantern/systray", in: "internal/tray"},
		{module: "github.com/gen2brain/beeep", in: "internal/notify"},
		{module: "github.com/BurntSushi/toml", in: "internal/config"},
		{module: "github.com/pelletier/go-toml/v2", in: "internal/config", file: "internal/config/syntax.go"},
		{module: "github.com/jfreymuth/pulse", in: "internal/device"},
		{module: "github.com/ebitengine/purego", in: "internal/objc"},
	} {
		t.Run(c.module, func(t *testing.T) {
			packages, files := map[string]bool{}, map[string]bool{}
			for _, f := range goFiles(t) {
				for _, imported := range f.imports() {
					if imported == c.module || strings.HasPrefix(imported, c.module+"/") {
						packages[path.Dir(f.name)] = true
						files[f.name] = true
					}
				}
			}
			if diff := cmp.Diff(map[string]bool{c.in: true}, packages); diff != "" {
				t.Errorf("imported in other packages too, or in none (-want +got):\n%s", diff)
			}
			if c.file == "" {
				return
			}
			if diff := cmp.Diff(map[string]bool{c.file: true}, files); diff != "" {
				t.Errorf("imported in other files too, or in none (-want +got):\n%s", diff)
			}
		})
	}
}

// TestGologIsReplaced sees that systray's logger is ours.
func TestGologIsReplaced(t *testing.T) {
	got := goList(t, nil, "-m", "-f", "{{.Replace.Path}}", "github.com/getlantern/golog")
	if diff := cmp.Diff([]string{"./internal/third_party/golog"}, got); diff != "" {
		t.Error(diff)
	}
}
