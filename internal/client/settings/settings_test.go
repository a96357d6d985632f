package settings

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"howett.net/plist"
)

func TestMain(m *testing.M) {
	unmarshal = func(data []byte, all *map[string]any) error {
		_, err := plist.Unmarshal(data, all)
		return err
	}
	os.Exit(m.Run())
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// put writes a file below root.
func put(t testing.TB, root, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// On Linux nothing proves that the camera stays off, whatever the file says.
func TestZoomLinux(t *testing.T) {
	home := t.TempDir()
	deb := put(t, home, ".config/zoomus.conf", sample(t, "zoomus.conf"))
	flatpak := put(t, home, ".var/app/us.zoom.Zoom/config/zoomus.conf", []byte("[General]\nMuteVoipWhenJoin=false\n"))
	xdg := put(t, home, "elsewhere/zoomus.conf", []byte("[General]\nenableAlwaysShowVideoPreviewDialog=false\n"))
	const reported = "whether Zoom for Linux obeys it is not documented"
	unset := Value{State: Unknown, Why: "it is not set"}
	camera := Value{State: Unknown, Why: whyCamera}
	for _, c := range []struct {
		name, config, id string
		want             Setting
	}{
		{"deb", "", "Zoom.desktop", Setting{camera,
			Value{Off, Reported, deb, "MuteVoipWhenJoin", reported},
			Value{State: On, Certainty: Own, Source: deb, Key: "enableAlwaysShowVideoPreviewDialog"}}},
		{"flatpak", "", "us.zoom.Zoom.desktop", Setting{camera, Value{On, Reported, flatpak, "MuteVoipWhenJoin", reported}, unset}},
		{"XDG_CONFIG_HOME", home + "/elsewhere", "Zoom.desktop", Setting{camera, unset,
			Value{State: Off, Certainty: Own, Source: xdg, Key: "enableAlwaysShowVideoPreviewDialog"}}},
		{"no file", home + "/none", "Zoom.desktop", Setting{camera, unset, unset}},
		{"snap", "", "zoom-client_zoom-client.desktop", unknown("where this client keeps its settings is not known")},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ZoomLinux(home, c.config, c.id)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if got.Camera.Assures() || got.Microphone.Assures() {
				t.Error("something is assured")
			}
		})
	}
}

