package config

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Reference is docs/config.md: every key, for people.
func Reference() []byte {
	var b strings.Builder
	b.WriteString(referenceHead)
	for i := range table {
		k := &table[i]
		fmt.Fprintf(&b, "\n### `%s`\n\n%s\n\n", k.heading(), k.Doc)
		if k.Type == HostList {
			b.WriteString("```toml\n[[host]]\nname = \"meet.example.org\"\nprovider = \"jitsi\"\n```\n\n")
			b.WriteString("- Default: none.\n- Order of privacy: none. Of two entries for one host a locked one holds, then yours, then a recommended one.\n")
			continue
		}
		place, name := k.place()
		example := k.Default
		if example == "" {
			example = k.FailSafe
		}
		fmt.Fprintf(&b, "```toml\n[%s]\n%s = %s\n```\n\n", strings.ReplaceAll(place, "ID", "zoom"), name, k.literal(example))
		if k.Default == "" {
			b.WriteString("- Default: what `join.open_with` is.\n")
		} else {
			fmt.Fprintf(&b, "- Default: `%s`.\n", k.literal(k.Default))
		}
		if k.Type == Duration {
			fmt.Fprintf(&b, "- Allowed: `%q` to `%q`, in units of `ms`, `s` and `m`.\n", k.Min, k.Max)
		} else {
			b.WriteString("- Allowed:" + k.meanings())
		}
		fmt.Fprintf(&b, "- Order of privacy: %s.\n", k.orderWords())
		fmt.Fprintf(&b, "- A policy may lock %s, and recommend %s.\n", k.policyWords("locked"), k.policyWords("recommended"))
		if k.FailSafe == "" {
			b.WriteString("- While a policy is broken: your own value holds.\n")
		} else {
			fmt.Fprintf(&b, "- While a policy is broken: `%s`, unless yours is more private.\n", k.literal(k.FailSafe))
		}
	}
	return []byte(b.String())
}

const referenceHead = `<!-- Generated from the table in internal/config/keys.go. Do not edit: go test ./internal/config -run Documents -update -->

# The configuration

One file, TOML, yours:

| system | file |
|---|---|
| Linux | ` + "`$XDG_CONFIG_HOME/vestibule/config.toml`, usually `~/.config/vestibule/config.toml`" + ` |
| macOS | ` + "`~/Library/Application Support/Vestibule/config.toml`" + ` |
| Windows | ` + "`%AppData%\\Vestibule\\config.toml`" + ` |

` + "```" + `
vestibule config edit                      open it, made with every key commented out if it is not there
vestibule config check                     is all of it understood?
vestibule config list                      what holds, and where it comes from
vestibule config explain join.camera       one key, with what it won against
vestibule config set join.camera on        change one key, keep every other byte
` + "```" + `

Without a file, or without a key in it, the default holds. Defaults are the private choice.

The file is read strictly. A key that does not exist, a value of the wrong type or out of bounds, a key that is set twice: each is reported with its file, line and column, and none of the file is used then, since half of a configuration is a guess. While Vestibule runs, what the file said last stays; at a start the defaults hold. A warning stays until the file is mended.

## Layers

Built in, then what the administrator recommends, then your file, then what the administrator locks. A lock only tightens: where a key has an order of privacy, the more private of the lock and your own value holds. No policy can turn on a camera or a microphone, take the question away, or hide itself; ` + "`vestibule config list`" + ` names the file behind each value.

A policy is ` + "`policy.toml`" + ` and then ` + "`policy.d/*.toml`" + ` in ` + "`/etc/vestibule`" + ` (macOS: ` + "`/Library/Application Support/Vestibule`" + `, Windows: ` + "`%ProgramData%\\Vestibule`" + `), with the same keys below ` + "`[recommended]`" + ` and ` + "`[locked]`" + `:

` + "```toml" + `
[recommended.join]
open_with = "browser"
[locked.join]
assurance = "blocked"
[[locked.host]]
name = "meet.example.org"
provider = "jitsi"
` + "```" + `

Its files, and every folder and link on the way to them, must belong to root and be writable by nobody else (on Windows: to Administrators or the system). A policy that cannot be read, trusted or understood is never taken for none: the values named below hold until it is mended. How to distribute one: [admin.md](admin.md).

## Keys
`

// heading is the key as people write it.
func (k *Key) heading() string {
	if k.Type == HostList {
		return "[[host]]"
	}
	return k.Name
}

// place splits the key into its table and its own name.
func (k *Key) place() (table, name string) {
	i := strings.LastIndexByte(k.Name, '.')
	return k.Name[:max(i, 0)], k.Name[i+1:]
}

