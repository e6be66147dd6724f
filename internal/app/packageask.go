package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
)

// asking is one look into the records of a package; done is closed at its end.
type asking struct {
	done chan struct{}
	gone []db.PackagePerson
	err  error
	good time.Time // until when the answer counts
}

// goneInRecords decides about everybody in a package by their records of now, and
// fails where one cannot be read: doubt means no. All who ask at once wait for one
// look; one that takes longer than a request may goes on without them.
func (d *Desk) goneInRecords(ctx context.Context, o db.PackageOrderRow) ([]db.PackagePerson, error) {
	a := d.lookAtRecords(ctx, o)
	timer := time.NewTimer(askPatient)
	defer timer.Stop()
	select {
	case <-a.done:
		return a.gone, a.err
	case <-timer.C:
		return nil, ErrChecking
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// lookAtRecords begins a look, or gives the one that is under way or still counts.
func (d *Desk) lookAtRecords(ctx context.Context, o db.PackageOrderRow) *asking {
	d.asks.Lock()
	defer d.asks.Unlock()
	if a := d.asked[o.ID]; a != nil && !a.over(d.Now()) {
		return a
	}
	a := &asking{done: make(chan struct{})}
	if d.asked == nil {
		d.asked = map[string]*asking{}
	}
	for id, old := range d.asked {
		if old.over(d.Now()) {
			delete(d.asked, id)
		}
	}
	d.asked[o.ID] = a
	go func() {
		defer close(a.done)
		begun := d.Now()
		a.gone, a.err = d.askRecords(context.WithoutCancel(ctx), o)
		a.good = d.Now()
		if a.err == nil && len(a.gone) == 0 {
			a.good = begun.Add(max(askRecords, 10*d.Now().Sub(begun)))
		}
	}()
	return a
}

// over reports whether a look has ended and counts no more.
func (a *asking) over(now time.Time) bool {
	select {
	case <-a.done:
		return !now.Before(a.good)
	default:
		return false
	}
}

func (d *Desk) askRecords(ctx context.Context, o db.PackageOrderRow) (gone []db.PackagePerson, err error) {
	g, err := d.grantUnder(ctx, o)
	if err != nil {
		return nil, err
	}
	m := &packing{desk: d, grant: g, lang: o.Lang, mark: o.ID}
	var people []db.PackagePerson
	err = d.house.DB.View(ctx, func(v *db.View) (err error) {
		people, err = v.PackagePeople(ctx, o.ID, personMade, 0, maxPeople)
		return err
	})
	if err != nil {
		return nil, err
	}
	ids, rows := make([]record.PatientID, len(people)), map[record.PatientID]db.PackagePerson{}
	for i, p := range people {
		ids[i], rows[patientOf(p)] = patientOf(p), p
	}
	moved := 0
	for id, why := range InOrder(ctx, processors(), ids, func(id record.PatientID) error { return m.stillIn(ctx, rows[id]) }) {
		p := rows[id]
		switch {
		case errors.Is(why, errMerged):
			moved, p.Why = moved+1, whyMerged
			gone = append(gone, p)
		case errors.Is(why, errGone):
			gone = append(gone, p)
		case why != nil:
			return nil, why
		}
	}
	if moved == len(people) && moved > 1 {
		return nil, errNobody
	}
	return gone, ctx.Err()
}

const maxPeople = 1 << 30

// Why a person of a package must not be in it any more.
var (
	errGone   = errors.New("the person is out")
	errMerged = errors.New("the person was merged into another, or removed")
	// errNobody: a system without any of the people is hardly the one they came from.
	errNobody = errors.New("the records have none of the people of the package: is it the clinic's system that is asked?")
)

// stillIn asks whether the person is there, their consent stands and no block
// binds. Other answers (a policy that ended since, a report that was corrected) do
// not take a package back: it was right when it was made.
func (m *packing) stillIn(ctx context.Context, p db.PackagePerson) error {
	id := patientOf(p)
	rec, err := m.desk.Source.Record(ctx, id)
	if errors.Is(err, record.ErrNoPatient) || err == nil && !hasAny(rec, reportsIn(p)) {
		return errMerged
	}
	if err != nil {
		return fmt.Errorf("patient %s: %w", id, err)
	}
	f, err := m.desk.insurerFacts(ctx, rec, string(m.grant.Contract().Insurer))
	if err != nil {
		return err
	}
	if !policy.Consented(m.grant.Document(id, m.lang), f, m.grant.AsOf()) {
		return errGone
	}
	return nil
}

// hasAny reports whether the record has one of the reports. A person merged into
// another may still be there, with nothing left.
func hasAny(rec record.Record, reports []record.Ref) bool {
	return slices.ContainsFunc(rec.Reports, func(r record.Report) bool { return slices.Contains(reports, r.Ref) })
}
