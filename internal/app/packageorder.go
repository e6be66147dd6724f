package app

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// A PackageQueue runs the steps of a package: the plan, one step for each person,
// and the close. Each puts jobs into the transaction: both or neither survive. A
// step may run twice.
type PackageQueue interface {
	PlanPackage(ctx context.Context, tx *db.Tx, order string) error
	// BuildPeople is for n people from the place on.
	BuildPeople(ctx context.Context, tx *db.Tx, order string, from, n int) error
	ClosePackage(ctx context.Context, tx *db.Tx, order string) error
	// ReleasePackage is the step after a download.
	ReleasePackage(ctx context.Context, tx *db.Tx, order string) error
}

// PackageWish is a wish for a package as it comes from outside.
type PackageWish struct {
	Contract string // its number; it must be in force in the database
	// Insurer tells contracts of one number apart; an insurer's own needs none.
	Insurer string
	Period  string // a month as 2026-10, or days as 2026-10-01/2026-10-15
	Lang    string // of the documents: ru (default), en
}

// PackageOrder is one wish for a package and what became of it. Number to
// SealLevel are set once it is ready. People are named by no field.
type PackageOrder struct {
	ID                string
	Status            Status
	Refusal           string
	Insurer, Contract string
	Version           int
	From, To          string // YYYY-MM-DD
	Progress          float64
	// People counts those who were or will be looked at, Done those whose
	// document is made, LeftOut those who get none (of them Failed could not be
	// made), Left those still to be looked at. An insurer is told of Done alone: how
	// many patients the clinic has, and how many of its own are left out, is not its
	// business. MinutesLeft is a guess, -1 for none.
	People, Done, LeftOut, Failed, Left int
	MinutesLeft                         int
	Number, SHA256, SealLevel           string
	Size                                int64
	Sequence                            int64
	Documents                           int
	Replaces, ReplacedBy                string // number of a package, id of an order
	// Closed says why a package that is ready is given out no more: StateRevoked or
	// StateEnded; empty while it is.
	Closed  string
	Created time.Time
}

// OrderPackage decides on the wish and, if it is allowed, stores it with its
// register entry and its job in one transaction: by the officer, or by the
// insurer under its own contract. Who asks again while that very package is being
// made (a form sent twice, a program that got no answer) gets the same order.
func (d *Desk) OrderPackage(ctx context.Context, v Visitor, w PackageWish) (PackageOrder, error) {
	if v.Role != policy.Officer && v.Role != policy.Insurer {
		return PackageOrder{}, ErrVisitor
	}
	period, err := WholeDays(w.Period)
	switch {
	case err != nil:
		return PackageOrder{}, &AskError{"period", "a month as 2026-10, or days as 2026-10-01/2026-10-15"}
	case w.Lang != "" && w.Lang != "ru" && w.Lang != "en":
		return PackageOrder{}, &AskError{"lang", "ru or en"}
	}
	c, err := d.wishedContract(ctx, v, w)
	if errors.Is(err, ErrNotFound) {
		err = &AskError{"contract", "the number of a contract with the insurer, as the clinic wrote it"}
	}
	if err != nil {
		return PackageOrder{}, err
	}
	row := db.PackageOrderRow{ID: newID(), Account: v.Account, Role: string(v.Role), Subject: string(v.Subject), Insurer: string(c.Insurer), Contract: c.Number, Version: c.Version,
		From: period.Start.Day(), To: period.End.Day(), Lang: orRussian(w.Lang), Status: string(Queued), Created: d.Now()}
	if _, err := d.decidePackage(ctx, policy.PackageAsk{Asker: askerOf(row), Contract: c, Period: period}, d.Now()); err != nil {
		return PackageOrder{}, err
	}
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		open, err := tx.OpenPackageLike(ctx, row)
		if errors.Is(err, db.ErrNoRow) {
			return d.placePackage(ctx, tx, row)
		}
		row = open
		return err
	})
	return packageOrderOf(row, db.PackageRow{}, db.CopyRow{}, d.Now()).toldTo(v), err
}

func orRussian(lang string) string {
	if lang == "" {
		return "ru"
	}
	return lang
}

// placePackage stores an order with its entry and its first job.
func (d *Desk) placePackage(ctx context.Context, tx *db.Tx, o db.PackageOrderRow) error {
	if err := tx.AddPackageOrder(ctx, o); err != nil {
		return err
	}
	if err := d.house.append(ctx, tx, packageOrderEntry(register.Order, o, d.Now())); err != nil {
		return err
	}
	return d.Packages.PlanPackage(ctx, tx, o.ID)
}

// packageOrderEntry tells of an act on the order of a package.
func packageOrderEntry(ev register.Event, o db.PackageOrderRow, at time.Time) register.Entry {
	return register.Entry{Time: at, Event: ev, Actor: o.Account, Recipient: o.Insurer, Kind: packageKind, Period: o.From + "/" + o.To, Order: o.ID, Reason: "contract " + o.Contract}
}

