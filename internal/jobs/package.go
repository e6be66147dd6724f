package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"vypiska/internal/db"
)

// Packages are the use cases of insurers' packages; each takes the id of an
// order, may be called again for what it has done, and ends soon after its
// context does. GiveUp and GiveUpPerson write down what failed for good.
type Packages struct {
	Plan         func(ctx context.Context, order string) error
	Person       func(ctx context.Context, order string, place int) error
	Close        func(ctx context.Context, order string) error
	Release      func(ctx context.Context, order string) error // writes down whose documents went out
	GiveUp       func(ctx context.Context, order string) error
	GiveUpPerson func(ctx context.Context, order string, place int) error
	// Schedule orders the packages whose day has come. It runs when the queue
	// starts and then every hour, in one process at a time.
	Schedule func(ctx context.Context) error
	// Deliver tells an insurer's webhook of a package; GiveUpDelivery ends a notice
	// that was tried for a day.
	Deliver        func(ctx context.Context, id string) error
	GiveUpDelivery func(ctx context.Context, id string) error
}

// The steps of a package, each a kind of job.
type (
	// PlanArgs say whose people to write down.
	PlanArgs struct {
		OrderID string `json:"order_id" river:"unique"`
	}
	// PersonArgs name one person by the place in the order's list.
	PersonArgs struct {
		OrderID string `json:"order_id"`
		Place   int    `json:"place"`
	}
	// CloseArgs say which package to put together.
	CloseArgs struct {
		OrderID string `json:"order_id" river:"unique"`
	}
	// ReleaseArgs say which package went out.
	ReleaseArgs struct {
		OrderID string `json:"order_id" river:"unique"`
	}
	// DeliveryArgs name a notice to a webhook.
	DeliveryArgs struct {
		ID string `json:"delivery_id" river:"unique"`
	}
	// scheduleArgs say nothing: there is one calendar.
	scheduleArgs struct{}
)

// Kind implements river.JobArgs.
func (PlanArgs) Kind() string { return "package-plan" }

// Kind implements river.JobArgs.
func (PersonArgs) Kind() string { return "package-person" }

// Kind implements river.JobArgs.
func (CloseArgs) Kind() string { return "package-close" }

// Kind implements river.JobArgs.
func (ReleaseArgs) Kind() string { return "package-release" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (ReleaseArgs) InsertOpts() river.InsertOpts { return packageOpts }

// Kind implements river.JobArgs.
func (DeliveryArgs) Kind() string { return "package-delivery" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (DeliveryArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: deliveryQueue, MaxAttempts: neverRiver, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: alive}}
}

func (scheduleArgs) Kind() string { return "package-schedule" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (PlanArgs) InsertOpts() river.InsertOpts { return packageOpts }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (CloseArgs) InsertOpts() river.InsertOpts { return packageOpts }

// InsertOpts implements river.JobArgsWithInsertOpts. People wait behind single
// copies: somebody stands and waits for those.
func (PersonArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: river.QueueDefault, Priority: afterCopies, MaxAttempts: neverRiver}
}

func (scheduleArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: sweepQueue, MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByState: alive}}
}

var packageOpts = river.InsertOpts{Queue: packageQueue, MaxAttempts: neverRiver, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: alive}}

const (
	// packageQueue keeps plans and containers, which take minutes, from taking a
	// builder's place.
	packageQueue = "package"
	// afterCopies is a priority of River's; copies have 1, the first.
	afterCopies = 3
	// deliveryQueue keeps a slow listener from taking anybody's place.
	deliveryQueue = "delivery"
	// deliveryTimeout bounds one try of a notice.
	deliveryTimeout = 30 * time.Second
	// packageTimeout bounds one try of a plan or a container.
	packageTimeout = 6 * time.Hour
)

// PlanPackage adds the job of an order's plan within the transaction.
func (q *Queue) PlanPackage(ctx context.Context, tx *db.Tx, order string) error {
	return q.insertPackage(ctx, tx, order, PlanArgs{order})
}

// ClosePackage adds the job of an order's container within the transaction.
func (q *Queue) ClosePackage(ctx context.Context, tx *db.Tx, order string) error {
	return q.insertPackage(ctx, tx, order, CloseArgs{order})
}

// ReleasePackage adds the job that writes down whose documents went out.
func (q *Queue) ReleasePackage(ctx context.Context, tx *db.Tx, order string) error {
	return q.insertPackage(ctx, tx, order, ReleaseArgs{order})
}

func (q *Queue) insertPackage(ctx context.Context, tx *db.Tx, order string, args river.JobArgs) error {
	if order == "" {
		return errors.New("package: the order has no id")
	}
	if err := q.client.insert(ctx, tx, args); err != nil {
		return fmt.Errorf("package order %s: enqueue %s: %w", order, args.Kind(), err)
	}
	return nil
}

// BuildPeople adds the jobs of n people from the place on within the transaction.
func (q *Queue) BuildPeople(ctx context.Context, tx *db.Tx, order string, from, n int) error {
	jobs := make([]river.InsertManyParams, n)
	for i := range jobs {
		jobs[i].Args = PersonArgs{order, from + i}
	}
	if err := q.client.insertMany(ctx, tx, jobs); err != nil {
		return fmt.Errorf("package order %s: enqueue %d people: %w", order, n, err)
	}
	return nil
}

// deliveryWaits are the waits before each further try of a notice: a day in all.
var deliveryWaits = []time.Duration{5 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 8 * time.Hour}

