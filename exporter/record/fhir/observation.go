package fhir

import (
	"slices"
	"strings"

	"vypiska/exporter/record"
)

type observation struct {
	head
	value
	Subject         reference    `json:"subject"`
	Encounter       reference    `json:"encounter"`
	Category        []concept    `json:"category"`
	Code            concept      `json:"code"`
	Effective       date         `json:"effectiveDateTime"`
	EffectiveMoment date         `json:"effectiveInstant"`
	EffectivePeriod period       `json:"effectivePeriod"`
	EffectiveTiming timing       `json:"effectiveTiming"`
	Focus           []reference  `json:"focus"`
	Interpretation  []concept    `json:"interpretation"`
	Ranges          []valueRange `json:"referenceRange"`
	Note            []annotation `json:"note"`
	Method          concept      `json:"method"`
	Specimen        reference    `json:"specimen"`
	Site            concept      `json:"bodySite"`
	Performer       []reference  `json:"performer"`
	Component       []component  `json:"component"`
	Member          []reference  `json:"hasMember"`
}

type component struct {
	value
	Code           concept      `json:"code"`
	Interpretation []concept    `json:"interpretation"`
	Ranges         []valueRange `json:"referenceRange"`
}

// value is value[x] of an Observation (FHIR R4, 10.1) and the reason for none.
type value struct {
	Quantity *quantity `json:"valueQuantity"`
	Concept  *concept  `json:"valueCodeableConcept"`
	String   *string   `json:"valueString"`
	Boolean  *bool     `json:"valueBoolean"`
	Integer  *decimal  `json:"valueInteger"`
	Range    *span     `json:"valueRange"`
	Ratio    *ratio    `json:"valueRatio"`
	Sampled  present   `json:"valueSampledData"`
	Time     *clock    `json:"valueTime"`
	DateTime *date     `json:"valueDateTime"`
	Period   *period   `json:"valuePeriod"`
	Absent   concept   `json:"dataAbsentReason"`
}

type valueRange struct {
	Low       quantity  `json:"low"`
	High      quantity  `json:"high"`
	Text      string    `json:"text"`
	Type      concept   `json:"type"`
	AppliesTo []concept `json:"appliesTo"`
	Age       span      `json:"age"`
}

func (o *observation) owners() ([]reference, bool) { return []reference{o.Subject}, true }

func (o *observation) links() []reference { return o.Member }

func (o *observation) check() error {
	if err := o.value.check(); err != nil {
		return err
	}
	for i, c := range o.Component {
		if err := c.value.check(); err != nil {
			path, what := explain(err)
			return wrongf("component["+itoa(i)+"]."+path, "%s", what)
		}
	}
	return nil
}

func (v *value) check() error {
	n := 0
	for _, there := range []bool{
		v.Quantity != nil, v.Concept != nil, v.String != nil, v.Boolean != nil, v.Integer != nil, v.Range != nil,
		v.Ratio != nil, bool(v.Sampled), v.Time != nil, v.DateTime != nil, v.Period != nil,
	} {
		if there {
			n++
		}
	}
	if n > 1 {
		return wrongf("value", "more than one value, so it is not known which is meant")
	}
	if q := v.Quantity; q != nil {
		switch q.Comparator {
		case "", "<", "<=", ">=", ">":
		default:
			return wrongf("valueQuantity.comparator", "want <, <=, >= or >")
		}
	}
	return nil
}

func (v *value) record() record.Value {
	out := record.Value{}
	out.Absent = v.Absent.standard()
	switch {
	case v.Quantity != nil:
		out.Number, out.Comparator, out.Unit = record.Number(v.Quantity.Value), v.Quantity.Comparator, v.Quantity.unit()
	case v.Integer != nil:
		out.Number = record.Number(*v.Integer)
	case bool(v.Sampled):
		out.Absent = "unsupported" // a curve is no words
	default:
		out.Words = words(v.plain())
	}
	if (v.Absent.Text != "" || out.Absent == "") && out.Number == "" && out.Words.Empty() {
		out.Words = words(v.Absent.plain())
	}
	return out
}

// plain is the value in words. Yes and no stay "true" and "false": forms have
// the words of their language.
func (v *value) plain() string {
	switch {
	case v.Concept != nil:
		return v.Concept.plain()
	case v.String != nil:
		return *v.String
	case v.Boolean != nil && *v.Boolean:
		return "true"
	case v.Boolean != nil:
		return "false"
	case v.Range != nil:
		return v.Range.plain()
	case v.Ratio != nil:
		return v.Ratio.plain()
	case v.Time != nil:
		return string(*v.Time)
	case v.DateTime != nil:
		return dateWords(*v.DateTime)
	case v.Period != nil:
		return v.Period.plain()
	}
	return ""
}

