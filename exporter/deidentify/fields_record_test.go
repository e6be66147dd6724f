package deidentify

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/record"
)

func pers(s string) record.Personal { return record.NewPersonal(s) }

var june = time.Date(2025, 6, 15, 0, 0, 0, 0, time.UTC)

func smallRecord() record.Record {
	return record.Record{
		Patient: record.Patient{
			Meta: record.Meta{Ref: "Patient/17"}, ID: "17", Sex: record.Female, Birth: record.NewBirthDate(record.DateOf(1983, 2, 9)),
			Names:       []record.Name{{Family: pers("Галеева"), Given: []record.Personal{pers("Рузиля")}, Patronymic: pers("Маратовна")}},
			Identifiers: []record.Identifier{{Kind: record.SNILS, Value: pers("112-233-445 95")}},
			Addresses:   []record.Address{{State: pers("Республика Татарстан"), City: pers("Мензелинск"), Lines: []record.Personal{pers("ул. Тукая, д. 5, кв. 8")}}},
			Contacts:    []record.Contact{{System: "phone", Value: pers("+7 (917) 222-33-44")}},
		},
		Reports: []record.Report{{
			Meta: record.Meta{Ref: "DiagnosticReport/r9", Encounter: "Encounter/e1"}, Status: "final",
			Results: []record.Ref{"Observation/o2", "Observation/o1", "Observation/elsewhere"}, Studies: []record.Ref{"ImagingStudy/s1"},
			Issued: record.DateOf(2024, 9, 12), Conclusion: pers("Галеевой Р.М. снимки выданы 12.09.24. Киста печени 12,5 мм."),
			Documents: []record.Document{{Title: pers("КТ Галеевой Рузили"), Language: "ru", Text: pers("Без динамики.")}},
		}},
		Studies:    []record.ImagingStudy{{Meta: record.Meta{Ref: "ImagingStudy/s1"}, Modalities: []string{"CT"}, Instances: 90}},
		Encounters: []record.Encounter{{Meta: record.Meta{Ref: "Encounter/e1"}, Provider: "Organization/clinic"}},
		Observations: []record.Observation{
			{Meta: record.Meta{Ref: "Observation/o1"}, Value: record.Value{Number: "4.70", Unit: "10*9/L"}},
			{Meta: record.Meta{Ref: "Observation/o2"}, Value: record.Value{Number: "4,7 Галеева", Unit: "Галеева"}},
		},
		Organizations: []record.Organization{
			{Ref: "Organization/insurer", Name: pers("СК «Идель»")},
			{Ref: "Organization/clinic", Name: pers("ООО «Клиника Свет»"), Contacts: []record.Contact{{Value: pers("+7 843 200-00-01")}}},
		},
		Issuer: "Organization/clinic",
	}
}

func TestARecordKeepsItsCrossReferencesUnderOpaqueNames(t *testing.T) {
	out, rep, err := Record(smallRecord(), Gather(smallRecord()), Strict, "ru", june)
	if err != nil {
		t.Fatal(err)
	}
	r := out.Reports[0]
	if want := []record.Ref{"Observation/2", "Observation/1"}; !reflect.DeepEqual(r.Results, want) {
		t.Errorf("results %v, want %v", r.Results, want)
	}
	if r.Studies[0] != out.Studies[0].Ref || r.Encounter != out.Encounters[0].Ref || r.Encounter != "Encounter/1" {
		t.Errorf("study %v, encounter %v", r.Studies, r.Encounter)
	}
	if out.Patient.Ref != "" || out.Patient.ID != "" || len(out.People) != 0 {
		t.Error("the patient's own ids or other people are still there")
	}
	if rep.AgeBand != "40–49" || out.Patient.Sex != record.Female {
		t.Errorf("age band %q, sex %q", rep.AgeBand, out.Patient.Sex)
	}
	if len(rep.Findings) == 0 || rep.Profile != Strict {
		t.Errorf("report %v", rep)
	}
}

func TestARecordIsCleanedFieldByField(t *testing.T) {
	out, _, err := Record(smallRecord(), Gather(smallRecord()), Strict, "ru", june)
	if err != nil {
		t.Fatal(err)
	}
	r := out.Reports[0]
	if got, want := r.Conclusion.Reveal(), "[ФИО] снимки выданы 2024. Киста печени 12,5 мм."; got != want {
		t.Errorf("conclusion %q, want %q", got, want)
	}
	if got := r.Documents[0].Title.Reveal(); got != "КТ [ФИО]" {
		t.Errorf("title %q", got)
	}
	if r.Issued != record.YearOf(2024) {
		t.Errorf("issued %v", r.Issued)
	}
	if v := out.Observations[0].Value; v.Number != "4.70" || v.Unit != "10*9/L" {
		t.Errorf("a result changed: %v", v)
	}
	if v := out.Observations[1].Value; v.Number != "" || v.Unit != "" {
		t.Errorf("a name hidden in a number or a unit passed: %v", v)
	}
	a := out.Patient.Addresses[0]
	if a.State.Reveal() != "Республика Татарстан" || !a.City.Empty() || len(a.Lines) != 0 {
		t.Error("the address is not cut to the region")
	}
	if len(out.Organizations) != 1 || out.Organizations[0].Name.Reveal() != "ООО «Клиника Свет»" || out.Organizations[0].Ref != out.Issuer {
		t.Error("the letterhead is not the issuing clinic alone")
	}
}

