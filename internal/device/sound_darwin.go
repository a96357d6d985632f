package device

// Sound is the system's sound: CoreAudio.
type Sound struct{ *halSound }

// NewSound gives the system's sound; nothing is asked yet. The environment says
// nothing about it.
func NewSound(func(string) string) *Sound {
	h, err := soundHAL()
	if err != nil {
		return &Sound{newHalSound(noHAL{})}
	}
	return &Sound{newHalSound(h)}
}
