package signing

import (
	"context"
	"crypto"
	"crypto/sha256"
	"runtime"
	"testing"
	"time"
)

// cost measures what f allocates in all and how long it takes.
func cost(f func()) (uint64, time.Duration) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	f()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, took
}

// BenchmarkSeal100KB beside BenchmarkBare: the floor is one hash and one RSA operation.
func BenchmarkSeal100KB(b *testing.B) {
	pdf := ofSize(100_000)
	s := New(keyOf(b, rsa2048()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Seal(context.Background(), pdf, request()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBare(b *testing.B) {
	pdf := ofSize(100_000)
	key := rsa2048()
	for b.Loop() {
		sum := sha256.Sum256(pdf)
		if _, err := key.Sign(nil, sum[:], crypto.SHA256); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHash100KB(b *testing.B) {
	pdf := ofSize(100_000)
	for b.Loop() {
		_ = sha256.Sum256(pdf)
	}
}

func BenchmarkIntact100KB(b *testing.B) {
	out, err := New(keyOf(b, rsa2048())).Seal(context.Background(), ofSize(100_000), request())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := Intact(out); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheck100KB(b *testing.B) {
	out, err := New(keyOf(b, rsa2048())).Seal(context.Background(), ofSize(100_000), request())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Check(context.Background(), out, ours().pool, noon); err != nil {
			b.Fatal(err)
		}
	}
}
