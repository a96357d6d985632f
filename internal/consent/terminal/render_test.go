package terminal

import (
	"slices"
	"testing"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  []string
	}{
		{"one two three", 8, []string{"one two", "three"}},
		{"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		{"カメラはオフ", 8, []string{"カメラは", "オフ"}},
		{"カメラは。オフ", 8, []string{"カメラ", "は。オフ"}},
		{"a カメラ", 8, []string{"a カメラ"}},
		{"会", 1, []string{"会"}},
	} {
		if got := wrap(c.text, c.width); !slices.Equal(got, c.want) {
			t.Errorf("wrap(%q, %d): %q, want %q", c.text, c.width, got, c.want)
		}
	}
}
