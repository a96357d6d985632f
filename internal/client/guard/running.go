//go:build linux || darwin

package guard

// running gives the commands that have the profile open; held says that it is
// open, whether or not a command tells so.
func (p profile) running(proc string, all [][]string) (mine [][]string, held bool) {
	for _, argv := range all {
		if p.inProfile(argv) {
			mine = append(mine, argv)
		}
	}
	return mine, len(mine) > 0 || p.locked(proc)
}

// locked says whether the browser's own lock names a live process. Chromium's
// is SingletonLock → HOST-PID, Firefox's lock → IP:+PID.
func (p profile) locked(proc string) bool {
	_, held := p.lockHolder(proc)
	return held
}
