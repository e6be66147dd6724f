//go:build large

package main

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/internal/db"
)

const (
	gigabyte = 1 << 30
	// mostMemory is what the process may have in memory, beside the pages of its
	// own program file, which the kernel shares and takes back as it likes.
	mostMemory = 64 << 20
)

// TestAGigabyteIsResumedInTheMiddle lets a visitor break off a package of 1 GB
// and resume it by its ticket, while /proc watches the memory of the serving process.
func TestAGigabyteIsResumedInTheMiddle(t *testing.T) {
	s := newServer(t)
	link, size := s.plantLarge()
	s.start()
	defer s.stop()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Post(link, "application/x-www-form-urlencoded", strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	ticket := res.Header.Get("Location")
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("the link answers %d", res.StatusCode)
	}
	s.resetPeak()
	before, program := s.memory("VmRSS"), s.memory("RssFile")
	const first = 300<<20 + 12345
	etag := s.part(ticket, 0, first, size, "")
	s.part(ticket, first, size, size, etag)
	for _, at := range []int64{1, 64<<10 - 1, 511<<20 + 7, size - 100} { // probes, as download managers do
		s.part(ticket, at, min(at+200_000, size), size, etag)
	}
	peak := s.memory("VmHWM")
	t.Logf("at rest %d MB, at most %d MB, of it %d MB pages of the program's file", before>>20, peak>>20, program>>20)
	if own := peak - program; own > mostMemory {
		t.Errorf("the process had up to %d MB of its own in memory, want at most %d", own>>20, mostMemory>>20)
	}
	if res, err = client.Post(link, "application/x-www-form-urlencoded", strings.NewReader("")); err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusGone {
		t.Errorf("all of it counted as one download, and a second answers %d", res.StatusCode)
	}
}

// part asks for the bytes from one to another, reads them against the content as
// it was made, and returns their ETag.
func (s *server) part(ticket string, from, to, size int64, etag string) string {
	s.t.Helper()
	req, err := http.NewRequest(http.MethodGet, s.url+ticket, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	want := http.StatusOK
	if etag != "" {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
		req.Header.Set("If-Range", etag)
		want = http.StatusPartialContent
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close() // breaks off what is not read
	if res.StatusCode != want || res.ContentLength != size-from || res.Header.Get("ETag") == "" {
		s.t.Fatalf("from %d: status %d, %d bytes, ETag %q", from, res.StatusCode, res.ContentLength, res.Header.Get("ETag"))
	}
	got, made := make([]byte, 1<<20), make([]byte, 1<<20)
	content := contentFrom(from)
	for at := from; at < to; {
		n := min(int64(len(got)), to-at)
		if _, err := io.ReadFull(res.Body, got[:n]); err != nil {
			s.t.Fatalf("at %d: %v", at, err)
		}
		if _, err := io.ReadFull(content, made[:n]); err != nil || !bytes.Equal(got[:n], made[:n]) {
			s.t.Fatalf("other bytes at %d, %v", at, err)
		}
		at += n
	}
	return res.Header.Get("ETag")
}

// contentFrom is the invented content from an offset on: AES in counter mode.
func contentFrom(offset int64) io.Reader {
	block, err := aes.NewCipher(make([]byte, 16))
	if err != nil {
		panic(err)
	}
	iv := make([]byte, 16)
	binary.BigEndian.PutUint64(iv[8:], uint64(offset/16))
	r := cipher.StreamReader{S: cipher.NewCTR(block, iv), R: zeros{}}
	_, _ = io.CopyN(io.Discard, r, offset%16)
	return r
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// resetPeak makes the kernel forget the highest memory so far.
func (s *server) resetPeak() {
	s.t.Helper()
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.cmd.Process.Pid), []byte("5"), 0); err != nil {
		s.t.Fatal(err)
	}
}

// memory reads a line of the process's status in bytes.
func (s *server) memory(name string) int64 {
	s.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			kb, err := strconv.ParseInt(strings.Fields(value)[0], 10, 64)
			if err != nil {
				s.t.Fatal(err)
			}
			return kb << 10
		}
	}
	s.t.Fatalf("no %s", name)
	return 0
}

// plantLarge stores a package of 1 GB under a contract, as ClosePackage would,
// and returns a link to it.
func (s *server) plantLarge() (link string, size int64) {
	t, ctx := s.t, context.Background()
	c, _, err := config.Load(config.Input{Flags: map[string]string{"data": filepath.Join(s.dir, "data"), "records": filepath.Join(s.dir, "records"), "public_url": s.url}})
	fatal := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	fatal(err)
	v, err := openService(&world{ctx, nil, io.Discard, io.Discard, time.Now}, c, "test", zerolog.Nop())
	fatal(err)
	defer func() { fatal(v.close(ctx)) }()
	now := v.now()
	from, to := now.AddDate(0, -2, 0).Format(time.DateOnly), now.AddDate(1, 0, 0).Format(time.DateOnly)
	drafted, err := v.desk.DraftContract(ctx, app.Visitor{Account: "officer-1", Role: policy.Officer, Subject: "officer-1"},
		fmt.Sprintf(`{"number":"Д-1","insurer":"ru-insA","from":%q,"to":%q,"services":["LAB"]}`, from, to))
	fatal(err)
	fatal(v.desk.ActivateContract(ctx, app.Visitor{Account: "officer-2", Role: policy.Officer, Subject: "officer-2"}, drafted.Contract))
	contract, err := v.desk.ContractInForce(ctx, string(drafted.Contract.Insurer), "Д-1")
	fatal(err)
	n, err := issued.NewNumber(rand.Reader)
	fatal(err)
	insurer := policy.Asker{Role: policy.Insurer, Subject: contract.Insurer}
	first, err := record.ParseDate(from)
	fatal(err)
	grant, err := policy.DecidePackage(policy.PackageAsk{Asker: insurer, Contract: contract, Period: record.Period{Start: first, End: first}}, policy.Settings{}, now)
	fatal(err)
	up, err := v.desk.Store.Begin(ctx, n)
	fatal(err)
	pack, err := issued.NewPack(grant, n, up)
	fatal(err)
	_, err = io.CopyN(pack, contentFrom(0), gigabyte)
	fatal(err)
	_, err = pack.Sign(ctx, []byte("manifest"), v.house.Signer, now)
	fatal(err)
	done, err := pack.Finish()
	fatal(err)
	obj, err := up.Finish(ctx, done)
	fatal(err)
	row := db.CopyRow{Number: n.String(), Order: "large", Kind: "package", SHA256: obj.SHA256, Size: obj.Size,
		Object: obj.Key, Wrapped: obj.WrappedKey, KeyID: obj.KeyID, Issued: now, KeepUntil: now.Add(24 * time.Hour)}
	order := db.PackageOrderRow{ID: "large", Account: "i-1", Role: "insurer", Subject: string(contract.Insurer), Insurer: string(contract.Insurer), Contract: "Д-1",
		Version: contract.Version, From: from, To: from, Lang: "ru", Status: "running", Created: now}
	fatal(v.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := tx.AddPackageOrder(ctx, order); err != nil {
			return err
		}
		if _, err := tx.ReadyPackage(ctx, order.ID, row.Number, now); err != nil {
			return err
		}
		return tx.AddCopy(ctx, row)
	}))
	no := false
	l, err := v.desk.MintPackageLink(ctx, app.Visitor{Account: "i-1", Role: policy.Insurer, Subject: contract.Insurer}, order.ID, app.LinkAsk{MaxDownloads: 1, PIN: &no})
	fatal(err)
	return l.URL, obj.Size
}
