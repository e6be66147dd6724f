package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/deidentify"
	"vypiska/exporter/issued"
	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/signing"
	"vypiska/storage"
	"vypiska/storage/register"
)

// document is what became of one person.
type document struct {
	patient record.PatientID
	row     parcel.Row // of the registry, once there is a copy
	copy    issued.Copy
	code    policy.Code    // why the person is left out
	why     string         // of a document that the officer must look at
	told    register.Entry // what the register must be told of it; zero: nothing
	grant   policy.Grant   // of a person who is in
	err     error          // why there will be no package
}

// document decides about one person, makes their document, and tells the
// register who is left out.
func (m *packing) document(ctx context.Context, id record.PatientID) document {
	out := m.judge(ctx, id, func(policy.Grant) exporter.Keeper { return packageKeeper{m} })
	if out.err == nil && out.told.Event != "" {
		out.err = m.desk.house.register(ctx, out.told)
	}
	return out
}

// judge decides about one person and makes their document. Somebody without a
// service in the period, or with whom the insurer has nothing to do, is neither
// in nor left out.
func (m *packing) judge(ctx context.Context, id record.PatientID, keeper func(policy.Grant) exporter.Keeper) document {
	rec, out := m.decide(ctx, id)
	if !out.grant.Valid() {
		return out
	}
	return m.export(ctx, out, rec, keeper(out.grant))
}

// decide reads the record and decides; the grant is valid for who is in.
func (m *packing) decide(ctx context.Context, id record.PatientID) (record.Record, document) {
	out := document{patient: id}
	rec, err := m.desk.Source.Record(ctx, id)
	if err != nil {
		return rec, m.failed(ctx, out, fmt.Errorf("read the record: %w", err))
	}
	ask := m.grant.Document(id, m.lang)
	facts, err := m.desk.insurerFacts(ctx, rec, string(m.grant.Contract().Insurer))
	if err != nil {
		out.err = err
		return rec, out
	}
	g, err := policy.Decide(ask, facts, m.grant.AsOf())
	var refusal *policy.Refusal
	if errors.As(err, &refusal) {
		return rec, m.refused(out, ask, facts, refusal)
	}
	out.grant = g
	return rec, out
}

// export draws and seals the document of a person who is in.
func (m *packing) export(ctx context.Context, out document, rec record.Record, k exporter.Keeper) document {
	e := *m.desk.exporter
	e.Source, e.Keeper = held{rec}, k
	var err error
	if out.copy, err = e.Export(ctx, out.grant); err != nil {
		return m.failed(ctx, out, err)
	}
	return m.listed(ctx, out, rec, out.copy.Coarse())
}

// listed adds what the registry says of the document.
func (m *packing) listed(ctx context.Context, out document, rec record.Record, coarse deidentify.Coarseness) document {
	var err error
	if out.row, err = m.desk.exporter.Row(out.grant, rec, coarse); err != nil {
		return m.failed(ctx, out, err)
	}
	return out
}

// refused says that a person of this insurer is left out.
func (m *packing) refused(out document, a policy.Ask, f policy.Facts, r *policy.Refusal) document {
	if r.Rule == "package-nothing" || !policy.Concerns(*a.Contract, f, a.Patient) {
		return out
	}
	out.code = policy.Code(strings.TrimPrefix(r.Rule, "package-"))
	out.told = entryOf(register.Refusal, m.desk.Now(), a)
	out.told.Actor, out.told.Order, out.told.Rule, out.told.AsOf = actor(m.grant.Asker()), m.mark, r.Rule, m.grant.AsOf().Format(time.DateOnly)
	return out
}

