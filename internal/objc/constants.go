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

	NSImageOnly uint = 1

	NSLineCapStyleRound  uint = 1
	NSLineJoinStyleRound uint = 1

	NSWindowOcclusionStateVisible uint = 1 << 1

	NSApplicationActivationPolicyAccessory int = 1

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
	NSControlStateValueOff                int  = 0
	NSControlStateValueOn                 int  = 1
	NSLineBreakByWordWrapping             uint = 0
	NSTextAlignmentLeft                   int  = 0
	NSUnderlineStyleSingle                int  = 1
	NSStringDrawingUsesLineFragmentOrigin int  = 1 << 0

	// Four-character codes of Apple Events.
	KInternetEventClass      uint32 = 'G'<<24 | 'U'<<16 | 'R'<<8 | 'L'
	KAEGetURL                uint32 = 'G'<<24 | 'U'<<16 | 'R'<<8 | 'L'
	KCoreEventClass          uint32 = 'a'<<24 | 'e'<<16 | 'v'<<8 | 't'
	KAEOpenApplication       uint32 = 'o'<<24 | 'a'<<16 | 'p'<<8 | 'p'
	KAEReopenApplication     uint32 = 'r'<<24 | 'a'<<16 | 'p'<<8 | 'p'
	KeyDirectObject          uint32 = '-'<<24 | '-'<<16 | '-'<<8 | '-'
	KeySenderPIDAttr         uint32 = 's'<<24 | 'p'<<16 | 'i'<<8 | 'd'
	KeyAEPropData            uint32 = 'p'<<24 | 'r'<<16 | 'd'<<8 | 't'
	KeyAELaunchedAsLogInItem uint32 = 'l'<<24 | 'g'<<16 | 'i'<<8 | 't'

	// LSLaunchFlags.
	KLSLaunchDefaults         uint32 = 1
	KLSLaunchDontAddToRecents uint32 = 1 << 8
)
