package client

import (
	"sync"

	"vestibule/internal/objc"
)

// systemWorkspace is NSWorkspace, with LaunchServices' older functions where it
// lacks something.
type systemWorkspace struct{ shared objc.ID }

func newWorkspace() workspace {
	return systemWorkspace{objc.Class("NSWorkspace").Send("sharedWorkspace")}
}

// probe is a link of a scheme, to be asked about and never opened.
func probe(scheme string) objc.ID {
	return objc.Class("NSURL").Send("URLWithString:", objc.String(scheme+"://vestibule.invalid/"))
}

// pathOf gives the path of a file's NSURL, or "".
func pathOf(url objc.ID) string { return objc.Text(url.Send("path")) }

func (w systemWorkspace) usual(scheme string) (path string) {
	objc.Pool(func() {
		if url := probe(scheme); url != 0 {
			path = pathOf(w.shared.Send("URLForApplicationToOpenURL:", url))
		}
	})
	return path
}

func (w systemWorkspace) handlers(scheme string) (paths []string) {
	objc.Pool(func() {
		url := probe(scheme)
		if url == 0 || !w.shared.Responds("URLsForApplicationsToOpenURL:") {
			return // the usual one alone
		}
		paths = pathsOf(w.shared.Send("URLsForApplicationsToOpenURL:", url))
	})
	return paths
}

func (w systemWorkspace) bundles(id string) (paths []string) {
	objc.Pool(func() {
		name := objc.String(id)
		if best := pathOf(w.shared.Send("URLForApplicationWithBundleIdentifier:", name)); best != "" {
			paths = append(paths, best)
		}
		if w.shared.Responds("URLsForApplicationsWithBundleIdentifier:") {
			paths = append(paths, pathsOf(w.shared.Send("URLsForApplicationsWithBundleIdentifier:", name))...)
			return
		}
		if f := launchServices(); f.copyURLs != nil {
			if urls := f.copyURLs(name, 0); urls != 0 {
				paths = append(paths, pathsOf(urls)...)
				f.release(urls)
			}
		}
	})
	return paths
}

func pathsOf(urls objc.ID) (paths []string) {
	for _, url := range objc.Items(urls) {
		if path := pathOf(url); path != "" {
			paths = append(paths, path)
		}
	}
	return paths
}

// launchServicesFunctions are C functions of CoreServices; an NSString is a
// CFString.
type launchServicesFunctions struct {
	copyURLs func(id objc.ID, failure uintptr) objc.ID
	release  func(objc.ID)
}

var launchServices = sync.OnceValue(func() (f launchServicesFunctions) {
	if !objc.Func(&f.release, objc.CoreFoundation, "CFRelease") ||
		!objc.Func(&f.copyURLs, objc.CoreServices, "LSCopyApplicationURLsForBundleIdentifier") {
		return launchServicesFunctions{}
	}
	return f
})
