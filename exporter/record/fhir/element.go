package fhir

import (
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"vypiska/exporter/record"
)

// The data types of FHIR R4 (2.24) with the fields we read. A field not here is
// ignored whatever its type.
type (
	coding struct {
		System  string `json:"system"`
		Code    string `json:"code"`
		Display string `json:"display"`
	}
	concept struct {
		Coding []coding `json:"coding"`
		Text   string   `json:"text"`
	}
	identifier struct {
		tenure
		Type     concept    `json:"type"`
		System   string     `json:"system"`
		Value    string     `json:"value"`
		Assigner *reference `json:"assigner"`
	}
	reference struct {
		Reference  string      `json:"reference"`
		Type       string      `json:"type"`
		Identifier *identifier `json:"identifier"`
		Display    string      `json:"display"`
	}
	period struct {
		Start date `json:"start"`
		End   date `json:"end"`
	}
	quantity struct {
		Value      decimal `json:"value"`
		Comparator string  `json:"comparator"`
		Unit       string  `json:"unit"`
		Code       string  `json:"code"`
	}
	span struct {
		Low  quantity `json:"low"`
		High quantity `json:"high"`
	}
	ratio struct {
		Numerator   quantity `json:"numerator"`
		Denominator quantity `json:"denominator"`
	}
	annotation struct {
		Text string `json:"text"`
	}
	humanName struct {
		tenure
		Text      string      `json:"text"`
		Family    string      `json:"family"`
		Given     []string    `json:"given"`
		Prefix    []string    `json:"prefix"`
		Suffix    []string    `json:"suffix"`
		Extension []extension `json:"extension"`
		// Extensions of the family name, where R4 puts the father's name.
		FamilyMore struct {
			Extension []extension `json:"extension"`
		} `json:"_family"`
	}
	address struct {
		tenure
		Text       string   `json:"text"`
		Line       []string `json:"line"`
		City       string   `json:"city"`
		District   string   `json:"district"`
		State      string   `json:"state"`
		PostalCode string   `json:"postalCode"`
		Country    string   `json:"country"`
	}
	contactPoint struct {
		tenure
		System string `json:"system"`
		Value  string `json:"value"`
	}
	attachment struct {
		ContentType string `json:"contentType"`
		Language    string `json:"language"`
		Data        string `json:"data"`
		URL         string `json:"url"`
		Size        *int64 `json:"size"`
		Hash        string `json:"hash"`
		Title       string `json:"title"`
	}
	// extension is read where an extension's words matter: names and what hides
	// a patient's identity.
	extension struct {
		URL       string        `json:"url"`
		Extension []extension   `json:"extension"`
		String    string        `json:"valueString"`
		Markdown  string        `json:"valueMarkdown"`
		Address   *address      `json:"valueAddress"`
		Name      *humanName    `json:"valueHumanName"`
		Contact   *contactPoint `json:"valueContactPoint"`
		ID        *identifier   `json:"valueIdentifier"`
		Concept   *concept      `json:"valueCodeableConcept"`
		Coding    *coding       `json:"valueCoding"`
	}
)

// date is a FHIR date, dateTime or instant; null is no date.
type date struct{ record.Date }

func (d *date) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	tok, err := dec.ReadToken()
	if err != nil {
		return err
	}
	switch tok.Kind() {
	case 'n':
		return nil
	case '"':
		d.Date, err = parseDate(tok.String())
		return err
	}
	return wrongf("", "wrong JSON type: is %s, want a date in quotes", kindName(tok.Kind()))
}

// parseDate is record.ParseDate, stricter where time.Parse forgives an hour of
// one digit, and refusing a date that is there but empty.
func parseDate(s string) (record.Date, error) {
	if s == "" || len(s) > 10 && (len(s) < len("2006-01-02T15:04:05Z") || s[13] != ':') {
		return record.Date{}, wrongf("", "%v", record.ErrDate)
	}
	d, err := record.ParseDate(s)
	if err != nil {
		return record.Date{}, wrongf("", "%v", record.ErrDate)
	}
	return d, nil
}

// decimal is a JSON number exactly as it was written.
type decimal string

func (d *decimal) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	v, err := dec.ReadValue()
	if err != nil {
		return err
	}
	switch v.Kind() {
	case 'n':
	case '0':
		*d = decimal(v)
	default:
		return wrongf("", "wrong JSON type: is %s, want a number", kindName(v.Kind()))
	}
	return nil
}

// clock is a time of day.
type clock string

