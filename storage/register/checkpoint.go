package register

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A Checkpoint is a signed statement that the register had so many entries and
// this root. It is text: origin, size and root (base64) on a line each, a blank
// line and the signature (a sumdb note). It holds nothing personal and should
// be kept where whoever can change the database cannot.
type Checkpoint string

// longestCheckpoint bounds what is parsed; ours are about 180 bytes.
const longestCheckpoint = 16 << 10

func sign(s note.Signer, size int64, root Hash) (Checkpoint, error) {
	text, err := note.Sign(&note.Note{Text: checkpointText(size, root)}, s)
	if err != nil {
		return "", fmt.Errorf("sign checkpoint: %w", err)
	}
	return Checkpoint(text), nil
}

func checkpointText(size int64, root Hash) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, size, root)
}

// Open checks the checkpoint's signature and returns what it states. An error
// wraps ErrCheckpoint.
func (v Verifier) Open(c Checkpoint) (size int64, root Hash, err error) {
	if v.keys == nil || len(c) > longestCheckpoint {
		return 0, Hash{}, ErrCheckpoint
	}
	n, err := note.Open([]byte(c), v.keys)
	if err != nil {
		return 0, Hash{}, fmt.Errorf("%w: %s", ErrCheckpoint, noteFault(err))
	}
	lines := strings.SplitN(n.Text, "\n", 4)
	if len(lines) != 4 {
		return 0, Hash{}, ErrCheckpoint
	}
	size, sizeErr := strconv.ParseInt(lines[1], 10, 64)
	root, rootErr := tlog.ParseHash(lines[2])
	// Written again, it must be the same text: one checkpoint, one spelling.
	if sizeErr != nil || rootErr != nil || size < 0 || n.Text != checkpointText(size, root) {
		return 0, Hash{}, ErrCheckpoint
	}
	return size, root, nil
}

func noteFault(err error) string {
	switch err.(type) {
	case *note.UnverifiedNoteError:
		return "signed by another key"
	case *note.InvalidSignatureError:
		return "its signature is wrong"
	}
	return "malformed"
}

// Latest returns the newest checkpoint, after proving that the register
// continues last, the one kept outside before ("" for none). A register that
// does not: ErrRolledBack. An empty register has none, and gives "".
func Latest(ctx context.Context, r Prover, v Verifier, last Checkpoint) (Checkpoint, error) {
	head, err := r.Head(ctx)
	if err != nil {
		return "", fmt.Errorf("register: latest checkpoint: read head: %w", err)
	}
	if err := head.check(v); err != nil {
		return "", fmt.Errorf("register: latest checkpoint: %w", err)
	}
	if last == "" {
		return Checkpoint(head.Note), nil
	}
	size, root, err := v.Open(last)
	if err != nil {
		return "", fmt.Errorf("register: checkpoint kept outside: %w", err)
	}
	if err := head.continues(ctx, r, size, root); err != nil {
		return "", fmt.Errorf("register: %d entries here, %d at the checkpoint kept outside: %w", head.Size, size, err)
	}
	return Checkpoint(head.Note), nil
}

// check compares the head with its own signed note.
func (h Head) check(v Verifier) error {
	if h == (Head{}) {
		return nil
	}
	size, root, err := v.Open(Checkpoint(h.Note))
	if err != nil {
		return fmt.Errorf("head: %w: %w", ErrBroken, err)
	}
	if size != h.Size || root != h.Root {
		return fmt.Errorf("head: size and root are not those it is signed for: %w", ErrBroken)
	}
	return nil
}

// continues proves that the tree of the given size and root is the beginning of h.
func (h Head) continues(ctx context.Context, r Prover, size int64, root Hash) error {
	if size > h.Size {
		return ErrRolledBack
	}
	if size == 0 {
		return nil
	}
	read := hashReader(ctx, r)
	proof, err := tlog.ProveTree(h.Size, size, read)
	if err != nil {
		return fmt.Errorf("prove: %w", err)
	}
	if err := tlog.CheckTree(proof, h.Size, h.Root, size, root); err != nil {
		return ErrRolledBack
	}
	return nil
}

func hashReader(ctx context.Context, r Prover) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		if len(indexes) == 0 {
			return nil, nil
		}
		return r.Hashes(ctx, indexes)
	})
}
