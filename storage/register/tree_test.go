package register

import (
	"bytes"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// The tree that verification grows must be the one tlog keeps.
func TestTreeIsTheTreeOfTlog(t *testing.T) {
	var stored []Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		hashes := make([]Hash, len(indexes))
		for i, x := range indexes {
			hashes[i] = stored[x]
		}
		return hashes, nil
	})
	var grown tree
	for n := range int64(300) {
		want, err := tlog.TreeHash(n, read)
		if err != nil || grown.root() != want {
			t.Fatalf("%d leaves: root %s, want %s, %v", n, grown.root(), want, err)
		}
		for i, x := range peaks(n) {
			if stored[x] != grown.peaks[i] {
				t.Fatalf("%d leaves: peak %d is not hash %d", n, i, x)
			}
		}
		leaf := tlog.RecordHash([]byte{byte(n), byte(n >> 8)})
		added, err := tlog.StoredHashesForRecordHash(n, leaf, read)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, added...)
		completed := grown.add(leaf)
		if len(completed) != len(added)-1 {
			t.Fatalf("leaf %d completes %d nodes, want %d", n, len(completed), len(added)-1)
		}
		for i, h := range completed {
			if h != added[i+1] {
				t.Errorf("leaf %d: node %d differs", n, i)
			}
		}
	}
}

func TestDifferentEntriesHaveDifferentEncodings(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		piece := rapid.StringMatching(`[\x00-\x03a]{0,12}`)
		salt1, body1 := []byte(piece.Draw(rt, "salt")), piece.Draw(rt, "body")
		salt2, body2 := []byte(piece.Draw(rt, "other salt")), piece.Draw(rt, "other body")
		same := bytes.Equal(salt1, salt2) && body1 == body2
		if bytes.Equal(leafEncoding(salt1, body1), leafEncoding(salt2, body2)) != same {
			rt.Fatal("two entries, one encoding")
		}
	})
}

// Computed apart from this program (Python's hashlib); it must never change.
func TestTheLeafIsFixed(t *testing.T) {
	got := leaf([]byte("0123456789abcdef"), `{"event":"issue"}`).String()
	if want := "HVsWqOHTKztcN9HjJxcw7RlBfoF0m+Y3+52jqdwwgac="; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(`{"time":"2026-03-14T12:00:00Z","event":"issue","actor":"a"}`)
	f.Add(`{"event":7}`)
	f.Add(`{"time":"2026-03-14T12:00:00.123456789+03:00","event":"block","actor":"a","patient":"p","size":1}`)
	f.Fuzz(func(t *testing.T, body string) {
		e, err := decode(body)
		if err != nil {
			return
		}
		text, err := e.encode()
		if err != nil {
			return
		}
		again, err := decode(text)
		if err != nil {
			t.Fatalf("what was encoded is not decoded: %v", err)
		}
		if twice, err := again.encode(); err != nil || twice != text {
			t.Errorf("%s becomes %s, %v", text, twice, err)
		}
	})
}
