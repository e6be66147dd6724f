package exporter_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/policy"
)

// BenchmarkSignedExtract makes one three-page signed extract and writes it to a
// file; BenchmarkFloor does what no program could leave out. Read both from one run.
func BenchmarkSignedExtract(b *testing.B) {
	e, _, kept := newExporter(b, threePages())
	name := filepath.Join(b.TempDir(), "copy.pdf")
	g := grant(b, policy.Signed)
	b.ReportAllocs()
	for b.Loop() {
		c, err := e.Export(context.Background(), g)
		if err != nil {
			b.Fatal(err)
		}
		kept.kept = kept.kept[:0]
		if err := os.WriteFile(name, c.PDF(), 0o600); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(c.Pages()), "pages")
	}
}

// BenchmarkSignedExtractEight makes eight signed extracts at once and reports
// how many times faster they come than one at a time ("x-of-one"; on two cores
// at most 2). The two take turns and the quietest turn of each counts: what
// else runs on the machine only ever adds.
func BenchmarkSignedExtractEight(b *testing.B) {
	one, _, _ := newExporter(b, threePages())
	makers := []*exporter.Exporter{one}
	for range 7 {
		e, _, _ := newExporter(b, threePages())
		e.Signer = one.Signer
		makers = append(makers, e)
	}
	g := grant(b, policy.Signed)
	export := func(e *exporter.Exporter) {
		if _, err := e.Export(context.Background(), g); err != nil {
			b.Error(err)
		}
		e.Keeper = &shelf{}
	}
	apart, together := time.Hour, time.Hour
	for b.Loop() {
		start := time.Now()
		for _, e := range makers {
			export(e)
		}
		between := time.Now()
		var all sync.WaitGroup
		for _, e := range makers {
			all.Go(func() { export(e) })
		}
		all.Wait()
		apart, together = min(apart, between.Sub(start)), min(together, time.Since(between))
	}
	b.ReportMetric(float64(apart)/float64(together), "x-of-one")
}

// BenchmarkAnonymizedReport makes the same record's anonymized report.
func BenchmarkAnonymizedReport(b *testing.B) {
	e, _, kept := newExporter(b, threePages())
	g := grant(b, policy.Anonymized)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Export(context.Background(), g); err != nil {
			b.Fatal(err)
		}
		kept.kept = kept.kept[:0]
	}
}

// BenchmarkFloor deflates (zlib level 1) the extract's page content, hashes the
// file, signs once with RSA-2048 and writes the file once.
func BenchmarkFloor(b *testing.B) {
	e, _, _ := newExporter(b, threePages())
	c, err := e.Export(context.Background(), grant(b, policy.Signed))
	if err != nil {
		b.Fatal(err)
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	content, file := pageContent(c.PDF()), c.PDF()
	name := filepath.Join(b.TempDir(), "copy.pdf")
	var out bytes.Buffer
	w, err := zlib.NewWriterLevel(&out, 1)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		w.Reset(&out)
		_, _ = w.Write(content)
		_ = w.Close()
		h := sha256.Sum256(file)
		if _, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, h[:]); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(name, file, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(content)), "content-bytes")
}

// pageContent inflates the streams of a PDF that show text.
func pageContent(pdf []byte) []byte {
	var out bytes.Buffer
	for rest := pdf; ; {
		_, after, found := bytes.Cut(rest, []byte("stream\n"))
		if !found {
			return out.Bytes()
		}
		rest = after
		r, err := zlib.NewReader(bytes.NewReader(after))
		if err != nil {
			continue
		}
		s, err := io.ReadAll(r)
		if err == nil && bytes.Contains(s, []byte(" Tf")) {
			out.Write(s)
		}
	}
}
