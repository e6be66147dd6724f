package register

import (
	"fmt"
	"strconv"
	"strings"
)

// FaultKind says what was done to the register.
type FaultKind string

// What Verify can find.
const (
	Changed    FaultKind = "changed"     // an entry's text or salt is not what was registered
	Missing    FaultKind = "missing"     // an entry was removed
	Cut        FaultKind = "cut"         // the last entries were removed
	Inserted   FaultKind = "inserted"    // an entry was put in that was never registered
	Swapped    FaultKind = "swapped"     // two entries changed places
	Moved      FaultKind = "moved"       // an entry stands where another was registered
	Renumbered FaultKind = "renumbered"  // an entry was removed and those after it moved up
	Blanked    FaultKind = "blanked"     // an entry's text is gone without an erasure
	Leftover   FaultKind = "leftover"    // an entry is declared erased and is still there
	Columns    FaultKind = "columns"     // what searches use differs from the entry's text
	BadHash    FaultKind = "hash"        // a stored hash was altered or removed
	BadHead    FaultKind = "head"        // the signed head was altered or removed
	Rewritten  FaultKind = "rewritten"   // entries and hashes agree, but not with what was signed
	RolledBack FaultKind = "rolled back" // a checkpoint outside knows more, or other, entries
	Unsigned   FaultKind = "checkpoint"  // a checkpoint outside is not signed by a known key
)

// A Fault is one thing Verify found. First and Last are the entries it
// concerns, 0 where it concerns none.
type Fault struct {
	Kind        FaultKind
	First, Last int64
	What        string // a sentence for people; no entry's text is in it
}

// String returns the sentence.
func (f Fault) String() string { return f.What }

// Report is what a verification found.
type Report struct {
	// Size is the number of entries found, erased ones included.
	Size int64
	// Root is the root over what was found; it equals the signed one where
	// there are no faults.
	Root   Hash
	Erased int64
	// Outside is the number of checkpoints kept outside that agree. Without
	// one, nobody can see that the whole database was set back to an older state.
	Outside int
	// Faults is empty for an intact register; More counts those beyond the
	// first hundred.
	Faults []Fault
	More   int64
}

const mostFaults = 100

// Intact reports whether nothing is wrong.
func (r Report) Intact() bool { return len(r.Faults) == 0 }

// String tells the result in a line, or in one line for each fault.
func (r Report) String() string {
	if r.Intact() {
		return fmt.Sprintf("register: %s, root %s, intact%s%s", entries(r.Size), r.Root, r.erased(), r.outside())
	}
	var b strings.Builder
	fmt.Fprintf(&b, "register: NOT intact, %s found", entries(r.Size))
	for _, f := range r.Faults {
		b.WriteString("\n" + f.What)
	}
	if r.More > 0 {
		fmt.Fprintf(&b, "\nand %s more faults", thousands(r.More))
	}
	return b.String()
}

func (r Report) erased() string {
	if r.Erased == 0 {
		return ""
	}
	return fmt.Sprintf("; %s lawfully erased", thousands(r.Erased))
}

func (r Report) outside() string {
	if r.Outside == 0 {
		return "; no checkpoint kept outside was compared"
	}
	return fmt.Sprintf("; agrees with %d kept outside", r.Outside)
}

// find adds a fault, counting only beyond the most that are kept.
func (r *Report) find(f Fault) {
	if len(r.Faults) >= mostFaults {
		r.More++
		return
	}
	r.Faults = append(r.Faults, f)
}

func fault(kind FaultKind, first, last int64, format string, args ...any) Fault {
	return Fault{Kind: kind, First: first, Last: last, What: fmt.Sprintf(format, args...)}
}

func entries(n int64) string {
	if n == 1 {
		return "1 entry"
	}
	return thousands(n) + " entries"
}

func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
