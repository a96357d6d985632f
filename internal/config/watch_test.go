package config

import (
	"context"
	"path/filepath"
	"testing"
)

// TestWatch makes each change and waits until it is told. What is told late
// or never hangs the test until go test's own limit.
func TestWatch(t *testing.T) {
	for _, c := range []struct {
		name   string
		before func(t *testing.T, dir string)
		change func(t *testing.T, dir string)
	}{
		{"made", folder("conf"), write("conf/config.toml", "a")},
		{"made together with its folders", nothing, func(t *testing.T, dir string) {
			folder("conf")(t, dir)
			write("conf/config.toml", "a")(t, dir)
		}},
		{"written in place", write("conf/config.toml", "a"), write("conf/config.toml", "b")},
		{"replaced", write("conf/config.toml", "a"), func(t *testing.T, dir string) {
			write("conf/new", "b")(t, dir)
			rename("conf/new", "conf/config.toml")(t, dir)
		}},
		{"removed", write("conf/config.toml", "a"), remove("conf/config.toml")},
		{"folder moved away and made anew", write("conf/config.toml", "a"), func(t *testing.T, dir string) {
			rename("conf", "old")(t, dir)
			write("conf/config.toml", "b")(t, dir)
		}},
		{"a link's target", func(t *testing.T, dir string) {
			write("dotfiles/config.toml", "a")(t, dir)
			folder("conf")(t, dir)
			link("../dotfiles/config.toml", "conf/config.toml")(t, dir)
		}, func(t *testing.T, dir string) {
			write("dotfiles/new", "b")(t, dir)
			rename("dotfiles/new", "dotfiles/config.toml")(t, dir)
		}},
		{"the target of a dangling link", func(t *testing.T, dir string) {
			folder("conf")(t, dir)
			link("../dotfiles/config.toml", "conf/config.toml")(t, dir)
		}, write("dotfiles/config.toml", "a")},
		{"a folder that is a link", func(t *testing.T, dir string) {
			write("dotfiles/config.toml", "a")(t, dir)
			link("dotfiles", "conf")(t, dir)
		}, write("dotfiles/config.toml", "b")},
		{"a link that leads elsewhere now", func(t *testing.T, dir string) {
			write("one/config.toml", "a")(t, dir)
			write("two/config.toml", "b")(t, dir)
			link("one", "conf")(t, dir)
		}, func(t *testing.T, dir string) {
			link("two", "next")(t, dir)
			rename("next", "conf")(t, dir)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			c.before(t, dir)
			told := watchFor(t, filepath.Join(dir, "conf", "config.toml"))
			c.change(t, dir)
			<-told
		})
	}
}

// TestWatchGoesOn sees that watching survives the folder it watches.
func TestWatchGoesOn(t *testing.T) {
	dir := t.TempDir()
	write("conf/config.toml", "a")(t, dir)
	told := watchFor(t, filepath.Join(dir, "conf", "config.toml"))
	remove("conf")(t, dir)
	<-told
	write("conf/config.toml", "b")(t, dir)
	<-told
	write("conf/config.toml", "c")(t, dir)
	<-told
}

// TestWatchOthers sees that other files of the folder do not count.
func TestWatchOthers(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	write("conf/config.toml", "a")(t, dir)
	file := filepath.Join(dir, "conf", "config.toml")
	w := &watcher{paths: []string{file}, watched: map[string]bool{}}
	_, w.names = w.wanted()
	for name, want := range map[string]bool{
		file:                                true,
		filepath.Join(dir, "conf", "other"): false,
		filepath.Join(dir, "conf", ".config.toml.new"): false,
	} {
		if got := w.counts(event(name)); got != want {
			t.Errorf("%s counts: %v, want %v", name, got, want)
		}
	}
}

func TestWatchDropIns(t *testing.T) {
	dir := t.TempDir()
	folder("policy.d")(t, dir)
	told := watchFor(t, filepath.Join(dir, "policy.d"))
	write("policy.d/10-site.toml", "a")(t, dir)
	<-told
	remove("policy.d/10-site.toml")(t, dir)
	<-told
}

func watchFor(t *testing.T, file string) <-chan struct{} {
	t.Helper()
	told := make(chan struct{})
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	err := Watch(ctx, file, func() {
		select {
		case told <- struct{}{}:
		case <-ctx.Done():
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return told
}
