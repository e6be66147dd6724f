package register_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vypiska/storage/register"
)

func TestTombstonesComeBackAfterACrashAtAnyByte(t *testing.T) {
	l, v := newLog(t)
	whole := register.TombstoneFile{Path: filepath.Join(t.TempDir(), "outside", "tombstones.txt")}
	for i := range 3 {
		if err := whole.Append(l, register.Tombstone{Time: noon, Act: register.Revoke, Actor: "o-1", Number: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(whole.Path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := 0; cut <= len(text); cut += 1 + len(text)/150 { // the write stopped here
		f := register.TombstoneFile{Path: filepath.Join(t.TempDir(), "t.txt")}
		if err := os.WriteFile(f.Path, text[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		before, err := readAll(f, v)
		if err != nil || len(before) > cut*3/len(text) || len(before) < (cut-3)*3/len(text) {
			t.Fatalf("cut at %d: %d tombstones, %v", cut, len(before), err)
		}
		if err := f.Append(l, register.Tombstone{Time: noon, Act: register.Block, Actor: "r-1", Block: "b"}); err != nil {
			t.Fatal(err)
		}
		after, err := readAll(f, v)
		if err != nil || len(after) != len(before)+1 || after[len(before)].Block != "b" {
			t.Fatalf("cut at %d, then one more: %d tombstones, %v", cut, len(after), err)
		}
	}
}

// readAll gives all tombstones of a file.
func readAll(f register.TombstoneFile, v register.Verifier) (all []register.Tombstone, err error) {
	for t, err := range f.Since(v, 0) {
		if err != nil {
			return all, err
		}
		all = append(all, t.Tombstone)
	}
	return all, nil
}

func TestAnAlteredTombstoneIsNoticed(t *testing.T) {
	l, v := newLog(t)
	text, err := l.Tombstone(register.Tombstone{Time: noon, Act: register.Destruction, Actor: "o-1", Number: "AAAA"})
	if err != nil {
		t.Fatal(err)
	}
	f := register.TombstoneFile{Path: filepath.Join(t.TempDir(), "t.txt")}
	read := func(b []byte) ([]register.Tombstone, error) {
		if err := os.WriteFile(f.Path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return readAll(f, v)
	}
	rapid.Check(t, func(rt *rapid.T) {
		b := []byte(text)
		b[rapid.IntRange(0, len(b)-2).Draw(rt, "at")] ^= byte(rapid.IntRange(1, 255).Draw(rt, "xor"))
		got, err := read(b)
		if err == nil && len(got) > 0 && got[0].Number != "AAAA" {
			rt.Fatalf("%+v", got)
		}
	})
	if _, err := read([]byte(strings.Replace(text, "AAAA", "BBBB", 1))); !errors.Is(err, register.ErrTombstone) {
		t.Errorf("another number: %v", err)
	}
	if _, _, err := v.Open(register.Checkpoint(text)); !errors.Is(err, register.ErrCheckpoint) {
		t.Errorf("a tombstone passes for a checkpoint: %v", err)
	}
}

// A place is where the start before has come to. In another file it is none.
func TestTombstonesBehindAPlace(t *testing.T) {
	l, v := newLog(t)
	f := register.TombstoneFile{Path: filepath.Join(t.TempDir(), "t.txt")}
	if name, err := f.Name(); name != "" || err != nil {
		t.Errorf("no file is called %q, %v", name, err)
	}
	names, ends := map[string]bool{}, []int64{0}
	for i := range 4 {
		if err := f.Append(l, register.Tombstone{Time: noon, Act: register.Revoke, Actor: "o-1", Number: strings.Repeat("7", i+1)}); err != nil {
			t.Fatal(err)
		}
		at, err := os.Stat(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, at.Size())
		name, err := f.Name()
		if err != nil {
			t.Fatal(err)
		}
		names[name] = true
	}
	if len(names) != 1 || names[""] {
		t.Errorf("a file that grows has the names %v", names)
	}
	for place := range ends[4] + 3 {
		i := slices.Index(ends, place)
		if i < 0 {
			i = 0
		}
		for b, err := range f.Since(v, place) {
			if i++; err != nil || i > 4 || b.End != ends[i] || len(b.Number) != i {
				t.Fatalf("behind %d: %+v, %v", place, b, err)
			}
		}
		if i != 4 && place < ends[3] {
			t.Fatalf("behind %d the last is %d", place, i)
		}
	}
}
