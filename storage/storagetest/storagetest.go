// Package storagetest is the one suite every S3 must pass to keep copies: it
// puts, reads, damages, lists and deletes over the real protocol.
package storagetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"testing"

	"vypiska/exporter/issued"
	"vypiska/storage"
)

// Sizes around the edges of segments (64 KiB), and one of several segments.
const (
	segment = 64 << 10
	several = 3*segment + 1000
)

// A House is the S3 under test and where its copies come from.
type House struct {
	// Config returns how to reach the S3: each call another empty bucket, and
	// no Master and no Rand.
	Config func(t testing.TB) storage.Config
	// Copy issues a copy of exactly size bytes with a number of its own.
	Copy func(t testing.TB, size int) issued.Copy
}

// Run runs the whole suite.
func Run(t *testing.T, h House) {
	t.Run("what is put comes back", h.comesBack)
	t.Run("a range is the same slice", h.ranges)
	t.Run("served over HTTP", h.serves)
	t.Run("put again", h.putAgain)
	t.Run("what is not put", h.refuses)
	t.Run("many at once", h.manyAtOnce)
	t.Run("tampering", h.tampering)
	t.Run("rows of other copies", h.foreignRows)
	t.Run("master keys", h.masterKeys)
	t.Run("delete and list", h.deleteAndList)
	t.Run("what stops a reading", h.stops)
}

// room is one bucket with a store and the plain access to it.
type room struct {
	*storage.Store
	raw    *Raw
	config storage.Config
}

func (h House) room(t *testing.T) room {
	t.Helper()
	c := h.Config(t)
	c.Master, c.Rand = []storage.MasterKey{Master(t)}, rand.Reader
	return room{open(t, c), NewRaw(t, c), c}
}

func open(t testing.TB, c storage.Config) *storage.Store {
	t.Helper()
	s, err := storage.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Master draws a master key.
func Master(t testing.TB) storage.MasterKey {
	t.Helper()
	k, err := storage.NewMaster(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (r room) put(t *testing.T, c issued.Copy) storage.Object {
	t.Helper()
	o, err := r.Put(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// ReadAll reads a copy from its first byte to its last.
func ReadAll(ctx context.Context, s *storage.Store, o storage.Object) ([]byte, error) {
	r, err := s.Get(ctx, o)
	if err != nil {
		return nil, err
	}
	got, err := io.ReadAll(r)
	return got, errors.Join(err, r.Close())
}

func (h House) comesBack(t *testing.T) {
	r := h.room(t)
	for name, size := range map[string]int{
		"a small copy": 1000, "one byte less than a segment": segment - 1, "a segment": segment,
		"one byte more than a segment": segment + 1, "two segments": 2 * segment, "several segments": several,
	} {
		t.Run(name, func(t *testing.T) {
			c := h.Copy(t, size)
			o := r.put(t, c)
			if o.Size != int64(size) || o.SHA256 != c.SHA256() || o.KeyID != r.config.Master[0].ID() || o.Number() != c.Number() {
				t.Errorf("recorded %+v", o)
			}
			got, err := ReadAll(t.Context(), r.Store, o)
			if err != nil || !bytes.Equal(got, c.PDF()) {
				t.Errorf("%d bytes of %d came back: %v", len(got), size, err)
			}
			h.isSealed(t, r.raw.Read(t, o.Key), c)
		})
	}
}

// isSealed looks at the bytes as the storage has them.
func (h House) isSealed(t *testing.T, raw []byte, c issued.Copy) {
	t.Helper()
	if len(raw) <= len(c.PDF()) {
		t.Errorf("%d bytes are stored for %d: nothing was added to verify them", len(raw), len(c.PDF()))
	}
	for _, plain := range []string{"%PDF-", "/Catalog", "xref", "%%EOF"} {
		if bytes.Contains(raw, []byte(plain)) {
			t.Errorf("%q lies open in the storage", plain)
		}
	}
}

func (h House) putAgain(t *testing.T) {
	r, c := h.room(t), h.Copy(t, several)
	o, err := r.Prepare(c)
	if err != nil {
		t.Fatal(err)
	}
	again := func(what string) {
		t.Helper()
		if err := r.PutPrepared(t.Context(), c, o); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if err := r.Verify(t.Context(), o); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	again("the first time")
	first := r.raw.Read(t, o.Key)
	again("the second time")
	if !bytes.Equal(first, r.raw.Read(t, o.Key)) {
		t.Error("the same put gave other bytes")
	}
	r.raw.Write(t, o.Key, first[:len(first)/2])
	again("over half an object")
	r.raw.Write(t, o.Key, nil)
	again("over an empty object")
	other := r.put(t, c)
	if other.Key == o.Key || bytes.Equal(other.WrappedKey, o.WrappedKey) {
		t.Error("two puts of one copy share a key")
	}
	if err := errors.Join(r.Verify(t.Context(), o), r.Verify(t.Context(), other)); err != nil {
		t.Error(err)
	}
}

func (h House) refuses(t *testing.T) {
	r, c := h.room(t), h.Copy(t, 1000)
	o, err := r.Prepare(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Verify(t.Context(), o); !errors.Is(err, storage.ErrGone) {
		t.Errorf("what was only prepared: %v", err)
	}
	if _, err := r.Put(t.Context(), issued.Copy{}); !errors.Is(err, storage.ErrNotACopy) {
		t.Errorf("a zero copy was put: %v", err)
	}
	if _, err := r.Prepare(issued.Copy{}); !errors.Is(err, storage.ErrNotACopy) {
		t.Errorf("a zero copy was prepared: %v", err)
	}
	if err := r.PutPrepared(t.Context(), issued.Copy{}, o); !errors.Is(err, storage.ErrNotACopy) {
		t.Errorf("a zero copy was put as prepared: %v", err)
	}
	if err := r.PutPrepared(t.Context(), h.Copy(t, 1000), o); !errors.Is(err, storage.ErrKey) {
		t.Errorf("another copy was put under a prepared name: %v", err)
	}
	if keys := r.raw.Keys(t); len(keys) > 0 {
		t.Errorf("stored nevertheless: %q", keys)
	}
}

func (h House) manyAtOnce(t *testing.T) {
	r := h.room(t)
	const many = 16
	errs := make(chan error, 2*many)
	for range many {
		c := h.Copy(t, several)
		go func() {
			o, err := r.Put(t.Context(), c)
			errs <- err
			got, readErr := ReadAll(t.Context(), r.Store, o)
			if err == nil && readErr == nil && sha256Hex(got) != c.SHA256() {
				readErr = errors.New("another copy came back")
			}
			errs <- readErr
		}()
	}
	for range 2 * many {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	c := h.Copy(t, several)
	o, err := r.Prepare(c)
	if err != nil {
		t.Fatal(err)
	}
	for range many {
		go func() { errs <- r.PutPrepared(t.Context(), c, o) }()
	}
	for range many {
		if err := <-errs; err != nil {
			t.Errorf("the same put, many at once: %v", err)
		}
	}
}

func sha256Hex(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
