package config

import "time"

// Defaults are the built-in values: the private ones.
func Defaults() Config {
	return Config{
		Join:          Join{OpenWith: "auto", Assurance: "asked"},
		Consent:       Consent{ArmDelay: time.Second, Timeout: 2 * time.Minute},
		Links:         Links{StripTracking: true},
		Notifications: Notifications{Enabled: true},
		Providers:     map[string]Provider{},
	}
}
