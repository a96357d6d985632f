package link

import "strings"

// wrapper is a page that does nothing but send the reader on to another link,
// which it carries inside.
type wrapper struct {
	name string
	// host is where it is: the host, or with a dot in front any below it.
	host string
	// path is its path; nil for any.
	path func(path string) bool
	// open gives the link inside.
	open func(p *pieces) (string, *Refusal)
	// address tells whether it names the reader; nil where none does.
	address func(p *pieces) bool
}

// wrappers is the table. A parameter that is there twice is refused: the
// wrapper's own server and Vestibule could read different ones. Sources are
// the vendors' own decoders or links of theirs in public code, and for those
// marked (m) memory alone.
var wrappers = []wrapper{
	// https://nam11.safelinks.protection.outlook.com/?url=ENCODED&data=05|02|reader@example.org|…
	{"outlook-safelinks", ".safelinks.protection.outlook.com", safeLinksPath, param("url"), hasAddress("data")},
	{"outlook-safelinks", ".safelinks.protection.office365.us", safeLinksPath, param("url"), hasAddress("data")},
	// https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url=ENCODED
	{"teams-safelinks", "statics.teams.cdn.office.net", teamsSafeLinksPath, param("url"), nil},
	// https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fmeetup-join%2F…
	{"teams-launcher", "teams.microsoft.com", is("/dl/launcher/launcher.html"), launcher, nil},
	{"teams-launcher", ".teams.microsoft.com", is("/dl/launcher/launcher.html"), launcher, nil},
	{"teams-launcher", "teams.live.com", is("/dl/launcher/launcher.html"), launcher, nil},
	{"teams-launcher", "teams.cloud.microsoft", is("/dl/launcher/launcher.html"), launcher, nil},
	{"teams-launcher", ".teams.microsoft.us", is("/dl/launcher/launcher.html"), launcher, nil},
	// Proofpoint's own decoder, urldefense.py: three generations.
	{"proofpoint-v1", "urldefense.proofpoint.com", is("/v1/url"), proofpointV1, nil},
	{"proofpoint-v2", "urldefense.proofpoint.com", is("/v2/url"), proofpointV2, nil},
	{"proofpoint-v3", "urldefense.proofpoint.com", begins("/v3/__"), proofpointV3, nil},
	{"proofpoint-v3", "urldefense.com", begins("/v3/__"), proofpointV3, nil},
	{"proofpoint-v3", "urldefense.us", begins("/v3/__"), proofpointV3, nil},
	{"slack", "slack-redir.net", is("/link"), param("url"), nil},
	{"facebook", "l.facebook.com", is("/l.php"), param("u"), nil},
	{"facebook", "lm.facebook.com", is("/l.php"), param("u"), nil},
	{"instagram", "l.instagram.com", is("/"), param("u"), nil},
	{"messenger", "l.messenger.com", is("/l.php"), param("u"), nil},
	{"youtube", "www.youtube.com", is("/redirect"), param("q"), nil},
	{"youtube", "youtube.com", is("/redirect"), param("q"), nil},
	{"youtube", "m.youtube.com", is("/redirect"), param("q"), nil},
	{"steam", "steamcommunity.com", is("/linkfilter/"), param("u", "url"), nil},
	{"linkedin", "www.linkedin.com", is("/redir/redirect"), param("url"), nil}, // (m)
	{"linkedin", "www.linkedin.com", is("/safety/go"), param("url"), nil},      // (m)
	{"barracuda", "linkprotect.cudasvc.com", is("/url"), param("a"), nil},
	{"cisco-secure", "secure-web.cisco.com", nil, lastSegment, nil},                     // (m)
	{"trendmicro", ".trendmicro.com", is("/wis/clicktime/v1/query"), param("url"), nil}, // (m)
	{"sophos", ".protection.sophos.com", is("/"), base64Param("u"), nil},                // (m)
	{"mimecast", ".mimecast.com", begins("/s/"), unreadable, nil},                       // protect-eu.mimecast.com
	{"mimecast", ".m.mimecastprotect.com", nil, unreadable, nil},                        // url.uk.m.mimecastprotect.com
	{"reclaim", "reclaim.ai", begins("/z/"), unreadable, nil},
	{"zm-page", ".zm.page", nil, unreadable, nil},
	{"google", "google", is("/url"), param("q", "url"), nil},                                     // any country's
	{"shortener", "shortener", func(path string) bool { return len(path) > 1 }, unreadable, nil}, // see shorteners
}

