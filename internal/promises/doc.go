// Package promises holds the tests about the whole tree: what is linked into
// the programs, who imports what, and that the documents speak of what is
// there. There is nothing else in it.
package promises
