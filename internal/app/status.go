package app

import "vestibule/internal/meeting"

// Exit statuses of the command line.
const (
	Joined        = 0
	Failed        = 1
	Usage         = 2
	NotAMeeting   = 3
	RefusedUnsafe = 4
	NotJoined     = 5
)

// VerdictStatus is the exit status that a judgement alone ends with.
func VerdictStatus(v meeting.Verdict) int {
	switch v {
	case meeting.IsMeeting:
		return Joined
	case meeting.Refused:
		return RefusedUnsafe
	}
	return NotAMeeting
}
