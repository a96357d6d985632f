//go:build unix

package config

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// TestMain is also the writer that TestKilledWriter kills.
func TestMain(m *testing.M) {
	if file := os.Getenv("VESTIBULE_TEST_WRITER"); file != "" {
		writeForever(file)
	}
	os.Exit(m.Run())
}

// writeForever sets a key on and off, and says so before each write. It kills
// itself before a step of the first write, if one is named.
func writeForever(file string) {
	step := os.Getenv("VESTIBULE_TEST_STEP")
	testOnlyBefore = func(s string) error {
		if s == step {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
		return nil
	}
	for i := 0; ; i++ {
		os.Stdout.WriteString("\n")
		if err := Set(file, "join.camera", either(i%2 == 0, "on", "off")); err != nil {
			os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
	}
}

// TestKilledWriter kills a writer with SIGKILL at some point of a write, many
// times. What is left is the old or the new file, whole; and whatever the
// killed one left behind does not keep the next from writing.
func TestKilledWriter(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	must(t, Set(file, "join.camera", "off"))
	off, err := os.ReadFile(file)
	must(t, err)
	must(t, Set(file, "join.camera", "on"))
	on, err := os.ReadFile(file)
	must(t, err)
	killings, left := 1000, 0
	if testing.Short() {
		killings = 100
	}
	for i := range killings {
		w := exec.Command(os.Args[0])
		w.Env = append(os.Environ(), "VESTIBULE_TEST_WRITER="+file)
		out, err := w.StdoutPipe()
		must(t, err)
		w.Stderr = os.Stderr
		must(t, w.Start())
		// Some writes are let through, so that each kill meets another moment.
		said := bufio.NewReader(out)
		for range 1 + i%7 {
			if _, err := said.ReadByte(); err != nil {
				t.Fatal("the writer ended by itself: ", err)
			}
		}
		for range (i % 50) * 200 {
			os.Getpid() // a moment that differs from kill to kill
		}
		must(t, w.Process.Kill())
		w.Wait()
		now, err := os.ReadFile(file)
		must(t, err)
		if string(now) != string(off) && string(now) != string(on) {
			t.Fatalf("after kill %d the file holds neither the old nor the new:\n%s", i, now)
		}
		if _, err := os.Lstat(filepath.Join(dir, ".config.toml.new")); err == nil {
			left++
		}
	}
	t.Logf("%d of %d kills met a write half done", left, killings)
	must(t, Set(file, "join.camera", "off"))
	must(t, Set(file, "join.camera", "on"))
	alone(t, file)
}

// TestWriterKilledAtEachStep is the same, but leaves no step to chance.
func TestWriterKilledAtEachStep(t *testing.T) {
	for _, step := range []string{"write", "keep owner and mode", "sync", "close", "look again", "rename"} {
		t.Run(step, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "config.toml")
			must(t, os.WriteFile(file, []byte("[join]\n"), 0o600))
			w := exec.Command(os.Args[0])
			w.Env = append(os.Environ(), "VESTIBULE_TEST_WRITER="+file, "VESTIBULE_TEST_STEP="+step)
			if err := w.Run(); err == nil || err.Error() != "signal: killed" {
				t.Fatalf("the writer was not killed: %v", err)
			}
			if got, err := os.ReadFile(file); string(got) != "[join]\n" || err != nil {
				t.Errorf("the file holds %q, %v", got, err)
			}
			must(t, Set(file, "join.camera", "on"))
			alone(t, file)
		})
	}
}
