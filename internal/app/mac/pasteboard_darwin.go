package mac

import "vestibule/internal/objc"

// pasteboardText is NSPasteboardTypeString.
func pasteboardText() objc.ID { return objc.Name("public.utf8-plain-text") }
