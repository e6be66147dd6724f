package register_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
		before, err := f.Read(t.Context(), v)
		if err != nil || len(before) > cut*3/len(text) || len(before) < (cut-3)*3/len(text) {
			t.Fatalf("cut at %d: %d tombstones, %v", cut, len(before), err)
		}
		if err := f.Append(l, register.Tombstone{Time: noon, Act: register.Block, Actor: "r-1", Block: "b"}); err != nil {
			t.Fatal(err)
		}
		after, err := f.Read(t.Context(), v)
		if err != nil || len(after) != len(before)+1 || after[len(before)].Block != "b" {
			t.Fatalf("cut at %d, then one more: %d tombstones, %v", cut, len(after), err)
		}
	}
}

func TestAnAlteredTombstoneIsNoticed(t *testing.T) {
	l, v := newLog(t)
	text, err := l.Tombstone(register.Tombstone{Time: noon, Act: register.Destruction, Actor: "o-1", Number: "AAAA"})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		b := []byte(text)
		b[rapid.IntRange(0, len(b)-2).Draw(rt, "at")] ^= byte(rapid.IntRange(1, 255).Draw(rt, "xor"))
		got, err := v.Tombstones(b)
		if err == nil && len(got) > 0 && got[0].Number != "AAAA" {
			rt.Fatalf("%+v", got)
		}
	})
	if _, err := v.Tombstones([]byte(strings.Replace(text, "AAAA", "BBBB", 1))); !errors.Is(err, register.ErrTombstone) {
		t.Errorf("another number: %v", err)
	}
	if _, _, err := v.Open(register.Checkpoint(text)); !errors.Is(err, register.ErrCheckpoint) {
		t.Errorf("a tombstone passes for a checkpoint: %v", err)
	}
}
