package deidentify

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"vypiska/exporter/record"
)

// A population is a source of generated patients, the same ones every time.
type population []record.Record

func (p population) Patients(context.Context) ([]record.PatientID, error) {
	ids := make([]record.PatientID, len(p))
	for i, r := range p {
		ids[i] = r.Patient.ID
	}
	return ids, nil
}

func (p population) Record(_ context.Context, id record.PatientID) (record.Record, error) {
	var i int
	if _, err := fmt.Sscan(string(id), &i); err != nil || i >= len(p) {
		return record.Record{}, record.ErrNoPatient
	}
	return p[i], nil
}

var regions = []string{"Республика Татарстан", "Самарская область", "Пермский край", "Республика Марий Эл"}

// generate makes n patients as a clinic has them: most in one region, illnesses
// common and rare, studies in the last years.
func generate(n int) population {
	r := rand.New(rand.NewPCG(7, 11))
	codes := []string{"I10", "J06.9", "K29.5", "M42.1", "N30.0", "E11.9", "H10.0", "C50.9", "Q21.0", "B20"}
	p := make(population, n)
	for i := range p {
		region := 0
		if r.IntN(10) == 0 {
			region = 1 + r.IntN(len(regions)-1)
		}
		p[i] = person1(i, 1930+r.IntN(90), r.IntN(2) == 0, regions[region], codes[min(r.IntN(len(codes)), r.IntN(len(codes)))], 2020+r.IntN(5))
	}
	return p
}

func person1(i, born int, man bool, region, code string, year int) record.Record {
	sex := record.Female
	if man {
		sex = record.Male
	}
	return record.Record{
		Patient: record.Patient{ID: record.PatientID(fmt.Sprint(i)), Sex: sex, Birth: record.NewBirthDate(record.YearOf(born)),
			Addresses: []record.Address{{State: pers(region)}}},
		Diagnoses: []record.Diagnosis{{Code: record.Text{Codes: []record.Code{{System: "http://hl7.org/fhir/sid/icd-10", Code: code}}}}},
		Reports:   []record.Report{{Issued: record.DateOf(year, 5, 5)}},
	}
}

func TestChapters(t *testing.T) {
	for code, want := range map[string]string{"A00": "I", "b99.9": "I", "C50.9": "II", "D48": "II", "D50": "III", "H60.1": "VIII", "I10": "IX", "U07.1": "XXII", "V01": "XX", "Z00": "XXI", "I": "?", "С50": "?", "": ""} {
		if got := chapter(record.Code{System: "http://hl7.org/fhir/sid/icd-10", Code: code}); got != want {
			t.Errorf("%s is in chapter %q, want %q", code, got, want)
		}
	}
	if chapter(record.Code{System: "http://loinc.org", Code: "I10"}) != "" {
		t.Error("a code of another system has a chapter")
	}
}

// Among 5,000 patients every copy that passes shows only what at least five of
// them share, and one who is alone whatever is left out is withheld.
func TestEveryCopyThatPassesHasItsGroup(t *testing.T) {
	asOf, all := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC), generate(5000)
	all = append(all, person1(5000, 1999, true, regions[3], "P05", 2024)) // an illness nobody else has
	g := &Groups{Source: all, K: 5, Population: 1000}
	census, err := Census(context.Background(), all, asOf)
	if err != nil || len(census) != 5001 {
		t.Fatal(len(census), err)
	}
	steps, shown := map[Coarseness]int{}, map[Coarseness]map[string]int{}
	for c := range coarsenesses {
		shown[c] = map[string]int{}
		for _, rec := range all {
			shown[c][printed(t, rec, c, asOf)]++
		}
	}
	for i := 0; i < len(all); i += 4 {
		rec := all[i]
		c, assessed, err := g.Step(context.Background(), census[i], asOf)
		switch {
		case errors.Is(err, ErrSmallGroup):
			steps[-1]++
			if n := shown[NoYears][printed(t, rec, NoYears, asOf)]; n >= 5 {
				t.Errorf("patient %d is withheld, and looks like %d", i, n)
			}
		case err != nil || !assessed:
			t.Fatalf("patient %d: %v", i, err)
		default:
			steps[c]++
			if n := shown[c][printed(t, rec, c, asOf)]; n < 5 {
				t.Errorf("patient %d at step %d looks like %d", i, c, n)
			}
		}
		if i == 5000 && err == nil {
			t.Error("the one alone got a copy")
		}
	}
	if steps[AsItIs] < 600 || steps[NoRegion] == 0 || steps[WideAge] == 0 || steps[NoYears] == 0 || steps[-1] > 60 {
		t.Errorf("steps %v: want most as they are, every step taken, few withheld", steps)
	}
	t.Logf("of %d: %v (-1 is withheld)", len(all), steps)
}

// printed is what a strict copy shows a stranger, by the copy's own fields and not
// by Traits.
func printed(t *testing.T, rec record.Record, c Coarseness, asOf time.Time) string {
	t.Helper()
	x, rep, err := Record(rec, Identity{}, Strict.Coarser(c), "ru", asOf)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(rep.AgeBand, x.Patient.Sex, x.Reports[0].Issued.Day(), x.Patient.Addresses[0].State.Reveal(), chapter(rec.Diagnoses[0].Code.Codes[0]))
}

