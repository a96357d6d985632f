//go:build linux && e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vestibule/internal/meeting"
)

// Jitsi Meet's own code, which its SDK for React Native carries as it is
// written, and the little it needs to run in node.
var (
	jitsiSDK    = NPM{"@jitsi/react-native-sdk", "13.2.0", "J7itSoy85IScxeC4letOtoS33Sp0tH5hLYFHYtH+v3WQwLjganuWlFCjlDbL5ks9ebGhVNsCyCBdML9qC+SAWw=="}
	jsUtils     = NPM{"@jitsi/js-utils", "6.3.2", "nGF24WVADFQF2OfdlJWbel2MvwTRbxxZdNDzIqUBKGtRYd10CukgrcydB2WRPRLtn4Q97KrpdqrcAuH0Idi3yg=="}
	bourne      = NPM{"@hapi/bourne", "3.0.0", "Waj1cwPXJDucOib4a3bAISsKJVb15MKi9IvmTI/7ssVEm6sywXGjVJDhl6/umt1pK1ZS7PacXU3A1PmFKHEZ2w=="}
	sanitizeURL = NPM{"@braintree/sanitize-url", "7.0.0", "GMu2OJiTd1HSe74bbJYQnVvELANpYiGFZELyyTM1CR0sdv5ReQAcJ/c/8pIrPab3lO11+D+EpuGLUxqz+y832g=="}
	lodash      = NPM{"lodash-es", "4.18.1", "J8xewKD/Gk22OZbhpOVSwcs60zhd95ESDwezOFuA3/099925PdHJ7OFHNTGtajL3AlZkykD32HykiMo+BIBI8A=="}
	typescript  = NPM{"typescript", "5.9.3", "jl1vZzPDinLr9eUt3J/t7V6FgNEw9QjvBPdysz9KfQDD41fQrC2Y4vKQdiaUpFT4bXlb1RHhLpp8wtm6M5TgSw=="}
)

// jitsiCase is a link as Jitsi is given it, what the person chose there
// before, and the server's config.js.
type jitsiCase struct {
	Link   string         `json:"link"`
	Stored map[string]any `json:"stored"`
	Server map[string]any `json:"server"`
}

// jitsiAnswer is what Jitsi makes of it.
type jitsiAnswer struct {
	Host, Tenant, Room, Search string
	// Params is all that the fragment says; Refused are those of its keys that
	// Jitsi's whitelist does not let through.
	Params  map[string]any
	Refused []string
	// Config and InterfaceConfig are the server's with the link's put over it.
	Config, InterfaceConfig map[string]any
	// VideoMuted and AudioMuted are how the person starts, Prejoin whether
	// there is a page before joining, FirstMedia whether devices are asked for
	// before the person does anything.
	VideoMuted, AudioMuted, Prejoin, FirstMedia bool
}

// askJitsi runs the cases through Jitsi's code.
func askJitsi(t *testing.T, cases []jitsiCase) []jitsiAnswer {
	t.Helper()
	dir := t.TempDir()
	write := func(p NPM, as string, patterns ...string) {
		files := p.need(t)
		count := 0
		err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !slices.ContainsFunc(patterns, func(s string) bool { return strings.HasPrefix(name, s) }) {
				return err
			}
			count++
			to := filepath.Join(dir, as, filepath.FromSlash(name))
			data, err := fs.ReadFile(files, name)
			if err == nil {
				err = os.MkdirAll(filepath.Dir(to), 0o755)
			}
			if err == nil {
				err = os.WriteFile(to, data, 0o644)
			}
			return err
		})
		if err != nil || count == 0 {
			t.Fatalf("writing %s: %d files, %v", p, count, err)
		}
	}
	write(jitsiSDK, "sdk", "react/features/base/util/", "react/features/base/config/", "react/features/base/settings/",
		"react/features/base/media/", "react/features/base/redux/", "react/features/prejoin/functions")
	write(jsUtils, "js-utils", "dist/json.js")
	write(bourne, "bourne", "lib/")
	write(sanitizeURL, "sanitize-url", "dist/")
	write(lodash, "lodash-es", "")
	write(typescript, "typescript", "lib/typescript.js")

	in, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", filepath.Join("testdata", "jitsi.js"), dir)
	var out, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("asking Jitsi's code: %v\n%s\nhint: this test needs node: make test installs it", err, &stderr)
	}
	var answer struct {
		Whitelist int
		Answers   []jitsiAnswer
	}
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
		t.Fatalf("reading Jitsi's answers: %v", err)
	}
	if len(answer.Answers) != len(cases) || answer.Whitelist < 100 {
		t.Fatalf("%d answers to %d questions, with %d keys in the whitelist", len(answer.Answers), len(cases), answer.Whitelist)
	}
	return answer.Answers
}

