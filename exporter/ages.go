package exporter

import (
	"strings"

	"vypiska/exporter/record"
)

// unitsOfAge are the words for units of time by language and UCUM code: behind
// one and behind parts, behind all other numbers. Russian ages stand in the
// genitive («в возрасте 21 года»).
var unitsOfAge = map[string]map[string][2]string{
	"ru": {"a": {"года", "лет"}, "mo": {"месяца", "месяцев"}, "wk": {"недели", "недель"}, "d": {"дня", "дней"}, "h": {"часа", "часов"}, "min": {"минуты", "минут"}},
	"en": {"a": {"year", "years"}, "mo": {"month", "months"}, "wk": {"week", "weeks"}, "d": {"day", "days"}, "h": {"hour", "hours"}, "min": {"minute", "minutes"}},
}

var comparedAges = map[string]map[string]string{
	"ru": {"<": "до", "<=": "не старше", ">": "старше", ">=": "от"},
	"en": {"<": "under", "<=": "at most", ">": "over", ">=": "at least"},
}

// AgeIn is an age in the words of a language: «2–3 лет», "at least 60 years".
// What nobody knows, a unit or a sign, stays as the source wrote it.
func AgeIn(lang string, a Age) string {
	low, high := number(lang, a.Low), number(lang, a.High)
	if unit := unitOfAge(lang, a.Low, a.LowUnit); high == "" || low == "" || a.LowUnit != a.HighUnit {
		low = strings.TrimSpace(low + " " + unit)
	}
	high = strings.TrimSpace(high + " " + unitOfAge(lang, a.High, a.HighUnit))
	between := " – "
	switch {
	case low == "" || high == "":
		between = ""
	case a.LowUnit == a.HighUnit:
		between = "–"
	}
	than, known := comparedAges[lang][a.Comparator]
	if !known {
		than = a.Comparator
	}
	return strings.TrimSpace(than + " " + low + between + high)
}

func unitOfAge(lang string, n record.Number, unit string) string {
	words, known := unitsOfAge[lang][unit]
	switch s := string(n); {
	case !known:
		return unit
	case lang == "ru" && (strings.Contains(s, ".") || strings.HasSuffix(s, "1") && !strings.HasSuffix(s, "11")), s == "1":
		return words[0]
	}
	return words[1]
}

// number has the decimal mark of the language and no other change.
func number(lang string, n record.Number) string {
	if lang == "ru" {
		return strings.Replace(string(n), ".", ",", 1)
	}
	return string(n)
}
