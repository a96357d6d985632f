package appkit

// keys is which keys are down. One that was down before the page came was
// pressed for something else, and neither it nor its repeats answer.
type keys struct {
	down, stale map[uint16]bool
	released    uint16
	releasedAt  float64
}

// press takes a key in and says whether it was down already. at is the event's
// time, in seconds: a display that repeats a key by letting it go and pressing
// it gives both one time.
func (k *keys) press(code uint16, repeat bool, at float64) (held bool) {
	held = repeat || k.down[code] || k.stale[code] || at != 0 && at == k.releasedAt && code == k.released
	if k.down == nil {
		k.down = map[uint16]bool{}
	}
	k.down[code] = true
	if held {
		// Its next repeat may come as a press that nothing tells apart.
		k.keep(code)
	}
	return held
}

func (k *keys) keep(code uint16) {
	if k.stale == nil {
		k.stale = map[uint16]bool{}
	}
	k.stale[code] = true
}

func (k *keys) release(code uint16, at float64) {
	delete(k.down, code)
	delete(k.stale, code)
	k.released, k.releasedAt = code, at
}

// pageComes makes every key that is down stale, those in others too.
func (k *keys) pageComes(others []uint16) {
	for code := range k.down {
		k.keep(code)
	}
	for _, code := range others {
		k.keep(code)
	}
}

// lose forgets the keys: their releases go to another window.
func (k *keys) lose() { *k = keys{} }

// meaning is what a key does in the panel.
type meaning int

const (
	other meaning = iota
	press
	cancel
	forward
	backward
	left
	right
	pageUp
	pageDown
	copyText
)

// The characters of keys that write nothing (<AppKit/NSEvent.h>,
// NSLeftArrowFunctionKey and so on).
const (
	leftArrow  = 0xf702
	rightArrow = 0xf703
	pageUpKey  = 0xf72c
	pageDnKey  = 0xf72d
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
	case leftArrow:
		return left
	case rightArrow:
		return right
	case pageUpKey:
		return pageUp
	case pageDnKey:
		return pageDown
	}
	return other
}
