// Command forwarder is the least a static Go program can do to hand a link to
// Vestibule: what "vestibule open" is measured against.
package main

import (
	"os"

	"github.com/godbus/dbus/v5"
)

func main() {
	conn, err := dbus.Connect(os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
	if err == nil {
		err = conn.Object("dev.vestibule.Launcher", "/dev/vestibule/Launcher").Call(
			"org.freedesktop.Application.Open", 0, os.Args[1:], map[string]dbus.Variant{}).Err
	}
	if err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
}
