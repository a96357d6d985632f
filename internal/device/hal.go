package device

import (
	"encoding/binary"
	"errors"

	"vestibule/internal/objc"
)

// On macOS cameras (CoreMediaIO) and sound devices (CoreAudio) are alike:
// objects with properties, which are read and listened to without opening a
// device, so that the system asks the person for no permission. hal is all that
// is asked of either library. Everything above it is the same on every system
// and is tested with a store of made-up properties; hal_darwin.go has the real
// ones.
type hal interface {
	// has says whether the object has the property.
	has(o object, a address) bool
	// size is the length of a property's value in bytes.
	size(o object, a address) (uint32, status)
	// read puts a property's value into buf and says how much it wrote.
	read(o object, a address, buf []byte) (uint32, status)
	// text reads a property that is a CFString.
	text(o object, a address) (string, status)
	// settable says whether the property can be set.
	settable(o object, a address) (bool, status)
	// write sets a property.
	write(o object, a address, value []byte) status
	// listen has told called, on a thread of the system's, when the property
	// changes, until stop is called.
	listen(o object, a address, told func()) (stop func(), s status)
}

// object is an AudioObjectID or CMIOObjectID.
type object uint32

// status is an OSStatus: 0, or an error, usually four letters.
type status int32

// address is an AudioObjectPropertyAddress or CMIOObjectPropertyAddress.
type address struct{ selector, scope, element uint32 }

// system is the object that has the list of devices, in both libraries.
func system() object { return object(objc.Number("kAudioObjectSystemObject", 1)) }

func global(selector uint32) address {
	return address{selector: selector, scope: objc.Code("kAudioObjectPropertyScopeGlobal", "glob")}
}

func input(selector uint32) address {
	return address{selector: selector, scope: objc.Code("kAudioObjectPropertyScopeInput", "inpt")}
}

func output(selector uint32) address {
	return address{selector: selector, scope: objc.Code("kAudioObjectPropertyScopeOutput", "outp")}
}

// The properties of cameras. CoreMediaIO's codes are CoreAudio's, but for names
// of their own in its headers.
func camerasProperty() address { return global(objc.Code("kCMIOHardwarePropertyDevices", "dev#")) }
func cameraName() address      { return global(objc.Code("kCMIOObjectPropertyName", "lnam")) }
func cameraUID() address       { return global(objc.Code("kCMIODevicePropertyDeviceUID", "uid ")) }
func cameraRunning() address {
	return global(objc.Code("kCMIODevicePropertyDeviceIsRunningSomewhere", "gone"))
}

// The properties of sound devices.
func soundsProperty() address { return global(objc.Code("kAudioHardwarePropertyDevices", "dev#")) }
func defaultInput() address {
	return global(objc.Code("kAudioHardwarePropertyDefaultInputDevice", "dIn "))
}
func soundName() address      { return global(objc.Code("kAudioObjectPropertyName", "lnam")) }
func soundUID() address       { return global(objc.Code("kAudioDevicePropertyDeviceUID", "uid ")) }
func soundTransport() address { return global(objc.Code("kAudioDevicePropertyTransportType", "tran")) }
func soundParts() address {
	return global(objc.Code("kAudioAggregateDevicePropertyActiveSubDeviceList", "agrp"))
}
func soundRunning() address {
	return global(objc.Code("kAudioDevicePropertyDeviceIsRunningSomewhere", "gone"))
}
func inputStreams() address  { return input(objc.Code("kAudioDevicePropertyStreams", "stm#")) }
func outputStreams() address { return output(objc.Code("kAudioDevicePropertyStreams", "stm#")) }

// inputMute is the mute of a device's input: of all of it (element 0) or of one
// channel.
func inputMute(element uint32) address {
	a := input(objc.Code("kAudioDevicePropertyMute", "mute"))
	a.element = element
	return a
}

// The properties of processes that use sound, since macOS 14.2.
func processesProperty() address {
	return global(objc.Code("kAudioHardwarePropertyProcessObjectList", "prs#"))
}
func processRecords() address {
	return global(objc.Code("kAudioProcessPropertyIsRunningInput", "piri"))
}
func processInputs() address { return input(objc.Code("kAudioProcessPropertyDevices", "pdv#")) }

// Reasons that a person reads, as parts of a sentence.
//
//words:mark
var (
	errRefused  = errors.New("the system refuses to tell")
	errNonsense = errors.New("what the system tells is not understood")
	errBoth     = errors.New("it also plays sound, and this system does not tell the two apart")
	errNoSystem = errors.New("the system's own part for such devices is not there")
)

// errGone is of an object that is not there any more.
var errGone = errors.New("it was unplugged")

func (s status) err() error {
	switch uint32(s) {
	case 0:
		return nil
	case objc.Code("kAudioHardwareBadObjectError", "!obj"):
		return errGone
	}
	return errRefused
}

// mostObjects bounds a list of devices or processes.
const mostObjects = 4096

// objects reads a list of objects. It may change between the question for its
// length and that for itself, so both are asked again until they agree.
func objects(h hal, o object, a address) ([]object, error) {
	const each = 4
	for range 4 {
		n, s := h.size(o, a)
		if err := s.err(); err != nil {
			return nil, err
		}
		if n%each != 0 || n/each > mostObjects {
			return nil, errNonsense
		}
		// No more room than there is data: a driver may insist.
		buf := make([]byte, n)
		got, s := uint32(0), status(0)
		if n > 0 {
			got, s = h.read(o, a, buf)
		}
		after, s2 := h.size(o, a)
		if s2 == 0 && after != n {
			continue // of what was read some may be missing
		}
		if err := s.err(); err != nil {
			return nil, err
		}
		if got > n || got%each != 0 {
			return nil, errNonsense
		}
		list := make([]object, 0, got/each)
		for i := uint32(0); i < got; i += each {
			list = append(list, object(binary.LittleEndian.Uint32(buf[i:])))
		}
		return list, nil
	}
	return nil, errNonsense
}

// uint32Of reads a property that is a UInt32.
func uint32Of(h hal, o object, a address) (uint32, error) {
	n, s := h.size(o, a)
	if err := s.err(); err != nil {
		return 0, err
	}
	if n != 4 {
		return 0, errNonsense
	}
	buf := make([]byte, n)
	n, s = h.read(o, a, buf)
	if err := s.err(); err != nil {
		return 0, err
	}
	if n != uint32(len(buf)) {
		return 0, errNonsense
	}
	return binary.LittleEndian.Uint32(buf), nil
}

// yes reads a UInt32 that is 0 or not.
func yes(h hal, o object, a address) (bool, error) {
	n, err := uint32Of(h, o, a)
	return n != 0, err
}

// named reads a text for people; "" where there is none. Drivers write it, so
// it is cleaned.
func named(h hal, o object, a address) string {
	text, s := h.text(o, a)
	if s != 0 {
		return ""
	}
	return clean(text)
}
