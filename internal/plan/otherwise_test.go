package plan

import (
	"testing"

	"pgregory.net/rapid"

	"vestibule/internal/client"
	"vestibule/internal/meeting"
)

func TestOtherwise(t *testing.T) {
	way := func(key, program string, camera meeting.Assurance) Choice {
		return Choice{Key: key, Client: client.Client{ID: program}, Camera: meeting.Claim{Assurance: camera}}
	}
	guardedZoom, zoom := way("guarded zoom", "zoom", meeting.Blocked), way("zoom", "zoom", meeting.Unknown)
	chromium, guardedChromium := way("chromium", "chromium", meeting.Unknown), way("guarded chromium", "chromium", meeting.Blocked)
	restart := guardedChromium
	restart.Restart = true
	quiet := chromium
	quiet.Key = "quiet"
	quiet.Microphone.Assurance = meeting.Asked
	for name, c := range map[string]struct {
		list   []Choice
		chosen int
		want   string
	}{
		"a guard that failed is not followed by none": {[]Choice{zoom, guardedZoom, chromium, guardedChromium}, 1, "guarded chromium"},
		"another program than the one that failed":    {[]Choice{zoom, guardedZoom, chromium}, 1, "chromium"},
		"nothing is to be closed":                     {[]Choice{guardedZoom, chromium, restart}, 0, "chromium"},
		"the microphone, where the camera is equal":   {[]Choice{guardedZoom, chromium, quiet}, 0, "quiet"},
		"the only other":                              {[]Choice{zoom, guardedZoom}, 1, "zoom"},
		"none":                                        {[]Choice{zoom}, 0, ""},
		"nothing at all":                              {nil, -1, ""},
	} {
		got, ok := Plan{Choices: c.list, Chosen: c.chosen}.Otherwise("zoom")
		if got.Key != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, %v", name, got.Key, ok)
		}
	}
}

func TestOtherwiseLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, _ := guardedInput(t)
		p, service := Make(in), in.Meeting.Service
		got, ok := p.Otherwise(service)
		if ok != (len(p.Choices) > 1) {
			t.Fatalf("%d ways, another: %v", len(p.Choices), ok)
		}
		if !ok {
			return
		}
		chosen, _ := p.Selected()
		if got.Key == chosen.Key {
			t.Fatal("the one that failed")
		}
		for i, c := range p.Choices {
			if i != p.Chosen && (c.Client.ID == got.Client.ID || c.Client.ID != chosen.Client.ID) && !c.Restart && !c.stranded(service) && strength[c.Camera.Assurance] > strength[got.Camera.Assurance] {
				t.Fatalf("%s assures less than %s", got.Key, c.Key)
			}
		}
	})
}
