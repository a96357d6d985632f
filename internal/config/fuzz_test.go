package config

import (
	"testing"
)

// seeds are files of every shape that the tables of this package's tests
// have, good and bad.
var seeds = []string{
	"", "\xef\xbb\xbf", "[join]\n", "[join]\ncamera = \"on\"\n", "[join]\r\n#camera = \"off\"\r\n",
	"join = { camera = \"on\", microphone = 'on' } # c\n", "join.camera = '''on'''\n[links]", "join = {\n camera = \"on\", # c\n}\n",
	"provider.zoom.open_with = \"app\"\n", "[provider]\nzoom.open_with = \"app\"\n", "provider = {zoom = {open_with = \"app\"}}\n",
	"[[host]]\nname = \"meet.example.org\"\nprovider = \"jitsi\"\n[[host]]\nname='b.c'\nprovider='zoom'\n",
	"host = [{name = \"a.b\", provider = \"jitsi\"}]\n", "host = [\n# c\n{name = \"a.b\", provider = \"jitsi\"},\n]\n", "host = []\n",
	"[consent]\narm_delay = \"10s\"\ntimeout = \"24s\"\n", "[join]\ncamera = \"\"\"\\\n  on\"\"\"\n", "[\"join\"]\n\"camera\" = \"\\u006fn\"\n",
	"[join]\ncamera = 1979-05-27T07:32:00Z\n", "a.b.c.d.e.f = 1\n", "x = [[[[]]]]\n", "[[join]]\n", "[join.camera]\n", "[join]\n[join]\n", "\x00", "[join]\ncamera = \"\xff\"\n",
	"[join]\ncamera = \"\\e\\x41\"\n", "[provider.zoom]\n[provider]\n[join]", "[a\n", "\"崀", "0=\"\"\"\r\n", "\r\n\x95", "x = \"\"\"", "[join]\ncamera = \"on\" # [links]\n  [links]\n",
}

// FuzzDecode: any bytes at all give settings or problems, never both; each
// problem has a place in the file, and can be shown.
func FuzzDecode(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Add(Commented())
	f.Fuzz(func(t *testing.T, data []byte) {
		l, problems := readUser("f", data, []string{"zoom", "jitsi"})
		if (l == nil) == (len(problems) == 0) {
			t.Fatalf("settings %v, problems %v", l, problems)
		}
		for _, p := range problems {
			if p.Line < 1 || p.Column < 1 || p.Text == "" || p.Column > len([]rune(p.Source))+1 {
				t.Errorf("a problem without a place: %+v", p)
			}
			FormatProblem(p)
		}
		if s := merge(nil, l, nil); s.Consent.Timeout < s.Consent.ArmDelay+minRoom {
			t.Errorf("a question that cannot be answered: %+v", s.Consent)
		}
		var into struct {
			Join struct{ Camera string }
			Host []Host
		}
		DecodeStrict("f", data, &into)
	})
}

// FuzzSet: in any file that is read without problems any key can be set;
// reading gives it back and every other byte is what it was.
func FuzzSet(f *testing.F) {
	for i, s := range seeds {
		f.Add([]byte(s), uint8(i), uint8(i))
	}
	f.Add(Commented(), uint8(0), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, which, what uint8) {
		var keys [][2]string
		for i := range table {
			k := &table[i]
			name := k.Name
			if name == "provider.ID.open_with" {
				name = "provider.zoom.open_with"
			}
			for _, v := range k.Values {
				keys = append(keys, [2]string{name, v})
			}
			if k.Type == Duration {
				keys = append(keys, [2]string{name, k.Default})
			}
		}
		pick := keys[(int(which)*256+int(what))%len(keys)]
		before, problems := readUser("f", data, nil)
		if len(problems) > 0 {
			return
		}
		k, _, err := findKey(pick[0])
		if err != nil {
			t.Fatal(err)
		}
		next, err := withKey("f", data, pick[0], k, pick[1], nil)
		if err != nil {
			// The time-out and the arming bound each other: that is the one
			// reason to refuse an allowed value.
			if k.Type == Duration {
				return
			}
			t.Fatalf("%s = %s: %v\n%s", pick[0], pick[1], err, data)
		}
		if before.values[pick[0]].value == pick[1] {
			return
		}
		checkEdit(t, data, next, pick[0], pick[1])
	})
}

// FuzzPolicy: whatever a policy and the person's file hold, no value is less
// private than the person's own, and what is broken fails safe.
func FuzzPolicy(f *testing.F) {
	for i, s := range seeds {
		f.Add([]byte(seeds[len(seeds)-1-i]), []byte(s))
	}
	for _, s := range []string{
		"[locked.join]\ncamera = \"off\"\n", "[locked.join]\ncamera = \"on\"\n", "recommended.join.open_with = \"app\"\n",
		"[locked]\nprovider.zoom.open_with = \"guarded\"\n", "[[locked.host]]\nname = \"a.b\"\nprovider = \"zoom\"\n", "locked = 1\n", "[[locked]]\n",
	} {
		f.Add([]byte("[join]\ncamera = \"on\"\nopen_with = \"guarded\"\n"), []byte(s))
	}
	f.Fuzz(func(t *testing.T, file, text []byte) {
		user, _ := readUser("user", file, nil)
		pol := newPolicy()
		pol.include("policy", text, nil)
		pol.finish()
		own, s := merge(nil, user, nil), merge(pol.recommended, user, pol.locked)
		for _, key := range everyKey() {
			k, id, err := findKey(key)
			if err != nil {
				t.Fatal(err)
			}
			mine, holds := k.get(&own.Config, id), k.get(&s.Config, id)
			if k.morePrivate(mine, holds) && !mayBeRecommended(k, key, holds, user) {
				t.Errorf("%s is %q, the person's own is %q", key, holds, mine)
			}
			if safe, ok := failSafe("").values[key]; ok && pol.broken != "" && k.morePrivate(safe.value, holds) {
				t.Errorf("%s is %q with a broken policy, less private than %q", key, holds, safe.value)
			}
		}
	})
}
