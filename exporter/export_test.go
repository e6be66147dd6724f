package exporter_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/deidentify"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/signing"
	"vypiska/templates"
)

var (
	msk = time.FixedZone("MSK", 3*3600)
	now = time.Date(2026, 7, 1, 15, 0, 0, 0, msk)
)

// source holds one record.
type source struct{ rec record.Record }

func (s source) Record(_ context.Context, id record.PatientID) (record.Record, error) {
	if id != s.rec.Patient.ID {
		return record.Record{}, record.ErrNoPatient
	}
	return s.rec, nil
}

func (s source) Patients(context.Context) ([]record.PatientID, error) {
	return []record.PatientID{s.rec.Patient.ID}, nil
}

// oneNumber always reserves the same number.
type oneNumber struct{ n issued.Number }

func (o oneNumber) Reserve(context.Context) (issued.Number, error) { return o.n, nil }

// shelf keeps copies in memory, and can fail before or after the effect.
type shelf struct {
	kept []issued.Copy
	from exporter.Origin // of the last
	fail func() (err error, after bool)
}

func (s *shelf) Keep(_ context.Context, c issued.Copy, o exporter.Origin) error {
	s.from = o
	if s.fail != nil {
		err, after := s.fail()
		if after {
			s.kept = append(s.kept, c)
		}
		return err
	}
	s.kept = append(s.kept, c)
	return nil
}

// spy remembers the last drawn paper and may draw something else behind the story's back.
type spy struct {
	exporter.Forms
	paper  exporter.Paper
	change func(*exporter.Extract)
}

func (s *spy) Draw(x exporter.Extract) (exporter.Paper, error) {
	if s.change != nil {
		s.change(&x)
	}
	var err error
	s.paper, err = s.Forms.Draw(x)
	return s.paper, err
}