func TestZoomConf(t *testing.T) {
	for _, c := range []struct {
		name, text string
		microphone State
	}{
		{"no file", "", Unknown},
		{"set", "[General]\nMuteVoipWhenJoin=true", Off},
		{"not set", "[General]\nMuteVoipWhenJoin=false\r\n", On},
		{"another group", "[AS]\nMuteVoipWhenJoin=true", Unknown},
		{"a comment", "[General]\n;MuteVoipWhenJoin=true", Unknown},
		{"another case", "[General]\nmutevoipwhenjoin=true", Unknown},
		{"another value", "[General]\nMuteVoipWhenJoin=1", Unknown},
		{"no value", "[General]\nMuteVoipWhenJoin=", Unknown},
		{"twice", "[General]\nMuteVoipWhenJoin=true\nMuteVoipWhenJoin=false", On},
		{"no group", "MuteVoipWhenJoin=true", Off},
		{"part of a name", "[General]\nxMuteVoipWhenJoin=true", Unknown},
	} {
		if got := zoomConf([]byte(c.text), "f").Microphone; got.State != c.microphone {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

const unsetMac = "it is not set by the organisation, and where a person's own choice is kept is not known"

// The priorities of Zoom's own article.
func TestZoomDarwin(t *testing.T) {
	const managed, mine, all = "Library/Managed Preferences/ada/us.zoom.config.plist", "home/Library/Preferences/us.zoom.config.plist", "Library/Preferences/us.zoom.config.plist"
	const host = "home/Library/Preferences/ByHost/us.zoom.config.1B2C.plist"
	make := func(text string) []byte { return []byte(`<plist version="1.0"><dict>` + text + `</dict></plist>`) }
	on, off := make("<key>zDisableVideo</key><false/>"), make("<key>zDisableVideo</key><true/>")
	binaryPlist, err := plist.Marshal(map[string]any{"zDisableVideo": true}, plist.BinaryFormat)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		files     map[string][]byte
		camera    State
		certainty Certainty
		from      string
		why       string
	}{
		{"nothing", nil, Unknown, "", "", unsetMac},
		{"forced", map[string][]byte{all: sample(t, "forced.plist")}, Off, Forced, all, ""},
		{"recommended", map[string][]byte{all: sample(t, "recommended.plist")}, Unknown, Recommended, all, "it is only recommended, and the person's own choice comes first"},
		{"forced over recommended", map[string][]byte{managed: sample(t, "recommended.plist"), all: off}, Off, Forced, all, ""},
		{"managed first", map[string][]byte{managed: on, all: off}, On, Forced, managed, ""},
		{"the person's file before everybody's, which proves nothing", map[string][]byte{mine: off, all: on}, Off, Own, mine, ""},
		{"the person's file against everybody's", map[string][]byte{mine: on, all: off}, On, Own, mine, ""},
		{"the person's file of this computer", map[string][]byte{host: off, mine: on, all: on}, Off, Own, host, ""},
		{"managed before the person's", map[string][]byte{managed: off, mine: on}, Off, Forced, managed, ""},
		{"small z", map[string][]byte{all: off}, Off, Forced, all, ""},
		{"both spellings", map[string][]byte{all: make("<key>zDisableVideo</key><true/><key>ZDisableVideo</key><true/>")}, Off, Forced, all, ""},
		{"spellings that differ", map[string][]byte{all: make("<key>zDisableVideo</key><true/><key>ZDisableVideo</key><false/>")}, Unknown, "", "", "its settings are not understood"},
		{"number", map[string][]byte{all: make("<key>zDisableVideo</key><integer>1</integer>")}, Off, Forced, all, ""},
		{"big number", map[string][]byte{all: make("<key>zDisableVideo</key><integer>7</integer>")}, Unknown, "", "", "its value is not understood"},
		{"text", map[string][]byte{all: make("<key>zDisableVideo</key><string>1</string>")}, Unknown, "", "", "its value is not understood"},
		{"odd value before a good one", map[string][]byte{managed: make("<key>zDisableVideo</key><string>no</string>"), all: off}, Unknown, "", "", "its value is not understood"},
		{"binary", map[string][]byte{all: binaryPlist}, Off, Forced, all, ""},
		{"damaged", map[string][]byte{all: []byte("bplist00")}, Unknown, "", "", "its settings are not understood"},
		{"damaged beside a good one", map[string][]byte{managed: off, all: []byte("<plist>")}, Unknown, "", "", "its settings are not understood"},
		{"empty", map[string][]byte{all: {}}, Unknown, "", "", "its settings are not understood"},
		{"PackageRecommend is no dictionary", map[string][]byte{all: make("<key>zDisableVideo</key><true/><key>PackageRecommend</key><true/>")}, Unknown, "", "", "its settings are not understood"},
		{"too big", map[string][]byte{all: append(off, make(strings.Repeat(" ", maxSize))...)}, Unknown, "", "", "its settings cannot be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			for name, data := range c.files {
				put(t, root, name, data)
			}
			got := ZoomDarwin(root, root+"/home", "ada").Camera
			want := Value{State: c.camera, Certainty: c.certainty, Why: c.why}
			if c.from != "" {
				want.Source, want.Key = filepath.Join(root, c.from), "zDisableVideo"
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if got.Assures() != (c.camera == Off && c.certainty == Forced) {
				t.Errorf("assures: %v", got.Assures())
			}
		})
	}
}

func TestZoomDarwinOthers(t *testing.T) {
	root := t.TempDir()
	file := put(t, root, "Library/Preferences/us.zoom.config.plist", sample(t, "forced.plist"))
	got := ZoomDarwin(root, "", "../../etc")
	want := Setting{
		Camera:     Value{State: Off, Certainty: Forced, Source: file, Key: "zDisableVideo"},
		Microphone: Value{State: Off, Certainty: Forced, Source: file, Key: "MuteVoipWhenJoin"},
		Preview: Value{State: Unknown, Certainty: Recommended, Source: file, Key: "AlwaysShowVideoPreviewDialog",
			Why: "it is only recommended, and the person's own choice comes first"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestZoomPolicy(t *testing.T) {
	general, meetings := PolicyKeys[0], PolicyKeys[1]
	for _, c := range []struct {
		name               string
		registry           Registry
		camera, microphone State
	}{
		{"nothing", nil, Unknown, Unknown},
		{"both in General", Registry{general: {"TurnOffVideoCameraOnJoin": 1, "MuteVoIPWhenJoinMeeting": 1}}, Off, Off},
		{"mute in Meetings", Registry{meetings: {"MuteVoIPWhenJoinMeeting": 1}}, Unknown, Off},
		{"off", Registry{general: {"TurnOffVideoCameraOnJoin": 0}}, On, Unknown},
		{"another case", Registry{strings.ToLower(general): {"turnoffvideocameraonjoin": 1}}, Off, Unknown},
		{"another number", Registry{general: {"TurnOffVideoCameraOnJoin": 2}}, Unknown, Unknown},
		{"the keys agree", Registry{general: {"MuteVoIPWhenJoinMeeting": 1}, meetings: {"MuteVoIPWhenJoinMeeting": 1}}, Unknown, Off},
		{"the keys differ", Registry{general: {"MuteVoIPWhenJoinMeeting": 1}, meetings: {"MuteVoIPWhenJoinMeeting": 0}}, Unknown, Unknown},
		{"another key", Registry{`SOFTWARE\Zoom\General`: {"TurnOffVideoCameraOnJoin": 1}}, Unknown, Unknown},
	} {
		got := ZoomPolicy(c.registry)
		if got.Camera.State != c.camera || got.Microphone.State != c.microphone {
			t.Errorf("%s: %+v", c.name, got)
		}
		if got.Camera.Assures() != (c.camera == Off) || got.Microphone.Assures() != (c.microphone == Off) {
			t.Errorf("%s: assured: %+v", c.name, got)
		}
	}
}

func TestParseReg(t *testing.T) {
	text := sample(t, "policy.reg")
	utf16le := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(strings.ReplaceAll(string(text), "\n", "\r\n"))) {
		utf16le = binary.LittleEndian.AppendUint16(utf16le, u)
	}
	want := Registry{
		PolicyKeys[0]: {"TurnOffVideoCameraOnJoin": 1, "EnableAppleLogin": 0},
		PolicyKeys[1]: {"MuteVoIPWhenJoinMeeting": 1},
	}
	for name, data := range map[string][]byte{"UTF-8": text, "UTF-16": utf16le, "with a mark": append([]byte("\ufeff"), text...)} {
		got, err := ParseReg(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		s := ZoomPolicy(got)
		if !s.Camera.Assures() || !s.Microphone.Assures() || s.Preview.State != Unknown {
			t.Errorf("%s: %+v", name, s)
		}
	}
	for name, data := range map[string]string{
		"empty": "", "another file": "REGEDIT4\n", "cut off": string(utf16le[:len(utf16le)-1]),
		"a bad number": "Windows Registry Editor Version 5.00\n[HKEY_LOCAL_MACHINE\\a]\n\"b\"=dword:xyz\n",
	} {
		if got, err := ParseReg([]byte(data)); err == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestReadOtherServices(t *testing.T) {
	if diff := cmp.Diff(unknown("the settings of this client are not known"), Read("teams", "x.desktop", os.Getenv)); diff != "" {
		t.Error(diff)
	}
}

// A settings file that is a folder or a pipe is not waited for.
func TestNoPlainFile(t *testing.T) {
	home := t.TempDir()
	if err := os.MkdirAll(home+"/.config/zoomus.conf", 0o700); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(unknown("its settings cannot be read"), ZoomLinux(home, "", "Zoom.desktop")); diff != "" {
		t.Error(diff)
	}
}

// Whatever is in the files: no crash, and nothing assured without its key.
func FuzzSettings(f *testing.F) {
	for _, name := range []string{"zoomus.conf", "forced.plist", "recommended.plist", "policy.reg"} {
		f.Add(sample(f, name))
	}
	f.Add([]byte("bplist00\xd1\x01\x01\x51a\x08\x0b\x00\x00\x00\x00\x00\x00\x01\x01\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0d"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s := zoomConf(data, "f"); s.Camera.State != Unknown || s.Microphone.Assures() {
			t.Errorf("%+v", s)
		}
		text := strings.ToLower(string(data))
		if c, err := parsePlist(data, "f"); err == nil {
			s := zoomSetting([]config{c}, macKeys)
			utf := strings.ReplaceAll(text, "\x00", "") // names may be UTF-16 in a binary list
			if s.Camera.Assures() && !strings.Contains(utf, "zdisablevideo") && !strings.Contains(text, "&") && !strings.Contains(text, "\\") {
				t.Errorf("%+v", s)
			}
		}
		if r, err := ParseReg(data); err == nil {
			_ = ZoomPolicy(r)
		}
	})
}
