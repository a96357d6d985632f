#!/bin/sh
# Make build/macos/Vestibule.app on Linux, and check it: without cgo, so without
# the tray icon, and unsigned but for what Go's linker puts into the arm64 half.
# build.sh makes the one to give to others, on a Mac. Two runs give the same
# bytes, wherever they run.
#
#   packaging/macos/build-cross.sh [DIRECTORY]
set -eu
case $# in
  0) out=$(cd "$(dirname "$0")/../.." && pwd)/build/macos ;;
  1) out=$1 ;;
  *)
    sed -n '7s/^# *//p' "$0" >&2
    exit 2
    ;;
esac
mkdir -p "$out"
out=$(cd "$out" && pwd)
app=$out/Vestibule.app
cd "$(dirname "$0")/../.."
go=${GO:-$(scripts/find-go.sh)}

# A bundle that was not checked is not left behind.
made=
halves=$(mktemp -d)
end() {
  rm -rf "$halves"
  [ -n "$made" ] || rm -rf "$app"
}
trap end EXIT
trap 'exit 1' HUP INT TERM

for arch in arm64 amd64; do
  echo "building for darwin/$arch"
  # The same flags as "make build"; no state of a working copy, which is not the
  # same everywhere.
  CGO_ENABLED=0 GOOS=darwin GOARCH=$arch "$go" build -trimpath -buildvcs=false \
    -tags still -ldflags "-s -w -buildid= -checklinkname=0" -o "$halves/$arch" ./cmd/launcher
done

echo "joining them"
"$go" run ./packaging/macos/fat "$halves/vestibule" "$halves/arm64" "$halves/amd64"

echo "laying out $app"
packaging/macos/layout.sh "$halves/vestibule" "$app"

echo "checking it: files, property lists, architectures, libraries, functions, signature"
"$go" run ./packaging/macos/inspect "$app"
if command -v plistutil >/dev/null; then
  find "$app" -name '*.plist' | while IFS= read -r file; do
    # plistutil ends with 0 for a file it cannot read; what it prints tells,
    # and it only looks when it has to change the format.
    complaint=$(plistutil -i "$file" -f bin -o /dev/null 2>&1)
    if [ -n "$complaint" ]; then
      echo "build-cross.sh: $file: $complaint" >&2
      exit 1
    fi
  done
fi
made=yes
echo "made $app"
