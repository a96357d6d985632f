package main

// entry is one file of the catalogue: one service. Keys without a note are
// optional.
type entry struct {
	Name string `toml:"name"` // required: as people know it
	Page string `toml:"page"` // required: the service's own page
	// Words are names that are this service's alone ("webex"): a domain with
	// one of them under another ending is called a look-alike. Of a service
	// that people host themselves it tells the service instead.
	Words []string `toml:"words"`
	// SelfHosted says that people run it on hosts of their own.
	SelfHosted bool `toml:"self_hosted"`
	// OneRoom says that a meeting's identity does not depend on the host.
	OneRoom   bool   `toml:"one_room"`
	SignedOut string `toml:"signed_out"` // what happens to who is not signed in
	// Guests says whether the web join lets in who is not signed in: "yes", "no"
	// or "depends". WithoutCamera says whether it works where the browser gives
	// no camera: "yes", "no", or "mute" where the microphone is lost with it.
	Guests        *known `toml:"guests"`
	WithoutCamera *known `toml:"without_camera"`
	Closed        *struct {
		Since  string `toml:"since"`
		Source string `toml:"source"`
	} `toml:"closed"`
	Facts   []fact   `toml:"fact"`
	Hosts   []string `toml:"hosts"`   // "zoom.us" itself, "*.zoom.us" those below it, ".zoom.us" both
	Schemes []string `toml:"schemes"` // native schemes
	Takes   []string `toml:"takes"`   // those of them that Vestibule takes over
	Shapes  []shape  `toml:"shape"`
	Others  []other  `toml:"other"`
	Camera  *device  `toml:"camera"`
	Mic     *device  `toml:"microphone"`
	// SwitchesIn is where a link has its switches.
	SwitchesIn string   `toml:"switches_in"` // "query" (usual) or "fragment"
	AllOff     string   `toml:"all_off"`     // added when both start off
	Always     string   `toml:"always"`      // added with the switches
	Clients    []client `toml:"client"`
	Examples   []sample `toml:"example"`
	Misses     []miss   `toml:"miss"`
}

// known is something known of the web join, with its source.
type known struct {
	Join    string `toml:"join"`
	Source  string `toml:"source"`
	Checked string `toml:"checked"`
}

// fact is where the rest of the file comes from.
type fact struct {
	Text    string `toml:"text"`
	Source  string `toml:"source"`
	Checked string `toml:"checked"`
}

// shape is one kind of meeting.
type shape struct {
	Name   string          `toml:"name"`   // required, stable
	Hosts  []string        `toml:"hosts"`  // if not those of the service
	Except []string        `toml:"except"` // hosts below them that are something else
	Ports  []string        `toml:"ports"`  // ports beside https's own
	Accept []string        `toml:"accept"` // required: the forms of its links
	Web    string          `toml:"web"`    // how a browser joins it
	Native string          `toml:"native"` // how the service's client does
	Parts  map[string]part `toml:"parts"`  // required
	// Conflict names parameters that make a link ambiguous.
	Conflict []string `toml:"conflict"`
	// Label is how it is shown: "text", "number" or "none".
	Label string `toml:"label"`
	// Listed says it may be on a listed host, Telling that its form alone
	// tells the service on any host, Telltale which first labels of a host do.
	Listed   bool     `toml:"listed"`
	Telling  bool     `toml:"telling"`
	Telltale []string `toml:"telltale"`
}

// part is a named part of a link. "meeting" tells the meeting and is what is
// shown; "passcode" and "token" are always secret tickets.
type part struct {
	Is       string   `toml:"is"`       // its grammar
	Optional bool     `toml:"optional"` // may be missing
	Secret   bool     `toml:"secret"`   // never shown
	Ticket   bool     `toml:"ticket"`   // does not tell two meetings apart
	Not      []string `toml:"not"`      // values that are pages of the service
}

// other is a link that is no meeting.
type other struct {
	Accept string `toml:"accept"`
	What   string `toml:"what"` // ends "This Zoom link is no meeting: it …"
	Then   string `toml:"then"` // "pass", "ask" or "refuse"
	Source string `toml:"source"`
}

// device says what is known of camera or microphone.
type device struct {
	// Off and On are the link's switch, as parameters. Where camera and
	// microphone share one, its values are numbers whose bits are theirs.
	Off  string   `toml:"off"`
	On   string   `toml:"on"`
	Ways []string `toml:"ways"` // where the switch works: "web", "native"
	// Switch is what is known with the switch, Else without it.
	Switch *claim `toml:"switch"`
	Else   *claim `toml:"else"`
}

type claim struct {
	Assurance string `toml:"assurance"`
	Why       string `toml:"why"`
	Source    string `toml:"source"`
	Checked   string `toml:"checked"`
}

// client is a program of the service.
type client struct {
	OS      string   `toml:"os"`
	IDs     []string `toml:"ids"`
	Flatpak string   `toml:"flatpak"`
	Schemes []string `toml:"schemes"`
	Install string   `toml:"install"`
}

// sample is a link and what becomes of it.
type sample struct {
	Link   string            `toml:"link"`
	Hosts  []string          `toml:"hosts"` // [[host]] entries it needs, of this service
	Parts  map[string]string `toml:"parts"`
	Shape  string            `toml:"shape"`
	Web    string            `toml:"web"`    // with everything off
	Native string            `toml:"native"` // with everything off
}

// miss is a link that is near, and none of this service's meetings.
type miss struct {
	Link    string   `toml:"link"`
	Hosts   []string `toml:"hosts"`
	Verdict string   `toml:"verdict"`
	Rule    string   `toml:"rule"`
	Pass    string   `toml:"pass"`
}
