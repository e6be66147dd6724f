package exporter

import (
	"testing"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

func TestAReasonIsToldOnlyWhereTheCopyTellsWhatItPointsTo(t *testing.T) {
	secret := meta("Condition/secret")
	secret.Labels = []record.Label{{Code: "R"}}
	rec := record.Record{Patient: record.Patient{ID: "p"},
		Diagnoses: []record.Diagnosis{{Meta: meta("Condition/1"), Code: said("Спленэктомия")}, {Meta: secret, Code: said("Тайное")}},
		Immunizations: []record.Immunization{{Meta: meta("Immunization/1"), Status: "completed",
			Why: record.Why{Reasons: []record.Text{said("по плану")}, Of: []record.Ref{"Condition/1", "Condition/secret", "Condition/none"}}}}}
	part, withheld := Select(rec, granted(t, func(a *policy.Ask) { a.Kind = policy.Anonymized }))
	i := newBuilder(part).immunizations()[0]
	if withheld != 1 || len(i.Reasons) != 2 || i.Reasons[1].Reveal() != "Спленэктомия" {
		t.Errorf("%d withheld, reasons %q", withheld, i.Reasons)
	}
	if i.Status != "" {
		t.Error("a vaccination that was given says so in each line")
	}
	if all := newBuilder(rec).immunizations()[0].Reasons; len(all) != 3 || all[2].Reveal() != "Тайное" {
		t.Errorf("the patient is not told the reason: %d", len(all))
	}
}

func TestAReactionWithoutSignsIsItsStory(t *testing.T) {
	x := reactionOf(record.Reaction{Story: record.NewPersonal("зуд после еды")})
	if len(x.Signs) != 1 || x.Signs[0].Reveal() != "зуд после еды" || !x.Story.Empty() {
		t.Errorf("have %+v", x)
	}
}
