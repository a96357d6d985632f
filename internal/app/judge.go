package app

import (
	"vestibule/internal/config"
	"vestibule/internal/meeting"
)

// Hosts gives the self-hosted services of the configuration.
func Hosts(c config.Config) []meeting.Host {
	hosts := make([]meeting.Host, len(c.Hosts))
	for i, h := range c.Hosts {
		hosts[i] = meeting.Host{Name: h.Name, Provider: h.Provider}
	}
	return hosts
}

// Judge judges a text by the configuration: its self-hosted services, and
// whether links leave as they came.
func Judge(text string, c config.Config) meeting.Judgement {
	j := meeting.Judge(text, Hosts(c))
	if !c.Links.StripTracking {
		j = j.KeepTracking()
	}
	return j
}
