// Command bench makes the same three-page extract with vypiska and with its
// peers, in one run and in turns, and prints what each costs as ratios to the
// floor: the work no program could leave out. docs/performance.md reads the
// table. It is a module of its own, so that no peer enters the product's go.mod.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// A maker makes one document a call.
type maker struct {
	name string
	make func() ([]byte, error)
	// cpu is the processor time used so far; nil for this process's own.
	cpu func() (time.Duration, error)
	// missing says why the maker cannot be measured here.
	missing string
}

func main() {
	rounds := flag.Int("rounds", 12, "turns each maker gets")
	turn := flag.Duration("turn", 150*time.Millisecond, "how long a turn lasts")
	keep := flag.String("keep", "", "directory to leave one document of each maker in, to look at")
	flag.Parse()
	if err := run(*rounds, *turn, *keep); err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

func run(rounds int, turn time.Duration, keep string) (err error) {
	dir, err := os.MkdirTemp("", "vypiska-bench")
	if err != nil {
		return fmt.Errorf("make a directory to write into: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	makers, stop, err := line(filepath.Join(dir, "copy.pdf"))
	if err != nil {
		return err
	}
	defer stop()
	results := make([]result, len(makers))
	for i, m := range makers {
		if results[i], err = first(m, keep, i); err != nil {
			return err
		}
	}
	for range rounds {
		for i, m := range makers {
			if err := results[i].turn(m, turn); err != nil {
				return fmt.Errorf("%s: %w", m.name, err)
			}
		}
	}
	report(os.Stdout, results)
	return nil
}

// line is every maker, each writing its finished document to file, and how to
// end what they started.
func line(file string) ([]maker, func(), error) {
	ours, err := newOurs()
	if err != nil {
		return nil, nil, err
	}
	page := contentOf(ours.extract)
	fonts, err := readFonts()
	if err != nil {
		return nil, nil, err
	}
	floor, err := newFloor(ours)
	if err != nil {
		return nil, nil, err
	}
	browser, stop := chromium(page.html())
	makers := []maker{
		{name: "floor", make: floor.make},
		{name: "vypiska, signed", make: ours.make},
		{name: "gofpdf, full fonts", make: func() ([]byte, error) { return drawGofpdf(page, fonts) }},
		{name: "maroto v2", make: func() ([]byte, error) { return drawMaroto(page, fonts) }},
		browser,
	}
	for i, m := range makers {
		if m.missing == "" {
			makers[i].make = written(m.make, file)
		}
	}
	return makers, stop, nil
}

// written writes each document to file, as every maker's user would.
func written(draw func() ([]byte, error), file string) func() ([]byte, error) {
	return func() ([]byte, error) {
		pdf, err := draw()
		if err != nil {
			return nil, err
		}
		return pdf, os.WriteFile(file, pdf, 0o600)
	}
}
