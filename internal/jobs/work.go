package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// ErrDied is what GiveUp is told when the process has died in the middle of an
// order's job so often that the order itself may be the reason.
var ErrDied = errors.New("the process died in the middle of this job too often")

// builder runs the jobs of orders.
type builder struct {
	river.WorkerDefaults[ExportArgs]
	queue *Queue
}

// Work implements river.Worker. What it returns River writes into the database
// and its log, so it is never Build's error itself.
func (b *builder) Work(ctx context.Context, job *river.Job[ExportArgs]) error {
	if err := b.wanted(ctx, job.JobRow); err != nil {
		return err
	}
	order := job.Args.OrderID
	if err := b.worn(job.JobRow); err != nil {
		return b.giveUp(ctx, job.JobRow, order, err)
	}
	err := guard(func() error { return b.queue.config.Build(ctx, order) })
	switch {
	case err == nil:
		return nil
	case final(err):
		b.queue.failed(ctx, job.JobRow, "the job has failed for good", err)
		return river.JobCancel(failure(class(err)))
	case cancelled(ctx):
		return river.JobCancel(failure("cancelled"))
	case stopped(ctx):
		return fmt.Errorf("the service stops: %w", context.Canceled)
	case job.Attempt >= tries:
		return b.giveUp(ctx, job.JobRow, order, err)
	}
	b.queue.failed(ctx, job.JobRow, "the job has failed and is tried again", err)
	return failure(class(err))
}

// wanted looks again whether the job was cancelled, which may have happened
// after it was fetched and before River listens for it: from then on it does.
func (b *builder) wanted(ctx context.Context, job *rivertype.JobRow) error {
	now, err := b.queue.client.JobGet(ctx, job.ID)
	switch {
	case stopped(ctx):
		return fmt.Errorf("the service stops: %w", context.Canceled)
	case errors.Is(err, river.ErrNotFound):
		return river.JobCancel(failure("the job is gone"))
	case err != nil:
		b.queue.failed(ctx, job, "the job could not be read and is tried again", err)
		return failure(class(err))
	case notesOf(now).Cancelled != "":
		return river.JobCancel(failure("cancelled"))
	}
	return nil
}

// notes are what a job's metadata says to us: River's word that it was
// cancelled, and PutBack's count.
type notes struct {
	Cancelled string `json:"cancel_attempted_at"`
	Deaths    int    `json:"vypiska_deaths"`
}

// notesOf reads them; metadata is written by River and PutBack alone.
func notesOf(job *rivertype.JobRow) (n notes) {
	_ = json.Unmarshal(job.Metadata, &n)
	return n
}

// worn says why the job must not be tried once more: its last try ended without
// a word, or it seems to kill the process.
func (b *builder) worn(job *rivertype.JobRow) error {
	if job.Attempt > tries || notesOf(job).Deaths >= deaths {
		return ErrDied
	}
	return nil
}

// giveUp ends the job once GiveUp has written that down; until then the job
// stays, and comes back here.
func (b *builder) giveUp(ctx context.Context, job *rivertype.JobRow, order string, cause error) error {
	b.queue.failed(ctx, job, "the job is given up", cause)
	if b.queue.config.GiveUp != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
		defer cancel()
		if err := guard(func() error { return b.queue.config.GiveUp(ctx, order, cause) }); err != nil {
			b.queue.failed(ctx, job, "giving up could not be written down and is tried again", err)
			return failure(class(err))
		}
	}
	return river.JobCancel(failure(class(cause)))
}

// sweeper runs the sweep.
type sweeper struct {
	river.WorkerDefaults[sweepArgs]
	queue *Queue
}

// sweepTimeout bounds one sweep: it has ended when the next begins.
const sweepTimeout = sweepEvery - stuckAfter

// Timeout implements river.Worker; River takes no job for an orphan before.
func (s *sweeper) Timeout(*river.Job[sweepArgs]) time.Duration { return sweepTimeout }

// Work implements river.Worker. A sweep that fails has its next try in an hour.
func (s *sweeper) Work(ctx context.Context, job *river.Job[sweepArgs]) error {
	if s.queue.config.Sweep == nil {
		return nil
	}
	err := guard(func() error { return s.queue.config.Sweep(ctx) })
	switch {
	case err == nil:
		return nil
	case stopped(ctx):
		return fmt.Errorf("the service stops: %w", context.Canceled)
	}
	s.queue.failed(ctx, job.JobRow, "the sweep has failed", err)
	return river.JobCancel(failure(class(err)))
}

func cancelled(ctx context.Context) bool {
	return errors.Is(context.Cause(ctx), river.ErrJobCancelledRemotely)
}

// stopped reports whether the job's context ended because the queue stops, not
// because the job took too long or was cancelled.
func stopped(ctx context.Context) bool {
	return errors.Is(ctx.Err(), context.Canceled) && !cancelled(ctx)
}

func (q *Queue) failed(ctx context.Context, job *rivertype.JobRow, what string, err error) {
	q.log.WarnContext(ctx, what, slog.String("kind", job.Kind), slog.Int64("job_id", job.ID),
		slog.Int("attempt", job.Attempt), slog.String("class", class(err)))
}
