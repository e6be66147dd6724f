package storagetest

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"testing"

	"vypiska/exporter/issued"
	"vypiska/storage"
)

// sealed is a segment as it is stored: header, bytes, tag.
const sealed = 16 + segment + 16

// tampering changes the stored bytes in every way we could think of, then reads
// the whole copy and a range from each segment. No byte that comes out may be
// wrong, and nobody may reach the end.
func (h House) tampering(t *testing.T) {
	r := h.room(t)
	c, other := h.Copy(t, several), h.Copy(t, several)
	o := r.put(t, c)
	foreign := r.raw.Read(t, r.put(t, other).Key)
	again := r.raw.Read(t, r.put(t, c).Key)
	good := r.raw.Read(t, o.Key)
	flip := func(at int) func([]byte) []byte {
		return func(b []byte) []byte { b[at] ^= 1; return b }
	}
	for _, way := range []struct {
		name string
		do   func(b []byte) []byte
	}{
		{"the version is changed", flip(0)},
		{"the cipher is changed", flip(1)},
		{"a length is changed", flip(sealed + 2)},
		{"the last-segment mark is set too early", func(b []byte) []byte { b[sealed+4] ^= 0x80; return b }},
		{"a nonce is changed", flip(sealed + 9)},
		{"the first byte is changed", flip(16)},
		{"a byte in the middle is changed", flip(2*sealed + 5000)},
		{"a tag is changed", flip(sealed - 1)},
		{"the last byte is changed", flip(len(good) - 1)},
		{"the last byte is cut off", func(b []byte) []byte { return b[:len(b)-1] }},
		{"the last segment is cut off", func(b []byte) []byte { return b[:3*sealed] }},
		{"cut at a segment that says it is the last", func(b []byte) []byte { b[sealed+4] |= 0x80; return b[:2*sealed] }},
		{"half is cut off", func(b []byte) []byte { return b[:len(b)/2] }},
		{"all is cut off", func([]byte) []byte { return nil }},
		{"a byte is added", func(b []byte) []byte { return append(b, 0) }},
		{"a segment is added", func(b []byte) []byte { return append(b, b[:sealed]...) }},
		{"a segment is left out in the middle", func(b []byte) []byte { return slices.Delete(b, sealed, 2*sealed) }},
		{"a segment stands twice", func(b []byte) []byte { copy(b[sealed:], b[:sealed]); return b }},
		{"two segments changed places", swap},
		{"two segments changed places, their nonces adapted", func(b []byte) []byte { return adapt(swap(b)) }},
		{"another copy's object", func([]byte) []byte { return bytes.Clone(foreign) }},
		{"one segment of another copy", func(b []byte) []byte { copy(b[sealed:], foreign[sealed:2*sealed]); return b }},
		{"the same copy under another key", func([]byte) []byte { return bytes.Clone(again) }},
		{"the open PDF instead", func([]byte) []byte { return bytes.Clone(c.PDF()) }},
	} {
		t.Run(way.name, func(t *testing.T) {
			r.raw.Write(t, o.Key, way.do(bytes.Clone(good)))
			r.neverWrong(t, o, c)
		})
	}
	r.raw.Write(t, o.Key, good)
	if err := r.Verify(t.Context(), o); err != nil {
		t.Errorf("the control, untouched: %v", err)
	}
}

func swap(b []byte) []byte {
	first := bytes.Clone(b[:sealed])
	copy(b, b[sealed:2*sealed])
	copy(b[sealed:], first)
	return b
}

// adapt writes into the first two headers the nonces with which the segments
// would verify at their new places, as DARE 2.0 counts them.
func adapt(b []byte) []byte {
	for _, at := range []int{0, sealed} {
		nonce := b[at+12 : at+16]
		binary.LittleEndian.PutUint32(nonce, binary.LittleEndian.Uint32(nonce)^1)
	}
	return b
}

func (r room) neverWrong(t *testing.T, o storage.Object, c issued.Copy) {
	t.Helper()
	wrongSomewhere := false
	for from := 0; from < len(c.PDF()); from += segment {
		got, err := readFrom(t.Context(), r.Store, o, int64(from))
		if !bytes.HasPrefix(c.PDF()[from:], got) {
			t.Errorf("wrong bytes came out from %d on", from)
		}
		if err != nil && !errors.Is(err, storage.ErrDamaged) {
			t.Errorf("from %d on: %v, want ErrDamaged", from, err)
		}
		if from == 0 && err == nil {
			t.Error("the whole copy was read as if nothing had happened")
		}
		wrongSomewhere = wrongSomewhere || err != nil
	}
	if !wrongSomewhere {
		t.Error("nobody noticed")
	}
}

func readFrom(ctx context.Context, s *storage.Store, o storage.Object, from int64) ([]byte, error) {
	r, err := s.Get(ctx, o)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	if _, err := r.Seek(from, io.SeekStart); err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// foreignRows pairs an object with what a damaged or mixed-up database may hold.
func (h House) foreignRows(t *testing.T) {
	r := h.room(t)
	c := h.Copy(t, several)
	good, twin, other := r.put(t, c), r.put(t, c), r.put(t, h.Copy(t, several))
	for _, row := range []struct {
		name   string
		change func(o *storage.Object)
		want   error
	}{
		{"the key was destroyed", func(o *storage.Object) { o.WrappedKey = nil }, storage.ErrDamaged},
		{"the key was cut", func(o *storage.Object) { o.WrappedKey = o.WrappedKey[:40] }, storage.ErrDamaged},
		{"the key was changed", func(o *storage.Object) { o.WrappedKey = bytes.Clone(o.WrappedKey); o.WrappedKey[20] ^= 1 }, storage.ErrDamaged},
		{"another copy's key", func(o *storage.Object) { o.WrappedKey = other.WrappedKey }, storage.ErrDamaged},
		{"the key of the same copy stored twice", func(o *storage.Object) { o.WrappedKey = twin.WrappedKey }, storage.ErrDamaged},
		{"another copy's name", func(o *storage.Object) { o.Key = other.Key }, storage.ErrDamaged},
		{"the name of the same copy stored twice", func(o *storage.Object) { o.Key = twin.Key }, storage.ErrDamaged},
		{"another size", func(o *storage.Object) { o.Size++ }, storage.ErrDamaged},
		{"no size", func(o *storage.Object) { o.Size = 0 }, storage.ErrDamaged},
		{"another digest", func(o *storage.Object) { o.SHA256 = other.SHA256 }, storage.ErrDamaged},
		{"another master key", func(o *storage.Object) { o.KeyID = "0123456789abcdef" }, storage.ErrNoMaster},
		{"a name that is none", func(o *storage.Object) { o.Key = "../" + o.Key }, storage.ErrKey},
		{"nothing", func(o *storage.Object) { *o = storage.Object{} }, storage.ErrKey},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := good
			row.change(&o)
			if got, err := ReadAll(t.Context(), r.Store, o); !errors.Is(err, row.want) || len(got) > 0 {
				t.Errorf("%d bytes and %v, want %v", len(got), err, row.want)
			}
		})
	}
	if err := r.Verify(t.Context(), good); err != nil {
		t.Errorf("the control, untouched: %v", err)
	}
}
