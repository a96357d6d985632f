package urlscheme

import "github.com/godbus/dbus/v5"

// Names of the daemon on the session bus.
const (
	objectPath = dbus.ObjectPath("/dev/vestibule/Launcher")
	// appInterface is org.freedesktop.Application of the Desktop Entry
	// specification, "D-Bus Activation".
	appInterface = "org.freedesktop.Application"
	// ownInterface waits for answers; it can ask, never answer.
	ownInterface = "dev.vestibule.Launcher1"
)
