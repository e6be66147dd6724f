package deidentify

import (
	"strings"
	"testing"
	"time"

	"vypiska/exporter/record"
)

// What a profile's file does not say rightly must not be guessed: a field that
// was meant to be withheld would pass.
func TestAProfileIsReadStrictly(t *testing.T) {
	const good = "profile: p\nversion: 1\ndates: year\npseudonym: none\nmethods: [x]\nfields:\n  Patient: {Sex: keep}\n"
	for name, c := range map[string][2]string{
		"an unknown key":                  {"dates: year", "dates: year\ndate: year"},
		"a key that stands twice":         {"dates: year", "dates: year\ndates: shift"},
		"a field the model does not have": {"Sex: keep", "Sexx: keep"},
		"a type the model does not have":  {"Patient:", "Patients:"},
		"a rule that does not exist":      {"Sex: keep", "Sex: kep"},
		"a way of dates that is none":     {"dates: year", "dates: month"},
		"no dates":                        {"dates: year\n", ""},
		"no methods":                      {"methods: [x]\n", ""},
		"another name":                    {"profile: p", "profile: q"},
		"a base that is none":             {"version: 1", "version: 1\nbase: light"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readPlan("p.yaml", []byte(strings.Replace(good, c[0], c[1], 1)), nil)
			if err == nil || !strings.HasPrefix(err.Error(), "p.yaml:") || strings.Contains(name, "unknown") && !strings.HasPrefix(err.Error(), "p.yaml:4:") {
				t.Errorf("%v", err)
			}
		})
	}
	if p, err := readPlan("p.yaml", []byte(good), nil); err != nil || p.fields["Patient.Sex"] != keep || p.fields["Patient.Names"] != drop {
		t.Errorf("%+v, %v", p, err)
	}
}

func researched(t *testing.T, secret byte, recipient string, rec record.Record) (record.Record, Report) {
	t.Helper()
	p, err := Research.Keyed([]byte(strings.Repeat(string(rune(secret)), KeySize)), recipient)
	if err != nil {
		t.Fatal(err)
	}
	out, rep, err := Record(rec, Gather(rec), p, "ru", june)
	if err != nil {
		t.Fatal(err)
	}
	return out, rep
}

func twoDates() record.Record {
	return record.Record{Patient: record.Patient{ID: "17"}, Reports: []record.Report{
		{Meta: record.Meta{Ref: "DiagnosticReport/1"}, Issued: record.DateOf(2024, 3, 1), Conclusion: pers("Сравнение с 20.02.2024, приём 7 марта.")},
		{Meta: record.Meta{Ref: "DiagnosticReport/2"}, Issued: record.DateOf(2024, 5, 1), Effective: record.Period{Start: record.YearOf(2023)}},
	}}
}

func TestResearchKeepsIntervalsAndNoDates(t *testing.T) {
	out, rep := researched(t, 'a', "Organization/lab", twoDates())
	a, b := out.Reports[0].Issued.Start(time.UTC), out.Reports[1].Issued.Start(time.UTC)
	if b.Sub(a) != 61*24*time.Hour || a.Equal(time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("dates %v and %v: want 61 days apart and moved", a, b)
	}
	if p := out.Reports[1].Effective.Start.Precision(); p != record.ToYear {
		t.Errorf("a year became %v", p)
	}
	clean := out.Reports[0].Conclusion.Reveal()
	if want := "Сравнение с " + a.AddDate(0, 0, -10).Format("02.01.2006") + ", приём [дата]."; clean != want {
		t.Errorf("%q, want %q", clean, want)
	}
	if rep.Pseudonym == "" || strings.ContainsAny(rep.Pseudonym, "0123456789") || len(rep.Findings) != 2 || rep.Findings[0].Rule != "date" {
		t.Errorf("%+v", rep)
	}
}

func TestPseudonymsHoldForOneRecipientAndLinkNoTwo(t *testing.T) {
	first, rep := researched(t, 'a', "Organization/lab", twoDates())
	again, same := researched(t, 'a', "Organization/lab", twoDates())
	if rep.Pseudonym != same.Pseudonym || first.Reports[0].Issued != again.Reports[0].Issued {
		t.Error("the same recipient gets another pseudonym or shift the second time")
	}
	other := twoDates()
	other.Patient.ID = "18"
	for name, r := range map[string]struct {
		secret    byte
		recipient string
		rec       record.Record
	}{"another recipient": {'a', "Organization/b", twoDates()}, "another clinic's key": {'b', "Organization/lab", twoDates()}, "another patient": {'a', "Organization/lab", other}} {
		if _, x := researched(t, r.secret, r.recipient, r.rec); x.Pseudonym == rep.Pseudonym {
			t.Errorf("%s has the same pseudonym", name)
		}
	}
	shifts := map[record.Date]bool{}
	for r := range 40 {
		x, _ := researched(t, 'a', "Organization/"+string(rune('a'+r)), twoDates())
		shifts[x.Reports[0].Issued] = true
	}
	if len(shifts) < 30 {
		t.Errorf("40 recipients see %d shifts", len(shifts))
	}
}

func TestResearchWithoutAKeyIsRefused(t *testing.T) {
	if _, _, err := Record(twoDates(), Identity{}, Research, "ru", june); err != ErrKey && !strings.Contains(err.Error(), ErrKey.Error()) {
		t.Error(err)
	}
	for _, c := range []struct {
		secret    []byte
		recipient string
	}{{nil, "x"}, {make([]byte, KeySize-1), "x"}, {make([]byte, KeySize), ""}} {
		if _, err := Research.Keyed(c.secret, c.recipient); err != ErrKey {
			t.Errorf("%d bytes, %q: %v", len(c.secret), c.recipient, err)
		}
	}
}
