package fhir

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"vypiska/exporter/record"
)

// tenure says whether a name, a number, an address or a telephone is still somebody's:
// what they are called by comes before what they were called by.
type tenure struct {
	Use    string `json:"use"`
	Period until  `json:"period"`
}

// until is the end of a period. A date that is none says nothing here, and is no fault.
type until struct{ record.Date }

func (u *until) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	v, err := dec.ReadValue()
	if err != nil {
		return err
	}
	var p struct {
		End string `json:"end"`
	}
	if json.Unmarshal(v, &p, already) != nil {
		return nil
	}
	if d, err := parseDate(p.End); err == nil {
		u.Date = d
	}
	return nil
}

// rank orders by use: what is no longer in use is the last, what is so for a while before it.
func (t tenure) rank() int {
	switch t.Use {
	case "old":
		return 2
	case "temp", "secondary":
		return 1
	}
	return 0
}

// end is when it ends, where it does.
func (t tenure) end() int64 {
	if t.Period.IsZero() {
		return math.MaxInt64
	}
	return t.Period.End(time.UTC).Unix()
}

// currentFirst orders a list by use, then by end, what has none first; else as it was written.
func currentFirst[T any](list []T, of func(T) tenure) []T {
	if len(list) < 2 {
		return list
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b T) int {
		s, t := of(a), of(b)
		return cmp.Or(cmp.Compare(s.rank(), t.rank()), cmp.Compare(t.end(), s.end()))
	})
	return list
}

// inUse leaves out what is no longer somebody's: a notice must not go to a mailbox that
// another may have by now.
func inUse(list []contactPoint) []contactPoint {
	return slices.DeleteFunc(slices.Clone(list), func(c contactPoint) bool { return c.Use == "old" })
}

// outlived marks as old each name that ended while another goes on: an official name
// of before a marriage is still official, and no longer the person's.
func outlived(list []humanName) []humanName {
	list = currentFirst(list, func(n humanName) tenure { return n.tenure })
	for i := range list {
		longer := func(n humanName) bool { return n.rank() == 0 && n.calls() && n.end() > list[i].end() }
		if slices.ContainsFunc(list, longer) {
			list[i].Use = "old"
		}
	}
	return list
}

// calls reports whether people are called by the name in writing.
func (n humanName) calls() bool { return n.Use == "" || n.Use == "official" || n.Use == "usual" }
