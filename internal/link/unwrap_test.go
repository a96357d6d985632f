package link

import (
	"errors"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		text, link, wrappers string
		address              bool
	}{
		{"https://zoom.us/j/1", "https://zoom.us/j/1", "", false},
		{"vestibule:https://zoom.us/j/1", "https://zoom.us/j/1", "vestibule", false},
		{"Vestibule:https://zoom.us/j/1", "https://zoom.us/j/1", "vestibule", false},
		{"https://nam11.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Da%2526b&data=05%7C02%7Cada%40example.org%7C&reserved=0",
			"https://zoom.us/j/1?pwd=a%26b", "outlook-safelinks", true},
		{"https://eur01.safelinks.protection.outlook.com/ap/t-59584e83/?url=https%3A%2F%2Fzoom.us%2Fj%2F1", "https://zoom.us/j/1", "outlook-safelinks", false},
		{"https://gcc01.safelinks.protection.office365.us/?url=https%3A%2F%2Fzoom.us%2Fj%2F1&data=x", "https://zoom.us/j/1", "outlook-safelinks", false},
		{"https://statics.teams.cdn.office.net/evergreen-assets/safelinks/2/atp-safelinks.html?url=https%3A%2F%2Fzoom.us%2Fj%2F1&locale=en-us",
			"https://zoom.us/j/1", "teams-safelinks", false},
		{"https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fmeetup-join%2F19%3Ax%40thread.v2%2F0%3Fcontext%3D%257b%257d&type=meetup-join",
			"https://teams.microsoft.com/l/meetup-join/19%3Ax%40thread.v2/0?context=%7B%7D", "teams-launcher", false},
		{"https://teams.live.com/dl/launcher/launcher.html?url=%2F_%23%2Fmeet%2F123", "https://teams.live.com/meet/123", "teams-launcher", false},
		{"https://urldefense.proofpoint.com/v1/url?u=https://zoom.us/j/1%3Fpwd%3Da%26amp%3Bx%3D1&k=abc", "https://zoom.us/j/1?pwd=a&x=1", "proofpoint-v1", false},
		{"https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_j_1-3Fpwd-3Dabc&d=DwMFAg&c=C", "https://zoom.us/j/1?pwd=abc", "proofpoint-v2", false},
		{"https://urldefense.com/v3/__https://zoom.us/j/1*pwd=abc__;Pw!!ORG!HASH$", "https://zoom.us/j/1?pwd=abc", "proofpoint-v3", false},
		{"https://urldefense.com/v3/__https:/zoom.us/j/1__;!!ORG!HASH$", "https://zoom.us/j/1", "proofpoint-v3", false},
		{"https://urldefense.us/v3/__https://a.example/x**Ay__;Pz0!!ORG!HASH$", "https://a.example/x?=y", "proofpoint-v3", false},
		{"https://www.google.com/url?q=https://meet.google.com/abc-defg-hij&sa=D", "https://meet.google.com/abc-defg-hij", "google", false},
		{"https://google.co.uk/url?url=https%3A%2F%2Fzoom.us%2Fj%2F1", "https://zoom.us/j/1", "google", false},
		{"https://slack-redir.net/link?url=https%3A%2F%2Fzoom.us%2Fj%2F1", "https://zoom.us/j/1", "slack", false},
		{"https://l.facebook.com/l.php?u=https%3A%2F%2Fzoom.us%2Fj%2F1&h=AT0", "https://zoom.us/j/1", "facebook", false},
		{"https://l.instagram.com/?u=https%3A%2F%2Fzoom.us%2Fj%2F1", "https://zoom.us/j/1", "instagram", false},
		{"https://l.messenger.com/l.php?u=https%3A%2F%2Fzoom.us%2Fj%2F1", "https://zoom.us/j/1", "messenger", false},
		{"https://www.youtube.com/redirect?q=https%3A%2F%2Fzoom.us%2Fj%2F1&event=x", "https://zoom.us/j/1", "youtube", false},
		{"https://steamcommunity.com/linkfilter/?u=https%3A%2F%2Fzoom.us%2Fj%2F1", "https://zoom.us/j/1", "steam", false},
		{"https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Fzoom.us%2Fj%2F1&urlhash=x", "https://zoom.us/j/1", "linkedin", false},
		{"https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fzoom.us%2fj%2f1&c=E,1,x&typo=1", "https://zoom.us/j/1", "barracuda", false},
		{"https://secure-web.cisco.com/1abcDEF/https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Dx", "https://zoom.us/j/1?pwd=x", "cisco-secure", false},
		{"https://imsva91-ctp.trendmicro.com/wis/clicktime/v1/query?url=https%3a%2f%2fzoom.us%2fj%2f1&umid=U", "https://zoom.us/j/1", "trendmicro", false},
		{"https://us-east-2.protection.sophos.com/?d=zoom.us&u=aHR0cHM6Ly96b29tLnVzL2ovMQ==&i=x", "https://zoom.us/j/1", "sophos", false},
		{"vestibule:https://slack-redir.net/link?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fzoom.us%252Fj%252F1", "https://zoom.us/j/1", "vestibule slack google", false},
	} {
		got, err := Read(tt.text)
		if err != nil {
			t.Errorf("Read(%q): %v", tt.text, err)
			continue
		}
		if got.Link.String() != tt.link {
			t.Errorf("Read(%q)\n got %s\nwant %s", tt.text, got.Link, tt.link)
		}
		if w := strings.Join(got.Unwrapped, " "); w != tt.wrappers || got.CarriedAddress != tt.address {
			t.Errorf("Read(%q): wrappers %q, address %t", tt.text, w, got.CarriedAddress)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	const safe = "https://eur01.safelinks.protection.outlook.com/?url="
	for _, tt := range []struct {
		text string
		rule Rule
	}{
		{safe, RuleNoTarget},
		{"https://eur01.safelinks.protection.outlook.com/?data=x", RuleNoTarget},
		{safe + "https%3A%2F%2Fzoom.us%2Fj%2F1&url=https%3A%2F%2Fevil.example", RuleWrapper},
		{safe + "zoommtg%3A%2F%2Fzoom.us%2Fjoin%3Fconfno%3D1", RuleTarget},
		{safe + "javascript%3Aalert(1)", RuleTarget},
		{safe + "http%3A%2F%2Fzoom.us%2Fj%2F1", RuleTarget},
		{safe + "%2F%2Fzoom.us%2Fj%2F1", RuleTarget},
		{safe + "https%253A%252F%252Fzoom.us%252Fj%252F1", RuleTarget},
		{safe + "https%3A%2F%2Fzoom.us%2F%00", RuleControl},
		{safe + "https%3A%2F%2Fzoom.us%2F+x", RuleSpace},
		{safe + "https%3A%2F%2Fuser%40zoom.us%2F", RuleUserInfo},
		{"vestibule:zoommtg://zoom.us/join?confno=1", RuleTarget},
		{"vestibule:", RuleTarget},
		{strings.Repeat("vestibule:", 6) + "https://zoom.us/j/1", RuleTarget},
		{nested(MaxDepth + 1), RuleNested},
		{"https://www.google.com/url?q=https://a.example&url=https://b.example", RuleWrapper},
		{"https://teams.microsoft.com/dl/launcher/launcher.html?url=https%3A%2F%2Fevil.example%2F", RuleTarget},
		{"https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fchat%2F0%2F0", RuleTarget},
		{"https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2F%2Fevil.example%2Fl%2Fmeetup-join%2F", RuleTarget},
		{"https://urldefense.com/v3/__https://zoom.us/j/1**_x__;Pw!!X!Y$", RuleWrapper},
		{"https://urldefense.com/v3/__https://zoom.us/j/1*__;!!X!Y$", RuleWrapper},
		{"https://urldefense.com/v3/__https://zoom.us/j/1__;Pw!!X!Y$", RuleWrapper},
		{"https://urldefense.com/v3/__https://zoom.us/j/1*__;w6Q!!X!Y$", RuleWrapper},
		{"https://urldefense.com/v3/__https://zoom.us/j/1", RuleWrapper},
		{"https://urldefense.com/v3/__javascript:alert(1)__;!!X!Y$", RuleTarget},
		{"https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_%6a_1", RuleWrapper},
		{"https://us-east-2.protection.sophos.com/?u=!!!", RuleWrapper},
		{"https://secure-web.cisco.com/sig", RuleNoTarget},
		{"https://secure-web.cisco.com/sig/https%3A%2F%2Fzoom.us/j/1", RuleWrapper},
		{"https://protect-eu.mimecast.com/s/abc?domain=zoom.us", RuleUnreadable},
		{"https://url.uk.m.mimecastprotect.com/s/abc", RuleUnreadable},
		{"https://bit.ly/abc", RuleUnreadable},
		{"https://lnkd.in/abc", RuleUnreadable},
		{"https://reclaim.ai/z/ada/weekly", RuleUnreadable},
		{"https://acme.zm.page/", RuleUnreadable},
		{"https://www.google.com/url?q=" + strings.Repeat("a", MaxWrapped), RuleTooLong},
		{"https://www.google.com/url?q=https://a.example/" + strings.Repeat("a", MaxLength), RuleTooLong},
	} {
		_, err := Read(tt.text)
		var r *Refusal
		if !errors.As(err, &r) || r.Rule != tt.rule {
			t.Errorf("Read(%.120q): %v, want rule %s", tt.text, err, tt.rule)
		}
	}
}

// nested wraps a link n times in a redirect page.
func nested(n int) string {
	text := "https://zoom.us/j/1"
	for range n {
		text = "https://slack-redir.net/link?url=" + string(AppendEncoded(nil, text))
	}
	return text
}

func TestNestedAsDeepAsAllowed(t *testing.T) {
	got, err := Read(nested(MaxDepth))
	if err != nil || len(got.Unwrapped) != MaxDepth {
		t.Errorf("%d wrappers: %v, %v", MaxDepth, got.Unwrapped, err)
	}
}

// Pages beside a wrapper are no wrappers.
func TestNoWrapper(t *testing.T) {
	for _, text := range []string{
		"https://google.com.evil.example/url?q=https://zoom.us/j/1",
		"https://google.evil.example/url?q=https://zoom.us/j/1",
		"https://www.google.com/search?q=https://zoom.us/j/1",
		"https://www.google.com:8443/url?q=https://zoom.us/j/1",
		"https://evilslack-redir.net/link?url=https://zoom.us/j/1",
		"https://x.slack-redir.net/link?url=https://zoom.us/j/1",
		"https://safelinks.protection.outlook.com.evil.example/?url=https://zoom.us/j/1",
		"https://evilsafelinks.protection.outlook.com/?url=https://zoom.us/j/1",
		"https://teams.microsoft.com/l/meetup-join/x?url=https://zoom.us/j/1",
		"https://urldefense.com/v4/__https://zoom.us/j/1__;!!X!Y$",
		"https://www.youtube.com/watch?q=https://zoom.us/j/1",
		"https://bit.ly/",
	} {
		got, err := Read(text)
		if err != nil || len(got.Unwrapped) > 0 {
			t.Errorf("Read(%q): unwrapped %v, %v", text, got.Unwrapped, err)
		}
	}
}

func TestEveryWrapperIsTested(t *testing.T) {
	unreadable := 0
	for _, w := range Wrappers() {
		if w.Name == "" || len(w.Hosts) == 0 {
			t.Errorf("the wrapper %+v says too little", w)
		}
		if w.Unreadable {
			unreadable++
		}
	}
	if len(Wrappers()) < 20 || unreadable < 2 {
		t.Errorf("there are %d wrappers, %d unreadable", len(Wrappers()), unreadable)
	}
	// mayWrap must let every host of the table through.
	for _, w := range wrappers {
		host := w.host
		switch host {
		case "google":
			host = "www.google.de"
		case "shortener":
			host = "bit.ly"
		}
		if host[0] == '.' {
			host = "x" + host
		}
		if !mayWrap(host) || !w.at(host) {
			t.Errorf("the wrapper %s at %s is never looked at", w.name, host)
		}
	}
}
