package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/internal/text"
	"vypiska/storage/links"
)

// The reminder of a link that ends. It names nobody, no copy and no address: a
// mailbox is read by others too.
var (
	remindSubject = text.Phrase{Ru: "Ссылка на документ скоро закроется", En: "A link to a document ends soon"}
	remindBody    = text.Phrase{
		Ru: "Клиника подготовила для вас документ, и вы его ещё не скачали. Ссылка на него закроется %s. После этого документ можно получить в личном кабинете.",
		En: "The clinic has made a document for you, and you have not downloaded it yet. The link to it ends on %s. After that you can have the document in your cabinet.",
	}
)

// inVain is how many reminders may fail one after the other, whatever the records
// say, until the mail server or the MIS is the reason: the others wait for the next sweep.
const inVain = 10

// remind tells patients of links that end within RemindBefore and that they have
// not used, once each. A crash between a letter and its note sends it twice. A
// patient who cannot be read, or whose mailbox takes nothing, keeps nobody else
// from being told.
func (d *Desk) remind(ctx context.Context, now time.Time) error {
	if d.Post == nil || d.RemindBefore == 0 {
		return nil
	}
	var last links.Link
	row, unsent := 0, error(nil)
	err := batches(ctx, func() (int, error) {
		var ending []links.Link
		err := d.house.DB.View(ctx, func(v *db.View) (err error) {
			ending, err = v.Links().LinksEnding(ctx, now, d.RemindBefore, last, sweepBatch)
			return err
		})
		for _, last = range ending {
			err := d.remindOf(ctx, last, now)
			if err != nil && unsent == nil { // the first stands for all
				unsent = fmt.Errorf("remind of link %s: %w", last.ID, err)
			}
			var fault *record.Fault
			switch row++; {
			case err == nil || errors.As(err, &fault):
				row = 0
			case row == inVain:
				return 0, nil
			}
		}
		return len(ending), err
	})
	return errors.Join(unsent, err)
}

// remindOf tells the recipient of one link. Where the link is suspended nothing is
// said, and the next sweep asks again.
func (d *Desk) remindOf(ctx context.Context, l links.Link, now time.Time) error {
	to, err := d.reachable(ctx, l)
	if suspended(err) {
		return nil
	}
	if err == nil && !to.Empty() {
		err = d.sendReminder(ctx, to, l.Expires.In(now.Location()))
	}
	var f interface{ Final() bool }
	if err != nil && !(errors.As(err, &f) && f.Final()) {
		return err
	}
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error { return tx.Links().NoteReminded(ctx, l.ID, now) })
}

// reachable is the patient's e-mail address in the MIS, empty where there is none.
func (d *Desk) reachable(ctx context.Context, l links.Link) (to record.Personal, err error) {
	if !strings.HasPrefix(l.Recipient, "Patient/") {
		return to, nil
	}
	if err := d.stillHas(ctx, l.Number); err != nil {
		return to, err
	}
	p, err := d.Directory.Person(ctx, record.Ref(l.Recipient))
	if errors.Is(err, record.ErrNoPatient) {
		return to, nil
	}
	return p.Contact("email", d.Now()), err
}

// suspended tells a right that does not stand now from a fault.
func suspended(err error) bool {
	var refusal *policy.Refusal
	return errors.Is(err, ErrBlocked) || errors.Is(err, ErrEnded) || errors.Is(err, ErrVisitor) || errors.As(err, &refusal)
}

func (d *Desk) sendReminder(ctx context.Context, to record.Personal, end time.Time) error {
	ru, en := fmt.Sprintf(remindBody.Ru, end.Format("02.01.2006 15:04")), fmt.Sprintf(remindBody.En, end.Format("2006-01-02 15:04"))
	return d.Post.Send(ctx, to, remindSubject.Ru+" / "+remindSubject.En, ru+"\n\n"+en+"\n")
}
