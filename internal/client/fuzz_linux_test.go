package client

import (
	"slices"
	"strings"
	"testing"
)

// Whatever Exec says: the link is in exactly one argument, whole, or the entry
// is not used; and no word of the entry depends on the link.
func FuzzExec(f *testing.F) {
	for _, s := range []string{
		"zoom %u", `"a b" %U`, `x "%u"`, "x %f %i", "%u", "x %%u", `x "\\" %u`, "x --a=%u", "x %d%u", "x %c%k %F", `x ""%u`, `x y"z %% "w %u`, "x %",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		cmd, err := parseExec(line)
		if err != nil {
			return
		}
		const link = "zoommtg:\x01link\x02"
		e := &Entry{Name: "N", Icon: "I", File: "/F"}
		argv := cmd.argv(link, e)
		if len(argv) == 0 || argv[0] == "" {
			t.Fatalf("%q gives %q", line, argv)
		}
		with := slices.DeleteFunc(slices.Clone(argv), func(a string) bool { return !strings.Contains(a, link) })
		if want := cmd.wantsLink(); want != (len(with) == 1) || len(with) == 1 && strings.Count(with[0], link) != 1 {
			t.Errorf("%q gives %q", line, argv)
		}
		if strings.Contains(argv[0], link) {
			t.Errorf("%q makes the link a program", line)
		}
		other := cmd.argv("zoommtg:other", e)
		for i := range argv {
			if strings.ReplaceAll(argv[i], link, "zoommtg:other") != other[i] {
				t.Errorf("%q: %q and %q", line, argv, other)
			}
		}
	})
}

// Any bytes: a key file is read or refused, and its values come back without
// a panic.
func FuzzKeyfile(f *testing.F) {
	for _, s := range []string{"", "[a]\nb=c\\", "[a]\nb[de_DE@x]=\\s\\;\\q;;", "#\n[a]  \r\n b = 1 \n", "[a\n", "[]\n", "=\n", "[a]\n=b\n[b]]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		k, err := parseKeyfile(text)
		if err != nil {
			return
		}
		for group, keys := range k.groups {
			for key := range keys {
				k.text(group, key)
				for _, item := range k.list(group, key) {
					if strings.Contains(item, "\x00") && !strings.Contains(text, "\x00") {
						t.Errorf("%q", item)
					}
				}
				k.truth(group, key)
				k.localised(group, key, "de_DE.UTF-8@x")
			}
		}
		entryFrom(k, "x.desktop", "/x.desktop", Dirs{Lang: "de"})
	})
}
