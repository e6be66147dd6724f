package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/issued"
	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/storage"
	"vypiska/storage/register"
)

// closeBatch is how many documents go into the container between two looks at
// the order.
const closeBatch = 200

// ClosePackage makes the package of an order whose people were all looked at: it
// decides about each again, streams the documents from storage into the
// container and the container into storage, and writes down the package in the
// transaction that makes the order ready. What a crash leaves: an upload nobody
// can read, which the sweep removes; the next run begins the container anew, of
// the same documents. An error may be cured by trying again.
func (d *Desk) ClosePackage(ctx context.Context, id string) error {
	for try := 1; ; try++ {
		o, err := d.openPackage(ctx, id)
		if err != nil || o.ID == "" || !o.Planned || o.Waiting > 0 {
			return err
		}
		m, err := d.packingOf(ctx, o)
		if err != nil || m == nil {
			return err
		}
		err = (&closing{packing: m, order: o}).run(ctx)
		switch {
		case err == nil || errors.Is(err, errFinal):
			return nil
		case errors.Is(err, ErrContractState):
			return d.endPackage(ctx, o, Refused, "package-contract", "service")
		case m.grant.Contract().Whole && certain(err):
			return d.endPackage(ctx, o, Failed, codeRecord, "service")
		case !errors.Is(err, ErrChanged) || try == tries:
			return err
		}
	}
}

// GiveUpPackage ends an order whose plan or close was tried too often.
func (d *Desk) GiveUpPackage(ctx context.Context, id string) error {
	o, err := d.openPackage(ctx, id)
	if err != nil || o.ID == "" {
		return err
	}
	return d.endPackage(ctx, o, Failed, codeFault, "service")
}

// closing is the container of an order on its way.
type closing struct {
	*packing
	order  db.PackageOrderRow
	packed int
}

func (c *closing) run(ctx context.Context) (err error) {
	d := c.desk
	if c.number, err = (numbers{d.house}).Reserve(ctx); err != nil {
		return fmt.Errorf("reserve a number: %w", err)
	}
	if c.head, err = d.packageHead(ctx, c.grant.Contract()); err != nil {
		return err
	}
	c.head.Replaces = c.order.Replaces
	up, err := d.Store.Begin(ctx, c.number)
	if err != nil {
		return err
	}
	defer up.Abort(context.WithoutCancel(ctx))
	envelope, err := parcel.Envelope(c.grant.Contract().Terms, rand.Reader)
	if err != nil {
		return err
	}
	pack, err := issued.NewPackIn(c.grant, c.number, up, envelope)
	if err != nil {
		return err
	}
	w, err := parcel.NewWriter(pack, c.head)
	if err != nil {
		return err
	}
	if err := c.people(ctx, w); err != nil {
		return fmt.Errorf("package %s: %w", c.number, err)
	}
	if err := c.close(ctx, w); err != nil {
		return err
	}
	obj, err := up.Finish(ctx, c.done.Package)
	if err != nil {
		return err
	}
	if err := c.record(ctx, obj); err != nil {
		_ = d.Store.Delete(context.WithoutCancel(ctx), obj.Key) // a courtesy to the sweep
		return err
	}
	return nil
}

// people adds the documents in the order of patients, some read ahead.
func (c *closing) people(ctx context.Context, w *parcel.Writer) error {
	for from := 0; ; {
		var some []db.PackagePerson
		err := c.desk.house.DB.View(ctx, func(v *db.View) (err error) {
			some, err = v.PackagePeople(ctx, c.order.ID, personMade, from, closeBatch)
			return err
		})
		if err != nil || len(some) == 0 {
			return err
		}
		if err := c.some(ctx, w, some); err != nil {
			return err
		}
		from = some[len(some)-1].Place + 1
		if err := c.progress(ctx); err != nil {
			return err
		}
	}
}

