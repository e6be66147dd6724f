package signing

import (
	"context"
	"crypto"
	"crypto/sha256"
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// cost measures what f allocates in all and how long this process computes for
// it: on a machine that others use, a clock on the wall says nothing.
func cost(f func()) (uint64, time.Duration) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := computed()
	f()
	took := computed() - start
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, took
}

// computed is how long this process has been on a processor.
func computed() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkSeal has its floor beside it, in turn with it: one hash of the file
// and one operation of the key. x-floor is the quickest of the one by the quickest
// of the other, for whatever else the machine does disturbs both.
func BenchmarkSeal(b *testing.B) {
	for _, size := range []int{100_000, 10_000_000} {
		pdf := ofSize(size)
		for name, key := range map[string]crypto.Signer{"RSA-2048": rsa2048(), "P-256": p256()} {
			b.Run(fmt.Sprintf("%s/%dKB", name, size/1000), func(b *testing.B) { besideFloor(b, pdf, key) })
		}
	}
}

func besideFloor(b *testing.B, pdf []byte, key crypto.Signer) {
	s, r := New(keyOf(b, key)), request()
	seal, floor := time.Hour, time.Hour
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		if _, err := s.Seal(context.Background(), pdf, r); err != nil {
			b.Fatal(err)
		}
		seal = min(seal, time.Since(start))
		b.StopTimer()
		start = time.Now()
		sum := sha256.Sum256(pdf)
		if _, err := key.Sign(nil, sum[:], crypto.SHA256); err != nil {
			b.Fatal(err)
		}
		floor = min(floor, time.Since(start))
		b.StartTimer()
	}
	b.ReportMetric(float64(seal)/float64(floor), "x-floor")
	b.ReportMetric(float64(seal.Nanoseconds()), "best-ns")
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
