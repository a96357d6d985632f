package consent

import "vestibule/internal/words"

// cleaned says in one sentence what was taken off the link.
func cleaned(q Question) string {
	var parts []string
	if len(q.Removed) > 0 {
		parts = append(parts, words.Say("removed {list}", "list", listSome(q.Removed)))
	}
	if from := wrapperNames(q.Unwrapped); len(from) > 0 {
		if q.CarriedAddress {
			parts = append(parts, words.Say("unwrapped from {list}, which held your e-mail address", "list", listSome(from)))
		} else {
			parts = append(parts, words.Say("unwrapped from {list}", "list", listSome(from)))
		}
	}
	if q.Upgraded {
		parts = append(parts, words.Say("http raised to https"))
	}
	if len(parts) == 0 {
		return ""
	}
	all := parts[0]
	for _, p := range parts[1:] {
		all = words.Say("{list}; {more}", "list", all, "more", p)
	}
	return words.Say("Link cleaned: {list}", "list", all)
}

// wrapperNames gives the names of wrappers for people. Vestibule's own scheme
// is no news to anyone.
func wrapperNames(ids []string) []string {
	var names []string
	for _, id := range ids {
		switch name, ok := knownWrappers[id]; {
		case id == "vestibule":
		case id == "teams-launcher":
			names = append(names, words.Say("the Teams launcher page"))
		case ok:
			names = append(names, name)
		default:
			names = append(names, id)
		}
	}
	return names
}

var knownWrappers = map[string]string{
	"barracuda": "Barracuda", "cisco-secure": "Cisco Secure", "facebook": "Facebook", "google": "Google",
	"instagram": "Instagram", "linkedin": "LinkedIn", "messenger": "Messenger", "outlook-safelinks": "Outlook SafeLinks",
	"proofpoint-v1": "Proofpoint", "proofpoint-v2": "Proofpoint", "proofpoint-v3": "Proofpoint", "slack": "Slack",
	"sophos": "Sophos", "steam": "Steam", "teams-safelinks": "Teams SafeLinks",
	"trendmicro": "Trend Micro", "youtube": "YouTube",
}

// listSome lists outside names, and counts those beyond the first few.
func listSome(names []string) string {
	const most = 6
	few := make([]string, 0, most+1)
	for i, s := range names {
		if i == most {
			few = append(few, words.Count(len(names)-most, "one more", "{n} more"))
			break
		}
		few = append(few, Clean(s, 40))
	}
	return list(few)
}
