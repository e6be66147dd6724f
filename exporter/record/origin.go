package record

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Origin says what a record was read from. It names nobody, and no credentials.
type Origin struct {
	Kind     string   // FromDirectory, FromServer
	Name     string   // of the directory; host and path of the server
	Software string   // what a server says it is, with its version
	FHIR     string   // the version of FHIR a server says it speaks
	Answers  int      // files or answers the record was read from
	LeftOut  int      // notices of what is in them and not in the record
	Warnings []string // FHIR issue codes with which a server qualified its answers
}

// The kinds of origin.
const (
	FromDirectory = "directory"
	FromServer    = "server"
)

// A Version is one state of one resource.
type Version struct {
	Ref     Ref
	ID      string // meta.versionId
	Updated Date   // meta.lastUpdated
	Sum     [32]byte
}

// Versions lists the resources that a copy shows, in order of Ref, and the
// Provenance that tells of one of them. What decisions alone need, and what lies
// inside another resource, is not among them.
func (r Record) Versions() []Version {
	all := slices.Concat(metas([]Patient{r.Patient}), metas(r.Encounters), metas(r.Diagnoses), metas(r.Reports), metas(r.Studies), metas(r.Observations),
		metas(r.Medications), metas(r.Allergies), metas(r.Immunizations), metas(r.Procedures), metas(r.Coverages))
	shown := map[Ref]bool{}
	for _, m := range all {
		shown[m.Ref] = true
	}
	for _, p := range r.Provenance {
		if slices.ContainsFunc(p.Targets, func(t Ref) bool { return shown[t] }) {
			all = append(all, p.Meta)
		}
	}
	var out []Version
	for _, m := range all {
		if m.Ref != "" && !strings.Contains(string(m.Ref), "#") {
			out = append(out, Version{m.Ref, m.VersionID, m.LastUpdated, m.Sum})
		}
	}
	slices.SortFunc(out, func(a, b Version) int { return cmp.Compare(a.Ref, b.Ref) })
	return out
}

// meta lets lists of whatever carries Meta be gone through.
func (m Meta) meta() Meta { return m }

func metas[T interface{ meta() Meta }](list []T) []Meta {
	out := make([]Meta, len(list))
	for i, x := range list {
		out[i] = x.meta()
	}
	return out
}

// Instant is the date as it was stated, to the nanosecond and in UTC where it has a time.
func (d Date) Instant() string {
	if d.precision != ToTime {
		return d.Day()
	}
	return d.t.UTC().Format(time.RFC3339Nano)
}
