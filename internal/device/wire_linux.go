package device

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"reflect"
	"strconv"
	"sync"
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

// Frame header of the native protocol: length, channel, offset (8), flags.
const (
	headerSize     = 20
	controlChannel = 0xFFFFFFFF
	maxFrame       = 4 << 20
	maxWrite       = 2 * time.Second
)

// errGarbled ends a connection whose server says what nobody understands.
var errGarbled = errors.New("malformed frame from the sound server")

// frames lies between the socket and the library: it hands on whole frames
// that checkFrame accepts for the request they answer, and drops what nobody
// asked for (the library prints an unknown operation to standard output).
type frames struct {
	conn    net.Conn
	version proto.Version

	mu       sync.Mutex
	expected map[uint32]reflect.Type // by tag; nil type for an empty answer

	ready []byte
	err   error
}

// Write passes a request on and remembers what its answer must look like.
func (f *frames) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil // the library's first flush
	}
	op, tag, _, isCommand := command(p)
	if isCommand {
		f.mu.Lock()
		f.expected[tag] = replyTypes[op]
		f.mu.Unlock()
	}
	// A server that does not read must not hold a lock of the library's.
	f.conn.SetWriteDeadline(time.Now().Add(maxWrite))
	n, err := f.send(p, isCommand && op == proto.OpAuth)
	if err != nil {
		f.conn.Close() // the library does not look at this error
	}
	return n, err
}

// send writes p. With signIn the kernel vouches beside it for who we are, which
// PulseAudio takes instead of a cookie from the same user; libpulse does the
// same. Without it the kernel does so of its own only until the server has
// accepted the connection, and now and then one is refused.
func (f *frames) send(p []byte, signIn bool) (int, error) {
	conn, ok := f.conn.(*net.UnixConn)
	if !signIn || !ok {
		return f.conn.Write(p)
	}
	who := syscall.UnixCredentials(&syscall.Ucred{
		Pid: int32(os.Getpid()), Uid: uint32(os.Getuid()), Gid: uint32(os.Getgid()),
	})
	n, _, err := conn.WriteMsgUnix(p, who, nil)
	return n, err
}

// Read gives the bytes of accepted frames. Every end is io.EOF, the only one
// after which the library tells of the end.
func (f *frames) Read(p []byte) (int, error) {
	for len(f.ready) == 0 {
		if f.err == nil {
			f.ready, f.err = f.next()
		}
		if f.err != nil {
			f.conn.Close()
			return 0, endOf{f.err}
		}
	}
	n := copy(p, f.ready)
	f.ready = f.ready[n:]
	return n, nil
}

// next reads one frame and gives it if it is to be handed on, else nothing.
func (f *frames) next() ([]byte, error) {
	header := make([]byte, headerSize)
	if _, err := io.ReadFull(f.conn, header); err != nil {
		return nil, err
	}
	length := binary.BigEndian.Uint32(header)
	if length > maxFrame {
		return nil, errGarbled
	}
	frame := append(header, make([]byte, length)...)
	if _, err := io.ReadFull(f.conn, frame[headerSize:]); err != nil {
		return nil, err
	}
	if binary.BigEndian.Uint32(frame[4:]) != controlChannel {
		return nil, nil // sound: we never ask for any
	}
	op, tag, body, ok := command(frame[headerSize:])
	if !ok {
		return nil, errGarbled
	}
	switch op {
	case proto.OpError:
		if _, asked := f.answered(tag); !asked {
			return nil, nil
		}
		ok = len(body) == 5 && body[0] == 'L'
	case proto.OpReply:
		t, asked := f.answered(tag)
		if !asked {
			return nil, nil
		}
		if ok = t == nil && len(body) == 0; t != nil {
			ok = checkFrame(body, t, f.version)
		}
		if ok && t == replyTypes[proto.OpAuth] { // an 'L' and the server's version
			f.version = f.version.Min(proto.Version(binary.BigEndian.Uint32(body[1:])))
		}
	case proto.OpSubscribeEvent:
		ok = checkFrame(body, reflect.TypeFor[proto.SubscribeEvent](), f.version)
	default:
		return nil, nil
	}
	if !ok {
		return nil, errGarbled
	}
	return frame, nil
}

// answered says what the answer with that tag must look like, once.
func (f *frames) answered(tag uint32) (t reflect.Type, asked bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t, asked = f.expected[tag]
	delete(f.expected, tag)
	return t, asked
}

// replyTypes are the answers of the requests we make; others are empty.
var replyTypes = map[uint32]reflect.Type{
	proto.OpAuth:                    reflect.TypeFor[proto.AuthReply](),
	proto.OpSetClientName:           reflect.TypeFor[proto.SetClientNameReply](),
	proto.OpGetServerInfo:           reflect.TypeFor[proto.GetServerInfoReply](),
	proto.OpGetSourceInfoList:       reflect.TypeFor[proto.GetSourceInfoListReply](),
	proto.OpGetSourceOutputInfoList: reflect.TypeFor[proto.GetSourceOutputInfoListReply](),
	proto.OpGetClientInfoList:       reflect.TypeFor[proto.GetClientInfoListReply](),
}

// command splits a control message: 'L' operation 'L' tag, values.
func command(p []byte) (op, tag uint32, values []byte, ok bool) {
	if len(p) < 10 || p[0] != 'L' || p[5] != 'L' {
		return 0, 0, nil, false
	}
	return binary.BigEndian.Uint32(p[1:]), binary.BigEndian.Uint32(p[6:]), p[10:], true
}

// endOf is an end of the connection with its cause; errors.Is(err, io.EOF)
// holds for all of them.
type endOf struct{ cause error }

func (e endOf) Error() string        { return "connection to the sound server ended: " + e.cause.Error() }
func (e endOf) Is(target error) bool { return target == io.EOF }
func (e endOf) Unwrap() error        { return e.cause }
