package form

import (
	"strconv"
	"time"
)

// grammar is how a language writes days, numbers and ages; its words are data.
type grammar struct {
	code             string
	day, month, axis string // layouts of time.Format
	comma            bool   // decimal comma
	years            func(int) string
	atAge            string // before an age at which something was
}

// Languages are the codes of the languages every form is in, the first one first.
var Languages = []string{"ru", "en"}

var grammars = map[string]grammar{
	"ru": {code: "ru", day: "02.01.2006", month: "01.2006", axis: "02.01.06", comma: true, years: russianYears, atAge: "в возрасте"},
	"en": {code: "en", day: "2 Jan 2006", month: "Jan 2006", axis: "Jan 2006", years: englishYears, atAge: "at age"},
}

// russianYears agrees "год" with its number.
func russianYears(n int) string {
	switch {
	case n == 0:
		return "до 1 года"
	case n%100 >= 11 && n%100 <= 14:
		return strconv.Itoa(n) + " лет"
	case n%10 == 1:
		return strconv.Itoa(n) + " год"
	case n%10 >= 2 && n%10 <= 4:
		return strconv.Itoa(n) + " года"
	}
	return strconv.Itoa(n) + " лет"
}

func englishYears(n int) string {
	if n == 0 {
		return "under 1 year"
	}
	return "age " + strconv.Itoa(n)
}

// moment prints the day of t.
func (g grammar) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(g.day)
}

func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("15:04")
}
