// Package mac is the daemon on macOS: the AppKit panel, the tray where the
// build has one, what Apple Events bring, and desk and opener, in one program.
// With the build tag "gnustep" it runs on Linux against GNUstep, where its
// tests see it whole.
//
// What may not live here: decisions, wording, parsing links.
package mac
