package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"syscall"
	"text/tabwriter"
	"time"
)

// result is what is known of one maker: its quietest turn, for a busy machine
// only ever adds to a cost.
type result struct {
	name, missing string
	documents     int
	wall, cpu     time.Duration // a document's, least of all turns
	own           bool          // works in this process, whose allocations are known
	allocated     uint64        // a document's, least of all turns
	size, pages   int
}

// first makes one document that does not count and looks at it.
func first(m maker, keep string, i int) (result, error) {
	r := result{name: m.name, missing: m.missing, own: m.cpu == nil}
	if m.missing != "" {
		return r, nil
	}
	pdf, err := m.make()
	if err != nil {
		return r, fmt.Errorf("%s: %w", m.name, err)
	}
	r.size, r.pages = len(pdf), pagesOf(pdf)
	if keep == "" {
		return r, nil
	}
	return r, os.WriteFile(filepath.Join(keep, fmt.Sprintf("%d.pdf", i)), pdf, 0o600)
}

var count = regexp.MustCompile(`/Count (\d+)`)

// pagesOf reads the page tree's count: all makers write one flat tree.
func pagesOf(pdf []byte) int {
	m := count.FindSubmatch(pdf)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(string(m[1])) // digits, by the expression
	return n
}

// turn makes documents for a while. What the makers before left to collect is
// collected first; what this one leaves is its own to pay.
func (r *result) turn(m maker, length time.Duration) error {
	if m.missing != "" {
		return nil
	}
	cpu := m.cpu
	if cpu == nil {
		cpu = ownCPU
	}
	runtime.GC()
	before, err := cpu()
	if err != nil {
		return err
	}
	var memory, after runtime.MemStats
	runtime.ReadMemStats(&memory)
	start, n := time.Now(), 0
	for ; n < 3 || time.Since(start) < length; n++ {
		if _, err := m.make(); err != nil {
			return err
		}
	}
	wall := time.Since(start)
	runtime.ReadMemStats(&after)
	used, err := cpu()
	if err != nil {
		return err
	}
	r.count(n, wall, used-before, after.TotalAlloc-memory.TotalAlloc)
	return nil
}

func (r *result) count(n int, wall, cpu time.Duration, allocated uint64) {
	wall, cpu, allocated = wall/time.Duration(n), cpu/time.Duration(n), allocated/uint64(n)
	if r.documents == 0 {
		r.wall, r.cpu, r.allocated = wall, cpu, allocated
	}
	r.documents += n
	r.wall, r.cpu, r.allocated = min(r.wall, wall), min(r.cpu, cpu), min(r.allocated, allocated)
}

// ownCPU is the processor time of this process, its collector's included.
func ownCPU() (time.Duration, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, fmt.Errorf("ask for the processor time: %w", err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}

// report prints the table; the first result is the floor.
func report(w io.Writer, results []result) {
	var out bytes.Buffer
	t := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tms wall\tms CPU\tMB allocated\tKB file\tpages\tx floor, wall\tx floor, CPU\t")
	for _, r := range results {
		if r.missing != "" {
			fmt.Fprintf(t, "%s\t%s\t\n", r.name, r.missing)
			continue
		}
		memory := "elsewhere"
		if r.own {
			memory = fmt.Sprintf("%.2f", float64(r.allocated)/1e6)
		}
		fmt.Fprintf(t, "%s\t%.2f\t%.2f\t%s\t%.1f\t%d\t%.2f\t%.2f\t\n", r.name, ms(r.wall), ms(r.cpu), memory,
			float64(r.size)/1e3, r.pages, ms(r.wall)/ms(results[0].wall), ms(r.cpu)/ms(results[0].cpu))
	}
	_ = t.Flush() // a bytes.Buffer refuses nothing
	fmt.Fprintf(w, "%d cores, %s, %s/%s\n%s", runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH, out.Bytes())
}

func ms(d time.Duration) float64 { return float64(d) / 1e6 }
