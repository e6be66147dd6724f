package fhir

import (
	"strings"

	"vypiska/exporter/record"
)

// when puts together what onset[x] and its like state; at most one of them is
// there, unless the source is wrong: then all of it is kept.
func when(at date, within period, age quantity, ages span, said string) record.When {
	out := record.When{Period: within.record(), Age: ages.age(), Words: words(said)}
	if !at.IsZero() {
		out.Period = moment(at)
	}
	if one := age.age(); one != (record.Age{}) {
		out.Age = one
	}
	return out
}

// age reads a FHIR Age; its code is UCUM's, units are in many words (R4, age-1).
func (q quantity) age() record.Age {
	if q.Value == "" {
		return record.Age{}
	}
	return record.Age{Comparator: q.Comparator, Low: record.Number(q.Value), LowUnit: q.ageUnit()}
}

// age reads a Range of ages. An end without a unit has the other's.
func (s span) age() record.Age {
	low, high := s.Low.age(), s.High.age()
	switch {
	case s.High.Value == "":
		if low.Low != "" {
			low.Comparator = ">="
		}
		return low
	case s.Low.Value == "":
		high.Comparator = "<="
		return high
	case low.LowUnit == "":
		low.LowUnit = high.LowUnit
	case high.LowUnit == "":
		high.LowUnit = low.LowUnit
	}
	if low.Low == high.Low && low.LowUnit == high.LowUnit {
		return low
	}
	return record.Age{Low: low.Low, LowUnit: low.LowUnit, High: high.Low, HighUnit: high.LowUnit}
}

// ageUnits are the words units of time are written in, by UCUM code.
var ageUnits = map[string]map[string]bool{
	"a":   wordSet("a y yr yrs year years г год года годы лет"),
	"mo":  wordSet("mo mos mon month months м мес месяц месяца месяцев"),
	"wk":  wordSet("wk wks w week weeks нед неделя недели недель"),
	"d":   wordSet("d day days д дн день дня дней сут сутки суток"),
	"h":   wordSet("h hr hrs hour hours ч час часа часов"),
	"min": wordSet("min mins minute minutes мин минута минуты минут"),
}

func (q quantity) ageUnit() string {
	for _, unit := range []string{q.Code, q.Unit} {
		for code, said := range ageUnits {
			if said[strings.Trim(strings.ToLower(unit), " .")] {
				return code
			}
		}
	}
	return strings.TrimSpace(q.unit())
}
