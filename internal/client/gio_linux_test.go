package client

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// What gio says of these is what must be found, and not nothing: each case
// names the default it expects as well.
func TestSameAsGio(t *testing.T) {
	const def = "[Default Applications]\nx-scheme-handler/t="
	for _, c := range []struct {
		name string
		want string
		make func(tr *tree)
	}{
		{"nothing installed", "", func(tr *tree) {}},
		{"one entry", "a.desktop", func(tr *tree) { tr.entry("share/applications/a.desktop", []string{"t"}) }},
		{"two entries by name", "a.desktop", func(tr *tree) {
			tr.entry("share/applications/b.desktop", []string{"t"})
			tr.entry("share/applications/a.desktop", []string{"t"})
		}},
		{"data home before data dirs", "z.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("data/applications/z.desktop", []string{"t"})
		}},
		{"default in config home", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", []string{"t"})
			tr.write("config/mimeapps.list", def+"b.desktop;\n", 0o644)
		}},
		{"default not installed, next in the list is", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", []string{"t"})
			tr.write("config/mimeapps.list", def+"gone.desktop;b.desktop\n", 0o644)
		}},
		{"default that declares nothing", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", nil)
			tr.write("config/mimeapps.list", def+"b.desktop\n", 0o644)
		}},
		{"subdirectory", "kde-a.desktop", func(tr *tree) {
			tr.entry("share/applications/kde/a.desktop", []string{"t"})
			tr.write("share/applications/mimeapps.list", def+"kde-a.desktop;\n", 0o644)
		}},
		{"file of the desktop before the plain one", "b.desktop", func(tr *tree) {
			tr.dirs.Desktop = []string{"gnome", "unity"}
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", []string{"t"})
			tr.write("config/mimeapps.list", def+"a.desktop\n", 0o644)
			tr.write("config/unity-mimeapps.list", def+"b.desktop\n", 0o644)
		}},
		{"file of another desktop", "a.desktop", func(tr *tree) {
			tr.dirs.Desktop = []string{"gnome"}
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", []string{"t"})
			tr.write("config/kde-mimeapps.list", def+"b.desktop\n", 0o644)
		}},
		{"file of the desktop may not add", "a.desktop", func(tr *tree) {
			tr.dirs.Desktop = []string{"gnome"}
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", nil)
			tr.write("config/gnome-mimeapps.list", "[Added Associations]\nx-scheme-handler/t=b.desktop\n", 0o644)
		}},
		{"added", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", nil)
			tr.write("config/mimeapps.list", "[Added Associations]\nx-scheme-handler/t=b.desktop\n", 0o644)
		}},
		{"removed", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", []string{"t"})
			tr.write("config/mimeapps.list", "[Removed Associations]\nx-scheme-handler/t=a.desktop\n", 0o644)
		}},
		{"removed but default", "a.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", []string{"t"})
			tr.write("config/mimeapps.list", def+"a.desktop\n[Removed Associations]\nx-scheme-handler/t=a.desktop\n", 0o644)
		}},
		{"hidden masks", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("data/applications/a.desktop", []string{"t"}, "Hidden=true")
			tr.entry("share/applications/b.desktop", []string{"t"})
		}},
		{"override declares less", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("data/applications/a.desktop", nil)
			tr.entry("share/applications/b.desktop", []string{"t"})
		}},
		{"no display still opens", "a.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"}, "NoDisplay=true")
		}},
		{"only shown elsewhere still opens", "a.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"}, "OnlyShowIn=KDE;")
		}},
		{"try exec missing", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"}, "TryExec=nowhere")
			tr.entry("share/applications/b.desktop", []string{"t"}, "TryExec=two")
		}},
		{"program missing", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"}, "Exec=nowhere %u")
			tr.entry("share/applications/b.desktop", []string{"t"})
		}},
		{"not an application", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"}, "Type=Link")
			tr.entry("share/applications/b.desktop", []string{"t"})
		}},
		{"broken list is void", "a.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", []string{"t"})
			tr.write("config/mimeapps.list", def+"b.desktop\nwhat is this\n", 0o644)
		}},
		{"broken entry is void", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/b.desktop", []string{"t"})
			tr.write("share/applications/a.desktop", "Type=Application\n[Desktop Entry]\nExec=one %u\nMimeType=x-scheme-handler/t;\n", 0o644)
		}},
		{"list with CRLF, spaces and a comment", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", []string{"t"})
			tr.write("config/mimeapps.list", "# mine\r\n\r\n[Default Applications] \r\n  x-scheme-handler/t  =  b.desktop\r\n", 0o644)
		}},
		{"group twice, key twice", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", []string{"t"})
			tr.write("config/mimeapps.list", def+"a.desktop\n[Other]\nx=y\n"+def+"b.desktop\n", 0o644)
		}},
		{"defaults.list of old", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", []string{"t"})
			tr.write("share/applications/defaults.list", def+"b.desktop\n", 0o644)
		}},
		{"removed in the entry's own directory", "a.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.write("share/applications/mimeapps.list", "[Removed Associations]\nx-scheme-handler/t=a.desktop\n", 0o644)
		}},
		{"removed in a more important directory", "", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.write("data/applications/mimeapps.list", "[Removed Associations]\nx-scheme-handler/t=a.desktop\n", 0o644)
		}},
		{"hidden below a program that is gone", "b.desktop", func(tr *tree) {
			tr.entry("data/applications/a.desktop", nil, "Exec=nowhere %u")
			tr.entry("share/applications/b.desktop", []string{"t"})
		}},
		{"xdg before data", "b.desktop", func(tr *tree) {
			tr.entry("share/applications/a.desktop", []string{"t"})
			tr.entry("share/applications/b.desktop", []string{"t"})
			tr.write("xdg2/mimeapps.list", def+"b.desktop\n", 0o644)
			tr.write("data/applications/mimeapps.list", def+"a.desktop\n", 0o644)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := newTree(t)
			c.make(tr)
			tr.updateCaches()
			tr.compare("t")
			if got := tr.finder().DefaultID("t"); got != c.want {
				t.Errorf("default %q, want %q", got, c.want)
			}
		})
	}
}

