//go:build linux && cgo

package gtk

// #include <stdlib.h>
// #include "view.h"
import "C"

import "unsafe"

// builtIn gives a style sheet of GTK's own theme, or "". The text is GTK's, and
// lasts.
func builtIn(name string) string {
	c := C.CString(name)
	defer C.free(ptr(c))
	var size C.size_t
	data := C.vg_theme(c, &size)
	return unsafe.String((*byte)(data), int(size))
}

// reducedTheme is the GResource of the style sheets of GTK's own theme, reduced,
// or nil.
func reducedTheme() []byte {
	var names, texts []string
	for _, name := range themes {
		if text := builtIn(name); text != "" {
			names = append(names, name)
			texts = append(texts, reduced(text))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return bundle(names, texts)
}

// nodesForTest are what style sheets can select in all windows there are.
func nodesForTest() string {
	c := C.vg_nodes_for_test()
	defer C.free(ptr(c))
	return C.GoString(c)
}
