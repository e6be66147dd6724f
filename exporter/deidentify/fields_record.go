package deidentify

import (
	"fmt"
	"reflect"
	"regexp"
	"time"

	"vypiska/exporter/record"
)

// Report tells what de-identification did. It holds nothing that tells who.
type Report struct {
	Profile Profile
	Methods []string
	// AgeBand is the patient's age at asOf, or at death, as a band; "" if unknown.
	AgeBand string
	// Pseudonym is the patient's name for this recipient; "" where the profile gives none.
	Pseudonym string
	// Findings lists what was taken out of free text.
	Findings []Finding
}

// A Finding is one thing taken out of a free text: where, what type, by which
// rule, never what it was.
type Finding struct {
	Text  int    `json:"text"` // the text's place among the texts of the record, from 1
	Start int    `json:"start"`
	End   int    `json:"end"` // in code points of the text
	Type  string `json:"type"`
	Rule  string `json:"rule"` // the layer that found it
}

// Record gives the record back with everything gone that tells who the patient
// or anybody else is. What a rule does not let pass is withheld, a field nobody
// thought of too. The record handed in is not changed; what is handed out shares
// no text with it that was scrubbed. An unknown profile is ErrProfile.
//
// known is gathered from the whole record, also where rec is a selected part of
// it. lang ("ru", "en") chooses the words of the placeholders.
func Record(rec record.Record, known Identity, p Profile, lang string, asOf time.Time) (record.Record, Report, error) {
	plan, err := p.plan()
	if err != nil {
		return record.Record{}, Report{}, fmt.Errorf("de-identify record: %w", err)
	}
	a := &anonymizer{
		plan: plan, scrub: NewScrubber(known, lang), numbers: known.numbers(), refs: opaqueRefs(rec, plan), issuer: rec.Issuer,
		seen: map[string]string{}, coarse: p.coarse,
	}
	a.scrub.noYears = p.coarse >= NoYears
	if p.counted {
		a.scrub.ages = agesIn(rec, asOf)
	}
	if p.counted && p.coarse >= NoRegion {
		a.scrub.known.addRegions(rec.Patient.Addresses)
	}
	rep := Report{Profile: p, Methods: p.Methods(), AgeBand: bandOf(ageAt(rec.Patient, asOf), p.coarse)}
	if plan.shift {
		a.days = p.veil.days(string(rec.Patient.ID))
		a.scrub.days = a.days
	}
	if plan.pseudonym {
		rep.Pseudonym = p.veil.pseudonym(string(rec.Patient.ID))
	}
	out := reflect.New(reflect.TypeFor[record.Record]()).Elem()
	a.fields(reflect.ValueOf(rec), out)
	rep.Findings = a.findings
	return out.Interface().(record.Record), rep, nil
}

// ageAt is the age at a moment, or at death; -1 if unknown.
func ageAt(p record.Patient, asOf time.Time) int {
	if p.Dead && p.Deceased.IsZero() {
		return -1
	}
	if !p.Deceased.IsZero() && p.Deceased.Start(utc).Before(asOf) {
		asOf = p.Deceased.Start(utc)
	}
	years, ok := p.Birth.AgeAt(asOf)
	if !ok {
		return -1
	}
	return years
}

// agesIn are the ages a record may say of its patient: from that at the first study
// or report to that at asOf; none where the birthday is not known.
func agesIn(rec record.Record, asOf time.Time) [2]int {
	now := ageAt(rec.Patient, asOf)
	if now < 0 {
		return [2]int{}
	}
	first := now
	if years := TraitsOf(rec, asOf).Years; len(years) > 0 {
		first = min(now, max(0, now-(asOf.Year()-years[0])-1))
	}
	return [2]int{first, now}
}

// An anonymizer applies the rules to one record.
type anonymizer struct {
	plan     *plan
	scrub    *Scrubber
	coarse   Coarseness
	days     int // dates go back by so many days; 0: they are cut to the year
	numbers  map[string]bool
	refs     map[record.Ref]record.Ref
	issuer   record.Ref
	seen     map[string]string // text -> clean text: results repeat their names
	findings []Finding
}

// fields fills out with what the rules let pass of the struct in.
func (a *anonymizer) fields(in, out reflect.Value) {
	typ := in.Type()
	for i := range typ.NumField() {
		f := typ.Field(i)
		if r := a.plan.fields[typ.Name()+"."+f.Name]; r != drop && f.IsExported() {
			a.field(r, in.Field(i), out.Field(i))
		}
	}
}

