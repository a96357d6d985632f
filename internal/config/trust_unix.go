//go:build unix

package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// trust says why a policy's file or folder cannot be trusted: someone other
// than root could have written it, or replaced any part of the path to it,
// links and what they lead to included. Every folder from the root on is
// looked at.
func (p Paths) trust(path string) error {
	if p.unguarded {
		return nil
	}
	p = p.withOwners()
	named := path
	for links := 0; ; links++ {
		next, err := p.trustParts(named, path)
		if err != nil || next == "" {
			return err
		}
		if links == maxLinks {
			return &readProblem{text: plainErrno(syscall.ELOOP)}
		}
		if _, err := os.Stat(next); errors.Is(err, fs.ErrNotExist) {
			return &readProblem{text: fmt.Sprintf("it is a link to %s, which does not exist", next), hint: "mend the link, or remove it"}
		}
		path = next
	}
}

// trustIn is trust for a file of a folder that trust was content with a moment
// ago: what is on the way there is not looked at again for each of many files.
// Where a link leads is.
func (p Paths) trustIn(path string) error {
	if p.unguarded {
		return nil
	}
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return openProblem(path, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return p.trust(path)
	}
	return p.withOwners().trustOne(path, path, info, true)
}

// withOwners looks up once whose files may be trusted, and how lists of who may
// write them are read.
func (p Paths) withOwners() Paths {
	if p.acl == nil {
		p.acl = systemACL
	}
	if p.owned == nil {
		p.owned = rootOwned(rootIsNobody())
	}
	return p
}

// trustParts looks at each part of a path. At a link it stops and gives the
// path that the link leads to. In words the path that was named first is "it".
func (p Paths) trustParts(named, path string) (next string, err error) {
	parts := strings.Split(strings.Trim(filepath.Clean(path), "/"), "/")
	at := "/"
	for i := -1; i < len(parts); i++ {
		if i >= 0 {
			at = filepath.Join(at, parts[i])
		}
		info, err := os.Lstat(at)
		if err != nil {
			return "", openProblem(at, err)
		}
		if err := p.trustOne(named, at, info, i == len(parts)-1); err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			target, err := os.Readlink(at)
			if err != nil {
				return "", openProblem(at, err)
			}
			if !filepath.IsAbs(target) {
				target = filepath.Join(filepath.Dir(at), target)
			}
			return filepath.Join(append([]string{target}, parts[i+1:]...)...), nil
		}
	}
	return "", nil
}

// trustOne looks at one part. The mode of a link means nothing. A folder on
// the way may be writable if it is sticky: what root has put there stays.
func (p Paths) trustOne(named, path string, info fs.FileInfo, last bool) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return &readProblem{text: "who owns it cannot be told"}
	}
	it := path
	if path == named {
		it = "it"
	}
	isLink := info.Mode()&fs.ModeSymlink != 0
	if !p.owned(path, stat.Uid) {
		command := "chown root: "
		if isLink {
			command = "chown -h root: "
		}
		return &readProblem{text: fmt.Sprintf("%s belongs to %s, not to root", it, userName(stat.Uid)), hint: command + shellQuote(path)}
	}
	switch mode := info.Mode(); {
	case isLink:
		return nil
	case mode.Perm()&0o022 == 0, mode.IsDir() && mode&fs.ModeSticky != 0 && !last:
		if p.acl == nil {
			return nil
		}
		return judgeACL(named, path, p.acl)
	case mode.IsDir():
		return &readProblem{text: it + " can be written by others than root", hint: "chmod 755 " + shellQuote(path)}
	}
	return &readProblem{text: it + " can be written by others than root", hint: "chmod 644 " + shellQuote(path)}
}

// rootOwned is the rule for owners: root; and, where root is not mapped into
// this user namespace, the user that everybody unmapped appears as.
func rootOwned(nobody uint32, unmapped bool) func(string, uint32) bool {
	return func(_ string, uid uint32) bool {
		return uid == 0 || unmapped && uid == nobody || testOnlyOwner != "" && strconv.FormatUint(uint64(uid), 10) == testOnlyOwner
	}
}

// rootIsNobody says whether this process is in a user namespace without a
// root, and which user stands for those that are not mapped.
func rootIsNobody() (nobody uint32, unmapped bool) {
	ranges, err := os.ReadFile("/proc/self/uid_map")
	if err != nil {
		return 0, false // no such thing as a user namespace
	}
	overflow, err := os.ReadFile("/proc/sys/kernel/overflowuid")
	if err != nil {
		return 0, false
	}
	n, err := strconv.ParseUint(strings.TrimSpace(string(overflow)), 10, 32)
	if err != nil {
		return 0, false
	}
	return uint32(n), !mapsRoot(string(ranges))
}

// mapsRoot says whether a uid_map has a user 0 inside. Each line is the first
// user inside, the first outside, and how many.
func mapsRoot(ranges string) bool {
	for line := range strings.Lines(ranges) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "0" && f[2] != "0" {
			return true
		}
	}
	return false
}

func userName(uid uint32) string {
	id := strconv.FormatUint(uint64(uid), 10)
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return "user " + id
}
