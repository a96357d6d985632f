package link

import "testing"

func TestHostsOfOneAlphabet(t *testing.T) {
	for _, tt := range []struct {
		text string
		rule Rule // "" for fine
	}{
		{"https://bücher.example/", ""},
		{"https://пример.рф/", ""},
		{"https://пример.example/", ""},
		{"https://παράδειγμα.example/", ""},
		{"https://例え.jp/", ""},
		{"https://カタカナ-abc.jp/", ""},
		{"https://测试.example/", ""},
		{"https://테스트.kr/", ""},
		{"https://مثال.example/", ""},
		{"https://דוגמה.example/", ""},
		{"https://उदाहरण.example/", ""},
		{"https://ตัวอย่าง.example/", ""},
		{"https://col·legi.cat/", ""},
		{"https://сс.рф/", ""},              // looks Latin, under an ending that does not
		{"https://ссс.example/", RuleMixed}, // looks Latin, under one that does
		{"https://αα.example/", RuleMixed},
		{"https://приmer.example/", RuleMixed},
		{"https://例пример.example/", RuleMixed},
		{"https://مثالדוגמה.example/", RuleMixed},
		{"https://테スト.example/", RuleMixed},
		{"https://ᚠᚢᚦ.example/", RuleMixed}, // runes
		{"https://a⁄b.example/", RuleMixed},
		{"https://a😀.example/", RuleMixed},
	} {
		_, err := Parse(tt.text)
		var got Rule
		if r, ok := err.(*Refusal); ok {
			got = r.Rule
		}
		if got != tt.rule {
			t.Errorf("Parse(%q): rule %q, want %q", tt.text, got, tt.rule)
		}
	}
}

func TestSkeleton(t *testing.T) {
	for _, tt := range []struct {
		host, skeleton string
		loose          bool
	}{
		{"zoom.us", "zoom.us", false},
		{"xn--zm-fmca.us", "zoom.us", false},
		{"xn--zom-tna.us", "zoom.us", false},
		{"zoorn.us", "zoorn.us", false},
		{"zoorn.us", "zoom.us", true},
		{"z00m.us", "zoom.us", true},
	} {
		if got := Skeleton(tt.host, tt.loose); got != tt.skeleton {
			t.Errorf("Skeleton(%q, %t) = %q, want %q", tt.host, tt.loose, got, tt.skeleton)
		}
	}
}
