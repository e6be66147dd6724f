//go:build !race

package signing

// Memory says nothing under the race detector.

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"

	"vypiska/signing/signingtest"
)

func TestHostileFilesCostLittle(t *testing.T) {
	head := "%PDF-1.7\n"
	end := func(body string) []byte {
		return fmt.Appendf(nil, "%s%sstartxref\n%d\n%%%%EOF\n", head, body, len(head))
	}
	bomb := deflate(make([]byte, 200<<20))
	rows := map[string][]byte{
		"arrays nested a million deep":     end("xref\n0 0\ntrailer\n" + strings.Repeat("[", 1_000_000)),
		"a table of a billion entries":     end("xref\n0 1000000000\ntrailer\n<</Size 1 /Root 1 0 R>>\n"),
		"a size of two billion":            end("xref\n0 0\ntrailer\n<</Size 2000000000 /Root 1 0 R>>\n"),
		"a ring of revisions":              end(fmt.Sprintf("xref\n0 0\ntrailer\n<</Size 9 /Root 1 0 R /Prev %d>>\n", len(head))),
		"millions of zeros in the trailer": end("xref\n0 0\ntrailer\n<</Size 9 /Root 1 0 R /X [" + strings.Repeat("0 ", 2_000_000) + "]>>\n"),
		"a bomb in a stream":               end(fmt.Sprintf("1 0 obj\n<</Type /XRef /Size 9 /W [1 2 2] /Root 1 0 R /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream\nendobj\n", len(bomb), bomb)),
	}
	for name, pdf := range rows {
		var r Report
		var err error
		bytes, took := cost(func() { r, err = Check(context.Background(), pdf, ours().pool, noon) })
		if err == nil || r.Valid {
			t.Errorf("%s: accepted", name)
		}
		if bytes > uint64(4*len(pdf)+64<<20) || took > 2*time.Second {
			t.Errorf("%s: %d MB, %v for %d KB (%v)", name, bytes>>20, took, len(pdf)>>10, err)
		}
	}
}

// TestManyRevisionsOfManyObjectsCostLittle: each revision is read once more for
// its references, all of them on one budget.
func TestManyRevisionsOfManyObjectsCostLittle(t *testing.T) {
	many := pdfFile(trailerID, "<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <<>>>>", "["+strings.Repeat("1 0 R ", 300_000)+"]")
	pdf, err := New(keyOf(t, p256())).Seal(context.Background(), many, request())
	if err != nil {
		t.Fatal(err)
	}
	for i := range maxRenewals {
		pdf = revise(pdf, map[int]string{1: strings.Replace(withStore(pdf), "/Certs", fmt.Sprintf("/X%d 0 /Certs", i), 1)})
	}
	bytes, took := cost(func() { _, err = Check(context.Background(), pdf, ours().pool, noon) })
	if !errors.Is(err, ErrInvalid) {
		t.Error(err)
	}
	if bytes > uint64(4*len(pdf)+64<<20) || took > 2*time.Second {
		t.Errorf("%d MB, %v for %d KB (%v)", bytes>>20, took, len(pdf)>>10, err)
	}
}

func TestSealingTakesLittleMemory(t *testing.T) {
	pdf := ofSize(2 << 20)
	w, a, _ := newWorld(t)
	for _, l := range levels { // with the authorities' own memory, which is in this process here
		at := signerAt(t, w.RSA, l, a)
		bytes, _ := cost(func() {
			if _, err := at.Seal(context.Background(), pdf, request()); err != nil {
				t.Error(err)
			}
		})
		if limit := uint64(len(pdf)) * 13 / 10; bytes > limit {
			t.Errorf("%s: %d bytes for a file of %d", l, bytes, len(pdf))
		}
	}
	for _, l := range levels {
		sealed, err := signerAt(t, w.P256, l, a).Seal(context.Background(), pdf, request())
		if err != nil {
			t.Fatal(err)
		}
		bytes, took := cost(func() {
			if _, err := Check(context.Background(), sealed, w.Roots(), noon); err != nil {
				t.Error(err)
			}
		})
		if limit := uint64(len(pdf))*4 + 64<<20; bytes > limit || took > 2*time.Second {
			t.Errorf("checking at %s: %d bytes, %v for a file of %d", l, bytes, took, len(pdf))
		}
	}
}

