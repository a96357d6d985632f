//go:build !(darwin && arm64)

package objc

// NSTextAlignment has other numbers on Apple silicon than on Intel
// (TARGET_ABI_USES_IOS_VALUES in <AppKit/NSText.h>); GNUstep's are Intel's.
const (
	NSTextAlignmentRight  int = 1
	NSTextAlignmentCenter int = 2
)
