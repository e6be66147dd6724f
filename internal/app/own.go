package app

import (
	"context"
	"errors"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/account"
)

// ErrTokens says that the account has as many tokens as it may.
var ErrTokens = account.ErrTokens

// LongestToken is the longest life of an insurer's own token, in days.
const LongestToken = int(account.LongestOwnToken / (24 * time.Hour))

// Token is one of an insurer's API tokens. Text is told once, when it is made.
type Token struct {
	ID               string
	Text             string
	ReadsOnly        bool
	Created, Expires time.Time
}

// TokenAsk is a wish for a token.
type TokenAsk struct {
	Days  int    // 1 to LongestToken
	Scope string // read, all
}

// insurer names the account of an insurer; nobody else makes tokens.
func insurer(v Visitor) (account.Login, error) {
	l, err := account.ParseLogin(v.Account)
	if err != nil || v.Role != policy.Insurer {
		return l, ErrVisitor
	}
	return l, nil
}

// MakeToken makes an API token for the visitor. Errors: ErrVisitor, ErrTokens, *AskError.
func (d *Desk) MakeToken(ctx context.Context, v Visitor, a TokenAsk) (Token, error) {
	l, err := insurer(v)
	switch {
	case err != nil:
		return Token{}, err
	case a.Days < 1 || a.Days > LongestToken:
		return Token{}, &AskError{"days", "a whole number from 1 to 90"}
	case a.Scope != "read" && a.Scope != "all":
		return Token{}, &AskError{"scope", "read or all"}
	}
	life := time.Duration(a.Days) * 24 * time.Hour
	t, err := d.People.OwnToken(ctx, l, life, a.Scope == "read")
	if errors.Is(err, account.ErrNoOwnTokens) || errors.Is(err, account.ErrDisabled) {
		err = ErrVisitor
	}
	if err != nil {
		return Token{}, err
	}
	now := d.Now()
	return Token{Text: t.Text(), ReadsOnly: a.Scope == "read", Created: now, Expires: now.Add(life)}, nil
}

// Tokens lists the visitor's tokens that live.
func (d *Desk) Tokens(ctx context.Context, v Visitor) ([]Token, error) {
	l, err := insurer(v)
	if err != nil {
		return nil, err
	}
	live, err := d.People.Tokens(ctx, l)
	var out []Token
	for _, t := range live {
		zone := d.Now().Location()
		out = append(out, Token{ID: t.ID, ReadsOnly: t.ReadsOnly, Created: t.Created.In(zone), Expires: t.Expires.In(zone)})
	}
	return out, err
}

// EndToken ends one of the visitor's tokens; ErrNotFound where there is none.
func (d *Desk) EndToken(ctx context.Context, v Visitor, id string) error {
	l, err := insurer(v)
	if err != nil {
		return err
	}
	if err = d.People.EndToken(ctx, l, id); errors.Is(err, account.ErrToken) {
		return ErrNotFound
	}
	return err
}

// EndSessions ends every session and token of the visitor's account; the one
// that asked goes on with the returned pass.
func (d *Desk) EndSessions(ctx context.Context, p Pass) (Pass, error) {
	l, err := account.ParseLogin(p.Account)
	if err != nil {
		return Pass{}, ErrSession
	}
	a, err := d.People.EndSessions(ctx, l, p.Epoch)
	if err != nil {
		return Pass{}, err
	}
	return passOf(a), nil
}
