package device

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/shown/hostile"
)

// TestCamerasOfAMac: what CoreMediaIO tells, and what it fails to.
func TestCamerasOfAMac(t *testing.T) {
	refused := errRefused.Error()
	for _, c := range []struct {
		name  string
		build func(f *fakeHAL)
		want  []Camera
		state State
		why   string
	}{
		{"none", func(f *fakeHAL) { f.set(system(), camerasProperty(), []byte{}) }, nil, Absent, ""},
		{"two", func(f *fakeHAL) { f.camera(40, "FaceTime HD", 0); f.camera(41, "Studio", 1) },
			[]Camera{{Name: "FaceTime HD", Node: "uid-FaceTime HD", State: Idle}, {Name: "Studio", Node: "uid-Studio", State: InUse}}, Idle, ""},
		{"any number but 0 is running", func(f *fakeHAL) { f.camera(40, "a", 7) }, []Camera{{Name: "a", Node: "uid-a", State: InUse}}, Idle, ""},
		{"no list", func(f *fakeHAL) { f.set(system(), camerasProperty(), status(-50)) }, nil, Unknown, refused},
		{"half an id in the list", func(f *fakeHAL) { f.set(system(), camerasProperty(), u32(40)[:3]) }, nil, Unknown, errNonsense.Error()},
		{"a list of a million", func(f *fakeHAL) { f.set(system(), camerasProperty(), make([]byte, 4<<20)) }, nil, Unknown, errNonsense.Error()},
		{"a list that is longer than it says", func(f *fakeHAL) { f.set(system(), camerasProperty(), longer(u32(40))) }, nil, Unknown, errNonsense.Error()},
		{"a list that is cut off", func(f *fakeHAL) { f.set(system(), camerasProperty(), shorter(u32(40, 41))) }, nil, Unknown, errNonsense.Error()},
		{"running refused", func(f *fakeHAL) { f.camera(40, "a", 0); f.set(40, cameraRunning(), status(-1)) }, []Camera{{Name: "a", Node: "uid-a", State: Unknown, Why: refused}}, Idle, ""},
		{"running of another size", func(f *fakeHAL) { f.camera(40, "a", 0); f.set(40, cameraRunning(), make([]byte, 8)) },
			[]Camera{{Name: "a", Node: "uid-a", State: Unknown, Why: errNonsense.Error()}}, Idle, ""},
		{"running of no size", func(f *fakeHAL) { f.camera(40, "a", 0); f.set(40, cameraRunning(), []byte{}) },
			[]Camera{{Name: "a", Node: "uid-a", State: Unknown, Why: errNonsense.Error()}}, Idle, ""},
		{"running that reads short", func(f *fakeHAL) { f.camera(40, "a", 0); f.set(40, cameraRunning(), shorter(u32(1))) },
			[]Camera{{Name: "a", Node: "uid-a", State: Unknown, Why: errNonsense.Error()}}, Idle, ""},
		{"no name", func(f *fakeHAL) {
			f.camera(40, "a", 1)
			f.set(40, cameraName(), status(-1))
			f.set(40, cameraUID(), status(-1))
		},
			[]Camera{{Name: "Camera", State: InUse}}, Idle, ""},
		{"a name that is no text", func(f *fakeHAL) { f.camera(40, "a", 0); f.set(40, cameraName(), u32(1)) }, []Camera{{Name: "Camera", Node: "uid-a", State: Idle}}, Idle, ""},
		{"on the list and not there", func(f *fakeHAL) { f.camera(40, "a", 0); f.unplug(40) }, []Camera{{Name: "Camera", State: Unknown, Why: refused}}, Idle, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFakeHAL()
			c.build(f)
			list, state, why := halCameras(f)
			if diff := cmp.Diff(c.want, list); diff != "" {
				t.Error(diff)
			}
			if state != c.state || why != c.why {
				t.Errorf("%s %q", state, why)
			}
		})
	}
}

