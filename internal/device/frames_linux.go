package device

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"reflect"
	"sync"
	"syscall"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

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
