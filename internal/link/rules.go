package link

import "vestibule/internal/words"

// The rules of the grammar. A refusal names exactly one: the first that was
// broken, in the order in which Parse looks.
const (
	RuleEmpty      Rule = "empty"           // no text
	RuleNoLink     Rule = "no-link"         // words, not a link
	RuleTooLong    Rule = "too-long"        // more than MaxLength bytes
	RuleEncoding   Rule = "not-utf8"        // the text, or what it decodes to, is not UTF-8
	RuleControl    Rule = "control"         // a control character, written or encoded
	RuleInvisible  Rule = "invisible"       // a bidirectional, zero-width or other unseen character
	RuleSpace      Rule = "space"           // white space in or around the link
	RuleDash       Rule = "leading-dash"    // would be read as an option
	RuleNetPath    Rule = "network-path"    // \\server\share or //server/share
	RuleScheme     Rule = "scheme"          // a scheme that is not on the list
	RuleAuthority  Rule = "authority"       // not scheme://host/…
	RuleBackslash  Rule = "backslash"       // browsers read it as a slash, others do not
	RuleCharacter  Rule = "character"       // a character no URL may hold unencoded
	RuleUserInfo   Rule = "user-info"       // user@host
	RuleHost       Rule = "host"            // no host, or not a host name
	RuleAddress    Rule = "address"         // a number, or this computer, in place of a name
	RuleDisguised  Rule = "disguised-host"  // letters that turn into others
	RuleMixed      Rule = "mixed-script"    // letters of several scripts, or that all look like others
	RulePort       Rule = "port"            // not a port, or not one that is expected there
	RulePercent    Rule = "percent"         // "%" without two hexadecimal digits
	RuleDots       Rule = "dot-segment"     // "." or ".." in the path, written or encoded
	RuleSeparator  Rule = "separator"       // an encoded "/", "\", "?" or "#" in the path
	RuleTooMany    Rule = "too-many"        // more segments or parameters than any meeting link has
	RuleNested     Rule = "nested"          // wrapped more than MaxDepth times
	RuleTarget     Rule = "wrapper-target"  // a wrapper around something that is no https link
	RuleWrapper    Rule = "wrapper-broken"  // a wrapper whose content cannot be read, or is there twice
	RuleNoTarget   Rule = "wrapper-empty"   // a wrapper that has lost its content
	RuleUnreadable Rule = "wrapper-network" // a wrapper only its own server can open
)

// MaxLength is the longest link in bytes, after unwrapping. MaxWrapped is the
// longest text with its wrappers: each layer of percent-encoding may triple
// it. MaxDepth is how many wrappers are taken off.
const (
	MaxLength  = 8 << 10
	MaxWrapped = 32 << 10
	MaxDepth   = 5

	maxSegments = 32
	maxParams   = 64
	maxScheme   = 32
)

// said is what a rule says to a person. Texts are whole sentences and quote
// nothing of the link.
func said(rule Rule) words.Text {
	switch rule {
	case RuleEmpty:
		return words.Make("There is no link.")
	case RuleNoLink:
		return words.Make("This is not a link.")
	case RuleTooLong:
		return words.Make("The link is longer than any meeting link.")
	case RuleEncoding:
		return words.Make("The link holds bytes that are no text.")
	case RuleControl:
		return words.Make("The link holds a control character.")
	case RuleInvisible:
		return words.Make("The link holds invisible characters, which can make it look like another.")
	case RuleSpace:
		return words.Make("The link holds white space.")
	case RuleDash:
		return words.Make("The text begins with a dash, as an option of a program does.")
	case RuleNetPath:
		return words.Make("This is a network path, not a link.")
	case RuleAuthority:
		return words.Make("The link does not name its host as links do, with two slashes before it.")
	case RuleBackslash:
		return words.Make("The link holds a backslash, which programs read in different ways.")
	case RuleCharacter:
		return words.Make("The link holds a quotation mark or an angle bracket.")
	case RuleUserInfo:
		return words.Make("The link has a name before an @ sign; what counts is what comes after it.")
	case RuleHost:
		return words.Make("The link has no proper host name.")
	case RuleAddress:
		return words.Make("The link goes to a numbered address or to this computer, not to a named host.")
	case RuleDisguised:
		return words.Make("The host is written with letters that stand for others.")
	case RuleMixed:
		return words.Make("The host mixes alphabets, so that it looks like another.")
	case RulePort:
		return words.Make("The link asks for an unusual port.")
	case RulePercent:
		return words.Make("The link holds a broken percent code.")
	case RuleDots:
		return words.Make("The path of the link climbs with dots.")
	case RuleSeparator:
		return words.Make("The path of the link hides a separator.")
	case RuleTooMany:
		return words.Make("The link has more parts than any meeting link.")
	case RuleNested:
		return words.Make("The link is wrapped too many times.")
	case RuleTarget:
		return words.Make("The link is wrapped around something that is no web link.")
	case RuleWrapper:
		return words.Make("The link is wrapped in a way that cannot be read with certainty.")
	case RuleNoTarget:
		return words.Make("The link is a wrapper that has lost what was in it.")
	case RuleUnreadable:
		return words.Make("Only the wrapper's own server can tell where this link goes, and Vestibule asks no server.")
	}
	return words.Text{}
}

// refuse makes the refusal of one rule. A text that is simply no link, or
// whose target nobody can know, is not called unsafe.
func refuse(rule Rule, host string) *Refusal {
	unsafe := true
	switch rule {
	case RuleEmpty, RuleNoLink, RuleNoTarget, RuleUnreadable:
		unsafe = false
	}
	return &Refusal{Rule: rule, Text: said(rule), Host: host, Unsafe: unsafe}
}

// refuseScheme names the scheme: it is the one thing a person can act on. It
// matched the grammar of a scheme, so it is plain ASCII.
func refuseScheme(scheme string) *Refusal {
	text := words.Make("Vestibule does not open links of this kind.")
	if len(scheme) <= maxScheme {
		text = words.Make("Vestibule does not open {scheme}: links.", "scheme", scheme)
	}
	return &Refusal{Rule: RuleScheme, Text: text, Unsafe: true}
}
