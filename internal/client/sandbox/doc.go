// Package sandbox starts a native client where there is no camera: by
// bubblewrap, or for a Flatpak by Flatpak's own switches.
//
// Everything is an allow-list, because hiding single nodes leaks: a camera
// that is plugged in again, a second one, or a PipeWire socket that is made
// again would be seen by the running client. So the client's /dev, /sys, /run
// and XDG_RUNTIME_DIR are empty file systems into which only what is named
// here is bound (files_linux.go), and nothing lies beneath them. The rest of
// the file system is the person's own, without the right to open a device in
// it. Of the session bus it sees the names of bus_linux.go, through
// xdg-dbus-proxy.
//
// It has a user namespace of its own, which is also what keeps it from
// reaching a device through another process (/proc/PID/root, /proc/PID/fd).
// It has no PID namespace: Electron and Chromium write their PID into the lock
// of their profile, and a copy started outside would take a number of another
// namespace for dead and open the profile twice.
//
// What may not live here: deciding whether to guard, finding clients, links.
package sandbox