func (c *clock) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var s string
	if err := json.UnmarshalDecode(dec, &s); err != nil {
		return err
	}
	if _, err := time.Parse("15:04:05", strings.Replace(s, ":60", ":59", 1)); err != nil || strings.Contains(s, ":60:") {
		return wrongf("", "not a FHIR time: want hh:mm:ss")
	}
	*c = clock(s)
	return nil
}

// present says that a field is there, whatever is in it.
type present bool

func (p *present) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*p = dec.PeekKind() != 'n'
	return dec.SkipValue()
}

// words wraps a text; only white space is no text.
func words(s string) record.Personal {
	return record.NewPersonal(strings.TrimSpace(s))
}

func allWords(list []string) []record.Personal {
	var out []record.Personal
	for _, s := range list {
		if w := words(s); !w.Empty() {
			out = append(out, w)
		}
	}
	return out
}

func notes(list []annotation) []record.Personal {
	texts := make([]string, len(list))
	for i, a := range list {
		texts[i] = a.Text
	}
	return allWords(texts)
}

func noteText(list []annotation) record.Personal {
	var texts []string
	for _, a := range list {
		if t := strings.TrimSpace(a.Text); t != "" {
			texts = append(texts, t)
		}
	}
	return words(strings.Join(texts, "\n"))
}

// plain is what a person reads of a concept: its text, else the first display,
// else the first code.
func (c concept) plain() string {
	if t := strings.TrimSpace(c.Text); t != "" {
		return t
	}
	for _, k := range c.Coding {
		if t := strings.TrimSpace(k.Display); t != "" {
			return t
		}
	}
	return c.code()
}

// code is the first code.
func (c concept) code() string {
	for _, k := range c.Coding {
		if k.Code != "" {
			return k.Code
		}
	}
	return ""
}

// status is the code of HL7's own system among several, else the first one, else
// the words of a source that codes nothing.
func (c concept) status() record.Status {
	for _, k := range c.Coding {
		if k.Code != "" && strings.Contains(k.System, "hl7.org/") {
			return record.Status(k.Code)
		}
	}
	if code := c.code(); code != "" {
		return record.Status(code)
	}
	return record.Status(c.plain())
}

// standard is the code of HL7's own system, or one of no system; "" where a source
// has only codes of its own, which forms have no words for.
func (c concept) standard() string {
	for _, k := range c.Coding {
		if k.Code != "" && (k.System == "" || strings.Contains(k.System, "hl7.org/")) {
			return k.Code
		}
	}
	return ""
}

// severityCodes are the codes of SNOMED CT that R4 prefers for a severity.
var severityCodes = map[string]string{"24484000": "severe", "6736007": "moderate", "255604002": "mild"}

// severity is in the source's words, or one of mild, moderate, severe where it has a code alone.
func (c concept) severity() record.Personal {
	if word := severityCodes[c.plain()]; word != "" {
		return words(word)
	}
	return words(c.plain())
}

func (c concept) has(code string) bool {
	for _, k := range c.Coding {
		if k.Code == code {
			return true
		}
	}
	return false
}

func (c concept) text() record.Text {
	return record.Text{Text: words(c.plain()), Codes: c.codes()}
}

func (c concept) codes() []record.Code {
	var out []record.Code
	for _, k := range c.Coding {
		if k.Code != "" {
			out = append(out, record.Code{System: k.System, Code: k.Code})
		}
	}
	return out
}

func texts(list []concept) []record.Text {
	var out []record.Text
	for _, c := range list {
		if t := c.text(); !t.Text.Empty() {
			out = append(out, t)
		}
	}
	return out
}

// plains are what a person reads of each.
func plains(list []concept) []record.Personal {
	var out []record.Personal
	for _, t := range texts(list) {
		out = append(out, t.Text)
	}
	return out
}

func codeWords(list []concept) []string {
	var out []string
	for _, c := range list {
		for _, k := range c.codes() {
			out = append(out, k.Code)
		}
	}
	return out
}

func (p period) record() record.Period {
	return record.Period{Start: p.Start.Date, End: p.End.Date}
}

// same compares moments, whatever zone they are written in.
func (p period) same(q period) bool {
	equal := func(a, b date) bool {
		return a.Precision() == b.Precision() && a.Start(time.UTC).Equal(b.Start(time.UTC))
	}
	return equal(p.Start, q.Start) && equal(p.End, q.End)
}

// moment is a period of one date.
func moment(d date) record.Period {
	return record.Period{Start: d.Date, End: d.Date}
}

func (q quantity) unit() string {
	if q.Unit != "" {
		return q.Unit
	}
	return q.Code
}

// plain is "< 5 mmol/L".
func (q quantity) plain() string {
	return strings.TrimSpace(strings.TrimSpace(q.Comparator+" "+string(q.Value)) + " " + q.unit())
}
