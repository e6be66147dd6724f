package record

import "time"

// Age is how old somebody was: one age, or from one to another. Numbers are as
// the source wrote them.
type Age struct {
	Comparator string // of one age: <, <=, >=, >
	Low        Number // the age, or the lower end
	LowUnit    string // a UCUM code of time (a, mo, wk, d, h, min) or, where it is none we know, the source's words
	High       Number // only where there are two ends
	HighUnit   string
}

// When says when something began, ended or was done, in whichever way the
// source does (FHIR R4: onset[x], abatement[x], performed[x]): by date, by the
// patient's age, or in words.
type When struct {
	Period Period // one date is both its ends
	Age    Age
	Words  Personal
}

// In gives the same with its moments as a clock in loc shows them.
func (w When) In(loc *time.Location) When {
	w.Period = w.Period.In(loc)
	return w
}

// First is the first date that is stated.
func (w When) First() Date {
	if w.Period.Start.IsZero() {
		return w.Period.End
	}
	return w.Period.Start
}

// Why is what something was done for, or what came of it: in words, or other
// resources of the record that tell it.
type Why struct {
	Reasons []Text
	Of      []Ref
}
