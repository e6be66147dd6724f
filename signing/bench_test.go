package signing

import (
	"context"
	"crypto"
	"crypto/sha256"
	"fmt"
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

// BenchmarkSeal stands beside BenchmarkBare: the floor of sealing is one hash of
// the file and one operation of the key.
func BenchmarkSeal(b *testing.B) {
	eachSizeAndKey(b, func(b *testing.B, pdf []byte, key crypto.Signer) {
		s := New(keyOf(b, key))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := s.Seal(context.Background(), pdf, request()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkBare(b *testing.B) {
	eachSizeAndKey(b, func(b *testing.B, pdf []byte, key crypto.Signer) {
		for b.Loop() {
			sum := sha256.Sum256(pdf)
			if _, err := key.Sign(nil, sum[:], crypto.SHA256); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func eachSizeAndKey(b *testing.B, run func(*testing.B, []byte, crypto.Signer)) {
	for _, size := range []int{100_000, 10_000_000} {
		pdf := ofSize(size)
		for _, alg := range []struct {
			name string
			key  crypto.Signer
		}{{"RSA-2048", rsa2048()}, {"P-256", p256()}} {
			b.Run(fmt.Sprintf("%s/%dKB", alg.name, size/1000), func(b *testing.B) { run(b, pdf, alg.key) })
		}
	}
}

// BenchmarkSealLTA is a whole B-LTA with a TSA and responders on this machine.
func BenchmarkSealLTA(b *testing.B) {
	w, a, _ := newWorld(b)
	s := signerAt(b, w.RSA, LevelLTA, a)
	for _, size := range []int{100_000, 10_000_000} {
		pdf := ofSize(size)
		b.Run(fmt.Sprintf("%dKB", size/1000), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Seal(context.Background(), pdf, request()); err != nil {
					b.Fatal(err)
				}
			}
		})
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
