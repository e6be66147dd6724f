package jobs

import (
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// ExportArgs is all that a job says: which order to build.
type ExportArgs struct {
	OrderID string `json:"order_id" river:"unique"`
}

// Kind implements river.JobArgs.
func (ExportArgs) Kind() string { return "export" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (ExportArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: river.QueueDefault, MaxAttempts: neverRiver, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: alive}}
}

// sweepArgs say nothing: there is one sweep.
type sweepArgs struct{}

func (sweepArgs) Kind() string { return "sweep" }

func (sweepArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: sweepQueue, MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByState: alive}}
}

const (
	// sweepQueue keeps a long sweep from taking a builder's place.
	sweepQueue = "sweep"
	// neverRiver is a number of attempts that is not reached: River would
	// discard such a job without a word to GiveUp. The worker counts instead.
	neverRiver = 1000
	// stuckAfter its timeout a job counts as an orphan of a process on another
	// machine, or of one whose successor could not call PutBack.
	stuckAfter = 10 * time.Minute
)

// alive are the states of jobs that have not ended.
var alive = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

// settings are River's. On PostgreSQL it listens for new jobs; on SQLite it looks for notes of new jobs every 50 ms;
// the first cooldown here limits how often such a note is written, and must not
// swallow one, the others how often jobs are then fetched.
func (q *Queue) settings() *river.Config {
	timeout := q.config.tempo.timeout
	all := river.NewWorkers()
	river.AddWorker(all, &builder{queue: q})
	river.AddWorker(all, &sweeper{queue: q})
	river.AddWorker(all, &messenger{queue: q})
	q.packageWorkers(all)
	c := &river.Config{
		Logger:  slog.New(quiet{q.log.Handler(), &q.ending}),
		Workers: all,
		Queues: map[string]river.QueueConfig{
			river.QueueDefault: {MaxWorkers: q.config.Workers, FetchCooldown: 10 * time.Millisecond, FetchPollInterval: q.config.tempo.poll},
			noticeQueue:        {MaxWorkers: 1, FetchCooldown: 10 * time.Millisecond, FetchPollInterval: q.config.tempo.poll},
			packageQueue:       {MaxWorkers: 1, FetchCooldown: 10 * time.Millisecond, FetchPollInterval: q.config.tempo.poll},
			deliveryQueue:      {MaxWorkers: 4, FetchCooldown: 10 * time.Millisecond, FetchPollInterval: q.config.tempo.poll},
			sweepQueue:         {MaxWorkers: 1, FetchCooldown: 100 * time.Millisecond, FetchPollInterval: 10 * time.Second},
		},
		FetchCooldown:               river.FetchCooldownMin,
		JobTimeout:                  timeout,
		RescueStuckJobsAfter:        timeout + stuckAfter,
		RetryPolicy:                 backOff(q.config.tempo.waits),
		MaxAttempts:                 neverRiver,
		CompletedJobRetentionPeriod: kept,
		CancelledJobRetentionPeriod: kept,
		DiscardedJobRetentionPeriod: kept,
	}
	if q.presence == nil {
		c.ReindexerSchedule = river.NeverSchedule() // an index of SQLite needs none
	} else {
		c.ID = q.presence.id
	}
	if q.config.Sweep != nil {
		c.PeriodicJobs = []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(sweepEvery),
			func() (river.JobArgs, *river.InsertOpts) { return sweepArgs{}, nil },
			&river.PeriodicJobOpts{ID: "sweep", RunOnStart: true})}
	}
	if q.config.Packages.Schedule != nil {
		c.PeriodicJobs = append(c.PeriodicJobs, scheduled())
	}
	return c
}

// backOff are the waits before each further try; the last goes on.
type backOff []time.Duration

// NextRetry implements river.ClientRetryPolicy.
func (b backOff) NextRetry(job *rivertype.JobRow) time.Time {
	n := min(max(job.Attempt, 1), len(b))
	return time.Now().Add(b[n-1])
}
