//go:build unix

package config

import (
	"io/fs"
	"os"
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
