package app

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
)

// A Teller sends a notice to another program once.
type Teller interface {
	// Tell signs the notice with the secret and posts it. An address that must not
	// be reached is ErrForbidden; a listener that wants no more is ErrUnwanted.
	Tell(ctx context.Context, url string, secret []byte, n Notice) error
}

// Notice is what a webhook is told. The same notice has the same ID at every try.
type Notice struct {
	ID   string
	Type string
	At   time.Time
	Data any
}

// Errors of a notice that trying again does not cure.
var (
	ErrForbidden = errors.New("the webhook's address must not be reached: it is of a private network")
	ErrUnwanted  = errors.New("the webhook's listener wants no more")
)

// A Courier runs deliveries.
type Courier interface {
	// Deliver puts the notice's job into the transaction; a notice whose job has
	// not ended gets no second one.
	Deliver(ctx context.Context, tx *db.Tx, id string) error
}

// The states of a delivery.
const (
	deliveryWaits  = "waiting"
	deliveryDone   = "delivered"
	deliveryFailed = "failed"
)

// readyPackage is what an insurer's webhook is told of a package: nothing that
// opens it, and nobody in it.
type readyPackage struct {
	Package  string `json:"package"`
	Sequence int64  `json:"sequence"`
	Contract string `json:"contract"`
	From     string `json:"from"`
	To       string `json:"to"`
	Replaces string `json:"replaces,omitempty"`
	Address  string `json:"address"` // of the cabinet, to log in
}

// packageReady is the type of that notice.
const packageReady = "package.ready"

// announcePackage adds the notice of a finished package to its transaction.
func (d *Desk) announcePackage(ctx context.Context, tx *db.Tx, o db.PackageOrderRow, c policy.Contract, now time.Time) error {
	if c.Terms.Webhook == "" || d.Courier == nil {
		return nil
	}
	row := db.DeliveryRow{ID: "msg_" + newID(), Order: o.ID, Insurer: o.Insurer, Created: now}
	if err := tx.AddDelivery(ctx, row); err != nil {
		return err
	}
	return d.Courier.Deliver(ctx, tx, row.ID)
}

// DeliverNotice tries a notice once. It may run again for one that was delivered:
// nothing is sent then. An error may be cured by trying again later.
func (d *Desk) DeliverNotice(ctx context.Context, id string) error {
	row, o, p, err := d.delivery(ctx, id)
	if err != nil || row.Status != deliveryWaits {
		return err
	}
	c, err := d.contractVersion(ctx, o.Insurer, o.Contract, o.Version)
	if err != nil {
		return err
	}
	n := Notice{ID: row.ID, Type: packageReady, At: row.Created, Data: readyPackage{Package: p.Number, Sequence: p.Sequence, Contract: o.Contract, From: o.From, To: o.To,
		Replaces: o.Replaces, Address: d.PublicURL + "/packages/" + o.ID}}
	told := d.Teller.Tell(ctx, c.Terms.Webhook, d.hookSecret(c), n)
	status, answer := deliveryWaits, "failed"
	switch {
	case told == nil:
		status, answer = deliveryDone, "taken"
	case errors.Is(told, ErrForbidden):
		status, answer = deliveryFailed, "forbidden address"
	case errors.Is(told, ErrUnwanted):
		status, answer = deliveryFailed, "unwanted"
	}
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error { return tx.TriedDelivery(ctx, id, status, answer, d.Now()) })
	if err != nil || status != deliveryWaits {
		return err
	}
	return told
}

// GiveUpNotice ends a notice that was tried for a day.
func (d *Desk) GiveUpNotice(ctx context.Context, id string) error {
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.MoveDelivery(ctx, id, deliveryWaits, deliveryFailed, d.Now())
		return err
	})
}

func (d *Desk) delivery(ctx context.Context, id string) (row db.DeliveryRow, o db.PackageOrderRow, p db.PackageRow, err error) {
	err = d.house.DB.View(ctx, func(v *db.View) error {
		if row, err = v.Delivery(ctx, id); err != nil {
			return err
		}
		if o, err = v.PackageOrder(ctx, row.Order); err != nil {
			return err
		}
		p, err = v.Package(ctx, o.Number)
		return err
	})
	if errors.Is(err, db.ErrNoRow) {
		err = ErrNotFound
	}
	return row, o, p, err
}

// Delivery is a notice to a webhook as the officer and its insurer see it.
type Delivery struct {
	ID, Order, Insurer string
	Status, Answer     string
	Tries              int
	Created, Changed   time.Time
}

// Deliveries lists notices, the newest first: all for the officer, its own for an
// insurer; before is Next of the page before.
func (d *Desk) Deliveries(ctx context.Context, v Visitor, before string) (p Page[Delivery], err error) {
	insurer, err := whose(v)
	if err != nil {
		return p, err
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		rows, err := view.Deliveries(ctx, insurer, before, pageRows+1)
		found, zone := pageOf(rows, func(r db.DeliveryRow) string { return r.ID }), d.Now().Location()
		p.Next = found.Next
		for _, r := range found.List {
			p.List = append(p.List, Delivery{r.ID, r.Order, r.Insurer, r.Status, r.Answer, r.Tries, r.Created.In(zone), r.Changed.In(zone)})
		}
		return err
	})
	return p, err
}

// ReplayNotice sends a notice again under its own id, also one that was taken, by
// the officer or its insurer.
func (d *Desk) ReplayNotice(ctx context.Context, v Visitor, id string) error {
	if v.Role != policy.Insurer && v.Role != policy.Officer {
		return ErrVisitor
	}
	row, o, _, err := d.delivery(ctx, id)
	if err != nil {
		return err
	}
	if !mayKnow(v, o) {
		return ErrNotFound
	}
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.MoveDelivery(ctx, id, row.Status, deliveryWaits, d.Now()); err != nil {
			return err
		}
		return d.Courier.Deliver(ctx, tx, id)
	})
}

// HookSecret tells the officer the secret that a contract's notices are signed
// with, for the insurer. It follows from the house's own key, so it is stored nowhere.
func (d *Desk) HookSecret(ctx context.Context, v Visitor, insurer, number string) (string, error) {
	if v.Role != policy.Officer {
		return "", ErrVisitor
	}
	c, err := d.ContractInForce(ctx, insurerRef(insurer), number)
	if err != nil {
		return "", err
	}
	if c.Terms.Webhook == "" {
		return "", ErrNotFound
	}
	if err := d.looked(ctx, v, "", "webhook secret of contract "+number); err != nil {
		return "", err
	}
	return "whsec_" + base64.StdEncoding.EncodeToString(d.hookSecret(c)), nil
}

// hookSecret derives a contract's secret; another delivery.secret, another secret.
func (d *Desk) hookSecret(c policy.Contract) []byte {
	about := fmt.Sprintf("vypiska webhook 1\x00%s\x00%s\x00%d", c.Insurer, c.Number, c.Terms.Secret)
	key, err := hkdf.Key(sha256.New, d.HookKey, nil, about, 32)
	if err != nil {
		panic(err) // 32 bytes are never too many
	}
	return key
}
