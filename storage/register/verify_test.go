package register_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"vypiska/storage/register"
)

func TestAnAppendedRegisterIsIntact(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 4, 7, 8, 9, 31, 64, 100} {
		m, _, v := filled(t, n)
		r := verify(t, m, v)
		if !r.Intact() || r.Size != int64(n) {
			t.Errorf("%d entries: %s", n, r)
		}
		if n > 0 && r.Root != m.head.Root {
			t.Errorf("%d entries: root %s, head %s", n, r.Root, m.head.Root)
		}
	}
}

// tampering changes a store of n entries, at entry k, and says what Verify must find.
type tampering struct {
	name  string
	least int64 // entries it needs after k
	do    func(m *memory, k int64)
	kind  register.FaultKind
}

func at(k int64) int64 { return tlog.StoredHashIndex(0, k-1) }

func alter(b []byte) []byte {
	if len(b) == 0 {
		return []byte{1}
	}
	b = bytes.Clone(b)
	b[len(b)/2] ^= 1
	return b
}

func shift(m *memory, from, step int64) {
	rows := map[int64]register.Row{}
	for seq, row := range m.rows {
		if seq >= from {
			seq += step
		}
		row.Seq = seq
		rows[seq] = row
	}
	m.rows = rows
}

var tamperings = []tampering{
	{"an entry's text is changed", 0, func(m *memory, k int64) {
		row := m.rows[k]
		row.Body = strings.Replace(row.Body, "a", "b", 1)
		m.rows[k] = row
	}, register.Changed},
	{"an entry's text gets a blank", 0, func(m *memory, k int64) {
		row := m.rows[k]
		row.Body += " "
		m.rows[k] = row
	}, register.Changed},
	{"an entry's salt is changed", 0, func(m *memory, k int64) {
		row := m.rows[k]
		row.Salt = alter(row.Salt)
		m.rows[k] = row
	}, register.Changed},
	{"a byte moves from the text to the salt", 0, func(m *memory, k int64) {
		row := m.rows[k]
		if row.Body == "" {
			return
		}
		row.Salt, row.Body = append(bytes.Clone(row.Salt), row.Body[0]), row.Body[1:]
		m.rows[k] = row
	}, register.Changed},
	{"an entry's text is emptied", 0, func(m *memory, k int64) {
		row := m.rows[k]
		row.Body = ""
		m.rows[k] = row
	}, register.Changed},
	{"an entry is blanked without an erasure", 0, func(m *memory, k int64) {
		m.rows[k] = register.Row{Seq: k, Blank: true}
	}, register.Blanked},
	{"an entry is removed", 1, func(m *memory, k int64) { delete(m.rows, k) }, register.Missing},
	{"the last entry is removed", 0, func(m *memory, _ int64) { delete(m.rows, m.head.Size) }, register.Cut},
	{"an entry is removed and those after it renumbered", 1, func(m *memory, k int64) {
		delete(m.rows, k)
		shift(m, k, -1)
	}, register.Renumbered},
	{"an entry is inserted and those after it moved back", 1, func(m *memory, k int64) {
		shift(m, k, 1)
		row := m.rows[k+1]
		row.Body = strings.Replace(row.Body, "signed", "forged", 1)
		m.rows[k] = row
	}, register.Inserted},
	{"two entries are swapped", 1, func(m *memory, k int64) {
		m.rows[k], m.rows[m.head.Size] = m.rows[m.head.Size], m.rows[k]
	}, register.Swapped},
	{"two neighbours are swapped", 1, func(m *memory, k int64) {
		m.rows[k], m.rows[k+1] = m.rows[k+1], m.rows[k]
	}, register.Swapped},
	{"an entry is overwritten by another", 1, func(m *memory, k int64) {
		m.rows[k] = m.rows[m.head.Size]
	}, register.Changed},
	{"three entries go round", 2, func(m *memory, k int64) {
		m.rows[k], m.rows[k+1], m.rows[k+2] = m.rows[k+2], m.rows[k], m.rows[k+1]
	}, register.Moved},
	{"the patient beside the text is changed", 0, func(m *memory, k int64) {
		row := m.rows[k]
		row.Patient = "somebody-else"
		m.rows[k] = row
	}, register.Columns},
	{"the time beside the text is changed", 0, func(m *memory, k int64) {
		row := m.rows[k]
		row.At++
		m.rows[k] = row
	}, register.Columns},
	{"a stored leaf hash is altered", 0, func(m *memory, k int64) {
		m.hashes[at(k)] = alter(m.hashes[at(k)])
	}, register.BadHash},
	{"a stored leaf hash is removed", 0, func(m *memory, k int64) { delete(m.hashes, at(k)) }, register.BadHash},
	{"a stored leaf hash is cut short", 0, func(m *memory, k int64) {
		m.hashes[at(k)] = m.hashes[at(k)][:len(m.hashes[at(k)])/2]
	}, register.BadHash},
}

