package drawn

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/consent"
)

func TestNews(t *testing.T) {
	was := consent.Page{
		Camera:     &consent.Row{Title: "Camera", Now: "C920, not in use now", Assurance: "Chromium cannot open it."},
		Microphone: &consent.Row{Title: "Microphone", Assurance: "Zoom decides."},
	}
	for name, c := range map[string]struct {
		change func(*consent.Page)
		want   []string
	}{
		"nothing":            {func(*consent.Page) {}, nil},
		"a look at a device": {func(p *consent.Page) { p.Camera.Now = "C930, not in use now" }, nil},
		"less is assured":    {func(p *consent.Page) { p.Camera.Assurance = "Nobody vouches." }, []string{"Camera: Nobody vouches."}},
		"a program began": {func(p *consent.Page) { p.Camera.NowStrong = "OBS uses it now." },
			[]string{"Camera: OBS uses it now."}},
		"both rows": {func(p *consent.Page) { p.Camera.Assurance, p.Microphone.Assurance = "a", "b" },
			[]string{"Camera: a", "Microphone: b"}},
		"a row that comes": {func(p *consent.Page) { p.Camera = &consent.Row{Title: "Camera", Assurance: "Chromium cannot open it."} }, nil},
		"a row that goes":  {func(p *consent.Page) { p.Camera = nil }, nil},
	} {
		now := Clone(was)
		c.change(&now)
		if diff := cmp.Diff(c.want, News(was, now)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
