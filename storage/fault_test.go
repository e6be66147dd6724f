package storage_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vypiska/exporter/issued"
	"vypiska/storage"
)

// faulty is a proxy in front of an S3 that spoils answers about copies.
type faulty struct {
	*httptest.Server
	asked atomic.Int64
	fault atomic.Value // func(http.ResponseWriter, *http.Request, http.Handler)
}

type spoil = func(w http.ResponseWriter, r *http.Request, s3 http.Handler)

func through(w http.ResponseWriter, r *http.Request, s3 http.Handler) { s3.ServeHTTP(w, r) }

// newFaulty leads to the socket of an embedded server.
func newFaulty(t *testing.T, socket string) *faulty {
	t.Helper()
	s3 := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = "http", "s3", r.In.Host },
		Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		}},
	}
	f := &faulty{}
	f.fault.Store(spoil(through))
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Count(r.URL.Path, ".") != 2 { // not a copy: the bucket, its versions
			s3.ServeHTTP(w, r)
			return
		}
		f.asked.Add(1)
		f.fault.Load().(spoil)(w, r, s3)
	}))
	t.Cleanup(f.Close)
	return f
}

// answered lets the S3 answer into a recorder and hands out what change makes of it.
func answered(change func([]byte) []byte) spoil {
	return func(w http.ResponseWriter, r *http.Request, s3 http.Handler) {
		rec := httptest.NewRecorder()
		s3.ServeHTTP(rec, r)
		for k, v := range rec.Header() {
			w.Header()[k] = v
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(change(rec.Body.Bytes()))
	}
}

func status(code int, xml string) spoil {
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, xml)
	}
}

// faults are what a storage may do to an answer.
var faults = map[string]spoil{
	"500":                           status(500, `<Error><Code>InternalError</Code></Error>`),
	"503 SlowDown":                  status(503, `<Error><Code>SlowDown</Code></Error>`),
	"cut in the middle of the body": answered(func(b []byte) []byte { return b[:len(b)/2] }), // the length that was told is kept
	"cut before the body":           answered(func([]byte) []byte { return nil }),
	"a wrong byte": answered(func(b []byte) []byte {
		b = bytes.Clone(b)
		if len(b) > 0 {
			b[len(b)/2] ^= 1
		}
		return b
	}),
	"a segment twice": answered(func(b []byte) []byte {
		b = bytes.Clone(b)
		if const64 := 64<<10 + 32; len(b) > 3*const64 {
			copy(b[const64:2*const64], b[:const64])
		}
		return b
	}),
	"the connection broken off": func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) },
}

// throughFaults is a store that reaches its server by way of a faulty one.
func throughFaults(t *testing.T) (*storage.Store, *faulty) {
	t.Helper()
	_, e := embedded(t)
	c := e.Config()
	proxy := newFaulty(t, c.Socket)
	c.Endpoint, c.Socket = strings.TrimPrefix(proxy.URL, "http://"), ""
	return storeOf(t, c), proxy
}

// mostAsked bounds the requests that one reading or putting may cost.
const mostAsked = 12

func TestAFaultyStorageNeverGivesAPartOrWrongBytesForTheWhole(t *testing.T) {
	s, proxy := throughFaults(t)
	copied := freshCopy(t, 500_000)
	o, err := s.Put(t.Context(), copied)
	if err != nil {
		t.Fatal(err)
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			proxy.fault.Store(fault)
			proxy.asked.Store(0)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			got, err := whole(ctx, s, o)
			if err == nil {
				t.Errorf("%d bytes pass for the whole", len(got))
			}
			if !bytes.HasPrefix(copied.PDF(), got) {
				t.Error("bytes were given out that are not the copy's")
			}
			if n := proxy.asked.Load(); n > mostAsked || ctx.Err() != nil {
				t.Errorf("%d requests, %v", n, ctx.Err())
			}
			proxy.fault.Store(spoil(through))
			if got, err := whole(t.Context(), s, o); err != nil || !bytes.Equal(got, copied.PDF()) {
				t.Errorf("afterwards: %d bytes, %v", len(got), err)
			}
		})
	}
}

