package meeting

import (
	"slices"
	"testing"
)

func TestRemoved(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"https://zoom.us/j/123456789?pwd=x", nil},
		{"https://zoom.us/j/123456789?pwd=x&utm_source=mail&from=addon&omn=1", []string{"utm_source", "from", "omn"}},
		{"https://zoom.us/j/123456789?a=1&a=2", []string{"a"}},
		{"https://zoom.us/j/123456789?uname=CEO&zak=AAA", []string{"uname", "zak"}},
		{"https://zoom.us/j/123456789?flag", []string{"flag"}},
		{"https://zoom.us/j/123456789?flag=", []string{"flag"}},
		{"https://zoom.us/j/123456789?eyJhbGciOi", []string{"(unnamed)"}},
		{"https://zoom.us/j/123456789?%3Cb%3E=1", []string{"(unnamed)"}},
		{"https://zoom.us/j/123456789?a%20name%20of%20words=1", []string{"(unnamed)"}},
		{"https://zoom.us/j/123456789#success", []string{"#success"}},
		{"https://zoom.us/j/123456789#S3cretK3y", []string{"#"}},
		{"https://meet.jit.si/room#config.startWithVideoMuted=false&userInfo.displayName=%22CEO%22",
			[]string{"config.startWithVideoMuted", "userInfo.displayName"}},
		{"https://meet.jit.si/room?jwt=eyJ.x.y", []string{"jwt"}},
		{"https://call.element.io/room/#/weekly?password=k&displayName=Ada&skipLobby=true", []string{"displayName", "skipLobby"}},
		{"https://call.element.io/room/#/weekly?password=k&S3cretK3y", []string{"(unnamed)"}},
	} {
		if got := Judge(tt.text, nil).Removed; !slices.Equal(got, tt.want) {
			t.Errorf("%s: removed %q, want %q", tt.text, got, tt.want)
		}
	}
}
