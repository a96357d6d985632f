package link

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		text string
		want Link
	}{
		{"https://zoom.us", Link{Scheme: "https", Host: "zoom.us"}},
		{"https://zoom.us/", Link{Scheme: "https", Host: "zoom.us"}},
		{"HtTpS://Zoom.US/J/1", Link{Scheme: "https", Host: "zoom.us", Segments: []string{"J", "1"}}},
		{"https://a.example/call/", Link{Scheme: "https", Host: "a.example", Segments: []string{"call", ""}}},
		{"https://a.example:443/x", Link{Scheme: "https", Host: "a.example", Segments: []string{"x"}}},
		{"https://a.example:8443/x", Link{Scheme: "https", Host: "a.example", Port: "8443", Segments: []string{"x"}}},
		{"http://a.example:80/x", Link{Scheme: "http", Host: "a.example", Segments: []string{"x"}}},
		{"https://a.example/19%3ax%40y", Link{Scheme: "https", Host: "a.example", Segments: []string{"19:x@y"}}},
		{"https://a.example/%2561", Link{Scheme: "https", Host: "a.example", Segments: []string{"%61"}}},
		{"https://a.example?a=1&&b&c=%26+%2B", Link{Scheme: "https", Host: "a.example",
			Query: []Param{{"a", "1"}, {"b", ""}, {"c", "& +"}}}},
		{"https://a.example/#", Link{Scheme: "https", Host: "a.example", HasFragment: true}},
		{"https://a.example/x#k=\"v\"?/", Link{Scheme: "https", Host: "a.example", Segments: []string{"x"},
			Fragment: "k=%22v%22?/", HasFragment: true}},
		{"https://bücher.example/x", Link{Scheme: "https", Host: "xn--bcher-kva.example", Segments: []string{"x"}}},
		{"https://BÜCHER.example/x", Link{Scheme: "https", Host: "xn--bcher-kva.example", Segments: []string{"x"}}},
		{"https://xn--bcher-kva.example/x", Link{Scheme: "https", Host: "xn--bcher-kva.example", Segments: []string{"x"}}},
		{"https://пример.рф/x", Link{Scheme: "https", Host: "xn--e1afmkfd.xn--p1ai", Segments: []string{"x"}}},
		{"https://a.example/Zürich", Link{Scheme: "https", Host: "a.example", Segments: []string{"Zürich"}}},
		{"https://a.example/Z%C3%BCrich", Link{Scheme: "https", Host: "a.example", Segments: []string{"Zürich"}}},
		{"msteams:/l/x", Link{Scheme: "msteams", Segments: []string{"l", "x"}}},
		{"ZOOMMTG://zoom.us/join?confno=1", Link{Scheme: "zoommtg", Host: "zoom.us", Segments: []string{"join"},
			Query: []Param{{"confno", "1"}}}},
	} {
		got, err := Parse(tt.text)
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.text, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", tt.text, diff)
		}
		checkCanonical(t, got)
	}
}

