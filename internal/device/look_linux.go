package device

import (
	"context"
	"os"
	"slices"
	"strconv"

	"github.com/jfreymuth/pulse/proto"
)

// look is what the sound server says at one moment.
type look struct {
	server  proto.GetServerInfoReply
	sources proto.GetSourceInfoListReply
	outputs proto.GetSourceOutputInfoListReply // a program that records is one
	clients proto.GetClientInfoListReply
}

func (w *wire) look(ctx context.Context) (*look, error) {
	var l look
	if err := w.request(ctx, &proto.GetServerInfo{}, &l.server); err != nil {
		return nil, err
	}
	if err := w.request(ctx, &proto.GetSourceInfoList{}, &l.sources); err != nil {
		return nil, err
	}
	if err := w.request(ctx, &proto.GetSourceOutputInfoList{}, &l.outputs); err != nil {
		return nil, err
	}
	if len(l.outputs) > 0 {
		if err := w.request(ctx, &proto.GetClientInfoList{}, &l.clients); err != nil {
			return nil, err
		}
	}
	return &l, nil
}

// microphones asks for the sources that are no monitors.
func (w *wire) microphones(ctx context.Context) ([]*proto.GetSourceInfoReply, error) {
	var all proto.GetSourceInfoListReply
	err := w.request(ctx, &proto.GetSourceInfoList{}, &all)
	return microphones(all), err
}

// mute sets or takes off the mute of a source.
func (w *wire) mute(ctx context.Context, m *proto.GetSourceInfoReply, on bool) error {
	return w.request(ctx, &proto.SetSourceMute{SourceIndex: m.SourceIndex, Mute: on}, nil)
}

// microphones gives the sources that are not the monitor of an output.
func microphones(sources proto.GetSourceInfoListReply) []*proto.GetSourceInfoReply {
	var list []*proto.GetSourceInfoReply
	for _, s := range sources {
		if s.MonitorSourceIndex == proto.Undefined && property(s.Properties, "device.class") != "monitor" {
			list = append(list, s)
		}
	}
	return list
}

// microphone is the default source; where the default is a monitor (there
// was no microphone when it was chosen), it is the first that is none.
func (l *look) microphone() Microphone {
	mics := microphones(l.sources)
	if len(mics) == 0 {
		return Microphone{State: Absent}
	}
	mic := mics[0]
	for _, s := range mics {
		if s.SourceName == l.server.DefaultSourceName {
			mic = s
		}
	}
	m := Microphone{Name: sourceName(mic), State: Idle, Muted: mic.Mute}
	for _, o := range l.outputs {
		if o.Corked {
			continue // paused: it gets no sound
		}
		program := l.program(o)
		if program.PID == os.Getpid() {
			continue
		}
		switch {
		case o.SourceIndex == mic.SourceIndex:
			m.State = InUse
			m.Users = addRecorder(m.Users, program)
		case slices.ContainsFunc(mics, func(s *proto.GetSourceInfoReply) bool { return s.SourceIndex == o.SourceIndex }):
			m.Others = addRecorder(m.Others, program)
		}
	}
	return m
}

// sourceName is what people call a source.
func sourceName(s *proto.GetSourceInfoReply) string {
	for _, n := range []string{s.Device, property(s.Properties, "device.description"), s.SourceName} {
		if n = clean(n); n != "" {
			return n
		}
	}
	return "Microphone"
}

// program says whose recording o is, as that program itself tells. A
// recording without a client is a module of the server's own.
func (l *look) program(o *proto.GetSourceOutputInfoReply) Program {
	lists := []proto.PropList{o.Properties}
	application := ""
	for _, c := range l.clients {
		if c.ClientIndex == o.ClientIndex {
			lists = append(lists, c.Properties)
			application = c.Application
		}
	}
	var p Program
	for _, list := range lists {
		if p.PID == 0 {
			if n, err := strconv.Atoi(property(list, "application.process.id")); err == nil && n > 0 {
				p.PID = n
			}
		}
	}
	var names []string
	for _, key := range []string{"application.name", "application.process.binary"} {
		for _, list := range lists {
			names = append(names, property(list, key))
		}
	}
	for _, n := range append(names, application, o.MediaName) {
		if p.Name = clean(n); p.Name != "" {
			return p
		}
	}
	p.Name = "a program"
	return p
}

// addRecorder adds p unless it is listed: a program may record twice.
func addRecorder(list []Program, p Program) []Program {
	if slices.Contains(list, p) {
		return list
	}
	return append(list, p)
}

// property reads a text property; empty when it is missing or no text.
func property(list proto.PropList, key string) string {
	v, ok := list[key]
	if !ok || len(v) == 0 || v[len(v)-1] != 0 {
		return ""
	}
	return v.String()
}