// Many made trees: the same default and the same list as gio, always.
func TestSameAsGioOnRandomTrees(t *testing.T) {
	found := 0
	for seed := range uint64(120) {
		tr := newTree(t)
		tr.random(rand.New(rand.NewPCG(seed, 1)))
		tr.updateCaches()
		tr.compare("t0")
		tr.compare("t1")
		if def, _ := tr.seen("t0"); def != "" {
			found++
		}
		if t.Failed() {
			tr.t.Fatalf("seed %d:\n%s", seed, tr.dump())
		}
	}
	if found < 60 {
		t.Errorf("only %d of the trees had a default: they test nothing", found)
	}
}

func (tr *tree) random(r *rand.Rand) {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	chance := func(percent int) bool { return r.IntN(100) < percent }
	names := []string{"a", "b", "c", "d", "sub/e", "sub/f"}
	ids := []string{"a.desktop", "b.desktop", "c.desktop", "d.desktop", "sub-e.desktop", "sub-f.desktop", "gone.desktop"}
	if chance(50) {
		tr.dirs.Desktop = []string{"gnome", "x-cinnamon"}[:1+r.IntN(2)]
	}
	for _, dir := range []string{"data", "local", "share"} {
		for _, name := range names {
			if !chance(45) {
				continue
			}
			var schemes, more []string
			for _, s := range []string{"t0", "t1"} {
				if chance(60) {
					schemes = append(schemes, s)
				}
			}
			if chance(12) {
				more = append(more, "Hidden="+pick("true", "false", "1", "yes"))
			}
			if chance(20) {
				more = append(more, "NoDisplay=true")
			}
			if chance(20) {
				more = append(more, "TryExec="+pick("one", "nowhere", tr.root+"/bin/two", ""))
			}
			if chance(15) {
				more = append(more, "Exec="+pick("nowhere %u", "two %U", "one --link=%u", `"one" "a b" %f`))
			}
			if chance(8) {
				more = append(more, "Type="+pick("Link", "Application", "Directory"))
			}
			if chance(10) {
				more = append(more, "Terminal=true")
			}
			tr.entry(fmt.Sprintf("%s/applications/%s.desktop", dir, name), schemes, more...)
		}
	}
	for _, dir := range []string{"config", "xdg1", "xdg2", "data/applications", "local/applications", "share/applications"} {
		for _, file := range []string{"mimeapps.list", "gnome-mimeapps.list", "x-cinnamon-mimeapps.list"} {
			if !chance(35) {
				continue
			}
			var text strings.Builder
			for range 1 + r.IntN(3) {
				fmt.Fprintf(&text, "[%s]%s", pick("Default Applications", "Added Associations", "Removed Associations", "Other"), pick("\n", "  \n", "\r\n"))
				for range r.IntN(3) {
					fmt.Fprintf(&text, "x-scheme-handler/%s%s", pick("t0", "t1"), pick("=", " = ", "=;"))
					for range r.IntN(4) {
						text.WriteString(pick(ids...) + pick(";", ";", ";", "; ", `\;`))
					}
					text.WriteString(pick("\n", "\n", "\n", " \n", "\r\n"))
				}
			}
			if chance(4) {
				text.WriteString(pick("nonsense\n", "[open\n", "=x\n", "k[de=x\n", "k[de]=x\n"))
			}
			tr.write(dir+"/"+file, text.String(), 0o644)
		}
	}
}