func TestARecordHandedInIsNotChanged(t *testing.T) {
	rec, same := smallRecord(), smallRecord()
	if _, _, err := Record(rec, Gather(rec), Strict, "ru", june); err != nil {
		t.Fatal(err)
	}
	var a, b []string
	collect(reflect.ValueOf(rec), &a)
	collect(reflect.ValueOf(same), &b)
	if strings.Join(a, "|") != strings.Join(b, "|") {
		t.Error("Record changed what it was given")
	}
}

func TestAnUnknownProfileIsRefused(t *testing.T) {
	for _, p := range []Profile{{}, {Name: "strict"}, {Name: "light", Version: "1"}} {
		if _, _, err := Record(smallRecord(), Gather(smallRecord()), p, "ru", june); !errors.Is(err, ErrProfile) {
			t.Errorf("profile %v: %v", p, err)
		}
	}
	if _, err := ProfileNamed("mild"); !errors.Is(err, ErrProfile) {
		t.Error("an unknown name gave a profile")
	}
}

func TestAgeBands(t *testing.T) {
	for years, want := range map[int]string{-1: "", 0: "0–4", 4: "0–4", 5: "5–9", 19: "15–19", 20: "20–29", 45: "40–49", 89: "80–89", 90: "90+", 104: "90+"} {
		if got := AgeBand(years); got != want {
			t.Errorf("%d years: %q, want %q", years, got, want)
		}
	}
}

func TestTheBandOfTheDeadIsTheirAgeAtDeath(t *testing.T) {
	rec := smallRecord()
	rec.Patient.Deceased = record.DateOf(2001, 1, 1)
	if _, rep, _ := Record(rec, Gather(rec), Strict, "ru", june); rep.AgeBand != "15–19" {
		t.Errorf("age band %q", rep.AgeBand)
	}
	rec.Patient.Birth = record.BirthDate{}
	if _, rep, _ := Record(rec, Gather(rec), Strict, "ru", june); rep.AgeBand != "" {
		t.Errorf("age band %q of nobody's age", rep.AgeBand)
	}
}

func TestAnIdentityDoesNotPrint(t *testing.T) {
	id := Gather(smallRecord())
	if s := strings.Join([]string{sprint("%v", id), sprint("%+v", id), sprint("%#v", id), sprint("%s", &id)}, " "); strings.Contains(s, "Галеева") || strings.Contains(s, "112") {
		t.Error("an identity printed itself")
	}
}

// Whatever field a name stands in, it is not in the record that is handed out.
func TestNoFieldOfTheRecordKeepsAName(t *testing.T) {
	rec, marked := smallRecord(), 0
	var mark func(v reflect.Value, depth int)
	mark = func(v reflect.Value, depth int) {
		switch {
		case v.Type() == reflect.TypeFor[record.Personal]():
			v.Set(reflect.ValueOf(pers("лечили Галееву Рузилю дома")))
			marked++
		case v.Kind() == reflect.Slice && depth < 12 && v.Type() != reflect.TypeFor[[]record.Organization]():
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			mark(v.Index(0), depth+1)
		case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[record.Date]() && v.Type() != reflect.TypeFor[record.BirthDate]():
			for i := range v.NumField() {
				if v.Field(i).CanSet() {
					mark(v.Field(i), depth)
				}
			}
		}
	}
	known := Gather(rec)
	mark(reflect.ValueOf(&rec).Elem(), 0)
	for _, p := range []Profile{Strict, researching(t)} {
		out, _, err := Record(rec, known, p, "ru", june)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		collect(reflect.ValueOf(out), &all)
		if text := strings.Join(all, "\n"); strings.Contains(text, "Галеев") || strings.Contains(text, "Рузил") || strings.Count(text, "лечили [ФИО] дома") < 60 {
			t.Errorf("%s: %d of %d texts are there and clean", p.Name, strings.Count(text, "лечили [ФИО] дома"), marked)
		}
	}
}

func researching(t *testing.T) Profile {
	t.Helper()
	p, err := Research.Keyed([]byte(strings.Repeat("k", KeySize)), "Organization/lab")
	if err != nil {
		t.Fatal(err)
	}
	return p
}
