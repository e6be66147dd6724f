package storagetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vypiska/exporter/issued"
	"vypiska/storage"
)

func (h House) ranges(t *testing.T) {
	r, c := h.room(t), h.Copy(t, several)
	o := r.put(t, c)
	reader, err := r.Get(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	edges := rapid.SampledFrom([]int{0, 1, segment - 1, segment, segment + 1, 2 * segment, several - 1, several, several + 5})
	place := rapid.OneOf(edges, rapid.IntRange(0, several))
	rapid.Check(t, func(t *rapid.T) {
		from, to := place.Draw(t, "from"), place.Draw(t, "to")
		if _, err := reader.Seek(int64(from), io.SeekStart); err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(io.LimitReader(reader, int64(to-from)))
		want := c.PDF()[min(from, several):min(max(from, to), several)]
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%d to %d: %d bytes, want %d: %v", from, to, len(got), len(want), err)
		}
	})
	if at, err := reader.Seek(0, io.SeekEnd); at != several || err != nil {
		t.Errorf("the end is at %d, %v", at, err)
	}
	if at, err := reader.Seek(-10, io.SeekCurrent); at != several-10 || err != nil {
		t.Errorf("ten before the end is at %d, %v", at, err)
	}
	for _, bad := range []struct{ offset, whence int }{{-1, io.SeekStart}, {0, 3}, {0, -1}} {
		if _, err := reader.Seek(int64(bad.offset), bad.whence); err == nil {
			t.Errorf("seek %+v was taken", bad)
		}
	}
}

// serves hands the Reader to http.ServeContent, as a download does.
func (h House) serves(t *testing.T) {
	r, c := h.room(t), h.Copy(t, several)
	o := r.put(t, c)
	handler := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		reader, err := r.Get(req.Context(), o)
		if err != nil {
			http.Error(w, "gone", http.StatusGone)
			return
		}
		defer func() { _ = reader.Close() }()
		http.ServeContent(w, req, "copy.pdf", time.Time{}, reader)
	})
	for _, want := range []struct {
		name, header string
		from, to     int
	}{
		{"the whole copy", "", 0, several},
		{"a range over two segments", "bytes=65000-70000", 65000, 70001},
		{"from a place to the end", fmt.Sprintf("bytes=%d-", 2*segment), 2 * segment, several},
		{"the last bytes", "bytes=-100", several - 100, several},
	} {
		t.Run(want.name, func(t *testing.T) {
			req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
			if want.header != "" {
				req.Header.Set("Range", want.header)
			}
			w := httptest.NewRecorder()
			handler(w, req)
			if !bytes.Equal(w.Body.Bytes(), c.PDF()[want.from:want.to]) {
				t.Errorf("%d: %d bytes, want %d", w.Code, w.Body.Len(), want.to-want.from)
			}
		})
	}
}

func (h House) masterKeys(t *testing.T) {
	r, c := h.room(t), h.Copy(t, several)
	o := r.put(t, c)
	next := r.config
	next.Master = []storage.MasterKey{Master(t)}
	stranger := open(t, next)
	if _, err := ReadAll(t.Context(), stranger, o); !errors.Is(err, storage.ErrNoMaster) {
		t.Errorf("without the master key: %v", err)
	}
	if _, err := stranger.Rewrap(o); !errors.Is(err, storage.ErrNoMaster) {
		t.Errorf("rewrapped without the master key: %v", err)
	}
	next.Master = append(next.Master, r.config.Master...)
	after := open(t, next)
	renewed, err := after.Rewrap(o)
	if err != nil {
		t.Fatal(err)
	}
	if renewed.KeyID != next.Master[0].ID() || renewed.Key != o.Key {
		t.Errorf("rewrapped %+v into %+v", o, renewed)
	}
	if same, err := after.Rewrap(renewed); err != nil || !bytes.Equal(same.WrappedKey, renewed.WrappedKey) {
		t.Errorf("under the current key already: %v", err)
	}
	if err := errors.Join(after.Verify(t.Context(), o), after.Verify(t.Context(), renewed), stranger.Verify(t.Context(), renewed)); err != nil {
		t.Error(err)
	}
	if err := r.Verify(t.Context(), renewed); !errors.Is(err, storage.ErrNoMaster) {
		t.Errorf("the former store reads what was rewrapped: %v", err)
	}
	mixed := renewed
	mixed.KeyID = o.KeyID
	if err := after.Verify(t.Context(), mixed); !errors.Is(err, storage.ErrDamaged) {
		t.Errorf("a key under another master than its row says: %v", err)
	}
}

func (h House) deleteAndList(t *testing.T) {
	r := h.room(t)
	kept, gone := r.put(t, h.Copy(t, 1000)), r.put(t, h.Copy(t, 1000))
	r.raw.Write(t, "somebody-elses.txt", []byte("not ours"))
	for range 2 {
		if err := r.Delete(t.Context(), gone.Key); err != nil {
			t.Errorf("delete: %v", err)
		}
	}
	for _, c := range []struct {
		o    storage.Object
		want bool
	}{{kept, true}, {gone, false}} {
		if there, err := r.Holds(t.Context(), numberOf(t, c.o)); err != nil || there != c.want {
			t.Errorf("the bucket holds bytes of the copy: %v, %v, want %v", there, err, c.want)
		}
	}
	if err := r.Delete(t.Context(), "somebody-elses.txt"); !errors.Is(err, storage.ErrKey) {
		t.Errorf("what is not a copy was deleted: %v", err)
	}
	if _, err := r.Get(t.Context(), gone); !errors.Is(err, storage.ErrGone) {
		t.Errorf("a deleted copy: %v", err)
	}
	var keys []string
	err := r.List(t.Context(), func(s storage.Stored) error {
		keys = append(keys, s.Key)
		if s.Modified.IsZero() || s.Size <= 1000 {
			t.Errorf("listed %+v", s)
		}
		return nil
	})
	if err != nil || !slices.Equal(keys, []string{kept.Key}) {
		t.Errorf("listed %q, %v, want %q", keys, err, kept.Key)
	}
	enough := errors.New("enough")
	r.put(t, h.Copy(t, 1000))
	calls := 0
	if err := r.List(t.Context(), func(storage.Stored) error { calls++; return enough }); err != enough || calls != 1 {
		t.Errorf("the list went on: %d calls, %v", calls, err)
	}
}

// stops tells apart what is nobody's tampering.
func (h House) stops(t *testing.T) {
	r := h.room(t)
	o := r.put(t, h.Copy(t, several))
	ctx, cancel := context.WithCancel(t.Context())
	reader, err := r.Get(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := io.ReadAll(reader); !errors.Is(err, context.Canceled) || errors.Is(err, storage.ErrDamaged) {
		t.Errorf("a cancelled reading: %v", err)
	}
	if err := reader.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if _, err := r.Put(ctx, h.Copy(t, 1000)); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled put: %v", err)
	}
	closed, err := r.Get(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := closed.Close(); err != nil {
		t.Error(err)
	}
	if _, err := closed.Read(make([]byte, 1)); err == nil || err == io.EOF {
		t.Errorf("read after close: %v", err)
	}
}

// numberOf is the copy's number, which its key begins with.
func numberOf(t *testing.T, o storage.Object) issued.Number {
	t.Helper()
	part, _, _ := strings.Cut(o.Key, ".")
	n, err := issued.ParseNumber(part)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
