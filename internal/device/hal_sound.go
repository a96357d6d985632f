package device

import (
	"errors"
	"slices"

	"vestibule/internal/objc"
)

// kind is how a sound device is made.
type kind string

const (
	physical  kind = ""          // a microphone
	virtual   kind = "virtual"   // a program's; what it hears comes from a real one, or from none
	aggregate kind = "aggregate" // several as one
)

func kindOf(h hal, o object) kind {
	n, err := uint32Of(h, o, soundTransport())
	if err != nil {
		return physical // whatever is not known to be something else
	}
	switch n {
	case objc.Code("kAudioDeviceTransportTypeVirtual", "virt"):
		return virtual
	case objc.Code("kAudioDeviceTransportTypeAggregate", "grup"), objc.Code("kAudioDeviceTransportTypeAutoAggregate", "fgrp"):
		return aggregate
	}
	return physical
}

// hears says whether a device has an input; what cannot be told counts as one.
func hears(h hal, o object) bool {
	n, s := h.size(o, inputStreams())
	return s != 0 || n > 0
}

// halMicrophone says what the default input does.
func halMicrophone(h hal) Microphone {
	unknown := func(err error) Microphone { return Microphone{State: Unknown, Why: err.Error()} }
	n, err := uint32Of(h, system(), defaultInput())
	if err != nil {
		return unknown(err)
	}
	if n == 0 { // kAudioObjectUnknown
		return Microphone{State: Absent}
	}
	o := object(n)
	m := Microphone{Name: named(h, o, soundName()), State: Idle}
	if m.Name == "" {
		m.Name = "Microphone"
	}
	records, err := recorded(h, o)
	if err != nil {
		return unknown(err)
	}
	if records {
		m.State = InUse
	}
	if m.Muted, err = mutedNow(h, o); err != nil {
		return unknown(err)
	}
	if other := otherInputs(h, o); slices.ContainsFunc(other, func(o object) bool { on, err := recorded(h, o); return on && err == nil }) {
		m.Others = []Program{{}} // some program: which one is not told
	}
	return m
}

// recorded says whether any program records from a device. A device "runs" for
// what it plays too; of one that does both, the list of programs that record
// tells, where the system has it.
func recorded(h hal, o object) (bool, error) {
	running, err := yes(h, o, soundRunning())
	if err != nil || !running {
		return false, plainGone(err)
	}
	if n, s := h.size(o, outputStreams()); s == 0 && n == 0 {
		return true, nil
	}
	return recordedBySome(h, o)
}

func plainGone(err error) error {
	if errors.Is(err, errGone) {
		return errRefused
	}
	return err
}

func recordedBySome(h hal, o object) (bool, error) {
	if !h.has(system(), processesProperty()) {
		return false, errBoth // macOS before 14.2
	}
	processes, err := objects(h, system(), processesProperty())
	if err != nil {
		return false, errBoth
	}
	for _, p := range processes {
		records, err := yes(h, p, processRecords())
		if errors.Is(err, errGone) {
			continue // it ended meanwhile
		}
		if err != nil {
			return false, errBoth
		}
		if !records {
			continue
		}
		inputs, err := objects(h, p, processInputs())
		if err != nil && !errors.Is(err, errGone) {
			return false, errBoth
		}
		if slices.Contains(inputs, o) {
			return true, nil
		}
	}
	return false, nil
}

// otherInputs are the microphones that have nothing to do with o: not a part of
// it, it is no part of them, and no program makes them up.
func otherInputs(h hal, o object) []object {
	all, err := objects(h, system(), soundsProperty())
	if err != nil {
		return nil
	}
	mine, _ := objects(h, o, soundParts())
	return slices.DeleteFunc(all, func(other object) bool {
		if other == o || slices.Contains(mine, other) || !hears(h, other) || kindOf(h, other) == virtual {
			return true
		}
		parts, _ := objects(h, other, soundParts())
		return slices.Contains(parts, o)
	})
}

// source is what has one mute: a microphone, or, where the whole has none, a
// channel of it.
type source struct {
	object  object
	element uint32
	id      string // lasts over restarts: the device's own, and the channel
	name    string // for people
	muted   bool
	mutable bool // has a mute that can be set
}

// mostChannels is how many channels of a microphone are asked for a mute of
// their own.
const mostChannels = 16

// muteElements are the elements of a device's input that have a mute.
func muteElements(h hal, o object) []uint32 {
	if h.has(o, inputMute(0)) {
		return []uint32{0}
	}
	var out []uint32
	for n := uint32(1); n <= mostChannels; n++ {
		if h.has(o, inputMute(n)) {
			out = append(out, n)
		}
	}
	return out
}

// mutedNow says whether all of a device's input is muted. One without a mute is
// not.
func mutedNow(h hal, o object) (bool, error) {
	elements := muteElements(h, o)
	for _, e := range elements {
		muted, err := yes(h, o, inputMute(e))
		if err != nil || !muted {
			return false, plainGone(err)
		}
	}
	return len(elements) > 0, nil
}

// sources lists the real microphones, each with its mute.
func sources(h hal) ([]source, error) {
	all, err := objects(h, system(), soundsProperty())
	if err != nil {
		return nil, err
	}
	var out []source
	for _, o := range all {
		if !hears(h, o) || kindOf(h, o) != physical {
			continue
		}
		uid, s := h.text(o, soundUID())
		if errors.Is(s.err(), errGone) {
			continue
		}
		one := source{object: o, id: uid, name: named(h, o, soundName())}
		if s != 0 {
			one.id = ""
		}
		if one.name == "" {
			one.name = "Microphone"
		}
		elements := muteElements(h, o)
		if len(elements) == 0 || one.id == "" || len(one.id) > maxUID {
			out = append(out, one) // cannot be muted so that it is known again
			continue
		}
		for _, e := range elements {
			one.element, one.id = e, channelID(uid, e)
			settable, s := h.settable(o, inputMute(e))
			muted, err := yes(h, o, inputMute(e))
			one.muted, one.mutable = muted && err == nil, settable && s == 0 && err == nil
			out = append(out, one)
		}
	}
	return out, nil
}

// maxUID bounds a device's own identifier that is worth remembering.
const maxUID = 256

func channelID(uid string, element uint32) string {
	if element == 0 {
		return uid
	}
	return uid + " channel " + string(rune('0'+element/10)) + string(rune('0'+element%10))
}