// Deliver adds the job of a notice within the transaction.
func (q *Queue) Deliver(ctx context.Context, tx *db.Tx, id string) error {
	return q.insertPackage(ctx, tx, id, DeliveryArgs{id})
}

// step runs the jobs of one kind of step.
type step[T river.JobArgs] struct {
	river.WorkerDefaults[T]
	queue   *Queue
	timeout time.Duration // 0: the queue's
	waits   backOff       // between tries, where they are not the queue's
	run     func(ctx context.Context, args T) error
	giveUp  func(ctx context.Context, args T) error
}

// Timeout implements river.Worker.
func (s *step[T]) Timeout(*river.Job[T]) time.Duration { return s.timeout }

// NextRetry implements river.Worker.
func (s *step[T]) NextRetry(job *river.Job[T]) time.Time {
	if s.waits == nil {
		return time.Time{} // as the queue says
	}
	return s.waits.NextRetry(job.JobRow)
}

// most is how often a job is tried in all.
func (s *step[T]) most() int {
	if s.waits == nil {
		return tries
	}
	return len(s.waits) + 1
}

// Work implements river.Worker: as a builder, but for the look whether the job
// was cancelled, which the use case takes itself.
func (s *step[T]) Work(ctx context.Context, job *river.Job[T]) error {
	q := s.queue
	if s.run == nil {
		return river.JobCancel(failure("nobody makes packages here"))
	}
	if job.Attempt > s.most() || notesOf(job.JobRow).Deaths >= deaths {
		return s.end(ctx, job, ErrDied)
	}
	err := guard(func() error { return s.run(ctx, job.Args) })
	switch {
	case err == nil:
		return nil
	case stopped(ctx):
		return fmt.Errorf("the service stops: %w", context.Canceled)
	case final(err) || job.Attempt >= s.most():
		return s.end(ctx, job, err)
	}
	q.failed(ctx, job.JobRow, "the job has failed and is tried again", err)
	return failure(class(err))
}

// end closes the job once that is written down.
func (s *step[T]) end(ctx context.Context, job *river.Job[T], cause error) error {
	s.queue.failed(ctx, job.JobRow, "the job is given up", cause)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer cancel()
	if err := guard(func() error { return s.giveUp(ctx, job.Args) }); err != nil {
		s.queue.failed(ctx, job.JobRow, "giving up could not be written down and is tried again", err)
		return failure(class(err))
	}
	return river.JobCancel(failure(class(cause)))
}

// packageWorkers adds the workers of packages' steps.
func (q *Queue) packageWorkers(all *river.Workers) {
	p := q.config.Packages
	plan, pack := &step[PlanArgs]{queue: q, timeout: packageTimeout}, &step[CloseArgs]{queue: q, timeout: packageTimeout}
	person := &step[PersonArgs]{queue: q}
	if p.Plan != nil {
		plan.run = func(ctx context.Context, a PlanArgs) error { return p.Plan(ctx, a.OrderID) }
		pack.run = func(ctx context.Context, a CloseArgs) error { return p.Close(ctx, a.OrderID) }
		person.run = func(ctx context.Context, a PersonArgs) error { return p.Person(ctx, a.OrderID, a.Place) }
	}
	plan.giveUp = func(ctx context.Context, a PlanArgs) error { return p.GiveUp(ctx, a.OrderID) }
	pack.giveUp = func(ctx context.Context, a CloseArgs) error { return p.GiveUp(ctx, a.OrderID) }
	person.giveUp = func(ctx context.Context, a PersonArgs) error { return p.GiveUpPerson(ctx, a.OrderID, a.Place) }
	courier := &step[DeliveryArgs]{queue: q, timeout: deliveryTimeout, waits: q.config.tempo.delivery}
	if p.Deliver != nil {
		courier.run = func(ctx context.Context, a DeliveryArgs) error { return p.Deliver(ctx, a.ID) }
	}
	courier.giveUp = func(ctx context.Context, a DeliveryArgs) error { return p.GiveUpDelivery(ctx, a.ID) }
	river.AddWorker(all, courier)
	release := &step[ReleaseArgs]{queue: q, timeout: packageTimeout, waits: q.config.tempo.delivery}
	if p.Release != nil {
		release.run = func(ctx context.Context, a ReleaseArgs) error { return p.Release(ctx, a.OrderID) }
	}
	release.giveUp = func(context.Context, ReleaseArgs) error { return nil } // a day of a database that fails is in the log
	river.AddWorker(all, release)
	river.AddWorker(all, plan)
	river.AddWorker(all, person)
	river.AddWorker(all, pack)
	river.AddWorker(all, &calendar{queue: q})
}

// calendar runs the schedule.
type calendar struct {
	river.WorkerDefaults[scheduleArgs]
	queue *Queue
}

// Work implements river.Worker. A look that fails has its next try in an hour.
func (c *calendar) Work(ctx context.Context, job *river.Job[scheduleArgs]) error {
	if c.queue.config.Packages.Schedule == nil {
		return nil
	}
	err := guard(func() error { return c.queue.config.Packages.Schedule(ctx) })
	switch {
	case err == nil:
		return nil
	case stopped(ctx):
		return fmt.Errorf("the service stops: %w", context.Canceled)
	}
	c.queue.failed(ctx, job.JobRow, "packages could not be ordered by the calendar", err)
	return river.JobCancel(failure(class(err)))
}

// scheduled is the calendar's periodic job.
func scheduled() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(time.Hour),
		func() (river.JobArgs, *river.InsertOpts) { return scheduleArgs{}, nil },
		&river.PeriodicJobOpts{ID: "package-schedule", RunOnStart: true})
}
