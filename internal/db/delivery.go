package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Table deliveries (migration 51).

// DeliveryRow is one notice to an insurer's webhook.
type DeliveryRow struct {
	ID, Order, Insurer string
	Status             string // waiting, delivered, failed
	Tries              int
	Answer             string
	Created, Changed   time.Time
}

const deliveryColumns = `id, order_id, insurer, status, tries, answer, created, changed`

// AddDelivery stores a notice that waits.
func (t *Tx) AddDelivery(ctx context.Context, d DeliveryRow) error {
	err := t.exec(ctx, `INSERT INTO deliveries (`+deliveryColumns+`) VALUES ($1, $2, $3, 'waiting', 0, '', $4, $5)`, d.ID, d.Order, d.Insurer, micros(d.Created), micros(d.Created))
	if err != nil {
		return fmt.Errorf("deliveries: add: %w", err)
	}
	return nil
}

// Delivery reads one notice; none: ErrNoRow.
func (s session) Delivery(ctx context.Context, id string) (DeliveryRow, error) {
	return one(ctx, s, "deliveries", scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries WHERE id = $1`, id)
}

// Deliveries lists notices, the newest first, of one insurer where it is named; the
// ones that come after the one named before, if any.
func (s session) Deliveries(ctx context.Context, insurer, before string, most int) ([]DeliveryRow, error) {
	const of, last = `SELECT ` + deliveryColumns + ` FROM deliveries WHERE (insurer = $1 OR $2 = '')`, ` ORDER BY created DESC, id DESC LIMIT $3`
	if before == "" {
		return list(ctx, s, scanDelivery, of+last, insurer, insurer, most)
	}
	return list(ctx, s, scanDelivery, of+` AND (created, id) < (SELECT created, id FROM deliveries WHERE id = $4)`+last, insurer, insurer, most, before)
}

// TriedDelivery notes what a try of a notice came to.
func (t *Tx) TriedDelivery(ctx context.Context, id, status, answer string, at time.Time) error {
	return t.exec(ctx, `UPDATE deliveries SET status = $1, answer = $2, tries = tries + 1, changed = $3 WHERE id = $4`, status, answer, micros(at), id)
}

// MoveDelivery changes where a notice stands; false if it was not in the state from.
func (t *Tx) MoveDelivery(ctx context.Context, id, from, to string, at time.Time) (bool, error) {
	return t.changed(ctx, `UPDATE deliveries SET status = $1, changed = $2 WHERE id = $3 AND status = $4`, to, micros(at), id, from)
}

func scanDelivery(rows *sql.Rows) (DeliveryRow, error) {
	var d DeliveryRow
	var created, changed int64
	err := rows.Scan(&d.ID, &d.Order, &d.Insurer, &d.Status, &d.Tries, &d.Answer, &created, &changed)
	d.Created, d.Changed = time.UnixMicro(created).UTC(), time.UnixMicro(changed).UTC()
	return d, err
}
