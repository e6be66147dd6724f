package fhir

import (
	"cmp"
	"slices"
	"strings"

	"vypiska/exporter/record"
)

// dosage is FHIR's Dosage; its own text comes first, else its parts as they are
// written, in signs of no language.
type dosage struct {
	Sequence    int       `json:"sequence"`
	Text        string    `json:"text"`
	ForPatient  string    `json:"patientInstruction"`
	Additional  []concept `json:"additionalInstruction"`
	Method      concept   `json:"method"`
	Route       concept   `json:"route"`
	Site        concept   `json:"site"`
	Timing      timing    `json:"timing"`
	AsNeeded    bool      `json:"asNeededBoolean"`
	NeededFor   concept   `json:"asNeededCodeableConcept"`
	Most        ratio     `json:"maxDosePerPeriod"`
	MostAtOnce  quantity  `json:"maxDosePerAdministration"`
	MostAtAll   quantity  `json:"maxDosePerLifetime"`
	DoseAndRate []struct {
		Quantity     quantity `json:"doseQuantity"`
		Range        span     `json:"doseRange"`
		Rate         ratio    `json:"rateRatio"`
		RateRange    span     `json:"rateRange"`
		RateQuantity quantity `json:"rateQuantity"`
	} `json:"doseAndRate"`
}

// dosages are in the order in which they are to be followed, which need not be the list's.
func dosages(list []dosage) []record.Personal {
	var out []record.Personal
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b dosage) int { return cmp.Compare(a.Sequence, b.Sequence) })
	for _, d := range list {
		if w := words(d.plain()); !w.Empty() {
			out = append(out, w)
		}
	}
	return out
}

func (d dosage) plain() string {
	var parts []string
	for _, a := range d.Additional {
		parts = append(parts, a.plain())
	}
	parts = append(parts, d.ForPatient)
	if t := strings.TrimSpace(d.Text); t != "" {
		parts = slices.DeleteFunc(parts, func(p string) bool { return strings.Contains(t, strings.TrimSpace(p)) })
		return joinParts(append([]string{t}, parts...))
	}
	return joinParts(append(d.how(), parts...))
}

// how is how much, when and how, part by part.
func (d dosage) how() []string {
	var parts []string
	for _, r := range d.DoseAndRate {
		parts = append(parts, r.Quantity.plain(), r.Range.plain(), r.Rate.plain(), r.RateRange.plain(), r.RateQuantity.plain())
	}
	parts = append(parts, d.Timing.plain())
	if why := d.NeededFor.plain(); d.AsNeeded || why != "" {
		parts = append(parts, "p.r.n. "+why)
	}
	for _, most := range []string{d.Most.plain(), d.MostAtOnce.plain(), d.MostAtAll.plain()} {
		if most != "" {
			parts = append(parts, "≤ "+most)
		}
	}
	return append(parts, d.Method.plain(), d.Route.plain(), d.Site.plain())
}

func joinParts(parts []string) string {
	var kept []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}

// timing is FHIR's Timing: when, or how often within a period.
type timing struct {
	Event  []date  `json:"event"`
	Code   concept `json:"code"`
	Repeat repeat  `json:"repeat"`
}

type repeat struct {
	Bounds       period   `json:"boundsPeriod"`
	Lasts        quantity `json:"boundsDuration"`
	LastsRange   span     `json:"boundsRange"`
	Count        decimal  `json:"count"`
	CountMax     decimal  `json:"countMax"`
	Duration     decimal  `json:"duration"`
	DurationMax  decimal  `json:"durationMax"`
	DurationUnit string   `json:"durationUnit"`
	Frequency    decimal  `json:"frequency"`
	FrequencyMax decimal  `json:"frequencyMax"`
	Period       decimal  `json:"period"`
	PeriodMax    decimal  `json:"periodMax"`
	Unit         string   `json:"periodUnit"`
	Days         []string `json:"dayOfWeek"`
	Hours        []clock  `json:"timeOfDay"`
	When         []string `json:"when"`
	Offset       decimal  `json:"offset"`
}

// plain is "2 / 1 d, → 10 d": how often in how long, for how long in all.
func (t timing) plain() string {
	parts := []string{t.Code.plain()}
	if parts[0] == "" {
		parts[0] = t.Repeat.often()
	}
	for _, e := range t.Event {
		parts = append(parts, dateWords(e))
	}
	return joinParts(append(parts, t.Repeat.when()...))
}

// first is the first stated moment.
func (t timing) first() date {
	for _, e := range t.Event {
		return e
	}
	return t.Repeat.Bounds.Start
}

// often is how often in how long; once where only the time is stated (FHIR R4,
// Timing.repeat.frequency).
func (r repeat) often() string {
	if r.Period == "" {
		return upTo(r.Frequency, r.FrequencyMax)
	}
	if r.Frequency == "" {
		r.Frequency = "1"
	}
	return upTo(r.Frequency, r.FrequencyMax) + " / " + upTo(r.Period, r.PeriodMax) + " " + r.Unit
}

// when are the days and hours, and for how long in all.
func (r repeat) when() []string {
	hours := make([]string, len(r.Hours))
	for i, h := range r.Hours {
		hours[i] = strings.TrimSuffix(string(h), ":00")
	}
	when := strings.Join(r.When, " ")
	if r.Offset != "" {
		when += " " + string(r.Offset) + " min"
	}
	parts := []string{strings.Join(r.Days, " "), strings.Join(hours, " "), when}
	if r.Duration != "" {
		parts = append(parts, upTo(r.Duration, r.DurationMax)+" "+r.DurationUnit)
	}
	if r.Count != "" {
		parts = append(parts, "× "+upTo(r.Count, r.CountMax))
	}
	for _, lasts := range []string{r.Lasts.plain(), r.LastsRange.plain()} {
		if lasts != "" {
			parts = append(parts, "→ "+lasts)
		}
	}
	return append(parts, r.Bounds.plain())
}

// upTo is a number, or a span of two.
func upTo(least, most decimal) string {
	if most == "" || most == least {
		return string(least)
	}
	return string(least) + "–" + string(most)
}
