package link

import "slices"

// nativeScheme tells whether a service of the catalogue has this scheme.
func nativeScheme(scheme string) bool {
	_, found := slices.BinarySearch(nativeSchemes[:], scheme)
	return found
}
