//go:build linux

package e2e

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing/fstest"
	"time"
)

// NPM is one public package of the npm registry: what a service publishes of
// its own client, which a test runs as it is. Nothing of it is in the project,
// and nothing it depends on comes along.
type NPM struct {
	Name, Version string
	// SHA512 is what the registry calls the package's integrity, without
	// "sha512-".
	SHA512 string
}

// Packages is where packages are kept once they were fetched.
var Packages = filepath.Join("..", "..", "build", "npm")

func (p NPM) String() string { return p.Name + "@" + p.Version }

// Files gives what is in the package, by paths below its own directory. It is
// fetched if it is not there yet, and its bytes are compared with SHA512 each
// time: what lies in build/ is not taken on trust.
func (p NPM) Files() (fs.FS, error) {
	kept := filepath.Join(Packages, strings.NewReplacer("@", "", "/", "-").Replace(p.Name)+"-"+p.Version+".tgz")
	data, err := os.ReadFile(kept)
	if errors.Is(err, fs.ErrNotExist) {
		if err := p.fetch(kept); err != nil {
			return nil, err
		}
		data, err = os.ReadFile(kept)
	}
	if err != nil {
		return nil, fmt.Errorf("reading package %s: %w", p, err)
	}
	if err := p.check(data); err != nil {
		return nil, fmt.Errorf("%w\nhint: rm %s", err, kept)
	}
	return unpack(data)
}

func (p NPM) check(data []byte) error {
	sum := sha512.Sum512(data)
	if got := base64.StdEncoding.EncodeToString(sum[:]); got != p.SHA512 {
		return fmt.Errorf("checking package %s: it is not the one that was pinned: sha512-%s", p, got)
	}
	return nil
}

// fetch has npm bring the package and puts it at kept, whole or not at all:
// another test may do the same.
func (p NPM) fetch(kept string) error {
	if err := os.MkdirAll(filepath.Dir(kept), 0o755); err != nil {
		return fmt.Errorf("fetching package %s: %w", p, err)
	}
	dir, err := os.MkdirTemp(filepath.Dir(kept), "fetching-")
	if err != nil {
		return fmt.Errorf("fetching package %s: %w", p, err)
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	// npm pack takes the package alone and runs none of its scripts.
	out, err := exec.CommandContext(ctx, "npm", "pack", "--ignore-scripts", "--no-update-notifier",
		"--pack-destination", dir, p.String()).CombinedOutput()
	var data []byte
	if err == nil {
		var found []string
		if found, err = filepath.Glob(filepath.Join(dir, "*.tgz")); err == nil && len(found) != 1 {
			err = fmt.Errorf("npm left %d packages", len(found))
		}
		if err == nil {
			data, err = os.ReadFile(found[0])
		}
	}
	if err != nil {
		return fmt.Errorf("fetching package %s: npm pack: %w\n%s\nhint: this test needs npm and the npm registry, once; see whether this works: npm pack %s",
			p, err, bytes.TrimSpace(out), p)
	}
	if err := p.check(data); err != nil {
		return err
	}
	whole := filepath.Join(dir, "whole")
	if err := os.WriteFile(whole, data, 0o644); err != nil {
		return fmt.Errorf("keeping package %s: %w", p, err)
	}
	return os.Rename(whole, kept)
}

// unpack reads a package into memory, so that no path in it reaches the disk.
// Maps of a source that is not there are left out: they are half of it.
func unpack(data []byte) (fs.FS, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("unpacking: %w", err)
	}
	files := fstest.MapFS{}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if err == io.EOF {
			return files, nil
		}
		if err != nil {
			return nil, fmt.Errorf("unpacking: %w", err)
		}
		_, name, below := strings.Cut(h.Name, "/")
		if h.Typeflag != tar.TypeReg || !below || strings.HasSuffix(name, ".map") {
			continue
		}
		content, err := io.ReadAll(t)
		if err != nil {
			return nil, fmt.Errorf("unpacking %s: %w", name, err)
		}
		files[name] = &fstest.MapFile{Data: content, Mode: 0o644}
	}
}
