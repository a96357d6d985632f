package bundle

import (
	"bytes"
	"debug/macho"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// made is a bundle laid out by layout.sh around small programs that are built
// here, so that these tests do not wait for the whole of Vestibule.
func made(t *testing.T, source string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module sample\n\ngo 1.26.0\n")
	write(t, filepath.Join(dir, "main.go"), source)
	var halves []string
	for _, arch := range []string{"arm64", "amd64"} {
		half := filepath.Join(dir, arch)
		cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", half, ".")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOOS=darwin", "GOARCH="+arch, "CGO_ENABLED=0", "GOFLAGS=")
		run(t, cmd)
		halves = append(halves, half)
	}
	program := filepath.Join(dir, "program")
	run(t, exec.Command("go", append([]string{"run", "../fat", program}, halves...)...))
	app := filepath.Join(dir, "Vestibule.app")
	run(t, exec.Command("../layout.sh", program, app))
	return app
}

func run(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, said)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

const harmless = "package main\n\nimport (\n\t\"net\"\n\t\"os\"\n)\n\nfunc main() {\n\tos.Stdin.Read(nil)\n\tprintln(net.ParseIP(\"::1\").String())\n}\n"

// TestFaultsAreSeen spoils a good bundle in one way after the other.
func TestFaultsAreSeen(t *testing.T) {
	good := made(t, harmless)
	if wrong := Check(good, Options{}); len(wrong) > 0 {
		t.Fatalf("a good bundle: %v", errors.Join(wrong...))
	}
	const program, info, agent = "Contents/MacOS/vestibule", "Contents/Info.plist", "Contents/Library/LaunchAgents/" + AgentLabel + ".plist"
	for _, c := range []struct {
		name  string
		spoil func(t *testing.T, app string)
		said  string
	}{
		{"a file too many", func(t *testing.T, app string) { write(t, filepath.Join(app, "Contents/extra"), "x") }, "Contents/extra: is no part"},
		{"a file too few", func(t *testing.T, app string) { must(t, os.Remove(filepath.Join(app, "Contents/PkgInfo"))) }, "Contents/PkgInfo: is missing"},
		{"a program that nobody may run", mode(program, 0o644), program + ": mode"},
		{"a file that all may write", mode(info, 0o666), info + ": mode"},
		{"a setuid program", mode(program, 0o755|fs.ModeSetuid), program + ": mode"},
		{"a folder that all may write", mode("Contents/MacOS", 0o777), "Contents/MacOS: mode"},
		{"a link", func(t *testing.T, app string) {
			must(t, os.Rename(filepath.Join(app, info), filepath.Join(app, "..", "elsewhere")))
			must(t, os.Symlink("../../elsewhere", filepath.Join(app, info)))
		}, info + ": mode"},
		{"another identifier", replace(info, Identifier, "dev.vestibule.Other"), "CFBundleIdentifier"},
		{"an icon in the Dock", replace(info, "<key>LSUIElement</key>\n\t<true/>", "<key>LSUIElement</key>\n\t<false/>"), "LSUIElement"},
		{"many instances", replace(info, "<key>LSMultipleInstancesProhibited</key>\n\t<true/>", ""), "LSMultipleInstancesProhibited"},
		{"a camera usage text", replace(info, "<key>LSUIElement</key>", "<key>NSCameraUsageDescription</key><string>x</string><key>LSUIElement</key>"), "NSCameraUsageDescription"},
		{"a version of words", replace(info, "<string>0.1.0</string>", "<string>0.1.0-dirty</string>"), "CFBundleShortVersionString"},
		{"a scheme too many", replace(info, "<string>vestibule</string>\n\t\t\t</array>", "<string>vestibule</string><string>https</string></array>"), "schemes differ"},
		{"another minimum", replace(info, "<string>12.0</string>", "<string>13.0</string>"), "asks for macOS 12.0, Info.plist for 13.0"},
		{"no property list", replace(info, "<plist version", "<list version"), "Info.plist"},
		{"an agent kept alive", replace(agent, "<key>RunAtLoad</key>", "<key>KeepAlive</key><true/><key>RunAtLoad</key>"), "KeepAlive is no key"},
		{"an agent with a socket", replace(agent, "<key>RunAtLoad</key>", "<key>Sockets</key><dict/><key>RunAtLoad</key>"), "Sockets is no key"},
		{"an agent with a Mach service", replace(agent, "<key>RunAtLoad</key>", "<key>MachServices</key><dict/><key>RunAtLoad</key>"), "MachServices is no key"},
		{"an agent for another program", replace(agent, "/Applications/Vestibule.app/", "/tmp/Vestibule.app/"), "/tmp/Vestibule.app"},
		{"one architecture", func(t *testing.T, app string) {
			data := readFile(t, filepath.Join(app, program))
			binary.BigEndian.PutUint32(data[4:], 1) // the number of halves
			write(t, filepath.Join(app, program), string(data))
		}, "want both kinds of Mac"},
		{"a page that was not signed", func(t *testing.T, app string) {
			data := readFile(t, filepath.Join(app, program))
			for _, half := range halves(t, filepath.Join(app, program)) {
				if half.Cpu == macho.CpuArm64 {
					data[half.Offset+half.Size/2] ^= 1
				}
			}
			write(t, filepath.Join(app, program), string(data))
		}, "is not the one that was signed"},
		{"no signature", func(t *testing.T, app string) {
			data := readFile(t, filepath.Join(app, program))
			command := []byte{loadCodeSignature, 0, 0, 0, 16, 0, 0, 0}
			at := bytes.Index(data, command)
			if at < 0 {
				t.Fatal("no load command of a signature")
			}
			data[at] = 0x2a // LC_SOURCE_VERSION, which is as long
			write(t, filepath.Join(app, program), string(data))
		}, "is not signed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			app := filepath.Join(t.TempDir(), "Vestibule.app")
			must(t, os.CopyFS(app, os.DirFS(good)))
			must(t, filepath.WalkDir(good, func(path string, d fs.DirEntry, err error) error {
				if err != nil {
					return err
				}
				name, err := filepath.Rel(good, path)
				if err != nil {
					return err
				}
				i, err := d.Info()
				if err != nil {
					return err
				}
				return os.Chmod(filepath.Join(app, name), i.Mode())
			}))
			c.spoil(t, app)
			if said := errors.Join(Check(app, Options{})...); said == nil || !strings.Contains(said.Error(), c.said) {
				t.Errorf("said %v, want %q", said, c.said)
			}
		})
	}
	t.Run("a folder of the building machine", func(t *testing.T) {
		if Check(good, Options{Hidden: []string{"sample"}}) == nil {
			t.Error("a text that is in the program is not seen")
		}
	})
}

