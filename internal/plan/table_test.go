package plan

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/meeting"
)

var update = flag.Bool("update", false, "write the table in docs/privacy.md anew")

// example gives a meeting of a service: the first example of its file that is
// one.
func example(t *testing.T, id string) (meeting.Meeting, bool) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "meeting", "catalogue", id+".toml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range strings.Split(string(data), "[[example]]")[1:] {
		link := regexp.MustCompile(`(?m)^link\s*=\s*"([^"]*)"`).FindStringSubmatch(block)
		if link == nil {
			continue
		}
		var hosts []meeting.Host
		if listed := regexp.MustCompile(`(?m)^hosts\s*=\s*\[([^\]]*)\]`).FindStringSubmatch(block); listed != nil {
			for _, h := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(listed[1], -1) {
				hosts = append(hosts, meeting.Host{Name: h[1], Provider: id})
			}
		}
		if j := meeting.Judge(link[1], hosts); j.Verdict == meeting.IsMeeting && j.Service == id {
			return j.Meeting, true
		}
	}
	return meeting.Meeting{}, false
}

// planFor decides about a service's example on a Linux machine on which guards
// work, with the service's own program and Chromium, or with Chromium alone.
func planFor(m meeting.Meeting, s meeting.Service, own, camera bool) Plan {
	in := Input{
		Meeting: m, Native: s.Schemes, Wish: meeting.Wish{Camera: camera}, Config: config.Defaults(),
		Clients: []client.Client{chromium}, Guards: []client.Guard{{Client: chromium.ID}},
	}
	if own && len(s.Schemes) > 0 {
		in.Clients = append([]client.Client{{ID: "own.desktop", Name: "its own program", Kind: client.App, Schemes: s.Schemes}}, in.Clients...)
		in.Guards = append(in.Guards, client.Guard{Client: "own.desktop"})
	}
	return Make(in)
}

func (p Plan) by(with With, kind client.Kind) string {
	for _, c := range p.Choices {
		if c.With == with && c.Client.Kind == kind {
			return string(c.Camera.Assurance)
		}
	}
	return "–"
}

const (
	begin = "<!-- assurances: written by go test ./internal/plan -update -->\n"
	end   = "<!-- end of assurances -->\n"
)

// TestPrivacyTable holds the table of docs/privacy.md to what the window says:
// both come from Make.
func TestPrivacyTable(t *testing.T) {
	var b strings.Builder
	b.WriteString("| service | own program, off | own program, on | own program guarded, off | browser, off | browser, on | browser guarded, off | browser guarded, on | microphone muted: own program | browser | off, with both installed, opens in |\n|---|---|---|---|---|---|---|---|---|---|---|\n")
	counted, kept, left := 0, 0, 0
	for _, s := range meeting.Services() {
		if s.Closed != nil {
			continue
		}
		m, ok := example(t, s.ID)
		if !ok {
			t.Errorf("%s has no example that is a meeting", s.ID)
			continue
		}
		off, on := planFor(m, s, true, false), planFor(m, s, true, true)
		mics := map[With]string{App: "–", Browser: "–"}
		for _, c := range off.Choices {
			mics[c.With] = string(c.Microphone.Assurance)
		}
		chosen := "–"
		if c, ok := off.Selected(); ok {
			chosen = map[client.Kind]string{client.App: "its own program", client.Browser: "the browser"}[c.Client.Kind]
			if c.Guard != "" {
				chosen += ", guarded"
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", s.Name,
			off.by(App, client.App), on.by(App, client.App), off.by(Guarded, client.App),
			off.by(Browser, client.Browser), on.by(Browser, client.Browser), off.by(Guarded, client.Browser), on.by(Guarded, client.Browser),
			mics[App], mics[Browser], chosen)

		p := planFor(m, s, false, false)
		c, ok := p.Selected()
		if !ok {
			continue // it does not open in a browser
		}
		if s.Guests.Says == "no" || s.WithoutCamera.Says == "no" || s.WithoutCamera.Says == "mute" {
			left++
			continue
		}
		counted++
		if AtLeast(c.Camera.Assurance, meeting.Asked) {
			kept++
		}
	}
	fmt.Fprintf(&b, "\nOf the %d services that open in a browser, and are not known to refuse who is not signed in or has no camera (%d are), a camera that is to be off is blocked or asked off at %d on a computer with Chromium.\n", counted, left, kept)
	if counted < 60 || kept*100 < counted*95 {
		t.Errorf("camera off is blocked or asked at %d of %d services", kept, counted)
	}

	file := filepath.Join("..", "..", "docs", "privacy.md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok1 := strings.Cut(string(data), begin)
	old, tail, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no place for the table", file)
	}
	if *update {
		if err := os.WriteFile(file, []byte(head+begin+b.String()+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(old, b.String()); diff != "" {
		t.Errorf("docs/privacy.md says something else (go test ./internal/plan -update writes it anew):\n%s", diff)
	}
}
