//go:build linux

package main

import (
	"time"

	"github.com/godbus/dbus/v5"

	"vestibule/internal/e2e"
)

// The desktop's own question which program should open a link.
const (
	portalName = "org.freedesktop.portal.Desktop"
	portalImpl = "org.freedesktop.impl.portal.desktop.gtk"
	portalPath = dbus.ObjectPath("/org/freedesktop/portal/desktop")
)

func (b *bench) portal() {
	b.s.AddService(portalName, "/usr/libexec/xdg-desktop-portal")
	b.s.AddService(portalImpl, "/usr/libexec/xdg-desktop-portal-gtk")
	b.s.AddService("org.freedesktop.impl.portal.PermissionStore", "/usr/libexec/xdg-permission-store")
	if err := b.s.Bus().BusObject().Call("org.freedesktop.DBus.ReloadConfig", 0).Err; err != nil {
		b.Fatalf("adding the portal: %v", err)
	}
	var cold, warm []time.Duration
	for i := range b.n + 1 {
		first, again := b.choose(), b.choose()
		for _, name := range []string{portalName, portalImpl} {
			pid := b.s.WaitName(name, 5*time.Second)
			b.s.Terminate(pid)
			if !e2e.WaitGone(pid, 10*time.Second) {
				b.Fatalf("ending the portal: process %d goes on", pid)
			}
			b.s.WaitNoName(name, 5*time.Second)
		}
		if i > 0 {
			cold, warm = append(cold, first), append(warm, again)
		}
	}
	b.table.add("portal chooser warm, OpenURI to mapped", spread(warm), "", "")
	b.table.add("portal chooser cold, OpenURI to mapped", spread(cold), "", "")
}

// choose has the portal ask, and closes its question.
func (b *bench) choose() time.Duration {
	var call *dbus.Call
	took, window := b.w.mapped(func() {
		call = b.s.Bus().Object(portalName, portalPath).Go("org.freedesktop.portal.OpenURI.OpenURI", 0, nil,
			"", question, map[string]dbus.Variant{"ask": dbus.MakeVariant(true)})
	})
	<-call.Done
	var handle dbus.ObjectPath
	if err := call.Store(&handle); err != nil {
		b.Fatalf("asking the portal: %v", err)
	}
	if err := b.s.Bus().Object(portalName, handle).Call("org.freedesktop.portal.Request.Close", 0).Err; err != nil {
		b.Fatalf("closing the portal's question: %v", err)
	}
	b.w.gone(window)
	return took
}
