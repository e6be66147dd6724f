package app

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/storage/links"
	"vypiska/storage/register"
)

// disclosuresSeen is how many entries of the register one page looks through.
const disclosuresSeen = 200

// Disclosure is one thing that was done with a patient's data, from the register.
type Disclosure struct {
	At    time.Time
	Event string // word of the register
	// Who received it, or did it: "Practitioner/4", "operator:root", a login.
	Who string
	// Name is the doctor's, told to the patient alone.
	Name exporter.Text
	// Own: it was the patient. Shared: by a link that opens to whoever holds it.
	Own, Shared                         bool
	Number, Kind, Basis, Reason, Period string
}

// Disclosures is who received a patient's data, and what the patient forbids.
type Disclosures struct {
	Patient string
	Entries []Disclosure // the newest first
	Blocks  []BlockRow   // that stand
	// Denied are days on which the patient forbade doctors in the MIS.
	Denied []exporter.Date
	// Next asks for the page that follows, 0 where there is none.
	Next int64
}

// told are the events of the list: what left the house, who looked, who was given
// access, what was forbidden.
var told = map[register.Event]bool{
	register.Issue: true, register.Subject: true, register.Release: true, register.Download: true, register.Package: true, register.Look: true, register.Refusal: true,
	register.Link: true, register.Revoke: true, register.Block: true, register.Unblock: true, register.Account: true, register.Destruction: true, register.Paper: true,
}

// OwnDisclosures tells a patient who received their data; before is Next of the
// page before, 0 for the first.
func (d *Desk) OwnDisclosures(ctx context.Context, v Visitor, before int64) (Disclosures, error) {
	if v.Role != policy.Patient {
		return Disclosures{}, ErrVisitor
	}
	if err := d.openToPatient(ctx, v); err != nil {
		return Disclosures{}, err
	}
	patient := strings.TrimPrefix(string(v.Subject), "Patient/")
	out, err := d.disclosures(ctx, patient, before)
	if err != nil {
		return Disclosures{}, err
	}
	if err := d.nameDoctors(ctx, out.Entries); err != nil {
		return Disclosures{}, err
	}
	rec, err := d.Source.Record(ctx, record.PatientID(patient))
	if err != nil {
		return Disclosures{}, fmt.Errorf("read the record: %w", err)
	}
	for _, c := range policy.Denials(policy.FactsOf(rec, d.Settings), d.Now()) {
		out.Denied = append(out.Denied, c.Decided)
	}
	return out, nil
}

// DisclosuresOf tells the officer who received a patient's data. The look is in
// the register before it returns.
func (d *Desk) DisclosuresOf(ctx context.Context, v Visitor, patient string, before int64) (Disclosures, error) {
	if v.Role != policy.Officer {
		return Disclosures{}, ErrVisitor
	}
	if !fhirID(patient) {
		return Disclosures{}, ErrNotFound
	}
	if err := d.looked(ctx, v, patient, "disclosures"); err != nil {
		return Disclosures{}, err
	}
	out, err := d.disclosures(ctx, patient, before)
	for i := range out.Entries { // the officer is not the patient
		out.Entries[i].Own = false
	}
	return out, err
}

func (d *Desk) disclosures(ctx context.Context, patient string, before int64) (Disclosures, error) {
	out := Disclosures{Patient: patient}
	if before <= 0 {
		before = math.MaxInt64
	}
	err := d.house.DB.View(ctx, func(view *db.View) error {
		found, err := register.Newest(ctx, view.Register(), register.Filter{Patient: patient}, "", before, disclosuresSeen+1)
		if err != nil {
			return err
		}
		if len(found) > disclosuresSeen {
			found = found[:disclosuresSeen]
			out.Next = found[disclosuresSeen-1].Seq
		}
		bases := map[string]string{}
		for _, r := range found {
			if makes(r.Event) {
				bases[r.Number] = r.Basis
			}
		}
		for _, r := range found {
			if !told[r.Event] {
				continue
			}
			e, err := d.disclosure(ctx, view, r.Entry, bases)
			if err != nil {
				return err
			}
			if r.Event != register.Link || e.Shared { // one's own downloads have a link each
				out.Entries = append(out.Entries, e)
			}
		}
		standing, err := view.StandingBlocks(ctx, patient)
		for _, b := range standing {
			out.Blocks = append(out.Blocks, BlockRow{ID: b.ID, Patient: b.Patient, Channel: b.Channel, Scope: b.Scope, At: b.Begun.In(d.Now().Location())})
		}
		return err
	})
	return out, err
}

// makes reports whether an entry of the event tells that a copy was made, to whom
// may know whose.
func makes(e register.Event) bool {
	return e == register.Issue || e == register.Subject || e == register.Paper
}

func (d *Desk) disclosure(ctx context.Context, view *db.View, e register.Entry, bases map[string]string) (Disclosure, error) {
	out := Disclosure{
		At: e.Time.In(d.Now().Location()), Event: string(e.Event), Who: e.Recipient, Number: e.Number, Kind: e.Kind,
		Basis: e.Basis, Reason: e.Reason, Period: e.Period, Own: e.Recipient == "Patient/"+e.Patient,
	}
	switch e.Event {
	case register.Subject: // to its patient a copy like others
		out.Event = string(register.Issue)
	case register.Block, register.Unblock, register.Revoke, register.Account:
		out.Who, out.Own = e.Actor, e.Event == register.Account && e.Actor == e.Recipient
	case register.Look:
		if e.Recipient == "" {
			out.Who = e.Actor
		}
	}
	if out.Basis == "" && e.Number != "" {
		basis, err := basisOf(ctx, view, e.Number, bases)
		if err != nil {
			return out, err
		}
		out.Basis = basis
	}
	if e.Link == "" {
		return out, nil
	}
	l, err := links.Find(ctx, view.Links(), links.ID(e.Link))
	if errors.Is(err, links.ErrUnknown) {
		return out, nil
	}
	out.Shared = l.Audience == links.Bearer
	return out, err
}

// basisOf is what a copy rests on, from the entry of its making, which may be on
// another page.
func basisOf(ctx context.Context, view *db.View, number string, known map[string]string) (string, error) {
	if basis, ok := known[number]; ok {
		return basis, nil
	}
	known[number] = ""
	for _, event := range []register.Event{register.Issue, register.Paper} {
		made, err := register.Newest(ctx, view.Register(), register.Filter{Number: number}, event, math.MaxInt64, 1)
		if err != nil {
			return "", err
		}
		for _, r := range made {
			known[number] = r.Basis
		}
	}
	return known[number], nil
}

// nameDoctors puts doctors' names beside their ids: the patient knows them by name.
func (d *Desk) nameDoctors(ctx context.Context, list []Disclosure) error {
	names := map[string]exporter.Text{}
	for i, e := range list {
		if !strings.HasPrefix(e.Who, "Practitioner/") {
			continue
		}
		if _, asked := names[e.Who]; !asked {
			p, err := d.Directory.Person(ctx, record.Ref(e.Who))
			if err != nil && !errors.Is(err, record.ErrNoPatient) {
				return fmt.Errorf("name a doctor: %w", err)
			}
			names[e.Who] = p.Name
		}
		list[i].Name = names[e.Who]
	}
	return nil
}

// looked registers a look into the register, before anything of it is shown.
func (d *Desk) looked(ctx context.Context, v Visitor, patient, what string) error {
	return d.house.register(ctx, register.Entry{Time: d.Now(), Event: register.Look, Actor: v.Account, Patient: patient, Reason: "register: " + what})
}
