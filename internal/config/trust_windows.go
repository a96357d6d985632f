package config

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// trust says why a policy's file or folder cannot be trusted: someone other
// than Administrators and the system could have written it, or replaced it or
// a folder on the way. A policy is no link: a junction is what a person
// without rights can make.
func (p Paths) trust(path string) error {
	if p.unguarded {
		return nil
	}
	path = filepath.Clean(path)
	own := p.Policy
	for at := path; ; at = filepath.Dir(at) {
		info, err := os.Lstat(at)
		if err != nil {
			return openProblem(at, err)
		}
		ours := strings.HasPrefix(strings.ToLower(at), strings.ToLower(filepath.Clean(own)))
		if ours && info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0 {
			return &readProblem{text: named(path, at) + " is a link", hint: "put the folder and its files there themselves"}
		}
		descriptor, err := windows.GetNamedSecurityInfo(at, windows.SE_FILE_OBJECT, windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
		if err != nil {
			return &readProblem{text: fmt.Sprintf("who may write %s cannot be told: %v", named(path, at), err)}
		}
		if err := judgeDescriptor(descriptor.String(), !ours); err != nil {
			text := err.Error()
			if at != path {
				text = at + ": " + text
			}
			return &readProblem{text: text, hint: lockDown(at)}
		}
		if at == filepath.Dir(at) {
			return nil
		}
	}
}

// trustIn is trust: a descriptor is read in microseconds.
func (p Paths) trustIn(path string) error { return p.trust(path) }

// named is how a part of a path is told: the one that was named is "it".
func named(path, at string) string {
	if at == path {
		return "it"
	}
	return at
}

// lockDown is the command that leaves writing to Administrators and the
// system. SIDs, since the names of groups are each language's own.
func lockDown(path string) string {
	return `icacls "` + path + `" /setowner *S-1-5-32-544 /t && icacls "` + path + `" /inheritance:r /grant *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX`
}

// withOwners has nothing to look up: who is trusted is the same everywhere.
func (p Paths) withOwners() Paths { return p }
