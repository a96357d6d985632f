//go:build linux

package e2e

import (
	"bytes"
	_ "embed"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// ElementCall is the real web client of Element Call, as it is published for
// those who embed it in a Matrix client.
var ElementCall = NPM{"@element-hq/element-call-embedded", "0.26.1", "0zAC8Qh+xNLTqiC7yiosu2NQ7Fw36xR7Gimgmp2WZjTbiPf8b7DmYOBZk0sWFzYbrHHZTeB2wWPDmS3TgYq51g=="}

var (
	//go:embed testdata/widgethost.html
	widgetHost []byte
	//go:embed testdata/mediawatch.js
	mediaWatch []byte
)

// ElementCallPages serves Element Call at every address, as a widget of a page
// that stands in for its Matrix client. What it gets when it asks for devices
// is told as the answers of a MediaPage are: "video and audio", "audio" and
// "video" are what it asked for, "camera" is told once it has one, and "shown" is
// what its lobby shows.
//
// The client's files are served as they are; its page has one script before
// its own.
func (s *Session) ElementCallPages(client fs.FS) *MediaPage {
	s.t.Helper()
	index, err := fs.ReadFile(client, "dist/index.html")
	if err != nil {
		s.t.Fatalf("reading Element Call's page: %v", err)
	}
	page := bytes.Replace(index, []byte("<head>"), []byte("<head><script>"+string(mediaWatch)+"</script>"), 1)
	if len(page) == len(index) {
		s.t.Fatalf("Element Call's page has no head")
	}
	return s.pages(func(w http.ResponseWriter, r *http.Request) {
		name, below := strings.CutPrefix(r.URL.Path, "/element-call/")
		switch {
		case name == "index.html":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Write(page)
		case below:
			http.ServeFileFS(w, r, client, path.Join("dist", name))
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Write(widgetHost)
		}
	})
}
