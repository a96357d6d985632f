#!/bin/bash
# Open the consent layer for one link, with the programs in build/.
#
#   scripts/run.sh LINK
#
# With a display the window asks; on a machine without a session bus, on a bus
# of its own that ends with the answer. Without a display the terminal asks.
# With neither, nobody can be asked: that is said, and the status is 5.
set -euo pipefail

link=${1:?give one link}
vestibule=$(realpath "$(dirname "$0")/../build/vestibule")

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] ||
  [ -n "${DBUS_SESSION_BUS_ADDRESS:-}" ] || [ -S "/run/user/$(id -u)/bus" ]; then
  exec "$vestibule" open --wait -- "$link"
fi

# Not dbus-run-session: the window would name it as the program that opened
# the link, and its daemon's log would fill the terminal.
{
  read -r DBUS_SESSION_BUS_ADDRESS
  read -r bus
} < <(dbus-daemon --session --fork --print-address=1 --print-pid=1 2>/dev/null)
export DBUS_SESSION_BUS_ADDRESS

# The daemon that "open" started goes first, the bus it sits on after it.
# shellcheck disable=SC2317 # reached by the trap
finish() {
  local daemon
  daemon=$(dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.GetConnectionUnixProcessID string:dev.vestibule.Launcher 2>/dev/null |
    tr -dc '0-9 ' | awk '{ print $NF }') || true
  if [ -n "$daemon" ] && kill "$daemon" 2>/dev/null; then
    timeout 5 tail --pid="$daemon" -f /dev/null || true
  fi
  kill "$bus"
}
trap finish EXIT
status=0
"$vestibule" open --wait -- "$link" || status=$?
exit "$status"
