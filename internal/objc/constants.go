package objc

// Constants of Apple's headers, by their names there. table.tsv has the header
// of each; the tests hold the two to each other.
const (
	NSWindowStyleMaskTitled             uint = 1 << 0
	NSWindowStyleMaskClosable           uint = 1 << 1
	NSWindowStyleMaskNonactivatingPanel uint = 1 << 7

	NSBackingStoreBuffered uint = 2

	NSFloatingWindowLevel int = 3

	NSWindowCollectionBehaviorMoveToActiveSpace   uint = 1 << 1
	NSWindowCollectionBehaviorFullScreenAuxiliary uint = 1 << 8

	NSWindowAnimationBehaviorNone int = 2

	NSImageOnly  uint = 1
	NSImageLeft  uint = 2
	NSImageRight uint = 3

	NSImageScaleProportionallyUpOrDown uint = 3

	NSAccessibilityPriorityHigh int = 90

	NSLineCapStyleRound  uint = 1
	NSLineJoinStyleRound uint = 1

	NSWindowOcclusionStateVisible uint = 1 << 1

	NSApplicationActivationPolicyAccessory int = 1

	NSUserInterfaceLayoutDirectionLeftToRight int = 0
	NSUserInterfaceLayoutDirectionRightToLeft int = 1

	NSEventTypeLeftMouseDown      uint = 1
	NSEventTypeRightMouseDown     uint = 3
	NSEventTypeKeyDown            uint = 10
	NSEventTypeKeyUp              uint = 11
	NSEventTypeApplicationDefined uint = 15
	NSEventTypeScrollWheel        uint = 22
	NSEventTypeOtherMouseDown     uint = 25

	NSEventModifierFlagShift   uint = 1 << 17
	NSEventModifierFlagCommand uint = 1 << 20

	NSButtonTypeSwitch                    uint = 3
	NSButtonTypeMomentaryPushIn           uint = 7
	NSBezelStyleRounded                   uint = 1
	NSBezelStyleRegularSquare             uint = 2
	NSControlStateValueOff                int  = 0
	NSControlStateValueOn                 int  = 1
	NSLineBreakByWordWrapping             uint = 0
	NSTextAlignmentLeft                   int  = 0
	NSUnderlineStyleSingle                int  = 1
	NSStringDrawingUsesLineFragmentOrigin int  = 1 << 0
)
