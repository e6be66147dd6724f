package exporter

import (
	"reflect"
	"testing"
	"time"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

func said(s string) record.Text { return record.Text{Text: record.NewPersonal(s)} }

// oneOfEach is a record with one thing in each list, all of one moment.
func oneOfEach(at record.Date) record.Record {
	when := record.Period{Start: at, End: at}
	return record.Record{
		Patient:       record.Patient{ID: "p"},
		Diagnoses:     []record.Diagnosis{{Meta: meta("Condition/1"), Onset: record.When{Period: when}, Abated: record.When{Period: when}, Recorded: at}},
		Reports:       []record.Report{{Meta: meta("DiagnosticReport/1"), Effective: when, Issued: at, Conclusion: record.NewPersonal("Норма."), Images: []record.Image{{Meta: meta("Media/1"), Date: at, Data: record.NewPersonal("x")}}}},
		Observations:  []record.Observation{{Meta: meta("Observation/1"), Effective: at, Ended: at}, {Meta: meta("Observation/2"), Effective: at}},
		Studies:       []record.ImagingStudy{{Meta: meta("ImagingStudy/1"), Started: at}},
		Encounters:    []record.Encounter{{Meta: meta("Encounter/1"), Period: when}},
		Medications:   []record.Medication{{Meta: meta("MedicationRequest/1"), Authored: at, Taken: when, Supply: record.Supply{Valid: when}}},
		Allergies:     []record.Allergy{{Meta: meta("AllergyIntolerance/1"), Recorded: at, Onset: record.When{Period: when}, LastSeen: at, Reactions: []record.Reaction{{Began: at}}}},
		Immunizations: []record.Immunization{{Meta: meta("Immunization/1"), Occurred: record.When{Period: when}, Expires: at, Reactions: []record.AfterEffect{{Date: at}}}},
		Procedures:    []record.Procedure{{Meta: meta("Procedure/1"), Performed: record.When{Period: when}}},
	}
}

// A server that keeps its times in UTC wrote the evening before for what was
// done after midnight in the clinic.
func TestTimesAreThoseOfTheClinicsClock(t *testing.T) {
	rec := oneOfEach(day(t, "2025-06-14T22:30:00Z"))
	g := granted(t, func(*policy.Ask) {})
	part, _ := Select(rec, g)
	e := &Exporter{Now: func() time.Time { return g.AsOf() }}
	found := 0
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		if d, ok := v.Interface().(record.Date); ok {
			if d.Precision() == record.ToTime {
				found++
				if d.Day() != "2025-06-15" || d.Clock() != "01:30" {
					t.Errorf("%s is %s %s", path, d.Day(), d.Clock())
				}
			}
			return
		}
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				if f := v.Type().Field(i); f.IsExported() {
					walk(path+"."+f.Name, v.Field(i))
				}
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(path, v.Index(i))
			}
		}
	}
	walk("part", reflect.ValueOf(part))
	walk("extract", reflect.ValueOf(e.extract(g, issued.Number{}, part)))
	if found < 20 {
		t.Errorf("only %d times were found", found)
	}
	if rec.Reports[0].Issued.Clock() != "22:30" {
		t.Error("the record that was handed in was changed")
	}
}

func TestAConclusionThatOnlyPartOfASentenceRepeatsIsPrinted(t *testing.T) {
	text := record.NewPersonal
	for _, c := range []struct {
		name, document, conclusion string
		lines                      int
	}{
		{"a word that begins another", "Нормальное положение органов.", "Норма", 1},
		{"words of a sentence that says the opposite", "Перелом исключён.", "Перелом", 1},
		{"words that a sentence denies", "Данных за перелом нет.", "перелом", 1},
		{"a whole sentence", "Лёгкие без очагов. Норма.", "Норма", 0},
		{"after a heading", "Заключение: норма", "норма", 0},
		{"a line of its own", "Протокол\nНорма\nПодпись", "Норма", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := record.Report{Conclusion: text(c.conclusion), Documents: []record.Document{{Text: text(c.document)}}}
			_, conclusion := wording(r)
			own := 0
			for _, l := range conclusion {
				if l.Equal(text(c.conclusion)) {
					own++
				}
			}
			if own != c.lines {
				t.Errorf("the conclusion stands %d times beside the document, want %d", own, c.lines)
			}
		})
	}
}

