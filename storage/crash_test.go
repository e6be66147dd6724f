package storage_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"vypiska/exporter/issued"
	"vypiska/storage"
	"vypiska/storage/storagetest"
)

const crashSize = 400_000

// crashCopy is the same copy in every process.
func crashCopy(t testing.TB) issued.Copy {
	return anonymizedCopy(t, crashSize, bytes.NewReader(make([]byte, 100)))
}

// crashRole serves the directory, prepares a copy, says its object, and puts it
// until so many bytes of the body were sent; there it waits to be killed.
// Negative bytes: the answer has come and nobody was told.
func crashRole(arg string) error {
	dir, at, _ := strings.Cut(arg, "?")
	stop, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return err
	}
	a, err := storage.Attach(context.Background(), dir, "test", now, rand.Reader)
	if err != nil {
		return err
	}
	s, err := openAt(a.Config(), dir, &halting{storagetest.Dial(a.Config().Socket), stop})
	if err != nil {
		return err
	}
	c := crashCopy(&testing.T{})
	o, err := s.Prepare(c)
	if err != nil {
		return err
	}
	row, err := json.Marshal(o)
	if err != nil {
		return err
	}
	fmt.Println(string(row))
	return s.PutPrepared(context.Background(), c, o)
}

func openAt(c storage.Config, dir string, transport http.RoundTripper) (*storage.Store, error) {
	master, err := os.ReadFile(dir + ".master")
	if err != nil {
		return nil, err
	}
	if c.Master, err = storage.ParseMaster(master, nil); err != nil {
		return nil, err
	}
	c.Rand, c.Transport = rand.Reader, transport
	return storage.Open(context.Background(), c)
}

// halting stops for ever when a body has sent so many bytes.
type halting struct {
	next http.RoundTripper
	stop int64
}

func (h *halting) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodPut || r.ContentLength < crashSize {
		return h.next.RoundTrip(r)
	}
	if h.stop < 0 {
		answer, err := h.next.RoundTrip(r)
		fmt.Println("here", answer, err)
		select {}
	}
	r = r.Clone(r.Context())
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(io.LimitReader(r.Body, h.stop), halt{}), r.Body}
	return h.next.RoundTrip(r)
}

type halt struct{}

func (halt) Read([]byte) (int, error) {
	fmt.Println("here")
	select {}
}

// A process is killed while it puts: before the first byte, in the middle, one
// byte before the end, and after the server had answered. Afterwards there is
// the whole copy under its key or nothing, and putting it again succeeds.
func TestAKilledPutLeavesAllOrNothing(t *testing.T) {
	for _, c := range []struct {
		name string
		stop int64
		want error
	}{
		{"before the first byte", 0, storage.ErrGone},
		{"within a segment", 70_000, storage.ErrGone},
		{"in the middle", crashSize / 2, storage.ErrGone},
		{"one byte of the PDF before the end", crashSize - 1, storage.ErrGone},
		{"after the answer", -1, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := dataDir(t)
			h := startHelper(t, "crash", fmt.Sprintf("%s?%d", dir, c.stop))
			o, err := parseObject(h.line(t))
			if err != nil {
				t.Fatal(err)
			}
			if said := h.line(t); !strings.HasPrefix(said, "here") {
				t.Fatal(said)
			}
			h.kill()
			afterTheCrash(t, dir, o, c.want)
		})
	}
}

func afterTheCrash(t *testing.T, dir string, o storage.Object, want error) {
	t.Helper()
	a := attached(t, dir)
	s, err := openAt(a.Config(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Verify(t.Context(), o); !errors.Is(err, want) {
		t.Errorf("after the crash: %v, want %v", err, want)
	}
	if err := s.PutPrepared(t.Context(), crashCopy(t), o); err != nil {
		t.Errorf("put again: %v", err)
	}
	if err := s.Verify(t.Context(), o); err != nil {
		t.Errorf("after it was put again: %v", err)
	}
	if seen, err := scan(dir, "%PDF-"); err != nil || seen < crashSize || seen > crashSize+20_000 {
		t.Errorf("%d bytes are left in the data directory: %v", seen, err)
	}
}
