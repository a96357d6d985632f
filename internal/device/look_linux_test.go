package device

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jfreymuth/pulse/proto"
)

func TestLook(t *testing.T) {
	words := func(pairs ...string) proto.PropList {
		list := proto.PropList{}
		for i := 0; i < len(pairs); i += 2 {
			list[pairs[i]] = proto.PropListString(pairs[i+1])
		}
		return list
	}
	mic := &proto.GetSourceInfoReply{SourceIndex: 1, SourceName: "mic", Device: "Built-in Audio", MonitorSourceIndex: proto.Undefined}
	headset := &proto.GetSourceInfoReply{SourceIndex: 2, SourceName: "headset", Device: "Headset", MonitorSourceIndex: proto.Undefined}
	monitor := &proto.GetSourceInfoReply{SourceIndex: 3, SourceName: "speaker.monitor", Device: "Monitor of Speaker", MonitorSourceIndex: 0}
	classed := &proto.GetSourceInfoReply{SourceIndex: 4, SourceName: "odd", Device: "Odd", MonitorSourceIndex: proto.Undefined,
		Properties: words("device.class", "monitor")}
	sources := []*proto.GetSourceInfoReply{monitor, classed, mic, headset}
	output := func(source uint32, o proto.GetSourceOutputInfoReply) *proto.GetSourceOutputInfoReply {
		o.SourceIndex = source
		return &o
	}
	obs := words("application.name", "OBS", "application.process.id", "77")
	inUse := func(p ...Program) Microphone { return Microphone{Name: "Built-in Audio", State: InUse, Users: p} }

	cases := []struct {
		name    string
		byDef   string
		sources []*proto.GetSourceInfoReply
		outputs []*proto.GetSourceOutputInfoReply
		clients []*proto.GetClientInfoReply
		want    Microphone
	}{
		{name: "no sources", want: Microphone{State: Absent}},
		{name: "monitors only", byDef: "speaker.monitor", sources: sources[:2], want: Microphone{State: Absent}},
		{name: "the default", byDef: "headset", sources: sources, want: Microphone{Name: "Headset", State: Idle}},
		{name: "a monitor as the default", byDef: "speaker.monitor", sources: sources, want: Microphone{Name: "Built-in Audio", State: Idle}},
		{name: "a default that is gone", byDef: "gone", sources: sources, want: Microphone{Name: "Built-in Audio", State: Idle}},
		{name: "a program records", byDef: "mic", sources: sources,
			outputs: []*proto.GetSourceOutputInfoReply{output(1, proto.GetSourceOutputInfoReply{Properties: obs})},
			want:    inUse(Program{77, "OBS"})},
		{name: "a paused recording gets no sound", byDef: "mic", sources: sources,
			outputs: []*proto.GetSourceOutputInfoReply{output(1, proto.GetSourceOutputInfoReply{Properties: obs, Corked: true})},
			want:    Microphone{Name: "Built-in Audio", State: Idle}},
		{name: "recording a monitor", byDef: "mic", sources: sources,
			outputs: []*proto.GetSourceOutputInfoReply{output(3, proto.GetSourceOutputInfoReply{Properties: obs}), output(4, proto.GetSourceOutputInfoReply{Properties: obs})},
			want:    Microphone{Name: "Built-in Audio", State: Idle}},
		{name: "recording nothing yet", byDef: "mic", sources: sources,
			outputs: []*proto.GetSourceOutputInfoReply{output(proto.Undefined, proto.GetSourceOutputInfoReply{Properties: obs})},
			want:    Microphone{Name: "Built-in Audio", State: Idle}},
		{name: "recording another", byDef: "mic", sources: sources,
			outputs: []*proto.GetSourceOutputInfoReply{output(2, proto.GetSourceOutputInfoReply{Properties: obs})},
			want:    Microphone{Name: "Built-in Audio", State: Idle, Others: []Program{{77, "OBS"}}}},
		{name: "recording twice", byDef: "mic", sources: sources,
			outputs: []*proto.GetSourceOutputInfoReply{output(1, proto.GetSourceOutputInfoReply{Properties: obs}), output(1, proto.GetSourceOutputInfoReply{Properties: obs})},
			want:    inUse(Program{77, "OBS"})},
		{name: "ourselves", byDef: "mic", sources: sources,
			outputs: []*proto.GetSourceOutputInfoReply{output(1, proto.GetSourceOutputInfoReply{Properties: words("application.process.id", itoa(os.Getpid()))})},
			want:    Microphone{Name: "Built-in Audio", State: Idle}},
		{name: "named by its client", byDef: "mic", sources: sources,
			outputs: []*proto.GetSourceOutputInfoReply{output(1, proto.GetSourceOutputInfoReply{ClientIndex: 9, MediaName: "stream"})},
			clients: []*proto.GetClientInfoReply{{ClientIndex: 8, Application: "wrong"}, {ClientIndex: 9, Properties: obs}},
			want:    inUse(Program{77, "OBS"})},
		{name: "named by its executable", byDef: "mic", sources: sources,
			outputs: []*proto.GetSourceOutputInfoReply{output(1, proto.GetSourceOutputInfoReply{Properties: words("application.name", " \x01", "application.process.binary", "zoom", "application.process.id", "-3")})},
			want:    inUse(Program{0, "zoom"})},
		{name: "a module of the server", byDef: "mic", sources: sources,
			outputs: []*proto.GetSourceOutputInfoReply{output(1, proto.GetSourceOutputInfoReply{ClientIndex: proto.Undefined, MediaName: "Loopback of Built-in Audio"})},
			want:    inUse(Program{0, "Loopback of Built-in Audio"})},
		{name: "nameless", byDef: "mic", sources: sources,
			outputs: []*proto.GetSourceOutputInfoReply{output(1, proto.GetSourceOutputInfoReply{Properties: proto.PropList{"application.name": {1, 2}}})},
			want:    inUse(Program{0, "a program"})},
		{name: "names are cleaned", byDef: "x", sources: []*proto.GetSourceInfoReply{
			{SourceIndex: 1, SourceName: "x", Device: "\x1b[2JMic\u202e", MonitorSourceIndex: proto.Undefined, Mute: true}},
			outputs: []*proto.GetSourceOutputInfoReply{output(1, proto.GetSourceOutputInfoReply{Properties: words("application.name", "a\nb")})},
			want:    Microphone{Name: "[2JMic", State: InUse, Muted: true, Users: []Program{{0, "a b"}}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := &look{sources: c.sources, outputs: c.outputs, clients: c.clients}
			l.server.DefaultSourceName = c.byDef
			if diff := cmp.Diff(c.want, l.microphone()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
