package exporter

import (
	"cmp"
	"fmt"
	"slices"

	"vypiska/exporter/deidentify"
	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// namelessCase are the services of a document without names: the dates and words
// of the de-identified record with the codes of the contract. De-identifying
// keeps lists of reports in their order and length.
func namelessCase(g policy.Grant, rec, clean record.Record) *Case {
	c, _ := g.Contract()
	x := &Case{Contract: c.Number}
	codes := servicesOf(g)
	for i, r := range clean.Reports {
		x.Services = append(x.Services, Service{Date: when(r), Code: codes[rec.Reports[i].Ref].Service, Name: r.Code.Text})
	}
	slices.SortStableFunc(x.Services, func(p, q Service) int { return byDate(p.Date, q.Date) })
	return x
}

// servicesOf is what was decided about the reports that go into the document.
func servicesOf(g policy.Grant) map[record.Ref]policy.Judged {
	in := map[record.Ref]policy.Judged{}
	for _, j := range g.Judged() {
		if j.Code == "" {
			in[j.Report] = j
		}
	}
	return in
}

// Row is what the registry of a package says of the document under g. Under a
// contract without names it tells nothing that the document does not: coarse is
// the document's.
func (e *Exporter) Row(g policy.Grant, rec record.Record, coarse deidentify.Coarseness) (parcel.Row, error) {
	if !g.Pseudonymous() {
		part, _ := Select(rec, g)
		return parcel.RowOf(part, g), nil
	}
	p, err := e.profile(g)
	if err != nil {
		return parcel.Row{}, fmt.Errorf("registry: %w", err)
	}
	part, _ := Select(rec, g)
	known := deidentify.Gather(rec)
	clean, did, err := deidentify.Record(titles(part), known, p.Counted().Coarser(coarse), g.Lang(), g.AsOf())
	if err != nil {
		return parcel.Row{}, fmt.Errorf("registry: %w", err)
	}
	row := parcel.Row{Patient: record.PatientID(did.Pseudonym)}
	in := servicesOf(g)
	for i, r := range part.Reports {
		j, c := in[r.Ref], clean.Reports[i]
		row.Services = append(row.Services, parcel.Service{Report: record.Ref("DiagnosticReport/" + p.Alias(r.Ref)),
			Date: c.Effective.Start.Day(), Code: j.Service, Title: c.Code.Text, Shared: j.Shared})
	}
	slices.SortStableFunc(row.Services, func(a, b parcel.Service) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Report, b.Report))
	})
	return row, deidentify.LookAt(e.printing(g, known), "registry", row.Texts()...)
}

// titles are a record's reports without their findings.
func titles(rec record.Record) record.Record {
	out := record.Record{Patient: rec.Patient}
	for _, r := range rec.Reports {
		out.Reports = append(out.Reports, record.Report{Meta: r.Meta, Code: r.Code, Effective: r.Effective})
	}
	return out
}

// Arranged puts the people of a package into the order their documents are made
// and listed in: the source's, but under a contract without names that of their
// pseudonyms. Ids have an order too, and who knows it from another package would
// know who is who.
func (e *Exporter) Arranged(c policy.Contract, ids []record.PatientID) ([]record.PatientID, error) {
	if c.Fields != policy.PseudonymFields {
		return ids, nil
	}
	p, err := deidentify.Research.Keyed(e.Secret, recipientUnder(c))
	if err != nil {
		return nil, fmt.Errorf("arrange the people: %w", err)
	}
	names := make(map[record.PatientID]string, len(ids))
	for _, id := range ids {
		names[id] = p.Pseudonym(id)
	}
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b record.PatientID) int { return cmp.Compare(names[a], names[b]) })
	return ids, nil
}