// plain is "2025-01 – 2025-02"; "" where neither end is stated.
func (p period) plain() string {
	if p.Start.IsZero() && p.End.IsZero() {
		return ""
	}
	return strings.TrimSpace(dateWords(p.Start) + " – " + dateWords(p.End))
}

func dateWords(d date) string {
	return strings.TrimSpace(d.Day() + " " + d.Clock())
}

// plain is "4–6 mmol/L", or "≥ 4 mmol/L" where one end is open.
func (s span) plain() string {
	low, high := s.Low, s.High
	switch {
	case low.Value == "" && high.Value == "":
		return ""
	case high.Value == "":
		return "≥ " + low.plain()
	case low.Value == "":
		return "≤ " + high.plain()
	case low.unit() == "" || low.unit() == high.unit():
		return string(low.Value) + "–" + high.plain()
	}
	return low.plain() + " – " + high.plain()
}

// plain is "1:128", or "5 mg / 10 mL" where there are units.
func (r ratio) plain() string {
	if r == (ratio{}) {
		return ""
	}
	if r.Numerator.unit() == "" && r.Denominator.unit() == "" {
		return r.Numerator.plain() + ":" + r.Denominator.plain()
	}
	return r.Numerator.plain() + " / " + r.Denominator.plain()
}

// ranges keeps bounds as numbers only where they are the normal ones and in the
// value's own unit; otherwise nothing may be compared with them and they become words.
func ranges(list []valueRange, v value) []record.Range {
	var out []record.Range
	for _, r := range list {
		one := record.Range{Text: strings.TrimSpace(r.Text), AppliesTo: texts(r.AppliesTo), Ages: r.Age.age()}
		normal := r.Type.code() == "" || r.Type.has("normal")
		if !normal {
			one.AppliesTo = append(one.AppliesTo, r.Type.text())
		}
		if normal && v.compares(r.Low) && v.compares(r.High) {
			one.Low, one.High = record.Number(r.Low.Value), record.Number(r.High.Value)
		} else if one.Text == "" {
			one.Text = span{r.Low, r.High}.plain()
		}
		out = append(out, one)
	}
	return out
}

// compares reports whether a bound may be compared with the value, and be
// printed beside it without a unit of its own.
func (v value) compares(bound quantity) bool {
	if bound.Value == "" || v.Integer != nil {
		return true
	}
	if v.Quantity == nil {
		return bound.unit() == ""
	}
	return sameUnit(bound, *v.Quantity)
}

func sameUnit(bound, v quantity) bool {
	if bound.Code != "" && v.Code != "" {
		return bound.Code == v.Code
	}
	return bound.unit() == "" || v.unit() == "" || bound.Unit == v.Unit || bound.unit() == v.unit()
}

// interpretations keeps the words, and the codes of v3-ObservationInterpretation
// and of the v2 table it came from.
func interpretations(list []concept) []record.Text {
	out := texts(list)
	for i := range out {
		out[i].Codes = slices.DeleteFunc(out[i].Codes, func(c record.Code) bool {
			return c.System != "" && !strings.Contains(c.System, "ObservationInterpretation") && !strings.HasSuffix(c.System, "0078")
		})
	}
	return out
}

func (s *scene) observation(o *observation) record.Observation {
	for _, p := range o.Performer {
		s.ref(p)
	}
	taken, collected := s.specimen(o.Specimen)
	out := record.Observation{
		Meta: s.meta(o.Encounter), Status: record.Status(o.Status), Categories: codeWords(o.Category), Code: o.Code.text(),
		Effective: stated(o.Effective, o.EffectiveMoment, o.EffectivePeriod.Start, o.EffectivePeriod.End, o.EffectiveTiming.first(), collected),
		About:     s.why(nil, o.Focus...),
		Value:     o.value.record(), Interpretation: interpretations(o.Interpretation), Ranges: ranges(o.Ranges, o.value),
		Note: record.Join("\n", noteText(o.Note), o.additional()), Method: words(o.Method.plain()), Specimen: taken.words(), Unfit: taken.Status == "unsatisfactory", Site: words(o.Site.plain()), Members: s.own(o.Member),
	}
	if end := o.EffectivePeriod.End; !o.EffectivePeriod.Start.IsZero() && end.Date != out.Effective {
		out.Ended = end.Date
	}
	for _, c := range o.Component {
		out.Components = append(out.Components, record.Component{
			Code: c.Code.text(), Value: c.value.record(), Interpretation: interpretations(c.Interpretation), Ranges: ranges(c.Ranges, c.value),
		})
	}
	return out
}