// A copy prints the region of the first address that has one, and it is counted by it.
func TestTheRegionCountedIsTheOnePrinted(t *testing.T) {
	rec := person1(1, 1950, true, regions[0], "I10", 2021)
	rec.Patient.Addresses = []record.Address{{City: pers("Казань")}, {State: pers(regions[0])}, {State: pers(regions[1])}}
	if got := TraitsOf(rec, june).Region; got != "республика татарстан" {
		t.Errorf("counted by %q", got)
	}
}

// unreadable is a source half of whose records cannot be read.
type unreadable struct{ population }

func (u unreadable) Record(ctx context.Context, id record.PatientID) (record.Record, error) {
	if len(id) > 0 && id[len(id)-1]%2 == 1 {
		return record.Record{}, errors.New("no such disk")
	}
	return u.population.Record(ctx, id)
}

func TestASourceThatCannotBeReadIsNoSmallOne(t *testing.T) {
	g := &Groups{Source: unreadable{generate(1200)}, K: 5, Population: 1000}
	alone := Traits{Age: 33, Sex: record.Male, Region: "чукотка", Chapters: []string{"?"}}
	if _, assessed, err := g.Step(context.Background(), alone, june); !assessed || !errors.Is(err, ErrSmallGroup) {
		t.Errorf("assessed %v, %v", assessed, err)
	}
}

// What the count rests on may not stand in the text more exactly than the copy says it.
func TestACountedCopyTellsNoExactAgeAndNoRegion(t *testing.T) {
	rec := person1(1, 1950, true, regions[0], "I10", 2021)
	rec.Reports[0].Conclusion = pers("Больной, 71 г., Республика Татарстан. Возраст 74 года, болеет 8 лет. Гемоглобин 71 г/л.")
	asOf := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		p    Profile
		want string
	}{
		"not counted":        {Strict, "Больной, 71 г., Республика Татарстан. Возраст 74 года, болеет 8 лет. Гемоглобин 71 г/л."},
		"counted as it is":   {Strict.Counted(), "Больной, [возраст] г., Республика Татарстан. Возраст [возраст] года, болеет 8 лет. Гемоглобин 71 г/л."},
		"without its region": {Strict.Counted().Coarser(NoRegion), "Больной, [возраст] г., Республика [место]. Возраст [возраст] года, болеет 8 лет. Гемоглобин 71 г/л."},
	} {
		out, _, err := Record(rec, Identity{}, c.p, "ru", asOf)
		if err != nil {
			t.Fatal(err)
		}
		if got := out.Reports[0].Conclusion.Reveal(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestASmallSourceIsNotCounted(t *testing.T) {
	g := &Groups{Source: generate(999), K: 5, Population: 1000}
	if _, assessed, err := g.Step(context.Background(), Traits{}, june); assessed || err != nil {
		t.Errorf("assessed %v, %v", assessed, err)
	}
}

func TestStepsLeaveOutWhatTheySay(t *testing.T) {
	rec := person1(1, 1950, true, regions[0], "I10", 2021)
	rec.Reports[0].Conclusion = pers("Наблюдается с 2019 года, осмотр 03.04.2020.")
	for c, want := range map[Coarseness][4]string{
		AsItIs:   {"70–79", regions[0], "2021", "Наблюдается с 2019 года, осмотр 2020."},
		NoRegion: {"70–79", "", "2021", "Наблюдается с 2019 года, осмотр 2020."},
		WideAge:  {"60–79", "", "2021", "Наблюдается с 2019 года, осмотр 2020."},
		NoYears:  {"60–79", "", "", "Наблюдается с [дата] года, осмотр [дата]."},
	} {
		out, rep, err := Record(rec, Identity{}, Strict.Coarser(c), "ru", time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		got := [4]string{rep.AgeBand, out.Patient.Addresses[0].State.Reveal(), out.Reports[0].Issued.Day(), out.Reports[0].Conclusion.Reveal()}
		if got != want {
			t.Errorf("step %d: %v, want %v", c, got, want)
		}
	}
}

func TestTheRiskOfABatch(t *testing.T) {
	two := []Traits{{Age: 33, Sex: record.Male, Chapters: []string{"IX"}}, {Age: 38, Sex: record.Male, Chapters: []string{"IX"}}}
	all := append(two, Traits{Age: 33, Sex: record.Male, Chapters: []string{"II"}}, Traits{Age: 95, Sex: record.Female, Years: []int{2020, 2021}})
	r := RiskOf(all, 2)
	if r.Patients != 4 || r.K != 1 || r.L != 1 || r.Unique != 0.5 || r.Small != 0.5 || len(r.Groups) != 3 || r.Groups[2].Patients != 2 {
		t.Errorf("%+v", r)
	}
	var b bytes.Buffer
	if err := r.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 4 || rows[3][5] != "2" {
		t.Errorf("%v, %v", rows, err)
	}
}
