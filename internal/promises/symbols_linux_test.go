package promises

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// listener matches the names of what waits for connections or serves them. The
// linker leaves out what nothing can call, so that a name that is there can be
// reached.
var listener = regexp.MustCompile(`^(net\.Listen|net\.ListenTCP|net\.ListenUDP|net\.ListenUnix|net\.ListenUnixgram|net\.ListenIP|net\.ListenPacket|net\.ListenMulticastUDP|net\.FileListener|net\.FilePacketConn|net\.\(\*ListenConfig\)\..*|net\.\(\*sysListener\)\..*|net\.\(\*(TCP|Unix)Listener\)\..*|net/http\..*|net/http/.*|net/rpc\..*|golang\.org/x/net/http.*)$`)

// symbols reads the symbol table of a binary; without main.main it is stripped
// and says nothing.
func symbols(t *testing.T, binary string) (names, imported []string) {
	t.Helper()
	f, err := elf.Open(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := f.Symbols()
	if err != nil {
		t.Fatalf("reading symbols: %v", err)
	}
	for _, s := range table {
		names = append(names, s.Name)
	}
	if !slices.Contains(names, "main.main") {
		t.Fatal("no main.main among the symbols: the table says nothing")
	}
	libraries, err := f.ImportedSymbols()
	if err != nil && f.Section(".dynsym") != nil {
		t.Fatalf("reading imported symbols: %v", err)
	}
	for _, s := range libraries {
		imported = append(imported, s.Name)
	}
	return names, imported
}

func build(t *testing.T, dir, pkg string, environment ...string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "program")
	cmd := exec.Command("go", "build", "-o", binary, pkg)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), environment...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", pkg, err, out)
	}
	return binary
}

// TestNothingThatListensIsLinked looks into both linked programs.
func TestNothingThatListensIsLinked(t *testing.T) {
	for _, c := range []struct{ name, pkg, cgo string }{
		{"vestibule", "./cmd/launcher", "CGO_ENABLED=0"},
		{"vestibule-front", "./cmd/launcher-front", "CGO_ENABLED=1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			names, imported := symbols(t, build(t, root, c.pkg, c.cgo))
			for _, name := range names {
				if listener.MatchString(name) {
					t.Errorf("%s is linked in", name)
				}
			}
			for _, name := range imported {
				switch name, _, _ = strings.Cut(name, "@"); name {
				case "listen", "accept", "accept4":
					t.Errorf("%s is imported from the C library", name)
				}
			}
			if c.cgo == "CGO_ENABLED=0" && len(imported) > 0 {
				t.Errorf("%d symbols of shared libraries, such as %s: it is to be static", len(imported), imported[0])
			}
		})
	}
}

// TestListenerWouldBeSeen links a program that listens and looks into it the
// same way.
func TestListenerWouldBeSeen(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":  "module listens\n\ngo 1.26.0\n",
		"main.go": "package main\n\nimport (\n\t\"net\"\n\t\"net/http\"\n)\n\nfunc main() {\n\tl, err := net.Listen(\"tcp\", \":0\")\n\tif err == nil {\n\t\thttp.Serve(l, nil)\n\t}\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	names, _ := symbols(t, build(t, dir, ".", "CGO_ENABLED=0", "GOFLAGS="))
	for _, want := range []string{"net.Listen", "net.(*ListenConfig).Listen", "net.(*TCPListener).Accept", "net/http.(*Server).Serve"} {
		if !slices.Contains(names, want) || !listener.MatchString(want) {
			t.Errorf("%s is not seen in a program that has it", want)
		}
	}
}