// progress tells how far the container is, and stops where the order was.
func (c *closing) progress(ctx context.Context) error {
	return c.desk.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := c.desk.running(ctx, tx, c.order.ID); err != nil {
			return err
		}
		return tx.CountPacked(ctx, c.order.ID, c.packed, c.desk.Now())
	})
}

func (c *closing) some(ctx context.Context, w *parcel.Writer, people []db.PackagePerson) error {
	ids, rows := make([]record.PatientID, len(people)), map[record.PatientID]db.PackagePerson{}
	for i, p := range people {
		ids[i], rows[patientOf(p)] = patientOf(p), p
	}
	for _, made := range InOrder(ctx, processors(), ids, func(id record.PatientID) document { return c.again(ctx, rows[id]) }) {
		if made.err != nil {
			return made.err
		}
		if !made.copy.Valid() {
			continue
		}
		if err := w.Add(made.row, made.copy); err != nil {
			return err
		}
		c.documents = append(c.documents, db.PackageDocument{Number: made.copy.Number().String(), SHA256: made.copy.SHA256()})
		c.packed++
	}
	return ctx.Err()
}

// again decides about a person once more and gives the document that was kept,
// or a new one where the decision is about other reports now.
func (c *closing) again(ctx context.Context, p db.PackagePerson) document {
	rec, out := c.decide(ctx, patientOf(p))
	switch {
	case out.err != nil:
		return out
	case !out.grant.Valid():
		out.err = c.takeOut(ctx, p, out)
		return out
	case sameReports(p, out.grant):
		kept, err := c.kept(ctx, p, out.grant)
		if err == nil {
			out.copy = kept
			return c.listedKept(ctx, p, out, rec)
		}
		if !errors.Is(err, storage.ErrGone) && !errors.Is(err, storage.ErrDamaged) && !errors.Is(err, issued.ErrOther) {
			out.err = err
			return out
		}
	}
	return c.anew(ctx, p, out, rec)
}

// listedKept adds the registry's words to a kept document; it is taken out where
// they cannot go with it.
func (c *closing) listedKept(ctx context.Context, p db.PackagePerson, out document, rec record.Record) document {
	out = c.listed(ctx, out, rec, coarseOf(p))
	if out.err == nil && !out.grant.Valid() {
		out.err = c.takeOut(ctx, p, out)
	}
	return out
}

// anew makes the document of a person once more, in the place of the kept one.
func (c *closing) anew(ctx context.Context, p db.PackagePerson, out document, rec record.Record) document {
	out = c.export(ctx, out, rec, exporter.Keeper(personKeeper{c.packing, p}))
	if out.err == nil && !out.grant.Valid() {
		out.err = c.takeOut(ctx, p, out)
	}
	return out
}

// takeOut leaves a person out whose document is made: it is revoked, and was
// never given to anybody.
func (c *closing) takeOut(ctx context.Context, p db.PackagePerson, out document) error {
	d, number := c.desk, p.Number
	p.State, p.Code, p.Why, p.Number, p.Judged = personOut, string(out.code), out.why, "", ""
	if out.code == "" { // nothing of the period concerns the insurer any more
		p.State = personNone
	}
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		moved, err := tx.EndPackagePerson(ctx, p, personMade, d.Now())
		if err != nil || !moved {
			return err
		}
		if _, err := d.revoke(ctx, tx, number, "service", "left out before its package was finished", d.Now()); err != nil || out.told.Event == "" {
			return err
		}
		return d.house.append(ctx, tx, out.told)
	})
}

// kept reads a document back from storage under the decision of now.
func (c *closing) kept(ctx context.Context, p db.PackagePerson, g policy.Grant) (issued.Copy, error) {
	n, err := issued.ParseNumber(p.Number)
	if err != nil {
		return issued.Copy{}, err
	}
	r, err := c.desk.Store.Get(ctx, storage.Object{Key: p.Object, WrappedKey: p.Wrapped, KeyID: p.KeyID, Size: p.Size, SHA256: p.SHA256})
	if err != nil {
		return issued.Copy{}, err
	}
	pdf := make([]byte, p.Size)
	_, err = io.ReadFull(r, pdf)
	if err = errors.Join(err, r.Close()); err != nil {
		return issued.Copy{}, err
	}
	return issued.Kept(ctx, g, issued.Issued{Number: n, PDF: pdf, Pages: p.Pages}, p.SHA256, c.desk.house.Signer)
}

