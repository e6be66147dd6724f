package main

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"vypiska/exporter/record/fhir/fhirtest"
	"vypiska/internal/db/dbtest"
	"vypiska/signing/signingtest"
	"vypiska/storage"
	"vypiska/storage/storagetest"
)

// authorities gives a data directory a seal key under a test infrastructure, and
// the environment its TSA: authorities DIR.
func authorities(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: authorities DIR")
	}
	world, err := signingtest.New(time.Now)
	ts.Check(err)
	ts.Defer(func() { _ = world.Close() })
	signer, err := world.RSA()
	ts.Check(err)
	chain, key, err := signer.PEM()
	ts.Check(err)
	for name, text := range map[string][]byte{"chain.pem": chain, "key.pem": key, "roots.pem": world.RootPEM()} {
		ts.Check(os.WriteFile(ts.MkAbs(filepath.Join(args[0], "keys/seal", name)), text, 0o600))
	}
	ts.Setenv("VYPISKA_SIGNING_TSA", world.TSA())
	worlds.Store(ts.Getenv("WORK"), world)
}

// clinic serves the bundles of a directory as a FHIR server that wants the token
// "sesame", and sets FHIR to its address: clinic DIR.
func clinic(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: clinic DIR")
	}
	c, err := fhirtest.New(ts.MkAbs(args[0]), func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "Bearer sesame" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			next.ServeHTTP(w, r)
		})
	})
	ts.Check(err)
	ts.Defer(c.Close)
	ts.Setenv("FHIR", c.URL+"/fhir")
}

// s3 serves an S3 over loopback in front of an embedded one, puts its keys into
// s3.access and s3.secret, and sets the settings that name it: s3.
func s3(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: s3")
	}
	dir := ts.MkAbs("s3")
	ts.Check(os.Mkdir(dir, 0o700))
	lock, err := storage.Lock(dir, "test", time.Now())
	ts.Check(err)
	ts.Defer(func() { _ = lock.Unlock() })
	e, err := storage.Embed(lock, rand.Reader)
	ts.Check(err)
	ts.Defer(func() { _ = e.Close(context.Background()) })
	c := e.Config()
	front := httptest.NewServer(&httputil.ReverseProxy{Transport: storagetest.Dial(c.Socket), Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host = "http", r.In.Host
		r.Out.Host = r.In.Host // the signature covers it
	}})
	ts.Defer(front.Close)
	for name, text := range map[string]string{"s3.access": c.AccessKey, "s3.secret": c.SecretKey} {
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text+"\n"), 0o600))
	}
	for name, value := range map[string]string{"ENDPOINT": strings.TrimPrefix(front.URL, "http://"), "TLS": "off", "REGION": c.Region,
		"ACCESS_KEY_FILE": "s3.access", "SECRET_KEY_FILE": "s3.secret"} {
		ts.Setenv("VYPISKA_S3_"+name, value)
	}
}

// worlds are the infrastructures of running scripts, by their work directory.
var worlds sync.Map

// behave makes an authority misbehave: behave TSA hang.
func behave(ts *testscript.TestScript, neg bool, args []string) {
	world, ok := worlds.Load(ts.Getenv("WORK"))
	if neg || !ok || len(args) != 2 {
		ts.Fatalf("usage: behave SERVICE FAULT, after authorities")
	}
	world.(*signingtest.World).Behave(signingtest.Service(args[0]), signingtest.Fault(args[1]))
}

// count checks how many files match: count 3 out/*.pdf.
func count(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: count N PATTERN")
	}
	found, err := filepath.Glob(ts.MkAbs(args[1]))
	ts.Check(err)
	if want, err := strconv.Atoi(args[0]); err != nil || want != len(found) {
		ts.Fatalf("%d files match %s, want %s", len(found), args[1], args[0])
	}
}

// tamper runs SQL on a database behind the program's back: tamper FILE SQL.
func tamper(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: tamper FILE SQL")
	}
	ts.Check(dbtest.Exec(context.Background(), ts.MkAbs(args[0]), args[1]))
}

// flip changes one byte in the middle of a file: flip FILE.
func flip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: flip FILE")
	}
	found, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	for _, name := range found {
		b, err := os.ReadFile(name)
		ts.Check(err)
		b[len(b)/2] ^= 1
		ts.Check(os.WriteFile(name, b, 0o600))
	}
}

// keep sets a variable to what the last command's output has in a pattern's
// first brackets: keep NAME PATTERN.
func keep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: keep NAME PATTERN")
	}
	pattern, err := regexp.Compile(args[1])
	ts.Check(err)
	found := pattern.FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) != 2 {
		ts.Fatalf("%s is not in the output", args[1])
	}
	ts.Setenv(args[0], found[1])
}
