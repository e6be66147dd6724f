// Package app holds the use cases, one file per verb: build a copy, release it,
// make keys. It joins the product folders with the database; it knows no HTTP,
// no queue and no terminal.
package app

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/deidentify"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/account"
	"vypiska/internal/db"
	"vypiska/storage"
	"vypiska/storage/links"
	"vypiska/storage/register"
	"vypiska/templates"
)

// Desk is where copies are asked for and handed out.
type Desk struct {
	Setup
	house    *House
	exporter *exporter.Exporter
	forms    *templates.Forms
	// contracts are the versions read so far, which are never edited.
	contracts sync.Map
	// asked are the looks into the records of packages, by their orders.
	asks  sync.Mutex
	asked map[string]*asking
	// looks is the entry after which the next sweep looks for those past their term.
	looks atomic.Int64
}

// Setup is what a Desk needs beside the data directory. An operator's desk has
// no store, links, queue, accounts and people: it builds and releases, nothing else.
type Setup struct {
	Source record.Source
	// Directory finds people for reception.
	Directory record.Directory
	// Relations gives doctors their patients and insurers their contracts.
	Relations record.Relations
	Clinic    exporter.Clinic
	Forms     templates.Options
	Settings  policy.Settings
	Secret    []byte // of pseudonyms and moved dates (House.Secret)
	Groups    *deidentify.Groups
	Now       func() time.Time // in the clinic's zone
	Warn      func(exporter.Warning)
	// Block is how many numbers are reserved at once; 0 means one for each copy.
	Block int
	// Step measures the steps of making a copy; may be nil.
	Step func(name string) (done func())

	Store *storage.Store
	Links *links.Gate
	Queue Queue
	// Packages runs the steps of packages, Courier their notices, which Teller
	// sends; secrets follow from HookKey. Without a Courier nobody is told.
	Packages PackageQueue
	Courier  Courier
	Teller   Teller
	HookKey  []byte
	// Post sends notices; nil sends none.
	Post Post
	// RemindBefore is how long before its end a patient is told of a link; 0: never.
	RemindBefore time.Duration
	// UnblockByPhone: the clinic lifts blocks also where the patient only telephoned.
	UnblockByPhone bool
	Accounts       Accounts
	People         *account.Service // logins of the cabinets
	PublicURL      string           // links begin with it
	Keep           time.Duration    // how long stored copies are kept
	KeepAnon       time.Duration    // how long anonymized ones are; 0: as long as the others
	KeepPackages   time.Duration    // how long packages and their documents are, unless the contract says otherwise; 0: as the others
	Backups        time.Duration    // how long backups are kept: a destroyed copy's remains too
	KeepLog        time.Duration    // how long the register's entries keep their text; 0: for ever
	// RetrySeal: an order whose authorities fail is tried again where that can
	// help, instead of failing at once.
	RetrySeal bool
}

// A Queue runs orders.
type Queue interface {
	// Enqueue puts the order's job into the transaction: both or neither
	// survive. The same order twice is one job.
	Enqueue(ctx context.Context, tx *db.Tx, order string) error
	// Cancel stops the order's job, also while it runs. An order without a job
	// is not an error.
	Cancel(ctx context.Context, order string) error
}

// Accounts knows who may use the service.
type Accounts interface {
	// Bearer returns whose token it is; a token that is unknown, expired or of a
	// disabled account is an error, always the same.
	Bearer(ctx context.Context, token string) (Visitor, error)
}

// NewDesk opens a desk over the data directory h.
func NewDesk(h *House, s Setup) (*Desk, error) {
	forms, err := templates.New(s.Forms)
	if err != nil {
		return nil, fmt.Errorf("printed forms: %w", err)
	}
	d := &Desk{Setup: s, house: h, forms: forms}
	d.exporter = &exporter.Exporter{
		Source: s.Source, Numbers: &block{numbers: numbers{h}, size: max(1, s.Block)}, Forms: forms, Signer: h.Signer,
		Keeper: keeper{d}, Now: s.Now, Clinic: s.Clinic, Secret: s.Secret, Groups: s.Groups, Warn: s.Warn, Step: s.Step,
	}
	return d, nil
}

func (h *House) checkpoint() register.CheckpointFile {
	return register.CheckpointFile{Path: filepath.Join(h.Dir, checkpointName)}
}

// moveCheckpoint puts the register's newest checkpoint beside the database. It
// refuses to go on over a register that was set back or replaced.
func (h *House) moveCheckpoint(ctx context.Context) error {
	return h.advance(ctx, h.checkpoint())
}

func (h *House) advance(ctx context.Context, f register.CheckpointFile) error {
	return f.Advance(ctx, h.Verifier, func(use func(register.Prover) error) error {
		return h.DB.View(ctx, func(v *db.View) error { return use(v.Register()) })
	})
}

// register appends an entry in a transaction of its own.
func (h *House) register(ctx context.Context, e register.Entry) error {
	return h.DB.Tx(ctx, func(tx *db.Tx) error { return h.append(ctx, tx, e) })
}

// append adds an entry to the caller's transaction.
func (h *House) append(ctx context.Context, tx *db.Tx, e register.Entry) error {
	_, err := h.Log.Append(ctx, tx.Register(), e)
	if err == nil {
		h.hear(e)
	}
	return err
}

// entryOf fills an entry with what a grant or an ask says.
func entryOf(ev register.Event, at time.Time, a policy.Ask) register.Entry {
	return register.Entry{
		Time: at, Event: ev, Actor: actor(a.Asker), Recipient: actor(a.Asker),
		Patient: string(a.Patient), Kind: string(a.Kind), Basis: a.Basis, Period: period(a.Period),
	}
}

// actor names who acts as the register writes it: "operator:root", "Practitioner/4".
func actor(a policy.Asker) string {
	if a.Role == policy.Patient || a.Role == policy.Doctor || a.Role == policy.Insurer || a.Role == policy.Receiver {
		return string(a.Subject)
	}
	return string(a.Role) + ":" + string(a.Subject)
}

func period(p record.Period) string {
	if p == (record.Period{}) {
		return ""
	}
	return p.Start.Day() + "/" + p.End.Day()
}
