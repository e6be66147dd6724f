package links

import (
	"context"
	"fmt"
	"io"
	"time"
)

// A Gate mints links and lets downloads out through them. It may be used by
// several goroutines where its source of randomness may.
type Gate struct {
	policy Policy
	key    Key
	rand   io.Reader
}

// New returns a gate under the clinic's policy. PINs are hashed under key.
func New(p Policy, key Key, rand io.Reader) (*Gate, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	if key.p == nil {
		return nil, fmt.Errorf("links: key for PINs: there is none; NewKey makes it from %d random bytes", leastKey)
	}
	return &Gate{policy: p, key: key, rand: rand}, nil
}

// Longest is how long a link may live at most.
func (g *Gate) Longest() time.Duration { return g.policy.MaxLife }

// An Adder keeps new links.
type Adder interface {
	// AddLink stores a row. It must fail where a link has the same id or token,
	// and nothing may remain unless the transaction commits.
	AddLink(ctx context.Context, r Row) error
}

// Minted is a new link with what is told once and not stored: give it to the
// recipient only after the transaction, with its register entry, has committed.
type Minted struct {
	Link
	Token Token
	Code  PIN // the zero PIN where the link has none
}

// Mint makes a link inside the caller's transaction. An ask beyond the policy:
// *BoundError, and no link.
func (g *Gate) Mint(ctx context.Context, tx Adder, a Ask, now time.Time) (Minted, error) {
	a, err := a.under(g.policy)
	if err != nil {
		return Minted{}, fmt.Errorf("links: mint: %w", err)
	}
	if now.IsZero() {
		return Minted{}, fmt.Errorf("links: mint: %w", ErrClock)
	}
	m, err := g.draw(a, moment(now))
	if err != nil {
		return Minted{}, fmt.Errorf("links: mint: %w", err)
	}
	row := Row{Link: m.Link, Token: m.Token.Hash(), Code: g.key.code(m.ID, m.Code)}
	if err := tx.AddLink(ctx, row); err != nil {
		return Minted{}, fmt.Errorf("links: mint %s: %w", m.ID, err)
	}
	return m, nil
}

// draw gives the link its id and secrets.
func (g *Gate) draw(a Ask, now time.Time) (Minted, error) {
	id, err := newID(g.rand)
	if err != nil {
		return Minted{}, err
	}
	m := Minted{Link: Link{
		ID: ID(id), Number: a.Number, Recipient: a.Recipient, Maker: a.Maker, Audience: a.Audience,
		Created: now, Expires: moment(now.Add(a.Life)), Downloads: a.Downloads, PIN: a.PIN == WithPIN,
	}}
	s, err := newSecret(g.rand)
	if err != nil {
		return Minted{}, err
	}
	m.Token = Token{s}
	if m.PIN {
		m.Code, err = newPIN(g.rand)
	}
	return m, err
}
