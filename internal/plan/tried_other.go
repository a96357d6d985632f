//go:build !linux

package plan

// triedElsewhere follows what a guard was tried with, where that was not on this
// system.
const triedElsewhere = ", on Linux"