// loose is a server whose own settings are the opposite of what we ask for.
var loose = map[string]any{
	"startWithVideoMuted": false, "startWithAudioMuted": false, "startSilent": false,
	"disableInitialGUM": false, "prejoinConfig": map[string]any{"enabled": false},
}

// rebuilt is what Vestibule makes of a link, and what it took the link to be.
type rebuilt struct {
	from string
	way  meeting.Way
	wish meeting.Wish
	m    meeting.Meeting
	link string
}

func rebuild(t *testing.T, from string, ways []meeting.Way, wishes []meeting.Wish) []rebuilt {
	t.Helper()
	hosts := []meeting.Host{{Name: "meet.example.org", Provider: "jitsi"}}
	j := meeting.Judge(from, hosts)
	if j.Verdict != meeting.IsMeeting {
		t.Fatalf("%s: %s (%s)", from, j.Verdict, j.Rule)
	}
	var out []rebuilt
	for _, way := range ways {
		for _, wish := range wishes {
			link, err := j.Meeting.Link(way, wish)
			if err != nil {
				t.Fatalf("%s %s: %v", from, way, err)
			}
			out = append(out, rebuilt{from, way, wish, j.Meeting, link})
		}
	}
	return out
}

var (
	everyWay  = []meeting.Way{meeting.Web, meeting.Native}
	everyWish = []meeting.Wish{{}, {Camera: true}, {Microphone: true}, {Camera: true, Microphone: true}}
)

// hostileFragments are what a link may carry, and what it does to who opens it
// as it is: without an attack there would be nothing to defend.
var hostileFragments = []struct {
	name, fragment string
	harm           func(jitsiAnswer) bool
}{
	{"camera on", "config.startWithVideoMuted=false", func(a jitsiAnswer) bool { return !a.VideoMuted }},
	{"the last of two", "config.startWithVideoMuted=true&config.startWithVideoMuted=false", func(a jitsiAnswer) bool { return !a.VideoMuted }},
	{"microphone on", "config.startWithAudioMuted=false", func(a jitsiAnswer) bool { return !a.AudioMuted }},
	{"no page before joining", "config.prejoinConfig.enabled=false", func(a jitsiAnswer) bool { return !a.Prejoin }},
	{"the same as an object", "config.prejoinConfig=%7B%22enabled%22%3Afalse%7D", func(a jitsiAnswer) bool { return !a.Prejoin }},
	{"another one's name", "userInfo.displayName=%22CEO%22&userInfo.email=%22ceo@example.com%22", func(a jitsiAnswer) bool { return a.Params["userInfo.displayName"] == "CEO" }},
	{"storage of the page", "appData.localStorageContent=%22%7B%7D%22", func(a jitsiAnswer) bool { return a.Params["appData.localStorageContent"] != nil }},
	{"chosen devices", "devices.videoInput=%22Camera%22", func(a jitsiAnswer) bool { return a.Params["devices.videoInput"] != nil }},
	{"another server for media", "iceServers.replace=%5B%7B%22urls%22%3A%22turn%3Aevil.example%22%7D%5D", func(a jitsiAnswer) bool { return a.Params["iceServers.replace"] != nil }},
	{"muted by text", "config.startWithVideoMuted=%22%22", func(a jitsiAnswer) bool { return !a.VideoMuted }},
	{"analytics of others", "config.analytics.disabled=false", func(a jitsiAnswer) bool {
		b, ok := a.Config["analytics"].(map[string]any)
		return ok && b["disabled"] == false
	}},
	{"lobby knocked at unasked", "config.autoKnockLobby=true", func(a jitsiAnswer) bool { return a.Config["autoKnockLobby"] == true }},
	{"another's name for the meeting", "config.subject=%22Payroll%22", func(a jitsiAnswer) bool { return a.Config["subject"] == "Payroll" }},
}

