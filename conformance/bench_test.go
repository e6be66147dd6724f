//go:build conformance

package conformance

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"vypiska/signing"
	"vypiska/signing/signingtest"
)

// BenchmarkSeal seals files at B-B: its floor is one hash of the file and one
// operation of the key. best-ns is the quietest seal, which says most on a shared
// machine. pyHanko counts the CPU of its own warm process; what it allocates is
// not ours to count.
func BenchmarkSeal(b *testing.B) {
	for kind, demo := range map[string]func(io.Reader, time.Time) (signing.DemoKeys, error){"RSA-2048": signing.Demo, "P-256": signing.DemoP256} {
		for _, size := range []int{100_000, 10_000_000} {
			b.Run(fmt.Sprintf("%s/%dKB", kind, size/1000), func(b *testing.B) { beside(b, benchSigner(b, demo), ofSize(b, size)) })
		}
	}
}

func beside(b *testing.B, who signingtest.Signer, file []byte) {
	key, err := signing.NewKey(who.Key, who.Chain, moment)
	if err != nil {
		b.Fatal(err)
	}
	signer := signing.New(key)
	each(b, "floor", func() {
		sum := sha256.Sum256(file)
		if _, err := who.Key.Sign(rand.Reader, sum[:], crypto.SHA256); err != nil {
			b.Fatal(err)
		}
	})
	each(b, "vypiska", func() {
		if _, err := signer.Seal(b.Context(), file, signing.Request{Time: moment, Page: -1}); err != nil {
			b.Fatal(err)
		}
	})
	each(b, "pdfsign", func() { pdfsigned(b, file, who) })
	b.Run("pyHanko", func(b *testing.B) { pyHankoTimed(b, "plain", file, who) })
	b.Run("pyHanko, key kept", func(b *testing.B) { pyHankoTimed(b, "kept", file, who) })
}

func each(b *testing.B, name string, seal func()) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		best := time.Hour
		for b.Loop() {
			start := time.Now()
			seal()
			best = min(best, time.Since(start))
		}
		b.ReportMetric(float64(best.Nanoseconds()), "best-ns")
	})
}

// benchSigner is a demo key: its certificates name nobody to ask.
func benchSigner(b *testing.B, make func(io.Reader, time.Time) (signing.DemoKeys, error)) signingtest.Signer {
	b.Helper()
	demo, err := make(rand.Reader, moment)
	if err != nil {
		b.Fatal(err)
	}
	var who signingtest.Signer
	for block, rest := pem.Decode(demo.Chain); block != nil; block, rest = pem.Decode(rest) {
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			b.Fatal(err)
		}
		who.Chain = append(who.Chain, c)
	}
	block, _ := pem.Decode(demo.Key)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		b.Fatal(err)
	}
	who.Key = key.(crypto.Signer)
	return who
}

// pyHankoTimed has pyHanko seal as its users do, or with a key that is not read
// and checked for each seal.
func pyHankoTimed(b *testing.B, maker string, file []byte, who signingtest.Signer) {
	dir := b.TempDir()
	leaf, issuers, key := files(b, dir, who)
	source := filepath.Join(dir, "file.pdf")
	save(b, source, file)
	var all, best int64
	said := run(b, python, "tools/pyhanko_seal.py", "--time", maker, strconv.Itoa(b.N), leaf, issuers, key, source)
	if _, err := fmt.Sscan(said, &all, &best); err != nil {
		b.Fatalf("%v: %s", err, said)
	}
	b.ReportMetric(float64(all)/float64(b.N), "ns/op")
	b.ReportMetric(float64(best), "best-ns")
}

// ofSize is a page with an incompressible stream of n bytes.
func ofSize(b *testing.B, n int) []byte {
	b.Helper()
	noise := make([]byte, n)
	if _, err := rand.Read(noise); err != nil {
		b.Fatal(err)
	}
	objects := []string{
		"<</Type /Catalog /Pages 2 0 R>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <<>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", n, noise)}
	var pdf bytes.Buffer
	pdf.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", pdf.Len())
		fmt.Fprintf(&pdf, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	id := strings.Repeat("5A", 16)
	fmt.Fprintf(&pdf, "%strailer\n<</Size %d /Root 1 0 R /ID [<%s> <%s>]>>\nstartxref\n%d\n%%%%EOF\n", table, len(objects)+1, id, id, pdf.Len())
	return pdf.Bytes()
}
