package appkit

// keys is which keys are down. One that was down before the page came was
// pressed for something else, and neither it nor its repeats answer.
type keys struct {
	down, stale map[uint16]bool
}

// press takes a key in and says whether it was down already.
func (k *keys) press(code uint16, repeat bool) (held bool) {
	held = repeat || k.down[code] || k.stale[code]
	if k.down == nil {
		k.down = map[uint16]bool{}
	}
	k.down[code] = true
	return held
}

func (k *keys) release(code uint16) {
	delete(k.down, code)
	delete(k.stale, code)
}

// pageComes makes every key that is down stale.
func (k *keys) pageComes() {
	if k.stale == nil {
		k.stale = map[uint16]bool{}
	}
	for code := range k.down {
		k.stale[code] = true
	}
}

// lose forgets the keys: their releases go to another window.
func (k *keys) lose() { k.down, k.stale = nil, nil }

// meaning is what a key does in the panel.
type meaning int

const (
	other meaning = iota
	press
	cancel
	forward
	backward
	copyText
)

// meaningOf reads the first character that a key gives without its modifiers,
// as NSEvent has it.
func meaningOf(character rune, shift, command bool) meaning {
	switch {
	case command && (character == 'w' || character == '.'):
		return cancel
	case command && character == 'c':
		return copyText
	case command:
		return other
	}
	switch character {
	case '\r', '\n', 0x03, ' ': // Return, Enter
		return press
	case 0x1b:
		return cancel
	case '\t':
		if shift {
			return backward
		}
		return forward
	case 0x19: // Tab with Shift
		return backward
	}
	return other
}
