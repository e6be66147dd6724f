package jobs

import (
	"context"
	"fmt"

	"github.com/riverqueue/river"

	"vypiska/internal/db"
)

// Cancel ends the order's job: one that is queued never runs, the context of one
// that is running ends within about a second, in whichever process it runs. An
// order without a job is not an error. It must not be called within a
// transaction: there is CancelTx.
func (q *Queue) Cancel(ctx context.Context, orderID string) error {
	return q.db.Tx(ctx, func(tx *db.Tx) error { return q.CancelTx(ctx, tx, orderID) })
}

// CancelTx is Cancel as a part of the transaction: the job ends if and only if
// the transaction commits.
func (q *Queue) CancelTx(ctx context.Context, tx *db.Tx, orderID string) error {
	list := river.NewJobListParams().Kinds(ExportArgs{}.Kind()).States(alive...).
		Where("args ->> 'order_id' = @order_id", river.NamedArgs{"order_id": orderID})
	if err := q.client.cancel(ctx, tx, list); err != nil {
		return fmt.Errorf("cancel order %s: %w", orderID, err)
	}
	return nil
}
