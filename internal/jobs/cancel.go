package jobs

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

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
	ctx = context.WithoutCancel(ctx) // others may share the transaction
	list := river.NewJobListParams().Kinds(ExportArgs{}.Kind()).States(alive...).
		Where("args ->> '$.order_id' = @order_id", river.NamedArgs{"order_id": orderID})
	found, err := q.client.JobListTx(ctx, tx.SQL(), list)
	if err != nil {
		return fmt.Errorf("cancel order %s: find its job: %w", orderID, err)
	}
	for _, j := range found.Jobs {
		if err := q.cancel(ctx, tx, j); err != nil {
			return fmt.Errorf("cancel order %s: job %d: %w", orderID, j.ID, err)
		}
	}
	return nil
}

// cancel also tells the process that runs the job, which River 0.47 forgets on
// SQLite.
func (q *Queue) cancel(ctx context.Context, tx *db.Tx, j *rivertype.JobRow) error {
	j, err := q.client.JobCancelTx(ctx, tx.SQL(), j.ID)
	if err != nil || j.State != rivertype.JobStateRunning {
		return err
	}
	note, err := json.Marshal(map[string]any{"action": "cancel", "job_id": j.ID, "queue": j.Queue})
	if err != nil {
		return err
	}
	return q.driver.UnwrapExecutor(tx.SQL()).NotifyMany(ctx,
		&riverdriver.NotifyManyParams{Topic: "river_control", Payload: []string{string(note)}})
}
