package objc

import "github.com/ebitengine/purego/objc"

// Completion makes a block of one object argument and no result, such as an
// NSError, which macOS calls on a thread of its own. release gives it back once
// it is not waited for any more; a call that comes after that is the block's
// own, which macOS holds as long as it needs it.
func Completion(f func(ID)) (block ID, release func()) {
	b := objc.NewBlock(func(_ objc.Block, result objc.ID) { f(ID(result)) })
	return ID(b), b.Release
}
