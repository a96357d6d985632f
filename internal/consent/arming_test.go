package consent

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

var t0 = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func at(ms int) time.Time { return t0.Add(time.Duration(ms) * time.Millisecond) }

func TestArmingNeedsMapFocusAndTheWholeDelay(t *testing.T) {
	a := NewArming(time.Second)
	if a.Press(at(0)) {
		t.Fatal("joined before the window was mapped")
	}
	a = NewArming(time.Second)
	a.Mapped(at(0))
	if a.Press(at(5000)) {
		t.Fatal("joined without the focus")
	}
	a = NewArming(time.Second)
	a.Mapped(at(0))
	a.Focused(at(10))
	if a.Press(at(1009)) {
		t.Fatal("joined before the delay was over")
	}
	a = NewArming(time.Second)
	a.Mapped(at(0))
	a.Focused(at(10))
	if !a.Press(at(1010)) {
		t.Fatal("did not join after the delay")
	}
}

func TestArmingRestartsOnFocusAndChange(t *testing.T) {
	a := NewArming(time.Second)
	a.Mapped(at(0))
	a.Focused(at(0))
	a.Changed(at(900))
	if a.Press(at(1500)) {
		t.Fatal("a change did not start the delay again")
	}
	a = NewArming(time.Second)
	a.Mapped(at(0))
	a.Focused(at(0))
	a.Blurred()
	if a.Press(at(2000)) {
		t.Fatal("joined while another window had the focus")
	}
	a.Focused(at(3000))
	if a.Press(at(3900)) {
		t.Fatal("coming back did not start the delay again")
	}
}

func TestEarlyPressLeavesHalfASecond(t *testing.T) {
	a := NewArming(time.Second)
	a.Mapped(at(0))
	a.Focused(at(0))
	if a.Press(at(990)) {
		t.Fatal("an early press counted")
	}
	if a.Press(at(1400)) {
		t.Fatal("a second press right after an early one counted")
	}
	b := NewArming(time.Second)
	b.Mapped(at(0))
	b.Focused(at(0))
	b.Press(at(990))
	if !b.Press(at(1490)) {
		t.Fatal("half a second after an early press nothing was live")
	}
	c := NewArming(time.Second)
	c.Mapped(at(0))
	c.Focused(at(0))
	c.Press(at(100))
	if left, _ := c.Left(at(100)); left != 900*time.Millisecond {
		t.Fatalf("impatience was punished: %v left", left)
	}
}

// A person who writes on while the window takes the focus has not read it.
func TestTypedNeedsAPause(t *testing.T) {
	a := NewArming(time.Second)
	if a.Typed(at(0)) {
		t.Error("a key counted before the window was mapped")
	}
	a.Mapped(at(0))
	if a.Typed(at(5000)) {
		t.Error("a key counted without the focus")
	}
	a.Focused(at(5000))
	for ms := 5100; ms < 8000; ms += 400 {
		a.Key(at(ms))
		if a.Typed(at(ms)) || a.Typed(at(ms+399)) {
			t.Fatalf("the writing went on, and %d ms after the focus it counted", ms-5000)
		}
	}
	a.Key(at(8300)) // 400 ms after the one before
	if a.Typed(at(8799)) || !a.Typed(at(8800)) {
		t.Error("not half a second after the last key")
	}
	// Once read, keys may follow each other quickly: Tab, Tab, Return.
	for _, ms := range []int{8900, 8950, 9000} {
		if a.Key(at(ms)); !a.Typed(at(ms)) {
			t.Error("quick keys did not count in a window that was read")
		}
	}
	a.Blurred()
	if a.Typed(at(9100)) {
		t.Error("a key counted without the focus")
	}
	a.Focused(at(9200))
	if a.Typed(at(9699)) || !a.Typed(at(9700)) {
		t.Error("a new focus is a new look")
	}
}

// Whatever happens, a press counts only when mapped, focused and unchanged
// for the delay; and however restless the machine, holding still after the
// cap is answered within one delay.
func TestArmingLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		delay := time.Duration(rapid.IntRange(500, 3000).Draw(t, "delay")) * time.Millisecond
		a := NewArming(delay)
		now := t0
		mapped, focused := false, false
		var quiet time.Time // since when focus and content hold, ignoring the cap
		var firstFocus time.Time
		// As for keys: since when the window has the focus, and nothing was typed.
		var focusedAt, still time.Time
		settled := false
		for range rapid.IntRange(1, 80).Draw(t, "events") {
			now = now.Add(time.Duration(rapid.IntRange(0, 1500).Draw(t, "ms")) * time.Millisecond)
			switch rapid.IntRange(0, 5).Draw(t, "event") {
			case 5:
				a.Key(now)
				settled = settled || now.Sub(still) >= early
				if a.Typed(now) && (!mapped || !focused || (!settled && now.Sub(focusedAt) <= maxRestarts*early)) {
					t.Fatalf("a key counted: mapped %v focused %v for %v, still for %v", mapped, focused, now.Sub(focusedAt), now.Sub(still))
				}
				still = now
			case 0:
				a.Mapped(now)
				mapped, quiet = true, now
			case 1:
				a.Focused(now)
				if !focused {
					focused, quiet = true, now
					focusedAt, still, settled = now, now, false
					if firstFocus.IsZero() {
						firstFocus = now
					}
				}
			case 2:
				a.Blurred()
				focused = false
			case 3:
				a.Changed(now)
				quiet = now
			case 4:
				capped := !firstFocus.IsZero() && now.Sub(firstFocus) > maxRestarts*delay
				if a.Press(now) && (!mapped || !focused || (!capped && now.Sub(quiet) < delay)) {
					t.Fatalf("joined unarmed: mapped %v focused %v quiet for %v of %v", mapped, focused, now.Sub(quiet), delay)
				}
			}
		}
		a.Mapped(now)
		a.Focused(now)
		if !a.Press(now.Add(delay + early)) {
			t.Fatal("a quiet, focused window did not arm")
		}
		if !a.Typed(now.Add(early)) {
			t.Fatal("a quiet, focused window took no key")
		}
	})
}
