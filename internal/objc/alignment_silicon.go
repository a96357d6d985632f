//go:build darwin && arm64

package objc

// NSTextAlignment has other numbers on Apple silicon than on Intel
// (TARGET_ABI_USES_IOS_VALUES in <AppKit/NSText.h>).
const (
	NSTextAlignmentRight  int = 2
	NSTextAlignmentCenter int = 1
)