func TestVerifyNamesTheEntryThatWasTamperedWith(t *testing.T) {
	for _, c := range tamperings {
		t.Run(c.name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				n := rapid.IntRange(1+int(c.least), 40).Draw(rt, "n")
				k := rapid.Int64Range(1, int64(n)-c.least).Draw(rt, "k")
				m, _, v := filled(t, n)
				c.do(m, k)
				if c.kind == register.Cut {
					k = m.head.Size
				}
				if r := verify(t, m, v); r.Intact() || !names(r, c.kind, k) {
					rt.Fatalf("entry %d of %d: %s", k, n, r)
				}
			})
		})
	}
}

func TestNoMixtureOfTamperingsIsIntact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(3, 40).Draw(rt, "n")
		m, _, v := filled(t, n)
		before := m.clone()
		for range rapid.IntRange(1, 5).Draw(rt, "tamperings") {
			c := rapid.SampledFrom(tamperings).Draw(rt, "tampering")
			c.do(m, rapid.Int64Range(1, int64(n)-c.least).Draw(rt, "k"))
		}
		same := reflect.DeepEqual(m, before) // two swaps, say
		if r := verify(t, m, v); r.Intact() != same {
			rt.Fatalf("%s", r)
		}
	})
}

func TestAnEntryIsNotAccusedForTheHashOfAnother(t *testing.T) {
	m, _, v := filled(t, 50)
	tamperings[0].do(m, 7)
	m.hashes[at(31)] = alter(m.hashes[at(31)])
	if r := verify(t, m, v); !names(r, register.Changed, 7) || !names(r, register.BadHash, 31) || names(r, register.Changed, 31) {
		t.Errorf("%s", r)
	}
}

func TestVerifyNamesEveryEntryOfSeveral(t *testing.T) {
	m, _, v := filled(t, 50)
	for _, k := range []int64{3, 4, 29} {
		tamperings[0].do(m, k)
	}
	delete(m.rows, 10)
	delete(m.rows, 11)
	r := verify(t, m, v)
	for _, k := range []int64{3, 4, 29} {
		if !names(r, register.Changed, k) {
			t.Errorf("entry %d is not named: %s", k, r)
		}
	}
	if !names(r, register.Missing, 10) || !names(r, register.Missing, 11) || len(r.Faults) != 4 {
		t.Errorf("want 4 faults, entries 10 to 11 missing: %s", r)
	}
}

// An attacker who knows how hashes are made, and has no key.
func TestRewritingEntriesWithTheirHashesIsFound(t *testing.T) {
	for _, depth := range []string{"leaf", "all", "all, with an unsigned head"} {
		t.Run(depth, func(t *testing.T) {
			m, _, v := filled(t, 21)
			forger, _ := newForger(t)
			forged, first := newMemory(), int64(6)
			for i := range 21 {
				e := sample(i)
				if int64(i+1) == first {
					e.Recipient = "forged"
				}
				if _, err := forger.Append(t.Context(), forged, e); err != nil {
					t.Fatal(err)
				}
			}
			switch depth {
			case "leaf":
				m.rows[first], m.hashes[at(first)] = forged.rows[first], forged.hashes[at(first)]
			case "all":
				m.rows, m.hashes = forged.rows, forged.hashes
			default:
				note := m.head.Note
				*m = *forged
				m.head.Note = note
			}
			r := verify(t, m, v)
			if r.Intact() || (depth == "leaf") != names(r, register.Rewritten, first) {
				t.Errorf("%s", r)
			}
		})
	}
}

