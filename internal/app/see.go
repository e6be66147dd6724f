package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"vypiska/exporter"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// RecordAsk says which part of whose record is to be seen.
type RecordAsk struct {
	Patient  string // a patient leaves it empty: it is their own
	From, To string // YYYY-MM-DD or empty
}

// Seen is a record as a cabinet shows it; nothing of it is kept.
type Seen struct {
	exporter.Contents
	Patient string
	// Kinds are the kinds of copies the visitor may order of it.
	Kinds []policy.Kind
	// Until is the end of the last referral that gives a doctor this right, and
	// Asked are the items made for one of them.
	Until exporter.Date
	Asked map[record.Ref]bool
}

// Referred is one of a doctor's patients. Blocked and Unreadable ones are only
// ids: their name is not shown.
type Referred struct {
	Patient             string
	Name                exporter.Text
	Birth               exporter.Birth
	Until               exporter.Date
	Blocked, Unreadable bool
}

// SeeRecord shows a patient their own record, and a doctor what there is of a
// patient with a live referral of theirs: names and dates, no results. A
// doctor's look, or that it was refused, is in the register before it returns. Errors: ErrVisitor,
// ErrBlocked, *policy.Refusal, *AskError.
func (d *Desk) SeeRecord(ctx context.Context, v Visitor, a RecordAsk) (Seen, error) {
	ask, err := lookAsk(v, a)
	if err != nil {
		return Seen{}, err
	}
	if v.Role == policy.Doctor {
		return d.seeReferred(ctx, v, ask)
	}
	g, err := d.mayLook(ctx, ask, nil)
	if err != nil {
		return Seen{}, err
	}
	rec, err := d.Source.Record(ctx, ask.Patient)
	if err != nil {
		return Seen{}, fmt.Errorf("read the record: %w", err)
	}
	return Seen{Contents: exporter.Look(rec, g), Patient: string(ask.Patient), Kinds: []policy.Kind{policy.Signed}}, nil
}

// lookAsk is the ask a look stands for: the copy the visitor might order.
func lookAsk(v Visitor, a RecordAsk) (policy.Ask, error) {
	o := db.OrderRow{Role: string(v.Role), Subject: string(v.Subject), Patient: strings.TrimPrefix(a.Patient, "Patient/"), From: a.From, To: a.To, Lang: "ru"}
	switch v.Role {
	case policy.Patient:
		o.Patient, o.Kind = strings.TrimPrefix(string(v.Subject), "Patient/"), string(policy.Signed)
	case policy.Doctor:
		o.Kind = string(policy.Anonymized)
	default:
		return policy.Ask{}, ErrVisitor
	}
	if !fhirID(o.Patient) {
		return policy.Ask{}, ErrNotFound
	}
	if err := checkDays(a.From, a.To); err != nil {
		return policy.Ask{}, err
	}
	return askOf(o)
}

// mayLook decides without an entry: what is looked at does not leave the house.
// rec is what a doctor's right rests on.
func (d *Desk) mayLook(ctx context.Context, ask policy.Ask, rec *record.Record) (policy.Grant, error) {
	f, err := d.factsFrom(ctx, ask.Patient, rec)
	if err != nil {
		return policy.Grant{}, err
	}
	g, err := policy.Decide(ask, f, d.Now())
	var refusal *policy.Refusal
	if errors.As(err, &refusal) && refusal.Suspends {
		err = errors.Join(ErrBlocked, refusal)
	}
	return g, err
}

// factsFrom are the facts of a record that was read, nil for none, with the blocks
// that stand.
func (d *Desk) factsFrom(ctx context.Context, patient record.PatientID, rec *record.Record) (policy.Facts, error) {
	f := policy.Facts{Settings: d.Settings}
	if rec != nil {
		f = policy.FactsOf(*rec, d.Settings)
	}
	blocks, err := d.blocks(ctx, patient)
	f.Blocks = append(f.Blocks, blocks...)
	return f, err
}

func (d *Desk) seeReferred(ctx context.Context, v Visitor, ask policy.Ask) (Seen, error) {
	rec, err := d.Source.Record(ctx, ask.Patient)
	if errors.Is(err, record.ErrNoPatient) { // as for one without a referral
		rec, err = record.Record{}, nil
	}
	if err != nil {
		return Seen{}, fmt.Errorf("read the record: %w", err)
	}
	g, err := d.mayLook(ctx, ask, &rec)
	if err != nil {
		return Seen{}, d.lookRefused(ctx, ask, err)
	}
	e := entryOf(register.Look, d.Now(), ask)
	e.Actor, e.Kind, e.Basis, e.Rule, e.Reason = v.Account, "", g.Basis(), g.Rule(), "list"
	if err := d.house.register(ctx, e); err != nil {
		return Seen{}, err
	}
	s := Seen{Contents: namesOnly(exporter.Look(rec, g)), Patient: string(ask.Patient), Kinds: d.doctorsKinds(), Asked: map[record.Ref]bool{}}
	live := policy.LiveReferrals(v.Subject, policy.FactsOf(rec, d.Settings), d.Now())
	s.Until = lastDay(live)
	for _, i := range s.Items {
		if slices.ContainsFunc(i.BasedOn, func(ref record.Ref) bool {
			return slices.ContainsFunc(live, func(r record.Referral) bool { return r.Ref == ref })
		}) {
			s.Asked[i.Refs[0]] = true
		}
	}
	return s, nil
}

