package promises

import (
	"go/ast"
	"strings"
	"testing"

	"vestibule/internal/config"
)

// whereKeysAre names the field of config.Config behind each key.
var whereKeysAre = map[string]string{
	"join.camera": "Join.Camera", "join.microphone": "Join.Microphone", "join.open_with": "Join.OpenWith", "join.assurance": "Join.Assurance",
	"consent.arm_delay": "Consent.ArmDelay", "consent.timeout": "Consent.Timeout",
	"microphone.system_mute": "Microphone.SystemMute", "links.strip_tracking": "Links.StripTracking",
	"notifications.enabled": "Notifications.Enabled", "host": "Hosts", "provider.ID.open_with": "Providers",
}

// TestEveryKeyIsRead: no key of the configuration is decoration. Each is read
// by the product outside the room that decodes it.
func TestEveryKeyIsRead(t *testing.T) {
	read := map[string]bool{}
	for _, f := range goFiles(t) {
		if strings.HasSuffix(f.name, "_test.go") || strings.HasPrefix(f.name, "internal/config/") || !strings.HasPrefix(f.name, "internal/") && !strings.HasPrefix(f.name, "cmd/") {
			continue
		}
		written := map[ast.Expr]bool{}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if a, ok := n.(*ast.AssignStmt); ok {
				for _, e := range a.Lhs {
					written[e] = true
				}
			}
			s, ok := n.(*ast.SelectorExpr)
			if !ok || written[s] {
				return true
			}
			read[s.Sel.Name] = true
			if inner, ok := s.X.(*ast.SelectorExpr); ok {
				read[inner.Sel.Name+"."+s.Sel.Name] = true
			}
			return true
		})
	}
	for _, k := range config.Keys() {
		field, known := whereKeysAre[k.Name]
		switch {
		case !known:
			t.Errorf("%s: this test does not know its field", k.Name)
		case !read[field]:
			t.Errorf("%s is read by nothing outside internal/config", k.Name)
		}
	}
}

// TestNoBuildMovesThePolicy: only the end-to-end tests' own builds set where
// the policy is and who may own it.
func TestNoBuildMovesThePolicy(t *testing.T) {
	found := 0
	walk(t, func(name string) {
		if !strings.Contains(string(read(t, name)), "testOnly"+"Policy") {
			return
		}
		switch name {
		case "internal/config/fortests.go", "internal/config/policy.go":
		case "internal/e2e/product.go":
			found++
		default:
			t.Errorf("%s speaks of it", name)
		}
	})
	if found == 0 {
		t.Error("the end-to-end tests do not: this test sees too little")
	}
}
