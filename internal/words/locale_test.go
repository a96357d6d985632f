package words

import "testing"

func TestPreferred(t *testing.T) {
	for _, c := range []struct {
		name string
		env  map[string]string
		want string
	}{
		{"nothing", nil, ""},
		{"LANG", map[string]string{"LANG": "de_DE.UTF-8"}, "de"},
		{"bare", map[string]string{"LANG": "de"}, "de"},
		{"Austria", map[string]string{"LANG": "de_AT@euro"}, "de"},
		{"LC_MESSAGES before LANG", map[string]string{"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "fr"},
		{"LC_ALL before LC_MESSAGES", map[string]string{"LC_ALL": "ja_JP.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "ja"},
		{"an empty one is none", map[string]string{"LC_ALL": "", "LANG": "ar_EG.UTF-8"}, "ar"},
		{"other categories do not count", map[string]string{"LANG": "en_GB.UTF-8", "LC_TIME": "de_DE.UTF-8"}, ""},
		{"C", map[string]string{"LC_ALL": "C", "LANG": "de_DE.UTF-8", "LANGUAGE": "de"}, ""},
		{"POSIX", map[string]string{"LANG": "POSIX", "LANGUAGE": "de"}, ""},
		{"C.UTF-8", map[string]string{"LANG": "C.UTF-8"}, ""},
		{"LANGUAGE", map[string]string{"LANG": "en_US.UTF-8", "LANGUAGE": "es:fr"}, "es"},
		{"LANGUAGE needs a locale", map[string]string{"LANGUAGE": "es"}, ""},
		{"LANGUAGE skips what is not spoken", map[string]string{"LANG": "en_US.UTF-8", "LANGUAGE": "da:nb_NO:fr_CA"}, "fr"},
		{"LANGUAGE stops at English", map[string]string{"LANG": "de_DE.UTF-8", "LANGUAGE": "en_GB:de"}, ""},
		{"LANGUAGE that is not spoken at all", map[string]string{"LANG": "de_DE.UTF-8", "LANGUAGE": "da"}, ""},
		{"Brazil", map[string]string{"LANG": "pt_BR.UTF-8"}, "pt_BR"},
		{"Portugal", map[string]string{"LANG": "pt_PT.UTF-8"}, "pt_BR"},
		{"simplified", map[string]string{"LANG": "zh_CN.UTF-8"}, "zh_CN"},
		{"Singapore", map[string]string{"LANG": "zh_SG.UTF-8"}, "zh_CN"},
		{"by script", map[string]string{"LANG": "zh-Hans"}, "zh_CN"},
		{"traditional", map[string]string{"LANG": "zh_TW.UTF-8"}, ""},
		{"unknown", map[string]string{"LANG": "xx_YY.UTF-8"}, ""},
		{"nonsense", map[string]string{"LANG": "../../etc/passwd"}, ""},
	} {
		if got := Preferred(func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
