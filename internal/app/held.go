package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
)

// Held is a contract that the clinic keeps, with all its versions, the oldest first.
type Held struct {
	Insurer, Number string
	Versions        []Contract
}

// Newest is the version entered last.
func (h Held) Newest() Contract { return h.Versions[len(h.Versions)-1] }

// Newer are the versions, the newest first.
func (h Held) Newer() []Contract {
	all := slices.Clone(h.Versions)
	slices.Reverse(all)
	return all
}

// InForce is the version in force or suspended; nil where there is none.
func (h Held) InForce() *Contract {
	for _, c := range h.Versions {
		if c.Status == "active" || c.Status == "suspended" {
			return &c
		}
	}
	return nil
}

// ContractNamed is a contract's version as an act on it names it.
func ContractNamed(insurer, number string, version int) policy.Contract {
	return policy.Contract{Insurer: record.Ref(organization(insurer)), Number: number, Version: version}
}

func organization(insurer string) string {
	return "Organization/" + strings.TrimPrefix(insurer, "Organization/")
}

// HeldContracts lists the contracts in the order of insurer and number, for the
// officer; after is Next of the page before.
func (d *Desk) HeldContracts(ctx context.Context, v Visitor, after string) (p Page[Held], err error) {
	if v.Role != policy.Officer {
		return p, ErrVisitor
	}
	insurer, number, _ := strings.Cut(after, "|")
	err = d.house.DB.View(ctx, func(view *db.View) error {
		heads, err := view.ContractHeads(ctx, insurer, number, pageRows+1)
		if err != nil {
			return err
		}
		found := pageOf(heads, func(h db.ContractHead) string { return h.Insurer + "|" + h.Number })
		p.Next = found.Next
		for _, head := range found.List {
			h, err := d.held(ctx, view, head.Insurer, head.Number)
			if err != nil {
				return err
			}
			p.List = append(p.List, h)
		}
		return nil
	})
	return p, err
}

// HeldContract shows the officer one contract with its versions.
func (d *Desk) HeldContract(ctx context.Context, v Visitor, insurer, number string) (h Held, err error) {
	if v.Role != policy.Officer {
		return h, ErrVisitor
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		h, err = d.held(ctx, view, organization(insurer), number)
		return err
	})
	return h, err
}

func (d *Desk) held(ctx context.Context, view *db.View, insurer, number string) (Held, error) {
	rows, err := view.Contracts(ctx, insurer, number)
	if err != nil {
		return Held{}, err
	}
	if len(rows) == 0 {
		return Held{}, ErrNotFound
	}
	h := Held{Insurer: insurer, Number: number}
	for _, r := range rows {
		c, err := d.contractOf(r)
		if err != nil {
			return Held{}, err
		}
		h.Versions = append(h.Versions, c)
	}
	return h, nil
}

func (d *Desk) contractOf(r db.ContractRow) (Contract, error) {
	ask, c, err := storedContract(r.Text)
	if err != nil {
		return Contract{}, fmt.Errorf("version %d as stored: %w", r.Version, err)
	}
	c.Version = r.Version
	rest, err := termsText(ask.TermsAsk)
	if err != nil {
		return Contract{}, fmt.Errorf("version %d as stored: %w", r.Version, err)
	}
	zone := d.Now().Location()
	out := Contract{Contract: c, Status: r.Status, Drafted: r.Drafted.In(zone), DraftedBy: r.DraftedBy, ActivatedBy: r.ActivatedBy, Rest: rest}
	if !r.Activated.IsZero() {
		out.Activated = r.Activated.In(zone)
	}
	return out, nil
}

// Consent is a patient's written consent to a contract as staff see it.
type Consent struct {
	ID, Patient, Insurer, Contract string
	Form, Channel                  string
	Signed                         time.Time
	Withdrawn                      time.Time // zero while it stands
	WithdrawnChannel               string
}

// ConsentsTo lists the consents to a contract, those signed last first, for the
// officer; before is Next of the page before.
func (d *Desk) ConsentsTo(ctx context.Context, v Visitor, insurer, number, before string) (p Page[Consent], err error) {
	if v.Role != policy.Officer {
		return p, ErrVisitor
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		rows, err := view.ConsentsTo(ctx, organization(insurer), number, before, pageRows+1)
		found := pageOf(rows, func(c db.ConsentRow) string { return c.ID })
		p.List, p.Next = d.consents(found.List), found.Next
		return err
	})
	return p, err
}

// ConsentsOf lists a patient's consents, those signed last first, for reception
// and the officer.
func (d *Desk) ConsentsOf(ctx context.Context, v Visitor, patient string) (out []Consent, err error) {
	if !v.staff() {
		return nil, ErrVisitor
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		rows, err := view.ConsentsOf(ctx, strings.TrimPrefix(patient, "Patient/"))
		out = d.consents(rows)
		return err
	})
	return out, err
}

func (d *Desk) consents(rows []db.ConsentRow) []Consent {
	var out []Consent
	for _, r := range rows {
		c := Consent{ID: r.ID, Patient: r.Patient, Insurer: r.Insurer, Contract: r.Contract, Form: r.Form, Channel: r.Channel,
			Signed: r.Signed.In(d.Now().Location()), WithdrawnChannel: r.WithdrawnChannel}
		if !r.Withdrawn.IsZero() {
			c.Withdrawn = r.Withdrawn.In(d.Now().Location())
		}
		out = append(out, c)
	}
	return out
}
