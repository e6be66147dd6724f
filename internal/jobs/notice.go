package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/riverqueue/river"

	"vypiska/internal/db"
)

// NoticeArgs is all that a notice's job says: whose account was changed.
type NoticeArgs struct {
	Account string `json:"account" river:"unique"`
}

// Kind implements river.JobArgs.
func (NoticeArgs) Kind() string { return "notice" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (NoticeArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: noticeQueue, MaxAttempts: noticeTries, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: alive}}
}

const (
	// noticeQueue keeps a slow mail server from taking a builder's place.
	noticeQueue = "notice"
	// noticeTries, ten minutes apart in the end, go on for some hours: after
	// that a notice is no news.
	noticeTries = 20
)

// Announce adds the job of a notice within the transaction: it is sent if and
// only if the transaction commits, and perhaps twice where the process dies.
func (q *Queue) Announce(ctx context.Context, tx *db.Tx, account string) error {
	if account == "" {
		return errors.New("announce: the account has no login")
	}
	if err := q.client.insert(ctx, tx, NoticeArgs{Account: account}); err != nil {
		return fmt.Errorf("announce %s: %w", account, err)
	}
	return nil
}

// messenger runs the jobs of notices.
type messenger struct {
	river.WorkerDefaults[NoticeArgs]
	queue *Queue
}

// Work implements river.Worker. What it returns is kept, so it is a class alone.
func (m *messenger) Work(ctx context.Context, job *river.Job[NoticeArgs]) error {
	if m.queue.config.Notify == nil {
		return river.JobCancel(failure("nobody sends notices here"))
	}
	err := guard(func() error { return m.queue.config.Notify(ctx, job.Args.Account) })
	switch {
	case err == nil:
		return nil
	case stopped(ctx):
		return fmt.Errorf("the service stops: %w", context.Canceled)
	case final(err):
		m.queue.failed(ctx, job.JobRow, "the notice cannot be sent", err)
		return river.JobCancel(failure(class(err)))
	}
	m.queue.failed(ctx, job.JobRow, "the notice was not sent and is tried again", err)
	return failure(class(err))
}
