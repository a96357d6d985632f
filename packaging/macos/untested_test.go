package macos_test

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestUntestedListIsWhole: the checks for a person with a Mac are numbered from
// one on, and each has one thing to do and one to expect.
func TestUntestedListIsWhole(t *testing.T) {
	text := read(t, filepath.Join(root, "docs", "macos-untested.md"))
	sections := strings.Split(text, "\n### ")
	if len(sections) < 40 {
		t.Fatalf("%d checks", len(sections)-1)
	}
	titles := map[string]bool{}
	form := regexp.MustCompile(`^(\d+)\. (\S.*)\n- \*\*Do:\*\* (\S.*)\n- \*\*Expect:\*\* (\S.*)\n(?:\n## .+\n)?$`)
	for n, section := range sections[1:] {
		m := form.FindStringSubmatch(strings.TrimRight(section, "\n") + "\n")
		if m == nil {
			t.Errorf("check %d has not the form of one:\n%s", n+1, section)
			continue
		}
		if m[1] != strconv.Itoa(n+1) {
			t.Errorf("check %q is number %s, want %d", m[2], m[1], n+1)
		}
		if titles[m[2]] {
			t.Errorf("two checks are called %q", m[2])
		}
		titles[m[2]] = true
	}
	// What the list may not lose.
	for _, topic := range []string{
		"cold start", "warm link", "Several at once", "Safari", "Mail", "Slack", "Terminal", "One instance", "Giving back",
		"arm64", "Blocks", "Photo Booth", "built-in microphone", "Focus of a program without", "full screen", "space where", "second display", "occlusion",
		"VoiceOver reads", "VoiceOver is told", "Dark mode", "Larger text", "Arabic", "for another window",
		"Chrome", "Edge", "Brave", "Vivaldi", "Chromium", "Firefox", "ZDisableVideo", "locks", "recommends", "policy.toml",
		"template icon", "Script Editor", "Logout with a question", "LaunchAgent", "Gatekeeper", "Notarization", "stapled", "installer", "leaves nothing", "lsof",
	} {
		if !strings.Contains(text, topic) {
			t.Errorf("no check is about %s", topic)
		}
	}
	for _, name := range []string{"README.md", "packaging/macos/README.md"} {
		if !strings.Contains(read(t, filepath.Join(root, name)), "docs/macos-untested.md)") {
			t.Errorf("%s does not lead to the list", name)
		}
	}
}

// TestDocumentsNameRealVerbs: what a person is told to type is a verb of the
// program, and a flag of the scripts.
func TestDocumentsNameRealVerbs(t *testing.T) {
	verbs := map[string]bool{"--help": true}
	sources, err := filepath.Glob(filepath.Join(root, "cmd", "launcher", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	use := regexp.MustCompile(`(?:Use:\s*|tellCommand\()"([a-z]+)`)
	for _, file := range sources {
		for _, m := range use.FindAllStringSubmatch(read(t, file), -1) {
			verbs[m[1]] = true
		}
	}
	told := regexp.MustCompile("(?:MacOS/|`|\\$ |^|\\n)vestibule ([a-z-]+)")
	seen := 0
	for _, name := range []string{"docs/macos-untested.md", "packaging/macos/README.md"} {
		text := read(t, filepath.Join(root, name))
		for _, m := range told.FindAllStringSubmatch(text, -1) {
			seen++
			if !verbs[m[1]] {
				t.Errorf("%s: vestibule %s is no verb", name, m[1])
			}
		}
		for script, call := range map[string]*regexp.Regexp{
			"build.sh":     regexp.MustCompile(`build\.sh((?: --?[a-z-]+(?: [a-z]+)?)+)`),
			"uninstall.sh": regexp.MustCompile(`uninstall\.sh((?: --?[a-z-]+(?: NAME)?)+)`),
		} {
			known := read(t, script)
			for _, m := range call.FindAllStringSubmatch(text, -1) {
				for _, flag := range regexp.MustCompile(`--[a-z-]+`).FindAllString(m[1], -1) {
					if !strings.Contains(known, flag) {
						t.Errorf("%s: %s has no %s", name, script, flag)
					}
				}
			}
		}
	}
	if seen < 15 {
		t.Errorf("%d calls of the program: the test sees too little", seen)
	}
}
