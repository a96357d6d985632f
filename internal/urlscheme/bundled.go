//go:build unix

package urlscheme

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vestibule/internal/words"
)

// Registering on macOS. Which schemes a program can have stands in its bundle;
// who has one, macOS keeps, and changes when it is asked to, perhaps after a
// question of its own. What was before is in the record, what is now is always
// read back.

// launchServices is the system's list of who opens which scheme. Ids are those
// of bundles, which compare without regard to case.
type launchServices interface {
	// Announce has macOS read what a bundle declares.
	Announce(bundle string) error
	// Declared are the schemes that a bundle says it opens.
	Declared(bundle string) []string
	// Holder is the id of the bundle that opens the scheme now, or "".
	Holder(scheme string) string
	// Make asks for another holder and returns when macOS has answered. That it
	// is no error does not say that it was done.
	Make(scheme, id string) error
	// Find gives where the bundle of that id is, or "".
	Find(id string) string
	// Name is its name for people, or "".
	Name(id string) string
}

// bundled is where all of it happens.
type bundled struct {
	ls     launchServices
	bundle string // of the running program, or ""
	folder string // of the person's configuration, where the record lies
	agents string // ~/Library/LaunchAgents
}

func (b bundled) recordFile() string { return filepath.Join(b.folder, "registered.json") }

// agent starts Vestibule at login, where the person wants that.
func (b bundled) agent() string { return filepath.Join(b.agents, AppID+".plist") }

func ours(id string) bool { return strings.EqualFold(id, AppID) }

// translocated is in the path of a bundle that macOS runs from a passing copy
// (App Translocation).
const translocated = "/AppTranslocation/"

// errUnanswered says that the person has not answered macOS's own question.
var errUnanswered = errors.New("its own question to you has no answer yet")

// asking is Make, which is not called again once a question stays unanswered:
// nobody is there, and each would be waited for anew.
func asking(ls launchServices) func(scheme, id string) error {
	left := false
	return func(scheme, id string) error {
		if left {
			return errUnanswered
		}
		err := ls.Make(scheme, id)
		left = errors.Is(err, errUnanswered)
		return err
	}
}

func (b bundled) register(schemes []string, web bool) (Report, error) {
	if b.bundle == "" {
		return Report{}, &HintError{
			errors.New("registering: on macOS a program opens links by its bundle, and this one is in none"),
			"move Vestibule.app to /Applications and run /Applications/Vestibule.app/Contents/MacOS/vestibule register",
		}
	}
	if strings.Contains(b.bundle, translocated) {
		return Report{}, &HintError{
			errors.New("registering: macOS shows this program a place of its own that goes away, because it came by download and was not moved since"),
			"move Vestibule.app to /Applications in Finder, and run register from there",
		}
	}
	rec, _, err := readRecord(b.recordFile())
	if err != nil {
		return Report{}, err
	}
	all, err := union(rec.Schemes, schemes, web)
	if err != nil {
		return Report{}, err
	}
	if err := b.ls.Announce(b.bundle); err != nil {
		return Report{}, err
	}
	var notices []string
	declared := b.ls.Declared(b.bundle)
	all = slices.DeleteFunc(all, func(s string) bool {
		if slices.Contains(declared, s) {
			return false
		}
		notices = append(notices, s+" links were not taken: "+b.bundle+" does not say that it opens them")
		return true
	})
	rec.Version, rec.Binary, rec.Schemes = 1, b.bundle, all
	if rec.Earlier == nil {
		rec.Earlier = map[string]string{}
	}
	for _, s := range all {
		if now := b.ls.Holder(s); !ours(now) {
			rec.Earlier[s] = now
		}
	}
	// Who had what is on disk before anything is changed.
	made, err := makeDirs(b.folder, 0o700)
	rec.addDirs(made)
	if err == nil {
		err = writeRecord(b.recordFile(), rec, 0o600)
	}
	if err != nil {
		removeDirs(made)
		return Report{}, err
	}
	ask := asking(b.ls)
	for _, s := range all {
		if ours(b.ls.Holder(s)) {
			continue
		}
		if err := ask(s, AppID); err != nil {
			notices = append(notices, fmt.Sprintf("macOS was asked to have Vestibule open %s links: %v", s, err))
		}
	}
	report, err := b.status()
	report.Notices = append(notices, report.Notices...)
	if err == nil && !slices.ContainsFunc(report.Schemes, func(s Scheme) bool { return s.Ours }) {
		err = &HintError{errors.New("registering: macOS made Vestibule the handler of no scheme"), "run it again, and say yes if macOS asks"}
	}
	return report, err
}

