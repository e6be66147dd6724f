package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"vypiska/internal/db"
	"vypiska/signing"
	"vypiska/storage/register"
)

// Sealing says what level seals reach and which authorities are asked for it.
type Sealing struct {
	Level        signing.Level
	TSA          []string // in the order they are asked
	TSARootsFile string   // empty: the data directory's roots
	GOST         signing.Programs
	Deadline     time.Duration
}

// SealAt makes the house's signer reach a level, and its seals be judged by the
// roots of their time stamps. At B-B nobody is asked.
func (h *House) SealAt(s Sealing, now func() time.Time) error {
	h.sealing = s
	if s.Level == signing.LevelB {
		return nil
	}
	a, err := h.authorities(s, now)
	if err != nil {
		return err
	}
	if h.Signer, err = h.Signer.At(s.Level, a); err != nil {
		return fmt.Errorf("signing.level: %w", err)
	}
	return nil
}

// authorities trusts the roots that seals of this house are checked by.
func (h *House) authorities(s Sealing, now func() time.Time) (*signing.Authorities, error) {
	n := signing.Network{TSA: s.TSA, Deadline: s.Deadline, Now: now, Rand: rand.Reader}
	roots, err := Roots(h.Dir)
	if err != nil {
		return nil, err
	}
	n.Roots = roots.Pool
	if n.Outside, err = signing.NewOutside(s.GOST, roots.PEM); err != nil {
		return nil, err
	}
	if n.TSARoots, err = s.stampRoots(); err != nil {
		return nil, err
	}
	return signing.NewAuthorities(n)
}

// stampRoots are trusted for time stamps; nil: the house's own roots.
func (s Sealing) stampRoots() (*x509.CertPool, error) {
	if s.TSARootsFile == "" {
		return nil, nil
	}
	roots, err := RootsFile(s.TSARootsFile)
	if err != nil {
		return nil, fmt.Errorf("signing.tsa_roots_file: %w", err)
	}
	return roots.Pool, nil
}

// checker judges what the house has sealed. Outside programs are started for a
// house that seals with them only: anybody may hand in a file.
func (h *House) checker(now time.Time) (signing.Checker, error) {
	roots, err := Roots(h.Dir)
	if err != nil {
		return signing.Checker{}, err
	}
	c := signing.Checker{Roots: roots.Pool, Now: now}
	if h.Signer.NeedsOutside() {
		if c.Outside, err = signing.NewOutside(h.sealing.GOST, roots.PEM); err != nil {
			return c, err
		}
	}
	c.TSARoots, err = h.sealing.stampRoots()
	return c, err
}

// Extended is a file with its seal raised or renewed.
type Extended struct {
	Level  signing.Level
	SHA256 string
}

// ExtendFile raises or renews the seal of a file where it lies. The register
// entry of the new version is durable before the file is replaced, whole or not
// at all: a crash leaves an entry without a version, never a version without an
// entry. It is a further version of the number that the bytes before it have. A file whose level is high enough is left alone and not registered.
func (h *House) ExtendFile(ctx context.Context, name, actor string, s Sealing, now func() time.Time) (Extended, error) {
	before, err := readSealed(name)
	if err != nil {
		return Extended{}, fmt.Errorf("extend: %w", err)
	}
	a, err := h.authorities(s, now)
	if err != nil {
		return Extended{}, err
	}
	defer a.Close()
	after, level, err := a.Extend(ctx, before, s.Level)
	if err != nil {
		return Extended{}, err
	}
	done := Extended{level, sumOf(after)}
	if len(after) == len(before) {
		return done, nil
	}
	if err := h.registerVersion(ctx, actor, sumOf(before), db.VersionRow{SHA256: done.SHA256, Size: int64(len(after)), SealLevel: string(level), Made: now()}); err != nil {
		return Extended{}, fmt.Errorf("extend: %w", err)
	}
	if err := writeWhole(name, after); err != nil {
		return Extended{}, fmt.Errorf("extend: %w", err)
	}
	return done, nil
}

// readSealed reads a file no larger than the checker takes.
func readSealed(name string) ([]byte, error) {
	at, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if at.Size() > signing.MaxCheck {
		return nil, fmt.Errorf("%s: more than %d MB", filepath.Base(name), signing.MaxCheck>>20)
	}
	return os.ReadFile(name)
}

// registerVersion writes the entry of a new version and, if a copy of this house
// has the bytes before it, that the version is of the same number.
func (h *House) registerVersion(ctx context.Context, actor, before string, v db.VersionRow) error {
	return h.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		v.Number, err = tx.NumberOf(ctx, before)
		switch {
		case err == nil:
			err = tx.AddVersion(ctx, v)
		case errors.Is(err, db.ErrNoRow):
			err = nil
		}
		if err != nil {
			return err
		}
		return h.append(ctx, tx, register.Entry{Time: v.Made, Event: register.Extension, Actor: actor, Number: v.Number,
			SHA256: v.SHA256, Size: v.Size, SealLevel: v.SealLevel})
	})
}

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
