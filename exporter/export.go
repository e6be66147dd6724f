// Package exporter makes copies of a patient's record. This file is the story
// of one copy: read, select, de-identify, extract, draw, issue, keep.
package exporter

import (
	"context"
	"fmt"
	"time"

	"vypiska/exporter/deidentify"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/signing"
)

// Numbers reserves the numbers of copies.
type Numbers interface {
	// Reserve returns a number that no copy has or will have. When it returns
	// nil the reservation survives a crash; a number that was reserved and not
	// used stays unused.
	Reserve(ctx context.Context) (issued.Number, error)
}

// Forms draws extracts on paper.
type Forms interface {
	// Draw must give the same bytes for the same extract, and print all of it.
	Draw(x Extract) (Paper, error)
}

// A Keeper keeps finished copies.
type Keeper interface {
	// Keep writes the register entry of the copy and keeps it with its origin.
	// When it returns nil all of that survives a crash; after an error none counts.
	Keep(ctx context.Context, c issued.Copy, o Origin) error
}

// Origin is the state of the source that a copy was made from.
type Origin struct {
	record.Origin
	// Read is when the record was asked for. One of a package was asked for just
	// before, for the decision about its person.
	Read time.Time
	// Versions are of what the copy was made from: nothing that was withheld.
	Versions []record.Version
}

// Exporter makes copies. All fields but the zero Issuer are needed.
type Exporter struct {
	Source  record.Source
	Numbers Numbers
	Forms   Forms
	Signer  *signing.Signer
	Keeper  Keeper
	Now     func() time.Time // in the clinic's zone
	Clinic  Clinic
	// Secret is the clinic's key of pseudonyms and moved dates; a profile that
	// needs none does without.
	Secret []byte
	// Groups guards copies that leave the treating relation; nil says on the copy
	// that the size of its group was not assessed.
	Groups *deidentify.Groups
	Warn   func(Warning) // may be nil
	// Step measures: it is told of each step's beginning, and what it returns of
	// its end. May be nil.
	Step func(name string) (done func())
}

// Clinic is what the clinic's settings say about its copies.
type Clinic struct {
	// Issuer is the letterhead; without a name it is that of the record's issuer.
	Issuer Issuer
	// VerifyURL is the public address copies are verified at; the number follows.
	VerifyURL string
}

// Warning is something the maker of a copy should know. It carries no personal data.
type Warning struct {
	Number issued.Number
	Code   string // glyphs, images, labels
	Count  int
}

// Export makes the copy that g allows, and no other: there is no second source
// of patient, kind, recipient, period, items and basis.
func (e *Exporter) Export(ctx context.Context, g policy.Grant) (issued.Copy, error) {
	if !g.Valid() {
		return issued.Copy{}, issued.ErrNoGrant
	}
	number, err := e.Numbers.Reserve(ctx)
	if err != nil {
		return issued.Copy{}, fmt.Errorf("reserve a number: %w", err)
	}
	done, begun := e.step("read"), e.Now()
	rec, err := e.Source.Record(ctx, g.Patient())
	done()
	if err != nil {
		return issued.Copy{}, fmt.Errorf("copy %s: read record: %w", number, err)
	}
	part, withheld := Select(rec, g)
	e.warn(Warning{number, "labels", withheld})
	c, err := e.issue(ctx, g, number, part, rec)
	if err != nil {
		return issued.Copy{}, fmt.Errorf("copy %s: %w", number, err)
	}
	defer e.step("keep")()
	if err := e.Keeper.Keep(ctx, c, Origin{rec.Origin, begun, part.Versions()}); err != nil {
		return issued.Copy{}, fmt.Errorf("copy %s: keep: %w", number, err)
	}
	return c, nil
}

func (e *Exporter) issue(ctx context.Context, g policy.Grant, n issued.Number, part, whole record.Record) (issued.Copy, error) {
	switch {
	case g.Pseudonymous():
		return e.pseudonymous(ctx, g, n, part, whole)
	case g.Kind() == policy.Signed:
		return e.signed(ctx, g, n, part)
	}
	return e.anonymized(ctx, g, n, part, whole)
}

func (e *Exporter) signed(ctx context.Context, g policy.Grant, n issued.Number, rec record.Record) (issued.Copy, error) {
	if e.Signer == nil {
		return issued.Copy{}, issued.ErrNoSigner
	}
	x := e.extract(g, n, rec)
	x.Mark = MarkOf(e.Signer)
	d, _, err := e.draw(x, n)
	if err != nil {
		return issued.Copy{}, err
	}
	defer e.step("seal")()
	return issued.Seal(ctx, g, d, e.Signer)
}

// draw gives the draft, and what its codes say to a camera.
func (e *Exporter) draw(x Extract, n issued.Number) (d issued.Draft, encoded []string, err error) {
	defer e.step("draw")()
	p, err := e.Forms.Draw(x)
	if err != nil {
		return issued.Draft{}, nil, fmt.Errorf("draw: %w", err)
	}
	e.warn(Warning{n, "glyphs", len(p.Missing)})
	e.warn(Warning{n, "images", p.Spoilt})
	return issued.Draft{
		Number: n, PDF: p.PDF, Pages: p.Pages, MadeAt: x.IssuedAt,
		MarkPage: p.MarkPage, MarkRect: p.MarkRect,
		Form: p.Form, FormVersion: p.Version, FormHash: p.Hash,
	}, p.Encoded, nil
}

func (e *Exporter) step(name string) (done func()) {
	if e.Step == nil {
		return func() {}
	}
	return e.Step(name)
}

func (e *Exporter) warn(w Warning) {
	if e.Warn != nil && w.Count > 0 {
		e.Warn(w)
	}
}

// FileName is the name a copy goes by outside: its number, nothing of the patient.
func FileName(n issued.Number) string { return n.String() + ".pdf" }

// MarkOf is the visible mark of the signer's seals.
func MarkOf(s *signing.Signer) *Mark {
	c := s.Certificate()
	return &Mark{Serial: c.Serial, Owner: c.Owner, From: c.From, To: c.To, Demo: c.Demo}
}
