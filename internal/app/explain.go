package app

import (
	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/meeting"
	"vestibule/internal/plan"
)

// Explanation is what "vestibule explain" tells of one link: the judgement,
// and the plan that the daemon would carry out. Its JSON keys are DESIGN's.
type Explanation struct {
	Verdict     meeting.Verdict `json:"verdict"`
	Rule        string          `json:"rule,omitempty"`
	Reason      string          `json:"reason,omitempty"`
	Provider    string          `json:"provider,omitempty"`
	Name        string          `json:"name,omitempty"`
	Host        string          `json:"host,omitempty"`
	LooksLike   string          `json:"looks_like,omitempty"`
	Meeting     string          `json:"meeting,omitempty"`
	HasPasscode bool            `json:"has_passcode"`
	Unwrapped   []string        `json:"unwrapped"`
	// Address says that a wrapper held the reader's e-mail address.
	Address    bool           `json:"carried_address,omitempty"`
	Removed    []string       `json:"removed"`
	Upgraded   bool           `json:"upgraded,omitempty"`
	PassOn     meeting.PassOn `json:"pass_on,omitempty"`
	AddLines   string         `json:"add_lines,omitempty"`
	Camera     *DevicePlan    `json:"camera,omitempty"`
	Microphone *DevicePlan    `json:"microphone,omitempty"`
	Open       *OpenPlan      `json:"open,omitempty"`
	Choices    []ChoicePlan   `json:"choices,omitempty"`
	// Barred are guards that cannot be used now, and why.
	Barred []BarredPlan `json:"barred,omitempty"`
}

// DevicePlan is what is wanted of a device, and who makes it so.
type DevicePlan struct {
	Wanted string `json:"wanted"`
	// SystemMute says that this computer's microphones are muted too.
	SystemMute bool              `json:"system_mute,omitempty"`
	Assurance  meeting.Assurance `json:"assurance"`
	Why        string            `json:"why,omitempty"`
	Source     string            `json:"source,omitempty"`
	Checked    string            `json:"checked,omitempty"`
}

// OpenPlan is what would be opened; With is empty when nothing here can.
type OpenPlan struct {
	With   plan.With `json:"with"`
	Client string    `json:"client"`
	Link   string    `json:"link"`
}

// ChoicePlan is one way to open it.
type ChoicePlan struct {
	OpenPlan
	ID         string            `json:"id"`
	Camera     meeting.Assurance `json:"camera"`
	Microphone meeting.Assurance `json:"microphone"`
	Chosen     bool              `json:"chosen"`
	// Restart says that the client runs and is closed first.
	Restart bool `json:"restart,omitempty"`
}

// BarredPlan is a guard that cannot be used now.
type BarredPlan struct {
	Client string `json:"client"`
	Why    string `json:"why"`
}

// Wants are the command line's wishes; nil leaves the configuration's.
type Wants struct {
	Camera, Microphone *bool
	OpenWith           string
	Secrets            bool
	// Guards tells what guards the clients have; nil for none.
	Guards func(list []client.Client, host string) []client.Guard
	// Settings tells what native clients keep off themselves; nil for nothing.
	Settings func(service string, list []client.Client) []client.Setting
	// OnlyGuarded is the function of that name for the snapshot at hand, or nil.
	OnlyGuarded func(service string) bool
}

// Explain judges one text and plans what would be opened. clients finds what
// is installed; without any, the link is still told.
func Explain(text string, cfg config.Config, w Wants, clients func(schemes []string) ([]client.Client, error)) Explanation {
	j := Judge(text, cfg)
	e := Explanation{
		Verdict: j.Verdict, Rule: j.Rule, Reason: j.Reason.String(), Provider: j.Service, Name: j.Name, Host: j.Host,
		LooksLike: j.LooksLike, Unwrapped: nonNil(j.Unwrapped), Removed: nonNil(j.Removed), Upgraded: j.Upgraded, PassOn: j.PassOn,
		Address: j.CarriedAddress,
	}
	if j.Verdict == meeting.UnknownHost {
		e.AddLines = j.Listing
	}
	if j.Verdict != meeting.IsMeeting {
		return e
	}
	wish := meeting.Wish{Camera: cfg.Join.Camera, Microphone: cfg.Join.Microphone}
	if w.Camera != nil {
		wish.Camera = *w.Camera
	}
	if w.Microphone != nil {
		wish.Microphone = *w.Microphone
	}
	if w.OpenWith != "" {
		cfg.Join.OpenWith, cfg.Providers = w.OpenWith, nil
	}
	e.Meeting, e.HasPasscode = j.Meeting.Label(), j.Meeting.HasPasscode()
	svc, _ := meeting.Known(j.Service)
	list, _ := clients(svc.Schemes)
	var guards []client.Guard
	if w.Guards != nil {
		guards = w.Guards(list, j.Host)
	}
	var settings []client.Setting
	if w.Settings != nil {
		settings = w.Settings(j.Service, list)
	}
	p := plan.Make(plan.Input{Meeting: j.Meeting, Native: svc.Schemes, Wish: wish, Config: cfg, Clients: list, Guards: guards, Settings: settings,
		OnlyGuarded: w.OnlyGuarded != nil && w.OnlyGuarded(j.Service)})
	write := meeting.Meeting.Redacted
	if w.Secrets {
		write = meeting.Meeting.Link
	}
	for i, c := range p.Choices {
		l, _ := write(j.Meeting, c.Way, wish)
		e.Choices = append(e.Choices, ChoicePlan{
			OpenPlan: OpenPlan{With: c.With, Client: c.Client.Name, Link: l}, ID: c.Client.ID,
			Camera: c.Camera.Assurance, Microphone: c.Microphone.Assurance, Chosen: i == p.Chosen, Restart: c.Restart,
		})
	}
	for _, b := range p.Barred {
		e.Barred = append(e.Barred, BarredPlan{Client: b.Client, Why: b.Why})
	}
	cam, mic := j.Meeting.Assures(meeting.Web, wish)
	e.Open = &OpenPlan{}
	if c, ok := p.Selected(); ok {
		cam, mic = c.Camera, c.Microphone
		*e.Open = e.Choices[p.Chosen].OpenPlan
	} else if l, err := write(j.Meeting, meeting.Web, wish); err == nil {
		e.Open.Link = l
	} else if l, err := write(j.Meeting, meeting.Native, wish); err == nil {
		e.Open.Link = l
	}
	e.Camera = devicePlan(onOff(wish.Camera, "off"), cam)
	e.Microphone = devicePlan(onOff(wish.Microphone, "muted"), mic)
	e.Microphone.SystemMute = cfg.Microphone.SystemMute && !wish.Microphone
	return e
}

func devicePlan(wanted string, c meeting.Claim) *DevicePlan {
	return &DevicePlan{Wanted: wanted, Assurance: c.Assurance, Why: c.Why, Source: c.Source, Checked: c.Checked}
}

func nonNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
