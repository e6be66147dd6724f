package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// Origin is what a copy was made from, as its row keeps it: what the source was,
// and a mark of each resource's state. A mark commits to a state and tells of
// none: whoever holds the record can see that it is still, or was, the same, and
// nobody else learns which resources there were (decision 21).
type Origin struct {
	Kind     string    `json:"kind"`
	Name     string    `json:"name"`
	Software string    `json:"software,omitempty"`
	FHIR     string    `json:"fhir,omitempty"`
	Read     time.Time `json:"read"`
	Answers  int       `json:"answers"`
	LeftOut  int       `json:"left_out"`
	Warnings []string  `json:"warnings,omitempty"`
	Salt     []byte    `json:"salt"`
	Marks    []byte    `json:"marks"` // one after the other
}

type mark [16]byte

const markDomain = "vypiska origin v1"

// marked is the mark of a state: of the version its source gave it, or of its
// content where the source numbers no versions.
func marked(salt []byte, v record.Version) mark {
	content := v.Sum[:]
	if v.ID != "" {
		content = nil
	}
	h := sha256.New()
	for _, part := range [][]byte{[]byte(markDomain), salt, []byte(v.Ref), []byte(v.ID), []byte(v.Updated.Instant()), content} {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		h.Write(size[:])
		h.Write(part)
	}
	return mark(h.Sum(nil)[:16])
}

func originOf(o exporter.Origin) Origin {
	out := Origin{Kind: o.Kind, Name: o.Name, Software: o.Software, FHIR: o.FHIR, Read: o.Read.UTC().Truncate(time.Second),
		Answers: o.Answers, LeftOut: o.LeftOut, Warnings: o.Warnings, Salt: make([]byte, 16)}
	_, _ = rand.Read(out.Salt) // never fails
	var marks []mark
	for _, v := range o.Versions {
		marks = append(marks, marked(out.Salt, v))
	}
	slices.SortFunc(marks, func(a, b mark) int { return bytes.Compare(a[:], b[:]) }) // their order tells nothing either
	for _, m := range marks {
		out.Marks = append(out.Marks, m[:]...)
	}
	return out
}

// addOrigin stores what a copy was made from beside its row, and puts the digest
// of that into the copy's entry, which outlives it.
func addOrigin(ctx context.Context, tx *db.Tx, e *register.Entry, o exporter.Origin, until time.Time) error {
	if o.Kind == "" { // a paper of the clinic's own is made from the register
		return nil
	}
	body, err := json.Marshal(originOf(o))
	if err != nil {
		return fmt.Errorf("origin: %w", err)
	}
	e.MadeFrom = digest(body)
	return tx.AddOrigin(ctx, e.Number, string(body), until)
}

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// OriginSeen is the origin of a copy as the officer sees it.
type OriginSeen struct {
	Origin
	Resources  int
	Registered bool // the register says that this is what it was
	// Compared reports whether the source was asked for the record as it is now, of
	// which so many resources are as they were for the copy and so many are not.
	Compared           bool
	Unchanged, Changed int
}

// SeeOrigin shows the officer from which state of the clinic's system a copy was
// made, and how much of that is still so. The look is an entry. Copies that are
// destroyed have none: ErrNotFound.
func (d *Desk) SeeOrigin(ctx context.Context, v Visitor, number string) (seen OriginSeen, err error) {
	if v.Role != policy.Officer {
		return seen, ErrVisitor
	}
	n, err := issued.ParseNumber(number)
	if err != nil {
		return seen, ErrNotFound
	}
	var row db.CopyRow
	err = d.house.DB.View(ctx, func(view *db.View) error {
		body, err := view.Origin(ctx, n.String())
		if err != nil {
			return err
		}
		if row, err = view.Copy(ctx, n.String()); err != nil {
			return err
		}
		seen.Registered, err = registered(ctx, view, n.String(), digest([]byte(body)))
		return errors.Join(err, json.Unmarshal([]byte(body), &seen.Origin))
	})
	if errors.Is(err, db.ErrNoRow) {
		err = ErrNotFound
	}
	if err != nil {
		return OriginSeen{}, err
	}
	seen.Resources = len(seen.Marks) / len(mark{})
	if err := d.looked(ctx, v, row.Patient, "origin, number "+n.String()); err != nil {
		return OriginSeen{}, err
	}
	return seen, d.compare(ctx, record.PatientID(row.Patient), &seen)
}

// registered reports whether an entry of the copy carries the digest.
func registered(ctx context.Context, view *db.View, number, sum string) (bool, error) {
	for e, err := range register.Export(ctx, view.Register(), register.Filter{Number: number}) {
		if err != nil || e.MadeFrom == sum {
			return err == nil, err
		}
	}
	return false, nil
}

// compare holds the copy's marks against the record as it is now. One that cannot
// be read now is not compared.
func (d *Desk) compare(ctx context.Context, patient record.PatientID, seen *OriginSeen) error {
	rec, err := d.Source.Record(ctx, patient)
	if err != nil && !errors.Is(err, record.ErrNoPatient) {
		return ctx.Err()
	}
	now := map[mark]bool{}
	for _, v := range rec.Versions() {
		now[marked(seen.Salt, v)] = true
	}
	for m := range slices.Chunk(seen.Marks, len(mark{})) {
		if len(m) == len(mark{}) && now[mark(m)] {
			seen.Unchanged++
		}
	}
	seen.Compared, seen.Changed = true, seen.Resources-seen.Unchanged
	return nil
}
