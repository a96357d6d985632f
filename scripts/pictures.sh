#!/bin/bash
# Take the pictures in docs/pictures of the consent window: each sample page of
# the demo, in the light and the dark theme and with text of 200 %; two of them
# in three languages, for which there must be fonts.
#
#   scripts/pictures.sh [DIRECTORY [SAMPLE...]]
#
# It brings its own display (Xvfb) and window manager (openbox), so that the
# pictures do not depend on the desktop they are taken on.
set -euo pipefail
cd "$(dirname "$0")/.."

out=$(realpath -m "${1:-docs/pictures}")
shift || true
room=$(mktemp -d)
display=
manager=
finish() {
	[ -z "$manager" ] || kill "$manager" 2>/dev/null || true
	[ -z "$display" ] || kill "$display" 2>/dev/null || true
	rm -rf "$room"
}
trap finish EXIT
mkdir -p "$out" "$room/home" "$room/run"
chmod 700 "$room/run"

demo=${DEMO:-$room/demo}
[ -n "${DEMO:-}" ] || go build -o "$demo" ./internal/consent/gtk/demo

export HOME=$room/home XDG_RUNTIME_DIR=$room/run XDG_CONFIG_HOME=$room/home/.config NO_AT_BRIDGE=1 LC_ALL=C.UTF-8
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS GTK_THEME GDK_DPI_SCALE

# Grey smoothing: coloured edges are a screen's, and make the files large.
mkdir -p "$XDG_CONFIG_HOME/gtk-3.0"
printf '[Settings]\ngtk-xft-rgba=none\ngtk-xft-hintstyle=hintslight\ngtk-font-name=Noto Sans 11\n' >"$XDG_CONFIG_HOME/gtk-3.0/settings.ini"

mkfifo "$room/number"
Xvfb -displayfd 3 -noreset -screen 0 1280x1000x24 -dpi 96 -nolisten tcp 3>"$room/number" 2>"$room/xvfb.log" &
display=$!
read -r number <"$room/number"
export DISPLAY=:$number
openbox 2>"$room/openbox.log" &
manager=$!
# The window manager says that it is there with this property.
until xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id'; do :; done

# The pointer is out of the way, where it lights nothing up.
xdotool mousemove 0 0

# still prints a picture's checksum; a window is drawn when two are the same.
still() { import -silent -window "$1" rgb:- | sha256sum; }

# take NAME DEMO-ARGUMENTS...
take() {
	local name=$1 line id last now
	shift
	mkfifo "$room/events"
	"$demo" "$@" -stay >"$room/events" 2>"$room/demo.log" &
	local pid=$!
	exec 4<"$room/events"
	rm "$room/events"
	while read -r line <&4; do [[ $line != focused* ]] || break; done
	id=$(xdotool search --pid "$pid" --onlyvisible --name '^Vestibule$' | tail -1)
	last=
	until now=$(still "$id"); [ "$now" = "$last" ]; do last=$now; done
	import -silent -window "$id" -strip +dither -colors 128 -define png:compression-level=9 -define png:compression-filter=0 "png8:$out/$name.png"
	kill "$pid"
	wait "$pid" 2>/dev/null || true
	exec 4<&-
	cat "$room/demo.log" >&2
	: >"$room/demo.log"
	echo "$name.png"
}

samples=("$@")
[ ${#samples[@]} -gt 0 ] || mapfile -t samples < <("$demo" -list)
for sample in "${samples[@]}"; do
	take "$sample-light" -page "$sample"
	take "$sample-dark" -page "$sample" -dark -ready
	[ "$sample" != jitsi ] || take "$sample-rtl" -page "$sample" -rtl
	GDK_DPI_SCALE=2 take "$sample-200" -page "$sample"
	case $sample in sandbox | refused)
		for language in ar de ja; do
			LC_ALL='' LANG=$language.UTF-8 take "$sample-$language" -page "$sample"
		done ;;
	esac
done
