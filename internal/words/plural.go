package words

// The plural rules, as the Plural-Forms line of each po file says them; a test
// holds them against Unicode's (CLDR).

func pluralNone(int) int { return 0 }

func pluralNotOne(n int) int {
	if n != 1 {
		return 1
	}
	return 0
}

func pluralAboveOne(n int) int {
	if n > 1 {
		return 1
	}
	return 0
}

func pluralArabic(n int) int {
	switch {
	case n <= 2:
		return max(n, 0)
	case n%100 >= 3 && n%100 <= 10:
		return 3
	case n%100 >= 11:
		return 4
	}
	return 5
}
