package exporter

import (
	"slices"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

var msk = time.FixedZone("MSK", 3*3600)

func onDay(t *testing.T, s string) record.When {
	t.Helper()
	return record.When{Period: record.Period{Start: day(t, s), End: day(t, s)}}
}

func day(t *testing.T, s string) record.Date {
	t.Helper()
	d, err := record.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func granted(t *testing.T, change func(*policy.Ask)) policy.Grant {
	t.Helper()
	a := policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: "p", Kind: policy.Signed, Basis: "test", Lang: "ru"}
	change(&a)
	g, err := policy.Decide(a, policy.Facts{}, time.Date(2025, 6, 15, 23, 59, 59, 0, msk))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func meta(ref string) record.Meta { return record.Meta{Ref: record.Ref(ref)} }

func TestSelectKeepsWhatLiesInside(t *testing.T) {
	rec := record.Record{
		Observations: []record.Observation{
			{Meta: meta("Observation/before"), Effective: day(t, "2024-12-31T23:59:00+03:00")},
			{Meta: meta("Observation/first-day"), Effective: day(t, "2025-01-01")},
			{Meta: meta("Observation/last-day"), Effective: day(t, "2025-03-31T23:59:00+03:00")},
			{Meta: meta("Observation/after"), Effective: day(t, "2025-04-01")},
			{Meta: meta("Observation/today"), Effective: day(t, "2025-06-15T18:00:00+03:00")},
			{Meta: meta("Observation/tomorrow"), Effective: day(t, "2025-06-16")},
			{Meta: meta("Observation/undated")},
		},
		Diagnoses: []record.Diagnosis{
			{Meta: meta("Condition/lasting"), Onset: onDay(t, "2019")},
			{Meta: meta("Condition/over"), Onset: onDay(t, "2019"), Abated: onDay(t, "2020-01-01")},
		},
		Encounters: []record.Encounter{
			{Meta: meta("Encounter/long-ago-without-end"), Period: record.Period{Start: day(t, "2019-01-01")}},
			{Meta: meta("Encounter/across"), Period: record.Period{Start: day(t, "2024-12-30"), End: day(t, "2025-01-02")}},
		},
		Reports: []record.Report{{Meta: meta("DiagnosticReport/issued"), Issued: day(t, "2025-02-01")}},
	}
	refs := func(r record.Record) map[record.Ref]bool {
		out := map[record.Ref]bool{}
		for _, o := range r.Observations {
			out[o.Ref] = true
		}
		for _, d := range r.Diagnoses {
			out[d.Ref] = true
		}
		for _, e := range r.Encounters {
			out[e.Ref] = true
		}
		for _, p := range r.Reports {
			out[p.Ref] = true
		}
		return out
	}
	for _, c := range []struct {
		name     string
		ask      func(*policy.Ask)
		want     []record.Ref
		unwanted []record.Ref
	}{
		{"without a period everything up to the day", func(*policy.Ask) {},
			[]record.Ref{"Observation/before", "Observation/today", "Observation/undated", "Condition/over", "Encounter/across", "DiagnosticReport/issued"},
			[]record.Ref{"Observation/tomorrow"}},
		{"with a period only what lies in it", func(a *policy.Ask) { a.Period = record.Period{Start: day(t, "2025-01-01"), End: day(t, "2025-03-31")} },
			[]record.Ref{"Observation/first-day", "Observation/last-day", "Condition/lasting", "Encounter/across", "DiagnosticReport/issued"},
			[]record.Ref{"Observation/before", "Observation/after", "Observation/undated", "Condition/over", "Encounter/long-ago-without-end", "Observation/today"}},
		{"chosen items and nothing else", func(a *policy.Ask) { a.Items = []record.Ref{"Observation/before"} },
			[]record.Ref{"Observation/before"}, []record.Ref{"Observation/first-day", "Condition/lasting", "DiagnosticReport/issued"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			part, _ := Select(rec, granted(t, c.ask))
			got := refs(part)
			for _, w := range c.want {
				if !got[w] {
					t.Errorf("%s is missing", w)
				}
			}
			for _, u := range c.unwanted {
				if got[u] {
					t.Errorf("%s was copied", u)
				}
			}
		})
	}
}

func TestAReportBringsItsResultsAndStudies(t *testing.T) {
	rec := record.Record{
		Reports:      []record.Report{{Meta: meta("DiagnosticReport/1"), Issued: day(t, "2025-02-01"), Results: []record.Ref{"Observation/1"}, Studies: []record.Ref{"ImagingStudy/1"}}},
		Observations: []record.Observation{{Meta: meta("Observation/1")}, {Meta: meta("Observation/2")}},
		Studies:      []record.ImagingStudy{{Meta: meta("ImagingStudy/1")}, {Meta: meta("ImagingStudy/2")}},
	}
	part, _ := Select(rec, granted(t, func(a *policy.Ask) { a.Items = []record.Ref{"DiagnosticReport/1"} }))
	if len(part.Reports) != 1 || len(part.Observations) != 1 || len(part.Studies) != 1 {
		t.Errorf("got %d reports, %d observations, %d studies", len(part.Reports), len(part.Observations), len(part.Studies))
	}
}

func TestRestrictedResourcesAreWithheldAndCounted(t *testing.T) {
	hiv := record.Meta{Ref: "Observation/hiv", Labels: []record.Label{{Code: "R"}}}
	rec := record.Record{Observations: []record.Observation{{Meta: hiv}, {Meta: meta("Observation/1")}}}
	part, withheld := Select(rec, granted(t, func(*policy.Ask) {}))
	if len(part.Observations) != 1 || withheld != 1 {
		t.Errorf("the operator got %d, %d withheld", len(part.Observations), withheld)
	}
	own := granted(t, func(a *policy.Ask) { a.Asker = policy.Asker{Role: policy.Patient, Subject: "Patient/p"} })
	if part, withheld = Select(rec, own); len(part.Observations) != 2 || withheld != 0 {
		t.Errorf("the patient got %d, %d withheld", len(part.Observations), withheld)
	}
}

// coded are interpretations with a code and no words.
func coded(codes ...string) (out []record.Text) {
	for _, c := range codes {
		out = append(out, record.Text{Codes: []record.Code{{Code: c}}})
	}
	return out
}

func TestFlags(t *testing.T) {
	r := record.Range{Low: "3.9", High: "6.1"}
	num := func(n string) record.Value { return record.Value{Number: record.Number(n)} }
	for _, c := range []struct {
		name   string
		codes  []string // each an interpretation of its own
		value  record.Value
		ranges []record.Range
		want   Flag
	}{
		{"the laboratory's word counts more than the range", []string{"N"}, num("9"), []record.Range{r}, FlagNormal},
		{"above the range", nil, num("6.2"), []record.Range{r}, FlagHigh},
		{"the bound itself is normal", nil, num("6.1"), []record.Range{r}, FlagNormal},
		{"below the range", nil, num("3.89"), []record.Range{r}, FlagLow},
		{"no range, no flag", nil, num("9"), nil, FlagNone},
		{"two ranges, no guess", nil, num("9"), []record.Range{r, r}, FlagNone},
		{"less than what is below the range", nil, record.Value{Number: "3", Comparator: "<"}, []record.Range{r}, FlagLow},
		{"less than the lower bound", nil, record.Value{Number: "3.9", Comparator: "<"}, []record.Range{r}, FlagLow},
		{"the lower bound or less may be the bound", nil, record.Value{Number: "3.9", Comparator: "<="}, []record.Range{r}, FlagNone},
		{"less than what lies in the range may be anything", nil, record.Value{Number: "5", Comparator: "<"}, []record.Range{r}, FlagNone},
		{"less than what is above it may be anything", nil, record.Value{Number: "9", Comparator: "<"}, []record.Range{r}, FlagNone},
		{"more than the upper bound", nil, record.Value{Number: "6.1", Comparator: ">"}, []record.Range{r}, FlagHigh},
		{"more than what is above it, or as much", nil, record.Value{Number: "9", Comparator: ">="}, []record.Range{r}, FlagHigh},
		{"more than what is below it may be anything", nil, record.Value{Number: "3", Comparator: ">"}, []record.Range{r}, FlagNone},
		{"the laboratory's word counts more than a comparator", []string{"N"}, record.Value{Number: "3", Comparator: "<"}, []record.Range{r}, FlagNormal},
		{"bounds the wrong way round", nil, num("5"), []record.Range{{Low: "6.1", High: "3.9"}}, FlagNone},
		{"critical", []string{"HH"}, num("9"), nil, FlagHighCritical},
		{"an unknown code falls back to the range", []string{"XX"}, num("9"), []record.Range{r}, FlagHigh},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := flagOf(coded(c.codes...), c.value, c.ranges); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

func TestNoWordOfAReportIsLostOrSaidTwice(t *testing.T) {
	text := record.NewPersonal
	for _, c := range []struct {
		name             string
		r                record.Report
		body, conclusion int
	}{
		{"a short conclusion is a conclusion", record.Report{Conclusion: text("Норма.")}, 0, 1},
		{"a whole report is split", record.Report{Conclusion: text("А.\nБ.\nЗаключение: норма.")}, 2, 1},
		{"a document that says the same stands once", record.Report{Conclusion: text("А.\nЗаключение: норма."), Documents: []record.Document{{Text: text("А. Заключение: норма.")}}}, 1, 1},
		{"a document that says more holds the conclusion", record.Report{Conclusion: text("Норма."), Documents: []record.Document{{Text: text("Протокол.\nА.\nЗаключение: Норма.")}}}, 2, 1},
		{"a document that says something else stands beside", record.Report{Conclusion: text("Норма."), Documents: []record.Document{{Text: text("Протокол.\nА.")}}}, 2, 1},
		{"nothing said, nothing printed", record.Report{}, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			body, conclusion := wording(c.r)
			if len(body) != c.body || len(conclusion) != c.conclusion {
				t.Errorf("got %d lines and %d of conclusion, want %d and %d", len(body), len(conclusion), c.body, c.conclusion)
			}
		})
	}
}

func TestEveryResultStandsInExactlyOneTable(t *testing.T) {
	lab := func(ref, day string) record.Observation {
		d, _ := record.ParseDate(day)
		return record.Observation{Meta: meta(ref), Categories: []string{"laboratory"}, Effective: d, Code: record.Text{Text: record.NewPersonal(ref)}}
	}
	cyclic := lab("Observation/a", "2025-01-01")
	cyclic.Members = []record.Ref{"Observation/b"}
	back := lab("Observation/b", "2025-01-01")
	back.Members = []record.Ref{"Observation/a"}
	vital := lab("Observation/v", "2025-01-02")
	vital.Categories = []string{"vital-signs"}
	rec := record.Record{
		Observations: []record.Observation{cyclic, back, lab("Observation/c", "2025-01-03"), lab("Observation/d", "2025-01-03"), vital},
		Reports: []record.Report{
			{Meta: meta("DiagnosticReport/1"), Results: []record.Ref{"Observation/a", "Observation/gone"}, Conclusion: record.NewPersonal("К.")},
			{Meta: meta("DiagnosticReport/2"), Results: []record.Ref{"Observation/a"}, Conclusion: record.NewPersonal("Второй.")},
		},
	}
	b := builder{rec: rec, observations: map[record.Ref]*record.Observation{}, told: map[record.Ref]bool{}}
	for i := range rec.Observations {
		b.observations[rec.Observations[i].Ref] = &rec.Observations[i]
	}
	labs, other := b.panels()
	rows := 0
	for _, p := range append(labs, other...) {
		rows += len(p.Rows)
	}
	if rows != len(rec.Observations) || len(other) != 1 || len(labs) != 2 {
		t.Errorf("%d rows for %d observations, %d laboratory panels, %d others", rows, len(rec.Observations), len(labs), len(other))
	}
	if rest := b.reports(); len(rest) != 1 || len(rest[0].Conclusion) != 1 {
		t.Errorf("the second report's words must be printed on their own: %d", len(rest))
	}
}

func TestSelectKeepsTheImagesThatLieInside(t *testing.T) {
	at := func(ref, when string) record.Image {
		i := record.Image{Meta: meta(ref)}
		if when != "" {
			i.Date = day(t, when)
		}
		return i
	}
	rec := record.Record{Reports: []record.Report{{Meta: meta("DiagnosticReport/r"), Issued: day(t, "2025-02-01"), Images: []record.Image{
		at("Media/undated", ""), at("Media/inside", "2025-01-31"), at("Media/before", "2019-05-05"), at("Media/tomorrow", "2025-06-16"),
	}}}}
	part, withheld := Select(rec, granted(t, func(a *policy.Ask) { a.Period = record.Period{Start: day(t, "2025-01-01"), End: day(t, "2025-03-31")} }))
	var refs []record.Ref
	for _, i := range part.Reports[0].Images {
		refs = append(refs, i.Ref)
	}
	if len(refs) != 2 || refs[0] != "Media/undated" || refs[1] != "Media/inside" || withheld != 0 {
		t.Errorf("kept %v, withheld %d", refs, withheld)
	}
	if len(rec.Reports[0].Images) != 4 {
		t.Error("Select changed what it was given")
	}
}

func TestAResultStandsInTheFinalReportAndNotInThePreliminaryOne(t *testing.T) {
	o := record.Observation{Meta: meta("Observation/a"), Categories: []string{"laboratory"}, Effective: day(t, "2025-01-01"), Code: record.Text{Text: record.NewPersonal("АЛТ")}}
	report := func(ref, title string, s record.Status, on string) record.Report {
		return record.Report{Meta: meta("DiagnosticReport/" + ref), Status: s, Code: record.Text{Text: record.NewPersonal(title)}, Effective: record.Period{Start: day(t, on)}, Results: []record.Ref{o.Ref}}
	}
	rec := record.Record{Observations: []record.Observation{o}, Reports: []record.Report{report("1", "первый", record.Preliminary, "2025-01-01"), report("2", "второй", "final", "2025-01-02")}}
	labs, _ := newBuilder(rec).panels()
	if len(labs) != 1 || labs[0].Preliminary || !labs[0].Title.Equal(record.NewPersonal("второй")) {
		t.Errorf("%+v", labs)
	}
	for _, i := range Look(rec, granted(t, func(*policy.Ask) {})).Items {
		if (len(i.Rows) > 0) == i.Preliminary {
			t.Errorf("a list shows the result of %s: %d", i.Refs, len(i.Rows))
		}
	}
}

func TestOnlyPoliciesThatAreInForceAreShown(t *testing.T) {
	of := func(ref, from, to string) record.Coverage {
		p := record.Period{}
		if from != "" {
			p.Start = day(t, from)
		}
		if to != "" {
			p.End = day(t, to)
		}
		return record.Coverage{Meta: meta("Coverage/" + ref), Status: "active", Period: p}
	}
	part, _ := Select(record.Record{Coverages: []record.Coverage{of("former", "2010-01-01", "2011-12-31"), of("lasting", "2024", ""),
		of("to-this-day", "2024", "2025-06-15"), of("undated", "", ""), of("to-come", "2035-01-01", "")}}, granted(t, func(*policy.Ask) {}))
	var got []string
	for _, c := range part.Coverages {
		got = append(got, strings.TrimPrefix(string(c.Ref), "Coverage/"))
	}
	if want := []string{"lasting", "to-this-day", "undated"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestALetterheadHasThePresentNumberOfTheClinic(t *testing.T) {
	number := func(s string) record.Identifier {
		return record.Identifier{Kind: record.OGRN, Value: record.NewPersonal(s)}
	}
	rec := record.Record{Issuer: "Organization/c", Organizations: []record.Organization{{Ref: "Organization/c", Name: record.NewPersonal("Клиника"),
		Identifiers: []record.Identifier{number("1"), number("2")}}}} // the present ones come first
	if i := (&Exporter{}).issuer(rec); !i.OGRN.Equal(record.NewPersonal("1")) {
		t.Error("the letterhead has a former number")
	}
}
