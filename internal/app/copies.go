package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/storage/links"
)

// Copy is an order as its owner sees it in the cabinet, with what became of it.
type Copy struct {
	Order
	Patient  string
	From, To string // YYYY-MM-DD or empty
	Items    int    // chosen ones; 0 means everything
	// State is Status, but for a copy that is not given out now: blocked,
	// refused, revoked, ended.
	State string
	Keep  time.Time // how long the copy is kept
	Links []OwnLink
}

// The states of a copy beside an order's statuses.
const (
	StateRevoked = "revoked" // declared invalid by the clinic
	StateEnded   = "ended"   // its time of keeping is over
)

// OwnLink is a link as whoever made it sees it. It opens nothing by itself.
type OwnLink struct {
	ID       string
	Number   string // of the copy
	Audience string // self, bearer
	State    string // live, revoked, expired, locked, used-up
	PIN      bool
	Expires  time.Time
	Left     int // downloads
}

// Copies lists the visitor's orders with their copies and links, the newest first;
// before is Next of the page before. A patient who has forbidden all cabinets sees
// none: ErrBlocked.
func (d *Desk) Copies(ctx context.Context, v Visitor, before string) (p Page[Copy], err error) {
	if v.Role != policy.Patient && v.Role != policy.Doctor {
		return p, ErrVisitor
	}
	if err := d.openToPatient(ctx, v); err != nil {
		return p, err
	}
	var found Page[db.OrderRow]
	err = d.house.DB.View(ctx, func(view *db.View) error {
		rows, err := view.OrdersOf(ctx, v.Account, before, pageRows+1)
		if err != nil {
			return err
		}
		found = pageOf(rows, func(o db.OrderRow) string { return o.ID })
		p.Next = found.Next
		for _, o := range found.List {
			c, err := d.copyRow(ctx, view, o)
			if err != nil {
				return err
			}
			p.List = append(p.List, c)
		}
		return nil
	})
	if err != nil {
		return Page[Copy]{}, err
	}
	return p, d.judgeAll(ctx, p.List, found.List)
}

// judgeAll asks the policy once for each patient and kind.
func (d *Desk) judgeAll(ctx context.Context, copies []Copy, orders []db.OrderRow) error {
	said := map[string]error{}
	for i := range copies {
		key := orders[i].Patient + " " + orders[i].Kind
		if _, asked := said[key]; !asked {
			said[key] = d.stillMayHave(ctx, orders[i])
		}
		if err := copies[i].judge(said[key]); err != nil {
			return err
		}
	}
	return nil
}

// CopyOf shows one order of the visitor with its copy and links.
func (d *Desk) CopyOf(ctx context.Context, v Visitor, order string) (Copy, error) {
	if err := d.openToPatient(ctx, v); err != nil {
		return Copy{}, err
	}
	if _, err := d.FindOrder(ctx, v, order); err != nil {
		return Copy{}, err
	}
	var o db.OrderRow
	var c Copy
	err := d.house.DB.View(ctx, func(view *db.View) (err error) {
		if o, err = view.Order(ctx, order); err != nil {
			return err
		}
		c, err = d.copyRow(ctx, view, o)
		return err
	})
	if err != nil {
		return Copy{}, err
	}
	return c, c.judge(d.stillMayHave(ctx, o))
}

// openToPatient refuses a patient who has forbidden all cabinets.
func (d *Desk) openToPatient(ctx context.Context, v Visitor) error {
	if v.Role != policy.Patient {
		return nil
	}
	ask, err := lookAsk(v, RecordAsk{})
	if err == nil {
		_, err = d.mayLook(ctx, ask, nil)
	}
	return err
}

// stillMayHave asks the policy for an order's copy as of now.
func (d *Desk) stillMayHave(ctx context.Context, o db.OrderRow) error {
	blocks, err := d.blocks(ctx, record.PatientID(o.Patient))
	if err != nil {
		return err
	}
	return d.decideAgain(ctx, o, blocks)
}

