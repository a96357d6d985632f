#!/bin/bash
# Build Vestibule for macOS, on a Mac: a universal binary with the tray, the
# .app, its signature, an installer package, a disk image, and notarization.
#
#   packaging/macos/build.sh [--skip STEP]... [DIRECTORY]
#
# Steps: binary app sign pkg dmg notarize. Each prints what it does before it
# does it. Signing needs the names of your certificates; without them the step
# signs for this Mac alone and the ones that need more are left out:
#
#   SIGN_APP="Developer ID Application: …"   for the .app
#   SIGN_PKG="Developer ID Installer: …"     for the package
#   NOTARY_PROFILE=…                         made by: xcrun notarytool store-credentials
#
# No part of this has run on a Mac yet.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() {
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

skip=" "
out=build/macos
while [ $# -gt 0 ]; do
  case $1 in
    --skip)
      [ $# -ge 2 ] || usage
      case $2 in
        binary | app | sign | pkg | dmg | notarize) skip+="$2 " ;;
        *) usage ;;
      esac
      shift 2
      ;;
    -*) usage ;;
    *)
      out=$1
      shift
      ;;
  esac
done

if [ "$(uname -s)" != Darwin ]; then
  echo "build.sh: this needs a Mac; packaging/macos/build-cross.sh makes an .app on Linux" >&2
  exit 1
fi

# step NAME TEXT: whether to do it; says so either way.
step() {
  case $skip in
    *" $1 "*)
      echo "-- $1: left out"
      return 1
      ;;
  esac
  echo "-- $1: $2"
}

go=${GO:-go}
app=$out/Vestibule.app
version=$(plutil -extract CFBundleShortVersionString raw -o - packaging/macos/Info.plist)
minimum=$(plutil -extract LSMinimumSystemVersion raw -o - packaging/macos/Info.plist)
mkdir -p "$out"

if step binary "compile for arm64 and amd64 with cgo (the tray needs it) and join the two"; then
  for arch in arm64 amd64; do
    MACOSX_DEPLOYMENT_TARGET=$minimum CGO_ENABLED=1 GOOS=darwin GOARCH=$arch \
      CC="clang -arch ${arch/amd64/x86_64}" \
      "$go" build -trimpath -ldflags "-s -w" -o "$out/vestibule-$arch" ./cmd/launcher
  done
  lipo -create -output "$out/vestibule" "$out/vestibule-arm64" "$out/vestibule-amd64"
  rm "$out/vestibule-arm64" "$out/vestibule-amd64"
fi

if step app "lay out $app"; then
  packaging/macos/layout.sh "$out/vestibule" "$app"
  plutil -lint "$app/Contents/Info.plist"
fi

if step sign "sign with the hardened runtime, as ${SIGN_APP:-nobody (ad hoc, for this Mac alone)}"; then
  if [ -n "${SIGN_APP:-}" ]; then
    codesign --force --options runtime --timestamp --sign "$SIGN_APP" "$app"
  else
    codesign --force --options runtime --sign - "$app"
  fi
  codesign --verify --strict --verbose=2 "$app"
fi

if step pkg "an installer that puts it into /Applications and runs no script"; then
  sign=()
  [ -z "${SIGN_PKG:-}" ] || sign=(--sign "$SIGN_PKG")
  pkgbuild --component "$app" --install-location /Applications \
    --identifier dev.vestibule.Launcher --version "$version" \
    ${sign[@]+"${sign[@]}"} "$out/Vestibule-$version.pkg"
fi

if step dmg "a disk image to drag it from"; then
  hdiutil create -ov -format UDZO -volname Vestibule -srcfolder "$app" "$out/Vestibule-$version.dmg"
fi

if step notarize "ask Apple to check the package"; then
  if [ -z "${NOTARY_PROFILE:-}" ]; then
    echo "   left out: NOTARY_PROFILE is not set"
  else
    xcrun notarytool submit "$out/Vestibule-$version.pkg" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$out/Vestibule-$version.pkg"
  fi
fi
