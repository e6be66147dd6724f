package register

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// A Log appends entries under one signing key. Several processes may each have
// one over the same database: what it remembers of the register only saves
// reading it again. It may be used by several goroutines where its source of
// randomness may.
type Log struct {
	signer note.Signer
	known  Verifier
	rand   io.Reader
	last   atomic.Pointer[end]
}

// end is a head that was proved and the tree it is signed over.
type end struct {
	head Head
	tree tree
}

// New returns a log that signs with signer and takes salts from rand. Former
// are the verifiers of keys the head may still be signed with after a rotation.
func New(signer string, rand io.Reader, former ...string) (*Log, error) {
	own, err := VerifierOf(signer)
	if err != nil {
		return nil, err
	}
	s, err := note.NewSigner(signer)
	if err != nil {
		return nil, fmt.Errorf("register: signer: %w", ErrKey)
	}
	known, err := NewVerifier(append([]string{own}, former...)...)
	if err != nil {
		return nil, err
	}
	return &Log{signer: s, known: known, rand: rand}, nil
}

// Append adds one entry inside the caller's transaction and returns its number,
// counted from 1. The entry is durable once the transaction has committed: an
// act may follow its entry, never precede it. After any error the transaction
// must be rolled back.
//
// Nothing is added to a register whose head is not signed by a known key or
// whose stored hashes do not lead to it: signing over them would make a forgery
// genuine. That error wraps ErrBroken.
func (l *Log) Append(ctx context.Context, tx Tx, e Entry) (seq int64, err error) {
	if e.Event == Erasure {
		return 0, fmt.Errorf("register: append: an erasure is made by Erase: %w", ErrEntry)
	}
	return l.append(ctx, tx, e)
}

func (l *Log) append(ctx context.Context, tx Tx, e Entry) (int64, error) {
	row, err := l.row(e)
	if err != nil {
		return 0, fmt.Errorf("register: append: %w", err)
	}
	head, err := tx.Head(ctx)
	if err != nil {
		return 0, fmt.Errorf("register: append: read head: %w", err)
	}
	row.Seq = head.Size + 1
	if err := l.extend(ctx, tx, head, row); err != nil {
		return 0, fmt.Errorf("register: append entry %d: %w", row.Seq, err)
	}
	return row.Seq, nil
}

// row encodes and salts the entry; its number is not known yet.
func (l *Log) row(e Entry) (Row, error) {
	body, err := e.encode()
	if err != nil {
		return Row{}, err
	}
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(l.rand, salt); err != nil {
		return Row{}, fmt.Errorf("read salt: %w", err)
	}
	return Row{Body: body, Salt: salt, At: micros(e.Time), Patient: e.Patient, Number: e.Number}, nil
}

func micros(t time.Time) int64 { return t.UnixMicro() }

// extend grows the tree by the row, after proving that the stored hashes are
// those the head was signed over, and stores what has come of it.
func (l *Log) extend(ctx context.Context, tx Tx, head Head, row Row) error {
	t, err := l.tree(ctx, tx, head)
	if err != nil {
		return err
	}
	t.peaks = slices.Clone(t.peaks)
	h := leaf(row.Salt, row.Body)
	hashes := append([]Hash{h}, t.add(h)...)
	next := Head{Size: t.size, Root: t.root()}
	c, err := sign(l.signer, next.Size, next.Root)
	if err != nil {
		return err
	}
	if err := tx.Add(ctx, Addition{Row: row, First: leafIndex(row.Seq), Hashes: hashes}); err != nil {
		return err
	}
	next.Note = string(c)
	if err := tx.SetHead(ctx, next); err != nil {
		return err
	}
	l.last.Store(&end{next, t})
	return nil
}

// tree reads the few stored hashes the head's root is made of: with them the
// tree can grow without another look at the database. Where the head is the one
// this log made last, to the letter, it has them still; if that append's
// transaction was rolled back the head is another.
func (l *Log) tree(ctx context.Context, tx Tx, head Head) (tree, error) {
	if last := l.last.Load(); last != nil && last.head == head {
		return last.tree, nil
	}
	if err := head.check(l.known); err != nil {
		return tree{}, err
	}
	t := tree{size: head.Size}
	if head.Size == 0 {
		return t, nil
	}
	var err error
	if t.peaks, err = tx.Hashes(ctx, peaks(head.Size)); err != nil {
		return tree{}, fmt.Errorf("read hashes: %w", err)
	}
	if t.root() != head.Root {
		return tree{}, fmt.Errorf("stored hashes: %w", ErrBroken)
	}
	return t, nil
}
