package templates

import (
	"slices"
	"time"

	"vypiska/exporter"
	"vypiska/templates/form"
)

// Forms beside those an Extract is printed on.
const (
	FormSlip        = "slip"
	FormAct         = "act"
	FormDisclosures = "disclosures"
)

// extract is what forms see of an Extract.
type extract struct {
	exporter.Extract
	// Flags are those that occur among the results, for the legend.
	Flags []exporter.Flag
	// Empty: the record holds nothing that answers the request.
	Empty bool
}

// always are places of every extract that choose the form instead of standing on it.
var always = []string{"kind", "lang", "form"}

// identity are the places an anonymized extract may not fill.
var identity = []string{"mark", "patient.name", "patient.birth", "patient.age", "patient.snils", "patient.oms", "patient.card",
	"patient.policies", "patient.address", "patient.phone", "patient.deceased", "patient.dead", "reports.images"}

// nameless are the places an insurer's document without names may not fill: it is
// sealed, so it has a mark.
var nameless = append([]string{"case.insurer", "case.policy", "case.services.policy"}, identity[1:]...)

// specs are all forms there are.
var specs = []form.Spec{
	{Name: exporter.FormExtract, Data: &extract{}, Sealed: true, Never: append([]string{"anonymized"}, always...)},
	{Name: exporter.FormLaboratory, Data: &extract{}, Sealed: true, Never: append([]string{"anonymized"}, always...)},
	{Name: exporter.FormImaging, Data: &extract{}, Sealed: true, Never: append([]string{"anonymized"}, always...)},
	{Name: exporter.FormAnonymized, Data: &extract{}, Never: append(identity, always...)},
	{Name: exporter.FormCase, Data: &extract{}, Sealed: true, Never: append([]string{"anonymized"}, always...)},
	{Name: exporter.FormPseudonymous, Data: &extract{}, Sealed: true, Never: append(nameless, always...)},
	{Name: FormSlip, Data: &Slip{}},
	{Name: FormAct, Data: &Act{}, Sealed: true},
	{Name: FormDisclosures, Data: &Disclosures{}, Sealed: true},
}

// seen makes of an Extract what forms see.
func seen(x exporter.Extract) *extract {
	out := extract{Extract: x, Empty: len(x.Diagnoses)+len(x.Allergies)+len(x.Laboratory)+len(x.Trends)+len(x.Measurements)+len(x.Reports)+
		len(x.Studies)+len(x.Medications)+len(x.Immunizations)+len(x.Procedures)+len(x.Encounters) == 0}
	for _, panels := range [][]exporter.Panel{x.Laboratory, x.Measurements} {
		for _, p := range panels {
			for _, r := range p.Rows {
				out.flag(r.Flag)
			}
		}
	}
	for _, t := range x.Trends {
		for _, p := range t.Points {
			out.flag(p.Flag)
		}
	}
	slices.Sort(out.Flags)
	return &out
}

func (x *extract) flag(f exporter.Flag) {
	if f > exporter.FlagNormal && !slices.Contains(x.Flags, f) {
		x.Flags = append(x.Flags, f)
	}
}

// made is when the document data describes is made.
func made(data any) time.Time {
	switch d := data.(type) {
	case *extract:
		return d.IssuedAt
	case *Slip:
		return d.IssuedAt
	case *Act:
		return d.IssuedAt
	case *Disclosures:
		return d.IssuedAt
	}
	return time.Time{}
}

// markOf is the signature mark the document must show, nil where it has none.
func markOf(data any) *exporter.Mark {
	switch d := data.(type) {
	case *extract:
		return d.Mark
	case *Act:
		return d.Mark
	case *Disclosures:
		return d.Mark
	}
	return nil
}
