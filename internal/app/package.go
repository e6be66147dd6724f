package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/issued"
	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// Packaged is what became of a package, for the clinic alone: who was left out
// and why never leaves the house.
type Packaged struct {
	Package  issued.Package
	Sequence int64
	Reports  int
	// LeftOut are the people of this insurer with a service in the period and no
	// document in the package; Withheld are single reports of those who have one.
	LeftOut  []LeftOut
	Withheld []Withheld
}

// LeftOut is a person who is not in the package.
type LeftOut struct {
	Patient record.PatientID `json:"patient"`
	Code    policy.Code      `json:"code"`
}

// Withheld is a report that is not in its person's document.
type Withheld struct {
	Patient record.PatientID `json:"patient"`
	Report  record.Ref       `json:"report"`
	Code    policy.Code      `json:"code"`
}

// Codes of people left out beside those of the policy.
const (
	CodeFailed   policy.Code = "failed"     // the record cannot be read or drawn
	CodeLeak     policy.Code = "leak"       // de-identification could not be proved: the officer's reviews tell where
	CodeWithheld policy.Code = codeWithheld // too few look like this person
)

// Package makes a package by the operator's own hand and releases it into the
// file name. What a crash leaves: documents registered as issued that nobody
// got, and perhaps an entry of a package without its file; never a package
// without its entry, and never part of one under that name.
func (d *Desk) Package(ctx context.Context, a policy.PackageAsk, lang string, asOf time.Time, name string) (done Packaged, err error) {
	g, err := d.decidePackage(ctx, a, asOf)
	if err != nil {
		return Packaged{}, err
	}
	if err := CanWrite(name); err != nil {
		return Packaged{}, err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".vypiska-*")
	if err != nil {
		return Packaged{}, fmt.Errorf("write %s: %w", filepath.Base(name), reason(err))
	}
	defer func() {
		_ = f.Close()
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	m := packing{desk: d, grant: g, lang: lang}
	if err := m.write(ctx, f); err != nil {
		return Packaged{}, err
	}
	if err := f.Sync(); err != nil {
		return Packaged{}, fmt.Errorf("write %s: %w", filepath.Base(name), reason(err))
	}
	if err := m.record(ctx); err != nil {
		return Packaged{}, err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return Packaged{}, fmt.Errorf("write %s: %w", filepath.Base(name), reason(err))
	}
	return m.done, syncDir(filepath.Dir(name))
}

// decidePackage decides, and registers a refusal with its rule.
func (d *Desk) decidePackage(ctx context.Context, a policy.PackageAsk, asOf time.Time) (policy.PackageGrant, error) {
	g, err := policy.DecidePackage(a, d.Settings, asOf)
	if err == nil {
		err = d.contractStands(ctx, a.Contract)
	}
	var refusal *policy.Refusal
	if errors.As(err, &refusal) {
		e := register.Entry{Time: d.Now(), Event: register.Refusal, Actor: actor(a.Asker), Recipient: string(a.Contract.Insurer), Kind: packageKind,
			Period: period(a.Period), Rule: refusal.Rule, AsOf: asOf.Format(time.DateOnly)}
		if err := d.house.register(ctx, e); err != nil {
			return g, errors.Join(refusal, err)
		}
	}
	return g, err
}

// contractStands refuses a contract that the database has and that is not in force.
func (d *Desk) contractStands(ctx context.Context, c policy.Contract) error {
	_, err := d.ContractInForce(ctx, string(c.Insurer), c.Number)
	switch {
	case errors.Is(err, ErrContractState):
		return &policy.Refusal{Rule: "package-contract", Reason: "the contract is suspended, or no version of it was activated", Suspends: true}
	case errors.Is(err, ErrNotFound): // a contract of a file alone
		return nil
	}
	return err
}

// packageKind is what the register calls a package.
const packageKind = "package"

// packing is one package on its way.
type packing struct {
	desk      *Desk
	grant     policy.PackageGrant
	lang      string
	number    issued.Number
	mark      string // what the register's entries call this making
	tries     bool   // what may be cured is tried again: it is no failure yet
	head      parcel.Head
	documents []db.PackageDocument
	copies    []issuedTo
	done      Packaged
}

// issuedTo is what the register is told of a document that leaves with the package.
type issuedTo struct {
	patient record.PatientID
	entry   register.Entry
}

// write makes every document and the container around them.
func (m *packing) write(ctx context.Context, to io.Writer) (err error) {
	if m.number, err = (numbers{m.desk.house}).Reserve(ctx); err != nil {
		return fmt.Errorf("reserve a number: %w", err)
	}
	m.mark = m.number.String()
	if m.head, err = m.desk.packageHead(ctx, m.grant.Contract()); err != nil {
		return err
	}
	m.done.Sequence = m.head.Sequence
	out := bufio.NewWriterSize(to, 1<<20)
	pack, err := issued.NewPack(m.grant, m.number, out)
	if err != nil {
		return err
	}
	w, err := parcel.NewWriter(pack, m.head)
	if err != nil {
		return err
	}
	if err := m.people(ctx, w); err != nil {
		return fmt.Errorf("package %s: %w", m.number, err)
	}
	if err := m.close(ctx, w); err != nil {
		return err
	}
	return out.Flush()
}

// packageHead continues the contract's sequence.
func (d *Desk) packageHead(ctx context.Context, c policy.Contract) (parcel.Head, error) {
	h := parcel.Head{Sequence: 1, MadeAt: d.Now()}
	err := d.house.DB.View(ctx, func(v *db.View) error {
		last, err := v.LastPackage(ctx, string(c.Insurer), c.Number)
		if err == nil {
			h.Sequence, h.Previous = last.Sequence+1, &parcel.Previous{Number: last.Number, SHA256: last.SHA256}
		} else if !errors.Is(err, db.ErrNoRow) {
			return err
		}
		recalled, err := v.RecalledDocuments(ctx, string(c.Insurer), c.Number)
		for _, r := range recalled {
			h.Deleted = append(h.Deleted, parcel.Deleted{Number: r.Number, SHA256: r.SHA256, Sequence: r.Sequence})
		}
		return err
	})
	return h, err
}

// people makes the documents, several at once, and adds them in the order of patients.
func (m *packing) people(ctx context.Context, w *parcel.Writer) error {
	ids, err := m.desk.Source.Patients(ctx)
	if err != nil {
		return fmt.Errorf("list the patients: %w", err)
	}
	if ids, err = m.desk.exporter.Arranged(m.grant.Contract(), ids); err != nil {
		return err
	}
	for _, made := range InOrder(ctx, processors(), ids, func(id record.PatientID) document { return m.document(ctx, id) }) {
		switch {
		case made.err != nil:
			return made.err
		case made.code != "":
			m.done.LeftOut = append(m.done.LeftOut, LeftOut{made.patient, made.code})
		case made.copy.Valid():
			if err := m.add(w, made); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

func (m *packing) add(w *parcel.Writer, made document) error {
	if err := w.Add(made.row, made.copy); err != nil {
		return err
	}
	m.done.Reports += len(made.row.Services)
	for _, j := range made.copy.Grant().Judged() {
		if j.Code != "" {
			m.done.Withheld = append(m.done.Withheld, Withheld{made.patient, j.Report, j.Code})
		}
	}
	m.documents = append(m.documents, db.PackageDocument{Number: made.copy.Number().String(), SHA256: made.copy.SHA256()})
	m.copies = append(m.copies, issuedTo{made.patient, m.entry(register.Release, made.copy)})
	return nil
}

// entry tells of an act on a document of the package.
func (m *packing) entry(ev register.Event, c issued.Copy) register.Entry {
	e := copyEntry(ev, m.desk.Now(), c)
	e.Actor, e.Order = actor(m.grant.Asker()), m.mark
	return e
}

// issued registers a document. Its entry goes out as a proof: under a contract
// without names it says nobody's id, and an entry beside it whose record it was.
func (m *packing) issued(ctx context.Context, tx *db.Tx, c issued.Copy, o exporter.Origin, until time.Time) error {
	e := m.entry(register.Issue, c)
	if err := addOrigin(ctx, tx, &e, o, until); err != nil {
		return err
	}
	if c.Grant().Pseudonymous() {
		of := e
		of.Event = register.Subject
		if err := m.desk.house.append(ctx, tx, of); err != nil {
			return err
		}
		e.Patient = ""
	}
	return m.desk.house.append(ctx, tx, e)
}

// close signs the package over proofs that are all of one moment.
func (m *packing) close(ctx context.Context, w *parcel.Writer) error {
	keys, err := os.ReadFile(RegisterKeys(m.desk.house.Dir))
	if err != nil {
		return fmt.Errorf("register keys: %w", err)
	}
	return m.desk.house.DB.View(ctx, func(v *db.View) error {
		proof := func(ctx context.Context, number string) ([]byte, error) {
			p, err := register.Prove(ctx, v.Register(), number, "")
			if err != nil {
				return nil, err
			}
			return p.Text()
		}
		m.done.Package, err = w.Close(ctx, parcel.Tail{Signer: m.desk.house.Signer, Proof: proof, Keys: keys})
		return err
	})
}

// record writes down that the package was made and leaves, before it does. Two
// packages of a contract at once: one of them has no place in the sequence.
func (m *packing) record(ctx context.Context) error {
	now := m.desk.Now()
	row := m.row(now)
	e := m.packageEntry(row, now)
	err := m.desk.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := m.still(ctx, tx); err != nil {
			return err
		}
		if err := m.addPackage(ctx, tx, row); err != nil {
			return err
		}
		return m.append(ctx, tx, e)
	})
	if err != nil {
		return fmt.Errorf("package %s: %w", row.Number, err)
	}
	return nil
}

// ErrChanged says that somebody's consent or block, or the contract, changed
// while a package was made.
var ErrChanged = errors.New("a consent was withdrawn, a block set or the contract suspended while the package was made: make it again")

// still: what the package rests on stands in the very transaction that lets it go.
func (m *packing) still(ctx context.Context, tx *db.Tx) error {
	c := m.grant.Contract()
	all, err := tx.ContractStates(ctx, string(c.Insurer), c.Number)
	if err != nil {
		return err
	}
	if _, err := inForce(all); err != nil {
		return ErrChanged
	}
	gone, err := tx.Withdrew(ctx, string(c.Insurer), c.Number, m.grant.AsOf())
	if err == nil && m.desk.Settings.BlocksBindPackages {
		var blocked []string
		blocked, err = tx.BlockedPatients(ctx)
		gone = append(gone, blocked...)
	}
	for _, d := range m.copies {
		if slices.Contains(gone, string(d.patient)) {
			return ErrChanged
		}
	}
	return err
}

// append registers the package, its release, and that of each document: a
// patient's list of recipients is made of these.
func (m *packing) append(ctx context.Context, tx *db.Tx, e register.Entry) error {
	released := e
	released.Event = register.Release
	for _, one := range append([]register.Entry{e, released}, entries(m.copies)...) {
		if err := m.desk.house.append(ctx, tx, one); err != nil {
			return err
		}
	}
	return nil
}

func entries(copies []issuedTo) []register.Entry {
	var out []register.Entry
	for _, c := range copies {
		out = append(out, c.entry)
	}
	return out
}

// Why says why a package has no documents.
func (p Packaged) Why() string {
	if len(p.LeftOut) > 0 {
		return "everybody with a service in the period was left out"
	}
	return "nobody of this insurer had a service in the period"
}
