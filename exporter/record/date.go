package record

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ErrDate is returned by ParseDate for text that is not a FHIR date, dateTime
// or instant. The error never carries the text.
var ErrDate = errors.New("not a FHIR date: want YYYY, YYYY-MM, YYYY-MM-DD or a full date and time with a zone")

// Precision says how much of a Date the source stated.
type Precision int

// Precisions from the coarsest to the finest. NoDate is the zero value.
const (
	NoDate Precision = iota
	ToYear
	ToMonth
	ToDay
	ToTime
)

// A Date is a FHIR date or dateTime with the precision its source stated
// (FHIR R4, 2.24.0.1): "2025", "2025-06", "2025-06-14" or a full instant.
// The zero value means that no date was stated.
type Date struct {
	t         time.Time
	precision Precision
}

// ParseDate reads a FHIR date, dateTime or instant. Empty text is the zero Date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	for _, f := range []struct {
		length int
		layout string
		p      Precision
	}{{4, "2006", ToYear}, {7, "2006-01", ToMonth}, {10, "2006-01-02", ToDay}} {
		if len(s) != f.length {
			continue
		}
		t, err := time.Parse(f.layout, s)
		if err != nil || t.Year() < 1 {
			return Date{}, ErrDate
		}
		return Date{t, f.p}, nil
	}
	if len(s) > 19 && s[16:19] == ":60" { // a leap second, which Go's clock has not (FHIR R4, 2.24.0.1)
		s = s[:16] + ":59" + s[19:]
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.Year() < 1 || strings.ContainsRune(s, ',') {
		return Date{}, ErrDate
	}
	return Date{t, ToTime}, nil
}

// DateOf is a whole day; months and days out of range are normalised as time.Date does.
func DateOf(year int, month time.Month, day int) Date {
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC), ToDay}
}

// YearOf is a date known to the year.
func YearOf(year int) Date {
	return Date{time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), ToYear}
}

// In gives the same moment as a clock in loc shows it. A date without a time is
// a day wherever it is read, and stays.
func (d Date) In(loc *time.Location) Date {
	if d.precision == ToTime {
		d.t = d.t.In(loc)
	}
	return d
}

// Precision says how much of the date is known.
func (d Date) Precision() Precision { return d.precision }

// IsZero reports whether no date was stated.
func (d Date) IsZero() bool { return d.precision == NoDate }

// Year returns the year, 0 for the zero Date.
func (d Date) Year() int {
	if d.IsZero() {
		return 0
	}
	return d.t.Year()
}

// OnlyYear returns the date cut to its year.
func (d Date) OnlyYear() Date {
	if d.IsZero() {
		return d
	}
	return YearOf(d.t.Year())
}

// Start is the first moment the date may mean. A date without a time begins at
// midnight in loc; a date with a time keeps its own moment.
func (d Date) Start(loc *time.Location) time.Time {
	if d.precision == ToTime {
		return d.t
	}
	y, m, day := d.t.Date()
	return time.Date(y, m, day, 0, 0, 0, 0, loc)
}

// End is the first moment after all the date may mean.
func (d Date) End(loc *time.Location) time.Time {
	s := d.Start(loc)
	switch d.precision {
	case ToYear:
		return s.AddDate(1, 0, 0)
	case ToMonth:
		return s.AddDate(0, 1, 0)
	case ToDay:
		return s.AddDate(0, 0, 1)
	}
	return s.Add(time.Nanosecond)
}

// Before orders dates by their first moment as the source wrote them; the zero
// Date comes first.
func (d Date) Before(e Date) bool {
	if d.IsZero() || e.IsZero() {
		return d.IsZero() && !e.IsZero()
	}
	return d.t.Before(e.t)
}

// Day returns the calendar day in the date's own zone as YYYY-MM-DD, or less
// where less is known.
func (d Date) Day() string {
	switch d.precision {
	case ToYear:
		return d.t.Format("2006")
	case ToMonth:
		return d.t.Format("2006-01")
	case ToDay, ToTime:
		return d.t.Format("2006-01-02")
	}
	return ""
}

// Clock returns HH:MM in the date's own zone, empty where no time is known.
func (d Date) Clock() string {
	if d.precision != ToTime {
		return ""
	}
	return d.t.Format("15:04")
}

// String is Day: dates of service are printed by forms and compared by tests.
func (d Date) String() string { return d.Day() }

// A Period has an inclusive start and end; a zero end is open.
type Period struct{ Start, End Date }

// In gives the period as a clock in loc shows it.
func (p Period) In(loc *time.Location) Period { return Period{p.Start.In(loc), p.End.In(loc)} }

// Contains reports whether t falls into the period. The end date counts whole.
func (p Period) Contains(t time.Time, loc *time.Location) bool {
	if !p.Start.IsZero() && t.Before(p.Start.Start(loc)) {
		return false
	}
	return p.End.IsZero() || t.Before(p.End.End(loc))
}

// Touches reports whether any moment of d falls into the period. A zero d
// touches nothing but the open period.
func (p Period) Touches(d Date, loc *time.Location) bool {
	if d.IsZero() {
		return p.Start.IsZero() && p.End.IsZero()
	}
	if !p.Start.IsZero() && !d.End(loc).After(p.Start.Start(loc)) {
		return false
	}
	return p.End.IsZero() || d.Start(loc).Before(p.End.End(loc))
}

// A BirthDate identifies a person and does not print; ages come from AgeAt.
type BirthDate struct{ d *Date }

// NewBirthDate wraps d.
func NewBirthDate(d Date) BirthDate {
	if d.IsZero() {
		return BirthDate{}
	}
	return BirthDate{&d}
}

// Reveal gives the date back; internal/layout holds the list of who may call it.
func (b BirthDate) Reveal() Date {
	if b.d == nil {
		return Date{}
	}
	return *b.d
}

// Format prints the mask whatever the verb.
func (BirthDate) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, mask) }

// MarshalText returns the mask.
func (BirthDate) MarshalText() ([]byte, error) { return []byte(mask), nil }

// AgeAt returns the full years lived at t; ok is false when the birth date is
// unknown or after t. A birth date known to the month or year counts as its first day.
func (b BirthDate) AgeAt(t time.Time) (years int, ok bool) {
	if b.d == nil {
		return 0, false
	}
	y, m, d := b.d.t.Date()
	years = t.Year() - y
	if t.Month() < m || t.Month() == m && t.Day() < d {
		years--
	}
	return years, years >= 0
}

// SureAgeAt is AgeAt where all days that the birth date may mean give the same age.
func (b BirthDate) SureAgeAt(t time.Time) (years int, ok bool) {
	years, ok = b.AgeAt(t)
	if !ok {
		return 0, false
	}
	last, sure := NewBirthDate(Date{b.d.End(time.UTC).AddDate(0, 0, -1), ToDay}).AgeAt(t)
	return years, sure && last == years
}

// A Number is a decimal as its source wrote it ("4.70" stays "4.70"). It is
// never rounded; Float serves charts and bars alone.
type Number string

// Float returns the nearest float64; ok is false for text that is no number.
func (n Number) Float() (f float64, ok bool) {
	f, err := strconv.ParseFloat(string(n), 64)
	return f, err == nil
}
