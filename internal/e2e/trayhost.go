//go:build linux

package e2e

import (
	"fmt"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
)

const (
	watcherName = "org.kde.StatusNotifierWatcher"
	watcherPath = dbus.ObjectPath("/StatusNotifierWatcher")
	itemIface   = "org.kde.StatusNotifierItem"
	menuIface   = "com.canonical.dbusmenu"
)

// TrayHost plays the part of a desktop's tray: it is the
// StatusNotifierWatcher, and reads and clicks the menus of what registers.
type TrayHost struct {
	s     *Session
	conn  *dbus.Conn
	items chan *TrayItem
}

// TrayItem is one registered tray icon.
type TrayItem struct {
	h       *TrayHost
	Owner   string // unique bus name
	Path    dbus.ObjectPath
	menu    dbus.BusObject
	signals chan *dbus.Signal
}

// MenuItem is one line of a tray menu.
type MenuItem struct {
	ID        int32
	Label     string
	Visible   bool
	Enabled   bool
	Separator bool
	// Toggle is "checkmark" or ""; Checked its state.
	Toggle  string
	Checked bool
	Parent  int32
}

// StartTrayHost takes the watcher's name.
func (s *Session) StartTrayHost() *TrayHost {
	s.t.Helper()
	h := &TrayHost{s: s, conn: s.Dial(), items: make(chan *TrayItem, 8)}
	s.t.Cleanup(func() { h.conn.Close() })
	_, err := prop.Export(h.conn, watcherPath, prop.Map{watcherName: {
		"RegisteredStatusNotifierItems":  {Value: []string{}},
		"IsStatusNotifierHostRegistered": {Value: true},
		"ProtocolVersion":                {Value: int32(0)},
	}})
	if err == nil {
		err = h.conn.ExportMethodTable(map[string]any{
			"RegisterStatusNotifierItem": h.register,
			"RegisterStatusNotifierHost": func(string) *dbus.Error { return nil },
		}, watcherPath, watcherName)
	}
	if err != nil {
		s.t.Fatalf("playing the tray: %v", err)
	}
	if reply, err := h.conn.RequestName(watcherName, dbus.NameFlagDoNotQueue); err != nil ||
		reply != dbus.RequestNameReplyPrimaryOwner {
		s.t.Fatalf("playing the tray: taking %s: %v %v", watcherName, reply, err)
	}
	return h
}

// Stop gives the watcher's name up, as a tray that goes away.
func (h *TrayHost) Stop() {
	h.s.t.Helper()
	if _, err := h.conn.ReleaseName(watcherName); err != nil {
		h.s.t.Fatalf("ending the tray: %v", err)
	}
}

// register takes a path on the sender's connection (libayatana) or a bus name
// (the specification).
func (h *TrayHost) register(service string, from dbus.Sender) *dbus.Error {
	item := &TrayItem{h: h, Owner: string(from), Path: "/StatusNotifierItem", signals: make(chan *dbus.Signal, 256)}
	if strings.HasPrefix(service, "/") {
		item.Path = dbus.ObjectPath(service)
	} else if service != "" {
		item.Owner = service
	}
	select {
	case h.items <- item:
	default:
	}
	return nil
}

// WaitItem waits until a program registers an icon.
func (h *TrayHost) WaitItem(within time.Duration) *TrayItem {
	h.s.t.Helper()
	select {
	case item := <-h.items:
		var path dbus.ObjectPath
		if err := item.property("Menu", &path); err != nil {
			h.s.t.Fatalf("reading the tray icon: %v", err)
		}
		item.menu = h.conn.Object(item.Owner, path)
		h.conn.Signal(item.signals)
		if err := h.conn.AddMatchSignal(dbus.WithMatchInterface(menuIface), dbus.WithMatchSender(item.Owner)); err != nil {
			h.s.t.Fatalf("watching the tray menu: %v", err)
		}
		return item
	case <-time.After(within):
		h.s.t.Fatalf("no tray icon after %v", within)
	}
	return nil
}

func (i *TrayItem) property(name string, into any) error {
	v, err := i.h.conn.Object(i.Owner, i.Path).GetProperty(itemIface + "." + name)
	if err != nil {
		return fmt.Errorf("asking for %s: %w", name, err)
	}
	return dbus.Store([]any{v.Value()}, into)
}

