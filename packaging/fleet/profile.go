package fleet

import (
	"encoding/json"
	"fmt"
	"strings"

	"vestibule/internal/config"
)

// Mobileconfig is a configuration profile for macOS, complete and harmless: it
// locks what the defaults are already. An administrator takes out what they do
// not want, and changes the two UUIDs where they make more than one of it.
//
// The format is Apple's "Configuration Profile Reference"; a payload whose type
// is a preference domain sets the managed preferences of that domain.
func Mobileconfig() []byte {
	var b strings.Builder
	b.WriteString(profileHead)
	for _, l := range levels {
		fmt.Fprintf(&b, "\t\t\t<key>%s</key>\n\t\t\t<dict>\n", l.stored)
		for _, k := range config.Keys() {
			for _, line := range profileLines(k, l) {
				b.WriteString("\t\t\t\t" + line + "\n")
			}
		}
		b.WriteString("\t\t\t</dict>\n")
	}
	b.WriteString(profileEnd)
	return []byte(b.String())
}

// profileLines set a key in the profile: locked at its default where it has an
// order of privacy, and otherwise shown as a comment. A comment may not hold
// two dashes; no key or value has them.
func profileLines(k config.Key, l level) []string {
	value := "<string>" + k.Default + "</string>"
	if k.Type == config.Switch {
		value = "<" + k.Default + "/>"
	}
	key := "<key>" + k.Name + "</key>"
	ordered := k.Longer || len(k.Private) > 0
	switch {
	case k.Type == config.HostList:
		return []string{fmt.Sprintf("<!-- <key>%s</key> <dict> <key>meet.example.org</key> <string>jitsi</string> </dict> -->", table(k))}
	case perService(k):
		return []string{fmt.Sprintf("<!-- <key>%s</key> <dict> <key>zoom</key> <string>%s</string> </dict> -->", table(k), k.FailSafe)}
	case l.name == "locked" && ordered:
		return []string{key, value}
	case l.name == "recommended" && len(k.MayRecommend) > 0:
		return []string{fmt.Sprintf("<!-- %s <string>%s</string> -->", key, k.MayRecommend[len(k.MayRecommend)-1])}
	case ordered:
		return nil // what is locked need not be recommended
	}
	return []string{"<!-- " + key + " " + value + " -->"}
}

const profileHead = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
` + made + `<plist version="1.0">
<dict>
	<key>PayloadType</key>
	<string>Configuration</string>
	<key>PayloadVersion</key>
	<integer>1</integer>
	<key>PayloadIdentifier</key>
	<string>` + Domain + `.policy</string>
	<key>PayloadUUID</key>
	<string>6F1C6E0A-5E0B-4E33-9C55-7A1E3D1B2C40</string>
	<key>PayloadDisplayName</key>
	<string>Vestibule</string>
	<key>PayloadDescription</key>
	<string>Privacy settings of Vestibule, which asks before a meeting link opens a camera.</string>
	<key>PayloadScope</key>
	<string>System</string>
	<key>PayloadContent</key>
	<array>
		<dict>
			<key>PayloadType</key>
			<string>` + Domain + `</string>
			<key>PayloadVersion</key>
			<integer>1</integer>
			<key>PayloadIdentifier</key>
			<string>` + Domain + `.policy.settings</string>
			<key>PayloadUUID</key>
			<string>0B9D2B6E-6E0C-4F3E-8C0B-3B1B7B1E5D11</string>
			<key>PayloadDisplayName</key>
			<string>Vestibule's settings</string>
`

const profileEnd = `		</dict>
	</array>
</dict>
</plist>
`

// Manifest is the JSON schema of the preference domain: what Jamf Pro shows as
// a form ("Application & Custom Settings", custom schema).
func Manifest() []byte {
	properties := map[string]any{}
	for order, l := range levels {
		keys := map[string]any{}
		for n, k := range config.Keys() {
			name, s := k.Name, manifestKey(k, l)
			if table(k) != "" {
				name = table(k)
			}
			s["title"], s["description"], s["property_order"] = name, explain(k, l), n+1
			keys[name] = s
		}
		properties[l.stored] = map[string]any{
			"type": "object", "title": l.title, "description": l.doc, "property_order": order + 1, "properties": keys,
		}
	}
	out, err := json.MarshalIndent(map[string]any{
		"title": "Vestibule (" + Domain + ")", "description": "Privacy settings of Vestibule. Generated from the table in internal/config/keys.go.",
		"properties": properties,
	}, "", "  ")
	if err != nil {
		panic(err) // maps of strings always encode
	}
	return append(out, '\n')
}

func manifestKey(k config.Key, l level) map[string]any {
	values := k.PolicyValues(l.name)
	switch {
	case k.Type == config.HostList:
		return map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string"}}
	case perService(k):
		return map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string", "enum": values}}
	case k.Type == config.Switch:
		var allowed []bool
		for _, v := range values {
			allowed = append(allowed, v == "true")
		}
		return map[string]any{"type": "boolean", "enum": allowed}
	case k.Type == config.Duration:
		return map[string]any{"type": "string", "pattern": `^([0-9]+(\.[0-9]+)?(ms|s|m))+$`}
	}
	return map[string]any{"type": "string", "enum": values}
}