func (b bundled) unregister() (Report, error) {
	report := Report{Files: []File{}}
	rec, had, err := readRecord(b.recordFile())
	if err != nil {
		report.Notices = append(report.Notices, b.recordFile()+" could not be read: who had the schemes before is not known")
	}
	schemes := rec.Schemes
	if len(schemes) == 0 && b.bundle != "" {
		schemes = b.ls.Declared(b.bundle)
	}
	var errs []error
	var nobody []string
	ask := asking(b.ls)
	for _, s := range schemes {
		earlier := rec.Earlier[s]
		switch {
		case !ours(b.ls.Holder(s)):
			// Another program has it by now: it is that one's.
		case earlier == "":
			nobody = append(nobody, s)
		case b.ls.Find(earlier) == "":
			report.Notices = append(report.Notices, fmt.Sprintf("%s links were opened by %s, which is not on this computer any more", s, earlier))
		default:
			err := ask(s, earlier)
			if err == nil && ours(b.ls.Holder(s)) {
				err = errors.New("macOS did not do it")
			}
			if err != nil {
				errs = append(errs, &HintError{
					fmt.Errorf("giving %s links back to %s: %w", s, earlier, err),
					"run \"vestibule unregister\" again, and say yes if macOS asks",
				})
			}
		}
	}
	if len(nobody) > 0 {
		// macOS takes a default away from a program only with the program.
		report.Notices = append(report.Notices, "nobody opened these links before, and macOS keeps Vestibule for them until Vestibule.app is moved to the Bin: "+strings.Join(nobody, ", "))
	}
	report.Schemes = b.schemes(schemes, rec)
	if removed, err := removeFile(b.agent()); err != nil {
		errs = append(errs, err)
	} else if removed {
		report.Files = append(report.Files, File{Path: b.agent(), What: agentWhat, State: Removed})
	}
	f, there, err := removeAlone(b.folder)
	errs = append(errs, err)
	if there {
		report.Files = append(report.Files, f)
		if f.State == InUse {
			report.Notices = append(report.Notices, "Vestibule runs; its lock file goes when it ends")
		}
	}
	if err := errors.Join(errs...); err != nil {
		return report, err // the record stays, so that it can be tried again
	}
	if had || report.Notices != nil {
		if err := os.Remove(b.recordFile()); err == nil {
			report.Files = append(report.Files, File{Path: b.recordFile(), What: words.Mark("what was registered"), State: Removed})
		} else if !errors.Is(err, os.ErrNotExist) {
			return report, err
		}
	}
	removeDirs(rec.Dirs)
	if !had && len(report.Files) == 0 {
		report.Notices = append(report.Notices, "there was nothing to take away")
	}
	return report, nil
}

func (b bundled) status() (Report, error) {
	rec, had, err := readRecord(b.recordFile())
	if err != nil {
		return Report{}, err
	}
	report := Report{Registered: had, Binary: rec.Binary, Files: []File{}}
	if had {
		report.Files = append(report.Files, File{Path: b.recordFile(), What: words.Mark("what was registered"), State: AsWritten})
	}
	if _, err := os.Lstat(b.agent()); err == nil {
		report.Files = append(report.Files, File{Path: b.agent(), What: agentWhat, State: Kept})
	}
	if f, ok := leftAlone(b.folder); ok {
		report.Files = append(report.Files, f)
	}
	schemes := rec.Schemes
	if !had {
		for _, s := range b.ls.Declared(b.bundle) {
			if ours(b.ls.Holder(s)) { // macOS chose it, or the person did in its settings
				schemes = append(schemes, s)
			}
		}
		if len(schemes) > 0 {
			report.Registered, report.Binary = true, b.bundle
			report.Notices = append(report.Notices, "macOS opens these links with Vestibule, and there is no note of who had them before")
		}
	}
	report.Schemes = b.schemes(schemes, rec)
	if _, err := os.Stat(rec.Binary); had && err != nil {
		report.Notices = append(report.Notices, fmt.Sprintf("the registered program %s is not there any more: run \"vestibule register\" where it is now, or \"vestibule unregister\"", rec.Binary))
	}
	for _, s := range report.Schemes {
		if !s.Ours {
			report.Notices = append(report.Notices, fmt.Sprintf(
				"%s links are opened by %s now, not by Vestibule; \"vestibule register\" takes the scheme again, and macOS may ask you", s.Scheme, program(s.Now, s.NowName)))
		}
	}
	return report, nil
}

// schemes reads back who opens what now.
func (b bundled) schemes(schemes []string, rec record) []Scheme {
	name := func(id string) string {
		if id == "" {
			return ""
		}
		return b.ls.Name(id)
	}
	out := []Scheme{}
	for _, s := range schemes {
		now, before := b.ls.Holder(s), rec.Earlier[s]
		out = append(out, Scheme{Scheme: s, Ours: ours(now), Now: now, NowName: name(now), Before: before, BeforeName: name(before)})
	}
	return out
}

// earlier is who opened a scheme before Vestibule did, or "".
func (b bundled) earlier(scheme string) string {
	rec, _, err := readRecord(b.recordFile())
	if err != nil {
		return ""
	}
	return rec.Earlier[scheme]
}

//words:mark
const agentWhat = "starts Vestibule at login"
