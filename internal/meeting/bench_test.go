package meeting

import (
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// The benchmarks of judging. "go run ./internal/meeting/bench" runs them and
// prints their table.

// corpus is every link of the tables and the catalogue.
func corpus(tb testing.TB) []string {
	var all []string
	for _, file := range tables {
		for _, r := range readTable(tb, file) {
			all = append(all, rowText(tb, r.text))
		}
	}
	for _, e := range examples {
		all = append(all, e.link)
	}
	for _, m := range misses {
		all = append(all, m.link)
	}
	return all
}

// median runs judge on every link, each alone, and gives the medians over the
// links of the time and of the allocations that one run takes.
func median(links []string, runs int, judge func(string)) (time.Duration, float64) {
	times := make([]time.Duration, len(links))
	allocs := make([]float64, len(links))
	for i, l := range links {
		judge(l)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		for range runs {
			judge(l)
		}
		times[i] = time.Since(start) / time.Duration(runs)
		runtime.ReadMemStats(&after)
		allocs[i] = float64(after.Mallocs-before.Mallocs) / float64(runs)
	}
	slices.Sort(times)
	slices.Sort(allocs)
	return times[len(times)/2], allocs[len(allocs)/2]
}

var sink Judgement

// BenchmarkJudge gives the median over the corpus, with catalogues of several
// sizes.
func BenchmarkJudge(b *testing.B) {
	links := corpus(b)
	for _, size := range []int{10, 80, len(services), 8000} {
		b.Run(fmt.Sprintf("services=%d", size), func(b *testing.B) {
			k := sized(size)
			var t time.Duration
			var a float64
			for b.Loop() {
				t, a = median(links, 200, func(l string) { sink = k.judge(l, nil) })
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(t.Nanoseconds()), "median-ns/link")
			b.ReportMetric(a, "median-allocs/link")
		})
	}
}

// BenchmarkRegexps tries the same services as one compiled expression each, in
// order, as launchers usually do: "whole" matches the whole link, "search"
// finds one anywhere in a text. Neither reads a part, decodes or rebuilds.
func BenchmarkRegexps(b *testing.B) {
	links := slices.DeleteFunc(corpus(b), func(l string) bool { return len(l) > 8<<10 }) // to come to an end
	for _, way := range []struct{ name, frame string }{{"whole", "^(?:%s)$"}, {"search", "(?i)(?:%s)"}} {
		b.Run(way.name, func(b *testing.B) {
			var all []*regexp.Regexp
			for i := range services {
				all = append(all, services[i].regexp(way.frame))
			}
			matched := 0
			var t time.Duration
			var a float64
			for b.Loop() {
				t, a = median(links, 20, func(l string) {
					for _, r := range all {
						if r.MatchString(l) {
							matched++
							return
						}
					}
				})
			}
			if matched == 0 {
				b.Fatal("no expression matched")
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(t.Nanoseconds()), "median-ns/link")
			b.ReportMetric(a, "median-allocs/link")
		})
	}
}

// regexp writes a service's forms as one expression.
func (s *Service) regexp(frame string) *regexp.Regexp {
	var forms []string
	for i := range s.shapes {
		sh := &s.shapes[i]
		var hosts []string
		for _, h := range sh.hosts {
			name := regexp.QuoteMeta(h.name)
			switch {
			case h.self && h.below:
				name = `(?:[a-z0-9-]+\.)*` + name
			case h.below:
				name = `(?:[a-z0-9-]+\.)+` + name
			}
			hosts = append(hosts, name)
		}
		if len(hosts) == 0 {
			hosts = []string{`[a-z0-9.-]+`}
		}
		for j := range sh.accept {
			f := &sh.accept[j]
			text := f.scheme + ":"
			switch f.host {
			case "":
			case anyHost:
				text += "//(?:" + strings.Join(hosts, "|") + ")"
			default:
				text += "//" + regexp.QuoteMeta(f.host)
			}
			for k := range f.path {
				p := &f.path[k]
				text += "/" + regexp.QuoteMeta(p.before)
				if p.part >= 0 {
					text += `[^/?#]+`
				}
				text += regexp.QuoteMeta(p.after)
			}
			forms = append(forms, text+`/?(?:\?[^#]*)?(?:#.*)?`)
		}
	}
	if len(forms) == 0 {
		forms = []string{"$^"}
	}
	return regexp.MustCompile(fmt.Sprintf(frame, strings.Join(forms, "|")))
}

// sized gives a catalogue of that many services: the first of the real one, or
// all of it and others like them under hosts of their own.
func sized(size int) *catalogue {
	if size == len(services) {
		return &theCatalogue
	}
	k := &catalogue{}
	for i := 0; i < size; i++ {
		s := services[i%len(services)]
		if i >= len(services) {
			n := i / len(services)
			s.ID = fmt.Sprintf("%s-%d", s.ID, n)
			s.Schemes, s.Taken, s.words = nil, nil, nil
			s.shapes = slices.Clone(s.shapes)
			for j := range s.shapes {
				sh := &s.shapes[j]
				sh.hosts = slices.Clone(sh.hosts)
				for h := range sh.hosts {
					sh.hosts[h].name = fmt.Sprintf("n%d.%s", n, sh.hosts[h].name)
				}
			}
		}
		k.services = append(k.services, s)
	}
	slices.SortFunc(k.services, func(a, b Service) int { return strings.Compare(a.ID, b.ID) })
	main := map[string][]ref{}
	for n := range k.services {
		s := &k.services[n]
		for _, scheme := range s.Schemes {
			main[scheme+":"] = append(main[scheme+":"], ref{service: uint16(n)})
		}
		for m := range s.shapes {
			for _, h := range s.shapes[m].hosts {
				main[h.name] = append(main[h.name], ref{uint16(n), uint16(m), h.self, h.below})
			}
		}
	}
	k.index = indexOf(main)
	// What tells a service on any host, and what it looks like, are as many
	// keys as in the real one, and the new hosts.
	looks := map[string][]ref{}
	for _, s := range theCatalogue.looks.slots {
		if s.key != "" {
			looks[s.key] = []ref{{}}
		}
	}
	for key := range main {
		looks["."+key] = []ref{{}}
	}
	k.looks = indexOf(looks)
	return k
}

func indexOf(keys map[string][]ref) index {
	size := 2
	for size < 2*len(keys) {
		size *= 2
	}
	x := index{slots: make([]slot, size)}
	for key, refs := range keys {
		i := hash(key) & uint32(size-1)
		for x.slots[i].key != "" {
			i = (i + 1) & uint32(size-1)
		}
		x.slots[i] = slot{key, refs}
	}
	return x
}
