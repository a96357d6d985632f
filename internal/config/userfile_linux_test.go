package config

import "testing"

func TestUserFile(t *testing.T) {
	for _, c := range []struct{ name, xdg, home, want, err string }{
		{"usual", "", "/home/ann", "/home/ann/.config/vestibule/config.toml", ""},
		{"XDG_CONFIG_HOME", "/conf", "/home/ann", "/conf/vestibule/config.toml", ""},
		{"relative XDG_CONFIG_HOME is ignored", "conf", "/home/ann", "/home/ann/.config/vestibule/config.toml", ""},
		{"no home", "", "", "", "finding the configuration folder: $HOME is not set"},
		{"relative home", "", "ann", "", "finding the configuration folder: $HOME is not set"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("XDG_CONFIG_HOME", c.xdg)
			t.Setenv("HOME", c.home)
			got, err := UserFile()
			said := ""
			if err != nil {
				said = err.Error()
			}
			if got != c.want || said != c.err {
				t.Errorf("got %q, %q; want %q, %q", got, said, c.want, c.err)
			}
			p, _ := SystemPaths(nil)
			if p.User != got || p.Policy != "/etc/vestibule" {
				t.Errorf("the layers are %+v", p)
			}
		})
	}
}