func newForger(t *testing.T) (*register.Log, register.Verifier) {
	l, v := newLog(t)
	_ = l
	signer, _, err := register.NewKey(bytes.NewReader(bytes.Repeat([]byte{9}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	forger, err := register.New(signer, bytes.NewReader(bytes.Repeat([]byte{8}, 1<<12)))
	if err != nil {
		t.Fatal(err)
	}
	return forger, v
}

func TestEachStoredHashIsCompared(t *testing.T) {
	m, _, v := filled(t, 23)
	for x := range m.hashes {
		changed, removed := m.clone(), m.clone()
		changed.hashes[x] = alter(changed.hashes[x])
		delete(removed.hashes, x)
		for _, m := range []*memory{changed, removed} {
			if r := verify(t, m, v); r.Intact() || r.Faults[0].Kind != register.BadHash {
				t.Errorf("hash %d: %s", x, r)
			}
		}
	}
	for _, x := range []int64{-1, tlog.StoredHashCount(23), 1 << 40} {
		m := m.clone()
		m.hashes[x] = m.hashes[0]
		if r := verify(t, m, v); r.Intact() || r.Faults[0].Kind != register.BadHash {
			t.Errorf("extra hash %d: %s", x, r)
		}
	}
}

func TestAnAlteredHeadIsFound(t *testing.T) {
	base, l, v := filled(t, 9)
	older := base.head
	if _, err := l.Append(t.Context(), base, sample(9)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		do   func(m *memory)
		kind register.FaultKind
	}{
		"the size":                         {func(m *memory) { m.head.Size-- }, register.BadHead},
		"the root":                         {func(m *memory) { m.head.Root[3] ^= 1 }, register.BadHead},
		"the signature":                    {func(m *memory) { m.head.Note = strings.Replace(m.head.Note, "A", "B", 1) }, register.BadHead},
		"no signature":                     {func(m *memory) { m.head.Note = "" }, register.BadHead},
		"no head":                          {func(m *memory) { m.head = register.Head{} }, register.BadHead},
		"an older head":                    {func(m *memory) { m.head = older }, register.Inserted},
		"another key":                      {func(m *memory) { _, m.head = forgedHead(t, m) }, register.BadHead},
		"a row before entry 1":             {func(m *memory) { m.rows[0] = m.rows[1] }, register.Inserted},
		"a row far beyond":                 {func(m *memory) { m.rows[1<<62] = m.rows[1] }, register.Inserted},
		"a row at the very end of numbers": {func(m *memory) { m.rows[1<<63-1] = m.rows[1] }, register.Inserted},
	} {
		t.Run(name, func(t *testing.T) {
			m := base.clone()
			c.do(m)
			r := verify(t, m, v)
			if r.Intact() || r.Faults[len(r.Faults)-1].Kind != c.kind && r.Faults[0].Kind != c.kind {
				t.Errorf("%s", r)
			}
		})
	}
}

func forgedHead(t *testing.T, m *memory) (*memory, register.Head) {
	forger, _ := newForger(t)
	forged := newMemory()
	for i := range m.head.Size {
		if _, err := forger.Append(t.Context(), forged, sample(int(i))); err != nil {
			t.Fatal(err)
		}
	}
	return forged, forged.head
}

func TestCutWithHashesAndEverythingBehindIsFound(t *testing.T) {
	m, _, v := filled(t, 12)
	for k := int64(9); k <= 12; k++ {
		delete(m.rows, k)
	}
	for x := range m.hashes {
		if x >= at(9) {
			delete(m.hashes, x)
		}
	}
	if r := verify(t, m, v); !names(r, register.Cut, 9) {
		t.Errorf("%s", r)
	}
}

func TestARegisterSetBackIsFoundAgainstACheckpointOutside(t *testing.T) {
	m, l, v := filled(t, 9)
	older := m.clone()
	for i := range 4 {
		if _, err := l.Append(t.Context(), m, sample(9+i)); err != nil {
			t.Fatal(err)
		}
	}
	outside := register.Checkpoint(m.head.Note)
	if r := verify(t, older, v); !r.Intact() || !strings.Contains(r.String(), "no checkpoint kept outside was compared") {
		t.Errorf("an older database is a valid one by itself, and the report says what was not compared: %s", r)
	}
	if r := verify(t, older, v, outside); len(r.Faults) != 1 || r.Faults[0].Kind != register.RolledBack {
		t.Errorf("set back: %s", r)
	}
	for i := range 8 { // the lost entries are not those that were signed
		if _, err := l.Append(t.Context(), older, sample(20+i)); err != nil {
			t.Fatal(err)
		}
	}
	if r := verify(t, older, v, outside); len(r.Faults) != 1 || r.Faults[0].Kind != register.RolledBack {
		t.Errorf("set back and grown beyond: %s", r)
	}
	if r := verify(t, m, v, outside, register.Checkpoint(m.head.Note)); !r.Intact() || r.Outside != 2 {
		t.Errorf("genuine: %s", r)
	}
	if r := verify(t, newMemory(), v, outside); len(r.Faults) != 1 || r.Faults[0].Kind != register.RolledBack {
		t.Errorf("emptied: %s", r)
	}
}

func TestACheckpointOutsideMustBeSigned(t *testing.T) {
	m, _, v := filled(t, 3)
	_, forged := forgedHead(t, m)
	for _, c := range []register.Checkpoint{"", "x", register.Checkpoint(forged.Note)} {
		if r := verify(t, m, v, c); len(r.Faults) != 1 || r.Faults[0].Kind != register.Unsigned {
			t.Errorf("%s", r)
		}
	}
}

func TestAppendAddsNothingToABrokenRegister(t *testing.T) {
	for name, do := range map[string]func(m *memory){
		"a hash at the edge is altered":        func(m *memory) { m.hashes[at(7)] = alter(m.hashes[at(7)]) },
		"a hash at the edge is gone":           func(m *memory) { delete(m.hashes, at(7)) },
		"the head's size is altered":           func(m *memory) { m.head.Size-- },
		"the head's root is altered":           func(m *memory) { m.head.Root[0] ^= 1 },
		"the head has another key's signature": func(m *memory) { _, m.head = forgedHead(t, m) },
		"the head has no signature":            func(m *memory) { m.head.Note = "" },
	} {
		t.Run(name, func(t *testing.T) {
			m, _, _ := filled(t, 7)
			do(m)
			l, _ := newLog(t) // the same key; another process, or after a start
			if _, err := l.Append(t.Context(), m, sample(7)); !isBroken(err) {
				t.Errorf("append: %v", err)
			}
		})
	}
}

// A log that goes on from what it remembers must not make an altered hash genuine.
func TestAHashAlteredWhileALogGoesOnIsStillFound(t *testing.T) {
	for n := 1; n < 9; n++ {
		m, l, v := filled(t, n)
		m.hashes[at(1)] = alter(m.hashes[at(1)])
		tamperings[0].do(m, int64(n))
		if _, err := l.Append(t.Context(), m, sample(n)); err != nil {
			t.Fatal(err)
		}
		if r := verify(t, m, v); r.Intact() {
			t.Errorf("%d entries: %s", n, r)
		}
	}
}

func TestAfterAnAppendThatWasRolledBackTheLogGoesOn(t *testing.T) {
	m, l, v := filled(t, 5)
	if _, err := l.Append(t.Context(), m.clone(), sample(5)); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if seq, err := l.Append(t.Context(), m, sample(6+i)); err != nil || seq != int64(6+i) {
			t.Fatal(seq, err)
		}
	}
	if r := verify(t, m, v); !r.Intact() || r.Size != 8 {
		t.Errorf("%s", r)
	}
}

func TestReportIsASentenceForPeople(t *testing.T) {
	m, _, v := filled(t, 1234)
	if got := verify(t, m, v).String(); !strings.HasPrefix(got, "register: 1,234 entries, root ") || !strings.Contains(got, "intact") {
		t.Error(got)
	}
	tamperings[0].do(m, 17)
	if got := verify(t, m, v).String(); got != "register: NOT intact, 1,234 entries found\nentry 17 was changed" {
		t.Error(got)
	}
}

func TestManyFaultsAreCounted(t *testing.T) {
	m, _, v := filled(t, 300)
	for k := int64(1); k <= 300; k += 2 {
		tamperings[0].do(m, k)
	}
	r := verify(t, m, v)
	if len(r.Faults) != 100 || r.More != 50 || !strings.HasSuffix(r.String(), "and 50 more faults") {
		t.Errorf("%d faults, %d more", len(r.Faults), r.More)
	}
}
