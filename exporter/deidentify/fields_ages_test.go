package deidentify

import (
	"testing"

	"vypiska/exporter/record"
)

func TestAnAgeAtAnEventIsTheBandItLiesIn(t *testing.T) {
	band := func(low, high record.Number) record.Age {
		return record.Age{Low: low, LowUnit: "a", High: high, HighUnit: "a"}
	}
	above := func(low record.Number) record.Age { return record.Age{Comparator: ">=", Low: low, LowUnit: "a"} }
	for _, c := range []struct {
		name       string
		age        record.Age
		want, wide record.Age
	}{
		{"years", record.Age{Low: "47", LowUnit: "a"}, band("40", "49"), band("40", "59")},
		{"months", record.Age{Low: "24", LowUnit: "mo"}, band("0", "4"), band("0", "19")},
		{"months that are years", record.Age{Low: "60", LowUnit: "mo"}, band("5", "9"), band("0", "19")},
		{"parts of a year", record.Age{Low: "12.5", LowUnit: "a"}, band("10", "14"), band("0", "19")},
		{"ninety and over", record.Age{Low: "93", LowUnit: "a"}, above("90"), above("80")},
		{"a range", record.Age{Low: "18", LowUnit: "a", High: "31", HighUnit: "a"}, band("15", "39"), band("0", "39")},
		{"a range into ninety", record.Age{Low: "85", LowUnit: "a", High: "95", HighUnit: "a"}, above("80"), above("80")},
		{"over", record.Age{Comparator: ">", Low: "63", LowUnit: "a"}, above("60"), above("60")},
		{"under", record.Age{Comparator: "<", Low: "12", LowUnit: "a"}, band("0", "14"), band("0", "19")},
		{"under an age of ninety and over", record.Age{Comparator: "<", Low: "97", LowUnit: "a"}, record.Age{}, record.Age{}},
		{"a unit nobody knows", record.Age{Low: "47", LowUnit: "зим"}, record.Age{}, record.Age{}},
		{"no unit", record.Age{Low: "47"}, record.Age{}, record.Age{}},
		{"no number", record.Age{Low: "47 Галеева", LowUnit: "a"}, record.Age{}, record.Age{}},
		{"ends the wrong way round", record.Age{Low: "47", LowUnit: "a", High: "12", HighUnit: "a"}, record.Age{}, record.Age{}},
		{"nothing", record.Age{}, record.Age{}, record.Age{}},
	} {
		rec := record.Record{Diagnoses: []record.Diagnosis{{Onset: record.When{Age: c.age}, Abated: record.When{Age: c.age}}}}
		for coarse, want := range map[Coarseness]record.Age{AsItIs: c.want, WideAge: c.wide} {
			out, _, err := Record(rec, Gather(rec), Strict.Coarser(coarse), "ru", june)
			if err != nil {
				t.Fatal(err)
			}
			if d := out.Diagnoses[0]; d.Onset.Age != want || d.Abated.Age != want {
				t.Errorf("%s, step %d: %+v, want %+v", c.name, coarse, d.Onset.Age, want)
			}
		}
	}
}

func TestTheAgesARangeIsForAreNorms(t *testing.T) {
	norm := record.Age{Comparator: ">=", Low: "18", LowUnit: "a"}
	rec := record.Record{Observations: []record.Observation{{Ranges: []record.Range{{Low: "3", Ages: norm}}}}}
	out, _, err := Record(rec, Gather(rec), Strict, "ru", june)
	if err != nil || out.Observations[0].Ranges[0].Ages != norm {
		t.Errorf("%+v, %v", out.Observations, err)
	}
}

func TestWhenIsGeneralisedAsEveryDateAndText(t *testing.T) {
	rec := smallRecord()
	rec.Diagnoses = []record.Diagnosis{{Onset: record.When{Period: record.Period{Start: record.DateOf(2019, 3, 17)}, Words: pers("со слов Галеевой Рузили")}}}
	out, _, err := Record(rec, Gather(rec), Strict, "ru", june)
	if err != nil {
		t.Fatal(err)
	}
	if o := out.Diagnoses[0].Onset; o.Period.Start != record.YearOf(2019) || o.Words.Reveal() != "со слов [ФИО]" {
		t.Errorf("%v %q", o.Period, o.Words.Reveal())
	}
}
