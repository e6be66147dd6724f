package deidentify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"vypiska/exporter/record"
)

// Traits are what a stranger may know of a patient beside the name: the
// quasi-identifiers that groups are counted by.
type Traits struct {
	Age      int // full years; -1 if not known
	Sex      record.Sex
	Region   string
	Chapters []string // of ICD-10, sorted, each once
	Years    []int    // of studies and reports, sorted, each once
}

// TraitsOf reads them off a record as of a moment.
func TraitsOf(rec record.Record, asOf time.Time) Traits {
	t := Traits{Age: ageAt(rec.Patient, asOf), Sex: rec.Patient.Sex}
	for _, a := range rec.Patient.Addresses {
		if t.Region == "" {
			t.Region = fold([]rune(strings.TrimSpace(a.State.Reveal())))
		}
	}
	for _, d := range rec.Diagnoses {
		for _, c := range d.Code.Codes {
			if ch := chapter(c); ch != "" {
				t.Chapters = append(t.Chapters, ch)
			}
		}
	}
	for _, r := range rec.Reports {
		t.Years = append(t.Years, r.Issued.Year(), r.Effective.Start.Year(), r.Effective.End.Year())
	}
	for _, s := range rec.Studies {
		t.Years = append(t.Years, s.Started.Year())
	}
	t.Years = slices.DeleteFunc(t.Years, func(y int) bool { return y == 0 })
	slices.Sort(t.Chapters)
	slices.Sort(t.Years)
	t.Chapters, t.Years = slices.Compact(t.Chapters), slices.Compact(t.Years)
	return t
}

// chapters are the last codes of the chapters of ICD-10, in order.
var chapters = []struct{ last, name string }{
	{"B99", "I"}, {"D48", "II"}, {"D89", "III"}, {"E90", "IV"}, {"F99", "V"}, {"G99", "VI"}, {"H59", "VII"}, {"H95", "VIII"}, {"I99", "IX"},
	{"J99", "X"}, {"K93", "XI"}, {"L99", "XII"}, {"M99", "XIII"}, {"N99", "XIV"}, {"O99", "XV"}, {"P96", "XVI"}, {"Q99", "XVII"}, {"R99", "XVIII"},
	{"T98", "XIX"}, {"U99", "XXII"}, {"Y98", "XX"}, {"Z99", "XXI"},
}

// otherChapter is that of codes of ICD-10 that it does not have: a copy prints them, and
// only those who have one too look like its patient.
const otherChapter = "?"

// chapter is the chapter of an ICD-10 code, "" for codes of other systems.
func chapter(c record.Code) string {
	if !strings.Contains(c.System, "icd-10") && !strings.HasSuffix(c.System, ".1005") || c.Code == "" {
		return ""
	}
	if len(c.Code) < 3 || !isLetter(rune(c.Code[0])) || c.Code[0] >= 0x80 {
		return otherChapter
	}
	three := strings.ToUpper(c.Code[:3])
	for _, ch := range chapters {
		if three <= ch.last {
			return ch.name
		}
	}
	return otherChapter
}

// Coarseness is how many particulars a copy leaves out so that more patients
// look like its own. Each step leaves out what the steps before do.
type Coarseness int

// The steps, in the order they are tried.
const (
	AsItIs       Coarseness = iota
	NoRegion                // the region is left out
	WideAge                 // ages are bands of twenty years, open from 80
	NoYears                 // dates are left out whole, years in texts too
	coarsenesses            // how many there are
)

// looksLike reports whether a stranger who knows the copy's traits could take the
// other patient for its own: all the copy shows is true of the other as well.
func (t Traits) looksLike(other Traits, c Coarseness) bool {
	switch {
	case t.Sex != other.Sex, c < NoRegion && t.Region != other.Region, bandOf(t.Age, c) != bandOf(other.Age, c):
		return false
	case c < NoYears && !within(t.Years, other.Years):
		return false
	}
	return within(t.Chapters, other.Chapters)
}

func within[T comparable](some, all []T) bool {
	for _, v := range some {
		if !slices.Contains(all, v) {
			return false
		}
	}
	return true
}

// bandOf is the age band of a step.
func bandOf(years int, c Coarseness) string {
	if years < 0 {
		return ""
	}
	from, to := bandEdges(years, c)
	if to == open {
		return fmt.Sprintf("%d+", from)
	}
	return fmt.Sprintf("%d–%d", from, to)
}

// open is the upper edge of a band without one.
const open = -1

// bandEdges are the first and the last age of the band in which full years lie.
func bandEdges(years int, c Coarseness) (from, to int) {
	width, top := 10, 90
	switch {
	case c >= WideAge:
		width, top = 20, 80
	case years < 20:
		width = 5
	}
	if years >= top {
		return top, open
	}
	from = years / width * width
	return from, from + width - 1
}

// ErrSmallGroup says that too few patients look like the one of a copy, however
// coarse it is made: the copy is withheld.
var ErrSmallGroup = errors.New("too few patients look like this one, even after generalisation")

// Groups guards copies that leave the treating relation: it counts how many
// patients of a source look like the one of a copy. The counts are kept in
// memory for an hour and nowhere else.
type Groups struct {
	Source     record.Source
	K          int // how many must look alike, the patient among them
	Population int // in a smaller source nothing is counted

	mu       sync.Mutex
	census   []Traits
	patients int
	taken    time.Time
}

// Step finds the first coarseness at which at least K patients look like this
// one. assessed is false where the source is too small to count in. shown are
// the traits the copy shows; none that is coarse enough: ErrSmallGroup.
func (g *Groups) Step(ctx context.Context, shown Traits, asOf time.Time) (c Coarseness, assessed bool, err error) {
	all, patients, err := g.count(ctx, asOf)
	if err != nil {
		return 0, false, fmt.Errorf("small groups: %w", err)
	}
	if patients < g.Population {
		return AsItIs, false, nil
	}
	for c := AsItIs; c < coarsenesses; c++ {
		n := 0
		for _, other := range all {
			if shown.looksLike(other, c) {
				n++
			}
		}
		if n >= g.K {
			return c, true, nil
		}
	}
	return 0, true, ErrSmallGroup
}

// count takes the census, at most once an hour, and says how many patients the source
// has. A patient whose record cannot be read is of the source and is not counted:
// fewer look alike then, never more, and no source becomes too small to count in.
func (g *Groups) count(ctx context.Context, asOf time.Time) (all []Traits, patients int, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.census != nil && asOf.Sub(g.taken).Abs() < time.Hour {
		return g.census, g.patients, nil
	}
	all, patients, err = census(ctx, g.Source, asOf)
	if err != nil {
		return nil, 0, err
	}
	g.census, g.patients, g.taken = all, patients, asOf
	return all, patients, nil
}

// Census reads the traits of every patient of a source that can be read.
func Census(ctx context.Context, src record.Source, asOf time.Time) ([]Traits, error) {
	all, _, err := census(ctx, src, asOf)
	return all, err
}

func census(ctx context.Context, src record.Source, asOf time.Time) (all []Traits, patients int, err error) {
	ids, err := src.Patients(ctx)
	if err != nil {
		return nil, 0, err
	}
	all = make([]Traits, 0, len(ids))
	for _, id := range ids {
		rec, err := src.Record(ctx, id)
		if ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		if err == nil {
			all = append(all, TraitsOf(rec, asOf))
		}
	}
	return all, len(ids), nil
}
