package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Table orders (migration 5).

// ErrNoRow says that there is no such row.
var ErrNoRow = errors.New("no such row")

// OrderRow is one order.
type OrderRow struct {
	ID, Account, Role, Subject string
	Patient, Kind              string
	From, To                   string // YYYY-MM-DD or empty
	Items                      []string
	Lang, Status               string
	Progress                   float64
	Number, Refusal            string
	Created, Changed           time.Time
}

const orderColumns = `id, account, role, subject, patient, kind, period_from, period_to, items, lang, status, progress, number, refusal, created, changed`

// AddOrder stores a new order.
func (t *Tx) AddOrder(ctx context.Context, o OrderRow) error {
	items, err := json.Marshal(o.Items)
	if err != nil {
		return fmt.Errorf("orders: items: %w", err)
	}
	_, err = t.run(ctx, `INSERT INTO orders (`+orderColumns+`) VALUES (`+placeholders(1, 16)+`)`,
		o.ID, o.Account, o.Role, o.Subject, o.Patient, o.Kind, o.From, o.To, string(items), o.Lang,
		o.Status, o.Progress, o.Number, o.Refusal, micros(o.Created), micros(o.Changed))
	if err != nil {
		return fmt.Errorf("orders: add: %w", err)
	}
	return nil
}

// Order reads one order; none: ErrNoRow.
func (s session) Order(ctx context.Context, id string) (OrderRow, error) {
	return one(ctx, s, "orders", scanOrder, `SELECT `+orderColumns+` FROM orders WHERE id = $1`, id)
}

// OpenOrders lists the orders of a patient that are queued or running.
func (s session) OpenOrders(ctx context.Context, patient string) ([]OrderRow, error) {
	return list(ctx, s, scanOrder, `SELECT `+orderColumns+` FROM orders WHERE patient = $1 AND status IN ('queued', 'running')`, patient)
}

// Lists of orders are newest first. before names the row after which a page
// begins, "" for the first page.

// OrdersOf lists orders of an account.
func (s session) OrdersOf(ctx context.Context, account, before string, most int) ([]OrderRow, error) {
	const of, last = `SELECT ` + orderColumns + ` FROM orders WHERE account = $1`, ` ORDER BY created DESC, id DESC LIMIT $2`
	if before == "" {
		return list(ctx, s, scanOrder, of+last, account, most)
	}
	return list(ctx, s, scanOrder, of+` AND (created, id) < (SELECT created, id FROM orders WHERE id = $3)`+last, account, most, before)
}

// MoveOrder changes an order that is still queued or running. It does nothing
// and returns false when the order is final.
func (t *Tx) MoveOrder(ctx context.Context, id, status string, progress float64, number, refusal string, at time.Time) (bool, error) {
	r, err := t.run(ctx, `UPDATE orders SET status = $1, progress = $2, number = $3, refusal = $4, changed = $5
		WHERE id = $6 AND status IN ('queued', 'running')`, status, progress, number, refusal, micros(at), id)
	if err != nil {
		return false, fmt.Errorf("orders: move: %w", err)
	}
	n, err := r.RowsAffected()
	return n == 1, err
}

func scanOrder(rows *sql.Rows) (OrderRow, error) {
	var o OrderRow
	var items string
	var created, changed int64
	err := rows.Scan(&o.ID, &o.Account, &o.Role, &o.Subject, &o.Patient, &o.Kind, &o.From, &o.To, &items, &o.Lang,
		&o.Status, &o.Progress, &o.Number, &o.Refusal, &created, &changed)
	if err != nil {
		return OrderRow{}, err
	}
	o.Created, o.Changed = time.UnixMicro(created).UTC(), time.UnixMicro(changed).UTC()
	return o, json.Unmarshal([]byte(items), &o.Items)
}

// one reads the single row a query finds; none: ErrNoRow.
func one[T any](ctx context.Context, s session, table string, scan func(*sql.Rows) (T, error), text string, args ...any) (T, error) {
	found, err := list(ctx, s, scan, text, args...)
	var zero T
	if err != nil {
		return zero, fmt.Errorf("%s: %w", table, err)
	}
	if len(found) == 0 {
		return zero, fmt.Errorf("%s: %w", table, ErrNoRow)
	}
	return found[0], nil
}

// An order names its copy by its number, which AddCopy's transaction sets: by it a
// copy is found, not by the order's id.
const (
	forgetOrders = `UPDATE orders SET account = '', subject = '', patient = '', items = '[]', period_from = '', period_to = ''
		WHERE changed < $1 AND patient <> '' AND status NOT IN ('queued', 'running')
			AND NOT EXISTS (SELECT 1 FROM copies c WHERE c.number = orders.number AND c.object <> '')`
	forgetCopies = `UPDATE copies SET patient = '' WHERE issued < $1 AND patient <> '' AND object = ''`
)

// ForgetPeople takes whose they were from orders that ended, and from copies that
// are not kept, before the moment.
func (t *Tx) ForgetPeople(ctx context.Context, before time.Time) error {
	for _, forget := range []struct{ table, text string }{{"orders", forgetOrders}, {"copies", forgetCopies}} {
		n, err := t.count(ctx, forget.text, micros(before))
		if err == nil && n > 0 {
			err = t.erased(ctx, forget.table)
		}
		if err != nil {
			return fmt.Errorf("forget people: %w", err)
		}
	}
	return nil
}
