package device

import (
	"encoding/binary"
	"slices"
	"sync"
)

// fakeHAL is a store of properties as CoreMediaIO or CoreAudio have it.
type fakeHAL struct {
	mu      sync.Mutex
	objects map[object]map[address]any // []byte, string, or a status: the error of reading it
	fixed   map[object]map[address]bool
	heard   map[int]watched
	told    map[int]func()
	next    int
	calls   int
	// during is called, without the lock, before each call with its number.
	during func(call int)
	hang   chan struct{} // nil: nothing hangs; calls wait until it is closed
}

func newFakeHAL() *fakeHAL {
	return &fakeHAL{objects: map[object]map[address]any{}, fixed: map[object]map[address]bool{}, heard: map[int]watched{}, told: map[int]func(){}}
}

// Wrong answers, as values.
type (
	longer  []byte // read says that it wrote more than there is room for
	shorter []byte // read writes one byte less than size says
)

const badObject = status(0x216f626a) // '!obj'

func (f *fakeHAL) value(o object, a address) (any, status) {
	f.mu.Lock()
	f.calls++
	n, during, hang := f.calls, f.during, f.hang
	f.mu.Unlock()
	if during != nil {
		during(n)
	}
	if hang != nil {
		<-hang
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	properties, ok := f.objects[o]
	if !ok {
		return nil, badObject
	}
	switch v := properties[a].(type) {
	case nil:
		return nil, 0x77686f3f // 'who?'
	case status:
		return nil, v
	default:
		return v, 0
	}
}

func (f *fakeHAL) has(o object, a address) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.objects[o][a] != nil
}

func bytesOf(v any) []byte {
	switch v := v.(type) {
	case []byte:
		return v
	case longer:
		return v
	case shorter:
		return v
	}
	return make([]byte, 8) // a pointer
}

func (f *fakeHAL) size(o object, a address) (uint32, status) {
	v, s := f.value(o, a)
	if s != 0 {
		return 0, s
	}
	return uint32(len(bytesOf(v))), 0
}

func (f *fakeHAL) read(o object, a address, buf []byte) (uint32, status) {
	v, s := f.value(o, a)
	if s != 0 {
		return 0, s
	}
	n := copy(buf, bytesOf(v))
	switch v.(type) {
	case longer:
		n += 4
	case shorter:
		n--
	}
	return uint32(n), 0
}

func (f *fakeHAL) text(o object, a address) (string, status) {
	v, s := f.value(o, a)
	if s != 0 {
		return "", s
	}
	text, ok := v.(string)
	if !ok {
		return "", -1
	}
	return text, 0
}

func (f *fakeHAL) settable(o object, a address) (bool, status) {
	if _, s := f.value(o, a); s != 0 {
		return false, s
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.fixed[o][a], 0
}

func (f *fakeHAL) write(o object, a address, data []byte) status {
	if _, s := f.value(o, a); s != 0 {
		return s
	}
	f.mu.Lock()
	if f.fixed[o][a] {
		f.mu.Unlock()
		return -1
	}
	f.mu.Unlock()
	f.set(o, a, slices.Clone(data))
	return 0
}

func (f *fakeHAL) listen(o object, a address, told func()) (func(), status) {
	if _, s := f.value(o, a); s != 0 {
		return nil, s
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next++
	n := f.next
	f.heard[n], f.told[n] = watched{o, a}, told
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.heard, n)
		delete(f.told, n)
	}, 0
}

// set changes a property and tells who listens.
func (f *fakeHAL) set(o object, a address, v any) {
	f.mu.Lock()
	if f.objects[o] == nil {
		f.objects[o] = map[address]any{}
	}
	f.objects[o][a] = v
	var tell []func()
	for n, w := range f.heard {
		if w == (watched{o, a}) {
			tell = append(tell, f.told[n])
		}
	}
	f.mu.Unlock()
	for _, t := range tell {
		t()
	}
}

func (f *fakeHAL) get(o object, a address) any {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.objects[o][a]
}

// listening is how many listeners there are.
func (f *fakeHAL) listening() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.heard)
}

// unplug takes an object away; the list is told apart.
func (f *fakeHAL) unplug(o object) {
	f.mu.Lock()
	delete(f.objects, o)
	f.mu.Unlock()
}

func u32(ns ...uint32) []byte {
	out := []byte{}
	for _, n := range ns {
		out = binary.LittleEndian.AppendUint32(out, n)
	}
	return out
}

// camera adds a camera and puts it on the list.
func (f *fakeHAL) camera(o object, name string, running uint32) {
	f.set(o, cameraName(), name)
	f.set(o, cameraUID(), "uid-"+name)
	f.set(o, cameraRunning(), u32(running))
	f.list(camerasProperty(), o)
}

// list puts an object on a list of the system's.
func (f *fakeHAL) list(a address, o object) {
	old, _ := f.get(system(), a).([]byte)
	f.set(system(), a, append(slices.Clone(old), u32(uint32(o))...))
}

// microphone adds a microphone with a mute of its own.
func (f *fakeHAL) microphone(o object, name string, muted uint32) {
	f.set(o, soundName(), name)
	f.set(o, soundUID(), "uid-"+name)
	f.set(o, soundRunning(), u32(0))
	f.set(o, soundTransport(), u32(0x75736220)) // 'usb '
	f.set(o, inputStreams(), u32(1))
	f.set(o, outputStreams(), []byte{})
	f.set(o, inputMute(0), u32(muted))
	f.list(soundsProperty(), o)
}

// aMac has three microphones, of which quiet is muted by the person; the first
// is the default.
func aMac() *fakeHAL {
	f := newFakeHAL()
	f.microphone(50, "built-in", 0)
	f.microphone(51, "headset", 0)
	f.microphone(52, "quiet", 1)
	f.set(system(), defaultInput(), u32(50))
	return f
}

// muted lists the microphones that are muted, by their first mute.
func (f *fakeHAL) muted() (out []string) {
	for _, o := range []object{50, 51, 52, 53} {
		if v, ok := f.get(o, inputMute(0)).([]byte); ok && v[0] == 1 {
			out = append(out, f.get(o, soundName()).(string))
		}
	}
	return out
}
