package register

import "fmt"

// classify tells from entries that are not what was registered under their
// numbers what was done: the stored hashes are taken for genuine, so an
// entry that has the stored hash of another stands in that one's place.
func classify(odd []oddity, limit int64) []Fault {
	k := classifier{home: map[Hash]int64{}, found: map[int64]Hash{}, limit: limit}
	for _, o := range odd {
		if o.stored != nil {
			k.home[*o.stored] = o.seq
		}
		if o.found != nil {
			k.found[o.seq] = *o.found
		}
	}
	var faults []Fault
	for i := 0; i < len(odd); {
		f, taken := k.next(odd[i:])
		i += taken
		if f != nil {
			faults = append(faults, *f)
		}
	}
	return faults
}

type classifier struct {
	home  map[Hash]int64 // where a leaf was registered
	found map[int64]Hash // what stands there now
	limit int64
}

// from returns the number the entry at seq was registered under, 0 if none.
func (k classifier) from(seq int64) int64 {
	h, ok := k.found[seq]
	if !ok {
		return 0
	}
	return k.home[h]
}

// next explains the first of odd and as many after it as the same act did.
func (k classifier) next(odd []oddity) (*Fault, int) {
	o := odd[0]
	if n := k.run(odd, 1); n > 1 && k.from(o.seq) == 0 && o.found != nil {
		f := fault(Inserted, o.seq, o.seq, "entry %d was inserted: %s moved back by one", o.seq, numbers(o.seq, odd[n-1].seq-1))
		return &f, n
	}
	if k.from(o.seq) == o.seq+1 && k.from(o.seq+1) != o.seq {
		n := k.run(odd, -1)
		f := fault(Renumbered, o.seq, o.seq, "entry %d was removed and %s renumbered", o.seq, numbers(o.seq+1, odd[n-1].seq))
		return &f, n
	}
	if o.found == nil {
		return k.missing(odd)
	}
	f := k.single(o)
	return f, 1
}

// run counts the entries from the first on that follow each other and, but for
// the one at the run's end, were registered under the number step before.
func (k classifier) run(odd []oddity, step int64) int {
	n := 1
	for n < len(odd) && odd[n].seq == odd[n-1].seq+1 {
		moved := odd[n]
		if step < 0 {
			moved = odd[n-1]
		}
		if k.from(moved.seq) != moved.seq-step {
			break
		}
		n++
	}
	return n
}

// missing takes entries that are gone one after the other.
func (k classifier) missing(odd []oddity) (*Fault, int) {
	first, n := odd[0].seq, 1
	for n < len(odd) && odd[n].found == nil && odd[n].seq == first+int64(n) {
		n++
	}
	last := first + int64(n) - 1
	f := fault(Missing, first, last, "%s missing", are(first, last))
	if last == k.limit {
		f = fault(Cut, first, last, "the log was cut off after entry %d: it is signed for %s", first-1, entries(k.limit))
	}
	return &f, n
}

// single explains one entry by itself; nil where its partner's fault says it.
func (k classifier) single(o oddity) *Fault {
	from := k.from(o.seq)
	var f Fault
	switch {
	case from == 0 && o.stored == nil:
		f = fault(Inserted, o.seq, o.seq, "entry %d was inserted: the log is signed for %s", o.seq, entries(k.limit))
	case from == 0:
		f = fault(Changed, o.seq, o.seq, "entry %d was changed", o.seq)
	case k.from(from) == o.seq && from < o.seq:
		return nil
	case k.from(from) == o.seq:
		f = fault(Swapped, o.seq, from, "entries %d and %d were swapped", o.seq, from)
	default:
		f = fault(Moved, o.seq, from, "entry %d holds what was registered as entry %d", o.seq, from)
	}
	return &f
}

func numbers(first, last int64) string {
	if first >= last {
		return fmt.Sprintf("entry %d", first)
	}
	return fmt.Sprintf("entries %d to %d", first, last)
}

func are(first, last int64) string {
	if first >= last {
		return numbers(first, last) + " is"
	}
	return numbers(first, last) + " are"
}