// TestValidationDataCostsLittle: a security store is where a file can ask for
// work that no reader sees.
func TestValidationDataCostsLittle(t *testing.T) {
	w, a, _ := newWorld(t)
	k, err := w.P256()
	if err != nil {
		t.Fatal(err)
	}
	by := func() (signingtest.Signer, error) { return k, nil }
	bt := sealAt(t, by, LevelT, a)
	good := answerAbout(t, w, k.Chain[0], "")
	var many [][]byte
	for i := range 5000 { // each another one, and each has to be read
		many = append(many, append(bytes.Clone(good[:len(good)-2]), byte(i), byte(i>>8)))
	}
	entries := strings.Repeat("\x30\x12\x02\x01\x09\x17\x0d261005120000Z", 500_000)
	rows := map[string]evidence{
		"5,000 answers about the signer":   {ocsps: many},
		"5,000 certificates of one name":   {certs: twins(t, 5000)},
		"a list of half a million numbers": {crls: [][]byte{listOf(t, k.Chain[1], entries)}},
	}
	files := map[string][]byte{"a bomb among the certificates": withBomb(t, bt)}
	for name, e := range rows {
		f, err := openSealed(bt)
		if err != nil {
			t.Fatal(err)
		}
		key := f.seals[0].vriKey(bt)
		if files[name], err = f.doc.addEvidence(map[string]evidence{key: e}, []string{key}, a.salt()); err != nil {
			t.Fatal(err)
		}
	}
	for name, pdf := range files {
		var r Report
		spent, took := cost(func() { r, err = Check(context.Background(), pdf, w.Roots(), noon) })
		if err == nil || r.Trusted {
			t.Errorf("%s: trusted", name)
		}
		if spent > uint64(4*len(pdf)+64<<20) || took > 2*time.Second {
			t.Errorf("%s: %d MB, %v for %d KB (%v)", name, spent>>20, took, len(pdf)>>10, err)
		}
		t.Logf("%s: %d KB: %d MB, %v", name, len(pdf)>>10, spent>>20, took)
	}
}

// withBomb appends a security store of streams that unpack to a hundred megabytes each.
func withBomb(t testing.TB, pdf []byte) []byte {
	t.Helper()
	d := mustOpen(t, pdf)
	cat, err := d.catalog()
	if err != nil {
		t.Fatal(err)
	}
	n, bomb := len(d.places), deflate(make([]byte, 100<<20))
	objects, refs := map[int]string{}, ""
	for i := range 20 {
		objects[n+i] = fmt.Sprintf("<</Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream", len(bomb), bomb)
		refs += fmt.Sprintf("%d 0 R ", n+i)
	}
	objects[1] = string(cat.raw[:len(cat.raw)-2]) + " /DSS <</Certs [" + refs + "]>>>>"
	return revise(pdf, objects)
}

// twins are certificates of the issuing CA's name with other keys.
func twins(t testing.TB, n int) (ders [][]byte) {
	t.Helper()
	for i := range n {
		c := &x509.Certificate{SerialNumber: big.NewInt(int64(i + 1)), Subject: pkix.Name{Country: []string{"RU"}, Organization: []string{"Test"}, CommonName: "Test issuing"},
			IsCA: true, BasicConstraintsValid: true, NotBefore: noon.AddDate(-1, 0, 0), NotAfter: noon.AddDate(1, 0, 0)}
		der, err := x509.CreateCertificate(rand.Reader, c, ours().root, p256().Public(), ours().rootKey)
		if err != nil {
			t.Fatal(err)
		}
		ders = append(ders, der)
	}
	return ders
}

// listOf writes a list in an issuer's name with entries as they are; nobody signed it.
func listOf(t testing.TB, issuer *x509.Certificate, entries string) []byte {
	t.Helper()
	alg := func(b *cryptobyte.Builder) {
		sequence(b, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidECDSAWithSHA256) })
	}
	var b cryptobyte.Builder
	sequence(&b, func(b *cryptobyte.Builder) {
		sequence(b, func(b *cryptobyte.Builder) {
			b.AddASN1Int64(1)
			alg(b)
			b.AddBytes(issuer.RawSubject)
			b.AddASN1UTCTime(noon)
			sequence(b, func(b *cryptobyte.Builder) { b.AddBytes([]byte(entries)) })
		})
		alg(b)
		b.AddASN1BitString([]byte{0x30, 6, 2, 1, 1, 2, 1, 1})
	})
	der, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return der
}
