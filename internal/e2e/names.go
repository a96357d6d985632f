package e2e

// The names by which the tests find the product: accessible names and titles
// as people see them. They stand here alone; the wording itself is held by the
// golden texts of internal/consent and by internal/tray.
const (
	BusName = "dev.vestibule.Launcher"
	BusPath = "/dev/vestibule/Launcher"

	// Title of every window; the question is its heading.
	Title = "Vestibule"

	// OfferOfChromium is what Chromium asks before it hands a link over.
	OfferOfChromium = "Open Vestibule?"

	AskZoom  = "Join this Zoom meeting?"
	AskMeet  = "Join this Google Meet meeting?"
	AskJitsi = "Join this Jitsi Meet meeting?"
	Practice = "Practice: join this meeting?"
	// PracticeEnd is the page after the practice question.
	PracticeEnd = "Nothing was opened"
	Status      = "Vestibule is ready"
	Paused      = "Vestibule is paused"

	ButtonJoin   = "Join"
	ButtonNo     = "Don't join"
	ButtonClose  = "Close"
	ButtonResume = "Resume and ask"
	ButtonPass   = "Pass it on"
	ButtonNoPass = "Don't pass it on"

	ButtonStay     = "Stay here"
	ButtonSwitch   = "Switch to the Zoom app"
	ButtonUsual    = "My usual browser (it may show your camera to you first)"
	CheckMeet      = "Use this for Google Meet from now on"
	AlreadyJoining = "You are already joining in Chromium"

	SwitchCamera     = "Camera on when joining"
	SwitchMicrophone = "Microphone on when joining"
	ChoiceOpen       = "Open with"

	CheckMute = "Mute this computer's microphones too"
	// ButtonAnyway stands in Join's place where something wanted cannot be had.
	ButtonAnyway = "Join anyway"

	TrayMuted     = "Microphone muted by Vestibule"
	TrayClipboard = "Join link from clipboard"
	// TrayRejoin is followed by the meeting.
	TrayRejoin       = "Rejoin "
	TrayRejoinCamera = "Rejoin with camera: "
	TrayAskAgain     = "Ask again: "
	TrayCamera       = "Camera on when joining"
	TrayMicrophone   = "Microphone on when joining"
	TrayHour         = "Pause for an hour"
	TrayTomorrow     = "Pause until tomorrow"
	TrayResume       = "Resume"
	TrayConfig       = "Open configuration"
	TrayStatus       = "Status"
	TrayQuit         = "Quit"
)

// AskPass is the title of the question about a link that is no meeting.
func AskPass(program string) string { return "Pass this link to " + program + "?" }
