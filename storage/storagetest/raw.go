package storagetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"vypiska/storage"
)

// Raw is what somebody with the bucket's access keys, and without ours, can do.
type Raw struct {
	Client *minio.Client
	Bucket string
}

// NewRaw reaches the bucket of a configuration by minio-go alone.
func NewRaw(t testing.TB, c storage.Config) *Raw {
	t.Helper()
	endpoint, transport := c.Endpoint, c.Transport
	if c.Socket != "" {
		endpoint = "localhost"
		dialed := Dial(c.Socket)
		t.Cleanup(dialed.CloseIdleConnections)
		transport = dialed
	}
	client, err := minio.New(endpoint, &minio.Options{
		Creds:     credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""),
		Secure:    c.TLS,
		Region:    c.Region,
		Transport: transport,
	})
	if err != nil {
		t.Fatal(err)
	}
	return &Raw{client, c.Bucket}
}

// Dial is a transport over a unix socket.
func Dial(socket string) *http.Transport {
	return &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}}
}

// Read gives the object's bytes as they are stored.
func (r *Raw) Read(t testing.TB, key string) []byte {
	t.Helper()
	o, err := r.Client.GetObject(t.Context(), r.Bucket, key, minio.GetObjectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = o.Close() }()
	b, err := io.ReadAll(o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Write replaces the object's bytes.
func (r *Raw) Write(t testing.TB, key string, b []byte) {
	t.Helper()
	_, err := r.Client.PutObject(t.Context(), r.Bucket, key, bytes.NewReader(b), int64(len(b)), minio.PutObjectOptions{DisableContentSha256: true})
	if err != nil {
		t.Fatal(err)
	}
}

// Keys lists the bucket.
func (r *Raw) Keys(t testing.TB) []string {
	t.Helper()
	var keys []string
	for o := range r.Client.ListObjects(t.Context(), r.Bucket, minio.ListObjectsOptions{Recursive: true}) {
		if o.Err != nil {
			t.Fatal(o.Err)
		}
		keys = append(keys, o.Key)
	}
	return keys
}

// NewBucket is a name nobody else uses.
func NewBucket() string { return "test-" + strings.ToLower(rand.Text()) }
