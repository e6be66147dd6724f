package register

import (
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// emptyRoot is the root of a tree without leaves (RFC 6962, 2.1).
var emptyRoot, _ = tlog.TreeHash(0, nil)

// leafIndex is where the leaf of entry seq is among the stored hashes.
func leafIndex(seq int64) int64 { return tlog.StoredHashIndex(0, seq-1) }

// peaks are where among the stored hashes the roots of a tree's complete
// subtrees are, the largest first.
func peaks(size int64) []int64 {
	var at []int64
	for rest, level := size, 62; level >= 0; level-- {
		if rest>>level == 1 {
			at = append(at, tlog.StoredHashIndex(level, (size>>level)-1))
			rest -= 1 << level
		}
	}
	return at
}

// tree grows leaf by leaf and keeps only the roots of its complete subtrees,
// the largest first: as many as its size has one bits.
type tree struct {
	size  int64
	peaks []Hash
}

// add appends a leaf and returns the nodes above it that it completed, from
// the lowest up.
func (t *tree) add(h Hash) (completed []Hash) {
	for range bits.TrailingZeros64(^uint64(t.size)) {
		last := len(t.peaks) - 1
		h = tlog.NodeHash(t.peaks[last], h)
		t.peaks = t.peaks[:last]
		completed = append(completed, h)
	}
	t.peaks = append(t.peaks, h)
	t.size++
	return completed
}

func (t *tree) root() Hash {
	if t.size == 0 {
		return emptyRoot
	}
	h := t.peaks[len(t.peaks)-1]
	for i := len(t.peaks) - 2; i >= 0; i-- {
		h = tlog.NodeHash(t.peaks[i], h)
	}
	return h
}