func (a *anonymizer) field(r rule, in, out reflect.Value) {
	if r == letterhead {
		out.Set(reflect.ValueOf(a.letterhead(in.Interface().([]record.Organization))))
		return
	}
	switch in.Kind() {
	case reflect.Slice:
		a.list(r, in, out)
	case reflect.String:
		out.SetString(a.word(r, in.String()))
	case reflect.Struct:
		a.structure(r, in, out)
	case reflect.Int, reflect.Bool:
		if r == keep {
			out.Set(in)
		}
	}
}

// list keeps the length of lists of structures, and leaves out references and
// words that did not pass.
func (a *anonymizer) list(r rule, in, out reflect.Value) {
	if in.Len() == 0 {
		return
	}
	l := reflect.MakeSlice(in.Type(), 0, in.Len())
	for i := range in.Len() {
		e := reflect.New(in.Type().Elem()).Elem()
		a.field(r, in.Index(i), e)
		if e.Kind() == reflect.String && e.Len() == 0 {
			continue
		}
		l = reflect.Append(l, e)
	}
	out.Set(l)
}

// structure handles the leaves of the model by their types, and goes into the rest.
func (a *anonymizer) structure(r rule, in, out reflect.Value) {
	switch v := in.Interface().(type) {
	case record.Personal:
		if r == text || r == region && a.coarse < NoRegion {
			out.Set(reflect.ValueOf(record.NewPersonal(a.text(v.Reveal()))))
		}
	case record.Date:
		if r == date {
			out.Set(reflect.ValueOf(a.date(v)))
		}
	case record.Age:
		if r == age {
			out.Set(reflect.ValueOf(a.age(v)))
		} else if r == into {
			a.fields(in, out)
		}
	case record.BirthDate:
	default:
		if r == into {
			a.fields(in, out)
		}
	}
}

func (a *anonymizer) date(d record.Date) record.Date {
	if a.coarse >= NoYears {
		return record.Date{}
	}
	if a.plan.shift {
		return moved(d, a.days)
	}
	return d.OnlyYear()
}

var (
	codeShape   = regexp.MustCompile(`^[A-Za-zА-Яа-я0-9<>=*][A-Za-zА-Яа-я0-9.,:+*/|=\[\]^_-]{0,39}$`)
	unitShape   = regexp.MustCompile(`^[\p{L}\p{N}%‰°µμ*/^.,·⋅×()\[\]{}\-–+'" _]{1,40}$`)
	systemShape = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9/._:#?=%&~-]{1,160}$`)
	numberShape = regexp.MustCompile(`^[+-]?[0-9]{1,18}([.,][0-9]{1,18})?([eE][+-]?[0-9]{1,3})?$`)
)

// word decides about a string that is not Personal.
func (a *anonymizer) word(r rule, s string) string {
	switch {
	case s == "":
	case r == keep && codeShape.MatchString(s), r == decimal && numberShape.MatchString(s):
		return s
	case (r == code && codeShape.MatchString(s) || r == system && systemShape.MatchString(s)) && !a.numbers[squeeze(s)] && !a.scrub.names(s):
		return s
	case r == unit && unitShape.MatchString(s) && a.text(s) == s:
		return s
	case r == text:
		return a.text(s)
	case r == ref:
		return string(a.refs[record.Ref(s)])
	case r == issuer && a.issuer != "":
		return string(issuerRef)
	}
	return ""
}

func (a *anonymizer) text(s string) string {
	clean, ok := a.seen[s]
	if !ok {
		var spans []Span
		clean, spans = a.scrub.Scrub(s)
		a.seen[s] = clean
		for _, sp := range spans {
			a.findings = append(a.findings, Finding{len(a.seen), sp.Start, sp.End, sp.Type, sp.Rule})
		}
	}
	return clean
}

// issuerRef stands for the issuing clinic, whatever its id was.
const issuerRef record.Ref = "Organization/1"

// letterhead keeps the issuing clinic, which prints its own name on the copy.
func (a *anonymizer) letterhead(all []record.Organization) []record.Organization {
	for _, o := range all {
		if a.issuer != "" && o.Ref == a.issuer {
			o.Ref = issuerRef
			return []record.Organization{o}
		}
	}
	return nil
}
