package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
)

// Tables package_orders and package_people (migrations 50, 85 and 90).

// PackageOrderRow is one order of a package and how far it is.
type PackageOrderRow struct {
	ID, Account, Role, Subject string
	Insurer, Contract          string
	Version                    int
	From, To                   string // YYYY-MM-DD
	Lang, Status, Refusal      string
	Planned                    bool
	People, Waiting, Made      int
	LeftOut, Failed, Packed    int
	Number                     string
	Replaces, ReplacedBy       string
	Created, Begun, Closing    time.Time // Begun, Closing: zero before
	Changed                    time.Time
}

const packageOrderColumns = `id, account, role, subject, insurer, contract, version, period_from, period_to, lang, status, refusal, planned, people, waiting, made,
	left_out, failed, packed, number, replaces, replaced_by, created, begun, closing, changed`

// AddPackageOrder stores a new order, queued.
func (t *Tx) AddPackageOrder(ctx context.Context, o PackageOrderRow) error {
	err := t.exec(ctx, `INSERT INTO package_orders (`+packageOrderColumns+`) VALUES (`+placeholders(1, 11)+`, '', 0, 0, 0, 0, 0, 0, 0, '', `+placeholders(12, 1)+`, '', `+placeholders(13, 1)+`, NULL, NULL, `+placeholders(14, 1)+`)`,
		o.ID, o.Account, o.Role, o.Subject, o.Insurer, o.Contract, o.Version, o.From, o.To, o.Lang, o.Status, o.Replaces, micros(o.Created), micros(o.Created))
	if err != nil {
		return fmt.Errorf("package_orders: add: %w", err)
	}
	return nil
}

// PackageOrder reads one order; none: ErrNoRow.
func (s session) PackageOrder(ctx context.Context, id string) (PackageOrderRow, error) {
	return one(ctx, s, "package_orders", scanPackageOrder, `SELECT `+packageOrderColumns+` FROM package_orders WHERE id = $1`, id)
}

// PackageOrderOf reads the order that a package was made for; none: ErrNoRow.
func (s session) PackageOrderOf(ctx context.Context, number string) (PackageOrderRow, error) {
	return one(ctx, s, "package_orders", scanPackageOrder, `SELECT `+packageOrderColumns+` FROM package_orders WHERE number = $1 AND number <> ''`, number)
}

// PackageOrders lists the newest orders, of one insurer where it is named; those
// that come after the order named before, if any.
func (s session) PackageOrders(ctx context.Context, insurer, before string, most int) ([]PackageOrderRow, error) {
	const of, last = `SELECT ` + packageOrderColumns + ` FROM package_orders WHERE (insurer = $1 OR $2 = '')`, ` ORDER BY created DESC, id DESC LIMIT $3`
	if before == "" {
		return list(ctx, s, scanPackageOrder, of+last, insurer, insurer, most)
	}
	return list(ctx, s, scanPackageOrder, of+` AND (created, id) < (SELECT created, id FROM package_orders WHERE id = $4)`+last, insurer, insurer, most, before)
}

// PackageOrdered reports whether, since the period is over, the service itself has
// ordered its package, or somebody's order of it is open or ready. One that was made
// while the period ran lacks what came after.
func (s session) PackageOrdered(ctx context.Context, insurer, contract, from, to string, over time.Time) (bool, error) {
	found, err := list(ctx, s, scanText, `SELECT id FROM package_orders WHERE insurer = $1 AND contract = $2 AND period_from = $3 AND period_to = $4
		AND created >= $5 AND (status IN ('queued', 'running', 'ready') OR account = 'service') LIMIT 1`, insurer, contract, from, to, micros(over))
	return len(found) > 0, err
}

// OpenPackageLike finds the order that makes the same package as this one would;
// none: ErrNoRow.
func (s session) OpenPackageLike(ctx context.Context, o PackageOrderRow) (PackageOrderRow, error) {
	return one(ctx, s, "package_orders", scanPackageOrder, `SELECT `+packageOrderColumns+` FROM package_orders WHERE insurer = $1 AND contract = $2 AND version = $3
		AND period_from = $4 AND period_to = $5 AND lang = $6 AND status IN ('queued', 'running') ORDER BY created LIMIT 1`, o.Insurer, o.Contract, o.Version, o.From, o.To, o.Lang)
}

// MovePackageOrder changes the state of an order that is open; false if it is final.
func (t *Tx) MovePackageOrder(ctx context.Context, id, status, refusal string, at time.Time) (bool, error) {
	return t.changed(ctx, `UPDATE package_orders SET status = $1, refusal = $2, changed = $3 WHERE id = $4 AND status IN ('queued', 'running')`, status, refusal, micros(at), id)
}

