//go:build !race

package signing

// Memory says nothing under the race detector.

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
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

func TestSealingTakesLittleMemory(t *testing.T) {
	pdf := ofSize(2 << 20)
	s := New(keyOf(t, rsa2048()))
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
	sealed, err := s.Seal(context.Background(), pdf, request())
	if err != nil {
		t.Fatal(err)
	}
	bytes, _ := cost(func() { _, _ = Check(context.Background(), sealed, ours().pool, noon) })
	if limit := uint64(len(pdf))*4 + 64<<20; bytes > limit {
		t.Errorf("checking: %d bytes for a file of %d", bytes, len(pdf))
	}
}