// TestDevicesThatChangeWhileTheyAreRead: at whatever call a camera comes or
// goes, none is made up, and one that stays is there.
func TestDevicesThatChangeWhileTheyAreRead(t *testing.T) {
	for at := 1; at < 30; at++ {
		for _, comes := range []bool{true, false} {
			f := newFakeHAL()
			f.camera(40, "stays", 1)
			if !comes {
				f.camera(41, "goes", 1)
			}
			f.calls = 0
			f.during = func(call int) {
				if call != at {
					return
				}
				f.during = nil
				if comes {
					f.camera(41, "comes", 1)
				} else {
					f.set(system(), camerasProperty(), u32(40))
					f.unplug(41)
				}
			}
			list, state, why := halCameras(f)
			if state != Idle || len(list) == 0 || list[0].Name != "stays" || list[0].State != InUse {
				t.Fatalf("at %d: %v %s %s", at, list, state, why)
			}
			for _, c := range list[1:] {
				if c.Name != "comes" && c.Name != "goes" && (comes || c.Name != "Camera") || len(list) > 2 {
					t.Errorf("at %d: %v", at, list)
				}
			}
		}
	}
	f := newFakeHAL() // one that changes without end
	f.camera(40, "a", 0)
	f.during = func(call int) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.objects[system()][camerasProperty()] = make([]byte, 4*call)
	}
	if _, state, why := halCameras(f); state != Unknown || why != errNonsense.Error() {
		t.Errorf("%s %s", state, why)
	}
}

// TestHostileNamesOfDevices: a driver's name is cleaned wherever it shows.
func TestHostileNamesOfDevices(t *testing.T) {
	for _, attempt := range append(hostile.Texts, hostile.Text{Name: "long", Text: strings.Repeat("long ", 100)}) {
		f := aMac()
		f.camera(40, attempt.Text, 1)
		f.set(50, soundName(), attempt.Text)
		f.set(50, inputMute(0), nil)
		list, _, _ := halCameras(f)
		err := newHalHold(f).MuteAll(t.Context())
		if err == nil {
			t.Fatal("a microphone without a mute is muted")
		}
		refusal, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "muting the microphones: "), ": "+errNoMute.Error())
		for _, said := range []string{list[0].Name, list[0].Node, halMicrophone(f).Name, refusal} {
			if bad := strings.ContainsFunc(said, func(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) }); bad || said == "" {
				t.Errorf("%s is shown as %q", attempt.Name, said)
			}
			if n := len([]rune(said)); n > maxName+2 {
				t.Errorf("%s: %d characters", attempt.Name, n)
			}
		}
	}
}

