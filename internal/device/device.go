// Package device tells what cameras and microphones do now.
//
// What may not live here: decisions, and opening any device.
package device

// State is what a device does now.
type State string

const (
	Idle    State = "idle"    // nobody uses it
	InUse   State = "in-use"  // Users names who, as far as can be seen
	Unknown State = "unknown" // Why says why it cannot be told
	Absent  State = "absent"  // there is none
)

// Program is a program that uses a device.
type Program struct {
	PID  int    `json:"pid,omitempty"`
	Name string `json:"name"`
}

// Camera is one camera.
type Camera struct {
	Name  string    `json:"name"`
	Node  string    `json:"node"` // such as /dev/video0
	State State     `json:"state"`
	Why   string    `json:"why,omitempty"` // reason of Unknown, a sentence part: "other users' programs cannot be seen"
	Users []Program `json:"users,omitempty"`
}

// Microphone is the default source of the sound server.
type Microphone struct {
	Name  string    `json:"name"`
	State State     `json:"state"`
	Muted bool      `json:"muted"` // by the system, when State is Idle or InUse
	Why   string    `json:"why,omitempty"`
	Users []Program `json:"users,omitempty"`
}

// Snapshot is all of it at one moment.
type Snapshot struct {
	// Cameras in the order of their nodes. Cameras is Absent (no camera),
	// Unknown (CamerasWhy) or else Idle when the list counts.
	Cameras      []Camera   `json:"cameras"`
	CamerasState State      `json:"cameras_state"`
	CamerasWhy   string     `json:"cameras_why,omitempty"`
	Microphone   Microphone `json:"microphone"`
}

// The functions the other rooms call (implemented beside this file):
//
//	Probe(ctx context.Context) Snapshot      each part at most 300 ms, then Unknown; never fails
