package storage_test

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minio/minio-go/v7"

	"vypiska/storage"
	"vypiska/storage/storagetest"
)

func TestTheEmbeddedServersBucket(t *testing.T) {
	_, e := embedded(t)
	buckets(t, e.Config())
}

// buckets is what every S3 must hold about a bucket and its keys.
func buckets(t *testing.T, c storage.Config) {
	t.Run("a public bucket is refused", func(t *testing.T) { public(t, c) })
	t.Run("keys are replaced in their files", func(t *testing.T) { rotated(t, c) })
	t.Run("a probe leaves nothing", func(t *testing.T) {
		c.Bucket = storagetest.NewBucket()
		if err := storeOf(t, c).Probe(t.Context()); err != nil {
			t.Error(err)
		}
		for o := range storagetest.NewRaw(t, c).Client.ListObjectsIter(t.Context(), c.Bucket, minio.ListObjectsOptions{}) {
			t.Errorf("left %s, %v", o.Key, o.Err)
		}
	})
}

func public(t *testing.T, c storage.Config) {
	c.Bucket = storagetest.NewBucket()
	raw := storagetest.NewRaw(t, c)
	if err := raw.Client.MakeBucket(t.Context(), c.Bucket, minio.MakeBucketOptions{}); err != nil {
		t.Fatal(err)
	}
	c.Master, c.Rand = []storage.MasterKey{storagetest.Master(t)}, rand.Reader
	for name, action := range map[string]string{"list": "s3:ListBucket", "read": "s3:GetObject"} {
		resource := "arn:aws:s3:::" + c.Bucket
		if name == "read" {
			resource += "/*"
		}
		policy := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["*"]},"Action":["` + action + `"],"Resource":["` + resource + `"]}]}`
		if err := raw.Client.SetBucketPolicy(t.Context(), c.Bucket, policy); err != nil {
			t.Fatal(err)
		}
		if _, err := storage.Open(t.Context(), c); !errors.Is(err, storage.ErrPublic) {
			t.Errorf("everybody may %s: %v", name, err)
		}
	}
	if err := raw.Client.SetBucketPolicy(t.Context(), c.Bucket, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Open(t.Context(), c); err != nil {
		t.Errorf("private again: %v", err)
	}
}

func rotated(t *testing.T, c storage.Config) {
	c.Bucket = storagetest.NewBucket()
	dir := t.TempDir()
	access, secret := c.AccessKey, c.SecretKey
	c.AccessKey, c.SecretKey = "", ""
	c.AccessKeyFile, c.SecretKeyFile = filepath.Join(dir, "a"), filepath.Join(dir, "s")
	write := func(a, s string) {
		t.Helper()
		for name, text := range map[string]string{c.AccessKeyFile: a, c.SecretKeyFile: s} {
			if err := os.WriteFile(name+".new", []byte(text+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(name+".new", name); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(access, secret)
	s := storeOf(t, c)
	o, err := s.Put(t.Context(), freshCopy(t, 1000))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []struct {
		secret string
		ok     bool
	}{{"another-secret-of-the-same-length"[:min(33, len(secret))], false}, {secret, true}, {"", false}, {secret, true}} {
		write(access, key.secret)
		err := s.Verify(t.Context(), o)
		if (err == nil) != key.ok {
			t.Errorf("want %v: %v", key.ok, err)
		}
		if err != nil && (strings.Contains(err.Error(), "another-secret") || strings.Contains(err.Error(), dir)) {
			t.Errorf("the error tells too much: %v", err)
		}
	}
	if err := os.Remove(c.SecretKeyFile); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context(), o); err == nil || !strings.Contains(err.Error(), "secret key file: no such file") {
		t.Error(err)
	}
}
