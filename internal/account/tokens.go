package account

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
)

// LongestOwnToken is the longest life of a token that its owner makes.
const LongestOwnToken = 90 * 24 * time.Hour

// mostTokens is how many tokens of one account may live at a time.
const mostTokens = 20

// ErrTokens says that the account has as many tokens as it may.
var ErrTokens = errors.New("the account has 20 tokens: end one first")

// ErrNoOwnTokens says that the account makes no tokens for itself.
var ErrNoOwnTokens = errors.New("own tokens are for insurers who have chosen their password")

const (
	reasonTokenEnded = "token ended"
	reasonSessions   = "sessions ended"
)

// TokenSeen is a token as its owner sees it later: ID names it and opens nothing.
type TokenSeen struct {
	ID               string
	ReadsOnly        bool
	Created, Expires time.Time
}

func seen(t db.TokenRow) TokenSeen {
	return TokenSeen{hex.EncodeToString(t.Hash[:8]), t.ReadsOnly, t.Created, t.Expires}
}

// OwnToken makes a token for the insurer who asks for it, told here once and
// stored as a hash. One that only reads orders and changes nothing. Errors:
// ErrTokens,
// ErrNoOwnTokens, ErrUnknown, ErrDisabled.
func (s *Service) OwnToken(ctx context.Context, l Login, life time.Duration, readsOnly bool) (Token, error) {
	if life < time.Hour || life > LongestOwnToken {
		return Token{}, fmt.Errorf("make own token: life %v: want from 1h to %v", life, LongestOwnToken)
	}
	token, err := newToken(s.rand)
	if err != nil {
		return Token{}, fmt.Errorf("make own token: %w", err)
	}
	err = s.act(ctx, l, reasonToken, l.String(), func(tx *db.Tx, a Account, now time.Time) (bool, error) {
		switch {
		case a.Disabled:
			return false, ErrDisabled
		case a.Role != policy.Insurer || !a.FirstUntil.IsZero():
			return false, ErrNoOwnTokens
		}
		live, err := tx.Accounts().Tokens(ctx, l.String(), a.Epoch, now)
		if err == nil && len(live) >= mostTokens {
			err = ErrTokens
		}
		if err != nil {
			return false, err
		}
		return true, tx.Accounts().AddToken(ctx, db.TokenRow{
			Hash: hashToken(token.Text()), Account: l.String(), Epoch: a.Epoch, Created: now, Expires: now.Add(life), ReadsOnly: readsOnly,
		})
	})
	if err != nil {
		return Token{}, fmt.Errorf("make own token: %w", err)
	}
	return token, nil
}

// Tokens lists the account's tokens that live, the newest first.
func (s *Service) Tokens(ctx context.Context, l Login) ([]TokenSeen, error) {
	var out []TokenSeen
	err := s.db.View(ctx, func(v *db.View) error {
		row, err := v.Accounts().Account(ctx, l.String())
		if err != nil {
			return err
		}
		live, err := v.Accounts().Tokens(ctx, l.String(), row.Epoch, s.now())
		for _, t := range live {
			out = append(out, seen(t))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list tokens: %w", err)
	}
	return out, nil
}

// EndToken ends one token of the account; ErrToken where it has none of that id.
func (s *Service) EndToken(ctx context.Context, l Login, id string) error {
	err := s.act(ctx, l, reasonTokenEnded, l.String(), func(tx *db.Tx, a Account, now time.Time) (bool, error) {
		live, err := tx.Accounts().Tokens(ctx, l.String(), a.Epoch, now)
		if err != nil {
			return false, err
		}
		for _, t := range live {
			if seen(t).ID == id {
				return tx.Accounts().DropToken(ctx, t.Hash)
			}
		}
		return false, ErrToken
	})
	if err != nil {
		return fmt.Errorf("end token: %w", err)
	}
	return nil
}

// EndSessions ends every session and token of the account; whoever asked goes on
// under the epoch of the account that is returned. ErrSession where the account
// went on meanwhile.
func (s *Service) EndSessions(ctx context.Context, l Login, epoch int64) (Account, error) {
	err := s.act(ctx, l, reasonSessions, l.String(), func(tx *db.Tx, _ Account, _ time.Time) (bool, error) {
		ok, err := tx.Accounts().NextEpoch(ctx, l.String(), epoch)
		if err == nil && !ok {
			err = ErrSession
		}
		return ok, err
	})
	if err != nil {
		return Account{}, fmt.Errorf("end sessions: %w", err)
	}
	return s.Find(ctx, l)
}
