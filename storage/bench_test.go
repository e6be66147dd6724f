package storage_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/minio/minio-go/v7"

	"vypiska/storage/storagetest"
)

// BenchmarkGet reads a copy to its end, beside minio-go alone on an object of
// the same size that is not encrypted.
func BenchmarkGet(b *testing.B) {
	_, e := embedded(b)
	c := e.Config()
	s, raw := storeOf(b, c), storagetest.NewRaw(b, c)
	for name, size := range map[string]int{"100KB": 100 << 10, "10MB": 10 << 20} {
		copied := signedCopy(b, size)
		o, err := s.Put(b.Context(), copied)
		if err != nil {
			b.Fatal(err)
		}
		raw.Write(b, "plain", copied.PDF())
		b.Run(name+"/ours", func(b *testing.B) {
			b.SetBytes(o.Size)
			b.ReportAllocs()
			for b.Loop() {
				if err := s.Verify(b.Context(), o); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/minio-go", func(b *testing.B) {
			b.SetBytes(o.Size)
			b.ReportAllocs()
			for b.Loop() {
				body, _, _, err := minio.Core{Client: raw.Client}.GetObject(b.Context(), raw.Bucket, "plain", minio.GetObjectOptions{})
				if err != nil {
					b.Fatal(err)
				}
				if n, err := io.Copy(io.Discard, body); n != o.Size || err != nil {
					b.Fatal(n, err)
				}
				_ = body.Close()
			}
		})
	}
}

// BenchmarkPut stores a copy durably, beside minio-go alone on the same bytes
// and the same, syncing server.
func BenchmarkPut(b *testing.B) {
	_, e := embedded(b)
	c := e.Config()
	s, raw := storeOf(b, c), storagetest.NewRaw(b, c)
	copied := signedCopy(b, 100<<10)
	b.Run("100KB/ours", func(b *testing.B) {
		b.SetBytes(int64(len(copied.PDF())))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := s.Put(b.Context(), copied); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("100KB/minio-go", func(b *testing.B) {
		b.SetBytes(int64(len(copied.PDF())))
		b.ReportAllocs()
		for b.Loop() {
			_, err := raw.Client.PutObject(b.Context(), raw.Bucket, "plain", bytes.NewReader(copied.PDF()), int64(len(copied.PDF())), minio.PutObjectOptions{})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}
