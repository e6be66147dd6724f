package storage_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"testing"
	"time"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/signing"
	"vypiska/storage"
)

// packGrant is a decision about a package.
func packGrant(t testing.TB) policy.PackageGrant {
	t.Helper()
	day := record.DateOf(2026, 6, 1)
	c := policy.Contract{Number: "D-1", Version: 1, Insurer: "Organization/a", Period: record.Period{Start: day, End: day}, Services: []string{"CT"}, Fields: policy.FullFields}
	g, err := policy.DecidePackage(policy.PackageAsk{Asker: policy.Asker{Role: policy.Officer, Subject: "o"}, Contract: c, Period: c.Period}, policy.Settings{}, now)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// written streams a package of about size bytes and gives what it is made of.
func written(t testing.TB, s *storage.Store, size int) (*storage.Upload, issued.Package, []byte) {
	t.Helper()
	n, err := issued.NewNumber(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	up, err := s.Begin(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { up.Abort(context.Background()) })
	p, err := issued.NewPack(packGrant(t), n, up)
	if err != nil {
		t.Fatal(err)
	}
	content := make([]byte, size)
	_, _ = rand.Read(content)
	for rest := content; len(rest) > 0; {
		k := min(len(rest), 100_001)
		if _, err := p.Write(rest[:k]); err != nil {
			t.Fatal(err)
		}
		rest = rest[k:]
	}
	if _, err := p.Sign(t.Context(), []byte("manifest"), signer(t), now); err != nil {
		t.Fatal(err)
	}
	done, err := p.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return up, done, content
}

// Sizes around the edges of segment and part.
func TestAStreamedPackageComesBack(t *testing.T) {
	_, e := embedded(t)
	s := storeOf(t, e.Config())
	const segment, part = 64 << 10, 5 << 20
	for _, size := range []int{1, segment - 1, segment, segment + 1, part, part + 1, 2*part + 12345, 3 * part} {
		up, p, content := written(t, s, size)
		o, err := up.Finish(t.Context(), p)
		if err != nil {
			t.Fatal(size, err)
		}
		r, err := s.Get(t.Context(), o)
		if err != nil {
			t.Fatal(size, err)
		}
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes: %d came back, %v", size, len(got), err)
		}
		if _, err := r.Seek(int64(size/2), io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, content[size/2:]) {
			t.Errorf("%d bytes: a range has %d, %v", size, len(got), err)
		}
		sum := sha256.Sum256(content)
		if o.Size != int64(size) || o.SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("%d bytes: recorded as %+v", size, o)
		}
		for name, other := range map[string]storage.Object{
			"another digest": {Key: o.Key, WrappedKey: o.WrappedKey, KeyID: o.KeyID, Size: o.Size, SHA256: hex.EncodeToString(make([]byte, 32))},
			"another size":   {Key: o.Key, WrappedKey: o.WrappedKey, KeyID: o.KeyID, Size: o.Size + 1, SHA256: o.SHA256},
		} {
			if _, err := s.Get(t.Context(), other); !errors.Is(err, storage.ErrDamaged) {
				t.Errorf("%d bytes, a row with %s: %v", size, name, err)
			}
		}
		if err := s.Delete(t.Context(), o.Key); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnUploadTakesNothingButItsOwnPackage(t *testing.T) {
	_, e := embedded(t)
	s := storeOf(t, e.Config())
	up, p, _ := written(t, s, 1000)
	other, q, _ := written(t, s, 1000)
	if _, err := up.Finish(t.Context(), q); !errors.Is(err, storage.ErrNotACopy) {
		t.Errorf("another package: %v", err)
	}
	if _, err := up.Finish(t.Context(), p); err == nil {
		t.Error("an upload that was refused was finished")
	}
	if _, err := other.Finish(t.Context(), issued.Package{}); !errors.Is(err, storage.ErrNotACopy) {
		t.Errorf("no package: %v", err)
	}
	third, r, _ := written(t, s, 1000)
	if _, err := third.Write([]byte("more")); err != nil {
		t.Fatal(err)
	}
	if _, err := third.Finish(t.Context(), r); !errors.Is(err, storage.ErrNotACopy) {
		t.Errorf("bytes that are not the package's: %v", err)
	}
	n := 0
	if err := s.List(t.Context(), func(storage.Stored) error { n++; return nil }); err != nil || n != 0 {
		t.Errorf("%d objects are there, %v", n, err)
	}
}

func TestUploadsWithoutAnEndAreDropped(t *testing.T) {
	_, e := embedded(t)
	s := storeOf(t, e.Config())
	up, p, _ := written(t, s, 6<<20) // one part is stored
	if err := s.DropUploads(t.Context(), time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	o, err := up.Finish(t.Context(), p)
	if err != nil {
		t.Fatalf("a young upload was dropped: %v", err)
	}
	if err := s.Verify(t.Context(), o); err != nil {
		t.Error(err)
	}
	old, q, _ := written(t, s, 6<<20)
	if err := s.DropUploads(t.Context(), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := old.Finish(t.Context(), q); err == nil {
		t.Error("an upload that was dropped was finished")
	}
}

// signer is a demo key's.
func signer(t testing.TB) *signing.Signer {
	t.Helper()
	demo, err := signing.DemoP256(rand.Reader, now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := signing.LoadKey(demo.Chain, demo.Key, now)
	if err != nil {
		t.Fatal(err)
	}
	return signing.New(key)
}
