package register

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Errors of proofs a caller may act on.
var (
	// ErrProof says that a text is not a proof, or does not prove what it says.
	ErrProof = errors.New("not a proof of this register: ask who keeps the register for a new one")
	// ErrNoCopy says that no entry registers such a copy.
	ErrNoCopy = errors.New("the register has no entry that issues such a copy; or the entry was erased at the end of its term")
)

// A Proof shows without the register that it holds an entry: the entry, its
// salt, and the hashes that lead from it to the root of a signed checkpoint.
// It carries the whole entry, ids included: it is for those who may read that.
type Proof struct {
	Seq        int64      `json:"seq"`
	Entry      string     `json:"entry"` // the exact text the leaf commits to
	Salt       []byte     `json:"salt"`
	Path       []Hash     `json:"path"` // from the leaf up (RFC 6962, 2.1.1)
	Checkpoint Checkpoint `json:"checkpoint"`
}

// proofVersion is the first field of a written proof.
const proofVersion = "vypiska-proof-1"

// longestProof bounds what is parsed; ours are about 4 KB.
const longestProof = 64 << 10

// issues are the events that give a number its bytes.
var issues = map[Event]bool{Issue: true, Extension: true, Package: true, Paper: true}

// A Searcher finds entries and proves them; all calls must see the same moment.
type Searcher interface {
	Finder
	Prover
}

// Prove makes the proof that a copy was issued: of the newest entry that gives
// the number its bytes or, where sum is not empty, of the one with this SHA-256.
func Prove(ctx context.Context, r Searcher, number, sum string) (Proof, error) {
	var row *Row
	find := func(ctx context.Context, from int64) ([]Row, error) {
		return r.Find(ctx, Filter{Number: number}, from)
	}
	for found, err := range pages(ctx, find, Row.number) {
		if err != nil {
			return Proof{}, fmt.Errorf("register: prove copy %s: %w", number, err)
		}
		e, err := decode(found.Body)
		if err == nil && issues[e.Event] && e.Number == number && (sum == "" || e.SHA256 == sum) {
			row = &found
		}
	}
	if row == nil {
		return Proof{}, fmt.Errorf("register: prove copy %s: %w", number, ErrNoCopy)
	}
	p, err := prove(ctx, r, *row)
	if err != nil {
		return Proof{}, fmt.Errorf("register: prove entry %d: %w", row.Seq, err)
	}
	return p, nil
}

func prove(ctx context.Context, r Prover, row Row) (Proof, error) {
	head, err := r.Head(ctx)
	if err != nil {
		return Proof{}, fmt.Errorf("read head: %w", err)
	}
	path, err := tlog.ProveRecord(head.Size, row.Seq-1, hashReader(ctx, r))
	if err != nil {
		return Proof{}, err
	}
	if err := tlog.CheckRecord(path, head.Size, head.Root, row.Seq-1, leaf(row.Salt, row.Body)); err != nil {
		return Proof{}, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return Proof{Seq: row.Seq, Entry: row.Body, Salt: row.Salt, Path: path, Checkpoint: Checkpoint(head.Note)}, nil
}

// Check returns the entry after checking the signature of the checkpoint and the
// way from the entry to its root, and how many entries the register had then.
// An error wraps ErrProof or ErrCheckpoint.
func (p Proof) Check(v Verifier) (e Entry, size int64, err error) {
	size, root, err := v.Open(p.Checkpoint)
	if err != nil {
		return Entry{}, 0, fmt.Errorf("proof: %w", err)
	}
	if p.Seq < 1 || p.Seq > size || len(p.Salt) != saltSize {
		return Entry{}, 0, fmt.Errorf("proof of entry %d of %d: %w", p.Seq, size, ErrProof)
	}
	if err := tlog.CheckRecord(p.Path, size, root, p.Seq-1, leaf(p.Salt, p.Entry)); err != nil {
		return Entry{}, 0, fmt.Errorf("proof of entry %d: it does not lead to the signed root: %w", p.Seq, ErrProof)
	}
	if e, err = decode(p.Entry); err != nil {
		return Entry{}, 0, fmt.Errorf("proof of entry %d: %w", p.Seq, ErrProof)
	}
	return e, size, nil
}

// written is a proof as its file has it.
type written struct {
	Version string `json:"version"`
	Proof
}

// Text is the proof as a file: one JSON object that ParseProof reads.
func (p Proof) Text() ([]byte, error) {
	text, err := json.MarshalIndent(written{proofVersion, p}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("register: write proof: %w", err)
	}
	return append(text, '\n'), nil
}

// ParseProof reads what Text wrote. It checks nothing; Check does.
func ParseProof(text []byte) (Proof, error) {
	var w written
	if len(text) > longestProof || json.Unmarshal(text, &w) != nil || w.Version != proofVersion {
		return Proof{}, fmt.Errorf("register: read proof: want a file that `vypiska register prove` wrote: %w", ErrProof)
	}
	return w.Proof, nil
}
