package register

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
)

// Verify reads the whole register and reports what is wrong with it. Every
// leaf is computed again from its entry and every node from the leaves; the
// stored hashes serve only to name what differs and for erased entries, where
// the signed root proves them. A blank entry is accepted only with a registered
// erasure. Each checkpoint kept outside must be signed and be a beginning of
// this register.
//
// An error means that the register could not be read to its end and says
// nothing about it. Memory does not grow with the register, except by a few
// words for each erased entry.
func Verify(ctx context.Context, r Reader, v Verifier, outside ...Checkpoint) (Report, error) {
	head, err := r.Head(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("register: verify: read head: %w", err)
	}
	c := &check{limit: math.MaxInt64, blank: map[int64]bool{}, erasures: map[int64]int64{}}
	c.open(v, head)
	c.pin(v, outside)
	if err := c.walk(ctx, r); err != nil {
		return Report{}, fmt.Errorf("register: verify: %w", err)
	}
	c.judge()
	return c.report, nil
}

// check is one verification under way.
type check struct {
	report Report
	signed *Hash // the root the head is validly signed for
	limit  int64 // and its size; the largest number where there is none
	// headless is set where no head is stored at all: right for an empty register.
	headless bool
	pins     []pin

	found  tree // over the entries; over the stored hash where an entry is blank or gone
	stored tree // over the stored leaf hashes
	holes  bool // a leaf is known to neither: the trees end before it

	odd      []oddity
	nodes    []span // nodes that belong to neither tree
	blank    map[int64]bool
	erasures map[int64]int64 // erased entry -> its erasure
}

// pin is an opened checkpoint kept outside.
type pin struct {
	size int64
	root Hash
}

type span struct{ first, last int64 }

// oddity is an entry whose leaf is not the stored one; nil where there is none.
type oddity struct {
	seq           int64
	found, stored *Hash
	// vouched: the stored node above fits the entry and not its stored hash.
	vouched bool
}

// mostOddities bounds the entries that are compared with each other to tell
// a swap from a change.
const mostOddities = 10_000

// open takes from the head what its signature vouches for.
func (c *check) open(v Verifier, head Head) {
	if head == (Head{}) {
		c.headless = true
		return
	}
	size, root, err := v.Open(Checkpoint(head.Note))
	if err != nil {
		c.report.find(fault(BadHead, 0, 0, "the signed head was altered, or signed by a key that was not given: %v", err))
		return
	}
	c.limit, c.signed = size, &root
	if head.Size != size || head.Root != root {
		c.report.find(fault(BadHead, 0, 0, "the head was altered: its size or root is not what it is signed for"))
	}
}

func (c *check) pin(v Verifier, outside []Checkpoint) {
	for i, text := range outside {
		size, root, err := v.Open(text)
		if err != nil {
			c.report.find(fault(Unsigned, 0, 0, "checkpoint %d kept outside cannot be used: %v", i+1, err))
			continue
		}
		c.pins = append(c.pins, pin{size, root})
	}
	slices.SortFunc(c.pins, func(a, b pin) int { return cmp.Compare(a.size, b.size) })
}

// walk goes through entries and hashes side by side.
func (c *check) walk(ctx context.Context, r Reader) error {
	rows, stopRows := cursorOf(pages(ctx, r.RowPage, Row.number))
	defer stopRows()
	hashes, stopHashes := cursorOf(pages(ctx, r.HashPage, StoredHash.place))
	defer stopHashes()
	for rows.ok && rows.item.Seq < 1 {
		c.insert(rows.item.Seq)
		rows.step()
	}
	c.comparePins()
	for seq := int64(1); ; seq++ {
		c.skipHashes(hashes, leafIndex(seq))
		row, hash := rows.at(seq, Row.number), hashes.at(leafIndex(seq), StoredHash.place)
		if row == nil && hash == nil {
			c.gap(seq, rows)
			break
		}
		c.entry(seq, row, hash, hashes)
	}
	c.rest(rows, hashes)
	return cmp.Or(rows.err, hashes.err)
}

// entry compares one entry with its stored hash and grows both trees.
func (c *check) entry(seq int64, row *Row, hash *StoredHash, hashes *cursor[StoredHash]) {
	kept := c.leafOf(seq, hash)
	var found *Hash
	if row != nil {
		c.report.Size++
		found = c.foundLeaf(row, kept)
	}
	if seq > c.limit {
		c.beyond(seq, found, kept)
		return
	}
	if found == nil && kept == nil {
		c.holes = true
		c.report.find(fault(Missing, seq, seq, "entry %d is gone with its hash: what follows it cannot be proved", seq))
	}
	if row == nil || found != nil && kept != nil && *found != *kept {
		c.differ(oddity{seq: seq, found: found, stored: kept})
	} else if row != nil && !row.Blank {
		c.text(row)
	}
	if !c.holes {
		c.grow(*cmp.Or(found, kept), *cmp.Or(kept, found), hashes)
	}
}

