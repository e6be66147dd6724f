package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"vypiska/internal/db"
	"vypiska/storage/register"
)

// Word is what an entry of the register says that may be counted: nobody's name
// and no id.
type Word struct {
	Event string // of the entry
	Rule  string // of a refusal
	Ended Status // an order came to this end
	Leak  bool   // the last look withheld a copy
}

// hear tells whoever counts of an entry in the caller's transaction. Where that
// is rolled back something was counted that did not happen, which is rare and
// harms no count anybody relies on.
func (h *House) hear(e register.Entry) {
	if h.Hear == nil {
		return
	}
	w := Word{Event: string(e.Event), Rule: e.Rule}
	switch {
	case e.Event == register.Issue && e.Order != "":
		w.Ended = Ready
	case e.Event == register.Failure, e.Event == register.Cancel:
		w.Ended = endIn(e.Reason)
		w.Leak = strings.Contains(e.Reason, codeReview)
	}
	h.Hear(w)
}

// endIn finds in an entry's reason how its order ended: "failed: record", or
// behind a package's words; "" where the entry is not about the end of one.
func endIn(reason string) Status {
	for part := range strings.SplitSeq(reason, ": ") {
		if slices.Contains([]Status{Refused, Failed, Blocked, Cancelled}, Status(part)) {
			return Status(part)
		}
	}
	return ""
}

// Standing is what waits and what lives at a moment.
type Standing struct {
	Orders  map[string]int64 // open ones, by status
	Oldest  time.Duration    // of them
	Links   int64            // that may still be opened
	Entries int64            // of the register
	SealEnd time.Time        // until when all seals of B-LT and B-LTA can be proved; zero: there is none
}

// Standing counts, for the metrics. maxLife is the longest life of a link.
func (h *House) Standing(ctx context.Context, now time.Time, maxLife time.Duration) (s Standing, err error) {
	err = h.DB.View(ctx, func(v *db.View) error {
		open, err := v.OpenCounts(ctx)
		if err != nil {
			return err
		}
		s.Orders = map[string]int64{string(Queued): 0, string(Running): 0}
		for _, o := range open {
			s.Orders[o.Status] = o.Count
			s.Oldest = max(s.Oldest, now.Sub(o.Oldest))
		}
		if s.Links, err = v.LiveLinks(ctx, now, now.Add(-maxLife)); err != nil {
			return err
		}
		if s.SealEnd, err = v.FirstSealEnd(ctx); err != nil {
			return err
		}
		head, err := v.Register().Head(ctx)
		s.Entries = head.Size
		return err
	})
	return s, err
}