// TestAListenerIsSeen looks into programs that do what Vestibule never does.
func TestAListenerIsSeen(t *testing.T) {
	for _, c := range []struct {
		name, source string
		said         []string
	}{
		{"listens", "package main\n\nimport \"net\"\n\nfunc main() {\n\tl, err := net.Listen(\"tcp\", \":0\")\n\tif err == nil {\n\t\tl.Accept()\n\t}\n}\n",
			[]string{"net.Listen is compiled in", "net.(*TCPListener).Accept is compiled in", "imports listen from the system", "imports accept from the system"}},
		{"connects", "package main\n\nimport \"net\"\n\nfunc main() { net.Dial(\"unix\", \"/x\") }\n",
			[]string{"net.Dial is compiled in", "imports connect from the system"}},
		{"looks up a name", "package main\n\nimport \"net\"\n\nfunc main() { net.LookupHost(\"example.org\") }\n",
			[]string{"imports getaddrinfo from the system"}},
		{"calls the kernel", "package main\n\nimport \"syscall\"\n\nfunc main() { syscall.Listen(3, 1) }\n",
			[]string{"imports listen from the system"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := errors.Join(Check(made(t, c.source), Options{})...)
			for _, want := range c.said {
				if all == nil || !strings.Contains(all.Error(), want) {
					t.Errorf("not said: %s", want)
				}
			}
		})
	}
}

// TestNamesOfNetworkCode: net/http takes a minute to compile for two kinds of
// Mac, so its names stand here in place of a program that has them.
func TestNamesOfNetworkCode(t *testing.T) {
	for _, name := range []string{
		"net.Listen", "net.ListenPacket", "net.FileListener", "net.Dial", "net.DialTimeout", "net.(*ListenConfig).Listen", "net.(*sysListener).listenTCP",
		"net.(*UnixListener).Accept", "net/http.(*Server).Serve", "net/http/httptest.NewServer", "net/rpc.ServeConn", "golang.org/x/net/http2.ConfigureServer",
	} {
		if !networkCode.MatchString(name) {
			t.Errorf("%s is not seen", name)
		}
	}
	for _, name := range []string{"net.ParseIP", "net.IP.String", "net/url.Parse", "net/netip.ParseAddr", "main.net.Listen"} {
		if networkCode.MatchString(name) {
			t.Errorf("%s is taken for network code", name)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	return data
}

func halves(t *testing.T, path string) []macho.FatArch {
	t.Helper()
	fat, err := macho.OpenFat(path)
	must(t, err)
	t.Cleanup(func() { fat.Close() })
	return fat.Arches
}

func mode(name string, mode fs.FileMode) func(*testing.T, string) {
	return func(t *testing.T, app string) { must(t, os.Chmod(filepath.Join(app, name), mode)) }
}

func replace(name, old, new string) func(*testing.T, string) {
	return func(t *testing.T, app string) {
		path := filepath.Join(app, name)
		text := string(readFile(t, path))
		if !strings.Contains(text, old) {
			t.Fatalf("%s has no %q", name, old)
		}
		write(t, path, strings.Replace(text, old, new, 1))
	}
}
