//go:build linux && gnustep

package mac

import "vestibule/internal/objc"

// pasteboardText is what GNUstep calls NSPasteboardTypeString.
func pasteboardText() objc.ID { return objc.Name("NSStringPboardType") }
