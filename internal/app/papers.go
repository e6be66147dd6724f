package app

import (
	"context"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
)

// PaperRow is a sealed paper of the clinic's own in the officer's list: an act of
// destruction, or a list of disclosures that the officer made for a patient.
type PaperRow struct {
	Number       string
	Patient      string   // whom a list of disclosures is about
	Copies       []string // numbers of the destroyed copies that an act states
	Reason       string   // of their destruction
	Issued, Keep time.Time
	SHA256       string
	Pages        int
	Kept         bool
}

// Papers lists the papers, the newest first, for the officer; before is Next of
// the page before.
func (d *Desk) Papers(ctx context.Context, v Visitor, before string) (p Page[PaperRow], err error) {
	if v.Role != policy.Officer {
		return p, ErrVisitor
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		rows, err := view.Papers(ctx, before, pageRows+1)
		if err != nil {
			return err
		}
		found := pageOf(rows, func(c db.CopyRow) string { return c.Number })
		p.Next = found.Next
		for _, c := range found.List {
			row, err := d.paperRow(ctx, view, c)
			if err != nil {
				return err
			}
			p.List = append(p.List, row)
		}
		return nil
	})
	return p, err
}

func (d *Desk) paperRow(ctx context.Context, view *db.View, c db.CopyRow) (PaperRow, error) {
	zone := d.Now().Location()
	row := PaperRow{Number: c.Number, Patient: c.Patient, Issued: c.Issued.In(zone), Keep: c.KeepUntil.In(zone), SHA256: c.SHA256, Pages: c.Pages, Kept: c.Object != ""}
	stated, err := view.StatedInAct(ctx, c.Number)
	for _, s := range stated {
		row.Copies, row.Reason = append(row.Copies, s.Number), s.Reason
	}
	return row, err
}
