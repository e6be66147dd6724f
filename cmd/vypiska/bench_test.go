package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/config"
	"vypiska/internal/db"
	"vypiska/internal/web"
	"vypiska/storage"
	"vypiska/storage/links"
	"vypiska/storage/storagetest"
)

// load is the whole service in this process, with copies of a chosen size.
type load struct {
	*service
	url    string
	client *http.Client
}

// perLink is the most downloads one link can have.
const perLink = 1000

func newLoad(b testing.TB) *load {
	b.Helper()
	dir := b.TempDir()
	c, _, err := config.Load(config.Input{Flags: map[string]string{"data": filepath.Join(dir, "data"), "records": filepath.Join(repo, "examples/records")}})
	if err != nil {
		b.Fatal(err)
	}
	c.Links.Downloads, c.Links.MaxDownloads = perLink, perLink
	w := &world{context.Background(), nil, io.Discard, io.Discard, time.Now}
	s, err := openService(w, c, "bench", zerolog.Nop())
	if err != nil {
		b.Fatal(err)
	}
	face, err := web.New(web.Setup{Desk: s.desk, PublicURL: "http://localhost:8080", Log: zerolog.Nop(), Now: s.now})
	if err != nil {
		b.Fatal(err)
	}
	srv := httptest.NewServer(face.Handler())
	b.Cleanup(func() {
		srv.Close()
		if err := s.close(context.Background()); err != nil {
			b.Error(err)
		}
	})
	client := srv.Client()
	client.Transport.(*http.Transport).MaxIdleConnsPerHost = 256
	return &load{s, srv.URL, client}
}

// plant stores a copy of about the size and returns addresses of links to it,
// a new one whenever one is used up.
func (l *load) plant(b testing.TB, size int) (address func() string, obj storage.Object) {
	b.Helper()
	order, obj := l.keep(b, l.account(b), "demo-1", size)
	var mu sync.Mutex
	taken, current := perLink, ""
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		if taken++; taken > perLink {
			taken, current = 1, l.mint(b, order)
		}
		return current
	}, obj
}

// keep stores a copy of about the size, as if the patient had ordered it by the
// account; the order's id is the copy's number.
func (s *service) keep(b testing.TB, account, patient string, size int) (order string, obj storage.Object) {
	b.Helper()
	fatal := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	ctx, now, subject := context.Background(), s.now(), record.Ref("Patient/"+patient)
	g, err := policy.Decide(policy.Ask{Asker: policy.Asker{Role: policy.Patient, Subject: subject}, Patient: record.PatientID(patient), Kind: policy.Signed}, policy.Facts{}, now)
	fatal(err)
	n, err := issued.NewNumber(rand.Reader)
	fatal(err)
	c, err := issued.Seal(ctx, g, issued.Draft{Number: n, PDF: padded(size), Pages: 1, MadeAt: now, MarkPage: -1}, s.house.Signer)
	fatal(err)
	obj, err = s.desk.Store.Put(ctx, c)
	fatal(err)
	o := db.OrderRow{ID: n.String(), Account: account, Role: "patient", Subject: string(subject), Patient: patient, Kind: "signed", Lang: "ru", Status: "ready", Number: n.String(), Created: now, Changed: now}
	row := db.CopyRow{Number: n.String(), Order: o.ID, Kind: "signed", Patient: patient, SHA256: c.SHA256(), Size: obj.Size, Pages: 1,
		Object: obj.Key, Wrapped: obj.WrappedKey, KeyID: obj.KeyID, Issued: now, KeepUntil: now.Add(24 * time.Hour)}
	fatal(s.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := tx.AddOrder(ctx, o); err != nil {
			return err
		}
		return tx.AddCopy(ctx, row)
	}))
	return o.ID, obj
}

func (l *load) mint(b testing.TB, number string) string {
	var m links.Minted
	err := l.house.DB.Tx(context.Background(), func(tx *db.Tx) (err error) {
		m, err = l.desk.Links.Mint(context.Background(), tx.Links(), links.Ask{Number: number, Recipient: "Patient/demo-1", Audience: links.Bearer, PIN: links.WithoutPIN}, l.now())
		return err
	})
	if err != nil {
		b.Error(err)
	}
	return l.url + "/d/" + m.Token.Text()
}