// TestMicrophoneOfAMac: what CoreAudio tells of the default input.
func TestMicrophoneOfAMac(t *testing.T) {
	const processes = 90
	record := func(f *fakeHAL, p object, on uint32, inputs ...uint32) {
		f.set(p, processRecords(), u32(on))
		f.set(p, processInputs(), u32(inputs...))
		f.list(processesProperty(), p)
	}
	both := func(f *fakeHAL) { // the default also plays, and runs
		f.set(50, outputStreams(), u32(9))
		f.set(50, soundRunning(), u32(1))
	}
	unknown := func(err error) Microphone { return Microphone{State: Unknown, Why: err.Error()} }
	for _, c := range []struct {
		name  string
		build func(f *fakeHAL)
		want  Microphone
	}{
		{"idle", func(f *fakeHAL) {}, Microphone{Name: "built-in", State: Idle}},
		{"used", func(f *fakeHAL) { f.set(50, soundRunning(), u32(1)) }, Microphone{Name: "built-in", State: InUse}},
		{"muted", func(f *fakeHAL) { f.set(50, inputMute(0), u32(1)) }, Microphone{Name: "built-in", State: Idle, Muted: true}},
		{"no mute at all", func(f *fakeHAL) { f.set(50, inputMute(0), nil) }, Microphone{Name: "built-in", State: Idle}},
		{"each channel muted", func(f *fakeHAL) {
			f.set(50, inputMute(0), nil)
			f.set(50, inputMute(1), u32(1))
			f.set(50, inputMute(2), u32(1))
		}, Microphone{Name: "built-in", State: Idle, Muted: true}},
		{"one channel open", func(f *fakeHAL) {
			f.set(50, inputMute(0), nil)
			f.set(50, inputMute(1), u32(1))
			f.set(50, inputMute(2), u32(0))
		}, Microphone{Name: "built-in", State: Idle}},
		{"the mute cannot be read", func(f *fakeHAL) { f.set(50, inputMute(0), status(-1)) }, unknown(errRefused)},
		{"none", func(f *fakeHAL) { f.set(system(), defaultInput(), u32(0)) }, Microphone{State: Absent}},
		{"no default told", func(f *fakeHAL) { f.set(system(), defaultInput(), status(-1)) }, unknown(errRefused)},
		{"the default is gone", func(f *fakeHAL) { f.unplug(50) }, unknown(errRefused)},
		{"running refused", func(f *fakeHAL) { f.set(50, soundRunning(), status(-1)) }, unknown(errRefused)},
		{"another is used", func(f *fakeHAL) { f.set(51, soundRunning(), u32(1)) }, Microphone{Name: "built-in", State: Idle, Others: []Program{{}}}},
		{"a virtual one is used", func(f *fakeHAL) { f.set(51, soundRunning(), u32(1)); f.set(51, soundTransport(), u32(0x76697274)) },
			Microphone{Name: "built-in", State: Idle}},
		{"an output is used", func(f *fakeHAL) { f.set(51, soundRunning(), u32(1)); f.set(51, inputStreams(), []byte{}) },
			Microphone{Name: "built-in", State: Idle}},
		{"a part of an aggregate default is used", func(f *fakeHAL) {
			f.set(50, soundTransport(), u32(0x67727570))
			f.set(50, soundParts(), u32(51))
			f.set(50, soundRunning(), u32(1))
			f.set(51, soundRunning(), u32(1))
		}, Microphone{Name: "built-in", State: InUse}},
		{"an aggregate of which the default is a part", func(f *fakeHAL) {
			f.set(51, soundParts(), u32(50))
			f.set(50, soundRunning(), u32(1))
			f.set(51, soundRunning(), u32(1))
		}, Microphone{Name: "built-in", State: InUse}},
		{"it plays too, on an old system", both, unknown(errBoth)},
		{"it plays, and nobody records", func(f *fakeHAL) { both(f); record(f, processes, 0, 50); record(f, processes+1, 1, 51) },
			Microphone{Name: "built-in", State: Idle}},
		{"it plays, and somebody records", func(f *fakeHAL) { both(f); record(f, processes, 1, 51, 50) }, Microphone{Name: "built-in", State: InUse}},
		{"it plays, and a process has ended", func(f *fakeHAL) { both(f); record(f, processes, 1, 50); f.unplug(processes) },
			Microphone{Name: "built-in", State: Idle}},
		{"it plays, and a process is not told of", func(f *fakeHAL) { both(f); record(f, processes, 1, 50); f.set(processes, processRecords(), status(-1)) },
			unknown(errBoth)},
		{"it plays, and what a process records from is not told", func(f *fakeHAL) {
			both(f)
			record(f, processes, 1, 50)
			f.set(processes, processInputs(), status(-1))
		}, unknown(errBoth)},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := aMac()
			c.build(f)
			if diff := cmp.Diff(c.want, halMicrophone(f)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzHAL: whatever the properties hold, nothing ends the program, and nothing
// is called idle or absent where a call failed.
func FuzzHAL(f *testing.F) {
	f.Add(u32(40, 41), u32(1), "name", int32(0), uint8(1))
	f.Add([]byte{1}, []byte{}, "", int32(-1), uint8(7))
	f.Fuzz(func(t *testing.T, list, value []byte, name string, fails int32, which uint8) {
		h := aMac()
		h.camera(40, name, 1)
		h.camera(41, "b", 0)
		h.set(50, soundName(), name)
		h.set(50, soundUID(), name)
		properties := []address{camerasProperty(), soundsProperty(), defaultInput(), cameraRunning(), soundRunning(), inputMute(0),
			inputStreams(), outputStreams(), soundTransport(), soundParts(), cameraName(), soundUID()}
		a := properties[int(which)%len(properties)]
		o := object(50)
		switch a {
		case camerasProperty(), soundsProperty(), defaultInput():
			o, value = system(), list
		case cameraRunning():
			if which&1 == 0 {
				o = 40
			}
		}
		h.set(o, a, value)
		if fails != 0 {
			h.set(o, a, status(fails))
		}
		cams, state, why := halCameras(h)
		if (state == Unknown) != (why != "") || state == Idle && len(cams) == 0 {
			t.Errorf("%v %s %q", cams, state, why)
		}
		for _, c := range cams {
			if (c.State == Unknown) != (c.Why != "") || c.Name == "" {
				t.Errorf("%+v", c)
			}
		}
		m := halMicrophone(h)
		if (m.State == Unknown) != (m.Why != "") || m.State == Unknown && m.Muted || m.State == InUse && m.Name == "" {
			t.Errorf("%+v", m)
		}
		if a == defaultInput() && fails != 0 && m.State != Unknown {
			t.Errorf("%+v, though it was not told", m)
		}
		hold := newHalHold(h)
		if err := hold.MuteAll(t.Context()); err == nil && a == soundsProperty() && fails != 0 {
			t.Error("it says that all is muted")
		}
		before := h.muted()
		if err := hold.Unmute(t.Context()); err == nil && len(hold.Held()) != 0 {
			t.Errorf("held %v, muted before %v", hold.Held(), before)
		}
	})
}
