//go:build linux

package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// reporter is what an e2e.Session reports to. Fatalf ends the part that is
// being measured, not the program.
type reporter struct {
	verbose  bool
	cleanups []func()
	failed   bool
	reason   string
}

type stopped struct{}

func (r *reporter) Helper()          {}
func (r *reporter) Name() string     { return "bench" }
func (r *reporter) Failed() bool     { return r.failed }
func (r *reporter) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

func (r *reporter) Logf(format string, args ...any) { r.say(format, args...) }

func (r *reporter) Errorf(format string, args ...any) {
	r.failed = true
	r.reason = fmt.Sprintf(format, args...)
	fmt.Fprintln(os.Stderr, "bench:", r.reason)
}

func (r *reporter) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	panic(stopped{})
}

func (r *reporter) say(format string, args ...any) {
	if r.verbose {
		fmt.Fprintf(os.Stderr, "bench: "+format+"\n", args...)
	}
}

// run does one part and says whether it came to its end.
func (r *reporter) run(part func()) (ok bool) {
	r.failed = false
	defer func() {
		if p := recover(); p != nil {
			if _, known := p.(stopped); !known {
				r.close()
				panic(p)
			}
		}
		ok = !r.failed
	}()
	part()
	return
}

func (r *reporter) close() {
	for len(r.cleanups) > 0 {
		last := r.cleanups[len(r.cleanups)-1]
		r.cleanups = r.cleanups[:len(r.cleanups)-1]
		last()
	}
}

// table is what is printed.
type table struct {
	rows  [][4]string
	notes []string
}

// add adds a row. compared is a ratio or another measure beside it; target
// and met are empty where there is none.
func (t *table) add(what, value, compared, target string) {
	t.rows = append(t.rows, [4]string{what, value, compared, target})
}

func (t *table) note(format string, args ...any) {
	t.notes = append(t.notes, fmt.Sprintf(format, args...))
}

func (t *table) markdown() string {
	var b strings.Builder
	rows := append([][4]string{{"what", "median", "beside", "target"}}, t.rows...)
	var width [4]int
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], len([]rune(cell)))
		}
	}
	for n, row := range rows {
		for i, cell := range row {
			fmt.Fprintf(&b, "| %s%s ", cell, strings.Repeat(" ", width[i]-len([]rune(cell))))
		}
		b.WriteString("|\n")
		if n == 0 {
			for i := range row {
				b.WriteString("|" + strings.Repeat("-", width[i]+2))
			}
			b.WriteString("|\n")
		}
	}
	for _, note := range t.notes {
		b.WriteString("\n" + note + "\n")
	}
	return b.String()
}

// verdict words a target.
func verdict(target string, met bool) string {
	if met {
		return target + ": met"
	}
	return target + ": **missed**"
}

// median of durations; with an even number, the lower of the two in the
// middle, which was measured.
func median(times []time.Duration) time.Duration {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Clone(times)
	slices.Sort(sorted)
	return sorted[(len(sorted)-1)/2]
}

// spread is the middle half, so that a reader sees how steady a median is.
func spread(times []time.Duration) string {
	sorted := slices.Clone(times)
	slices.Sort(sorted)
	return fmt.Sprintf("%s (%s–%s)", ms(median(times)), ms(sorted[len(sorted)/4]), ms(sorted[len(sorted)*3/4]))
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

func ratio(a, b time.Duration) float64 {
	if b <= 0 {
		return 0
	}
	return float64(a) / float64(b)
}
