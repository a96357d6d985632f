package config

import (
	"fmt"
	"os"
	"testing"
)

// BenchmarkLoadLayers reads the person's file, a policy and fifty drop-in
// files.
func BenchmarkLoadLayers(b *testing.B) {
	p := fiftyFiles(b)
	for b.Loop() {
		if s := LoadLayers(p); len(s.Problems) > 0 {
			b.Fatal(Problems(s.Problems))
		}
	}
}

// BenchmarkReloadUnchanged reads the same again.
func BenchmarkReloadUnchanged(b *testing.B) {
	p := fiftyFiles(b)
	s := LoadLayers(p)
	for b.Loop() {
		s = Reload(p, s)
	}
}

func fiftyFiles(b *testing.B) Paths {
	dir := b.TempDir()
	put := func(name, text string) {
		if err := os.WriteFile(dir+"/"+name, []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	if err := os.MkdirAll(dir+"/etc/policy.d", 0o755); err != nil {
		b.Fatal(err)
	}
	put("config.toml", string(Commented())+"[[host]]\nname = \"a.example\"\nprovider = \"jitsi\"\n")
	put("etc/policy.toml", "[locked.join]\ncamera = \"off\"\n[recommended.join]\nopen_with = \"browser\"\n")
	for i := range 50 {
		put(fmt.Sprintf("etc/policy.d/%02d.toml", i), fmt.Sprintf("[locked.consent]\narm_delay = \"3s\"\n[[locked.host]]\nname = \"h%d.example\"\nprovider = \"jitsi\"\n", i))
	}
	p := testPaths(dir)
	p.owned = nil
	if os.Getuid() != 0 {
		p = testPaths(dir)
	}
	return p
}

// BenchmarkLoad reads the person's file alone.
func BenchmarkLoad(b *testing.B) {
	file := b.TempDir() + "/config.toml"
	if err := os.WriteFile(file, Commented(), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Load(file)
	}
}
