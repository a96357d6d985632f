#!/bin/bash
# Make build/macos/Vestibule.app on Linux: without cgo, so without the tray
# icon, and unsigned but for what Go's linker puts into the arm64 half. It is
# for testing the bundle; build.sh makes the one to install, on a Mac.
#
#   packaging/macos/build-cross.sh [DIRECTORY]
set -euo pipefail
cd "$(dirname "$0")/../.."

go=${GO:-$(scripts/find-go.sh)}
out=$(realpath -m "${1:-build/macos}")
app=$out/Vestibule.app

halves=$(mktemp -d)
trap 'rm -rf "$halves"' EXIT
for arch in arm64 amd64; do
  echo "building for darwin/$arch"
  CGO_ENABLED=0 GOOS=darwin GOARCH=$arch \
    "$go" build -trimpath -ldflags "-s -w" -o "$halves/$arch" ./cmd/launcher
done

echo "making $app"
rm -rf "$app"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources"
"$go" run ./packaging/macos/fat "$app/Contents/MacOS/vestibule" "$halves/arm64" "$halves/amd64"
cp packaging/macos/Info.plist "$app/Contents/Info.plist"
cp packaging/macos/Vestibule.icns "$app/Contents/Resources/Vestibule.icns"
cp LICENSE "$app/Contents/Resources/LICENSE"
printf 'APPL????' >"$app/Contents/PkgInfo"

if command -v plistutil >/dev/null; then
  echo "checking Info.plist"
  # plistutil ends with 0 for a file it cannot read; what it prints tells,
  # and only when it has to change the format.
  complaint=$(plistutil -i "$app/Contents/Info.plist" -f bin -o /dev/null 2>&1)
  if [ -n "$complaint" ]; then
    echo "Info.plist: $complaint" >&2
    exit 1
  fi
fi
echo "made $app"
