// Package jobs runs orders in the background: which use case runs when, and what
// is tried again. It is the only door to River. A job carries an order's id and
// nothing else, may run twice, and is inserted in the transaction that writes the
// order, so that there is never one without the other.
//
// What a crash leaves: a job that was queued is still queued; a job that was
// running is put back, by the next start on SQLite, and on PostgreSQL by any other
// process within seconds (PutBack); a job whose result was not yet written runs
// again.
package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"vypiska/internal/db"
)

// Config is what a queue needs to know of the house. All of it may be left out,
// but Start needs Build.
type Config struct {
	// Build makes the copy of an order. It must end soon after its context
	// does, and may be called again for an order it has already built, also
	// after it returned nil. An error that has (or wraps one that has)
	// Final() true is never tried again: Build itself has written down what
	// became of the order. Any other is tried again, five times in all.
	Build func(ctx context.Context, orderID string) error

	// GiveUp writes down that an order failed for good; err is Build's last
	// error, or ErrDied. While it returns an error it is called again, and it
	// may be called twice when the process dies before its job is closed.
	GiveUp func(ctx context.Context, orderID string, err error) error

	// Sweep clears away what has had its time. It runs when the queue starts
	// and then every hour, in one process at a time; its errors are logged.
	Sweep func(ctx context.Context) error

	// Notify tells a person by mail that their account was changed; it may do so
	// twice. An error that has Final() true is never tried again.
	Notify func(ctx context.Context, account string) error

	// Packages are the steps of insurers' packages. Their people share the
	// builders with single copies, which go first.
	Packages Packages

	// Workers is how many orders are built at once: 1 to 64, 0 for 4.
	Workers int

	// Log hears of failures: kind, job's id, attempt and class of error, never
	// an error's text. Nil for silence.
	Log *slog.Logger

	tempo tempo
}

// tempo is what tests make faster; the zero tempo is the service's.
type tempo struct {
	waits    []time.Duration // before the second try, the third, and so on
	delivery []time.Duration // the same, of notices to webhooks
	timeout  time.Duration   // of one try
	poll     time.Duration   // between looks for jobs whose wait is over
	ending   time.Duration   // for cancelled jobs, in Stop
}

const (
	tries       = 5  // of Build for one order, in all
	deaths      = 10 // of the process in the middle of one job
	workers     = 4  // unless Config says otherwise
	mostWorkers = 64
	lastWords   = 30 * time.Second // for GiveUp, whatever became of the job's context
	sweepEvery  = time.Hour
	kept        = 24 * time.Hour // jobs that have ended
)

var usual = tempo{
	waits:   []time.Duration{time.Second, 5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute},
	timeout: 5 * time.Minute,
	poll:    500 * time.Millisecond,
	ending:  10 * time.Second,
}

// Queue is the queue of one process. Without Start it only takes and cancels
// orders, which is all the web role needs.
type Queue struct {
	db       *db.DB
	client   client
	presence *presence // nil on SQLite, where one process runs jobs
	config   Config
	log      *slog.Logger
	started  atomic.Bool
	ending   atomic.Bool
}

// Open brings the queue's tables in d up to date; several processes may do so at
// once. The queue uses d until it is stopped, and d must be closed after it.
func Open(ctx context.Context, d *db.DB, c Config) (*Queue, error) {
	c, err := c.complete()
	if err != nil {
		return nil, fmt.Errorf("open queue: %w", err)
	}
	pool, err := d.Queue(ctx, migrate)
	if err != nil {
		return nil, fmt.Errorf("open queue: %w", err)
	}
	q := &Queue{db: d, config: c, log: c.Log}
	if pool.Postgres != nil {
		q.presence = newPresence()
	}
	if q.client, err = newClient(pool, q.settings()); err != nil {
		return nil, fmt.Errorf("open queue: %w", err)
	}
	return q, nil
}

func (c Config) complete() (Config, error) {
	if c.Workers < 0 || c.Workers > mostWorkers {
		return c, fmt.Errorf("workers %d: want 1 to %d, or 0 for %d", c.Workers, mostWorkers, workers)
	}
	c.Workers = cmp.Or(c.Workers, workers)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.tempo.waits == nil {
		c.tempo.waits = usual.waits
	}
	if c.tempo.delivery == nil {
		c.tempo.delivery = deliveryWaits
	}
	c.tempo.timeout = cmp.Or(c.tempo.timeout, usual.timeout)
	c.tempo.poll = cmp.Or(c.tempo.poll, usual.poll)
	c.tempo.ending = cmp.Or(c.tempo.ending, usual.ending)
	return c, nil
}

// Enqueue adds the order's job within the transaction: it runs, soon after the
// commit, if and only if the transaction commits. An order whose job has not
// ended yet gets no second one; one whose job has ended is run again.
func (q *Queue) Enqueue(ctx context.Context, tx *db.Tx, orderID string) error {
	if orderID == "" {
		return errors.New("enqueue: the order has no id")
	}
	if err := q.client.insert(ctx, tx, ExportArgs{OrderID: orderID}); err != nil {
		return fmt.Errorf("enqueue order %s: %w", orderID, err)
	}
	return nil
}

// Start begins to run jobs, and goes on until Stop; that ctx ends stops nothing.
func (q *Queue) Start(ctx context.Context) error {
	if q.config.Build == nil {
		return errors.New("start queue: Config.Build is missing: this queue can only take and cancel orders")
	}
	if !q.started.CompareAndSwap(false, true) {
		return errors.New("start queue: it has been started before; open another")
	}
	if err := q.appear(ctx); err != nil {
		return fmt.Errorf("start queue: sign of life: %w", err)
	}
	if err := q.client.Start(context.WithoutCancel(ctx)); err != nil {
		q.vanish()
		return fmt.Errorf("start queue: %w", err)
	}
	return nil
}

// Stop takes no more jobs and waits for the running ones. When ctx ends it
// cancels them; they go back to the queue, as if they had not been tried. An
// error says that a job has not even ended then: it counts as running until the
// next start's PutBack.
func (q *Queue) Stop(ctx context.Context) error {
	if !q.started.Load() {
		return nil
	}
	q.ending.Store(true)
	defer q.vanish()
	err := q.client.Stop(ctx)
	if err == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), q.config.tempo.ending)
	defer cancel()
	if err := q.client.StopAndCancel(ctx); err != nil {
		return fmt.Errorf("stop queue: jobs still run %v after they were cancelled; they are put back at the next start: %w", q.config.tempo.ending, err)
	}
	return nil
}
