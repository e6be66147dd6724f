package register_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"vypiska/storage/register"
)

// memory is a register's store that a test can reach into.
type memory struct {
	rows   map[int64]register.Row
	hashes map[int64][]byte
	head   register.Head
	page   int
}

func newMemory() *memory {
	return &memory{rows: map[int64]register.Row{}, hashes: map[int64][]byte{}, page: 3}
}

func (m *memory) clone() *memory {
	return &memory{rows: maps.Clone(m.rows), hashes: maps.Clone(m.hashes), head: m.head, page: m.page}
}

func (m *memory) Head(context.Context) (register.Head, error) { return m.head, nil }

func (m *memory) Hashes(_ context.Context, indexes []int64) ([]register.Hash, error) {
	var hashes []register.Hash
	for _, x := range indexes {
		if len(m.hashes[x]) != 32 {
			return nil, fmt.Errorf("hash %d: %w", x, register.ErrBroken)
		}
		hashes = append(hashes, register.Hash(m.hashes[x]))
	}
	return hashes, nil
}

func (m *memory) Add(_ context.Context, a register.Addition) error {
	if _, ok := m.rows[a.Row.Seq]; ok {
		return fmt.Errorf("row %d exists", a.Row.Seq)
	}
	m.rows[a.Row.Seq] = a.Row
	for i, h := range a.Hashes {
		m.hashes[a.First+int64(i)] = bytes.Clone(h[:])
	}
	return nil
}

func (m *memory) SetHead(_ context.Context, h register.Head) error {
	m.head = h
	return nil
}

func (m *memory) Row(_ context.Context, seq int64) (register.Row, error) {
	row, ok := m.rows[seq]
	if !ok {
		return row, register.ErrNoEntry
	}
	return row, nil
}

func (m *memory) Blank(_ context.Context, seq int64) error {
	m.rows[seq] = register.Row{Seq: seq, Blank: true}
	return nil
}

func (m *memory) RowPage(_ context.Context, from int64) ([]register.Row, error) {
	var page []register.Row
	for _, seq := range slices.Sorted(maps.Keys(m.rows)) {
		if seq >= from && len(page) < m.page {
			row := m.rows[seq]
			row.Seq = seq
			page = append(page, row)
		}
	}
	return page, nil
}

func (m *memory) HashPage(_ context.Context, from int64) ([]register.StoredHash, error) {
	var page []register.StoredHash
	for _, x := range slices.Sorted(maps.Keys(m.hashes)) {
		if x >= from && len(page) < m.page {
			page = append(page, register.StoredHash{Index: x, Hash: m.hashes[x]})
		}
	}
	return page, nil
}

func (m *memory) Find(ctx context.Context, f register.Filter, from int64) ([]register.Row, error) {
	var found []register.Row
	for _, seq := range slices.Sorted(maps.Keys(m.rows)) {
		row := m.rows[seq]
		ok := seq >= from && !row.Blank && len(found) < m.page &&
			(f.Patient == "" || f.Patient == row.Patient) && (f.Number == "" || f.Number == row.Number) &&
			(f.From.IsZero() || row.At >= f.From.UnixMicro()) && (f.To.IsZero() || row.At < f.To.UnixMicro())
		if ok {
			found = append(found, row)
		}
	}
	return found, nil
}

// newLog returns a log with a key of its own and the verifier that belongs to it.
func newLog(t testing.TB) (*register.Log, register.Verifier) {
	t.Helper()
	random := rand.NewChaCha8([32]byte{1})
	signer, verifier, err := register.NewKey(random)
	if err != nil {
		t.Fatal(err)
	}
	l, err := register.New(signer, random)
	if err != nil {
		t.Fatal(err)
	}
	v, err := register.NewVerifier(verifier)
	if err != nil {
		t.Fatal(err)
	}
	return l, v
}

var noon = time.Date(2026, 3, 14, 12, 0, 0, 123456789, time.UTC)

func sample(i int) register.Entry {
	return register.Entry{
		Time: noon.Add(time.Duration(i) * time.Hour), Event: register.Issue, Actor: "operator:demo",
		Number: fmt.Sprintf("AAAA-BBBB-%04d", i), Kind: "signed", Patient: fmt.Sprintf("p%d", i%3), Basis: "договор 7 от 01.02.2026",
	}
}

// filled returns a store with n entries and what checks them.
func filled(t testing.TB, n int) (*memory, *register.Log, register.Verifier) {
	t.Helper()
	l, v := newLog(t)
	m := newMemory()
	for i := range n {
		if seq, err := l.Append(t.Context(), m, sample(i)); err != nil || seq != int64(i+1) {
			t.Fatalf("append %d: seq %d, %v", i+1, seq, err)
		}
	}
	return m, l, v
}

func verify(t testing.TB, m *memory, v register.Verifier, outside ...register.Checkpoint) register.Report {
	t.Helper()
	report, err := register.Verify(t.Context(), m, v, outside...)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// names reports whether a fault of the kind concerns the entry.
func names(r register.Report, kind register.FaultKind, seq int64) bool {
	return slices.ContainsFunc(r.Faults, func(f register.Fault) bool {
		return f.Kind == kind && (f.First == seq || f.Last == seq)
	})
}
