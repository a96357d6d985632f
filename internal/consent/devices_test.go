package consent

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/device"
)

// The question, the status window and the command line say the same of the
// devices, whatever they do.
func TestDevicesInTheSameWords(t *testing.T) {
	obs, zoom := device.Program{PID: 1, Name: "OBS Studio"}, device.Program{PID: 2, Name: "Zoom"}
	webcam := device.Camera{Name: "Logitech C920", Node: "/dev/video0", State: device.Idle}
	using := func(c device.Camera, users ...device.Program) device.Camera {
		c.State, c.Users = device.InUse, users
		return c
	}
	unknown := webcam
	unknown.State, unknown.Why = device.Unknown, "other users' programs cannot be seen"
	cases := []struct {
		name, camera, microphone string
		s                        device.Snapshot
	}{
		{"nothing", "No camera found", "No microphone found",
			device.Snapshot{CamerasState: device.Absent, Microphone: device.Microphone{State: device.Absent}}},
		{"at rest", "Logitech C920 and Second, not in use now", "Built-in Audio, not muted, used by nobody", device.Snapshot{
			Cameras: []device.Camera{webcam, {Name: "Second", Node: "/dev/video2", State: device.Idle}}, CamerasState: device.Idle,
			Microphone: device.Microphone{Name: "Built-in Audio", State: device.Idle},
		}},
		{"in use", "Logitech C920. OBS Studio uses it now.", "Built-in Audio, not muted. OBS Studio and Zoom use it now.", device.Snapshot{
			Cameras: []device.Camera{using(webcam, obs)}, CamerasState: device.Idle,
			Microphone: device.Microphone{Name: "Built-in Audio", State: device.InUse, Users: []device.Program{obs, zoom}},
		}},
		{"in use by several processes of one name", "Logitech C920. Zoom, OBS Studio and cheese use it now.", "Built-in Audio, muted by the system. Some program uses it now.", device.Snapshot{
			Cameras: []device.Camera{using(webcam, zoom, obs, device.Program{PID: 9, Name: "Zoom"}, device.Program{PID: 10, Name: "cheese"})}, CamerasState: device.Idle,
			Microphone: device.Microphone{Name: "Built-in Audio", State: device.InUse, Muted: true},
		}},
		{"another microphone", "No camera found", "Built-in Audio, muted by the system, used by nobody. Zoom uses another microphone now.", device.Snapshot{
			CamerasState: device.Absent,
			Microphone:   device.Microphone{Name: "Built-in Audio", State: device.Idle, Muted: true, Others: []device.Program{zoom}},
		}},
		{"both microphones", "No camera found", "Built-in Audio, not muted. OBS Studio uses it now. Zoom uses another microphone now.", device.Snapshot{
			CamerasState: device.Absent,
			Microphone:   device.Microphone{Name: "Built-in Audio", State: device.InUse, Users: []device.Program{obs}, Others: []device.Program{zoom}},
		}},
		{"unknown", "Logitech C920. Cannot tell what it does: other users' programs cannot be seen", "Cannot tell what it does: no sound server is running", device.Snapshot{
			Cameras: []device.Camera{unknown}, CamerasState: device.Idle,
			Microphone: device.Microphone{State: device.Unknown, Why: "no sound server is running"},
		}},
		{"nothing can be told", "Cannot tell what it does: cameras cannot be listed here", "Cannot tell what it does: the sound server does not answer", device.Snapshot{
			CamerasState: device.Unknown, CamerasWhy: "cameras cannot be listed here",
			Microphone: device.Microphone{Name: "Built-in Audio", State: device.Unknown, Why: "the sound server does not answer"},
		}},
		{"hostile", "Bad name. Zoom uses it now.", "No microphone found", device.Snapshot{
			Cameras: []device.Camera{using(device.Camera{Name: "Bad\n\u202ename"}, device.Program{Name: "Zo\x1bom"})}, CamerasState: device.Idle,
			Microphone: device.Microphone{State: device.Absent},
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := []string{"Camera: " + c.camera, "Microphone: " + c.microphone}
			if diff := cmp.Diff(want, DeviceLines(&c.s)); diff != "" {
				t.Errorf("on the command line: %s", diff)
			}
			q := zoomQuestion()
			q.Devices = &c.s
			var rows []string
			p := AskPage(q)
			for _, r := range []*Row{p.Camera, p.Microphone} {
				rows = append(rows, strings.TrimSpace(r.Title+": "+r.Now+" "+r.NowStrong))
			}
			if diff := cmp.Diff(want, rows); diff != "" {
				t.Errorf("in the question: %s", diff)
			}
			var told []string
			for _, text := range StatusPage(StatusFacts{Devices: &c.s}).Text {
				told = append(told, text.Text)
			}
			if i := slices.Index(told, want[0]); i < 0 || i+1 >= len(told) || told[i+1] != want[1] {
				t.Errorf("in the status window: %q, want %q", told, want)
			}
		})
	}
}
