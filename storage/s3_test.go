//go:build s3

package storage_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/minio/minio-go/v7"

	"vypiska/storage"
	"vypiska/storage/storagetest"
)

func TestS3(t *testing.T) {
	for _, s := range storagetest.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			c := s.Start(t)
			storagetest.Run(t, storagetest.House{
				Copy: freshCopy,
				Config: func(testing.TB) storage.Config {
					c.Bucket = storagetest.NewBucket()
					return c
				},
			})
			c.Bucket = storagetest.NewBucket()
			t.Run("a bucket that keeps versions", func(t *testing.T) { versioned(t, c) })
			buckets(t, c)
		})
	}
}

// versioned is a bucket whose owner asked for versions: what we destroy must
// not stay behind as an older version.
func versioned(t *testing.T, c storage.Config) {
	raw := storagetest.NewRaw(t, c)
	if err := raw.Client.MakeBucket(t.Context(), c.Bucket, minio.MakeBucketOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := raw.Client.EnableVersioning(t.Context(), c.Bucket); err != nil {
		t.Fatal(err)
	}
	s := storeOf(t, c)
	copied := freshCopy(t, 5000)
	o, err := s.Put(t.Context(), copied)
	if err != nil {
		t.Fatal(err)
	}
	raw.Write(t, o.Key, []byte("damaged"))
	if err := s.PutPrepared(t.Context(), copied, o); err != nil {
		t.Fatal(err)
	}
	if n := versionsOf(t, raw, o.Key); n != 3 {
		t.Fatalf("%d versions, want 3 for this test to mean something", n)
	}
	if err := raw.Client.RemoveObject(t.Context(), c.Bucket, o.Key, minio.RemoveObjectOptions{}); err != nil { // only hides it
		t.Fatal(err)
	}
	if there, err := s.Holds(t.Context(), copied.Number()); err != nil || !there {
		t.Errorf("older versions are not seen: %v, %v", there, err)
	}
	if err := errors.Join(s.Delete(t.Context(), o.Key), s.Delete(t.Context(), o.Key)); err != nil {
		t.Fatal(err)
	}
	if n := versionsOf(t, raw, o.Key); n != 0 {
		t.Errorf("%d versions survived the copy's destruction", n)
	}
	if there, err := s.Holds(t.Context(), copied.Number()); err != nil || there {
		t.Errorf("versions are seen that are gone: %v, %v", there, err)
	}
	if err := s.Verify(t.Context(), o); !errors.Is(err, storage.ErrGone) {
		t.Error(fmt.Errorf("a destroyed copy: %w", err))
	}
}

func versionsOf(t *testing.T, raw *storagetest.Raw, key string) (n int) {
	t.Helper()
	for o := range raw.Client.ListObjectsIter(t.Context(), raw.Bucket, minio.ListObjectsOptions{Prefix: key, WithVersions: true}) {
		if o.Err != nil {
			t.Fatal(o.Err)
		}
		n++
	}
	return n
}