func TestACorrectedResultSaysSo(t *testing.T) {
	rec := record.Record{
		Reports: []record.Report{{Meta: meta("DiagnosticReport/1"), Status: "corrected", Results: []record.Ref{"Observation/1", "Observation/2"}}},
		Observations: []record.Observation{{Meta: meta("Observation/1"), Status: "amended", Code: said("А")},
			{Meta: meta("Observation/2"), Status: "final", Code: said("Б")}},
	}
	lab, _ := newBuilder(rec).panels()
	if len(lab) != 1 || !lab[0].Amended || !lab[0].Rows[0].Amended || lab[0].Rows[1].Amended {
		t.Errorf("have %+v", lab)
	}
}

// A report of a stay in hospital holds the same test of several days.
func TestAResultOfAnotherTimeThanItsTableSaysWhen(t *testing.T) {
	crp := func(ref, when string) record.Observation {
		return record.Observation{Meta: meta(ref), Effective: day(t, when), Code: said("СРБ"), Value: record.Value{Number: "5"}}
	}
	rec := record.Record{
		Reports:      []record.Report{{Meta: meta("DiagnosticReport/1"), Issued: day(t, "2025-06-10"), Results: []record.Ref{"Observation/1", "Observation/2", "Observation/3"}}},
		Observations: []record.Observation{crp("Observation/1", "2025-06-08T09:00:00+03:00"), crp("Observation/2", "2025-06-10T08:00:00+03:00"), crp("Observation/3", "2025-06-10T20:00:00+03:00")},
	}
	alone := crp("Observation/4", "2025-06-12T09:00:00+03:00")
	rec.Observations = append(rec.Observations, alone)
	lab, other := newBuilder(rec).panels()
	var got []string
	for _, r := range append(lab[0].Rows, other[0].Rows...) {
		got = append(got, r.Taken.Day()+" "+r.Taken.Clock())
	}
	if want := []string{"2025-06-08 09:00", "2025-06-10 08:00", "2025-06-10 20:00", " "}; !reflect.DeepEqual(got, want) {
		t.Errorf("have %q, want %q", got, want)
	}
	items := Look(rec, granted(t, func(*policy.Ask) {})).Items
	if r := items[1].Rows; len(r) != 3 || r[0].Taken.Day() != "2025-06-08" || r[2].Taken.Clock() != "20:00" {
		t.Errorf("on the screen %+v", r)
	}
}

func TestNoReferenceRangeIsLost(t *testing.T) {
	women := record.Range{Low: "120", High: "140", AppliesTo: []record.Text{said("женщины")}}
	men := record.Range{Low: "130", High: "160", AppliesTo: []record.Text{said("мужчины")}}
	one := rowOf(record.Observation{Value: record.Value{Number: "150"}, Ranges: []record.Range{men}})
	both := rowOf(record.Observation{Value: record.Value{Number: "150"}, Ranges: []record.Range{women, men}})
	if one.Range.Low != "130" || one.Ranges != nil {
		t.Errorf("one range: %+v", one)
	}
	if len(both.Ranges) != 2 || both.Range.Low != "" || both.Flag != FlagNone {
		t.Errorf("it is not known which of two ranges is meant: %+v", both)
	}
}

