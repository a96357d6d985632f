package device

import (
	"context"
	"errors"
	"net"
	"os"
	"reflect"
	"strconv"
	"syscall"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

// wire is one connection to a sound server.
type wire struct {
	client *proto.Client
	conn   net.Conn
	// changed has a value when the server told of a change since the last look
	// (after subscribe).
	changed chan struct{}
	// done is closed when the connection has ended.
	done chan struct{}
}

// dial connects and signs in. Each cookie gets a connection of its own.
func dial(ctx context.Context, env func(string) string) (*wire, error) {
	sockets, err := serverSockets(env)
	if err != nil {
		return nil, err
	}
	last := error(faultNone)
	for _, path := range sockets {
		for _, cookie := range cookies(env) {
			w, err := dialOne(ctx, path, cookie)
			if err == nil {
				return w, nil
			}
			last = err
			if !errors.Is(err, faultDenied) {
				break
			}
		}
	}
	return nil, last
}

func dialOne(ctx context.Context, path string, cookie []byte) (*wire, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "unix", path)
	if err != nil {
		return nil, dialFault(err)
	}
	w := newWire(conn)
	var auth proto.AuthReply
	err = w.request(ctx, &proto.Auth{Version: w.client.Version(), Cookie: cookie}, &auth)
	if err == nil {
		w.client.SetVersion(auth.Version)
		err = w.request(ctx, &proto.SetClientName{Props: proto.PropList{
			"application.name":       proto.PropListString("Vestibule"),
			"application.id":         proto.PropListString("dev.vestibule.Launcher"),
			"application.icon_name":  proto.PropListString("dev.vestibule.Launcher"),
			"application.process.id": proto.PropListString(strconv.Itoa(os.Getpid())),
		}}, &proto.SetClientNameReply{})
	}
	if err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// newWire puts the library onto a connection.
func newWire(conn net.Conn) *wire {
	w := &wire{conn: conn, changed: make(chan struct{}, 1), done: make(chan struct{})}
	w.client = &proto.Client{Callback: func(message any) {
		switch message.(type) {
		case *proto.SubscribeEvent:
			nudge(w.changed)
		case *proto.ConnectionClosed: // once: the reading loop has ended
			close(w.done)
		}
	}}
	// Our own limit is ctx, which ends the connection; this one only keeps the
	// library from ending a request of its own accord.
	w.client.SetTimeout(time.Minute)
	w.client.Open(&frames{conn: conn, version: 32, expected: map[uint32]reflect.Type{}})
	return w
}

// Close ends the connection and waits for its reading loop.
func (w *wire) Close() {
	w.conn.Close()
	<-w.done
}

// alive says that the connection has not ended.
func (w *wire) alive() bool {
	select {
	case <-w.done:
		return false
	default:
		return true
	}
}

// request asks and waits for the answer until ctx ends. Then the connection
// is ended with it: a server that does not answer one request is not asked a
// second, and nothing is left waiting.
func (w *wire) request(ctx context.Context, req proto.RequestArgs, reply proto.Reply) error {
	stop := context.AfterFunc(ctx, func() { w.conn.Close() })
	defer stop()
	err := w.client.Request(req, reply)
	var refusal proto.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return faultHung
	case errors.Is(err, proto.ErrAccessDenied), errors.Is(err, proto.ErrNoAuthenticationKey):
		return faultDenied
	case errors.As(err, &refusal):
		return err
	case errors.Is(err, errGarbled):
		return faultGarbled
	}
	return faultEnded
}

// dialFault says for a person why the socket could not be reached.
func dialFault(err error) error {
	switch {
	case errors.Is(err, os.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return faultNone
	case errors.Is(err, os.ErrPermission):
		return faultDenied
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.Is(err, os.ErrDeadlineExceeded),
		errors.Is(err, syscall.EAGAIN): // its queue of connections is full
		return faultHung
	}
	return faultNone
}