// failed leaves a person out whose document cannot be made, unless the contract
// wants all or nothing, or nobody's could be made. What trying again may cure is
// tried again where a queue does so.
func (m *packing) failed(ctx context.Context, out document, err error) document {
	var authority *signing.AuthorityError
	if errors.Is(err, deidentify.ErrSmallGroup) {
		return m.withheld(out)
	}
	if ctx.Err() != nil || m.grant.Contract().Whole || errors.Is(err, errKeep) || errors.As(err, &authority) ||
		errors.Is(err, signing.ErrExpired) || errors.Is(err, signing.ErrNotYetValid) || m.tries && !certain(err) {
		out.err, out.grant = fmt.Errorf("patient %s: %w", out.patient, err), policy.Grant{}
		return out
	}
	return m.without(out, err)
}

// without leaves a person out for an error: a leak is the officer's to look at.
func (m *packing) without(out document, err error) document {
	out = m.leaveOut(out)
	if errors.Is(err, deidentify.ErrLeak) {
		out.code, out.why = CodeLeak, found(err)
		out.told.Reason = codeReview + ": " + out.why
	}
	return out
}

// withheld is a person like whom there are too few: a decision, not a failure.
func (m *packing) withheld(out document) document {
	out = m.leaveOut(out)
	out.code, out.why = CodeWithheld, whySmall
	out.told.Event, out.told.Rule, out.told.Reason = register.Refusal, codeWithheld, whySmall
	return out
}

// certain reports whether trying again gives the same.
func certain(err error) bool {
	var fault *record.Fault
	return errors.As(err, &fault) || errors.Is(err, record.ErrNoPatient) || errors.Is(err, deidentify.ErrLeak)
}

// leaveOut is a person whose document cannot be made.
func (m *packing) leaveOut(out document) document {
	out.code, out.copy, out.grant = CodeFailed, issued.Copy{}, policy.Grant{}
	out.told = register.Entry{Time: m.desk.Now(), Event: register.Failure, Actor: actor(m.grant.Asker()), Patient: string(out.patient),
		Kind: string(policy.Signed), Order: m.mark, Recipient: string(m.grant.Contract().Insurer), Reason: codeRecord}
	return out
}

// insurerFacts are a record's, with the blocks that stand and the consents on paper.
func (d *Desk) insurerFacts(ctx context.Context, rec record.Record, insurer string) (policy.Facts, error) {
	f := policy.FactsOf(rec, d.Settings)
	patient := string(rec.Patient.ID)
	err := d.house.DB.View(ctx, func(v *db.View) error {
		standing, err := v.StandingBlocks(ctx, patient)
		if err != nil {
			return err
		}
		for _, b := range standing {
			f.Blocks = append(f.Blocks, policy.Block{Scope: policy.Scope(b.Scope)})
		}
		papers, err := v.Consents(ctx, patient, insurer)
		for _, p := range papers {
			f.Written = append(f.Written, policy.Written{Contract: p.Contract, Signed: p.Signed, Withdrawn: p.Withdrawn})
		}
		return err
	})
	return f, err
}

// held is a source of one record that was read for the decision.
type held struct{ rec record.Record }

// Record implements record.Source.
func (h held) Record(_ context.Context, id record.PatientID) (record.Record, error) {
	if id != h.rec.Patient.ID {
		return record.Record{}, record.ErrNoPatient
	}
	return h.rec, nil
}

// Patients implements record.Source.
func (h held) Patients(context.Context) ([]record.PatientID, error) {
	return []record.PatientID{h.rec.Patient.ID}, nil
}

// errKeep says that a document could not be registered: none could.
var errKeep = errors.New("the register does not take the document")

// packageKeeper registers the documents of a package.
type packageKeeper struct{ packing *packing }

// Keep implements exporter.Keeper.
func (k packageKeeper) Keep(ctx context.Context, c issued.Copy, o exporter.Origin) error {
	d := k.packing.desk
	now := d.Now()
	err := d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := tx.AddCopy(ctx, rowOf(c, "", storage.Object{}, now, now)); err != nil {
			return err
		}
		return k.packing.issued(ctx, tx, c, o, now.Add(d.keepUnder(k.packing.grant.Contract())))
	})
	if err != nil {
		return fmt.Errorf("%w: %w", errKeep, err)
	}
	return nil
}
