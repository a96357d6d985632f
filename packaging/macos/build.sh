#!/bin/sh
# Build Vestibule for macOS, on a Mac, into build/macos or DIRECTORY.
#
#   packaging/macos/build.sh [--dry-run] [--skip STEP]... [DIRECTORY]
#
# The steps, in this order; each says what it does before it does it, and one
# that fails ends all:
#
#   binary    compile for both kinds of Mac, with cgo for the tray, and join them
#   app       lay out Vestibule.app, and check it
#   sign      sign it, with the hardened runtime and no entitlement
#   pkg       make an installer that puts it into /Applications and runs no script
#   dmg       make a disk image to drag it from
#   notarize  have Apple check the installer and the image
#   staple    attach Apple's ticket to both
#
# --dry-run prints the commands, on any system, and does nothing. --skip leaves
# a step out; what it would have made is taken as it lies in DIRECTORY.
#
# From the environment, all of them names and none of them a secret; passwords
# and keys stay in the keychain, where codesign and notarytool look:
#
#   SIGN_APP="Developer ID Application: …"   without it: signed for this Mac alone
#   SIGN_PKG="Developer ID Installer: …"     without it: the installer is not signed
#   NOTARY_PROFILE=NAME                      without it: no notarize, no staple; made by
#                                            xcrun notarytool store-credentials NAME
#
# No part of this has run on a Mac yet. It keeps to what the sh of macOS, an old
# bash, understands.
set -eu

usage() {
  sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

steps="binary app sign pkg dmg notarize staple"
skip=" "
dry=
out=
while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry=yes ;;
    --skip)
      [ $# -ge 2 ] || usage
      case " $steps " in
        *" $2 "*) skip="$skip$2 " ;;
        *) usage ;;
      esac
      shift
      ;;
    -*) usage ;;
    *)
      [ -z "$out" ] || usage
      out=$1
      ;;
  esac
  shift
done

step=start
fail() {
  echo "build.sh: step $step: $1" >&2
  exit 1
}

if [ -z "$dry" ] && [ "$(uname -s)" != Darwin ]; then
  echo "build.sh: this needs a Mac" >&2
  echo "hint: packaging/macos/build-cross.sh makes an .app on Linux; --dry-run shows what a Mac would do" >&2
  exit 1
fi
if [ -n "${NOTARY_PROFILE:-}" ] && { [ -z "${SIGN_APP:-}" ] || [ -z "${SIGN_PKG:-}" ]; }; then
  fail "Apple checks only what is signed: SIGN_APP and SIGN_PKG go with NOTARY_PROFILE"
fi

# What is relative is relative to where the caller is.
case $out in
  "") ;;
  /*) ;;
  *) out=$PWD/$out ;;
esac
cd "$(dirname "$0")/../.."
out=${out:-$PWD/build/macos}
here=packaging/macos
go=${GO:-go}

# told KEY: a text of Info.plist.
told() {
  sed -n "/<key>$1<\/key>/{n;s/.*<string>\(.*\)<\/string>.*/\1/p;}" "$here/Info.plist"
}
version=$(told CFBundleShortVersionString)
minimum=$(told LSMinimumSystemVersion)
case $version/$minimum in
  /* | */ | *[!0-9./]*) fail "Info.plist has version '$version' for macOS '$minimum'" ;;
esac

app=$out/Vestibule.app
pkg=$out/Vestibule-$version.pkg
dmg=$out/Vestibule-$version.dmg
work=$out/Vestibule-build

# shown WORD...: as one could type it.
shown() {
  for word in "$@"; do
    case $word in
      "" | *[!A-Za-z0-9_./:=,@%+-]*) printf " '%s'" "$(printf '%s' "$word" | sed "s/'/'\\\\''/g")" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  echo
}

# run WORD...: say it, and do it.
run() {
  printf '  '
  shown "$@"
  [ -z "$dry" ] || return 0
  status=0
  "$@" || status=$?
  [ "$status" -eq 0 ] || fail "$1 ended with $status"
}

# begin STEP TEXT: whether to do it; says so either way.
begin() {
  step=$1
  case $skip in
    *" $1 "*)
      echo "-- $1: left out"
      return 1
      ;;
  esac
  echo "-- $1: $2"
}

