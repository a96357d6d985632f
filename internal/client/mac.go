package client

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vestibule/internal/words"
)

// On macOS a client is a bundle, known by its identifier; which ones open a
// scheme, LaunchServices says. workspace is all that is asked of it; what is
// made of the answers is here, and tested with made-up ones.
type workspace interface {
	// handlers are the bundles that open a scheme, the default first.
	handlers(scheme string) []string
	// usual is the bundle that opens a scheme now, or "".
	usual(scheme string) string
	// bundles are those of an identifier, the best first.
	bundles(id string) []string
}

// SelfBundle is Vestibule's own identifier.
const SelfBundle = "dev.vestibule.Launcher"

// mac finds clients on macOS.
type mac struct {
	workspace workspace
	// list reads a property list.
	list func(data []byte, into *map[string]any) error
	// self is the path of Vestibule's own program; home the person's folder.
	self, home string
	earlier    func(scheme string) string
	// open is the system's own tool that starts a bundle.
	open string
}

// openTool starts a bundle by LaunchServices. A program's file is not executed
// itself, for two reasons. A link comes to a program of macOS by an Apple Event,
// which LaunchServices sends and no argument replaces. And the system holds
// whoever executed a program responsible for its camera and microphone: a
// browser would ask for the microphone in Vestibule's name, which asks for
// none. NSWorkspace could do the same, but tells of a failure only to a block;
// the tool tells it with its exit status.
const openTool = "/usr/bin/open"

// bundle is what is known of a program.
type bundle struct {
	path, id, name string
	broken         error // why it cannot be started
}

//words:mark
var (
	errNoBundle  = errors.New("it is not installed")
	errDamaged   = errors.New("its bundle is damaged")
	errTrash     = errors.New("it is in the Trash")
	errItself    = errors.New("it is Vestibule itself")
	errNoOpening = errors.New("the system could not start it")
)

// mostOfInfo bounds an Info.plist.
const mostOfInfo = 4 << 20

// read reads a bundle; ok is false for one that has no identifier.
func (m *mac) read(path string) (b bundle, ok bool) {
	path = filepath.Clean(path)
	if !filepath.IsAbs(path) {
		return b, false
	}
	info, err := m.info(path)
	if err != nil {
		return b, false
	}
	text := func(key string) string { s, _ := info[key].(string); return strings.TrimSpace(s) }
	b = bundle{path: path, id: text("CFBundleIdentifier"), name: text("CFBundleDisplayName")}
	if b.name == "" {
		b.name = text("CFBundleName")
	}
	if b.name == "" {
		b.name = strings.TrimSuffix(filepath.Base(path), ".app")
	}
	program := text("CFBundleExecutable")
	switch {
	case !isBundleID(b.id):
		return b, false
	case strings.EqualFold(b.id, SelfBundle), m.self != "" && strings.HasPrefix(m.self, path+"/"):
		b.broken = errItself
	case m.home != "" && strings.HasPrefix(path, filepath.Join(m.home, ".Trash")+"/"):
		b.broken = errTrash
	case program == "" || program != filepath.Base(program) || !isProgram(filepath.Join(path, "Contents", "MacOS", program)):
		b.broken = errDamaged
	}
	return b, true
}

// info reads a bundle's Info.plist.
func (m *mac) info(path string) (info map[string]any, err error) {
	defer func() { // a library that reads what others wrote
		if recover() != nil {
			info, err = nil, errDamaged
		}
	}()
	file := filepath.Join(path, "Contents", "Info.plist")
	if stat, err := os.Stat(file); err != nil || !stat.Mode().IsRegular() {
		return nil, errDamaged
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, errDamaged
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostOfInfo+1))
	if err != nil || len(data) > mostOfInfo || m.list(data, &info) != nil {
		return nil, errDamaged
	}
	return info, nil
}

func isProgram(path string) bool {
	stat, err := os.Stat(path)
	return err == nil && stat.Mode().IsRegular() && stat.Mode().Perm()&0o111 != 0
}

// isBundleID keeps what is no identifier out of folders' names and arguments
// (Information Property List, CFBundleIdentifier).
func isBundleID(id string) bool {
	return id != "" && len(id) < 128 && id[0] != '.' && id[0] != '-' &&
		strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") == ""
}

// handlersOf are the bundles that open a scheme, one of each identifier, best
// first: the default, or, where that is Vestibule, the one that was it before.
func (m *mac) handlersOf(scheme string) []bundle {
	if !isScheme(scheme) {
		return nil
	}
	paths := m.workspace.handlers(scheme)
	if usual := m.workspace.usual(scheme); usual != "" {
		paths = append([]string{usual}, paths...)
	}
	var out []bundle
	for _, path := range paths {
		b, ok := m.read(path)
		if !ok || slices.ContainsFunc(out, func(o bundle) bool { return strings.EqualFold(o.id, b.id) }) {
			continue
		}
		if b.broken != errItself {
			// Of several copies the one that would be started is told of.
			if starts, err := m.find(b.id); err == nil {
				b = starts
			} else {
				b.broken = err
			}
		}
		out = append(out, b)
	}
	if len(out) == 0 || out[0].broken != errItself || m.earlier == nil {
		return out
	}
	earlier := m.earlier(scheme)
	if i := slices.IndexFunc(out, func(b bundle) bool { return strings.EqualFold(b.id, earlier) }); i > 0 {
		before := out[i]
		out = slices.Insert(slices.Delete(out, i, i+1), 0, before)
	}
	return out
}

