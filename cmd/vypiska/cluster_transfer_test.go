//go:build s3 && postgres

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vypiska/internal/app"
	"vypiska/internal/config"
)

// heavy is the size of a copy that no buffers of the network swallow.
const heavy = 64 << 20

// A download runs at one web process; reception blocks the patient at the other.
// The transfer breaks off, nothing of it can be continued at either, and it goes on
// when the block is lifted (rule 1.13): for a slow reader and for one that stood still.
func TestClusterABlockEndsATransferElsewhere(t *testing.T) {
	f := newFleet(t)
	f.start()
	login := f.newLogin("patient", "Patient/ru-p01")
	patient, reception := f.run("account", "token", login), f.account("reception", "desk")
	order := f.keepLarge(login, "ru-p01")
	for name, pause := range map[string]time.Duration{"a slow reader": 5 * time.Millisecond, "one that stood still": 0} {
		t.Run(name, func(t *testing.T) {
			l := f.link(patient, order, map[string]any{"pin": false, "max_downloads": 2})
			r := f.takesTicket(l)
			defer r.body.Close()
			r.read(t, 1<<20)
			id := f.blockAt(f.web[1], reception)
			if pause == 0 {
				<-time.After(3 * app.AskAgain) // whoever stands still cannot be told
			}
			if err := r.all(pause); err == nil || r.got >= r.size {
				t.Errorf("%d of %d bytes came after a block, %v", r.got, r.size, err)
			}
			t.Logf("%d of %d KB came", r.got>>10, r.size>>10)
			for _, w := range f.web {
				f.want(r.goOn(t, w), 403, "continue during a block")
				f.want(f.call("POST", w.url+l.path(), "", ""), 403, "begin during a block")
			}
			f.want(f.call("DELETE", f.web[1].url+"/api/v1/blocks/"+id, reception, nil), 204, "unblock")
			f.want(r.goOn(t, f.web[1]), 206, "continue after the block")
			if got := hex.EncodeToString(r.sum.Sum(nil)); got != r.etag {
				t.Errorf("the parts are %s together, want %s", got, r.etag)
			}
		})
	}
	f.stop()
}

// keepLarge stores a large copy of a patient, as a worker would.
func (f *fleet) keepLarge(login, patient string) (order string) {
	f.t.Helper()
	c, _, err := config.Load(config.Input{Environ: f.env})
	if err != nil {
		f.t.Fatal(err)
	}
	s, err := openService(&world{context.Background(), nil, io.Discard, io.Discard, time.Now}, c, "test", zerolog.Nop())
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() {
		if err := s.close(context.Background()); err != nil {
			f.t.Error(err)
		}
	}()
	order, _ = s.keep(f.t, login, patient, heavy)
	return order
}

// blockAt blocks the patient by reception at one web process.
func (f *fleet) blockAt(w *server, reception string) string {
	f.t.Helper()
	var b struct{ ID string }
	a := f.want(f.call("POST", w.url+"/api/v1/blocks", reception, map[string]any{"patient": "ru-p01", "channel": "phone", "scope": "all"}), 201, "block")
	if err := json.Unmarshal(a.body, &b); err != nil {
		f.t.Fatal(err)
	}
	return b.ID
}

// path is the link's address without the front server's.
func (l freshLink) path() string { return l.URL[strings.Index(l.URL, "/d/"):] }

// reading is a download by ticket that is under way.
type reading struct {
	ticket, etag string
	size, got    int64
	sum          hash.Hash
	body         io.ReadCloser
}

// takesTicket takes a download of the link at the first web process and begins to read it.
func (f *fleet) takesTicket(l freshLink) *reading {
	f.t.Helper()
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.Post(f.web[0].url+l.path(), "application/x-www-form-urlencoded", nil)
	if err != nil {
		f.t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		f.t.Fatalf("the link answers %d", res.StatusCode)
	}
	r := &reading{ticket: res.Header.Get("Location"), sum: sha256.New()}
	if res, err = c.Get(f.web[0].url + r.ticket); err != nil || res.StatusCode != http.StatusOK {
		f.t.Fatalf("the ticket answers %v, %v", res, err)
	}
	r.etag, r.size, r.body = strings.Trim(res.Header.Get("ETag"), `"`), res.ContentLength, res.Body
	return r
}

// read reads n bytes.
func (r *reading) read(t *testing.T, n int64) {
	t.Helper()
	got, err := io.CopyN(r.sum, r.body, n)
	if r.got += got; err != nil {
		t.Fatal(err)
	}
}

// all reads on until it is over, a little at a time.
func (r *reading) all(pause time.Duration) error {
	tick := time.NewTicker(max(pause, time.Microsecond))
	defer tick.Stop()
	for {
		n, err := io.CopyN(r.sum, r.body, 64<<10)
		if r.got += n; err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		<-tick.C
	}
}

// goOn asks for the rest at a web process, as a browser does.
func (r *reading) goOn(t *testing.T, w *server) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.url+r.ticket, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Range", fmt.Sprintf("bytes=%d-", r.got))
	req.Header.Set("If-Range", `"`+r.etag+`"`)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusPartialContent {
		n, err := io.Copy(r.sum, res.Body)
		if r.got += n; err != nil {
			t.Fatal(err)
		}
	}
	return answer{res.StatusCode, nil, res.Header}
}
