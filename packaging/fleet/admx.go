package fleet

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"vestibule/internal/config"
)

// The ADMX schema is Microsoft's "Group Policy ADMX Syntax Reference Guide".
// Each key is a policy at each level; one that is disabled or not configured
// leaves no value, which is the same as no policy.

const (
	admxSpace   = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
	registryKey = `Software\Policies\Vestibule`
	supported   = "SUPPORTED_Vestibule"
)

type admx struct {
	XMLName  xml.Name `xml:"policyDefinitions"`
	Space    string   `xml:"xmlns,attr"`
	Revision string   `xml:"revision,attr"`
	Schema   string   `xml:"schemaVersion,attr"`
	Target   struct {
		Prefix string `xml:"prefix,attr"`
		Space  string `xml:"namespace,attr"`
	} `xml:"policyNamespaces>target"`
	Resources struct {
		Least string `xml:"minRequiredRevision,attr"`
	} `xml:"resources"`
	Supported struct {
		Name  string `xml:"name,attr"`
		Title string `xml:"displayName,attr"`
	} `xml:"supportedOn>definitions>definition"`
	Categories []admxCategory `xml:"categories>category"`
	Policies   []admxPolicy   `xml:"policies>policy"`
}

type admxCategory struct {
	Name   string   `xml:"name,attr"`
	Title  string   `xml:"displayName,attr"`
	Parent *admxRef `xml:"parentCategory"`
}

type admxRef struct {
	Ref string `xml:"ref,attr"`
}

type admxPolicy struct {
	Name         string       `xml:"name,attr"`
	Class        string       `xml:"class,attr"`
	Title        string       `xml:"displayName,attr"`
	Explain      string       `xml:"explainText,attr"`
	Presentation string       `xml:"presentation,attr"`
	Key          string       `xml:"key,attr"`
	Parent       admxRef      `xml:"parentCategory"`
	Supported    admxRef      `xml:"supportedOn"`
	Elements     admxElements `xml:"elements"`
}

type admxElements struct {
	Enum *admxEnum `xml:"enum"`
	Text *admxText `xml:"text"`
	List *admxList `xml:"list"`
}

type admxEnum struct {
	ID       string     `xml:"id,attr"`
	Name     string     `xml:"valueName,attr"`
	Required bool       `xml:"required,attr"`
	Items    []admxItem `xml:"item"`
}

type admxItem struct {
	Title string    `xml:"displayName,attr"`
	Value admxValue `xml:"value"`
}

type admxValue struct {
	Text   string       `xml:"string,omitempty"`
	Number *admxDecimal `xml:"decimal"`
}

type admxDecimal struct {
	Value int `xml:"value,attr"`
}

type admxText struct {
	ID       string `xml:"id,attr"`
	Name     string `xml:"valueName,attr"`
	Required bool   `xml:"required,attr"`
	Longest  int    `xml:"maxLength,attr"`
}

type admxList struct {
	ID       string `xml:"id,attr"`
	Key      string `xml:"key,attr"`
	Explicit bool   `xml:"explicitValue,attr"`
	Additive bool   `xml:"additive,attr"`
}

// ADMX is the template for Group Policy and Intune.
func ADMX() []byte {
	a := admx{Space: admxSpace, Revision: "1.0", Schema: "1.0"}
	a.Target.Prefix, a.Target.Space = "vestibule", "Vestibule.Policies.Launcher"
	a.Resources.Least = "1.0"
	a.Supported.Name, a.Supported.Title = supported, text(supported)
	a.Categories = []admxCategory{{Name: "Vestibule", Title: text("Vestibule")}}
	for _, l := range levels {
		a.Categories = append(a.Categories, admxCategory{Name: l.stored, Title: text(l.stored), Parent: &admxRef{"Vestibule"}})
		for _, k := range config.Keys() {
			a.Policies = append(a.Policies, policy(k, l))
		}
	}
	return document(a)
}

func text(id string) string { return "$(string." + id + ")" }

// policyName is an identifier of a key at a level.
func policyName(k config.Key, l level) string {
	return l.stored + "_" + strings.ReplaceAll(strings.ReplaceAll(k.Name, ".", "_"), "ID_", "")
}

