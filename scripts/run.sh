#!/bin/bash
# Open the consent layer for one link, with the programs in build/.
#
#   scripts/run.sh LINK
#
# With a display the window asks; on a machine without a session bus, in a bus
# of its own that ends with the answer. Without a display the terminal asks.
# With neither, nobody can be asked: that is said, and the status is 5.
set -euo pipefail

link=${1:?give one link}
vestibule=$(realpath "$(dirname "$0")/../build/vestibule")

has_bus() {
  [ -n "${DBUS_SESSION_BUS_ADDRESS:-}" ] || [ -S "/run/user/$(id -u)/bus" ]
}

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && ! has_bus; then
  exec dbus-run-session -- "$vestibule" open --wait -- "$link"
fi
exec "$vestibule" open --wait -- "$link"
