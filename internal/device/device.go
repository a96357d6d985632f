// Package device tells what cameras and microphones do now, and mutes
// microphones for the whole system when asked.
//
// Probe looks once. Machine tells of changes while somebody asks for them, and
// keeps the connection to the sound server for as long; at rest nothing here
// runs, wakes or is open. Fake stands in for a Machine in
// the tests of other packages.
//
// What may not live here: decisions, and opening any camera or microphone.
package device

// State is what a device does now.
type State string

const (
	Idle    State = "idle"    // nobody uses it
	InUse   State = "in-use"  // Users names who, as far as can be seen
	Unknown State = "unknown" // Why says why it cannot be told
	Absent  State = "absent"  // there is none
)

// Program is a program that uses a device. Its name is what the program calls
// itself, cleaned for display: to be shown, never to be trusted.
type Program struct {
	PID  int    `json:"pid,omitempty"`
	Name string `json:"name"`
}

// Camera is one camera.
type Camera struct {
	Name  string    `json:"name"`
	Node  string    `json:"node"` // such as /dev/video0; on macOS its own unique id
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
	// Others record from another microphone than this one.
	Others []Program `json:"others,omitempty"`
}

// Snapshot is all of it at one moment.
type Snapshot struct {
	// Cameras in the order of their nodes. CamerasState is Absent (no camera),
	// Unknown (CamerasWhy) or else Idle when the list counts.
	Cameras      []Camera   `json:"cameras"`
	CamerasState State      `json:"cameras_state"`
	CamerasWhy   string     `json:"cameras_why,omitempty"`
	Microphone   Microphone `json:"microphone"`
}