// offered are the handlers that can be started.
func (m *mac) offered(scheme string) []bundle {
	return slices.DeleteFunc(m.handlersOf(scheme), func(b bundle) bool { return b.broken != nil })
}

func (m *mac) installed(schemes []string) []Client {
	return listed(schemes, strings.EqualFold, func(scheme string) (out []Client) {
		for _, b := range m.offered(scheme) {
			out = append(out, Client{ID: b.id, Name: b.name})
		}
		return out
	})
}

func (m *mac) handler(scheme string) (Client, bool) {
	kind := App
	if scheme == "https" || scheme == "http" {
		kind = Browser
	}
	for _, b := range m.offered(scheme) {
		return Client{ID: b.id, Name: b.name, Kind: kind, Schemes: []string{scheme}, Default: true}, true
	}
	return Client{}, false
}

// usualID is the identifier of what opens a scheme now, Vestibule included.
func (m *mac) usualID(scheme string) string {
	if !isScheme(scheme) {
		return ""
	}
	b, _ := m.read(m.workspace.usual(scheme))
	return b.id
}

func (m *mac) usualWithout(scheme string) string {
	for _, b := range m.handlersOf(scheme) {
		if b.broken != errItself {
			return b.id
		}
	}
	return ""
}

// find gives the bundle of an identifier that can be started, or why none can.
func (m *mac) find(id string) (bundle, error) {
	cause := errNoBundle
	if !isBundleID(id) {
		return bundle{}, cause
	}
	for _, path := range m.workspace.bundles(id) {
		b, ok := m.read(path)
		if !ok || !strings.EqualFold(b.id, id) {
			continue
		}
		if b.broken == nil {
			return b, nil
		}
		cause = b.broken
	}
	return bundle{}, cause
}

func (m *mac) name(id string) string {
	if b, err := m.find(id); err == nil {
		return b.name
	}
	return id
}

func (m *mac) notOffered(schemes []string) []Unusable {
	var out []Unusable
	for _, scheme := range append(slices.Clone(schemes), "https") {
		for _, b := range m.handlersOf(scheme) {
			if b.broken != nil && b.broken != errItself {
				out = append(out, Unusable{ID: b.id, Name: b.name, Scheme: scheme, Why: b.broken.Error()})
			}
		}
	}
	return out
}

// command gives the argument vector that opens link with c. The link begins
// with its scheme, so that the tool takes it for nothing else; it is run in a
// folder where nobody can put a file of that name.
func (m *mac) command(c Client, link string) (argv []string, err error) {
	fail := func(cause error, mend string) error {
		return &StartError{Client: c.label(), Cause: cause, Mend: mend}
	}
	if err := checkLink(c, link); err != nil {
		return nil, fail(err, "")
	}
	b, err := m.find(c.ID)
	if err != nil {
		return nil, fail(err, words.Mark("install it, or choose another program to open the link"))
	}
	return []string{m.open, "-a", b.path, link}, nil
}

// emptyFolder is where the tool runs: the root, where only root writes.
const emptyFolder = "/"

// macFamilies maps bundle identifiers, in lower case, to the make of browser.
var macFamilies = map[string]BrowserFamily{
	"com.google.chrome": Chromium, "com.google.chrome.beta": Chromium, "com.google.chrome.dev": Chromium, "com.google.chrome.canary": Chromium,
	"org.chromium.chromium": Chromium,
	"com.microsoft.edgemac": Chromium, "com.microsoft.edgemac.beta": Chromium, "com.microsoft.edgemac.dev": Chromium, "com.microsoft.edgemac.canary": Chromium,
	"com.brave.browser": Chromium, "com.brave.browser.beta": Chromium, "com.brave.browser.nightly": Chromium,
	"com.vivaldi.vivaldi": Chromium, "com.vivaldi.vivaldi.snapshot": Chromium,
	"org.mozilla.firefox": Firefox, "org.mozilla.firefoxdeveloperedition": Firefox, "org.mozilla.nightly": Firefox,
	"org.mozilla.librewolf": Firefox, "io.gitlab.librewolf-community.librewolf": Firefox,
}

// macFamily says which make of browser an identifier is of.
func macFamily(id string) BrowserFamily {
	if f, ok := macFamilies[strings.ToLower(id)]; ok {
		return f
	}
	return OtherFamily
}
