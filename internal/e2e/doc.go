// Package e2e is a private desktop for tests: a display, a window manager, a
// session bus, an accessibility bus, a home directory, and the eyes and hands
// of a person at it.
//
// What lives here: the desktop and its parts (Session), accessibility (Eyes),
// real keys and clicks (Hands), stand-ins for what a desktop has (a client, a
// tray host, a notification service), and the end-to-end tests, which have
// the build tag e2e. What may not: anything the product imports.
//
// Rules of the house:
//
//   - Nothing outside a Session's own directory is read for settings or
//     written: HOME, every XDG directory, TMPDIR and both buses are its own.
//   - Whatever a Session starts, or what that starts in turn, ends with it, by
//     its process id; Close fails the test if anything is left.
//   - Waiting is for an event with a deadline. Nothing sleeps for luck.
package e2e