// whole reads a copy to its end, or to the error that ends it.
func whole(ctx context.Context, s *storage.Store, o storage.Object) ([]byte, error) {
	r, err := s.Get(ctx, o)
	if err != nil {
		return nil, err
	}
	got, err := io.ReadAll(r)
	return got, errors.Join(err, r.Close())
}

// A put under faults is an error, or the copy is there; never a part under its name.
func TestAPutThroughAFaultyStorageIsWholeOrAnError(t *testing.T) {
	s, proxy := throughFaults(t)
	more := map[string]spoil{"kept, but the answer lost": func(_ http.ResponseWriter, r *http.Request, s3 http.Handler) {
		s3.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	}}
	for name, fault := range faults {
		more[name] = fault
	}
	for name, fault := range more {
		t.Run(name, func(t *testing.T) {
			copied := freshCopy(t, 200_000)
			o, err := s.Prepare(copied)
			if err != nil {
				t.Fatal(err)
			}
			proxy.fault.Store(fault)
			proxy.asked.Store(0)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			put := s.PutPrepared(ctx, copied, o)
			if n := proxy.asked.Load(); n > mostAsked || ctx.Err() != nil {
				t.Errorf("%d requests, %v", n, ctx.Err())
			}
			proxy.fault.Store(spoil(through))
			if err := s.Verify(t.Context(), o); err != nil && (put == nil || !errors.Is(err, storage.ErrGone)) {
				t.Errorf("put: %v; then %v", put, err)
			}
			if err := s.PutPrepared(t.Context(), copied, o); err != nil {
				t.Errorf("again: %v", err)
			}
			checkWhole(t, s, o, copied)
		})
	}
}

// A storage that has the copy already and hangs up on the body, so that its
// answer is lost, is believed by what lies there; where nothing lies, the put
// has failed.
func TestAPutWhoseAnswerIsLostIsJudgedByWhatLiesThere(t *testing.T) {
	s, proxy := throughFaults(t)
	copied := freshCopy(t, 200_000)
	o, err := s.Put(t.Context(), copied)
	if err != nil {
		t.Fatal(err)
	}
	absent, err := s.Prepare(copied)
	if err != nil {
		t.Fatal(err)
	}
	proxy.fault.Store(spoil(func(w http.ResponseWriter, r *http.Request, s3 http.Handler) {
		if r.Method == http.MethodPut {
			panic(http.ErrAbortHandler)
		}
		s3.ServeHTTP(w, r)
	}))
	if err := s.PutPrepared(t.Context(), copied, o); err != nil {
		t.Errorf("it was there: %v", err)
	}
	if err := s.PutPrepared(t.Context(), copied, absent); err == nil || errors.Is(err, storage.ErrGone) {
		t.Errorf("it was not there: %v", err)
	}
}

func checkWhole(t *testing.T, s *storage.Store, o storage.Object, c issued.Copy) {
	t.Helper()
	if got, err := whole(t.Context(), s, o); err != nil || !bytes.Equal(got, c.PDF()) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// A slow storage is waited for as long as the caller waits, and no longer.
func TestASlowStorageEndsWithItsCaller(t *testing.T) {
	s, proxy := throughFaults(t)
	copied := freshCopy(t, 200_000)
	o, err := s.Put(t.Context(), copied)
	if err != nil {
		t.Fatal(err)
	}
	release := make(chan struct{})
	proxy.fault.Store(spoil(func(w http.ResponseWriter, r *http.Request, s3 http.Handler) {
		rec := httptest.NewRecorder()
		s3.ServeHTTP(rec, r)
		for k, v := range rec.Header() {
			w.Header()[k] = v
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes()[:70_000])
		w.(http.Flusher).Flush()
		<-release
	}))
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	begun := time.Now()
	got, err := whole(ctx, s, o)
	close(release)
	if err == nil || len(got) >= len(copied.PDF()) || time.Since(begun) > time.Minute {
		t.Errorf("%d bytes, %v, after %v", len(got), err, time.Since(begun))
	}
}
