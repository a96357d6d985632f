#!/bin/bash
# Take the pictures in docs/pictures of the macOS panel, as GNUstep draws it on
# Linux. GNUstep draws the controls in its own way and has none of the Mac's
# appearances; the page, its places, its sizes and its colours are the panel's.
#
#   scripts/pictures-appkit.sh [DIRECTORY [NAME...]]
#
# It brings its own display (Xvfb) and window manager (openbox).
set -euo pipefail
cd "$(dirname "$0")/.."

out=$(realpath -m "${1:-docs/pictures}")
shift || true
room=$(mktemp -d)
started=()
finish() {
	local environment
	for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
	# GNUstep's notification centre has left its parent.
	for environment in /proc/[0-9]*/environ; do
		grep -qsz "^TEMP=$room/" "$environment" || continue
		pid=${environment#/proc/}
		kill "${pid%%/*}" 2>/dev/null || true
	done
	rm -rf "$room"
}
trap finish EXIT
mkdir -p "$out" "$room/home/GNUstep/Defaults" "$room/tmp"

pages=${PAGES:-$room/pages}
[ -n "${PAGES:-}" ] || go build -o "$pages" ./internal/consent/gtk/demo
panel=${PANEL:-$room/panel}
[ -n "${PANEL:-}" ] || CGO_ENABLED=0 go build -tags gnustep -o "$panel" ./internal/consent/appkit/demo

# GNUstep keeps the names of its sockets in TEMP.
export HOME=$room/home TMPDIR=$room/tmp TEMP=$room/tmp LC_ALL=C.UTF-8
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
printf '{ NSFont = DejaVuSans; NSBoldFont = "DejaVuSans-Bold"; NSUserFixedPitchFont = DejaVuSansMono; }\n' >"$HOME/GNUstep/Defaults/NSGlobalDomain.plist"

mkfifo "$room/number"
Xvfb -displayfd 3 -noreset -screen 0 1280x1000x24 -dpi 96 -nolisten tcp 3>"$room/number" 2>"$room/xvfb.log" &
started+=($!)
read -r number <"$room/number"
export DISPLAY=:$number
openbox 2>"$room/openbox.log" &
started+=($!)
# The window manager says that it is there with this property.
until xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id'; do :; done
xdotool mousemove 0 0

# still prints a picture's checksum; a window is drawn when two are the same.
still() { import -silent -window "$1" rgb:- | sha256sum; }

# take NAME SAMPLE LANGUAGE PANEL-ARGUMENTS...
take() {
	local name=appkit-$1 sample=$2 language=$3 line id last now
	shift 3
	[ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" $name "* ]] || return 0
	LC_ALL='' LANG=$language.UTF-8 "$pages" -page "$sample" -print >"$room/page.json"
	mkfifo "$room/events"
	"$panel" -json "$room/page.json" "$@" -stay >"$room/events" 2>"$room/panel.log" &
	local pid=$!
	exec 4<"$room/events"
	rm "$room/events"
	while read -r line <&4; do [[ $line != focused* ]] || break; done
	id=$(xdotool search --onlyvisible --name '^Vestibule$' | tail -1)
	last=
	until now=$(still "$id"); [ "$now" = "$last" ]; do last=$now; done
	import -silent -window "$id" -strip +dither -colors 128 -define png:compression-level=9 -define png:compression-filter=0 "png8:$out/$name.png"
	kill -KILL "$pid" # it does not end for less
	wait "$pid" 2>/dev/null || true
	exec 4<&-
	cat "$room/panel.log" >&2
	echo "$name.png"
}

wanted=("$@")
take guarded-light guarded en
take guarded-dark guarded en -dark -ready
take jitsi-light jitsi en
take jitsi-dark jitsi en -dark -ready
take jitsi-rtl jitsi en -rtl
take setting-light setting en
take zoom-dark zoom en -dark
take long-light long en
take long-200 long en -text 26
take refused-light refused en
take refused-200 refused en -text 26
take unknown-host-light unknown-host en
take status-light status en
