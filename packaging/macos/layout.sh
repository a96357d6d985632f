#!/bin/sh
# Lay out Vestibule.app around a program: the one list of what is in it, for
# build.sh and build-cross.sh. Modes are set, not left to the umask, so that a
# bundle is the same whoever made it.
#
#   packaging/macos/layout.sh PROGRAM APP
set -eu

if [ $# -ne 2 ]; then
  sed -n '6s/^# *//p' "$0" >&2
  exit 2
fi
program=$1
app=$2
case $app in
  *.app) ;;
  *)
    echo "layout.sh: laying out bundle: $app is no name of one" >&2
    exit 1
    ;;
esac
here=$(cd "$(dirname "$0")" && pwd)

# put MODE FILE PLACE: a copy, below Contents.
put() {
  cp "$2" "$app/Contents/$3"
  chmod "$1" "$app/Contents/$3"
}

rm -rf "$app"
umask 022
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources" "$app/Contents/Library/LaunchAgents"
put 755 "$program" MacOS/vestibule
put 644 "$here/Info.plist" Info.plist
put 644 "$here/dev.vestibule.Launcher.plist" Library/LaunchAgents/dev.vestibule.Launcher.plist
put 644 "$here/Vestibule.icns" Resources/Vestibule.icns
put 644 "$here/../../LICENSE" Resources/LICENSE
put 755 "$here/uninstall.sh" Resources/uninstall.sh
printf 'APPL????' >"$app/Contents/PkgInfo"
chmod 644 "$app/Contents/PkgInfo"
