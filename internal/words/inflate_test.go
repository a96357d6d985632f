package words

import (
	"bytes"
	"compress/flate"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func deflate(t interface{ Fatal(...any) }, data []byte, level int) string {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, level)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data)
	w.Close()
	return out.String()
}

func TestInflate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.StringN(0, 40, -1), rapid.SampledFrom([]string{"Kamera ", "会議", strings.Repeat("x", 300)}))
		data := []byte(strings.Join(rapid.SliceOfN(word, 0, 200).Draw(t, "words"), " "))
		level := rapid.SampledFrom([]int{flate.NoCompression, flate.BestSpeed, flate.BestCompression, flate.HuffmanOnly}).Draw(t, "level")
		got, err := inflate(deflate(t, data, level))
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%d bytes, %v; want %d", len(got), err, len(data))
		}
	})
}

func TestInflateRefusesWhatIsDamaged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOf(rapid.Byte()).Draw(t, "data")
		inflate(string(data)) // must end, without a panic
		whole := deflate(t, []byte("Kamera startet ausgeschaltet"), flate.BestCompression)
		if _, err := inflate(whole[:rapid.IntRange(0, len(whole)-3).Draw(t, "cut")]); err == nil {
			t.Fatal("cut off, and not refused")
		}
	})
}

func TestEveryTableInflates(t *testing.T) {
	for i := range languages {
		table, err := inflate(languages[i].table)
		if lines := strings.Count(string(table), "\n"); err != nil || lines != len(keys) {
			t.Errorf("%s: %d lines for %d texts, %v", languages[i].tag, lines, len(keys), err)
		}
	}
}