// wishedContract is the version in force that the wish names. An insurer learns
// of no contract but its own.
func (d *Desk) wishedContract(ctx context.Context, v Visitor, w PackageWish) (policy.Contract, error) {
	insurer := insurerRef(w.Insurer)
	if v.Role == policy.Insurer {
		insurer = string(v.Subject)
	}
	if insurer == "" {
		var all []string
		err := d.house.DB.View(ctx, func(view *db.View) (err error) {
			all, err = view.InsurersOf(ctx, w.Contract)
			return err
		})
		switch {
		case err != nil:
			return policy.Contract{}, err
		case len(all) == 0:
			return policy.Contract{}, ErrNotFound
		case len(all) > 1:
			return policy.Contract{}, &AskError{"insurer", "the insurer's id: several have a contract of this number"}
		}
		insurer = all[0]
	}
	return d.ContractInForce(ctx, insurer, w.Contract)
}

// WholeDays reads a month, or the first and last day of a period.
func WholeDays(s string) (record.Period, error) {
	if t, err := time.Parse("2006-01", s); err == nil {
		return record.Period{Start: record.DateOf(t.Year(), t.Month(), 1), End: record.DateOf(t.Year(), t.Month()+1, 0)}, nil
	}
	p, err := daysOf(s)
	if err != nil || p.Start.Precision() != record.ToDay || p.End.Precision() != record.ToDay {
		return record.Period{}, errors.New("want a month as YYYY-MM, or days as YYYY-MM-DD/YYYY-MM-DD")
	}
	return p, nil
}

func daysOf(s string) (record.Period, error) {
	from, to, both := strings.Cut(s, "/")
	start, err := record.ParseDate(from)
	end, err2 := record.ParseDate(to)
	if !both {
		err2 = errors.New("one day")
	}
	return record.Period{Start: start, End: end}, errors.Join(err, err2)
}

// insurerRef is the reference of an insurer named with or without its type.
func insurerRef(s string) string {
	if s == "" {
		return ""
	}
	return "Organization/" + strings.TrimPrefix(s, "Organization/")
}

// askerOf is whom the package's decision is about.
func askerOf(o db.PackageOrderRow) policy.Asker {
	return policy.Asker{Role: policy.Role(o.Role), Subject: record.Ref(o.Subject)}
}

// mayKnow: the officer knows of every package, an insurer of its own.
func mayKnow(v Visitor, o db.PackageOrderRow) bool {
	return v.Role == policy.Officer || v.Role == policy.Insurer && string(v.Subject) == o.Insurer
}

// whose is the insurer whose packages, all that a visitor may list, are asked for;
// "" is everybody's, for the officer.
func whose(v Visitor) (insurer string, err error) {
	switch {
	case v.Role == policy.Officer:
		return "", nil
	case v.Role == policy.Insurer && v.Subject != "":
		return string(v.Subject), nil
	}
	return "", ErrVisitor
}

// FindPackage shows an order of a package to the officer or to its insurer.
func (d *Desk) FindPackage(ctx context.Context, v Visitor, id string) (out PackageOrder, err error) {
	o, err := d.packageOrder(ctx, v, id)
	if err != nil {
		return PackageOrder{}, err
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		out, err = d.fullPackage(ctx, view, o)
		return err
	})
	return out.toldTo(v), err
}

// toldTo is the order as far as it is the visitor's business.
func (o PackageOrder) toldTo(v Visitor) PackageOrder {
	if v.Role != policy.Officer {
		o.People, o.LeftOut, o.Failed, o.Left = 0, 0, 0, 0
	}
	return o
}

func (d *Desk) packageOrder(ctx context.Context, v Visitor, id string) (o db.PackageOrderRow, err error) {
	err = d.house.DB.View(ctx, func(view *db.View) error {
		o, err = view.PackageOrder(ctx, id)
		return err
	})
	if errors.Is(err, db.ErrNoRow) || err == nil && !mayKnow(v, o) {
		return db.PackageOrderRow{}, ErrNotFound
	}
	return o, err
}

func (d *Desk) fullPackage(ctx context.Context, view *db.View, o db.PackageOrderRow) (PackageOrder, error) {
	if o.Number == "" {
		return packageOrderOf(o, db.PackageRow{}, db.CopyRow{}, d.Now()), nil
	}
	p, err := view.Package(ctx, o.Number)
	if err != nil {
		return PackageOrder{}, err
	}
	c, err := view.Copy(ctx, o.Number)
	return packageOrderOf(o, p, c, d.Now()), err
}

// PackageOrders lists packages, the newest first: all for the officer, its own for
// an insurer; before is Next of the page before.
func (d *Desk) PackageOrders(ctx context.Context, v Visitor, before string) (p Page[PackageOrder], err error) {
	insurer, err := whose(v)
	if err != nil {
		return p, err
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		rows, err := view.PackageOrders(ctx, insurer, before, pageRows+1)
		if err != nil {
			return err
		}
		found := pageOf(rows, func(o db.PackageOrderRow) string { return o.ID })
		p.Next = found.Next
		for _, o := range found.List {
			one, err := d.fullPackage(ctx, view, o)
			if err != nil {
				return err
			}
			p.List = append(p.List, one.toldTo(v))
		}
		return nil
	})
	return p, err
}

