package app

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"

	"vestibule/internal/client"
	"vestibule/internal/client/guard"
	"vestibule/internal/client/sandbox"
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/device"
	"vestibule/internal/device/remember"
	"vestibule/internal/link"
	"vestibule/internal/meeting"
	"vestibule/internal/plan"
	"vestibule/internal/urlscheme"
	"vestibule/internal/words"
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
	return append(files, config.ManagedFiles()...), nil
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

// LockedBy names the files whose locks bear on the switches.
func LockedBy(s config.Snapshot) consent.LockedBy {
	var by consent.LockedBy
	if o, locked := s.Locked("join.camera"); locked {
		by.Camera = o.File
	}
	if o, locked := s.Locked("join.microphone"); locked {
		by.Microphone = o.File
	}
	return by
}

// OtherLocks lists the locks that bear on something else than the switches, a
// line each: key, value and file.
func OtherLocks(s config.Snapshot) []string {
	var out []string
	for _, set := range config.List(s) {
		if set.Locked && set.Key != "join.camera" && set.Key != "join.microphone" {
			out = append(out, set.Key+" = "+set.Value+" ("+set.LockedBy+")")
		}
	}
	return out
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

	once     sync.Once
	devices  *device.Machine
	mute     *remember.Mute // nil where it could not be remembered
	restored sync.Once      // what an earlier run left was looked at
	works    sandbox.Trial
}

// Finder finds clients, with the handlers that schemes had before Vestibule.
func (m *ThisMachine) Finder() *client.Finder {
	return client.New(client.Options{Dirs: client.FromEnv(), Self: m.Self, Earlier: urlscheme.EarlierHandler})
}

// Sound and cameras, with one connection to the sound server.
func (m *ThisMachine) open() *device.Machine {
	m.once.Do(func() {
		m.devices = device.Open(device.Options{})
		m.mute = newMute(m.devices)
	})
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

// Guards tells what guards the clients in list have now.
func (m *ThisMachine) Guards(list []client.Client, host string) []client.Guard {
	site := ""
	if link.IsHostName(host) {
		site = link.RegistrableDomain(host)
	}
	return append(m.sandboxes(list), m.guards().Look(list, site)...)
}

// StartGuarded starts a browser in a profile of Vestibule's own, or a native
// client without a camera.
func (m *ThisMachine) StartGuarded(c client.Client, which, link, startup string) (<-chan error, <-chan struct{}, error) {
	if which == plan.Sandbox {
		return m.startSandboxed(c, link, startup)
	}
	s, err := m.guards().Start(c, guard.Profile(which), link, startupEnv(startup))
	exited, err := ownScope(c, s, err)
	if err != nil {
		return nil, nil, err
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		m.guards().Wait(context.Background(), c, guard.Profile(which), s.PID)
	}()
	return exited, ended, nil
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
func (m *ThisMachine) Status() []words.Text {
	r, err := m.Registered()
	if err != nil {
		return []words.Text{words.Make("Cannot tell what is registered: {why}", "why", err.Error())}
	}
	return registeredTexts(r, m.RegisteredForAll(""))
}

// RegisteredForAll is what is registered for all users, of this computer or of
// the image at root. What cannot be told is not there.
func (m *ThisMachine) RegisteredForAll(root string) urlscheme.Report {
	r, err := urlscheme.StatusSystem(urlscheme.System{Root: root})
	if err != nil {
		return urlscheme.Report{System: true, Notices: []string{"cannot tell what is registered for all users: " + err.Error()}}
	}
	return r
}

// RegisteredLines tells both in English, a line each, with what belongs to a
// heading set in.
func RegisteredLines(own, all urlscheme.Report) []string {
	return registered(own, all, urlscheme.Report.Lines, words.Text.String)
}

func registeredTexts(own, all urlscheme.Report) []words.Text {
	return registered(own, all, urlscheme.Report.Texts, func(t words.Text) words.Text { return t })
}

// registered tells what is for all users where there is any; that this user
// has nothing more is no news then.
func registered[T any](own, all urlscheme.Report, tell func(urlscheme.Report) []T, one func(words.Text) T) []T {
	if !all.Registered && len(all.Notices) == 0 {
		return tell(own)
	}
	lines := tell(all)
	if own.Registered || len(own.Files) > 0 {
		return append(lines, tell(own)...)
	}
	for _, s := range own.Schemes {
		if !s.Ours {
			lines = append(lines, one(words.Make("note: for you, {scheme} links are not opened by Vestibule: a choice of yours comes before the machine's", "scheme", s.Scheme)))
		}
	}
	return lines
}

// Registered is what Vestibule put on this machine: what "vestibule register"
// wrote, the guarded profiles, and what remembers a system mute.
func (m *ThisMachine) Registered() (urlscheme.Report, error) {
	r, err := urlscheme.Status()
	for _, k := range m.guards().Kept() {
		f := urlscheme.File{Path: k.Dir, What: profileWhat, State: urlscheme.Kept}
		if k.Running {
			f.State = urlscheme.InUse
		}
		r.Files = append(r.Files, f)
	}
	for _, path := range muteFiles() {
		r.Files = append(r.Files, urlscheme.File{Path: path, What: mutedWhat, State: urlscheme.AsWritten})
	}
	places, used := new(sandbox.Guard).Places()
	for _, dir := range places {
		f := urlscheme.File{Path: dir, What: placeWhat, State: urlscheme.Kept}
		if used {
			f.State = urlscheme.InUse
		}
		r.Files = append(r.Files, f)
	}
	return r, err
}

//words:mark
const (
	profileWhat = "guarded browser profile, with its sign-ins"
	placeWhat   = "left of starting a program without a camera"
)

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
	var mute urlscheme.Report
	merr := forgetMute(&mute) // first: it is in a directory that is taken away where it is empty
	r, err := urlscheme.Unregister()
	gone, perr := m.guards().Remove()
	if len(gone)+len(mute.Files) > 0 && len(r.Files) == 0 {
		r.Notices = nil // "there was nothing to take away"
	}
	r.Files, r.Notices = append(r.Files, mute.Files...), append(r.Notices, mute.Notices...)
	for _, dir := range gone {
		r.Files = append(r.Files, urlscheme.File{Path: dir, What: profileWhat, State: urlscheme.Removed})
	}
	for _, dir := range new(sandbox.Guard).RemovePlaces() {
		r.Files = append(r.Files, urlscheme.File{Path: dir, What: placeWhat, State: urlscheme.Removed})
	}
	return r, errors.Join(err, perr, merr)
}
