// Package appkit draws consent pages in an AppKit panel. It runs on macOS, and
// with the build tag "gnustep" on Linux against GNUstep, where its tests see
// it.
//
// The panel is laid out by layout.go, a pure function from a page to frames:
// GNUstep has no stack views, and what is laid out by a function can be tested
// without a screen. The panel's objects are made once for each thing on the
// page, kept while the page changes, and so keep the focus.
//
// docs/pictures/appkit-*.png are what GNUstep draws of it; take them again with
// scripts/pictures-appkit.sh.
//
// What lives here: controls, colours, keys. What may not: decisions and
// wording; a page's texts are final.
package appkit

// WindowTitle is the title of the panel and its accessible name.
const WindowTitle = "Vestibule"