// CancelPackage ends an order that is not ready yet: jobs that are left do
// nothing, and what is running stops at its next person.
func (d *Desk) CancelPackage(ctx context.Context, v Visitor, id string) error {
	o, err := d.packageOrder(ctx, v, id)
	if err != nil {
		return err
	}
	return d.endPackage(ctx, o, Cancelled, "", v.Account)
}

// endPackage makes an open order final with its reason and an entry.
func (d *Desk) endPackage(ctx context.Context, o db.PackageOrderRow, s Status, why, by string) error {
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		moved, err := tx.MovePackageOrder(ctx, o.ID, string(s), why, d.Now())
		if err != nil || !moved {
			return err
		}
		e := packageOrderEntry(register.Failure, o, d.Now())
		e.Actor, e.Reason = by, e.Reason+": "+string(s)
		if s == Cancelled {
			e.Event = register.Cancel
		}
		if why != "" {
			e.Reason += ": " + why
		}
		return d.house.append(ctx, tx, e)
	})
}

// packageOrderOf is the order as people see it.
func packageOrderOf(o db.PackageOrderRow, p db.PackageRow, c db.CopyRow, now time.Time) PackageOrder {
	out := PackageOrder{ID: o.ID, Status: Status(o.Status), Refusal: o.Refusal, Insurer: o.Insurer, Contract: o.Contract, Version: o.Version, From: o.From, To: o.To,
		People: o.People, Done: o.Made, LeftOut: o.LeftOut, Failed: o.Failed, Left: o.Waiting, MinutesLeft: minutesLeft(o, now),
		Number: o.Number, SHA256: c.SHA256, SealLevel: p.SealLevel, Size: c.Size, Sequence: p.Sequence, Documents: p.Documents,
		Replaces: o.Replaces, ReplacedBy: o.ReplacedBy, Created: o.Created.In(now.Location())}
	switch {
	case out.Status == Ready:
		out.Progress = 1
	case o.Planned && o.Waiting == 0:
		out.Progress = makingShare + (1-makingShare)*float64(o.Packed)/float64(max(o.Made, 1))
	case o.People > 0:
		out.Progress = makingShare * float64(o.People-o.Waiting) / float64(o.People)
	}
	out.Progress = math.Round(min(out.Progress, 0.999)*1000) / 1000
	if out.Status == Ready {
		out.Progress, out.Closed = 1, closed(c, now)
	}
	return out
}

// closed is the state of a copy that is given to nobody any more.
func closed(c db.CopyRow, now time.Time) string {
	switch {
	case !c.Revoked.IsZero():
		return StateRevoked
	case !c.Destroyed.IsZero() || !now.Before(c.KeepUntil):
		return StateEnded
	}
	return ""
}

// makingShare is the part of the work that is the documents; the rest is the container.
const makingShare = 0.85

// minutesLeft goes on at the pace so far; -1 before there is one.
func minutesLeft(o db.PackageOrderRow, now time.Time) int {
	looked := o.People - o.Waiting
	if Status(o.Status).Final() {
		return 0
	}
	if o.Begun.IsZero() || looked == 0 {
		return -1
	}
	if o.Closing.IsZero() {
		spent := now.Sub(o.Begun).Minutes()
		return int(math.Ceil(spent/float64(looked)*float64(o.People)/makingShare - spent))
	}
	if o.Packed == 0 {
		return -1
	}
	spent := now.Sub(o.Closing).Minutes()
	return int(math.Ceil(spent / float64(o.Packed) * float64(max(o.Made-o.Packed, 0))))
}

// LeftOutOf tells the officer, and nobody else, who is not in a package and why.
// The look is in the register before it returns.
func (d *Desk) LeftOutOf(ctx context.Context, v Visitor, id string) (people []LeftOut, reports []Withheld, err error) {
	if v.Role != policy.Officer {
		return nil, nil, ErrVisitor
	}
	if _, err := d.packageOrder(ctx, v, id); err != nil {
		return nil, nil, err
	}
	if err := d.looked(ctx, v, "", "left out of package order "+id); err != nil {
		return nil, nil, err
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		out, err := view.PackagePeople(ctx, id, "left-out", 0, math.MaxInt32)
		if err != nil {
			return err
		}
		for _, p := range out {
			people = append(people, LeftOut{record.PatientID(p.Patient), policy.Code(p.Code)})
		}
		in, err := view.PackagePeople(ctx, id, "made", 0, math.MaxInt32)
		for _, p := range in {
			reports = append(reports, withheldOf(p)...)
		}
		return err
	})
	return people, slices.Clip(reports), err
}