// lookRefused registers that a doctor was not shown a patient, and returns err:
// whoever tries patients of others is seen.
func (d *Desk) lookRefused(ctx context.Context, ask policy.Ask, err error) error {
	var refusal *policy.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	e := entryOf(register.Refusal, d.Now(), ask)
	e.Kind, e.Rule, e.Reason = "", refusal.Rule, "list"
	return errors.Join(err, d.house.register(ctx, e))
}

func (d *Desk) doctorsKinds() []policy.Kind {
	if d.Settings.DoctorsMaySign {
		return []policy.Kind{policy.Anonymized, policy.Signed}
	}
	return []policy.Kind{policy.Anonymized}
}

// namesOnly leaves out what was found: a doctor reads it in a report.
func namesOnly(c exporter.Contents) exporter.Contents {
	c.Trends = nil
	for i := range c.Items {
		it := &c.Items[i]
		*it = exporter.Item{Refs: it.Refs, Kind: it.Kind, Title: it.Title, Date: it.Date, Preliminary: it.Preliminary, BasedOn: it.BasedOn}
	}
	return c
}

func lastDay(live []record.Referral) (last exporter.Date) {
	for _, r := range live {
		if last.IsZero() || last.Before(r.Valid.End) {
			last = r.Valid.End
		}
	}
	return last
}

// ReferredPatients lists the patients with a live referral of this doctor.
func (d *Desk) ReferredPatients(ctx context.Context, v Visitor) ([]Referred, error) {
	if v.Role != policy.Doctor {
		return nil, ErrVisitor
	}
	ids, err := d.Relations.ReferredBy(ctx, v.Subject)
	if err != nil {
		return nil, fmt.Errorf("doctor's patients: %w", err)
	}
	var out []Referred
	for _, id := range ids {
		r, live, err := d.referred(ctx, v, id)
		if err != nil {
			return nil, err
		}
		if live {
			out = append(out, r)
		}
	}
	return out, nil
}

// referred decides about one of a doctor's patients; live is false for one
// without a right, who is not shown.
func (d *Desk) referred(ctx context.Context, v Visitor, id record.PatientID) (r Referred, live bool, err error) {
	r.Patient = string(id)
	rec, err := d.Source.Record(ctx, id)
	var fault *record.Fault
	switch {
	case errors.As(err, &fault):
		r.Unreadable = true
		return r, true, nil
	case errors.Is(err, record.ErrNoPatient):
		return r, false, nil
	case err != nil:
		return r, false, fmt.Errorf("doctor's patients: %w", err)
	}
	ask, err := lookAsk(v, RecordAsk{Patient: r.Patient})
	if err != nil {
		return r, false, err
	}
	_, err = d.mayLook(ctx, ask, &rec)
	var refusal *policy.Refusal
	switch {
	case errors.Is(err, ErrBlocked):
		r.Blocked = true
		return r, true, nil
	case errors.As(err, &refusal):
		return r, false, nil
	case err != nil:
		return r, false, err
	}
	r.Name, r.Birth = rec.Patient.Name().Full(), rec.Patient.Birth
	r.Until = lastDay(policy.LiveReferrals(v.Subject, policy.FactsOf(rec, d.Settings), d.Now()))
	return r, true, nil
}

// Agreement is a contract of an insurer as the MIS has it.
type Agreement struct {
	Number, Status string
	Applies        exporter.Period
	Services       []string // codes
}

// Contracts lists the contracts of the visitor, an insurer.
func (d *Desk) Contracts(ctx context.Context, v Visitor) ([]Agreement, error) {
	if v.Role != policy.Insurer {
		return nil, ErrVisitor
	}
	found, err := d.Relations.ContractsOf(ctx, v.Subject)
	if err != nil {
		return nil, fmt.Errorf("insurer's contracts: %w", err)
	}
	var out []Agreement
	for _, c := range found {
		a := Agreement{Number: c.Number, Status: string(c.Status), Applies: c.Applies}
		for _, s := range c.Services {
			a.Services = append(a.Services, s.Code)
		}
		out = append(out, a)
	}
	return out, nil
}