// AddPackagePeople appends people in their order, from the place on.
func (t *Tx) AddPackagePeople(ctx context.Context, order string, place int, patients []string, at time.Time) error {
	for i, p := range patients {
		err := t.exec(ctx, `INSERT INTO package_people (order_id, place, patient, state, code, number, judged) VALUES ($1, $2, $3, 'waiting', '', '', '')`, order, place+i, p)
		if err != nil {
			return fmt.Errorf("package_people: add place %d: %w", place+i, err)
		}
	}
	n := len(patients)
	err := t.exec(ctx, `UPDATE package_orders SET people = people + $1, waiting = waiting + $2, begun = coalesce(begun, $3), changed = $4 WHERE id = $5`, n, n, micros(at), micros(at), order)
	if err != nil {
		return fmt.Errorf("package_orders: count people: %w", err)
	}
	return nil
}

// PackagePatients lists whom an order has planned so far.
func (s session) PackagePatients(ctx context.Context, order string) ([]string, error) {
	return list(ctx, s, scanText, `SELECT patient FROM package_people WHERE order_id = $1 ORDER BY place`, order)
}

// PlannedPackage notes that every person is there, and returns the order as it is then.
func (t *Tx) PlannedPackage(ctx context.Context, id string, at time.Time) (PackageOrderRow, error) {
	if err := t.exec(ctx, `UPDATE package_orders SET planned = 1, changed = $1 WHERE id = $2`, micros(at), id); err != nil {
		return PackageOrderRow{}, fmt.Errorf("package_orders: planned: %w", err)
	}
	return t.PackageOrder(ctx, id)
}

// PackagePerson is one person on the way into a package.
type PackagePerson struct {
	Place         int
	Patient       string
	State         string // waiting, made, none, left-out
	Code          string
	Why           string // what the officer must look at
	Number        string
	SHA256        string // of the copy
	Judged        string // JSON
	Order         string
	Object, KeyID string // of the copy that is kept
	Wrapped       []byte
	Size          int64
	Pages         int
	Level         string
}

const (
	personColumns = `p.order_id, p.place, p.patient, p.state, p.code, p.number, p.judged, coalesce(c.sha256, ''), coalesce(c.object, ''), c.wrapped,
		coalesce(c.key_id, ''), coalesce(c.size, 0), coalesce(c.pages, 0), coalesce(c.seal_level, '')`
	personTables = `package_people p LEFT JOIN copies c ON c.number = p.number AND p.number <> ''`
)

// PackagePerson reads one person; none: ErrNoRow.
func (s session) PackagePerson(ctx context.Context, order string, place int) (PackagePerson, error) {
	return one(ctx, s, "package_people", scanPackagePerson, `SELECT `+personColumns+` FROM `+personTables+` WHERE p.order_id = $1 AND p.place = $2`, order, place)
}

// PackagePeople lists people in one of the states, in their order, from the place on.
func (s session) PackagePeople(ctx context.Context, order, state string, from, most int) ([]PackagePerson, error) {
	return list(ctx, s, scanPackagePerson, `SELECT `+personColumns+` FROM `+personTables+` WHERE p.order_id = $1 AND p.state = $2 AND p.place >= $3 ORDER BY p.place LIMIT $4`, order, state, from, most)
}

// EndPackagePerson writes down what became of a person who waits, or of one whose
// document is made and must stay out after all; false if that is not so.
func (t *Tx) EndPackagePerson(ctx context.Context, p PackagePerson, was string, at time.Time) (bool, error) {
	moved, err := t.changed(ctx, `UPDATE package_people SET state = $1, code = $2, number = $3, judged = $4, why = $5, ended = $6 WHERE order_id = $7 AND place = $8 AND state = $9
		AND EXISTS (SELECT 1 FROM package_orders o WHERE o.id = $10 AND o.status IN ('queued', 'running'))`,
		p.State, p.Code, p.Number, p.Judged, p.Why, micros(at), p.Order, p.Place, was, p.Order)
	if err != nil || !moved {
		return false, err
	}
	count := func(is bool) int {
		if is {
			return 1
		}
		return 0
	}
	err = t.exec(ctx, `UPDATE package_orders SET waiting = waiting - $1, made = made + $2, left_out = left_out + $3, failed = failed + $4, changed = $5 WHERE id = $6`,
		count(was == "waiting"), count(p.State == "made")-count(was == "made"), count(p.State == "left-out"), count(p.State == "left-out" && (p.Code == "failed" || p.Code == "leak")), micros(at), p.Order)
	if err != nil {
		return false, fmt.Errorf("package_orders: count: %w", err)
	}
	return true, nil
}

