//go:build unix

package config

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// otherOwner is what the system says of a file, with another owner.
type otherOwner struct {
	fs.FileInfo
	stat syscall.Stat_t
}

func (o otherOwner) Sys() any { return &o.stat }

// TestCopyOwner: a file that was another's stays so, where the system lets
// us, and otherwise is not written.
func TestCopyOwner(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "")
	must(t, err)
	defer f.Close()
	info, err := f.Stat()
	must(t, err)
	must(t, copyOwner(f, info))
	want := otherOwner{FileInfo: info, stat: *info.Sys().(*syscall.Stat_t)}
	want.stat.Uid += 12345
	err = copyOwner(f, want)
	now, statErr := f.Stat()
	must(t, statErr)
	kept := now.Sys().(*syscall.Stat_t).Uid == want.stat.Uid
	if kept != (err == nil) {
		t.Errorf("owner kept: %v, error %v", kept, err)
	}
	if kept != (os.Getuid() == 0) {
		t.Errorf("owner kept: %v, as user %d", kept, os.Getuid())
	}
}

// TestSetReplaces: the old file is replaced, never written to. Who has it
// open goes on reading the old one whole.
func TestSetReplaces(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	must(t, os.WriteFile(file, []byte("[join]\n"), 0o600))
	old, err := os.Open(file)
	must(t, err)
	defer old.Close()
	must(t, Set(file, "join.camera", "on"))
	if got, err := io.ReadAll(old); string(got) != "[join]\n" || err != nil {
		t.Errorf("the old file now holds %q, %v", got, err)
	}
}
