package deidentify

import (
	"math"
	"strconv"

	"vypiska/exporter/record"
)

// ageUnits are how many years a unit of time is, by UCUM code.
var ageUnits = map[string]float64{"a": 1, "mo": 1. / 12, "wk": 7 / 365.25, "d": 1 / 365.25, "h": 0, "min": 0}

// age makes of an age at some event the bands in which it lies. What is no
// number of years, months or less says nothing.
func (a *anonymizer) age(g record.Age) record.Age {
	low, ok := wholeYears(g.Low, g.LowUnit)
	high, both := low, g.High != ""
	if both && ok {
		high, ok = wholeYears(g.High, g.HighUnit)
	}
	if !ok || high < low {
		return record.Age{}
	}
	from, _ := bandEdges(low, a.coarse)
	_, to := bandEdges(high, a.coarse)
	switch {
	case !both && (g.Comparator == ">" || g.Comparator == ">="):
		to = open
	case !both && (g.Comparator == "<" || g.Comparator == "<="):
		from = 0
		if to == open {
			return record.Age{}
		}
	}
	if to == open {
		return record.Age{Comparator: ">=", Low: record.Number(strconv.Itoa(from)), LowUnit: "a"}
	}
	return record.Age{Low: record.Number(strconv.Itoa(from)), LowUnit: "a", High: record.Number(strconv.Itoa(to)), HighUnit: "a"}
}

func wholeYears(n record.Number, unit string) (int, bool) {
	f, ok := n.Float()
	share, known := ageUnits[unit]
	if !ok || !known || f < 0 || f*share > 150 {
		return 0, false
	}
	return int(math.Floor(f*share + 1e-9)), true // 24 months are two years, whatever a twelfth is in binary
}