func (k *Key) meanings() string {
	if len(k.Meaning) == 0 {
		return " " + code(k, k.Values, ", ") + ".\n"
	}
	var b strings.Builder
	b.WriteString("\n")
	for _, v := range k.Values {
		fmt.Fprintf(&b, "  - `%s`: %s\n", k.literal(v), k.Meaning[v])
	}
	return b.String()
}

func (k *Key) orderWords() string {
	switch {
	case k.Longer:
		return "longer is more private"
	case len(k.Private) == 0:
		return "none"
	}
	var groups []string
	for _, g := range k.Private {
		groups = append(groups, code(k, g, " and "))
	}
	return strings.Join(groups, ", then ") + ", the most private first"
}

// PolicyValues are the values of a Word or a Switch that a policy may have at
// a level, "recommended" or "locked".
func (k *Key) PolicyValues(level string) []string {
	usual := k.Default
	if usual == "" {
		usual = Defaults().Join.OpenWith
	}
	var out []string
	for _, v := range k.Values {
		if !k.morePrivate(usual, v) || level == "recommended" && slices.Contains(k.MayRecommend, v) {
			out = append(out, v)
		}
	}
	return out
}

func (k *Key) policyWords(level string) string {
	switch {
	case k.Longer:
		return fmt.Sprintf("`%q` and longer", k.Default)
	case k.Type == Duration:
		return "any"
	}
	return code(k, k.PolicyValues(level), " or ")
}

func code(k *Key, values []string, between string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = "`" + k.literal(v) + "`"
	}
	return strings.Join(out, between)
}

// Schema is a JSON schema of the person's file for editors that check TOML.
func Schema() []byte {
	return asSchema("Vestibule's configuration", schemaOf(func(k *Key) []string { return k.Values }))
}

// PolicySchema is a JSON schema of a policy's file.
func PolicySchema() []byte {
	level := func(name, doc string) map[string]any {
		s := schemaOf(func(k *Key) []string { return k.PolicyValues(name) })
		s["description"] = doc
		return s
	}
	return asSchema("A policy for Vestibule", object(map[string]any{
		"recommended": level("recommended", "Holds unless the person chose something else."),
		"locked":      level("locked", "Holds unless the person chose something more private."),
	}))
}

func asSchema(title string, s map[string]any) []byte {
	s["$schema"] = "http://json-schema.org/draft-07/schema#"
	s["title"] = title
	s["$comment"] = "Generated from the table in internal/config/keys.go: go test ./internal/config -run Documents -update"
	out, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // maps of strings always encode
	}
	return append(out, '\n')
}

func object(properties map[string]any) map[string]any {
	return map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
}

func schemaOf(values func(*Key) []string) map[string]any {
	sections := map[string]any{}
	for i := range table {
		k := &table[i]
		place, name := k.place()
		switch {
		case k.Type == HostList:
			item := object(map[string]any{
				"name":     map[string]any{"type": "string", "description": "The host's name, or name:port."},
				"provider": map[string]any{"type": "string", "description": "The service that it runs, such as \"jitsi\"."},
			})
			item["required"] = []string{"name", "provider"}
			sections[name] = map[string]any{"type": "array", "description": k.Doc, "items": item}
		case strings.Contains(place, "ID"):
			section, _, _ := strings.Cut(place, ".")
			sections[section] = map[string]any{
				"type": "object", "additionalProperties": false,
				"patternProperties": map[string]any{"^[a-z0-9][a-z0-9-]*$": object(map[string]any{name: k.schema(values(k))})},
			}
		default:
			section, ok := sections[place].(map[string]any)
			if !ok {
				section = object(map[string]any{})
				sections[place] = section
			}
			section["properties"].(map[string]any)[name] = k.schema(values(k))
		}
	}
	return object(sections)
}

func (k *Key) schema(values []string) map[string]any {
	s := map[string]any{"description": k.Doc}
	switch k.Type {
	case Switch:
		s["type"] = "boolean"
		var allowed []bool
		for _, v := range values {
			allowed = append(allowed, v == "true")
		}
		s["enum"] = allowed
		s["default"], _ = strconv.ParseBool(k.Default)
	case Duration:
		s["type"], s["default"] = "string", k.Default
		s["pattern"] = `^([0-9]+(\.[0-9]+)?(ms|s|m))+$`
	default:
		s["type"], s["enum"] = "string", values
		if k.Default != "" {
			s["default"] = k.Default
		}
	}
	return s
}
