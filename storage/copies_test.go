package storage_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/deidentify"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/signing"
)

var now = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

// emptyPage is a PDF of exactly size bytes: one empty page and a long comment.
// The number in it makes the bytes of two copies differ.
func emptyPage(t testing.TB, size int, n issued.Number) []byte {
	t.Helper()
	bare := len(pageWith(n, 0))
	for pad := size - bare - 40; pad <= size-bare; pad++ {
		if pdf := pageWith(n, max(pad, 0)); len(pdf) == size {
			return pdf
		}
	}
	t.Fatalf("no page of %d bytes: the smallest has %d", size, bare)
	return nil
}

func pageWith(n issued.Number, pad int) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3")
	b.WriteString(n.String() + strings.Repeat(".", pad) + "\n")
	var at []int
	for i, body := range []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>"} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	xref := b.Len()
	b.WriteString("xref\n0 4\n0000000000 65535 f \n")
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size 4/Root 1 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF\n", xref)
	return b.Bytes()
}

// anonymizedCopy is a real copy of exactly size bytes whose number comes from random.
func anonymizedCopy(t testing.TB, size int, random io.Reader) issued.Copy {
	t.Helper()
	g, err := policy.Decide(policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: "p1", Kind: policy.Anonymized, Basis: "test"}, policy.Facts{}, now)
	if err != nil {
		t.Fatal(err)
	}
	n, err := issued.NewNumber(random)
	if err != nil {
		t.Fatal(err)
	}
	d := issued.Draft{Number: n, PDF: emptyPage(t, size, n), Pages: 1, MadeAt: now, MarkPage: -1}
	v, err := deidentify.LastLook(d.PDF, deidentify.Identity{}, "copy.pdf")
	if err != nil {
		t.Fatal(err)
	}
	c, err := issued.Clean(g, d, v)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// signedCopy is a real signed copy of at least size bytes.
func signedCopy(t testing.TB, size int) issued.Copy {
	t.Helper()
	g, err := policy.Decide(policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: "p1", Kind: policy.Signed, Basis: "test"}, policy.Facts{}, now)
	if err != nil {
		t.Fatal(err)
	}
	demo, err := signing.DemoP256(rand.Reader, now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := signing.LoadKey(demo.Chain, demo.Key, now)
	if err != nil {
		t.Fatal(err)
	}
	n, err := issued.NewNumber(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d := issued.Draft{Number: n, PDF: emptyPage(t, size, n), Pages: 1, MadeAt: now, MarkPage: -1}
	c, err := issued.Seal(t.Context(), g, d, signing.New(key))
	if err != nil {
		t.Fatal(err)
	}
	return c
}
