package exporter

import (
	"slices"
	"strings"

	"vypiska/exporter/record"
)

// reports are the diagnostic reports in words, newest first, those told in a
// table of results excepted.
func (b builder) reports() []Report {
	var out []Report
	for _, r := range b.rec.Reports {
		if b.told[r.Ref] {
			continue
		}
		x := Report{
			Title: r.Code.Text, Category: category(r), Date: when(r), Issued: r.Issued, Status: r.Status,
			Preliminary: r.Status.Preliminary(), Amended: amended(r.Status),
			Performers: b.performers(r.Performers), Accession: r.Accession(),
			Reasons: b.why(r.Why), Specimens: r.Specimens, Unreadable: r.Unreadable,
		}
		for _, i := range r.Images {
			if shown(i) {
				x.Images = append(x.Images, Image{Caption: i.Caption, Date: i.Date, Data: i.Data})
			}
		}
		x.Body, x.Conclusion = wording(r)
		for _, f := range r.Findings {
			x.Findings = append(x.Findings, Finding{Code: icdCode(f), Name: f.Text})
		}
		out = append(out, x)
	}
	slices.Reverse(out)
	slices.SortStableFunc(out, func(p, q Report) int { return byDate(q.Date, p.Date) })
	return out
}

// commentOnly reports whether a report's words are but a remark on its results.
func commentOnly(r record.Report) bool {
	return len(r.Documents) == 0 && len(r.Findings) == 0 && r.Unreadable == 0 && slices.IndexFunc(r.Images, shown) < 0
}

func shown(i record.Image) bool { return !i.LeftOut() }

// wording puts a report's words in order and drops what would stand there
// twice: a document that the conclusion repeats, a conclusion that a document contains.
func wording(r record.Report) (body, conclusion []record.Personal) {
	said := r.Conclusion
	for _, d := range r.Documents {
		if said.Says(d.Text) {
			continue
		}
		lines, ending := d.Text.SplitConclusion()
		if !d.Title.Empty() && len(r.Documents) > 1 {
			body = append(body, d.Title)
		}
		body = append(body, lines...)
		if d.Text.Says(said) {
			said = record.Personal{}
			conclusion = append(conclusion, ending...)
			continue
		}
		body = append(body, ending...)
	}
	lines, ending := said.SplitConclusion()
	if ending == nil && len(lines) <= maxShort {
		return body, append(conclusion, lines...)
	}
	return append(body, lines...), append(conclusion, ending...)
}

// maxShort is the length in lines up to which a conclusion without a heading
// of its own counts as conclusion; longer ones are a whole report.
const maxShort = 3

func when(r record.Report) record.Date {
	if !r.Effective.Start.IsZero() {
		return r.Effective.Start
	}
	return r.Issued
}

// category is HL7's code (v2-0074), else the first one.
func category(r record.Report) string {
	for _, c := range r.Categories {
		if strings.HasSuffix(c.System, "0074") {
			return c.Code
		}
	}
	if len(r.Categories) == 0 {
		return ""
	}
	return r.Categories[0].Code
}
