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

	NSPropertyListBinaryFormat_v1_0 uint = 200

	ATTR_BIT_MAP_COUNT         uint16 = 5
	ATTR_CMN_EXTENDED_SECURITY uint32 = 0x00400000
	FSOPT_NOFOLLOW             uint32 = 1

	KAUTH_FILESEC_MAGIC uint32 = 0x012cc16d
	KAUTH_FILESEC_NOACL uint32 = 0xffffffff

	KAUTH_ACE_KINDMASK     uint32 = 0xf
	KAUTH_ACE_DENY         uint32 = 2
	KAUTH_ACE_ONLY_INHERIT uint32 = 1 << 8

	KAUTH_VNODE_WRITE_DATA          uint32 = 1 << 2
	KAUTH_VNODE_DELETE              uint32 = 1 << 4
	KAUTH_VNODE_APPEND_DATA         uint32 = 1 << 5
	KAUTH_VNODE_DELETE_CHILD        uint32 = 1 << 6
	KAUTH_VNODE_WRITE_ATTRIBUTES    uint32 = 1 << 8
	KAUTH_VNODE_WRITE_EXTATTRIBUTES uint32 = 1 << 10
	KAUTH_VNODE_WRITE_SECURITY      uint32 = 1 << 12
	KAUTH_VNODE_TAKE_OWNERSHIP      uint32 = 1 << 13
)
