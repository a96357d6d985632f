package app

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"

	"vestibule/internal/client"
	"vestibule/internal/client/guard"
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/device"
	"vestibule/internal/link"
	"vestibule/internal/meeting"
	"vestibule/internal/urlscheme"
)

// LoadConfig reads the person's configuration, with the providers of the
// catalogue as the known ones.
func LoadConfig() config.Snapshot { return ReloadConfig(config.Snapshot{}) }

// ReloadConfig reads all layers, where last was read before: what the person's
// file said before it broke stays.
func ReloadConfig(last config.Snapshot) config.Snapshot {
	paths, err := config.SystemPaths(Providers())
	if err != nil {
		return config.Snapshot{Config: config.Defaults(), Problems: []config.Problem{{Text: err.Error()}}}
	}
	return config.Reload(paths, last)
}

// ConfigFiles are the places to watch for changes of the configuration.
func ConfigFiles() ([]string, error) {
	paths, err := config.SystemPaths(nil)
	if err != nil {
		return nil, err
	}
	files := []string{paths.User}
	if paths.Policy != "" {
		files = append(files, filepath.Join(paths.Policy, "policy.toml"), filepath.Join(paths.Policy, "policy.d"))
	}
	return files, nil
}

// Trouble says what is wrong with the configuration, and so what holds.
func Trouble(s config.Snapshot) consent.Trouble {
	t := consent.NoTrouble
	for _, p := range s.Problems {
		switch {
		case p.Policy:
			return consent.BrokenPolicy
		case s.Stale:
			t = consent.StaleFile
		default:
			t = consent.BrokenFile
		}
	}
	return t
}

// Allowed is what of a wish the organisation's locks allow: a lock can keep a
// device off and never turns one on.
func Allowed(s config.Snapshot, w meeting.Wish) meeting.Wish {
	if CameraLocked(s) {
		w.Camera = false
	}
	if MicrophoneLocked(s) {
		w.Microphone = false
	}
	return w
}

// CameraLocked says that a policy keeps the camera's switch off.
func CameraLocked(s config.Snapshot) bool {
	_, locked := s.Locked("join.camera")
	return locked && !s.Join.Camera
}

// MicrophoneLocked says that a policy keeps the microphone's switch off.
func MicrophoneLocked(s config.Snapshot) bool {
	_, locked := s.Locked("join.microphone")
	return locked && !s.Join.Microphone
}

// Providers are the ids of the catalogue.
func Providers() []string {
	all := meeting.Services()
	ids := make([]string, len(all))
	for i, s := range all {
		ids[i] = s.ID
	}
	return ids
}

// ThisMachine is the Machine of the computer Vestibule runs on.
type ThisMachine struct {
	// Self is the absolute path of the vestibule binary.
	Self string

	once    sync.Once
	devices *device.Machine
}

// Finder finds clients, with the handlers that schemes had before Vestibule.
func (m *ThisMachine) Finder() *client.Finder {
	return client.New(client.Options{Dirs: client.FromEnv(), Self: m.Self, Earlier: urlscheme.EarlierHandler})
}

// Sound and cameras, with one connection to the sound server.
func (m *ThisMachine) open() *device.Machine {
	m.once.Do(func() { m.devices = device.Open(device.Options{}) })
	return m.devices
}

// Devices looks at cameras and microphones.
func (m *ThisMachine) Devices(ctx context.Context) device.Snapshot { return m.open().Probe(ctx) }

// Watch tells of changes of cameras and microphones.
func (m *ThisMachine) Watch(ctx context.Context) <-chan struct{} { return m.open().Watch(ctx) }

// Asker looks up which program opened a link.
func (m *ThisMachine) Asker(pid int) consent.Asker {
	w := urlscheme.Asker(pid, m.Self)
	return consent.Asker{Name: w.Name, Sandbox: w.Sandbox, App: w.App, Path: w.Path, Icon: w.Icon, ID: w.Identity()}
}

// Clients lists what is installed.
func (m *ThisMachine) Clients(schemes []string) ([]client.Client, error) {
	return m.Finder().Installed(schemes)
}

