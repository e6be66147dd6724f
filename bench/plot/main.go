// Command plot draws the pictures of docs/performance.md from the results of
// benchmarks: plot RESULTS.txt FOLDER. A line of the results is one of
// `go test -bench`, or of the table that `make peers` prints.
package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: plot RESULTS.txt FOLDER")
		os.Exit(2)
	}
	if err := draw(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "plot:", err)
		os.Exit(1)
	}
}

// point is a measured value: µs for so many of something.
type point struct{ x, y float64 }

// series are points by name, in the order they came.
type series struct {
	names  []string
	points map[string][]point
}

func (s *series) add(name string, p point) {
	if s.points == nil {
		s.points = map[string][]point{}
	}
	if s.points[name] == nil {
		s.names = append(s.names, name)
	}
	s.points[name] = append(s.points[name], p)
}

var (
	grows = regexp.MustCompile(`^Benchmark(RecordGrows|CopiesGrow)(?:/([a-z-]+))?/(?:observations|copies)=(\d+)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op`)
	peer  = regexp.MustCompile(`^ {2,}(\S.*?\S) {2,}[\d.]+ +[\d.]+ +\S+ +[\d.]+ +(?:\d+ +)?[\d.]+ +([\d.]+)$`)
)

func draw(results, folder string) error {
	f, err := os.Open(results)
	if err != nil {
		return err
	}
	defer f.Close()
	var records, copies, peers series
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if m := grows.FindStringSubmatch(lines.Text()); m != nil {
			x, _ := strconv.ParseFloat(m[3], 64)
			ns, _ := strconv.ParseFloat(m[4], 64)
			if m[1] == "RecordGrows" {
				records.add("a signed extract", point{x, ns / 1e6})
			} else {
				copies.add(m[2], point{x, ns / 1e3})
			}
		}
		if m := peer.FindStringSubmatch(lines.Text()); m != nil {
			y, _ := strconv.ParseFloat(m[2], 64)
			peers.add(m[1], point{0, y})
		}
	}
	for name, text := range map[string]string{
		"cost-records.svg": lines(records, "observations in the record", "ms for one extract", true),
		"cost-copies.svg":  lines(copies, "stored copies", "µs for one ask", false),
		"cost-peers.svg":   bars(peers, "times the floor: CPU of one signed extract (logarithmic)"),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

const (
	width, height            = 720.0, 400.0
	left, right, top, bottom = 70.0, 170.0, 24.0, 52.0
)

var colours = []string{"#1b5e8c", "#b3541e", "#3d7a3a", "#7a3d75", "#555555", "#a08a1c"}

func open() *strings.Builder {
	b := &strings.Builder{}
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" font-family="sans-serif" font-size="13"><rect width="100%%" height="100%%" fill="#fff"/>`+"\n", width, height)
	return b
}

// axis maps values to places, by their logarithm.
type axis struct{ low, high, from, to float64 }

func (a axis) at(v float64) float64 {
	return a.from + (math.Log10(v)-a.low)/(a.high-a.low)*(a.to-a.from)
}

func span(s series, of func(point) float64) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, ps := range s.points {
		for _, p := range ps {
			low, high = min(low, math.Log10(of(p))), max(high, math.Log10(of(p)))
		}
	}
	return math.Floor(low), math.Ceil(high)
}

// lines draws a log-log chart; proportional adds what growing in proportion would be.
func lines(s series, xName, yName string, proportional bool) string {
	b := open()
	xl, xh := span(s, func(p point) float64 { return p.x })
	yl, yh := span(s, func(p point) float64 { return p.y })
	x, y := axis{xl, xh, left, width - right}, axis{yl, yh, height - bottom, top}
	grid(b, x, y)
	fmt.Fprintf(b, `<text x="%g" y="%g" text-anchor="middle">%s</text><text x="18" y="%g" transform="rotate(-90 18 %g)" text-anchor="middle">%s</text>`+"\n",
		(left+width-right)/2, height-12, xName, (top+height-bottom)/2, (top+height-bottom)/2, yName)
	for i, name := range s.names {
		ps, colour := s.points[name], colours[i%len(colours)]
		var path strings.Builder
		for j, p := range ps {
			fmt.Fprintf(&path, "%s%.1f %.1f", map[bool]string{true: "M", false: " L"}[j == 0], x.at(p.x), y.at(p.y))
			fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>`+"\n", x.at(p.x), y.at(p.y), colour)
		}
		fmt.Fprintf(b, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", path.String(), colour)
		fmt.Fprintf(b, `<rect x="%g" y="%g" width="10" height="10" fill="%s"/><text x="%g" y="%g">%s</text>`+"\n",
			width-right+16, top+float64(i)*22, colour, width-right+32, top+float64(i)*22+10, name)
		if last := ps[len(ps)-1]; proportional {
			first := ps[0]
			fmt.Fprintf(b, `<path d="M%.1f %.1f L%.1f %.1f" stroke="#999" stroke-dasharray="5 4"/><text x="%g" y="%g" fill="#777">– – in proportion</text>`+"\n",
				x.at(max(first.x, last.x*math.Pow(10, yl)/last.y)), y.at(max(math.Pow(10, yl), last.y*first.x/last.x)), x.at(last.x), y.at(last.y), width-right+16, top+44)
		}
	}
	return b.String() + "</svg>\n"
}

func grid(b *strings.Builder, x, y axis) {
	for e := x.low; e <= x.high; e++ {
		v := math.Pow(10, e)
		fmt.Fprintf(b, `<path d="M%.1f %g V%g" stroke="#ddd"/><text x="%.1f" y="%g" text-anchor="middle">%s</text>`+"\n", x.at(v), top, height-bottom, x.at(v), height-bottom+18, number(v))
	}
	for e := y.low; e <= y.high; e++ {
		v := math.Pow(10, e)
		fmt.Fprintf(b, `<path d="M%g %.1f H%g" stroke="#ddd"/><text x="%g" y="%.1f" text-anchor="end">%s</text>`+"\n", left, y.at(v), width-right, left-8, y.at(v)+4, number(v))
	}
}

func number(v float64) string {
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if v < 1000 {
		return s
	}
	out := ""
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			out += "\u2009"
		}
		out += string(r)
	}
	return out
}

func bars(s series, title string) string {
	b := open()
	_, high := span(s, func(p point) float64 { return p.y })
	x := axis{0, high, 170, width - 90}
	fmt.Fprintf(b, `<text x="20" y="26">%s</text>`+"\n", title)
	for i, name := range s.names {
		v, y := s.points[name][0].y, 50+float64(i)*52
		colour := map[bool]string{true: colours[0], false: "#9fb4c4"}[strings.HasPrefix(name, "vypiska")]
		fmt.Fprintf(b, `<text x="160" y="%g" text-anchor="end">%s</text><rect x="170" y="%g" width="%.1f" height="30" fill="%s"/><text x="%.1f" y="%g">%.2f</text>`+"\n",
			y+20, name, y, max(2, x.at(max(v, 1))-170), colour, max(2, x.at(max(v, 1))-170)+178, y+20, v)
	}
	return b.String() + "</svg>\n"
}
