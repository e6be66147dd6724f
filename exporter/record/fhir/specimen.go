package fhir

import "vypiska/exporter/record"

type specimen struct {
	head
	Type       concept      `json:"type"`
	Condition  []concept    `json:"condition"`
	Note       []annotation `json:"note"`
	Collection struct {
		At     date    `json:"collectedDateTime"`
		Within period  `json:"collectedPeriod"`
		Method concept `json:"method"`
		Site   concept `json:"bodySite"`
	} `json:"collection"`
	display string // of the reference, where there is nothing else
}

// specimen is what a reference leads to, and when that was taken.
func (s *scene) specimen(r reference) (specimen, date) {
	sp, ok := s.target(r, "Specimen").(*specimen)
	if !ok {
		return specimen{display: r.Display}, date{}
	}
	out := *sp
	out.display = r.Display
	return out, date{stated(sp.Collection.At, sp.Collection.Within.Start)}
}

// words are what it is, where from, how taken and in what state it came.
func (s specimen) words() record.Personal {
	what := s.Type.plain()
	if what == "" {
		what = s.display
	}
	parts := []record.Personal{words(what), words(s.Collection.Site.plain()), words(s.Collection.Method.plain())}
	return record.Join(", ", append(append(parts, plains(s.Condition)...), notes(s.Note)...)...)
}
