// Package register is the tamper-evident list of every act on copies: who
// ordered, received, blocked or destroyed what, and on which basis.
//
// Entries are the leaves of a Merkle tree (RFC 6962, through
// golang.org/x/mod/sumdb/tlog). Each append signs the new tree's size and root
// (golang.org/x/mod/sumdb/note); a signed head kept outside the database makes
// setting the database back visible. A leaf is a commitment with a random salt,
// so that an entry's text can be erased while the tree stays valid.
//
// Entries carry ids and what an operator declared, never a person's name or
// health data. The package knows no database: it states what it needs of a
// transaction as Tx and ErasingTx, and of a snapshot as Reader.
package register

import (
	"context"
	"errors"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a node of the tree, SHA-256.
type Hash = tlog.Hash

// Errors a caller may act on.
var (
	// ErrEntry says that an entry cannot be registered as it is.
	ErrEntry = errors.New("entry cannot be registered")
	// ErrBroken says that what is stored is not what was signed; nothing is
	// added to such a register. Verify says what was done to it.
	ErrBroken = errors.New("register does not match its signed head: stop, keep a copy of the database, run `vypiska register verify`")
	// ErrNoEntry says that the register has no entry with the number.
	ErrNoEntry = errors.New("no such entry in the register")
	// ErrErased says that the entry's text has been erased before.
	ErrErased = errors.New("entry is erased already")
	// ErrKept says that an entry must stay: an erasure is the only proof that a
	// missing text was erased lawfully.
	ErrKept = errors.New("an erasure's own entry cannot be erased")
	// ErrRolledBack says that the register does not continue a checkpoint kept
	// outside: it was set back or replaced.
	ErrRolledBack = errors.New("register does not continue the checkpoint kept outside: it was set back or replaced; stop, keep both, run `vypiska register verify`")
	// ErrCheckpoint says that a text is not a checkpoint signed by a known key.
	ErrCheckpoint = errors.New("not a checkpoint signed by a known key of this register")
)

// Row is one entry as it is stored. Seq counts from 1 without gaps.
type Row struct {
	Seq  int64
	Body string // the entry as JSON, the exact bytes the leaf commits to
	Salt []byte // 16 random bytes

	// At (microseconds since 1970 UTC), Patient and Number repeat the body so
	// that a database can search; Verify compares them.
	At      int64
	Patient string
	Number  string

	// Blank is set where neither body nor salt is stored any more.
	Blank bool
}

// Head is the end of the log. Its zero value is the empty register.
type Head struct {
	Size int64
	Root Hash
	Note string // the signed Checkpoint of Size and Root
}

// Addition is an entry's row and the nodes of the tree that come with it.
type Addition struct {
	Row Row
	// First is the index of Hashes[0]; the others follow without a gap.
	First  int64
	Hashes []Hash
}

// A Tx is the register's part of a write transaction.
type Tx interface {
	Prover
	// Add stores all of the addition. It must fail when a row or hash of the
	// same number exists, and nothing of it may remain unless the transaction
	// commits; once that returns, all of it survives a crash.
	Add(ctx context.Context, a Addition) error
	// SetHead puts the head in the place of the former one, with the same
	// strictness.
	SetHead(ctx context.Context, h Head) error
}

// A Prover gives what a proof about the tree needs.
type Prover interface {
	// Head returns the head, its zero value where nothing was ever added. In a
	// write transaction it must keep every other writer, in this process or
	// another, from reading the head for an append until the transaction ends.
	Head(ctx context.Context) (Head, error)
	// Hashes returns the stored hashes with these indexes, in the same order.
	// One that is missing or malformed is an error.
	Hashes(ctx context.Context, indexes []int64) ([]Hash, error)
}

// An ErasingTx is a write transaction that can also take an entry's text away.
type ErasingTx interface {
	Tx
	// Row returns one row; ErrNoEntry where there is none.
	Row(ctx context.Context, seq int64) (Row, error)
	// Blank removes body, salt and all that repeats the body from one row, and
	// must overwrite them where the database would leave old bytes behind.
	Blank(ctx context.Context, seq int64) error
}

// A Reader reads the whole register. All calls must see the same moment, that
// of one read transaction.
type Reader interface {
	// Head is as in Prover, without its lock.
	Head(ctx context.Context) (Head, error)
	// RowPage returns some of the rows with Seq >= from, in ascending order and
	// without leaving one out between; none where there are no more.
	RowPage(ctx context.Context, from int64) ([]Row, error)
	// HashPage does the same for the stored hashes by Index.
	HashPage(ctx context.Context, from int64) ([]StoredHash, error)
}

// StoredHash is a hash as the database has it, of whatever length.
type StoredHash struct {
	Index int64
	Hash  []byte
}
