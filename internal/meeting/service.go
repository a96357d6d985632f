package meeting

import (
	"slices"
	"strings"
)

// Service is one entry of the catalogue. Its fields are facts; everything the
// recognition needs is beside them, in static tables made by
// internal/meeting/generate.
type Service struct {
	ID   string // such as "zoom"
	Name string // such as "Zoom"
	// Page is the service's own page, for a person.
	Page string
	// SelfHostable says a [[host]] entry may give a host to this service.
	SelfHostable bool
	// Closed is set when the service has closed.
	Closed *Closed
	// Clients are the service's own programs.
	Clients []NativeClient
	// Schemes are the native schemes it joins by; Vestibule takes over those
	// of Taken.
	Schemes, Taken []string
	// SignedOut tells what happens to someone who is not signed in; empty
	// where it is not known.
	SignedOut string
	// Guests says whether the web join lets in who is not signed in: "yes",
	// "no" or "depends". WithoutCamera says whether it works in a browser that
	// gives no camera: "yes", "no", or "mute" where the microphone is lost with
	// it. Both are empty where it is not known.
	Guests, WithoutCamera Fact

	actions []string // schemes that have a word for what to do in place of the host
	shapes  []shape
	others  []other
	camera  device
	mic     device
	allOff  []pair // added to the link when both devices start off
	always  []pair // added to every link
	inHash  bool   // the switches go into the fragment
	oneRoom bool   // the host does not tell meetings apart
	words   []string
	reason  string // of a meeting
}

// Fact is something known of a service, with its source and the date it was
// looked up.
type Fact struct{ Says, Source, Checked string }

// Closed says since when a service is closed, and who says so.
type Closed struct {
	Since  string // "May 2025"
	Source string
}

// NativeClient is a program of the service itself, on one system.
type NativeClient struct {
	OS string // "linux", "darwin", "windows"
	// IDs are desktop entry ids, bundle identifiers or registry names, the
	// usual one first.
	IDs []string
	// Flatpak is the application id on Flathub, or "".
	Flatpak string
	// Schemes are those it handles.
	Schemes []string
	// Install says how to get it, in one line.
	Install string
}

// Known gives the service with this catalogue id.
func Known(id string) (Service, bool) {
	if i := serviceNumber(id); i >= 0 {
		return services[i], true
	}
	return Service{}, false
}

// Services gives the whole catalogue, sorted by id.
func Services() []Service { return slices.Clone(services[:]) }

// Schemes gives the meeting schemes Vestibule takes over, sorted.
func Schemes() []string {
	var all []string
	for i := range services {
		all = append(all, services[i].Taken...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// serviceNumber finds a service by id; -1 if there is none.
func serviceNumber(id string) int {
	i, found := slices.BinarySearchFunc(services[:], id, func(s Service, id string) int { return strings.Compare(s.ID, id) })
	if !found {
		return -1
	}
	return i
}

// hostRule is a host of a service.
type hostRule struct {
	name        string
	self, below bool // the host itself; any host below it
}

func (h hostRule) covers(host string) bool {
	if h.self && host == h.name {
		return true
	}
	n := len(host) - len(h.name)
	return h.below && n > 1 && host[n-1] == '.' && host[n:] == h.name
}

// shape is one kind of meeting of a service: the forms its links have, and
// the forms they are rebuilt in.
type shape struct {
	name     string
	hosts    []hostRule // where it is found; the first is the one of links without a host
	except   []string   // hosts below them that are something else
	ports    []string   // ports beside https's own
	parts    []part
	accept   []form
	web      *form
	native   *form
	conflict []string // parameters that make a link ambiguous
	label    labelKind
	listed   bool // may be found on a [[host]]
}

// part is a named part of a shape.
type part struct {
	name     string
	grammar  grammar
	optional bool
	secret   bool
	ticket   bool     // lets someone in, but does not tell two meetings apart
	not      []string // values that are pages of the service, not meetings
}

type labelKind uint8

const (
	noLabel     labelKind = iota // nothing of it can be shown
	textLabel                    // the first part as it is
	numberLabel                  // digits in groups
)

// form is a link with named parts: a pattern when read, a template when
// written.
type form struct {
	scheme   string
	host     string // "" for none, anyHost, or a host of its own
	path     []piece
	slash    bool // the path ends in a slash
	query    []pair
	absent   []string // parameters that must not be there
	fragment fragment
}

const anyHost = "{host}"

// piece is a text with at most one part in it.
type piece struct {
	before string
	part   int8 // number of the part; noPart; wholeLink
	after  string
}

const (
	noPart    int8 = -1
	wholeLink int8 = -2 // a web link of the same shape, percent-encoded
)

// pair is a parameter.
type pair struct {
	key string
	piece
	maybe bool // a literal that need not be there
}

// fragment is the form of what follows "#".
type fragment struct {
	kind  fragmentKind
	text  piece
	path  []piece
	pairs []pair
}

type fragmentKind uint8

const (
	dropFragment  fragmentKind = iota // not kept, its names are listed as removed
	textFragment                      // one text
	pairsFragment                     // a=b&c=d
	pathFragment                      // /path?a=b
)

// other is a form that is no meeting.
type other struct {
	form
	rest bool   // more segments may follow
	what string // "it signs you in", for the reason
	pass PassOn
	// refuse marks what is never opened nor passed on.
	refuse bool
}

// device is what a service's link says about a camera or a microphone.
type device struct {
	off, on []pair // the documented switch, if there is one
	ways    []Way  // where the switch works
	claim   Claim  // with the switch, or else without
	without Claim  // on the other way
}

// grammar is a sequence of runs of characters.
type grammar []run

// run is a number of characters of one set.
type run struct {
	lo, hi   uint64 // the set, for ASCII 0-63 and 64-127
	wide     bool   // and every visible character beyond ASCII
	min, max uint16
}

// matches tells whether the whole text fits. Runs are greedy; the generator
// sees to it that no run could have left characters to the next.
func (g grammar) matches(text string) bool {
	for _, r := range g {
		n := 0
		for n < int(r.max) && text != "" {
			size := r.takes(text)
			if size == 0 {
				break
			}
			text = text[size:]
			n++
		}
		if n < int(r.min) {
			return false
		}
	}
	return text == ""
}

// takes gives the length of text's first character if the run takes it.
func (r run) takes(text string) int {
	c := text[0]
	switch {
	case c < 64:
		return int(r.lo >> c & 1)
	case c < 128:
		return int(r.hi >> (c - 64) & 1)
	case !r.wide:
		return 0
	}
	return wideRune(text)
}
