package device

import (
	"context"
	"testing"
)

// Whatever this machine has, a probe answers, and the answer has no holes.
func TestProbeOfThisMachine(t *testing.T) {
	s := Probe(context.Background())
	if s.Cameras == nil {
		t.Error("Cameras is nil: JSON would say null")
	}
	switch s.CamerasState {
	case Idle, Absent:
	case Unknown:
		if s.CamerasWhy == "" {
			t.Error("unknown cameras without a reason")
		}
	default:
		t.Errorf("CamerasState = %q", s.CamerasState)
	}
	if s.Microphone.State == Unknown && s.Microphone.Why == "" {
		t.Error("unknown microphone without a reason")
	}
	t.Logf("%+v", s)
}
