//go:build s3

package storage_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"vypiska/storage"
	"vypiska/storage/storagetest"
)

// binDir names the directory that storagetest/servers.sh installs servers into.
const binDir = "VYPISKA_S3_BIN"

// A server is an S3 nobody here wrote, in a process of its own.
type server struct {
	name string
	args func(addr, dir string) []string
	env  []string
}

var servers = []server{
	{"versitygw", func(addr, dir string) []string {
		return []string{"--access", "test-access", "--secret", "test-secret-0123456789", "--port", addr, "--quiet",
			"posix", "--versioning-dir", filepath.Join(dir, "versions"), filepath.Join(dir, "objects")}
	}, nil},
	{"minio", func(addr, dir string) []string {
		return []string{"server", "--quiet", "--address", addr, filepath.Join(dir, "objects")}
	}, []string{"MINIO_ROOT_USER=test-access", "MINIO_ROOT_PASSWORD=test-secret-0123456789"}},
}

func TestS3(t *testing.T) {
	for _, s := range servers {
		t.Run(s.name, func(t *testing.T) {
			c := s.start(t)
			storagetest.Run(t, storagetest.House{
				Copy: freshCopy,
				Config: func(testing.TB) storage.Config {
					c.Bucket = storagetest.NewBucket()
					return c
				},
			})
			c.Bucket = storagetest.NewBucket()
			t.Run("a bucket that keeps versions", func(t *testing.T) { versioned(t, c) })
		})
	}
}

func (s server) start(t *testing.T) storage.Config {
	t.Helper()
	bin := filepath.Join(os.Getenv(binDir), s.name)
	if _, err := os.Stat(bin); os.Getenv(binDir) == "" || err != nil {
		t.Fatalf("no %s in %s: run storage/storagetest/servers.sh, which installs it and then this test", s.name, binDir)
	}
	addr, dir := freePort(t), t.TempDir()
	for _, d := range []string{"objects", "versions"} {
		if err := os.Mkdir(filepath.Join(dir, d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(bin, s.args(addr, dir)...)
	cmd.Env = append(os.Environ(), s.env...)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	c := storage.Config{Endpoint: addr, Region: storage.DefaultRegion, AccessKey: "test-access", SecretKey: "test-secret-0123456789"}
	untilItAnswers(t, c)
	return c
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func untilItAnswers(t *testing.T, c storage.Config) {
	t.Helper()
	c.Bucket = storagetest.NewBucket()
	raw := storagetest.NewRaw(t, c)
	tick, late := time.NewTicker(100*time.Millisecond), time.After(30*time.Second)
	defer tick.Stop()
	for {
		_, err := raw.Client.BucketExists(t.Context(), c.Bucket)
		if err == nil {
			return
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatal(err)
		}
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
	if err := errors.Join(s.Delete(t.Context(), o.Key), s.Delete(t.Context(), o.Key)); err != nil {
		t.Fatal(err)
	}
	if n := versionsOf(t, raw, o.Key); n != 0 {
		t.Errorf("%d versions survived the copy's destruction", n)
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