// shorteners are hosts whose every link only their server can read.
var shorteners = []string{
	"aka.ms", "bit.ly", "bl.ink", "buff.ly", "cutt.ly", "dlvr.it", "goo.gl", "is.gd", "j.mp", "lnkd.in",
	"ow.ly", "rb.gy", "rebrand.ly", "s.id", "shorturl.at", "soo.gd", "t.co", "t.ly", "tiny.cc", "tinyurl.com",
	"tr.im", "u.to", "urlz.fr", "v.gd", "x.gd", "zpr.io",
}

// findWrapper finds the wrapper of a link; nil if there is none.
func findWrapper(p *pieces) *wrapper {
	if p.scheme != "https" && p.scheme != "http" || p.port != "" || !mayWrap(p.host) {
		return nil
	}
	for i := range wrappers {
		if w := &wrappers[i]; w.at(p.host) && (w.path == nil || w.path(orSlash(p.path))) {
			return w
		}
	}
	return nil
}

// mayWrap tells by the last two labels whether a host can be a wrapper's, so
// that a meeting link is not compared with each of them.
func mayWrap(host string) bool {
	dot := strings.LastIndexByte(host, '.')
	if dot < 0 {
		return false
	}
	switch host[strings.LastIndexByte(host[:dot], '.')+1:] {
	case "outlook.com", "office365.us", "office.net", "microsoft.com", "live.com", "cloud.microsoft", "microsoft.us",
		"proofpoint.com", "urldefense.com", "urldefense.us", "slack-redir.net", "facebook.com", "instagram.com",
		"messenger.com", "youtube.com", "steamcommunity.com", "linkedin.com", "cudasvc.com", "cisco.com",
		"trendmicro.com", "sophos.com", "mimecast.com", "mimecastprotect.com", "reclaim.ai", "zm.page":
		return true
	}
	return isGoogle(host) || isShortener(host)
}

func (w *wrapper) at(host string) bool {
	switch w.host {
	case "google":
		return isGoogle(host)
	case "shortener":
		return isShortener(host)
	}
	if w.host[0] == '.' {
		return len(host) > len(w.host) && strings.HasSuffix(host, w.host)
	}
	return host == w.host
}

func isShortener(host string) bool {
	for _, s := range shorteners {
		if s == host {
			return true
		}
	}
	return false
}

// isGoogle tells whether host is google.com, or Google of a country:
// google.de, google.co.uk, google.com.br.
func isGoogle(host string) bool {
	host = strings.TrimPrefix(host, "www.")
	top, ok := strings.CutPrefix(host, "google.")
	if !ok {
		return false
	}
	if country, ok := strings.CutPrefix(top, "com."); ok {
		top = country
	} else if country, ok := strings.CutPrefix(top, "co."); ok {
		top = country
	} else if top == "com" {
		return true
	}
	return len(top) == 2 && top[0] >= 'a' && top[1] >= 'a'
}

func orSlash(path string) string {
	if path == "" {
		return "/"
	}
	return path
}

func is(want string) func(string) bool {
	return func(path string) bool { return path == want }
}

func begins(want string) func(string) bool {
	return func(path string) bool { return strings.HasPrefix(path, want) }
}

// safeLinksPath is "/", or "/ap/" and one segment.
func safeLinksPath(path string) bool {
	rest, ok := strings.CutPrefix(path, "/ap/")
	return path == "/" || ok && strings.IndexByte(strings.TrimSuffix(rest, "/"), '/') < 0
}

func teamsSafeLinksPath(path string) bool {
	rest, ok := strings.CutPrefix(path, "/evergreen-assets/safelinks/")
	version, ok2 := strings.CutSuffix(rest, "/atp-safelinks.html")
	return ok && ok2 && version != "" && strings.IndexByte(version, '/') < 0
}