// judge takes back what the policy does not allow now: number and links of such
// a copy are not shown.
func (c *Copy) judge(err error) error {
	var refusal *policy.Refusal
	if err == nil {
		return nil
	}
	if !errors.As(err, &refusal) {
		return err
	}
	if c.Status != Ready {
		return nil
	}
	c.State, c.Refusal, c.Number, c.SHA256, c.Links = string(Refused), refusal.Rule, "", "", nil
	if refusal.Suspends {
		c.State = string(Blocked)
	}
	return nil
}

func (d *Desk) copyRow(ctx context.Context, view *db.View, o db.OrderRow) (Copy, error) {
	var row db.CopyRow
	if o.Number != "" {
		var err error
		if row, err = view.Copy(ctx, o.Number); err != nil {
			return Copy{}, err
		}
	}
	zone := d.Now().Location()
	c := Copy{Order: orderOf(o, row), Patient: o.Patient, From: o.From, To: o.To, Items: len(o.Items), State: o.Status, Keep: row.KeepUntil.In(zone)}
	c.Created = c.Created.In(zone)
	if c.Status != Ready {
		return c, nil
	}
	switch {
	case !row.Revoked.IsZero():
		c.State = StateRevoked
	case !row.Destroyed.IsZero() || row.Object == "" || !d.Now().Before(row.KeepUntil):
		c.State = StateEnded
	}
	var err error
	c.Links, err = d.ownLinks(ctx, view, o.Number)
	return c, err
}

// ownLinks are the links to a copy, but for those that served one download of
// the owner's own and are over.
func (d *Desk) ownLinks(ctx context.Context, view *db.View, number string) ([]OwnLink, error) {
	var out []OwnLink
	for l, err := range links.List(ctx, view.Links(), links.Filter{Number: number, Ended: true}, d.Now()) {
		if err != nil {
			return nil, err
		}
		if own := d.ownLink(l); own.State == linkLive || l.Audience == links.Bearer {
			out = append(out, own)
		}
	}
	return out, nil
}

const linkLive = "live"

func (d *Desk) ownLink(l links.Link) OwnLink {
	own := OwnLink{ID: string(l.ID), Number: l.Number, Audience: string(l.Audience), State: linkLive, PIN: l.PIN, Expires: l.Expires.In(d.Now().Location()), Left: l.Left()}
	for _, s := range []struct {
		err  error
		word string
	}{{links.ErrRevoked, "revoked"}, {links.ErrExpired, "expired"}, {links.ErrLocked, "locked"}, {links.ErrUsedUp, "used-up"}} {
		if errors.Is(l.Ended(d.Now()), s.err) {
			own.State = s.word
		}
	}
	return own
}

// ownLinkLife is how long a download begun in a cabinet may wait for its first byte,
// where links may live so long.
const ownLinkLife = 15 * time.Minute

// atOnce is the ask for the link of a download in a cabinet, within what the
// clinic allows links and, if it is not 0, most.
func (d *Desk) atOnce(most time.Duration) LinkAsk {
	life := min(ownLinkLife, d.Links.Longest())
	if most > 0 {
		life = min(life, most)
	}
	return LinkAsk{TTL: life.String(), MaxDownloads: 1, Audience: "self"}
}

// Fetch takes one download of the visitor's own copy: a link of audience self
// is made for it and used at once, so that it is counted and registered like any
// other. The caller must Close the transfer.
func (d *Desk) Fetch(ctx context.Context, v Visitor, order string) (*Transfer, error) {
	l, err := d.MintLink(ctx, v, order, d.atOnce(0))
	if err != nil {
		return nil, err
	}
	return d.Download(ctx, v, tokenOf(l.URL), "")
}

// tokenOf is the token at the end of a link's address.
func tokenOf(url string) string { return url[strings.LastIndexByte(url, '/')+1:] }
