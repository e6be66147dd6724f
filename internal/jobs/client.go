package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"vypiska/internal/db"
)

// client is River's on either engine. What it does in a transaction of ours is
// committed or rolled back with it.
type client interface {
	Start(context.Context) error
	Stop(context.Context) error
	StopAndCancel(context.Context) error
	JobGet(ctx context.Context, id int64) (*rivertype.JobRow, error)
	JobList(context.Context, *river.JobListParams) (*river.JobListResult, error)
	insert(context.Context, *db.Tx, river.JobArgs) error
	insertMany(context.Context, *db.Tx, []river.InsertManyParams) error
	depth(context.Context) (map[rivertype.JobState]int, error)
	cancel(context.Context, *db.Tx, *river.JobListParams) error
}

func newClient(pool db.Pool, c *river.Config) (client, error) {
	if pool.Postgres != nil {
		return joining(riverpgxv5.New(pool.Postgres), c, false, func(tx *db.Tx, f func(pgx.Tx) error) error {
			return tx.Postgres(func(conn *pgx.Conn) error { return f(joined{conn}) })
		})
	}
	return joining(riversqlite.New(pool.SQLite), c, true, func(tx *db.Tx, f func(*sql.Tx) error) error { return f(tx.SQL()) })
}

func joining[T any](d riverdriver.Driver[T], c *river.Config, tells bool, join func(*db.Tx, func(T) error) error) (client, error) {
	own, err := river.NewClient(d, c)
	return joint[T]{own, d, tells, join}, err
}

// joint is a client that joins transactions of one kind.
type joint[T any] struct {
	*river.Client[T]
	driver riverdriver.Driver[T]
	tells  bool // of a cancelled job the process that runs it
	join   func(*db.Tx, func(T) error) error
}

func (j joint[T]) insert(ctx context.Context, tx *db.Tx, args river.JobArgs) error {
	ctx = context.WithoutCancel(ctx) // others may share the transaction
	return j.join(tx, func(t T) error {
		_, err := j.InsertTx(ctx, t, args, nil)
		return err
	})
}

func (j joint[T]) insertMany(ctx context.Context, tx *db.Tx, many []river.InsertManyParams) error {
	ctx = context.WithoutCancel(ctx) // others may share the transaction
	return j.join(tx, func(t T) error {
		_, err := j.InsertManyFastTx(ctx, t, many)
		return err
	})
}

func (j joint[T]) depth(ctx context.Context) (map[rivertype.JobState]int, error) {
	return j.driver.GetExecutor().JobCountByAllStates(ctx, &riverdriver.JobCountByAllStatesParams{})
}

func (j joint[T]) cancel(ctx context.Context, tx *db.Tx, list *river.JobListParams) error {
	ctx = context.WithoutCancel(ctx) // others may share the transaction
	return j.join(tx, func(t T) error {
		found, err := j.JobListTx(ctx, t, list)
		if err != nil {
			return fmt.Errorf("find its job: %w", err)
		}
		for _, job := range found.Jobs {
			if err := j.cancelOne(ctx, t, job.ID); err != nil {
				return fmt.Errorf("job %d: %w", job.ID, err)
			}
		}
		return nil
	})
}

// cancelOne also tells the process that runs the job, which River 0.47 forgets on
// SQLite.
func (j joint[T]) cancelOne(ctx context.Context, t T, id int64) error {
	job, err := j.JobCancelTx(ctx, t, id)
	if err != nil || !j.tells || job.State != rivertype.JobStateRunning {
		return err
	}
	note, err := json.Marshal(map[string]any{"action": "cancel", "job_id": job.ID, "queue": job.Queue})
	if err != nil {
		return err
	}
	return j.driver.UnwrapExecutor(t).NotifyMany(ctx,
		&riverdriver.NotifyManyParams{Topic: "river_control", Payload: []string{string(note)}})
}

// migrate brings River's tables up to date, and refuses those of a newer River.
func migrate(ctx context.Context, pool db.Pool) error {
	if pool.Postgres != nil {
		return migrateWith(ctx, riverpgxv5.New(pool.Postgres))
	}
	return migrateWith(ctx, riversqlite.New(pool.SQLite))
}

func migrateWith[T any](ctx context.Context, d riverdriver.Driver[T]) error {
	m, err := rivermigrate.New(d, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	if _, err := m.ExistingVersions(ctx); err != nil {
		return fmt.Errorf("%w; if a version is unknown, install the newer program: %w", db.ErrNewer, err)
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}