# there FILE: what an earlier step, or an earlier run, has made.
there() {
  [ -n "$dry" ] || [ -e "$1" ] || fail "there is no $1, which an earlier step makes"
}


if [ -z "$dry" ]; then
  mkdir -p "$out"
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM
  rm -rf "$work"
  mkdir "$work"
fi

if begin binary "compile for both kinds of Mac, with cgo for the tray, and join them"; then
  for arch in arm64 amd64; do
    clang="clang -arch $arch"
    [ $arch = arm64 ] || clang="clang -arch x86_64"
    run env "MACOSX_DEPLOYMENT_TARGET=$minimum" CGO_ENABLED=1 GOOS=darwin GOARCH=$arch "CC=$clang" \
      "$go" build -trimpath -buildvcs=false -tags still -ldflags "-s -w -buildid= -checklinkname=0" \
      -o "$work/$arch" ./cmd/launcher
  done
  run lipo -create -output "$out/vestibule" "$work/arm64" "$work/amd64"
fi

if begin app "lay out $app, and check it"; then
  there "$out/vestibule"
  run "$here/layout.sh" "$out/vestibule" "$app"
  run "$go" run ./packaging/macos/inspect -tray "$app"
fi

if begin sign "sign as ${SIGN_APP:-nobody, for this Mac alone}, with the hardened runtime and no entitlement"; then
  there "$app"
  if [ -n "${SIGN_APP:-}" ]; then
    run codesign --force --options runtime --timestamp --entitlements "$here/entitlements.plist" --sign "$SIGN_APP" "$app"
  else
    run codesign --force --options runtime --timestamp=none --entitlements "$here/entitlements.plist" --sign - "$app"
  fi
  run codesign --verify --strict --deep --verbose=2 "$app"
  run "$go" run ./packaging/macos/inspect -tray -signed "$app"
fi

if begin pkg "an installer that puts it into /Applications and runs no script, signed by ${SIGN_PKG:-nobody}"; then
  there "$app"
  run mkdir "$work/root"
  run ditto "$app" "$work/root/Vestibule.app"
  run pkgbuild --root "$work/root" --component-plist "$here/components.plist" --install-location /Applications \
    --ownership recommended --identifier dev.vestibule.Launcher --version "$version" "$work/Vestibule-component.pkg"
  if [ -n "${SIGN_PKG:-}" ]; then
    run productbuild --distribution "$here/distribution.xml" --package-path "$work" --sign "$SIGN_PKG" --timestamp "$pkg"
    run pkgutil --check-signature "$pkg"
  else
    run productbuild --distribution "$here/distribution.xml" --package-path "$work" "$pkg"
  fi
fi

if begin dmg "a disk image to drag it from"; then
  there "$app"
  run mkdir "$work/image"
  run ditto "$app" "$work/image/Vestibule.app"
  run ln -s /Applications "$work/image/Applications"
  run hdiutil create -ov -fs HFS+ -format UDZO -volname "Vestibule $version" -srcfolder "$work/image" "$dmg"
  [ -z "${SIGN_APP:-}" ] || run codesign --force --timestamp --sign "$SIGN_APP" "$dmg"
  run hdiutil verify "$dmg"
fi

if begin notarize "have Apple check the installer and the image"; then
  if [ -z "${NOTARY_PROFILE:-}" ]; then
    echo "   left out: NOTARY_PROFILE is not set"
  else
    for file in "$pkg" "$dmg"; do
      there "$file"
      run xcrun notarytool submit "$file" --keychain-profile "$NOTARY_PROFILE" --wait
    done
  fi
fi

if begin staple "attach Apple's ticket to both, and ask Gatekeeper"; then
  if [ -z "${NOTARY_PROFILE:-}" ]; then
    echo "   left out: NOTARY_PROFILE is not set"
  else
    for file in "$pkg" "$dmg"; do
      there "$file"
      run xcrun stapler staple "$file"
      run xcrun stapler validate "$file"
    done
    run spctl --assess --verbose=2 --type install "$pkg"
    run spctl --assess --verbose=2 --type open --context context:primary-signature "$dmg"
  fi
fi

step=end
if [ -z "$dry" ]; then
  echo "made, in $out:"
  for file in "$app" "$pkg" "$dmg"; do
    [ ! -e "$file" ] || echo "  ${file##*/}"
  done
fi
