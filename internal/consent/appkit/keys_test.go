package appkit

import (
	"testing"

	"pgregory.net/rapid"
)

func TestKeysThatAreHeld(t *testing.T) {
	var k keys
	step := func(what string, got, want bool) {
		t.Helper()
		if got != want {
			t.Errorf("%s: held is %v", what, got)
		}
	}
	step("pressed", k.press(36, false, 1), false)
	step("repeated", k.press(36, true, 2), true)
	step("another meanwhile", k.press(49, false, 2), false)
	k.release(49, 2.5)
	k.release(36, 3)
	step("let go and pressed", k.press(36, false, 4), false)
	k.pageComes(nil)
	step("down as the page came", k.press(36, false, 5), true)
	k.release(36, 6)
	step("a repeat by letting go and pressing at once", k.press(36, false, 6), true)
	k.release(36, 7)
	step("another repeat", k.press(36, false, 7), true)
	k.release(36, 8)
	step("another key at that time", k.press(49, false, 8), false)
	k.lose()
	step("after another window had the keys", k.press(49, false, 9), false)
	k.lose()
	k.pageComes([]uint16{50})
	step("down elsewhere as the page came", k.press(50, false, 9), true)
	k.release(50, 9.5)
	step("and let go", k.press(50, false, 9.6), false)
	k.lose()
	step("a repeat of a key pressed elsewhere", k.press(49, true, 10), true)
	step("and its next, which nothing tells apart", k.press(49, false, 11), true)
}

// Without a release in between no key ever presses twice.
func TestAKeyPressesOnceUntilItIsLetGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var k keys
		down := map[uint16]bool{}
		at := 1.0
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			code := rapid.Uint16Range(1, 3).Draw(t, "code")
			at++
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				if held := k.press(code, false, at); !held && down[code] {
					t.Fatalf("key %d pressed twice", code)
				}
				down[code] = true
			case 1:
				k.release(code, at)
				down[code] = false
			case 2:
				k.pageComes(nil)
			}
		}
	})
}

func TestMeaningsOfKeys(t *testing.T) {
	for _, c := range []struct {
		character      rune
		shift, command bool
		want           meaning
	}{
		{'\r', false, false, press}, {0x03, false, false, press}, {' ', false, false, press}, {0x1b, false, false, cancel},
		{'\t', false, false, forward}, {'\t', true, false, backward}, {0x19, true, false, backward}, {0xf702, false, false, left},
		{0xf703, false, false, right}, {0xf72c, false, false, pageUp}, {0xf72d, false, false, pageDown},
		{'w', false, true, cancel}, {'.', false, true, cancel}, {'c', false, true, copyText}, {'\r', false, true, other},
		{' ', false, true, other}, {'x', false, false, other}, {'j', false, false, other}, {0, false, false, other},
	} {
		if got := meaningOf(c.character, c.shift, c.command); got != c.want {
			t.Errorf("%q shift %v command %v: %d, want %d", c.character, c.shift, c.command, got, c.want)
		}
	}
}
