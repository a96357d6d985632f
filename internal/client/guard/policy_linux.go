package guard

import (
	"bytes"
	"path/filepath"
	"strings"
)

// chromiumPolicies are where the family's managed policies are.
var chromiumPolicies = []string{
	"chromium/policies/managed", "chromium-browser/policies/managed", "opt/chrome/policies/managed",
	"opt/edge/policies/managed", "brave/policies/managed", "opt/brave/policies/managed",
	"vivaldi/policies/managed", "opt/vivaldi/policies/managed",
}

// policyAllows says whether a policy of the machine may give a site the camera
// past a profile's setting. It looks for the policy's name alone: to be wrong
// here is to claim too little.
func (g *Guards) policyAllows(p profile) bool {
	if dirs, err := filepath.Glob(filepath.Join(g.opts.Etc, "firefox*", "policies", "policies.json")); err == nil && !p.chromium() {
		for _, file := range append(dirs, filepath.Join(filepath.Dir(g.opts.Etc), "usr/lib/firefox-esr/distribution/policies.json"),
			filepath.Join(filepath.Dir(g.opts.Etc), "usr/lib/firefox/distribution/policies.json")) {
			if data, err := readFile(file); err == nil && strings.Contains(strings.ToLower(string(data)), "camera") {
				return true
			}
		}
		return false
	}
	for _, dir := range chromiumPolicies {
		files, _ := filepath.Glob(filepath.Join(g.opts.Etc, dir, "*.json"))
		for _, file := range files {
			data, err := readFile(file)
			if err == nil && (bytes.Contains(data, []byte("VideoCaptureAllowedUrls")) || bytes.Contains(data, []byte("VideoCaptureAllowed\""))) {
				return true
			}
		}
	}
	return false
}
