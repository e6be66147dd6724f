package app

import (
	"context"
	"errors"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
)

// SchedulePackages orders last month's package of every contract in force whose
// day of the month has come, once; before that day the one that was due a month ago,
// if nobody was there to order it. It may run as often as it likes.
func (d *Desk) SchedulePackages(ctx context.Context) error {
	var active []db.ContractState
	err := d.house.DB.View(ctx, func(v *db.View) (err error) {
		active, err = v.ActiveContracts(ctx)
		return err
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, row := range active {
		c, err := d.contractVersion(ctx, row.Insurer, row.Number, row.Version)
		if due, owed := lastDue(c.Terms.Monthly, row.Activated, d.Now()); err == nil && owed {
			err = d.scheduleOne(ctx, c, due)
		}
		if err != nil { // the next contract is not to wait for this one
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// lastDue is the month whose package was due last: the one before the month in which
// the day came. What was due in the month before is owed by a contract that was in
// force on that day.
func lastDue(day int, activated, now time.Time) (due time.Time, owed bool) {
	late := now.Day() < day
	came := time.Date(now.Year(), now.Month(), day, 0, 0, 0, 0, now.Location())
	if late {
		came = came.AddDate(0, -1, 0) // at most the 28th: every month has it
	}
	return time.Date(came.Year(), came.Month()-1, 1, 0, 0, 0, 0, now.Location()), day > 0 && !(late && activated.After(came))
}

// scheduleOne orders a month's package unless somebody has since the month was over. A month in which the
// contract was not in force for a day owes none.
func (d *Desk) scheduleOne(ctx context.Context, c policy.Contract, first time.Time) error {
	now := d.Now()
	month := record.Period{Start: record.DateOf(first.Year(), first.Month(), 1), End: record.DateOf(first.Year(), first.Month()+1, 0)}
	if c.Period.End.Before(month.Start) || month.End.Before(c.Period.Start) {
		return nil
	}
	row := db.PackageOrderRow{ID: newID(), Account: "service", Role: string(policy.Officer), Subject: "schedule", Insurer: string(c.Insurer), Contract: c.Number, Version: c.Version,
		From: month.Start.Day(), To: month.End.Day(), Lang: "ru", Status: string(Queued), Created: now}
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		done, err := tx.PackageOrdered(ctx, row.Insurer, row.Contract, row.From, row.To, month.End.End(now.Location()))
		if err != nil || done {
			return err
		}
		return d.placePackage(ctx, tx, row)
	})
}
