#!/bin/bash
# Everything that is checked without running a test: formatting, vet for this
# system and for macOS and Windows, shell scripts, generated files.
#
#   scripts/check.sh GO
set -euo pipefail
cd "$(dirname "$0")/.."
go=${1:-go}

echo "gofmt"
unformatted=$("$(dirname "$("$go" env GOROOT)/bin/go")/gofmt" -l bench cmd internal packaging)
if [ -n "$unformatted" ]; then
  printf 'not formatted:\n%s\nhint: gofmt -w them\n' "$unformatted" >&2
  exit 1
fi

echo "go vet"
"$go" vet ./...
"$go" vet -tags e2e ./internal/e2e/...

# What the one program of macOS and Windows is made of. There is no cgo in it,
# so that this machine compiles all of it.
for os in darwin windows; do
  for arch in amd64 arm64; do
    echo "go build and vet for $os/$arch"
    export GOOS=$os GOARCH=$arch CGO_ENABLED=0
    "$go" build -o /dev/null ./cmd/launcher
    "$go" list -deps ./cmd/launcher | grep '^vestibule/' | xargs "$go" vet
    "$go" vet ./internal/tray ./internal/notify
    # All that compiles there is to go on compiling, its tests included: they run
    # on no Mac before somebody has one. The linker's work is kept by nothing, so
    # that the tests are linked for one kind of Mac alone.
    if [ "$os" = darwin ]; then
      "$go" build ./...
      "$go" vet ./...
      [ "$arch" != arm64 ] || "$go" test -c -o /dev/null ./... >/dev/null
    fi
    unset GOOS GOARCH CGO_ENABLED
  done
done

echo "go vet for GNUstep"
CGO_ENABLED=0 "$go" vet -tags gnustep ./internal/objc/... ./internal/consent/appkit/... ./internal/app/mac/...

echo "shellcheck"
find scripts packaging .ci -type f | while read -r file; do
  if head -n 1 "$file" | grep -q '^#!.*sh$'; then
    echo "$file"
  fi
done | xargs shellcheck

echo "generated files"
changed=$("$go" run ./internal/meeting/generate && "$go" generate ./packaging/fleet)
if [ -n "$changed" ]; then
  printf 'were not current, and are now: commit them\n%s\n' "$changed" >&2
  exit 1
fi
