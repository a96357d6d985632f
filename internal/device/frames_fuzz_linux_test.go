package device

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"testing"

	"github.com/jfreymuth/pulse/proto"
)

// sourceFields are the fields of one source, as protocol version 32 has them.
func sourceFields(index uint32, name, description string, monitorOf uint32) [][]byte {
	usec := append([]byte{'U'}, make([]byte, 8)...)
	return [][]byte{
		number(index), text(name), text(description), {'a', 3, 1, 0, 0, 0xAC, 0x44}, {'m', 1, 0}, number(0),
		{'v', 1, 0, 1, 0, 0}, {'0'}, number(monitorOf), {'N'}, usec, text("made"), number(0),
		{'P'}, text("device.class"), number(6), {'x'}, {0, 0, 0, 6}, []byte("sound\x00"), {'N'},
		usec, {'V', 0, 1, 0, 0}, number(0), number(1), number(proto.Undefined),
		number(1), text("port"), text("Port"), number(0), number(2), text("port"),
		{'B', 1}, {'f', 'B', 1, 'P', 'N'},
	}
}

// The check must accept what real servers send (the tests against them see
// to that) and refuse everything that is not exactly it.
func TestCheckFrame(t *testing.T) {
	list := replyTypes[proto.OpGetSourceInfoList]
	fields := sourceFields(1, "mic", "Microphone", proto.Undefined)
	good := bytes.Join(fields, nil)
	if !checkFrame(good, list, 32) {
		t.Fatal("a good source is refused")
	}
	if !checkFrame(append(bytes.Clone(good), good...), list, 32) {
		t.Error("two good sources are refused")
	}
	if !checkFrame(nil, list, 32) {
		t.Error("an empty list is refused")
	}
	for n := 1; n < len(good); n++ {
		if checkFrame(good[:n], list, 32) {
			t.Errorf("accepted %d of %d bytes", n, len(good))
		}
	}
	for i := range fields {
		for _, other := range [][]byte{{'L', 0, 0, 0, 0}, {'t', 0}, {'x', 0xFF, 0xFF, 0xFF, 0xFF}, {'B', 0xFF}, {'?'}} {
			if fields[i][0] == other[0] {
				continue
			}
			changed := bytes.Join(append(append(append([][]byte{}, fields[:i]...), other), fields[i+1:]...), nil)
			if checkFrame(changed, list, 32) && !readable(changed) {
				t.Errorf("accepted %q in place of field %d", other, i)
			}
		}
	}
}

// readable says that the library reads body as a list of sources.
func readable(body []byte) (ok bool) {
	w, end := answeredWith(message(proto.OpReply, 0, body))
	defer end()
	ctx, cancel := context.WithTimeout(context.Background(), enough)
	defer cancel()
	var sources proto.GetSourceInfoListReply
	return w.request(ctx, &proto.GetSourceInfoList{}, &sources) == nil
}

// answeredWith gives a connection on which the server has said stream, and
// then hangs up.
func answeredWith(stream []byte) (*wire, func()) {
	ours, theirs := net.Pipe()
	w := newWire(ours)
	go func() {
		defer theirs.Close()
		header := make([]byte, headerSize)
		if _, err := io.ReadFull(theirs, header); err != nil {
			return
		}
		if _, err := io.CopyN(io.Discard, theirs, int64(binary.BigEndian.Uint32(header))); err != nil {
			return
		}
		theirs.Write(stream)
	}()
	return w, w.Close
}

// What nobody asked for is dropped: the library would print an unknown
// operation to standard output, among the JSON of a command.
func TestFramesAreDropped(t *testing.T) {
	good := message(proto.OpSubscribeEvent, 0, number(1), number(2))
	cases := []struct {
		name  string
		frame []byte
	}{
		{"an unknown operation", message(4242, 0, number(1))},
		{"an event of a stream we do not have", message(proto.OpStarted, 0, number(1))},
		{"an answer to no request", message(proto.OpReply, 17, number(1))},
		{"an error of no request", message(proto.OpError, 17, number(1))},
		{"sound", raw(3, []byte("sound"))},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ours, theirs := net.Pipe()
			defer ours.Close()
			go func() {
				theirs.Write(append(bytes.Clone(c.frame), good...))
				theirs.Close()
			}()
			got, err := io.ReadAll(&frames{conn: ours, version: 32})
			if err == nil || !bytes.Equal(got, good) {
				t.Errorf("handed on %x, %v; want only the event after it", got, err)
			}
		})
	}
}

// Whatever a sound server says, nothing crashes, hangs or grows, and the
// request ends.
func FuzzServer(f *testing.F) {
	good := bytes.Join(sourceFields(1, "mic", "Microphone", proto.Undefined), nil)
	f.Add(uint8(0), message(proto.OpReply, 0, good))
	f.Add(uint8(0), message(proto.OpReply, 0, good, good[:50]))
	f.Add(uint8(1), serverInfo(0))
	f.Add(uint8(2), message(proto.OpError, 0, number(1)))
	f.Add(uint8(2), message(proto.OpSubscribeEvent, 0, number(1), number(2)))
	f.Add(uint8(3), append(raw(5, []byte("sound")), message(99, 0, number(1))...))
	f.Add(uint8(3), message(proto.OpReply, 0, number(35)))
	f.Add(uint8(4), message(proto.OpReply, 0))
	f.Fuzz(func(t *testing.T, kind uint8, stream []byte) {
		w, end := answeredWith(stream)
		defer end()
		ctx, cancel := context.WithTimeout(context.Background(), enough)
		defer cancel()
		var err error
		switch kind % 5 {
		case 0:
			var l proto.GetSourceInfoListReply
			err = w.request(ctx, &proto.GetSourceInfoList{}, &l)
			(&look{sources: l}).microphone()
		case 1:
			err = w.request(ctx, &proto.GetServerInfo{}, &proto.GetServerInfoReply{})
		case 2:
			var l proto.GetSourceOutputInfoListReply
			err = w.request(ctx, &proto.GetSourceOutputInfoList{}, &l)
			for _, o := range l {
				(&look{}).program(o)
			}
		case 3:
			err = w.request(ctx, &proto.Auth{Cookie: make([]byte, cookieSize)}, &proto.AuthReply{})
		case 4:
			err = w.request(ctx, &proto.SetSourceMute{}, nil)
		}
		if ctx.Err() != nil {
			t.Errorf("the request did not end: %v", err)
		}
	})
}
