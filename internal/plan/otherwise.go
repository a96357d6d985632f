package plan

// Otherwise gives the way to ask about when the chosen one did not start: one
// that asks for nothing to be closed, with another program than the one that
// failed, and of those the one that assures most of the camera, then of the
// microphone; the first of equals. ok is false where there is no other.
// service is the meeting's.
func (p Plan) Otherwise(service string) (other Choice, ok bool) {
	failed, chosen := p.Selected()
	var best []int
	for i, c := range p.Choices {
		if i == p.Chosen {
			continue
		}
		rank := []int{
			score(!c.Restart && !c.stranded(service)),
			score(!chosen || c.Client.ID != failed.Client.ID),
			strength[c.Camera.Assurance],
			strength[c.Microphone.Assurance],
		}
		if !ok || above(rank, best) {
			other, best, ok = c, rank, true
		}
	}
	return other, ok
}

// above says whether rank a comes before b, which is as long.
func above(a, b []int) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] > b[i]
		}
	}
	return false
}

func score(good bool) int {
	if good {
		return 1
	}
	return 0
}