// foundLeaf is the leaf of what the entry is now; a blank entry has the stored one.
func (c *check) foundLeaf(row *Row, kept *Hash) *Hash {
	if row.Blank {
		c.blank[row.Seq] = true
		if row.At != 0 || row.Patient != "" || row.Number != "" {
			c.report.find(fault(Leftover, row.Seq, row.Seq, "entry %d is erased, but what searches use of it is still there", row.Seq))
		}
		return kept
	}
	h := leaf(row.Salt, row.Body)
	return &h
}

func (c *check) leafOf(seq int64, hash *StoredHash) *Hash {
	if hash != nil && len(hash.Hash) == len(Hash{}) {
		return (*Hash)(hash.Hash)
	}
	if seq <= c.limit {
		c.report.find(fault(BadHash, seq, seq, "the stored hash of entry %d was removed or is malformed", seq))
	}
	return nil
}

// text looks into an entry that is what was registered.
func (c *check) text(row *Row) {
	e, err := decode(row.Body)
	if err != nil {
		c.report.find(fault(Columns, row.Seq, row.Seq, "entry %d is not the JSON of an entry", row.Seq))
		return
	}
	if row.At != micros(e.Time) || row.Patient != e.Patient || row.Number != e.Number {
		c.report.find(fault(Columns, row.Seq, row.Seq, "entry %d: time, patient or number beside its text were altered: searches go wrong", row.Seq))
	}
	if e.Event == Erasure && e.Erased < row.Seq {
		c.erasures[e.Erased] = row.Seq
	}
}

// grow adds one leaf to both trees and compares the nodes above it with the
// stored ones. A node is right if it belongs to either: which tree is genuine
// is judged at the end.
func (c *check) grow(found, stored Hash, hashes *cursor[StoredHash]) {
	a, b := c.found.add(found), c.stored.add(stored)
	place := leafIndex(c.found.size)
	for i := range a {
		node := hashes.at(place+1+int64(i), StoredHash.place)
		if node == nil || string(node.Hash) != string(a[i][:]) && string(node.Hash) != string(b[i][:]) {
			c.node(span{c.found.size - 2<<i + 1, c.found.size})
		} else if i == 0 && a[0] != b[0] && string(node.Hash) == string(a[0][:]) {
			c.vouch(c.found.size)
		}
	}
	c.comparePins()
}

// vouch marks what differs among the two entries below the node that ends at seq.
func (c *check) vouch(seq int64) {
	for i := len(c.odd) - 1; i >= 0 && c.odd[i].seq >= seq-1; i-- {
		c.odd[i].vouched = true
	}
}

// node remembers a wrong node unless one below it is wrong too.
func (c *check) node(s span) {
	inside := func(t span) bool { return s.first <= t.first && t.last <= s.last }
	if len(c.nodes) < mostFaults && !slices.ContainsFunc(c.nodes, inside) {
		c.nodes = append(c.nodes, s)
	}
}

func (c *check) differ(o oddity) {
	if len(c.odd) < mostOddities {
		c.odd = append(c.odd, o)
		return
	}
	c.report.More++
}

// comparePins compares the checkpoints of the size the trees have just now.
func (c *check) comparePins() {
	for len(c.pins) > 0 && c.pins[0].size <= c.found.size {
		p := c.pins[0]
		c.pins = c.pins[1:]
		if p.root == c.found.root() || p.root == c.stored.root() {
			c.report.Outside++
			continue
		}
		c.report.find(fault(RolledBack, 1, p.size,
			"the first %s are not those of a checkpoint kept outside: the register was replaced or rewritten", entries(p.size)))
	}
}

// A cursor is a sequence with its next item in sight.
type cursor[T any] struct {
	next func() (T, error, bool)
	item T
	ok   bool
	err  error
}

func cursorOf[T any](seq iter.Seq2[T, error]) (c *cursor[T], stop func()) {
	c = &cursor[T]{}
	c.next, stop = iter.Pull2(seq)
	c.step()
	return c, stop
}

func (c *cursor[T]) step() {
	c.item, c.err, c.ok = c.next()
	if c.err != nil {
		c.ok = false
	}
}

// at takes the item if its key is k, else it returns nil.
func (c *cursor[T]) at(k int64, key func(T) int64) *T {
	if !c.ok || key(c.item) != k {
		return nil
	}
	item := c.item
	c.step()
	return &item
}