// record writes down the package: its row, its place in the sequence, its kept
// container and its entry, in the transaction that makes the order ready. What it
// rests on stands in that very transaction.
func (c *closing) record(ctx context.Context, obj storage.Object) error {
	d, p, g, now := c.desk, c.done.Package, c.grant, c.desk.Now()
	row := c.row(now)
	e := c.packageEntry(row, now)
	e.Order = c.order.ID
	err := d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := c.stands(ctx, tx); err != nil {
			return err
		}
		if err := c.addPackage(ctx, tx, row); err != nil {
			return err
		}
		err := tx.AddCopy(ctx, db.CopyRow{Number: row.Number, Order: c.order.ID, Kind: packageKind, SHA256: obj.SHA256, Size: obj.Size, SealLevel: p.SealLevel(),
			Object: obj.Key, Wrapped: obj.WrappedKey, KeyID: obj.KeyID, Issued: now, KeepUntil: now.Add(d.keepUnder(g.Contract()))})
		if err != nil {
			return err
		}
		ready, err := tx.ReadyPackage(ctx, c.order.ID, row.Number, now)
		if err == nil && !ready {
			err = errFinal
		}
		if err != nil {
			return err
		}
		if err := d.announcePackage(ctx, tx, c.order, g.Contract(), now); err != nil {
			return err
		}
		return d.house.append(ctx, tx, e)
	})
	if err != nil {
		return fmt.Errorf("package %s: %w", row.Number, err)
	}
	return nil
}

// stands: the version is in force and nobody in the package went.
func (c *closing) stands(ctx context.Context, tx *db.Tx) error {
	status, err := tx.ContractStatus(ctx, c.order.Insurer, c.order.Contract, c.order.Version)
	if err == nil && status != "active" {
		err = ErrContractState
	}
	if err != nil {
		return err
	}
	gone, err := tx.GonePeople(ctx, c.order, c.desk.Settings.BlocksBindPackages)
	if err == nil && len(gone) > 0 {
		err = ErrChanged
	}
	return err
}

func (m *packing) row(now time.Time) db.PackageRow {
	p, c, g := m.done.Package, m.grant.Contract(), m.grant
	return db.PackageRow{Number: p.Number().String(), Insurer: string(c.Insurer), Contract: c.Number, Version: c.Version,
		From: g.Period().Start.Day(), To: g.Period().End.Day(), Sequence: m.head.Sequence, SHA256: p.SHA256(), Size: p.Size(),
		SealLevel: p.SealLevel(), Documents: p.Documents(), Made: now}
}

func (m *packing) packageEntry(row db.PackageRow, now time.Time) register.Entry {
	c, g := m.grant.Contract(), m.grant
	return register.Entry{Time: now, Event: register.Package, Actor: actor(g.Asker()), Recipient: string(c.Insurer), Number: row.Number, Kind: packageKind,
		Basis: c.LegalBasis(), Period: period(g.Period()), AsOf: g.AsOf().Format(time.DateOnly), SHA256: row.SHA256, Size: row.Size, SealLevel: row.SealLevel}
}

// addPackage stores the package and notes which copies it lists as deleted.
func (m *packing) addPackage(ctx context.Context, tx *db.Tx, row db.PackageRow) error {
	if err := tx.AddPackage(ctx, row, m.documents); err != nil {
		return err
	}
	for _, gone := range m.head.Deleted {
		if err := tx.Recall(ctx, gone.Number, row.Sequence); err != nil {
			return err
		}
	}
	return nil
}
