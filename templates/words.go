package templates

import (
	"strconv"
	"strings"
	"time"

	"vypiska/exporter"
)

// codes maps a standard's codes to words. A code without words prints as it is.
type codes map[string]string

func (c codes) word(code string) string {
	if w, ok := c[code]; ok {
		return w
	}
	return code
}

func (c codes) list(all []string) string {
	out := make([]string, len(all))
	for i, code := range all {
		out[i] = c.word(code)
	}
	return said(", ", out...)
}

// words is everything a form says by itself, in one language.
type words struct {
	title, titleAnonymized, short, of, made              string
	phone, ogrn, licence                                 string
	patient, born, ageBand, sex, deceased, period, basis string
	oms, snils, card, policy, region, address, telephone string
	notStated, noDate, untitled, single, nothing         string

	profile, version, methodsAre, noIdentifiers string

	diagnoses, allergies, laboratory, trends, measurements, reports, studies,
	medications, immunizations, procedures, encounters, omissions string

	since, recorded, criticality, reactions, requester, dose, lot, outcome, reason, visit string

	test, result, unit, reference, position, referenceIs, comment, performer string

	preliminary, preliminaryRow, amended, conclusion, unreadable, accession, issued, status, series, images string

	sealed                                []string
	certificate, owner, demo, check       string
	validFrom, validTo, pageIs, pageOf    string
	spanFrom, spanTo                      string
	day, month, axisDay                   string // layouts of time.Format
	comma                                 bool   // decimal comma
	years                                 func(int) string
	signs                                 map[exporter.Flag]string
	sexes, statuses, clinical             codes
	verification, criticalities           codes
	categories, modalities, classes       codes
	absent, methods, omitted, comparators codes
}

// date prints a date as precisely as its source stated it.
func (w *words) date(d exporter.Date) string {
	t, err := time.Parse("2006-01-02", d.Day())
	switch {
	case d.IsZero():
		return ""
	case err == nil && d.Clock() != "":
		return w.moment(t) + " " + d.Clock()
	case err == nil:
		return w.moment(t)
	}
	if t, err = time.Parse("2006-01", d.Day()); err == nil {
		return t.Format(w.month)
	}
	return d.Day()
}

// moment prints the day of t.
func (w *words) moment(t time.Time) string { return t.Format(w.day) }

func (w *words) clock(t time.Time) string { return t.Format("15:04") }

// span prints a period; an open side is said in words.
func (w *words) span(p exporter.Period) string {
	from, to := w.date(p.Start), w.date(p.End)
	switch {
	case from == "" && to == "":
		return ""
	case from == "":
		return w.spanTo + " " + to
	case to == "":
		return w.spanFrom + " " + from
	case from == to:
		return from
	case p.Start.Day() == p.End.Day() && p.Start.Clock() != "" && p.End.Clock() != "":
		return from + "–" + p.End.Clock()
	}
	return from + " – " + to
}

// happened prints when something took place; without an end only the day it
// began was written down, not that it lasts.
func (w *words) happened(p exporter.Period) string {
	if p.End.IsZero() {
		return or(w.date(p.Start), w.noDate)
	}
	return w.span(p)
}

// birth prints the birth date with the age on the day of issue.
func (w *words) birth(p exporter.Patient) string {
	born := w.date(p.Birth.Reveal())
	age := ""
	if p.Age > 0 || p.Age == 0 && born != "" {
		age = w.years(p.Age)
	}
	if born == "" || age == "" {
		return born + age
	}
	return born + " (" + age + ")"
}

// decimal prints a number with the decimal mark of the language and no other change.
func (w *words) decimal(n exporter.Number) string {
	if w.comma {
		return strings.Replace(string(n), ".", ",", 1)
	}
	return string(n)
}

// value prints what an observation found, without its unit.
func (w *words) value(v exporter.Value) string {
	number := w.decimal(v.Number)
	if v.Comparator != "" {
		number = said(" ", w.comparators.word(v.Comparator), number)
	}
	if text := said("\n", number, v.Words.Reveal()); text != "" {
		return said("\n", text, w.absent.word(v.Absent))
	}
	return or(w.absent.word(v.Absent), w.notStated)
}

// bounds prints the interval of a reference range.
func (w *words) bounds(r exporter.Range) string {
	low, high := w.decimal(r.Low), w.decimal(r.High)
	switch {
	case low != "" && high != "":
		return low + "–" + high
	case low != "":
		return "≥ " + low
	case high != "":
		return "≤ " + high
	}
	return ""
}

// repeats reports whether the laboratory's wording says no more than the
// bounds do: "3,9–6,1 ммоль/л", or "0–5 мг/л" where only 5 is a bound.
func repeats(r exporter.Range, unit string) bool {
	plain := func(s string) string { return strings.NewReplacer(",", ".", "-", "–", " ", "").Replace(s) }
	text := plain(strings.TrimSuffix(strings.TrimSpace(r.Text), unit))
	low, high := string(r.Low), string(r.High)
	switch {
	case low != "" && high != "":
		return text == plain(low+"–"+high)
	case high != "":
		return text == plain("0–"+high) || text == plain("≤"+high)
	}
	return low != "" && text == plain("≥"+low)
}

// rangeWords prints what the laboratory wrote about a range, and for whom it holds.
func (w *words) rangeWords(r exporter.Range, unit string) (out []string) {
	if r.Text != "" && !repeats(r, unit) {
		out = append(out, r.Text)
	}
	for _, a := range r.AppliesTo {
		if s := a.Text.Reveal(); s != "" {
			out = append(out, s)
			continue
		}
		for _, c := range a.Codes {
			out = append(out, c.Code)
		}
	}
	return out
}

func (w *words) valid(from, to time.Time) string {
	return w.validFrom + " " + w.moment(from) + " " + w.validTo + " " + w.moment(to)
}

func (w *words) page(n, of int) string {
	return w.pageIs + " " + strconv.Itoa(n) + " " + w.pageOf + " " + strconv.Itoa(of)
}
