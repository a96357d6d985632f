//go:build linux && e2e

package e2e

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vestibule/internal/shown/hostile"
)

// magenta is in no theme of ours.
var magenta = color.RGBA{0xff, 0, 0xff, 0xff}

// The window says who opened a link as Vestibule itself found out, with its
// icon and its file; what the message claims is nowhere. A hostile desktop
// entry stays one short line, in window, tray, notification and terminal.
func TestOpenerIsWhatItIs(t *testing.T) {
	s := Start(t)
	host := s.StartTrayHost()
	notes := s.StartNotifications(false)
	p, _ := install(t, s)
	p.Configure(Quick)
	drawIcon(t, filepath.Join(s.Data, "icons/hicolor/48x48/apps/pest.png"))
	name := "Pe\x1b[31mst\u202egpj\u202c\u200b\x07" + strings.Repeat("\u0301", 300) + `\nOpened by Firefox\r` + strings.Repeat(" very long", 3000)
	pest := s.InstallOpener("pest", name, "pest", mustAbs(t, "testdata/opener.py"), "")

	pest.Open(zoomRoom(0))
	w := p.Window(AskZoom)
	said := s.Eyes().Wait(Query{PID: w.PID, Role: "label", Prefix: "Opened by Pe[31mst"}, 10*time.Second).Name
	if fault := hostile.Fault(said, 100); fault != "" {
		t.Errorf("%s: %q", fault, said)
	}
	details := Query{PID: w.PID, Role: "toggle button", Name: "Details"}
	if !s.Eyes().Press(details) {
		t.Error("Details cannot be opened")
	}
	s.Eyes().Wait(Query{PID: w.PID, Role: "label", Name: "Program: " + pest.Program}, 10*time.Second)
	if words := strings.Join(w.Words(), "\n"); strings.Contains(strings.ReplaceAll(words, said, ""), "Firefox") {
		t.Errorf("the window believes the message:\n%s", words)
	}
	if !drawn(t, s, magenta) {
		t.Error("the program's icon is not drawn")
	}

	pest.Open(zoomRooms(1, 12)...)
	line := host.WaitItem(20*time.Second).WaitLine("Pe[31mst", 20*time.Second).Label
	if fault := hostile.Fault(line, 80); fault != "" || !strings.HasSuffix(line, " – let in again") {
		t.Errorf("tray: %s: %q", fault, line)
	}
	note := notes.Wait(15 * time.Second)
	for _, text := range []string{note.Summary, note.Body} {
		if fault := hostile.Fault(text, 260); fault != "" || strings.Contains(text, "\n") {
			t.Errorf("notification: %s: %q", fault, text)
		}
	}
	w.Press(ButtonNo)
	w.WaitGone()
}

// One whose program is not known has an icon of our own, and a link to a host
// with letters of its own shows what computers see.
func TestOpenersInSandboxes(t *testing.T) {
	s := Start(t)
	p, _ := install(t, s)
	p.Configure(Quick)
	root := filepath.Join(s.Dir, "sandbox")
	s.WriteFile(filepath.Join(root, ".flatpak-info"), "[Application]\nname=org.example.Chat\nruntime=runtime/org.example/x86_64/1\n", 0o644)
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	chat := s.InstallOpener("chat", "", "", mustAbs(t, "testdata/opener.py"), root)
	// What Flatpak exports for the host.
	s.WriteFile(filepath.Join(s.System, "applications", "org.example.Chat.desktop"),
		"[Desktop Entry]\nType=Application\nName=Chat\nExec="+chat.Program+" run org.example.Chat\n", 0o600)
	chat.Open(zoomRoom(0))
	w := p.Window(AskZoom)
	s.Eyes().Wait(Query{PID: w.PID, Role: "label", Name: "Opened by Chat (Flatpak)"}, 10*time.Second)
	if !s.Eyes().Press(Query{PID: w.PID, Role: "toggle button", Name: "Details"}) {
		t.Error("Details cannot be opened")
	}
	s.Eyes().Wait(Query{PID: w.PID, Role: "label", Prefix: "Flatpak org.example.Chat."}, 10*time.Second)
	w.Press(ButtonNo)
	w.WaitGone()

	p.Open("https://meet.xn--bcher-kva.example/WeeklySync")
	s.Eyes().Wait(Query{PID: w.PID, Role: "label", Name: "meet.bücher.example (meet.xn--bcher-kva.example)"}, 10*time.Second)
}

func drawIcon(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, image.NewPaletted(image.Rect(0, 0, 48, 48), color.Palette{magenta})); err != nil {
		t.Fatal(err)
	}
}

// drawn waits until some of the screen has that colour.
func drawn(t *testing.T, s *Session, want color.RGBA) bool {
	t.Helper()
	path := filepath.Join(s.Dir, "screen.png")
	for late := time.Now().Add(10 * time.Second); time.Now().Before(late); {
		s.Picture(path)
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		b := img.Bounds()
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				if color.RGBAModel.Convert(img.At(x, y)) == want {
					return true
				}
			}
		}
	}
	return false
}
