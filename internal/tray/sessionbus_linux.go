//go:build cgo

package tray

// #cgo pkg-config: gio-2.0
// #include <gio/gio.h>
//
// static void hold_session_bus(void) {
//     GError *error = NULL;
//     if (g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, &error) == NULL)
//         g_clear_error(&error);
// }
import "C"

// holdSessionBus opens GLib's shared connection to the session bus and keeps
// a reference to it for the life of the process.
//
// It works around a race: libayatana-appindicator (0.5.92) and libdbusmenu
// each ask for the shared connection at the same time, and on a busy machine
// about one start in a hundred ended with "g_dbus_proxy_new: assertion
// 'G_IS_DBUS_CONNECTION (connection)' failed" and no icon.
func holdSessionBus() { C.hold_session_bus() }
