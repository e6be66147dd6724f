package register

import (
	"context"
	"fmt"
	"io"
	"maps"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
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

// end is a head that was proved and the hashes at the tree's edge below it.
type end struct {
	head Head
	edge edge
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
	a, err := l.extend(ctx, tx, head, row)
	if err != nil {
		return 0, fmt.Errorf("register: append entry %d: %w", head.Size+1, err)
	}
	if err := tx.Add(ctx, a); err != nil {
		return 0, fmt.Errorf("register: append entry %d: %w", head.Size+1, err)
	}
	return a.Row.Seq, nil
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
// those the head was signed over.
func (l *Log) extend(ctx context.Context, tx Tx, head Head, row Row) (Addition, error) {
	before, err := l.edge(ctx, tx, head)
	if err != nil {
		return Addition{}, err
	}
	n, edge := head.Size, maps.Clone(before)
	row.Seq = n + 1
	hashes, err := tlog.StoredHashesForRecordHash(n, leaf(row.Salt, row.Body), edge)
	if err != nil {
		return Addition{}, fmt.Errorf("hash: %w", err)
	}
	a := Addition{Row: row, First: tlog.StoredHashIndex(0, n), Hashes: hashes}
	for i, h := range hashes {
		edge[a.First+int64(i)] = h
	}
	after, root, err := edgeOf(n+1, edge)
	if err != nil {
		return Addition{}, fmt.Errorf("hash: %w", err)
	}
	signed, err := sign(l.signer, n+1, root)
	if err != nil {
		return Addition{}, err
	}
	a.Head = Head{Size: n + 1, Root: root, Note: string(signed)}
	l.last.Store(&end{a.Head, after})
	return a, nil
}

// edge reads the few stored hashes the head's root is made of: with them the
// tree can grow without another look at the database. Where the head is the one
// this log made last, to the letter, it has them still; if that append's
// transaction was rolled back the head is another.
func (l *Log) edge(ctx context.Context, tx Tx, head Head) (edge, error) {
	if last := l.last.Load(); last != nil && last.head == head {
		return last.edge, nil
	}
	if err := head.check(l.known); err != nil {
		return nil, err
	}
	known, root, err := edgeOf(head.Size, hashReader(ctx, tx))
	if err != nil {
		return nil, fmt.Errorf("read hashes: %w", err)
	}
	if head.Size > 0 && root != head.Root {
		return nil, fmt.Errorf("stored hashes: %w", ErrBroken)
	}
	return known, nil
}

// edgeOf returns the root of a tree of n entries and the hashes it is made of,
// one for each complete subtree.
func edgeOf(n int64, r tlog.HashReader) (edge, Hash, error) {
	known := edge{}
	root, err := tlog.TreeHash(n, tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		hashes, err := r.ReadHashes(indexes)
		for i, h := range hashes {
			known[indexes[i]] = h
		}
		return hashes, err
	}))
	return known, root, err
}

// edge is a tlog.HashReader over the hashes at hand.
type edge map[int64]Hash

// ReadHashes returns the hashes with these indexes.
func (e edge) ReadHashes(indexes []int64) ([]Hash, error) {
	hashes := make([]Hash, len(indexes))
	for i, x := range indexes {
		h, ok := e[x]
		if !ok {
			return nil, fmt.Errorf("hash %d is not at the tree's edge", x)
		}
		hashes[i] = h
	}
	return hashes, nil
}