func TestWhatTheLaboratorySaysOfAResultIsPrinted(t *testing.T) {
	coded := func(code, display string) record.Text {
		return record.Text{Text: record.NewPersonal(display), Codes: []record.Code{{Code: code}}}
	}
	for _, c := range []struct {
		name        string
		value       record.Value
		says        []record.Text
		words, note string
		flag        Flag
	}{
		{"resistance is the result itself", record.Value{}, []record.Text{coded("R", "устойчив")}, "устойчив", "", FlagNone},
		{"resistance beside a number", record.Value{Number: "8"}, []record.Text{coded("R", "устойчив")}, "", "устойчив", FlagNone},
		{"a sign says it already", record.Value{Number: "8"}, []record.Text{coded("H", "High")}, "", "", FlagHigh},
		{"a sign alone would not tell what was found", record.Value{}, []record.Text{coded("POS", "положительно")}, "положительно", "", FlagAbnormal},
		{"words without a code", record.Value{Number: "8"}, []record.Text{said("пограничное значение")}, "", "пограничное значение", FlagNone},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, r := range []Row{
				rowOf(record.Observation{Value: c.value, Interpretation: c.says}),
				partOf(record.Component{Value: c.value, Interpretation: c.says}),
			} {
				if !r.Value.Words.Equal(record.NewPersonal(c.words)) || !record.Join("; ", r.Said...).Equal(record.NewPersonal(c.note)) || !r.Note.Empty() || r.Flag != c.flag {
					t.Errorf("flag %d, want %d; or other words", r.Flag, c.flag)
				}
			}
		})
	}
}

func TestWhatOnlyARestrictedReportTellsIsRestrictedToo(t *testing.T) {
	restricted := record.Meta{Ref: "DiagnosticReport/hiv", Labels: []record.Label{{Code: "R"}}}
	rec := record.Record{
		Reports: []record.Report{
			{Meta: restricted, Results: []record.Ref{"Observation/hiv", "Observation/both"}, Studies: []record.Ref{"ImagingStudy/hiv"}},
			{Meta: meta("DiagnosticReport/1"), Results: []record.Ref{"Observation/both"}},
		},
		Observations: []record.Observation{
			{Meta: meta("Observation/hiv"), Members: []record.Ref{"Observation/part"}},
			{Meta: meta("Observation/part")}, {Meta: meta("Observation/both")}, {Meta: meta("Observation/alone")},
		},
		Studies: []record.ImagingStudy{{Meta: meta("ImagingStudy/hiv")}, {Meta: meta("ImagingStudy/1")}},
	}
	part, withheld := Select(rec, granted(t, func(*policy.Ask) {}))
	if len(part.Observations) != 2 || len(part.Studies) != 1 || withheld != 4 {
		t.Errorf("%d observations, %d studies, %d withheld", len(part.Observations), len(part.Studies), withheld)
	}
	own := granted(t, func(a *policy.Ask) { a.Asker = policy.Asker{Role: policy.Patient, Subject: "Patient/p"} })
	if part, _ = Select(rec, own); len(part.Observations) != 4 || len(part.Studies) != 2 {
		t.Errorf("the patient: %d observations, %d studies", len(part.Observations), len(part.Studies))
	}
}

// US Core and others put a LOINC code in front of HL7's own.
func TestTheCategoryIsHL7s(t *testing.T) {
	r := record.Report{Categories: []record.Code{{System: "http://loinc.org", Code: "LP29684-5"}, {System: "http://terminology.hl7.org/CodeSystem/v2-0074", Code: "RAD"}}}
	if got := category(r); got != "RAD" {
		t.Errorf("got %q", got)
	}
	if got := category(record.Report{Categories: []record.Code{{Code: "LAB"}}}); got != "LAB" {
		t.Errorf("a code without a system: %q", got)
	}
}

func TestAnAgeIsPrintedWhereItIsSure(t *testing.T) {
	g := granted(t, func(*policy.Ask) {}) // in June
	e := &Exporter{Now: func() time.Time { return g.AsOf() }}
	for _, c := range []struct {
		birth string
		want  int
	}{{"1961-02-03", 64}, {"1961-02", 64}, {"1961-06", -1}, {"1961", -1}, {"2025-06-15", 0}, {"2026", -1}} {
		rec := record.Record{Patient: record.Patient{Birth: record.NewBirthDate(day(t, c.birth))}}
		if got := e.extract(g, issued.Number{}, rec).Patient.Age; got != c.want {
			t.Errorf("born %s: %d, want %d", c.birth, got, c.want)
		}
	}
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	b := newBuilder(record.Record{Reports: []record.Report{{Missing: 2}, {Missing: 1, Unreadable: 1}}})
	if got := b.omissions(); !reflect.DeepEqual(got, []Omission{{"attachment", 1}, {"result", 3}}) {
		t.Errorf("%+v", got)
	}
}
