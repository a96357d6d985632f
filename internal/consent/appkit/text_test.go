package appkit

import (
	"math"
	"slices"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"vestibule/internal/objc"
)

// A range is never beyond its text, as NSString counts it, whatever comes.
func TestRangesAreInTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOfN(rapid.OneOf(rapid.Byte(), rapid.ByteRange('a', 'c')), 0, 20).Draw(t, "bytes"))
		if rapid.Bool().Draw(t, "letters") {
			text = rapid.String().Draw(t, "text")
		}
		at := rapid.IntRange(-2, len(text)+2)
		parts := [][2]int{{at.Draw(t, "from"), at.Draw(t, "to")}}
		valid, fits := whole(text)
		if !fits {
			parts = nil
		}
		length := uint(len(utf16.Encode([]rune(valid))))
		for _, r := range ranges(valid, parts) {
			if r.Length == 0 || r.Location > math.MaxInt32 || r.Location+r.Length > length {
				t.Fatalf("%+v in %q of %d", r, valid, length)
			}
		}
	})
}

func TestRanges(t *testing.T) {
	for _, c := range []struct {
		text  string
		parts [][2]int
		want  []objc.Range
	}{
		{"zoom.us", [][2]int{{0, 7}}, []objc.Range{{Length: 7}}},
		{"a😀bc", [][2]int{{5, 7}}, []objc.Range{{Location: 3, Length: 2}}},
		{"bücher", [][2]int{{1, 3}}, []objc.Range{{Location: 1, Length: 1}}},
		{"bücher", [][2]int{{2, 3}, {0, 2}, {0, 99}, {-1, 2}, {3, 3}, {4, 1}}, nil},
		{"\xff\xfe", [][2]int{{0, 2}}, nil},
		{"", [][2]int{{0, 0}}, nil},
	} {
		if got := ranges(c.text, c.parts); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
	if got, fits := whole("a\xff\xfe\x00b"); got != "a\uFFFD\uFFFDb" || fits {
		t.Errorf("%q, %v", got, fits)
	}
}

func TestWhatIsAnnounced(t *testing.T) {
	p := question()
	if got, want := introduction(p), "Join this Jitsi meeting?\nmeet.jit.si\nOpened by Chromium\nCamera: Starts off. The link asks Jitsi not to open it.\nMicrophone: ⚠ Nobody vouches for it.\nAsked for 3 times."; got != want {
		t.Errorf("a page that comes: %q", got)
	}
	now := question()
	if got := news(p, now); got != "" {
		t.Errorf("nothing changed: %q", got)
	}
	now.Title, now.Camera.Now = "x", "y"
	now.Microphone.Assurance, now.Banner = "Starts muted.\x00\u202e", ""
	if got := news(p, now); got != "Microphone: Starts muted." {
		t.Errorf("an assurance changed: %q", got)
	}
	now.Microphone, now.Banner = nil, "New."
	now.Camera.NowStrong = "Zoom uses it now."
	if got := news(p, now); got != "Camera: Zoom uses it now.\nNew." {
		t.Errorf("a row went, a program began, a notice came: %q", got)
	}
}