func policy(k config.Key, l level) admxPolicy {
	name := policyName(k, l)
	p := admxPolicy{
		Name: name, Class: "Machine", Title: text(name), Explain: text(name + "_explain"), Presentation: "$(presentation." + name + ")",
		Key: registryKey + `\` + l.stored, Parent: admxRef{l.stored}, Supported: admxRef{supported},
	}
	switch {
	case table(k) != "":
		p.Elements.List = &admxList{ID: name + "_value", Key: p.Key + `\` + table(k), Explicit: true, Additive: true}
	case k.Type == config.Duration:
		p.Elements.Text = &admxText{ID: name + "_value", Name: k.Name, Required: true, Longest: 20}
	default:
		e := &admxEnum{ID: name + "_value", Name: k.Name, Required: true}
		for _, v := range k.PolicyValues(l.name) {
			item := admxItem{Title: text(valueText(k, v)), Value: admxValue{Text: v}}
			if k.Type == config.Switch {
				item.Value = admxValue{Number: &admxDecimal{slices.Index([]string{"false", "true"}, v)}}
			}
			e.Items = append(e.Items, item)
		}
		p.Elements.Enum = e
	}
	return p
}

func valueText(k config.Key, value string) string {
	return "value_" + strings.ReplaceAll(k.Name, ".", "_") + "_" + value
}

type adml struct {
	XMLName       xml.Name           `xml:"policyDefinitionResources"`
	Space         string             `xml:"xmlns,attr"`
	Revision      string             `xml:"revision,attr"`
	Schema        string             `xml:"schemaVersion,attr"`
	Title         string             `xml:"displayName"`
	Description   string             `xml:"description"`
	Strings       []admlString       `xml:"resources>stringTable>string"`
	Presentations []admlPresentation `xml:"resources>presentationTable>presentation"`
}

type admlString struct {
	ID   string `xml:"id,attr"`
	Text string `xml:",chardata"`
}

type admlPresentation struct {
	ID   string       `xml:"id,attr"`
	Drop *admlControl `xml:"dropdownList"`
	Box  *admlTextBox `xml:"textBox"`
	List *admlControl `xml:"listBox"`
}

type admlControl struct {
	Ref    string `xml:"refId,attr"`
	NoSort bool   `xml:"noSort,attr,omitempty"`
	First  string `xml:"defaultItem,attr,omitempty"`
	Label  string `xml:",chardata"`
}

type admlTextBox struct {
	Ref     string `xml:"refId,attr"`
	Label   string `xml:"label"`
	Default string `xml:"defaultValue"`
}

// ADML is the template's English text.
func ADML() []byte {
	a := adml{
		Space: admxSpace, Revision: "1.0", Schema: "1.0",
		Title: "Vestibule", Description: "Asks before a meeting link opens a camera.",
		Strings: []admlString{{"Vestibule", "Vestibule"}, {supported, "Vestibule on Windows 10 and later"}},
	}
	said := map[string]bool{}
	for _, l := range levels {
		a.Strings = append(a.Strings, admlString{l.stored, l.title})
		for _, k := range config.Keys() {
			name := policyName(k, l)
			a.Strings = append(a.Strings, admlString{name, k.Name}, admlString{name + "_explain", explain(k, l)})
			p := admlPresentation{ID: name}
			switch {
			case table(k) != "":
				p.List = &admlControl{Ref: name + "_value", Label: k.Name}
			case k.Type == config.Duration:
				p.Box = &admlTextBox{Ref: name + "_value", Label: k.Name, Default: k.Default}
			default:
				p.Drop = &admlControl{Ref: name + "_value", NoSort: true, First: "0", Label: k.Name}
			}
			a.Presentations = append(a.Presentations, p)
			for _, v := range k.PolicyValues(l.name) {
				if id := valueText(k, v); table(k) == "" && !said[id] {
					said[id] = true
					a.Strings = append(a.Strings, admlString{id, v})
				}
			}
		}
	}
	return document(a)
}

const made = "<!-- Generated from the table in internal/config/keys.go. Do not edit: make generate -->\n"

func document(v any) []byte {
	out, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("writing a template: %v", err)) // structs of strings always encode
	}
	return []byte(xml.Header + made + string(out) + "\n")
}
