package exporter

import (
	"slices"
	"time"

	"vypiska/exporter/record"
)

// localise gives all times of what was selected as the clinic's clock shows them:
// a server may keep them in UTC, where the day is another one at night. The lists
// are the selection's own, but for images.
func localise(rec *record.Record, loc *time.Location) {
	for i := range rec.Diagnoses {
		d := &rec.Diagnoses[i]
		d.Onset, d.Abated, d.Recorded = d.Onset.In(loc), d.Abated.In(loc), d.Recorded.In(loc)
	}
	for i := range rec.Reports {
		r := &rec.Reports[i]
		r.Effective, r.Issued, r.Images = r.Effective.In(loc), r.Issued.In(loc), slices.Clone(r.Images)
		for j := range r.Images {
			r.Images[j].Date = r.Images[j].Date.In(loc)
		}
	}
	for i := range rec.Observations {
		o := &rec.Observations[i]
		o.Effective, o.Ended = o.Effective.In(loc), o.Ended.In(loc)
	}
	for i := range rec.Studies {
		rec.Studies[i].Started = rec.Studies[i].Started.In(loc)
	}
	for i := range rec.Encounters {
		rec.Encounters[i].Period = rec.Encounters[i].Period.In(loc)
	}
	for i := range rec.Medications {
		m := &rec.Medications[i]
		m.Authored, m.Taken, m.Supply.Valid = m.Authored.In(loc), m.Taken.In(loc), m.Supply.Valid.In(loc)
	}
	for i := range rec.Allergies {
		a := &rec.Allergies[i]
		a.Onset, a.LastSeen, a.Recorded, a.Reactions = a.Onset.In(loc), a.LastSeen.In(loc), a.Recorded.In(loc), slices.Clone(a.Reactions)
		for j := range a.Reactions {
			a.Reactions[j].Began = a.Reactions[j].Began.In(loc)
		}
	}
	for i := range rec.Immunizations {
		v := &rec.Immunizations[i]
		v.Occurred, v.Expires, v.Reactions = v.Occurred.In(loc), v.Expires.In(loc), slices.Clone(v.Reactions)
		for j := range v.Reactions {
			v.Reactions[j].Date = v.Reactions[j].Date.In(loc)
		}
	}
	for i := range rec.Procedures {
		rec.Procedures[i].Performed = rec.Procedures[i].Performed.In(loc)
	}
	rec.Patient.Deceased = rec.Patient.Deceased.In(loc)
}