// Handler is the program that had the scheme before.
func (m *ThisMachine) Handler(scheme string) (client.Client, bool) { return m.Finder().Handler(scheme) }

// Start starts a client with one link.
func (m *ThisMachine) Start(c client.Client, link, startup string) (<-chan error, error) {
	s, err := m.Finder().Start(c, link, startupEnv(startup))
	return ownScope(c, s, err)
}

// guards are the guarded profiles of the person.
func (m *ThisMachine) guards() *guard.Guards {
	dirs := client.FromEnv()
	return guard.New(guard.Options{DataHome: dirs.DataHome, Home: dirs.Home, Finder: m.Finder()})
}

// Guards tells what guards the browsers among list have now.
func (m *ThisMachine) Guards(list []client.Client, host string) []client.Guard {
	site := ""
	if link.IsHostName(host) {
		site = link.RegistrableDomain(host)
	}
	return m.guards().Look(list, site)
}

// StartGuarded starts a browser in a profile of Vestibule's own.
func (m *ThisMachine) StartGuarded(c client.Client, which, link, startup string) (<-chan error, error) {
	s, err := m.guards().Start(c, guard.Profile(which), link, startupEnv(startup))
	return ownScope(c, s, err)
}

func startupEnv(startup string) []string {
	if startup == "" {
		return nil
	}
	return []string{"XDG_ACTIVATION_TOKEN=" + startup, "DESKTOP_STARTUP_ID=" + startup}
}

// ownScope gives a client that was started a scope of its own.
func ownScope(c client.Client, s client.Started, err error) (<-chan error, error) {
	if err != nil {
		return nil, err
	}
	go func() {
		if err := client.OwnScope(context.Background(), c, s.PID); err != nil {
			slog.Debug("scope", "err", err)
		}
	}()
	return s.Exited, nil
}

// Config reads the configuration anew.
func (m *ThisMachine) Config() config.Snapshot { return LoadConfig() }

// SetConfig changes one key in the person's file.
func (m *ThisMachine) SetConfig(key, value string) error {
	file, err := config.UserFile()
	if err != nil {
		return err
	}
	return config.SetKnown(file, key, value, Providers())
}

// EditConfig opens the person's file in their editor, made with its defaults
// as comments if there is none.
func (m *ThisMachine) EditConfig() error {
	file, err := config.UserFile()
	if err != nil {
		return err
	}
	if err := config.Create(file); err != nil {
		return err
	}
	return client.OpenText(file)
}

// Status lists what Vestibule put on this machine, a line each.
func (m *ThisMachine) Status() []string {
	r, err := m.Registered()
	if err != nil {
		return []string{"Cannot tell what is registered: " + err.Error()}
	}
	return r.Lines()
}

// Registered is what Vestibule put on this machine: what "vestibule register"
// wrote, and the guarded profiles.
func (m *ThisMachine) Registered() (urlscheme.Report, error) {
	r, err := urlscheme.Status()
	for _, k := range m.guards().Kept() {
		f := urlscheme.File{Path: k.Dir, What: profileWhat, State: urlscheme.Kept}
		if k.Running {
			f.State = urlscheme.InUse
		}
		r.Files = append(r.Files, f)
	}
	return r, err
}

const profileWhat = "guarded browser profile, with its sign-ins"

// Profiles are the folders of the guarded browser profiles.
func (m *ThisMachine) Profiles() []string {
	var out []string
	for _, k := range m.guards().Kept() {
		out = append(out, k.Dir)
	}
	return out
}

// Unregister takes away all that Registered lists. A guarded profile whose
// window is open stays, and is an error.
func (m *ThisMachine) Unregister() (urlscheme.Report, error) {
	r, err := urlscheme.Unregister()
	gone, perr := m.guards().Remove()
	if len(gone) > 0 && len(r.Files) == 0 {
		r.Notices = nil // "there was nothing to take away"
	}
	for _, dir := range gone {
		r.Files = append(r.Files, urlscheme.File{Path: dir, What: profileWhat, State: urlscheme.Removed})
	}
	return r, errors.Join(err, perr)
}
