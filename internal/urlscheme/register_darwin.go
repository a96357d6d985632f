package urlscheme

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vestibule/internal/objc"
)

// Register makes Vestibule the handler of its own scheme and of those in o,
// for this user, and remembers who had each. macOS may ask the person itself.
// Registering again adds schemes and asks again for those that are not there.
func Register(o Options) (Report, error) {
	b, err := bundledHere(o.Binary)
	if err != nil {
		return Report{}, err
	}
	return inPool(func() (Report, error) { return b.register(o.Schemes, o.Web) })
}

// Unregister gives each scheme back and takes everything away that Vestibule
// put on the machine. What other programs took meanwhile stays theirs.
func Unregister() (Report, error) {
	b, err := bundledHere("")
	if err != nil {
		return Report{}, err
	}
	return inPool(b.unregister)
}

// Status tells what Vestibule has on the machine. It changes nothing.
func Status() (Report, error) {
	b, err := bundledHere("")
	if err != nil {
		return Report{}, err
	}
	return inPool(b.status)
}

// EarlierHandler gives the id of the bundle that opened scheme before
// Vestibule did, or "".
func EarlierHandler(scheme string) string {
	b, err := bundledHere("")
	if err != nil {
		return ""
	}
	return b.earlier(scheme)
}

// Folder is the person's folder for Vestibule, in which nothing is a secret.
func Folder() (string, error) {
	home := os.Getenv("HOME")
	if !filepath.IsAbs(home) {
		return "", &HintError{errors.New("finding your folders: HOME is not set"), "set HOME"}
	}
	return filepath.Join(home, "Library", "Application Support", "Vestibule"), nil
}

func bundledHere(binary string) (bundled, error) {
	folder, err := Folder()
	if err != nil {
		return bundled{}, err
	}
	if binary == "" {
		if binary, err = os.Executable(); err != nil {
			return bundled{}, fmt.Errorf("finding the program: %w", err)
		}
	}
	if real, err := filepath.EvalSymlinks(binary); err == nil {
		binary = real
	}
	return bundled{
		ls: workspace{}, bundle: bundleAround(binary), folder: folder,
		agents: filepath.Join(os.Getenv("HOME"), "Library", "LaunchAgents"),
	}, nil
}

func inPool(f func() (Report, error)) (r Report, err error) {
	objc.Pool(func() { r, err = f() })
	return r, err
}

// workspace is NSWorkspace and LaunchServices.
type workspace struct{}

func sharedWorkspace() objc.ID { return objc.Class("NSWorkspace").Send("sharedWorkspace") }

func fileURL(path string) objc.ID {
	return objc.Class("NSURL").Send("fileURLWithPath:", objc.String(path))
}

func url(text string) objc.ID { return objc.Class("NSURL").Send("URLWithString:", objc.String(text)) }

func bundleAt(url objc.ID) objc.ID {
	if url == 0 {
		return 0
	}
	return objc.Class("NSBundle").Send("bundleWithURL:", url)
}

// Announce is LSRegisterURL.
func (workspace) Announce(bundle string) error {
	var register func(url objc.ID, update bool) int32
	if !objc.Func(&register, objc.CoreServices, "LSRegisterURL") {
		return errors.New("registering: LaunchServices is not there")
	}
	if status := register(fileURL(bundle), true); status != 0 {
		return &HintError{
			fmt.Errorf("registering: macOS does not take %s for a program: LaunchServices error %d", bundle, status),
			"look whether it opens in Finder: a copy that came by download must be let through once",
		}
	}
	return nil
}

// Declared reads CFBundleURLTypes.
func (workspace) Declared(bundle string) []string {
	if bundle == "" {
		return nil
	}
	var out []string
	for _, t := range objc.Items(bundleAt(fileURL(bundle)).Send("objectForInfoDictionaryKey:", objc.Name("CFBundleURLTypes"))) {
		for _, s := range objc.Items(t.Send("objectForKey:", objc.Name("CFBundleURLSchemes"))) {
			out = append(out, strings.ToLower(objc.Text(s)))
		}
	}
	return out
}

// Holder asks NSWorkspace whom it would start, and, where it names nobody,
// LaunchServices.
func (workspace) Holder(scheme string) string {
	at := sharedWorkspace().Send("URLForApplicationToOpenURL:", url(scheme+"://example.invalid/"))
	if id := objc.Text(bundleAt(at).Send("bundleIdentifier")); id != "" {
		return id
	}
	var holder func(scheme objc.ID) objc.ID
	if !objc.Func(&holder, objc.CoreServices, "LSCopyDefaultHandlerForURLScheme") {
		return ""
	}
	id := holder(objc.String(scheme))
	defer id.Do("release")
	return objc.Text(id)
}

// consentPatience is how long macOS's own question to the person is waited
// for.
const consentPatience = 2 * time.Minute

// Make asks NSWorkspace, which may ask the person; where it cannot be asked,
// LaunchServices.
func (w workspace) Make(scheme, id string) error {
	path := w.Find(id)
	if own := w.own(id); own != "" {
		path = own
	}
	space := sharedWorkspace()
	if path != "" && space.Responds("setDefaultApplicationAtURL:toOpenURLsWithScheme:completionHandler:") {
		answered := make(chan string, 1)
		block, release := objc.Completion(func(failure objc.ID) {
			said := ""
			if failure != 0 {
				said = "macOS says: " + objc.Text(failure.Send("localizedDescription"))
			}
			select {
			case answered <- said:
			default:
			}
		})
		defer release()
		space.Do("setDefaultApplicationAtURL:toOpenURLsWithScheme:completionHandler:", fileURL(path), objc.String(scheme), block)
		timer := time.NewTimer(consentPatience)
		defer timer.Stop()
		select {
		case said := <-answered:
			if said != "" {
				return errors.New(said)
			}
			return nil
		case <-timer.C:
			return errUnanswered
		}
	}
	var set func(scheme, id objc.ID) int32
	if !objc.Func(&set, objc.CoreServices, "LSSetDefaultHandlerForURLScheme") {
		return errors.New("this macOS has no way to do it")
	}
	if status := set(objc.String(scheme), objc.String(id)); status != 0 {
		return fmt.Errorf("LaunchServices error %d", status)
	}
	return nil
}

// own is the bundle of the running program, where id is ours: of several copies
// it is this one that is registered.
func (workspace) own(id string) string {
	if !ours(id) {
		return ""
	}
	b, err := bundledHere("")
	if err != nil {
		return ""
	}
	return b.bundle
}

// Find gives where a bundle is.
func (workspace) Find(id string) string {
	return objc.Text(sharedWorkspace().Send("URLForApplicationWithBundleIdentifier:", objc.String(id)).Send("path"))
}

// Name is a bundle's file name, as Finder shows it.
func (w workspace) Name(id string) string {
	path := w.Find(id)
	if path == "" {
		return ""
	}
	return strings.TrimSuffix(filepath.Base(path), ".app")
}
