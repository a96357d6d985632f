//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"vestibule/internal/config"
)

// configuration measures reading all layers with fifty drop-in files of a
// policy, and reading the same again. It is the same code that the daemon runs
// at its start and whenever a file changes.
func (b *bench) configuration() {
	dir, err := os.MkdirTemp("", "v-bench-config-")
	if err != nil {
		b.Fatalf("making a directory: %v", err)
	}
	defer os.RemoveAll(dir)
	policy := filepath.Join(dir, "vestibule")
	put := func(name, text string) {
		path := filepath.Join(dir, name)
		err := os.MkdirAll(filepath.Dir(path), 0o755)
		if err == nil {
			err = os.WriteFile(path, []byte(text), 0o644)
		}
		if err != nil {
			b.Fatalf("writing a configuration: %v", err)
		}
	}
	put("config.toml", string(config.Commented())+"[[host]]\nname = \"a.example\"\nprovider = \"jitsi\"\n")
	put("vestibule/policy.toml", "[locked.join]\ncamera = \"off\"\n[recommended.join]\nopen_with = \"browser\"\n")
	const dropIns = 50
	for i := range dropIns {
		put(fmt.Sprintf("vestibule/policy.d/%02d.toml", i),
			fmt.Sprintf("[locked.consent]\narm_delay = \"3s\"\n[[locked.host]]\nname = \"h%d.example\"\nprovider = \"jitsi\"\n", i))
	}
	paths := config.Paths{User: filepath.Join(dir, "config.toml"), Policy: policy}
	last := config.LoadLayers(paths)
	if os.Getuid() != 0 {
		b.table.note("The policy's files are not root's here, so they are only looked at, not read: run the benchmark as root for this row.")
	} else if len(last.Problems) > 0 {
		b.Fatalf("reading a configuration: %v", last.Problems[0])
	}
	var first, again []time.Duration
	for range max(b.n, 30) {
		start := time.Now()
		config.LoadLayers(paths)
		first = append(first, time.Since(start))
		start = time.Now()
		last = config.Reload(paths, last)
		again = append(again, time.Since(start))
	}
	b.table.add(fmt.Sprintf("all layers read and merged, %d drop-in files", dropIns), spread(first), "",
		verdict("≤ 10 ms", median(first) <= 10*time.Millisecond))
	b.table.add("the same again, nothing changed", spread(again), fmt.Sprintf("%.2f × the first reading", ratio(median(again), median(first))), "")
}