// TestJitsiReadsOurLinks: Jitsi Meet's own parser, whitelist and precedence
// make of our links what we say of them. The person's earlier choice and the
// server's are the opposite each time.
func TestJitsiReadsOurLinks(t *testing.T) {
	var links []rebuilt
	for _, from := range []string{
		"https://meet.jit.si/WeeklySync",
		"https://meet.jit.si/Tenant/WeeklySync",
		"https://8x8.vc/vpaas-magic-cookie-1/room?jwt=eyJ.x.y",
		"https://meet.example.org/TeamRoom?jwt=eyJ.x.y",
		"https://meet.jit.si/Caf%C3%A9%20am%20Eck",
		"jitsi-meet://meet.jit.si/room#config.x=a/b",
		"org.jitsi.meet://meet.jit.si/test123",
	} {
		links = append(links, rebuild(t, from, everyWay, everyWish)...)
	}
	for _, h := range hostileFragments {
		for _, start := range []string{"https://meet.jit.si/room#", "jitsi-meet://meet.jit.si/room#", "https://8x8.vc/vpaas-magic-cookie-1/room?jwt=eyJ.x.y#"} {
			links = append(links, rebuild(t, start+h.fragment, everyWay, everyWish)...)
		}
	}
	cases := make([]jitsiCase, len(links))
	for i, l := range links {
		server := maps.Clone(loose)
		server["startWithVideoMuted"], server["startWithAudioMuted"] = l.wish.Camera, l.wish.Microphone
		cases[i] = jitsiCase{
			Link:   l.link,
			Stored: map[string]any{"startWithVideoMuted": l.wish.Camera, "startWithAudioMuted": l.wish.Microphone, "displayName": "Ada"},
			Server: server,
		}
	}
	for i, a := range askJitsi(t, cases) {
		l := links[i]
		t.Run(fmt.Sprintf("%s %s %+v", l.from, l.way, l.wish), func(t *testing.T) {
			if a.VideoMuted == l.wish.Camera || a.AudioMuted == l.wish.Microphone {
				t.Errorf("starts with video muted %t and sound muted %t", a.VideoMuted, a.AudioMuted)
			}
			if !a.Prejoin {
				t.Error("there is no page before joining")
			}
			if any := l.wish.Camera || l.wish.Microphone; a.FirstMedia != any {
				t.Errorf("devices are asked for before anything is done: %t", a.FirstMedia)
			}
			want := map[string]any{
				"config.startWithVideoMuted":   !l.wish.Camera,
				"config.startWithAudioMuted":   !l.wish.Microphone,
				"config.prejoinConfig.enabled": true,
			}
			if l.wish == (meeting.Wish{}) {
				want["config.disableInitialGUM"] = true
			}
			if !maps.Equal(a.Params, want) {
				t.Errorf("the link says %v, want %v", a.Params, want)
			}
			if len(a.Refused) > 0 {
				t.Errorf("Jitsi's whitelist refuses %q", a.Refused)
			}
			for key, value := range want {
				if got := dig(a.Config, strings.Split(strings.TrimPrefix(key, "config."), ".")); got != value {
					t.Errorf("%s comes to %v", key, got)
				}
			}
			known := []string{"disableInitialGUM", "prejoinConfig", "startSilent", "startWithAudioMuted", "startWithVideoMuted"}
			if got := slices.Sorted(maps.Keys(a.Config)); !slices.Equal(got, known) || len(a.InterfaceConfig) > 0 {
				t.Errorf("the configuration has %q and %v", got, a.InterfaceConfig)
			}
			if a.Host != l.m.Host || a.Tenant != l.m.Parts["tenant"] {
				t.Errorf("it is on %q, tenant %q", a.Host, a.Tenant)
			}
			if token := l.m.Parts["token"]; token == "" && a.Search != "" || token != "" && a.Search != "?jwt="+token {
				t.Errorf("its query is %q", a.Search)
			}
			if room, err := url.PathUnescape(a.Room); err != nil || room != l.m.Parts["meeting"] {
				t.Errorf("the room is %q, want %q", a.Room, l.m.Parts["meeting"])
			}
		})
	}
}

func dig(in map[string]any, keys []string) any {
	var value any = in
	for _, key := range keys {
		m, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = m[key]
	}
	return value
}

// TestJitsiWithoutUs: opened as they are, the same links do harm, so the test
// above can fail.
func TestJitsiWithoutUs(t *testing.T) {
	cases := make([]jitsiCase, len(hostileFragments))
	for i, h := range hostileFragments {
		cases[i] = jitsiCase{
			Link:   "https://meet.jit.si/room#" + h.fragment,
			Stored: map[string]any{"startWithVideoMuted": true, "startWithAudioMuted": true},
			Server: map[string]any{"startWithVideoMuted": true, "startWithAudioMuted": true, "prejoinConfig": map[string]any{"enabled": true}},
		}
	}
	for i, a := range askJitsi(t, cases) {
		if h := hostileFragments[i]; !h.harm(a) {
			t.Errorf("%s: %s does no harm: %+v", h.name, h.fragment, a)
		}
	}
}
