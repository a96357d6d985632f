// Package meeting knows the meeting services: which link means which meeting,
// how the link that joins it is rebuilt from the recognised parts, and what
// that link assures about camera and microphone.
//
// The catalogue is data: catalogue/*.toml, one file a service. What may not
// live here: I/O.
package meeting

import "vestibule/internal/words"

// Verdict is what a text turned out to be. The words are those of
// "vestibule explain --json".
type Verdict string

const (
	IsMeeting     Verdict = "meeting"
	NotMeeting    Verdict = "not-meeting"
	UnknownHost   Verdict = "unknown-host"
	Refused       Verdict = "refused"
	ClosedService Verdict = "closed-service"
)

// Assurance says who makes it so that a device stays closed, strongest first.
type Assurance string

const (
	Blocked Assurance = "blocked" // the client cannot open the device: a guard of ours
	Asked   Assurance = "asked"   // the link carries the service's documented switch
	Setting Assurance = "setting" // the client's own setting, read just now, says off
	Preview Assurance = "preview" // the service shows its own preview first
	Unknown Assurance = "unknown" // nobody vouches
)

// Way is how a meeting is opened.
type Way string

const (
	Web    Way = "web"    // an https link, for a browser
	Native Way = "native" // a link of the service's own scheme, for its client
)

// Wish is what the person wants: true is on.
type Wish struct {
	Camera     bool `json:"camera"`
	Microphone bool `json:"microphone"`
}

// Host is a [[host]] entry of the configuration: a self-hosted service.
type Host struct {
	Name     string `json:"name"`     // host name, or "name:port"
	Provider string `json:"provider"` // catalogue id
}

// Meeting is one meeting of one service, as recognised parts. It is what the
// front sends to the opener, which checks it again with Check: it holds
// nothing that the catalogue's grammar did not accept.
type Meeting struct {
	Service string `json:"service"` // catalogue id, such as "zoom"
	Host    string `json:"host"`    // real host, punycode
	Port    string `json:"port,omitempty"`
	Shape   string `json:"shape"` // which of the service's shapes matched
	// Parts are the named parts of the shape ("meeting", "passcode", "token").
	Parts map[string]string `json:"parts"`
	// Tracking is kept only for a person who wants links as they came.
	Tracking []Tracking `json:"tracking,omitempty"`
}

// PassOn says what happens to a link of a taken-over scheme that is no
// meeting.
type PassOn string

const (
	PassNever PassOn = ""     // nothing is passed on
	PassNow   PassOn = "pass" // at once and unchanged to the earlier handler: a sign-in callback
	PassAsk   PassOn = "ask"  // after a question: anything unknown on the vendor's own hosts
)

// Judgement is everything that can be said of a text by looking at it.
type Judgement struct {
	Verdict Verdict
	// Rule is stable and machine-readable: a link.Rule or one of this package.
	Rule string
	// Reason is a sentence for a person; it quotes nothing beyond scheme,
	// service and host.
	Reason words.Text
	// Service and Name are the catalogue id and name, where one is known.
	Service, Name string
	// Scheme of the link that counted, lower case.
	Scheme string
	// Host that counts, in punycode.
	Host string
	// Meeting is set when Verdict is IsMeeting.
	Meeting Meeting
	// Unwrapped names the wrappers taken off, outermost first.
	Unwrapped []string
	// CarriedAddress says that a wrapper held the reader's e-mail address.
	CarriedAddress bool
	// Removed names what the rebuilt link leaves out: parameter names, never
	// values. A foreign fragment of a Jitsi link is "config.…" and so on.
	Removed  []string
	tracking []Tracking // what KeepTracking keeps
	// Upgraded says http was read as https.
	Upgraded bool
	// PassOn is set for links of a taken-over scheme that are no meeting.
	PassOn PassOn
	// Listing is set when Verdict is UnknownHost: the lines that, added to the
	// configuration, make this host known; Candidates are the catalogue ids of
	// the services it may be, the likeliest first.
	Listing    string
	Candidates []string
	// LooksLike is the service a refused look-alike imitates, if one is seen.
	LooksLike string
}

// The functions the other rooms call (implemented beside this file):
//
//	Judge(text string, hosts []Host) Judgement          total: never panics, any text
//	Known(id string) (Service, bool); Services() []Service   sorted by id
//	Schemes() []string                                    the meeting schemes Vestibule takes over
//	(m Meeting) Check(hosts []Host) error                 parts fit the shape, host is the service's or listed
//	(m Meeting) Link(way Way, wish Wish) (string, error)  rebuilt from the parts; error if the service has no such way
//	(m Meeting) Redacted(way Way, wish Wish) (string, error)  the same with secrets as •••
//	(m Meeting) Label() string                            to show: "812 3456 7890"; never a secret
//	(m Meeting) HasPasscode() bool
//	(m Meeting) Same(o Meeting) bool                      the same room, whatever the tokens
//	(m Meeting) Assures(way Way, wish Wish) (camera, microphone Claim)

// Claim is what a service or its link assures about one device, with the
// source of that fact.
type Claim struct {
	Assurance Assurance
	// Why is one sentence for the person who asks why; Source names where the
	// fact comes from; Checked is the date (YYYY-MM-DD) it was looked up.
	Why, Source, Checked string
}
