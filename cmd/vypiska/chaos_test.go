//go:build chaos

package main

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"vypiska/exporter/record/fhir/fhirtest"
	"vypiska/signing/signingtest"
	"vypiska/storage"
	"vypiska/storage/storagetest"
)

// chaos is a service whose surroundings can be taken away: FHIR server, S3, TSA,
// disk and clock are the test's.
type chaos struct {
	*server
	fhirAway, s3Away atomic.Bool
	felt             atomic.Int64 // times somebody met the fault
	tsa              *signingtest.World
	clock, disk      string
	people           *people
}

func newChaos(t *testing.T) *chaos {
	t.Helper()
	c := &chaos{server: newServer(t)}
	c.clock = filepath.Join(c.dir, "clock")
	c.env = append(c.env, "CHAOS_CLOCK="+c.clock, "VYPISKA_LOG_LEVEL=info")
	c.mountDisk()
	c.serveFHIR()
	c.serveS3()
	c.serveTSA()
	return c
}

// gone answers as a machine that is not there: the connection breaks.
func gone(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = conn.Close()
	}
}

func (c *chaos) serveFHIR() {
	clinic, err := fhirtest.New(filepath.Join(c.dir, "records"), func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if c.fhirAway.Load() {
				c.felt.Add(1)
				gone(w)
				return
			}
			next.ServeHTTP(w, r)
		})
	})
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(clinic.Close)
	c.env = append(c.env, "VYPISKA_RECORDS="+clinic.URL+"/fhir")
}

func (c *chaos) serveS3() {
	dir := filepath.Join(c.dir, "s3")
	if err := os.Mkdir(dir, 0o700); err != nil {
		c.t.Fatal(err)
	}
	lock, err := storage.Lock(dir, "chaos", time.Now())
	if err != nil {
		c.t.Fatal(err)
	}
	e, err := storage.Embed(lock, rand.Reader)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = errors.Join(e.Close(context.Background()), lock.Unlock()) })
	to := e.Config()
	proxy := &httputil.ReverseProxy{Transport: storagetest.Dial(to.Socket), Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host = "http", r.In.Host
		r.Out.Host = r.In.Host // the signature covers it
	}}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.s3Away.Load() {
			c.felt.Add(1)
			gone(w)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	c.t.Cleanup(front.Close)
	c.env = append(c.env, "VYPISKA_S3_ENDPOINT="+strings.TrimPrefix(front.URL, "http://"), "VYPISKA_S3_TLS=off", "VYPISKA_S3_REGION="+to.Region,
		"VYPISKA_S3_ACCESS_KEY_FILE="+c.file("access", to.AccessKey), "VYPISKA_S3_SECRET_KEY_FILE="+c.file("secret", to.SecretKey))
}

func (c *chaos) serveTSA() {
	world, err := signingtest.New(time.Now)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = world.Close() })
	c.tsa = world
	c.env = append(c.env, "VYPISKA_SIGNING_LEVEL=B-T", "VYPISKA_SIGNING_TSA="+world.TSA(), "VYPISKA_SIGNING_TSA_ROOTS_FILE="+c.file("roots.pem", string(world.RootPEM())))
}

func (c *chaos) file(name, text string) string {
	c.t.Helper()
	name = filepath.Join(c.dir, name)
	if err := os.WriteFile(name, []byte(text+"\n"), 0o600); err != nil {
		c.t.Fatal(err)
	}
	return name
}

// mountDisk gives the data directory a small disk of its own.
func (c *chaos) mountDisk() {
	c.disk = filepath.Join(c.dir, "data")
	if err := os.Mkdir(c.disk, 0o700); err != nil {
		c.t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", c.disk, "tmpfs", 0, "size=64m,mode=0700"); err != nil {
		c.t.Fatalf("a disk of its own: %v: run make chaos as root", err)
	}
	c.t.Cleanup(func() { _ = syscall.Unmount(c.disk, syscall.MNT_DETACH) })
}

// fill leaves nothing of the disk; free gives it back.
func (c *chaos) fill() {
	f, err := os.Create(filepath.Join(c.disk, "ballast"))
	if err != nil {
		c.t.Fatal(err)
	}
	defer f.Close()
	for _, size := range []int{1 << 20, 4 << 10} {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		c.t.Fatal(err)
	}
}

func (c *chaos) free() {
	if err := os.Remove(filepath.Join(c.disk, "ballast")); err != nil {
		c.t.Fatal(err)
	}
}

// jump moves the program's clock, "" back to the machine's.
func (c *chaos) jump(by string) {
	if err := os.WriteFile(c.clock+".new", []byte(by), 0o600); err != nil {
		c.t.Fatal(err)
	}
	if err := os.Rename(c.clock+".new", c.clock); err != nil {
		c.t.Fatal(err)
	}
}