// checkCanonical checks that a canonical link is read as what it was written
// from, and that canonicalising twice changes nothing.
func checkCanonical(t testing.TB, l Link) {
	t.Helper()
	text := l.String()
	again, err := Parse(text)
	if err != nil {
		// Encoding may make a link that was just short enough too long.
		var r *Refusal
		if errors.As(err, &r) && r.Rule == RuleTooLong && len(text) > MaxLength {
			return
		}
		t.Fatalf("%q is written as %q, which is refused: %v", l, text, err)
	}
	if diff := cmp.Diff(l, again); diff != "" {
		t.Errorf("%q is read as another link (-want +got):\n%s", text, diff)
	}
	if twice := again.String(); twice != text {
		t.Errorf("written twice: %q, then %q", text, twice)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct {
		text   string
		rule   Rule
		unsafe bool
	}{
		{"", RuleEmpty, false},
		{"see you tomorrow", RuleNoLink, false},
		{"zoom.us/j/1", RuleNoLink, false},
		{"https://a.example/" + strings.Repeat("a", MaxLength), RuleTooLong, true},
		{"https://a.example/\xff", RuleEncoding, true},
		{"https://a.example/%ff", RuleEncoding, true},
		{"https://a.example/\x00", RuleControl, true},
		{"https://a.example/%00", RuleControl, true},
		{"https://a.example/%C2%85", RuleControl, true},
		{"https://a.example/x#%0a", RuleControl, true},
		{"https://a.example/\t", RuleControl, true},
		{"https://a.example/\u202e", RuleInvisible, true},
		{"https://a.example/%E2%80%AE", RuleInvisible, true},
		{"https://a.example/\u200b", RuleInvisible, true},
		{"https://a.example/\ufeff", RuleInvisible, true},
		{"https://a.example/\u00ad", RuleInvisible, true},
		{"https://a.example/\U000e0041", RuleInvisible, true},
		{"https://a.example/?x=\u3164", RuleInvisible, true},
		{" https://a.example/", RuleSpace, true},
		{"https://a.example/ x", RuleSpace, true},
		{"https://a.example/\u00a0", RuleSpace, true},
		{"--no-sandbox", RuleDash, true},
		{"--x=https://a.example", RuleDash, true},
		{"-- https://a.example", RuleDash, true},
		{`\\server\share`, RuleNetPath, true},
		{"//server/share", RuleNetPath, true},
		{"javascript:alert(1)", RuleScheme, true},
		{"file:///etc/passwd", RuleScheme, true},
		{"vestibule:https://a.example", RuleScheme, true},
		{"https:a.example", RuleAuthority, true},
		{"https:/a.example", RuleAuthority, true},
		{"msteams:l/x", RuleAuthority, true},
		{`https:\\a.example`, RuleBackslash, true},
		{`https://a.example\@b.example/`, RuleBackslash, true},
		{"https://a.example/<x>", RuleCharacter, true},
		{`https://a.example/"`, RuleCharacter, true},
		{"https://user@a.example/", RuleUserInfo, true},
		{"https://a.example:x@b.example/", RuleUserInfo, true},
		{"https://@a.example/", RuleUserInfo, true},
		{"https:///x", RuleHost, true},
		{"https://", RuleHost, true},
		{"https://?x", RuleHost, true},
		{"https://a..example/", RuleHost, true},
		{"https://a.example./", RuleHost, true},
		{"https://-a.example/", RuleHost, true},
		{"https://a_b.example/", RuleHost, true},
		{"https://a%2eexample/", RuleHost, true},
		{"https://ab--c.example/", RuleHost, true},
		{"https://xn--a.example/", RuleHost, true},
		{"https://xn--zoom-.us/", RuleHost, true},
		{"https://" + strings.Repeat("a", 64) + ".example/", RuleHost, true},
		{"https://" + strings.Repeat("a.", 130) + "example/", RuleHost, true},
		{"zoommtg:///join", RuleHost, true},
		{"zoommtg://bücher.example/join", RuleHost, true},
		{"https://127.0.0.1/", RuleAddress, true},
		{"https://2130706433/", RuleAddress, true},
		{"https://0x7f.1/", RuleAddress, true},
		{"https://a.0x/", RuleAddress, true},
		{"https://a.1/", RuleAddress, true},
		{"https://[::1]/", RuleAddress, true},
		{"https://localhost/", RuleAddress, true},
		{"https://ｚｏｏｍ.us/", RuleDisguised, true},
		{"https://zoom。us/", RuleDisguised, true},
		{"https://ℤoom.us/", RuleDisguised, true},
		{"https://zоom.us/", RuleMixed, true},
		{"https://xn--zm-fmca.us/", RuleMixed, true},
		{"https://аррӏе.example/", RuleMixed, true},
		{"https://zoom.us⁄j.example/", RuleMixed, true},
		{"https://a.example:/", RulePort, true},
		{"https://a.example:0/", RulePort, true},
		{"https://a.example:0443/", RulePort, true},
		{"https://a.example:65536/", RulePort, true},
		{"https://a.example:8o/", RulePort, true},
		{"https://a.example:1:2/", RulePort, true},
		{"https://https://a.example/", RulePort, true},
		{"https://a.example/%", RulePercent, true},
		{"https://a.example/%4", RulePercent, true},
		{"https://a.example/%zz", RulePercent, true},
		{"https://a.example/?x=%u0041", RulePercent, true},
		{"https://a.example/#%", RulePercent, true},
		{"https://a.example/../x", RuleDots, true},
		{"https://a.example/x/.", RuleDots, true},
		{"https://a.example/x/%2e%2E", RuleDots, true},
		{"https://a.example/.%2e/x", RuleDots, true},
		{"https://a.example/" + strings.Repeat("../", 2000), RuleDots, true},
		{"https://a.example/a%2fb", RuleSeparator, true},
		{"https://a.example/a%5cb", RuleSeparator, true},
		{"https://a.example/a%3fb", RuleSeparator, true},
		{"https://a.example/a%23b", RuleSeparator, true},
		{"https://a.example/" + strings.Repeat("a/", 100), RuleTooMany, true},
		{"https://a.example/?" + strings.Repeat("a&", 100), RuleTooMany, true},
	} {
		_, err := Parse(tt.text)
		var r *Refusal
		if !errors.As(err, &r) {
			t.Errorf("Parse(%.80q) is not refused", tt.text)
			continue
		}
		if r.Rule != tt.rule || r.Unsafe != tt.unsafe {
			t.Errorf("Parse(%.80q): rule %s, unsafe %t; want %s, %t", tt.text, r.Rule, r.Unsafe, tt.rule, tt.unsafe)
		}
		if r.Text.String() == "" {
			t.Errorf("Parse(%.80q): no text", tt.text)
		}
	}
}

// Every rule says something to a person, and is reached by some text.
func TestRulesAreSaid(t *testing.T) {
	for _, rule := range []Rule{
		RuleEmpty, RuleNoLink, RuleTooLong, RuleEncoding, RuleControl, RuleInvisible, RuleSpace, RuleDash, RuleNetPath,
		RuleAuthority, RuleBackslash, RuleCharacter, RuleUserInfo, RuleHost, RuleAddress, RuleDisguised, RuleMixed, RulePort,
		RulePercent, RuleDots, RuleSeparator, RuleTooMany, RuleNested, RuleTarget, RuleWrapper, RuleNoTarget, RuleUnreadable,
	} {
		if text := said(rule).String(); !strings.HasSuffix(text, ".") {
			t.Errorf("rule %s says %q, which is no sentence", rule, text)
		}
	}
}

func TestRefusalTellsNoSecret(t *testing.T) {
	for _, text := range []string{
		"https://zoom.us/j/1?pwd=SECRET%00", "https://SECRET@zoom.us/", "https://zoom.us/SECRET/../x",
		"SECRETSECRETSECRETSECRETSECRETSECRET:x", "zoommtg:zoom.us/join?pwd=SECRET",
	} {
		_, err := Read(text)
		var r *Refusal
		if !errors.As(err, &r) {
			t.Fatalf("%q is not refused", text)
		}
		if strings.Contains(strings.ToUpper(r.Text.String()+r.Host), "SECRET") {
			t.Errorf("%q: the refusal says %q, %q", text, r.Text.String(), r.Host)
		}
	}
}

func TestTrimPasted(t *testing.T) {
	for _, tt := range [][2]string{
		{"https://zoom.us/j/1", "https://zoom.us/j/1"},
		{"  https://zoom.us/j/1\n", "https://zoom.us/j/1"},
		{"<https://zoom.us/j/1>", "https://zoom.us/j/1"},
		{"<URL:https://zoom.us/j/1>.", "https://zoom.us/j/1"},
		{"“https://zoom.us/j/1”,", "https://zoom.us/j/1"},
		{"(https://zoom.us/j/1).", "https://zoom.us/j/1"},
		{"https://a.example/x_(y)", "https://a.example/x_(y)"},
		{"(https://a.example/x_(y))", "https://a.example/x_(y)"},
		{"https://zoom.us/j/1\u00a0", "https://zoom.us/j/1"},
		{"*https://zoom.us/j/1*", "https://zoom.us/j/1"},
		{"see https://zoom.us/j/1", "see https://zoom.us/j/1"},
		{"", ""},
		{"<<<>>>", ""},
		{`"`, ""},
		{"\xff", "\xff"},
	} {
		if got := TrimPasted(tt[0]); got != tt[1] {
			t.Errorf("TrimPasted(%q) = %q, want %q", tt[0], got, tt[1])
		}
	}
}
