//go:build s3

package storagetest

import (
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vypiska/storage"
)

// binDir names the directory that storagetest/servers.sh installs servers into.
const binDir = "S3_TEST_BIN"

// A Server is an S3 nobody here wrote, in a process of its own.
type Server struct {
	Name string
	args func(addr, dir string) []string
	env  []string
}

var servers = []Server{
	{"versitygw", func(addr, dir string) []string {
		return []string{"--access", "test-access", "--secret", "test-secret-0123456789", "--port", addr, "--quiet",
			"posix", "--versioning-dir", filepath.Join(dir, "versions"), filepath.Join(dir, "objects")}
	}, nil},
	{"minio", func(addr, dir string) []string {
		return []string{"server", "--quiet", "--address", addr, filepath.Join(dir, "objects")}
	}, []string{"MINIO_ROOT_USER=test-access", "MINIO_ROOT_PASSWORD=test-secret-0123456789"}},
}

// Servers are those that servers.sh was asked to test.
func Servers(t *testing.T) []Server {
	t.Helper()
	var chosen []Server
	for _, s := range servers {
		if strings.Contains(" "+os.Getenv("S3_TEST_SERVERS")+" ", " "+s.Name+" ") {
			chosen = append(chosen, s)
		}
	}
	if len(chosen) == 0 {
		t.Fatal("no server chosen: run storage/storagetest/servers.sh [versitygw] [minio]")
	}
	return chosen
}

// Start starts the server and returns how to reach it, without a bucket.
func (s Server) Start(t *testing.T) storage.Config {
	t.Helper()
	bin := filepath.Join(os.Getenv(binDir), s.Name)
	if _, err := os.Stat(bin); os.Getenv(binDir) == "" || err != nil {
		t.Fatalf("no %s in %s: run storage/storagetest/servers.sh, which installs it and then this test", s.Name, binDir)
	}
	addr, dir := freeAddress(t), t.TempDir()
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

// freeAddress is a port of a loopback address that is nobody else's: at 127.0.0.1
// any connection may take the port before the server does.
func freeAddress(t *testing.T) string {
	t.Helper()
	n := rand.Uint32()
	own := net.IPv4(127, 1+byte(n)%250, byte(n>>8), 1+byte(n>>16)%250)
	l, err := net.Listen("tcp4", own.String()+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func untilItAnswers(t *testing.T, c storage.Config) {
	t.Helper()
	c.Bucket = NewBucket()
	raw := NewRaw(t, c)
	tick, late := time.NewTicker(100*time.Millisecond), time.After(2*time.Minute)
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
