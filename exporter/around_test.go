package exporter

import (
	"testing"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

func TestAReportSaysWhatItsReferralWasWrittenFor(t *testing.T) {
	secret := meta("ServiceRequest/2")
	secret.Labels = []record.Label{{Code: "V"}}
	rec := record.Record{Patient: record.Patient{ID: "p"},
		Reports: []record.Report{{Meta: meta("DiagnosticReport/1"), BasedOn: []record.Ref{"ServiceRequest/1", "ServiceRequest/2"}, Conclusion: record.NewPersonal("Норма.")}},
		Referrals: []record.Referral{
			{Meta: meta("ServiceRequest/1"), Why: record.Why{Reasons: []record.Text{said("кашель")}}, Notes: []record.Personal{record.NewPersonal("исключить очаг")}},
			{Meta: secret, Why: record.Why{Reasons: []record.Text{said("тайное")}}},
			{Meta: meta("ServiceRequest/3"), Why: record.Why{Reasons: []record.Text{said("другое")}}},
		}}
	for kind, want := range map[policy.Kind]string{policy.Signed: "кашель; исключить очаг; тайное", policy.Anonymized: "кашель; исключить очаг"} {
		part, _ := Select(rec, granted(t, func(a *policy.Ask) {
			a.Kind = kind
			if kind == policy.Signed {
				a.Asker = policy.Asker{Role: policy.Patient, Subject: "Patient/p"}
			}
		}))
		r := newBuilder(part).reports()[0]
		if got := record.Join("; ", r.Reasons...).Reveal(); got != want {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
	if len(rec.Reports[0].Why.Reasons) != 0 {
		t.Error("the record that was handed in was changed")
	}
}

func TestACodeOfAnInterpretationIsSaidInWords(t *testing.T) {
	code := func(c string) record.Text {
		return record.Text{Text: record.NewPersonal(c), Codes: []record.Code{{Code: c}}}
	}
	for _, c := range []struct {
		name        string
		value       record.Value
		said        []record.Text
		words, more string
	}{
		{"resistance of a culture", record.Value{}, []record.Text{code("R")}, "R", "R"},
		{"in words already", record.Value{}, []record.Text{{Text: record.NewPersonal("устойчив"), Codes: []record.Code{{Code: "R"}}}}, "устойчив", ""},
		{"beside a value", record.Value{Number: "4"}, []record.Text{code("R")}, "", "R"},
		{"a sign says it", record.Value{Number: "4"}, []record.Text{code("H")}, "", ""},
	} {
		r := found(c.value, c.said, nil)
		if got, more := r.Value.Words.Reveal(), record.Join("; ", r.Said...).Reveal(); got != c.words || more != c.more {
			t.Errorf("%s: %q and %q", c.name, got, more)
		}
	}
}

func TestWhatLastedKeepsItsBeginningBesideItsEnd(t *testing.T) {
	rec := record.Record{
		Diagnoses: []record.Diagnosis{{Meta: meta("Condition/1"), Code: said("Беременность")}},
		Observations: []record.Observation{{Meta: meta("Observation/1"), Code: said("Белок"), Effective: day(t, "2025-03-02"), Ended: day(t, "2025-03-03"),
			Unfit: true, About: record.Why{Reasons: []record.Text{said("плод")}, Of: []record.Ref{"Condition/1"}}}}}
	_, other := newBuilder(rec).panels()
	r := other[0].Rows[0]
	if r.Taken.Day() != "2025-03-02" || r.Ended.Day() != "2025-03-03" || !r.Unfit || len(r.About) != 2 {
		t.Errorf("have %+v", r)
	}
}

func TestADeathOnAnUnknownDayIsTold(t *testing.T) {
	dead := newBuilder(record.Record{Patient: record.Patient{Dead: true}}).patient()
	dated := newBuilder(record.Record{Patient: record.Patient{Dead: true, Deceased: day(t, "2025")}}).patient()
	if !dead.Dead || dated.Dead || dated.Deceased.IsZero() {
		t.Errorf("%+v, %+v", dead, dated)
	}
}

func TestAStudyWithoutADescriptionIsNamedByWhatWasDone(t *testing.T) {
	rec := record.Record{Studies: []record.ImagingStudy{{Steps: []record.Text{said("МРТ колена")}}, {Description: record.NewPersonal("МРТ"), Steps: []record.Text{said("МРТ колена")}}}}
	all := newBuilder(rec).studies()
	if all[0].Description.Reveal() != "МРТ колена" || all[0].Steps != nil || len(all[1].Steps) != 1 {
		t.Errorf("have %+v", all)
	}
}
