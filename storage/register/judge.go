package register

import (
	"maps"
	"slices"
)

// skipHashes passes over stored hashes that no tree has before this place.
func (c *check) skipHashes(hashes *cursor[StoredHash], place int64) {
	for hashes.ok && hashes.item.Index < place {
		if !c.holes {
			c.report.find(fault(BadHash, 0, 0, "stored hash %d belongs to no entry", hashes.item.Index))
		}
		hashes.step()
	}
}

// gap is reached where neither an entry nor its hash is stored: at the end of
// the log, or where somebody removed both.
func (c *check) gap(seq int64, rows *cursor[Row]) {
	switch {
	case rows.ok && rows.item.Seq <= c.limit:
		c.holes = true
		c.report.find(fault(Missing, seq, rows.item.Seq-1,
			"%s missing, and the hashes too: what follows cannot be proved", are(seq, rows.item.Seq-1)))
	case c.signed != nil && seq <= c.limit && rows.err == nil:
		c.holes = true
		c.report.find(fault(Cut, seq, c.limit, "the log was cut off after entry %d: it is signed for %s", seq-1, entries(c.limit)))
	}
}

// beyond takes what stands behind the signed end.
func (c *check) beyond(seq int64, found, stored *Hash) {
	if found != nil {
		c.differ(oddity{seq: seq, found: found})
	}
	if stored != nil {
		c.report.find(fault(BadHash, seq, seq, "a hash is stored for entry %d, and the log is signed for %s", seq, entries(c.limit)))
	}
}

func (c *check) insert(seq int64) {
	c.report.Size++
	c.report.find(fault(Inserted, seq, seq, "entry %d was inserted: it was never registered", seq))
}

// rest takes what stands behind a gap.
func (c *check) rest(rows *cursor[Row], hashes *cursor[StoredHash]) {
	for ; rows.ok; rows.step() {
		if rows.item.Seq > c.limit || !c.holes {
			c.insert(rows.item.Seq)
			continue
		}
		c.report.Size++
	}
	for ; hashes.ok && !c.holes; hashes.step() {
		c.report.find(fault(BadHash, 0, 0, "stored hash %d belongs to no entry", hashes.item.Index))
	}
	for ; hashes.ok; hashes.step() {
		continue
	}
}

// judge decides between entries and stored hashes where they differ: the one
// whose tree has the signed root is genuine.
func (c *check) judge() {
	c.report.Root, c.report.Erased = c.found.root(), int64(len(c.blank))
	whole := !c.holes && c.found.size == c.limit
	rowsGenuine := c.signed != nil && whole && c.found.root() == *c.signed
	hashesGenuine := c.signed != nil && whole && c.stored.root() == *c.signed
	if c.headless && c.report.Size+c.stored.size > 0 {
		c.report.find(fault(BadHead, 0, 0, "the signed head was removed: %s and nothing that proves them", entries(c.report.Size)))
	}
	c.judgeEntries(func(o oddity) bool { return rowsGenuine || !hashesGenuine && o.vouched })
	c.judgeNodes(rowsGenuine || hashesGenuine)
	if whole && c.signed != nil && !rowsGenuine && !hashesGenuine {
		c.report.find(fault(Rewritten, 1, c.limit, "the entries do not add up to what the head is signed for: entries and hashes were rewritten"))
	}
	c.judgeErasures()
	for _, p := range c.pins {
		c.judgePin(p)
	}
}

// judgePin reports a checkpoint that no state of this register reached.
func (c *check) judgePin(p pin) {
	if c.holes && p.size <= c.limit {
		return // the gap itself is reported
	}
	c.report.find(fault(RolledBack, c.found.size+1, p.size,
		"the register was set back: a checkpoint kept outside is signed for %s, here are %s", entries(p.size), entries(c.found.size)))
}

// judgeEntries explains the entries that differ from their stored hashes. Where
// an entry is genuine its hash was altered; an entry that is gone was there in
// any case, which its hash proves.
func (c *check) judgeEntries(genuine func(oddity) bool) {
	odd := slices.DeleteFunc(c.odd, func(o oddity) bool {
		altered := o.found != nil && o.stored != nil && genuine(o)
		if altered {
			c.report.find(fault(BadHash, o.seq, o.seq, "the stored hash of entry %d was altered; the entry itself is intact", o.seq))
		}
		return altered
	})
	for _, f := range classify(odd, c.limit) {
		c.report.find(f)
	}
}

func (c *check) judgeNodes(leavesGenuine bool) {
	for _, s := range c.nodes {
		if leavesGenuine {
			c.report.find(fault(BadHash, s.first, s.last, "the stored hash over %s was altered; the entries are not concerned", numbers(s.first, s.last)))
			continue
		}
		c.report.find(fault(Rewritten, s.first, s.last, "among %s is one that was changed together with its hash", numbers(s.first, s.last)))
	}
}

func (c *check) judgeErasures() {
	for _, seq := range slices.Sorted(maps.Keys(c.blank)) {
		if c.erasures[seq] == 0 {
			c.report.find(fault(Blanked, seq, seq, "entry %d was blanked: no erasure of it is registered", seq))
		}
	}
	for _, seq := range slices.Sorted(maps.Keys(c.erasures)) {
		if !c.blank[seq] {
			c.report.find(fault(Leftover, seq, seq, "entry %d is declared erased by entry %d, but it is not", seq, c.erasures[seq]))
		}
	}
}