// Property gives a string property of the icon: "Title", "IconName", "Status".
func (i *TrayItem) Property(name string) string {
	i.h.s.t.Helper()
	var text string
	if err := i.property(name, &text); err != nil {
		i.h.s.t.Fatalf("reading the tray icon: %v", err)
	}
	return text
}

type layout struct {
	ID       int32
	Props    map[string]dbus.Variant
	Children []dbus.Variant
}

// Menu reads the menu, top down.
func (i *TrayItem) Menu() []MenuItem {
	i.h.s.t.Helper()
	var revision uint32
	var root layout
	call := i.menu.Call(menuIface+".GetLayout", 0, int32(0), int32(-1), []string{})
	if err := call.Store(&revision, &root); err != nil {
		i.h.s.t.Fatalf("reading the tray menu: %v", err)
	}
	var items []MenuItem
	var walk func(l layout, parent int32)
	walk = func(l layout, parent int32) {
		if l.ID != 0 {
			items = append(items, menuItem(l, parent))
		}
		for _, child := range l.Children {
			var c layout
			if err := dbus.Store([]any{child.Value()}, &c); err != nil {
				i.h.s.t.Fatalf("reading the tray menu: %v", err)
			}
			walk(c, l.ID)
		}
	}
	walk(root, 0)
	return items
}

func menuItem(l layout, parent int32) MenuItem {
	m := MenuItem{ID: l.ID, Visible: true, Enabled: true, Parent: parent}
	for name, v := range l.Props {
		switch name {
		case "label":
			// An underscore marks the access key; two are one.
			text, _ := v.Value().(string)
			m.Label = strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(text, "__", "\x00"), "_", ""), "\x00", "_")
		case "visible":
			m.Visible, _ = v.Value().(bool)
		case "enabled":
			m.Enabled, _ = v.Value().(bool)
		case "type":
			m.Separator = v.Value() == "separator"
		case "toggle-type":
			m.Toggle, _ = v.Value().(string)
		case "toggle-state":
			n, _ := v.Value().(int32)
			m.Checked = n == 1
		}
	}
	return m
}

// WaitMenu waits until the menu is as wanted.
func (i *TrayItem) WaitMenu(what string, within time.Duration, good func([]MenuItem) bool) []MenuItem {
	i.h.s.t.Helper()
	deadline := time.After(within)
	for {
		menu := i.Menu()
		if good(menu) {
			return menu
		}
		select {
		case <-i.signals:
		case <-deadline:
			i.h.s.t.Fatalf("waiting %v for the tray menu: %s; it is\n%s", within, what, MenuText(menu))
		}
	}
}

// WaitLine waits for a visible, enabled line whose label begins so.
func (i *TrayItem) WaitLine(prefix string, within time.Duration) MenuItem {
	i.h.s.t.Helper()
	var line MenuItem
	i.WaitMenu(fmt.Sprintf("a line %q", prefix), within, func(menu []MenuItem) bool {
		for _, m := range menu {
			if m.Visible && strings.HasPrefix(m.Label, prefix) {
				line = m
				return true
			}
		}
		return false
	})
	return line
}

// Click clicks the line whose label begins so.
func (i *TrayItem) Click(prefix string) {
	i.h.s.t.Helper()
	line := i.WaitLine(prefix, 10*time.Second)
	if !line.Enabled {
		i.h.s.t.Fatalf("clicking %q: it is grey", line.Label)
	}
	err := i.menu.Call(menuIface+".Event", 0, line.ID, "clicked", dbus.MakeVariant(int32(0)), uint32(0)).Err
	if err != nil {
		i.h.s.t.Fatalf("clicking %q: %v", line.Label, err)
	}
}

// MenuText is a readable menu.
func MenuText(menu []MenuItem) string {
	var b strings.Builder
	for _, m := range menu {
		switch {
		case m.Separator:
			b.WriteString("  ——\n")
		default:
			fmt.Fprintf(&b, "  %q visible=%v enabled=%v checked=%v\n", m.Label, m.Visible, m.Enabled, m.Checked)
		}
	}
	return b.String()
}