// CountPacked notes how many documents are in the container by now.
func (t *Tx) CountPacked(ctx context.Context, order string, n int, at time.Time) error {
	return t.exec(ctx, `UPDATE package_orders SET packed = $1, closing = coalesce(closing, $2), changed = $3 WHERE id = $4`, n, micros(at), micros(at), order)
}

// ReadyPackage ends an order with its package; false if it is final already.
func (t *Tx) ReadyPackage(ctx context.Context, id, number string, at time.Time) (bool, error) {
	return t.changed(ctx, `UPDATE package_orders SET status = 'ready', number = $1, changed = $2 WHERE id = $3 AND status = 'running'`, number, micros(at), id)
}

// ReplacePackage notes which order takes the place of a package that is given out
// no more; false if another does already.
func (t *Tx) ReplacePackage(ctx context.Context, id, by, why string, at time.Time) (bool, error) {
	return t.changed(ctx, `UPDATE package_orders SET status = 'refused', refusal = $1, replaced_by = $2, changed = $3 WHERE id = $4 AND status = 'ready'`, why, by, micros(at), id)
}

// UnreleasedPeople lists people whose document the register does not say has left.
func (s session) UnreleasedPeople(ctx context.Context, order string, most int) ([]PackagePerson, error) {
	return list(ctx, s, scanPackagePerson, `SELECT `+personColumns+` FROM `+personTables+` WHERE p.order_id = $1 AND p.state = 'made' AND p.released = 0 ORDER BY p.place LIMIT $2`, order, most)
}

// ReleasedPerson notes that it says so.
func (t *Tx) ReleasedPerson(ctx context.Context, order string, place int) error {
	return t.exec(ctx, `UPDATE package_people SET released = 1 WHERE order_id = $1 AND place = $2`, order, place)
}

// GonePeople lists the people of a package who withdrew their consent to its
// contract and gave none since, or, where blocks bind, have blocked all cabinets.
func (s session) GonePeople(ctx context.Context, o PackageOrderRow, blocksBind bool) ([]PackagePerson, error) {
	gone := `EXISTS (SELECT 1 FROM consents k WHERE k.patient = p.patient AND k.insurer = $2 AND k.contract = $3 AND k.withdrawn IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM consents n WHERE n.patient = k.patient AND n.insurer = k.insurer AND n.contract = k.contract AND n.withdrawn IS NULL AND n.signed >= k.signed))`
	if blocksBind {
		gone = `(` + gone + ` OR EXISTS (SELECT 1 FROM blocks b WHERE b.patient = p.patient AND b.scope = 'all' AND b.ended IS NULL))`
	}
	return list(ctx, s, scanPackagePerson, `SELECT `+personColumns+` FROM `+personTables+` WHERE p.order_id = $1 AND p.state = 'made' AND `+gone+` ORDER BY p.place`, o.ID, o.Insurer, o.Contract)
}

func scanPackageOrder(rows *sql.Rows) (PackageOrderRow, error) {
	var o PackageOrderRow
	var planned, created, changed int64
	var begun, closing sql.NullInt64
	err := rows.Scan(&o.ID, &o.Account, &o.Role, &o.Subject, &o.Insurer, &o.Contract, &o.Version, &o.From, &o.To, &o.Lang, &o.Status, &o.Refusal, &planned, &o.People, &o.Waiting, &o.Made,
		&o.LeftOut, &o.Failed, &o.Packed, &o.Number, &o.Replaces, &o.ReplacedBy, &created, &begun, &closing, &changed)
	o.Planned, o.Created, o.Changed = planned == 1, time.UnixMicro(created).UTC(), time.UnixMicro(changed).UTC()
	o.Begun, o.Closing = timeOf(begun), timeOf(closing)
	return o, err
}

func scanPackagePerson(rows *sql.Rows) (PackagePerson, error) {
	var p PackagePerson
	err := rows.Scan(&p.Order, &p.Place, &p.Patient, &p.State, &p.Code, &p.Number, &p.Judged, &p.SHA256, &p.Object, &p.Wrapped, &p.KeyID, &p.Size, &p.Pages, &p.Level)
	return p, err
}

// InsurersOf lists the insurers that have a contract of this number in force.
func (s session) InsurersOf(ctx context.Context, contract string) ([]string, error) {
	return list(ctx, s, scanText, `SELECT insurer FROM contracts WHERE number = $1 AND status = 'active' ORDER BY insurer`, strings.TrimSpace(contract))
}
