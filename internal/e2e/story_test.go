//go:build linux && e2e

package e2e

import (
	"bytes"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// demo is where the journey leaves its pictures and its transcript.
var demo = flag.String("demo", "", "`directory` for the pictures and the transcript of the journey")

// story writes down what a person would have seen. Without a directory it is
// silent, so that the test and the demonstration are one flow.
type story struct {
	t    *testing.T
	s    *Session
	step int
	text strings.Builder
}

func newStory(t *testing.T, s *Session) *story {
	st := &story{t: t, s: s}
	if *demo != "" {
		t.Cleanup(st.write)
	}
	return st
}

// tells begins a step.
func (st *story) tells(format string, args ...any) {
	st.step++
	fmt.Fprintf(&st.text, "%d. %s\n", st.step, fmt.Sprintf(format, args...))
}

// quotes adds what was on the screen or on a command line.
func (st *story) quotes(lines ...string) {
	for _, line := range lines {
		fmt.Fprintf(&st.text, "       %s\n", strings.ReplaceAll(line, "\n", "\n       "))
	}
}

// still keeps the screen once nothing moves on it any more: dialogs of
// Chromium come up slowly.
func (st *story) still(name string) {
	st.t.Helper()
	if *demo == "" {
		return
	}
	path := filepath.Join(*demo, name)
	var last []byte
	for range 50 {
		st.s.Picture(path)
		now, err := os.ReadFile(path)
		if err != nil {
			st.t.Fatalf("taking a picture: %v", err)
		}
		if bytes.Equal(pixels(now), last) {
			break
		}
		last = pixels(now)
	}
	fmt.Fprintf(&st.text, "   (%s)\n", name)
}

// pixels is the picture itself: what else import writes has the time in it.
func pixels(file []byte) []byte {
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return nil
	}
	var raw bytes.Buffer
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			raw.Write([]byte{byte(r >> 8), byte(g >> 8), byte(b >> 8)})
		}
	}
	return raw.Bytes()
}

// picture keeps the screen as it is at this moment.
func (st *story) picture(name string) {
	st.t.Helper()
	if *demo == "" {
		return
	}
	st.s.Picture(filepath.Join(*demo, name))
	fmt.Fprintf(&st.text, "   (%s)\n", name)
}

func (st *story) write() {
	if st.t.Failed() {
		st.text.WriteString("\nThe journey did not come to its end: see the test's output.\n")
	}
	path := filepath.Join(*demo, "transcript.txt")
	if err := os.MkdirAll(*demo, 0o755); err != nil {
		st.t.Errorf("writing the transcript: %v", err)
		return
	}
	if err := os.WriteFile(path, []byte(st.text.String()), 0o644); err != nil {
		st.t.Errorf("writing the transcript: %v", err)
	}
}
