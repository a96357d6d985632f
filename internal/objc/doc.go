// Package objc sends messages to Objective-C objects and calls C functions of
// macOS, without cgo: Linux compiles all of it for macOS. With the build tag
// "gnustep" the same code runs on Linux against GNUstep's libraries, so that
// what is built on it can be seen and tested there.
//
// Nothing here trusts its caller's knowledge of Apple's headers. A message is
// sent only when the object responds to it and when the runtime's own record
// of the method's types agrees with the Go values; otherwise the answer is
// zero, and the log says so once. An unknown selector or a wrong argument ends
// nothing, and it decides nothing.
//
// Every class, selector, constant and function that Vestibule uses is in
// table.tsv, with its header and the first macOS that has it. The tests hold
// the code to the table, and the table to the runtime they run on.
//
// What may not live here: anything that knows of links, meetings or windows.
package objc
