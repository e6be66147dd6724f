package fhir

import (
	"bytes"
	"maps"

	"vypiska/exporter/record"
)

// mentioned adds to known every patient some quoted text of a file names: by
// id, by a reference or by a fullUrl. It understands nothing of the text, so it
// works on what is not JSON any more.
func (ix *index) mentioned(raw []byte, known map[record.PatientID]bool) map[record.PatientID]bool {
	out := maps.Clone(known)
	for {
		i := bytes.IndexByte(raw, '"')
		if i < 0 {
			return out
		}
		raw = raw[i+1:]
		end := bytes.IndexAny(raw[:min(len(raw), maxReference)], "\"\n")
		if end < 0 {
			end = min(len(raw), maxReference)
		}
		if id, ok := ix.patientIn(string(raw[:end])); ok {
			out[id] = true
		}
	}
}

const maxReference = 512

// patientIn reads a text as an id, or as a reference to a patient.
func (ix *index) patientIn(s string) (record.PatientID, bool) {
	if h := ix.byKey["Patient/"+s]; h != nil {
		return record.PatientID(s), true
	}
	p := pointTo(s)
	if p.kind == toRelative || p.kind == toURL {
		if p.typ != "Patient" {
			return "", false
		}
		p.kind = toRelative
	}
	if p.kind == noPointer || p.kind == toContained {
		return "", false
	}
	key := ix.find(p, -1, "Patient")
	return idOf(key), key != ""
}
