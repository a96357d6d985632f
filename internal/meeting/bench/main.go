// Command bench runs the benchmarks of judging a link and prints them as one
// table: the median over the corpus, for catalogues of several sizes, beside
// the same services as regular expressions. Run it from the module's folder:
//
//	go run ./internal/meeting/bench
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"text/tabwriter"
)

// line is one benchmark's medians.
type line struct {
	name       string
	ns, allocs float64
}

func main() {
	cmd := exec.Command("go", "test", "-run", "^$", "-bench", "Judge|Regexps", "-benchtime", "1x", "./internal/meeting")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		fmt.Fprintf(os.Stderr, "bench: running the benchmarks: %v\n%s", err, out)
		os.Exit(1)
	}
	lines := read(out)
	if len(lines) == 0 {
		fmt.Fprintf(os.Stderr, "bench: no benchmark in:\n%s", out)
		os.Exit(1)
	}
	show(lines)
}

// read takes the medians out of what go test prints.
func read(out []byte) []line {
	var lines []line
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
		f := strings.Fields(s.Text())
		if len(f) < 2 || !strings.HasPrefix(f[0], "Benchmark") {
			continue
		}
		l := line{name: strings.TrimPrefix(f[0], "Benchmark")}
		if i := strings.LastIndexByte(l.name, '-'); i >= 0 {
			l.name = l.name[:i] // the number of processors
		}
		for i := 2; i+1 < len(f); i += 2 {
			v, err := strconv.ParseFloat(f[i], 64)
			if err != nil {
				continue
			}
			switch f[i+1] {
			case "median-ns/link":
				l.ns = v
			case "median-allocs/link":
				l.allocs = v
			}
		}
		lines = append(lines, l)
	}
	return lines
}

// show prints the table. Ratios are to the real catalogue, the last but one of
// the Judge lines.
func show(lines []line) {
	var base float64
	for _, l := range lines {
		if strings.HasPrefix(l.name, "Judge/") && l.name != "Judge/services=8000" {
			base = l.ns
		}
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "judging one link, median over the corpus\ttime\tallocations\tratio\t")
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%.2f µs\t%.0f\t%.1f ×\t\n", l.name, l.ns/1000, l.allocs, l.ns/base)
	}
	w.Flush()
}