// account makes an account that serves.
func (l *load) account(b testing.TB) string {
	b.Helper()
	d := demo{w: &world{ctx: context.Background()}, s: l.service, out: nil}
	v, _, err := d.person(demoPeople[0].role, demoPeople[0].subject)
	if err != nil {
		b.Fatal(err)
	}
	return v.Account
}

// padded is a PDF of one empty page and a stream of the size.
func padded(size int) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	pad := make([]byte, size)
	_, _ = rand.Read(pad)
	var at []int
	for i, body := range []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>", fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", size, pad)} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 5\n0000000000 65535 f \n")
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size 5/Root 1 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF\n", xref)
	return b.Bytes()
}

func (l *load) download(address string) error {
	res, err := l.client.Post(address, "application/x-www-form-urlencoded", strings.NewReader(""))
	if err != nil {
		return err
	}
	defer res.Body.Close()
	n, err := io.Copy(io.Discard, res.Body)
	if err == nil && (res.StatusCode != http.StatusOK || n != res.ContentLength) {
		err = fmt.Errorf("status %d, %d of %d bytes", res.StatusCode, n, res.ContentLength)
	}
	return err
}

// BenchmarkDownload is downloads through the whole service beside what no
// service could leave out: minio-go alone reading the same object, and bare
// durable transactions of the same database, a commit each. Rounds of eight of
// each take turns, because a shared machine changes its pace.
func BenchmarkDownload(b *testing.B) {
	l := newLoad(b)
	for _, size := range []int{100 << 10, 10 << 20} {
		address, obj := l.plant(b, size)
		raw := storagetest.NewRaw(b, l.store)
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
			var service, minio, bare time.Duration
			for b.Loop() {
				service += atOnce(b, eight, func() error { return l.download(address()) })
				minio += atOnce(b, eight, func() error {
					if n := len(raw.Read(b, obj.Key)); n < size {
						return fmt.Errorf("%d bytes", n)
					}
					return nil
				})
				for range eight {
					bare += atOnce(b, 1, l.transaction)
				}
			}
			b.ReportMetric(float64(b.N*eight)/service.Seconds(), "downloads/s")
			b.ReportMetric(100*bare.Seconds()/service.Seconds(), "%-of-transactions")
			b.ReportMetric(100*minio.Seconds()/service.Seconds(), "%-of-minio-go")
		})
	}
}

// transaction is a bare durable one.
func (l *load) transaction() error {
	n, err := issued.NewNumber(rand.Reader)
	if err != nil {
		return err
	}
	return l.house.DB.Tx(context.Background(), func(tx *db.Tx) error { return tx.ReserveNumber(context.Background(), n.String()) })
}

const eight = 8

// atOnce runs n of f beside each other and returns how long they took together.
func atOnce(b *testing.B, n int, f func() error) time.Duration {
	start := time.Now()
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			if err := f(); err != nil {
				b.Error(err)
			}
		})
	}
	all.Wait()
	return time.Since(start)
}

// BenchmarkMemoryAt200 downloads a 10 MB copy 200 times at once and reports the
// highest heap beside that of one at a time.
func BenchmarkMemoryAt200(b *testing.B) {
	l := newLoad(b)
	address, _ := l.plant(b, 10<<20)
	for _, atOnce := range []int{1, 20, 200} {
		b.Run(fmt.Sprint(atOnce), func(b *testing.B) {
			for b.Loop() {
				b.ReportMetric(float64(peakHeap(b, l, address, atOnce))/(1<<20), "peak-MB")
			}
		})
	}
}

func peakHeap(b *testing.B, l *load, address func() string, atOnce int) uint64 {
	runtime.GC()
	var peak atomic.Uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			peak.Store(max(peak.Load(), m.HeapInuse))
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	var wg sync.WaitGroup
	for range atOnce {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := l.download(address()); err != nil {
				b.Error(err)
			}
		}()
	}
	wg.Wait()
	close(stop)
	<-stopped
	return peak.Load()
}