func newSigner(t testing.TB) *signing.Signer {
	t.Helper()
	k, err := signing.Demo(rand.Reader, now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := signing.LoadKey(k.Chain, k.Key, now)
	if err != nil {
		t.Fatal(err)
	}
	return signing.New(key)
}

func newExporter(t testing.TB, rec record.Record) (*exporter.Exporter, *spy, *shelf) {
	t.Helper()
	forms, err := templates.New(templates.Options{})
	if err != nil {
		t.Fatal(err)
	}
	n, err := issued.ParseNumber("0000-0000-0000")
	if err != nil {
		t.Fatal(err)
	}
	drawn, kept := &spy{Forms: forms}, &shelf{}
	return &exporter.Exporter{
		Source: source{rec}, Numbers: oneNumber{n}, Forms: drawn, Signer: newSigner(t), Keeper: kept,
		Now: func() time.Time { return now }, Clinic: exporter.Clinic{VerifyURL: "https://clinic.example"},
	}, drawn, kept
}

func grant(t testing.TB, kind policy.Kind) policy.Grant {
	t.Helper()
	g, err := policy.Decide(policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: "p1", Kind: kind, Basis: "test", Lang: "ru"}, policy.Facts{}, now)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func text(s string) record.Personal { return record.NewPersonal(s) }

func date(s string) record.Date {
	d, err := record.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// paragraph is about 1,500 characters of a report.
var paragraph = strings.Repeat("Лёгкие расправлены полностью, пневматизация не нарушена. Очаговых и инфильтративных изменений в паренхиме лёгких не выявлено. ", 12)

// threePages is a record whose extract takes three pages: 60 observations, two
// long paragraphs, a chart.
func threePages() record.Record {
	rec := record.Record{Patient: record.Patient{
		ID: "p1", Names: []record.Name{{Family: text("Щукина"), Given: []record.Personal{text("Шура"), text("Игоревна")}}},
		Identifiers: []record.Identifier{{Kind: record.SNILS, Value: text("112-233-445 95")}},
		Birth:       record.NewBirthDate(date("1971-03-12")), Sex: record.Female,
	}}
	rec.Diagnoses = []record.Diagnosis{{Meta: record.Meta{Ref: "Condition/1"}, Recorded: date("2025-01-01"),
		Code: record.Text{Text: text("Сахарный диабет 2 типа"), Codes: []record.Code{{System: "urn:oid:1.2.643.5.1.13.13.11.1005", Code: "E11.9"}}}}}
	names := []string{"Гемоглобин", "Эритроциты", "Лейкоциты", "Тромбоциты", "Глюкоза", "Креатинин", "Калий", "Натрий", "АЛТ", "АСТ",
		"Холестерин", "Триглицериды", "ЛПНП", "ЛПВП", "Мочевина", "Билирубин", "Белок общий", "Альбумин", "Железо", "Ферритин"}
	for i := range 60 {
		when := date(fmt.Sprintf("2026-%02d-16T08:10:00+03:00", 1+i/20*2))
		o := record.Observation{Meta: record.Meta{Ref: record.Ref(fmt.Sprintf("Observation/%d", i))}, Status: "final", Categories: []string{"laboratory"},
			Code: record.Text{Text: text(names[i%20])}, Effective: when, Interpretation: []record.Text{{Codes: []record.Code{{Code: []string{"N", "H", "L"}[i%3]}}}},
			Value: record.Value{Number: record.Number(fmt.Sprintf("%d.%d", 3+i%7, i%10)), Unit: "×10⁹/л"}, Ranges: []record.Range{{Low: "4.0", High: "9.0"}}}
		if i%20 == 0 { // one chart is enough
			o.Code.Codes = []record.Code{{System: "http://loinc.org", Code: "718-7"}}
		} else {
			o.Code.Codes = []record.Code{{System: "http://loinc.org", Code: fmt.Sprintf("x-%d", i)}}
		}
		rec.Observations = append(rec.Observations, o)
	}
	for i := range 2 {
		rec.Reports = append(rec.Reports, record.Report{Meta: record.Meta{Ref: record.Ref(fmt.Sprintf("DiagnosticReport/%d", i))}, Status: "final",
			Code: record.Text{Text: text("КТ органов грудной клетки")}, Issued: date("2026-05-14"),
			Conclusion: text("Пациентка Щукина Ш.И. " + paragraph + "\nЗаключение: норма.")})
	}
	return rec
}

func TestOneCopyOfEachKind(t *testing.T) {
	for _, kind := range []policy.Kind{policy.Signed, policy.Anonymized} {
		e, _, kept := newExporter(t, threePages())
		c, err := e.Export(context.Background(), grant(t, kind))
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if !c.Valid() || c.Kind() != kind || c.Number().String() != "0000-0000-0000" || len(kept.kept) != 1 || kept.kept[0].SHA256() != c.SHA256() {
			t.Errorf("%s: got %s %s, %d kept", kind, c.Kind(), c.Number(), len(kept.kept))
		}
	}
}

func TestTheSameGrantAndNumberGiveTheSameBytesBeforeSealing(t *testing.T) {
	for _, kind := range []policy.Kind{policy.Signed, policy.Anonymized} {
		e, drawn, _ := newExporter(t, threePages())
		var first []byte
		for range 3 {
			if _, err := e.Export(context.Background(), grant(t, kind)); err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = drawn.paper.PDF
			} else if !bytes.Equal(first, drawn.paper.PDF) {
				t.Fatalf("%s: drawn twice, two different files", kind)
			}
		}
	}
}

func TestANameDrawnBehindDeidentificationsBackIsRefused(t *testing.T) {
	for name, change := range map[string]func(*exporter.Extract){
		"in a report": func(x *exporter.Extract) {
			x.Reports[0].Body = append(x.Reports[0].Body, text("Больная Щукина осмотрена."))
		},
		"in another case": func(x *exporter.Extract) {
			x.Reports[0].Body = append(x.Reports[0].Body, text("Выдано Щукиной на руки."))
		},
		"in capitals":         func(x *exporter.Extract) { x.Basis = "ЗАПРОС ЩУКИНОЙ" },
		"in the QR code":      func(x *exporter.Extract) { x.VerifyURL += "?%D0%A9%D1%83%D0%BA%D0%B8%D0%BD%D0%B0" },
		"a number in a table": func(x *exporter.Extract) { x.Laboratory[0].Rows[0].Note = text("СНИЛС 11223344595") },
	} {
		t.Run(name, func(t *testing.T) {
			e, drawn, kept := newExporter(t, threePages())
			drawn.change = change
			c, err := e.Export(context.Background(), grant(t, policy.Anonymized))
			if !errors.Is(err, deidentify.ErrLeak) || c.Valid() || len(kept.kept) > 0 {
				t.Fatalf("got %v, copy %v, %d kept; want ErrLeak and nothing", err, c.Valid(), len(kept.kept))
			}
			if strings.Contains(strings.ToLower(err.Error()), "щукин") || strings.Contains(err.Error(), "112") {
				t.Errorf("the error tells who: %v", err)
			}
		})
	}
}

func TestWithoutAProofNothingIsMade(t *testing.T) {
	e, _, kept := newExporter(t, threePages())
	if c, err := e.Export(context.Background(), policy.Grant{}); !errors.Is(err, issued.ErrNoGrant) || c.Valid() {
		t.Errorf("a zero grant: %v", err)
	}
	e.Signer = nil
	if c, err := e.Export(context.Background(), grant(t, policy.Signed)); !errors.Is(err, issued.ErrNoSigner) || c.Valid() {
		t.Errorf("no signer: %v", err)
	}
	if len(kept.kept) > 0 {
		t.Error("something was kept")
	}
}

// The origin is the source's word, and of what the copy was made from alone.
func TestACopyKeepsItsOriginWithoutWhatWasWithheld(t *testing.T) {
	rec := threePages()
	rec.Patient.Meta = record.Meta{Ref: "Patient/p1", VersionID: "7"}
	rec.Origin = record.Origin{Kind: record.FromServer, Name: "mis.example/fhir"}
	rec.Observations[5].Labels = []record.Label{{Code: "R"}}
	for _, kind := range []policy.Kind{policy.Signed, policy.Anonymized} {
		e, _, kept := newExporter(t, rec)
		if _, err := e.Export(t.Context(), grant(t, kind)); err != nil {
			t.Fatal(err)
		}
		if got := kept.from; got.Name != "mis.example/fhir" || !got.Read.Equal(now) || len(got.Versions) != 1+1+59+2 {
			t.Errorf("%s: %+v, read %v, %d versions", kind, got.Origin, got.Read, len(got.Versions))
		}
		for _, v := range kept.from.Versions {
			if v.Ref == rec.Observations[5].Ref || v.Ref == "Patient/p1" && v.ID != "7" {
				t.Errorf("%s: %+v", kind, v)
			}
		}
	}
}

func TestAFailureToKeepIsAFailure(t *testing.T) {
	for _, after := range []bool{false, true} {
		e, _, kept := newExporter(t, threePages())
		kept.fail = func() (error, bool) { return errors.New("timeout"), after }
		if c, err := e.Export(context.Background(), grant(t, policy.Signed)); err == nil || c.Valid() {
			t.Errorf("after=%v: the copy was given out although it was not kept", after)
		}
	}
}

func TestErrorsNameTheCopyAndNobody(t *testing.T) {
	e, _, _ := newExporter(t, threePages())
	e.Source = source{record.Record{Patient: record.Patient{ID: "other"}}}
	_, err := e.Export(context.Background(), grant(t, policy.Signed))
	if !errors.Is(err, record.ErrNoPatient) || !strings.Contains(err.Error(), "0000-0000-0000") {
		t.Errorf("got %v", err)
	}
}
