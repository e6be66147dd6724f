package exporter

import (
	"slices"
	"strings"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// extract takes from a selected (and, for anonymized copies, de-identified)
// record what forms may print.
func (e *Exporter) extract(g policy.Grant, n issued.Number, rec record.Record) Extract {
	b := newBuilder(rec)
	now := e.Now()
	x := Extract{
		Number: n.String(), Kind: g.Kind(), Lang: g.Lang(), IssuedAt: now, Basis: g.Basis(), Period: g.Period(),
		Issuer:    e.issuer(rec),
		VerifyURL: strings.TrimSuffix(e.Clinic.VerifyURL, "/") + "/v/" + strings.ReplaceAll(n.String(), "-", ""),
		Patient:   b.patient(),
	}
	if age, ok := rec.Patient.Birth.SureAgeAt(now); ok && rec.Patient.Deceased.IsZero() && !rec.Patient.Dead {
		x.Patient.Age = age
	}
	x.Diagnoses = b.diagnoses()
	x.Laboratory, x.Measurements = b.panels()
	x.Trends = b.trends()
	x.Reports = b.reports()
	x.Medications, x.Allergies = b.medications(), b.allergies()
	x.Immunizations, x.Procedures = b.immunizations(), b.procedures()
	x.Encounters, x.Studies = b.encounters(), b.studies()
	x.Omissions = b.omissions()
	x.Form = formOf(x, g)
	if c, under := g.Contract(); under && x.Form == FormCase {
		x.Case = b.caseOf(g, c)
	}
	return x
}

// formOf chooses the form: one for laboratory results or imaging reports where
// single items were asked for and nothing else is among them.
func formOf(x Extract, g policy.Grant) string {
	if x.Kind == policy.Anonymized {
		return FormAnonymized
	}
	if c, under := g.Contract(); under {
		switch c.Fields {
		case policy.ClaimFields:
			return FormCase
		case policy.PseudonymFields:
			return FormPseudonymous
		}
		return FormExtract
	}
	others := len(x.Diagnoses) + len(x.Allergies) + len(x.Measurements) + len(x.Medications) + len(x.Immunizations) + len(x.Procedures) + len(x.Encounters)
	if len(g.Items()) == 0 || others > 0 {
		return FormExtract
	}
	results, words := len(x.Laboratory)+len(x.Trends), len(x.Reports)+len(x.Studies)
	switch {
	case results > 0 && words == 0:
		return FormLaboratory
	case results == 0 && words > 0 && !slices.ContainsFunc(x.Reports, func(r Report) bool { return !slices.Contains(imaging, r.Category) }):
		return FormImaging
	}
	return FormExtract
}

// imaging are the categories of reports about pictures (HL7 v2-0074).
var imaging = []string{"RAD", "CT", "NMR", "RUS", "CUS", "NMS", "RX", "VUS", "OUS"}

// builder turns one record into the parts of an Extract.
type builder struct {
	rec          record.Record
	observations map[record.Ref]*record.Observation
	told         map[record.Ref]bool // reports that panels tell whole
}

func newBuilder(rec record.Record) builder {
	b := builder{rec: rec, observations: make(map[record.Ref]*record.Observation, len(rec.Observations)), told: map[record.Ref]bool{}}
	for i := range rec.Observations {
		b.observations[rec.Observations[i].Ref] = &rec.Observations[i]
	}
	return b
}

// issuer is the letterhead of the settings or, where they name none, that of the
// record's own issuer.
func (e *Exporter) issuer(rec record.Record) Issuer {
	i := e.Clinic.Issuer
	if !i.Name.Empty() {
		return i
	}
	for _, o := range rec.Organizations {
		if o.Ref != rec.Issuer || o.Ref == "" {
			continue
		}
		i.Name = o.Name
		if len(o.Addresses) > 0 {
			i.Address = addressLine(o.Addresses[0])
		}
		for _, c := range o.Contacts {
			if c.System == "phone" && i.Phone.Empty() {
				i.Phone = c.Value
			}
		}
		for _, id := range o.Identifiers {
			if id.Kind == record.OGRN && i.OGRN.Empty() {
				i.OGRN = id.Value
			}
		}
	}
	return i
}

func addressLine(a record.Address) record.Personal {
	if !a.Text.Empty() {
		return a.Text
	}
	return record.Join(", ", append([]record.Personal{a.PostalCode, a.State, a.District, a.City}, a.Lines...)...)
}

func (b builder) patient() Patient {
	p := b.rec.Patient
	x := Patient{
		Name: p.Name().Full(), Birth: p.Birth, Age: -1, Sex: p.Sex, Deceased: p.Deceased, Dead: p.Dead && p.Deceased.IsZero(),
		SNILS: p.Identifier(record.SNILS), OMS: p.Identifier(record.OMS), Card: p.Identifier(record.CardNumber),
	}
	for _, a := range p.Addresses {
		if x.Address.Empty() {
			x.Address = addressLine(a)
		}
		if p.Names == nil { // de-identified: the region is all that was left of it
			if x.Address = (record.Personal{}); x.Region.Empty() {
				x.Region = a.State // of the first address that has one, as groups are counted by
			}
		}
	}
	for _, c := range p.Contacts {
		if c.System == "phone" && x.Phone.Empty() {
			x.Phone = c.Value
		}
	}
	for _, c := range b.rec.Coverages {
		if c.Status == "active" {
			x.Policies = append(x.Policies, b.policyLine(c))
		}
	}
	return x
}

func (b builder) policyLine(c record.Coverage) record.Personal {
	parts := []record.Personal{}
	for _, id := range c.Identifiers {
		parts = append(parts, id.Value)
	}
	for _, payor := range c.Payors {
		parts = append(parts, b.organization(payor))
	}
	return record.Join(", ", parts...)
}

func (b builder) organization(ref record.Ref) record.Personal {
	for _, o := range b.rec.Organizations {
		if o.Ref == ref {
			return o.Name
		}
	}
	return record.Personal{}
}

// performers names each performer once: by the person's own resource where the
// source has it, else by the words it gives.
func (b builder) performers(list []record.Performer) []record.Personal {
	var out []record.Personal
	for _, p := range list {
		if name := b.performer(p); !name.Empty() && !among(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func (b builder) performer(p record.Performer) record.Personal {
	for _, q := range b.rec.People {
		if q.Ref == p.Ref && p.Ref != "" {
			return record.Join(", ", q.Name().Full(), q.Specialty)
		}
	}
	if name := b.organization(p.Ref); p.Ref != "" && !name.Empty() {
		return name
	}
	return p.Display
}

func among(list []record.Personal, p record.Personal) bool {
	for _, l := range list {
		if l.Equal(p) {
			return true
		}
	}
	return false
}

// icd10 are the naming systems of ICD-10, the Russian register's first.
var icd10 = []string{"urn:oid:1.2.643.5.1.13.13.11.1005", "http://hl7.org/fhir/sid/icd-10", "http://hl7.org/fhir/sid/icd-10-cm"}

func icdCode(t record.Text) string {
	for _, system := range icd10 {
		if c := t.Code(system); c != "" {
			return c
		}
	}
	return ""
}

func (b builder) diagnoses() []Diagnosis {
	var out []Diagnosis
	for _, d := range b.rec.Diagnoses {
		out = append(out, Diagnosis{Code: icdCode(d.Code), Name: d.Code.Text, Clinical: d.Clinical,
			Verification: d.Verification, Severity: d.Severity, Stages: d.Stages, Evidence: words(d.Evidence), Site: d.Site, Onset: d.Onset, Abated: d.Abated, Recorded: d.Recorded, Note: d.Note})
	}
	return out
}

func (b builder) medications() []Medication {
	var out []Medication
	for _, m := range b.rec.Medications {
		out = append(out, Medication{Name: m.Drug.Text, Composition: m.Composition, Dosage: m.Dosage, Status: m.Status, Because: words(m.Because), Authored: m.Authored,
			Taken: m.Taken, Course: m.Course.Text, Reasons: b.why(m.Why), Supply: m.Supply, Requester: b.performer(m.Requester)})
	}
	return out
}

func (b builder) procedures() []Procedure {
	var out []Procedure
	for _, p := range b.rec.Procedures {
		out = append(out, Procedure{Name: p.Code.Text, Performed: p.Performed, Status: p.Status, Because: p.Because.Text,
			Reasons: b.why(p.Why), Sites: p.Sites, Performers: b.performers(p.Performers), Outcome: p.Outcome.Text,
			Complications: b.why(p.Complications), Used: words(p.Used), FollowUp: words(p.FollowUp), Notes: p.Notes})
	}
	return out
}

func (b builder) encounters() []Encounter {
	var out []Encounter
	for _, e := range b.rec.Encounters {
		status := e.Status
		if status == "finished" {
			status = ""
		}
		out = append(out, Encounter{Period: e.Period, Status: status, Class: e.Class, Types: words(e.Types), Reasons: b.why(e.Why),
			Found: b.why(e.Found), Outcome: e.Outcome.Text, Doctors: b.performers(e.Doctors)})
	}
	return out
}

func (b builder) studies() []Study {
	var out []Study
	for _, s := range b.rec.Studies {
		x := Study{Started: s.Started, Description: s.Description, Modalities: s.Modalities, Sites: s.BodySites, Steps: words(s.Steps),
			Reasons: b.why(s.Why), Notes: s.Notes, Accession: s.Accession(), Series: s.Series, Instances: s.Instances}
		if x.Description.Empty() {
			x.Description, x.Steps = record.Join(", ", x.Steps...), nil
		}
		out = append(out, x)
	}
	return out
}

func (b builder) omissions() []Omission {
	attachments, images, results := Omission{Code: "attachment"}, Omission{Code: "image"}, Omission{Code: "result"}
	for _, r := range b.rec.Reports {
		attachments.Count += r.Unreadable
		results.Count += r.Missing
		for _, i := range r.Images {
			if i.LeftOut() {
				images.Count++
			}
		}
	}
	return slices.DeleteFunc([]Omission{attachments, images, results}, func(o Omission) bool { return o.Count == 0 })
}

func words(list []record.Text) []record.Personal {
	var out []record.Personal
	for _, t := range list {
		if !t.Text.Empty() {
			out = append(out, t.Text)
		}
	}
	return out
}
