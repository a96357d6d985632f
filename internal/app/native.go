package app

import (
	"context"
	"os"
	"time"

	"vestibule/internal/client"
	"vestibule/internal/client/sandbox"
	"vestibule/internal/client/settings"
)

// What ThisMachine knows of native clients: their start without a camera, and
// their own settings.

// probeLimit is how long a look may take before its answer is "not known".
const probeLimit = 300 * time.Millisecond

// TryGuard begins to find out whether a native client can be started without a
// camera here. Guards waits for it no longer than a look may take.
func (m *ThisMachine) TryGuard() { m.works.Begin(new(sandbox.Guard)) }

// sandboxes tells of each native client in list whether it can be started
// without a camera now. Where the system has no such guard there is nothing to
// tell.
func (m *ThisMachine) sandboxes(list []client.Client) []client.Guard {
	if !sandbox.Known {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), probeLimit)
	defer cancel()
	g := new(sandbox.Guard)
	var out []client.Guard
	for _, c := range list {
		if c.Kind != client.App || len(c.Schemes) == 0 {
			continue
		}
		t, err := m.target(c, c.Schemes[0]+":")
		if err != nil {
			continue
		}
		out = append(out, g.Look(ctx, t, func() string { return m.works.Why(ctx, g) }))
	}
	return out
}

// target is how a native client is started for a link.
func (m *ThisMachine) target(c client.Client, link string) (sandbox.Target, error) {
	argv, dir, err := m.Finder().Command(c, link)
	return sandbox.Target{ID: c.ID, Name: c.Name, Argv: argv, Dir: dir}, err
}

// startSandboxed starts a native client without a camera. Whether the guard
// holds is looked at once more there.
func (m *ThisMachine) startSandboxed(c client.Client, link, startup string) (<-chan error, <-chan struct{}, error) {
	t, err := m.target(c, link)
	if err != nil {
		return nil, nil, err
	}
	g := &sandbox.Guard{Scope: func(ctx context.Context, pids ...int) error { return client.OwnScope(ctx, c, pids...) }}
	s, err := g.Start(context.Background(), t, link, startupEnv(startup))
	if err != nil {
		return nil, nil, err
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		g.Wait(context.Background(), t, s.PID)
	}()
	return s.Exited, ended, nil
}

// Close has a native client close: what Vestibule started of it without a
// camera, which is ended if it does not, or what else of it runs, which is only
// asked.
func (m *ThisMachine) Close(ctx context.Context, c client.Client, guarded bool) error {
	if len(c.Schemes) == 0 {
		return nil
	}
	t, err := m.target(c, c.Schemes[0]+":")
	if err != nil {
		return err
	}
	if guarded {
		return new(sandbox.Guard).StopAll(ctx, t)
	}
	return new(sandbox.Guard).Close(ctx, t)
}

// Settings reads what the native clients in list keep off themselves.
func (m *ThisMachine) Settings(service string, list []client.Client) []client.Setting {
	var out []client.Setting
	for _, c := range list {
		if c.Kind != client.App {
			continue
		}
		if s := kept(c.ID, settings.Read(service, c.ID, os.Getenv)); s.Camera.Off || s.Microphone.Off {
			s.Read = time.Now().Format(time.DateOnly)
			out = append(out, s)
		}
	}
	return out
}

// kept is what of a client's settings holds for certain.
func kept(id string, s settings.Setting) client.Setting {
	one := func(v settings.Value) client.Kept {
		if !v.Assures() {
			return client.Kept{}
		}
		return client.Kept{Off: true, Source: v.Source + ", " + v.Key}
	}
	return client.Setting{Client: id, Camera: one(s.Camera), Microphone: one(s.Microphone)}
}
