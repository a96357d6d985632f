package meeting

import (
	"errors"
	"slices"
	"unicode/utf8"

	"vestibule/internal/link"
)

// Tracking is a parameter of a link that says who shared it and how, and
// nothing to the meeting. It leaves only where the person wants links as they
// came ([links] strip_tracking = false), only on web links, and only by these
// names; every other parameter that a form does not name is dropped all the
// same.
type Tracking struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// trackingKeys are the names: those of Google Analytics and Ads, Meta,
// Microsoft Advertising, X, TikTok, Yandex, Mailchimp, HubSpot, Marketo and
// Omeda, by their own documentation. No service of the catalogue has a
// parameter of such a name; a test sees to it.
var trackingKeys = []string{
	"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id",
	"gclid", "dclid", "gbraid", "wbraid", "fbclid", "igshid", "msclkid", "twclid", "ttclid", "yclid",
	"mc_cid", "mc_eid", "_hsenc", "_hsmi", "mkt_tok", "oly_anon_id", "oly_enc_id",
}

// longestTracking bounds a value, in bytes.
const longestTracking = 256

// ErrTracking says that a Meeting carries what no tracking parameter can be.
var ErrTracking = errors.New("checking meeting: it carries a parameter that may not leave")

// tracking picks the parameters out of a link. One that is there twice says
// two things, and is not kept.
func tracking(l *link.Link) []Tracking {
	if !isWeb(l.Scheme) {
		return nil
	}
	var list []Tracking
	for _, key := range trackingKeys {
		n, t := 0, Tracking{Key: key}
		for i := range l.Query {
			if l.Query[i].Key == key {
				n, t.Value = n+1, l.Query[i].Value
			}
		}
		if n == 1 && t.plain() {
			list = append(list, t)
		}
	}
	return list
}

func (t Tracking) plain() bool {
	if len(t.Value) > longestTracking || !utf8.ValidString(t.Value) {
		return false
	}
	for i := 0; i < len(t.Value); i++ {
		if t.Value[i] < ' ' || t.Value[i] == 0x7f {
			return false
		}
	}
	return true
}

// KeepTracking is the judgement for a person who wants links as they came: the
// tracking parameters stay in the meeting's web link.
func (j Judgement) KeepTracking() Judgement {
	if j.Verdict != IsMeeting || len(j.tracking) == 0 {
		return j
	}
	j.Meeting.Tracking = j.tracking
	j.Removed = slices.DeleteFunc(slices.Clone(j.Removed), func(name string) bool {
		return slices.ContainsFunc(j.tracking, func(t Tracking) bool { return t.Key == name })
	})
	return j
}

// StripTracking is the meeting without such parameters.
func (m Meeting) StripTracking() Meeting {
	m.Tracking = nil
	return m
}

// checkTracking says whether all of them are what tracking can have picked.
func (m Meeting) checkTracking() error {
	for i, t := range m.Tracking {
		if !slices.Contains(trackingKeys, t.Key) || !t.plain() ||
			slices.ContainsFunc(m.Tracking[:i], func(o Tracking) bool { return o.Key == t.Key }) {
			return ErrTracking
		}
	}
	return nil
}
