package register_test

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"vypiska/storage/register"
)

func TestACheckpointIsASignedNoteAnyToolReads(t *testing.T) {
	m, _, v := filled(t, 5)
	lines := strings.Split(m.head.Note, "\n")
	if len(lines) != 6 || lines[0] != "vypiska-register" || lines[1] != "5" || lines[2] != m.head.Root.String() ||
		lines[3] != "" || !strings.HasPrefix(lines[4], "— vypiska-register ") || lines[5] != "" {
		t.Errorf("%q", lines)
	}
	size, root, err := v.Open(register.Checkpoint(m.head.Note))
	if size != 5 || root != m.head.Root || err != nil {
		t.Errorf("%d %s %v", size, root, err)
	}
}

func TestNoOtherTextIsAcceptedForACheckpoint(t *testing.T) {
	m, _, v := filled(t, 5)
	rapid.Check(t, func(rt *rapid.T) {
		c := []byte(m.head.Note)
		i := rapid.IntRange(0, len(c)-1).Draw(rt, "place")
		b := rapid.Byte().Draw(rt, "byte")
		if c[i] == b {
			return
		}
		c[i] = b
		size, root, err := v.Open(register.Checkpoint(c))
		if err == nil && (size != 5 || root != m.head.Root) {
			rt.Fatalf("accepted %q", c)
		}
		if err != nil && !errors.Is(err, register.ErrCheckpoint) {
			rt.Fatal(err)
		}
	})
	if _, _, err := (register.Verifier{}).Open(register.Checkpoint(m.head.Note)); !errors.Is(err, register.ErrCheckpoint) {
		t.Error("a verifier without keys accepts a checkpoint")
	}
}

func FuzzCheckpoint(f *testing.F) {
	m, _, v := filled(f, 5)
	f.Add(m.head.Note)
	f.Add(strings.Replace(m.head.Note, "\n5\n", "\n05\n", 1))
	f.Add("vypiska-register\n5\n\n\n— x AAAA\n")
	f.Fuzz(func(t *testing.T, text string) {
		size, root, err := v.Open(register.Checkpoint(text))
		if err == nil && (size != 5 || root != m.head.Root) {
			t.Errorf("accepted %q", text)
		}
	})
}

func TestLatestProvesThatTheRegisterContinues(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		before, after := rapid.IntRange(0, 20).Draw(rt, "before"), rapid.IntRange(0, 20).Draw(rt, "after")
		m, l, v := filled(t, before)
		last, older := register.Checkpoint(m.head.Note), m.clone()
		for i := range after {
			if _, err := l.Append(t.Context(), m, sample(before+i)); err != nil {
				rt.Fatal(err)
			}
		}
		latest, err := register.Latest(t.Context(), m, v, last)
		if err != nil || latest != register.Checkpoint(m.head.Note) {
			rt.Fatal(err)
		}
		if after == 0 {
			return
		}
		for i := range rapid.IntRange(0, 30).Draw(rt, "fork") {
			if _, err := l.Append(t.Context(), older, sample(50+i)); err != nil {
				rt.Fatal(err)
			}
		}
		if _, err := register.Latest(t.Context(), older, v, latest); !errors.Is(err, register.ErrRolledBack) {
			rt.Fatalf("a fork of %d entries continues %d: %v", older.head.Size, m.head.Size, err)
		}
	})
}

func TestTheCheckpointFileNeverGoesBack(t *testing.T) {
	m, l, v := filled(t, 1)
	file := register.CheckpointFile{Path: filepath.Join(t.TempDir(), "checkpoint.txt")}
	if c, err := file.Read(); c != "" || err != nil {
		t.Fatalf("%q, %v", c, err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	for i := range 8 {
		all.Go(func() {
			mu.Lock()
			_, err := l.Append(t.Context(), m, sample(i))
			mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			err = file.Advance(t.Context(), v, func(use func(register.Prover) error) error {
				mu.Lock()
				defer mu.Unlock()
				return use(m)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if c, err := file.Read(); err != nil || string(c) != m.head.Note {
		t.Errorf("%q, %v", c, err)
	}
	if left, _ := filepath.Glob(file.Path + ".*.tmp"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	_, other, err := register.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	stranger, _ := register.NewVerifier(other)
	err = file.Advance(t.Context(), stranger, func(use func(register.Prover) error) error { return use(newMemory()) })
	if !errors.Is(err, register.ErrCheckpoint) {
		t.Errorf("another key: %v", err)
	}
	if err := os.Remove(file.Path); err != nil {
		t.Error(err)
	}
}
