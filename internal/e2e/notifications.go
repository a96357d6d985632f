//go:build linux

package e2e

import (
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	notifyName = "org.freedesktop.Notifications"
	notifyPath = dbus.ObjectPath("/org/freedesktop/Notifications")
)

// Notification is what a program asked to be shown.
type Notification struct {
	App, Summary, Body string
	Actions            []string
}

// Notifications plays the part of a desktop's notification service.
type Notifications struct {
	s    *Session
	seen chan Notification
	hang bool
	// asked is told of every call, also of one that hangs.
	asked chan struct{}
	stop  chan struct{}
}

// StartNotifications takes the service's name. One that hangs takes every
// call and never answers.
func (s *Session) StartNotifications(hang bool) *Notifications {
	s.t.Helper()
	n := &Notifications{
		s: s, hang: hang, seen: make(chan Notification, 64),
		asked: make(chan struct{}, 64), stop: make(chan struct{}),
	}
	conn := s.Dial()
	s.t.Cleanup(func() {
		close(n.stop)
		conn.Close()
	})
	err := conn.ExportMethodTable(map[string]any{
		"Notify":               n.notify,
		"CloseNotification":    func(uint32) *dbus.Error { n.pause(); return nil },
		"GetCapabilities":      func() ([]string, *dbus.Error) { n.pause(); return []string{"body"}, nil },
		"GetServerInformation": n.information,
	}, notifyPath, notifyName)
	if err != nil {
		s.t.Fatalf("playing the notification service: %v", err)
	}
	if reply, err := conn.RequestName(notifyName, dbus.NameFlagDoNotQueue); err != nil ||
		reply != dbus.RequestNameReplyPrimaryOwner {
		s.t.Fatalf("playing the notification service: %v %v", reply, err)
	}
	return n
}

func (n *Notifications) pause() {
	select {
	case n.asked <- struct{}{}:
	default:
	}
	if n.hang {
		<-n.stop
	}
}

func (n *Notifications) information() (name, vendor, version, spec string, err *dbus.Error) {
	n.pause()
	return "stand-in", "tests", "1", "1.2", nil
}

func (n *Notifications) notify(app string, _ uint32, _, summary, body string, actions []string,
	_ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	n.pause()
	n.seen <- Notification{App: app, Summary: summary, Body: body, Actions: actions}
	return 1, nil
}

// Wait waits for the next notification.
func (n *Notifications) Wait(within time.Duration) Notification {
	n.s.t.Helper()
	select {
	case one := <-n.seen:
		return one
	case <-time.After(within):
		n.s.t.Fatalf("no notification after %v", within)
	}
	return Notification{}
}

// WaitAsked waits until somebody calls, answered or not.
func (n *Notifications) WaitAsked(within time.Duration) {
	n.s.t.Helper()
	select {
	case <-n.asked:
	case <-time.After(within):
		n.s.t.Fatalf("nobody called the notification service within %v", within)
	}
}
