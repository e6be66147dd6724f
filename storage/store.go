package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// DefaultRegion is used where the configuration names none.
const DefaultRegion = "us-east-1"

// Config says which S3 keeps the copies, and the keys.
type Config struct {
	// Endpoint is host or host:port of the S3. With Socket it may be empty.
	Endpoint string
	// Socket is the unix socket of an embedded server, instead of a network address.
	Socket string
	// TLS asks for https. Without it the request's signature still covers its
	// bytes, but who listens sees numbers and digests.
	TLS bool
	// Bucket is made if it is missing. It should hold nothing else.
	Bucket string
	// Region defaults to DefaultRegion; it is part of every signature.
	Region               string
	AccessKey, SecretKey string
	// AccessKeyFile and SecretKeyFile have the keys instead, a line each, and are
	// read again when they change.
	AccessKeyFile, SecretKeyFile string
	// Transport replaces ours, for a private root certificate or a proxy.
	Transport http.RoundTripper
	// Measure is put around the transport; may be nil.
	Measure func(http.RoundTripper) http.RoundTripper
	// Master are the master keys: the first wraps, all unwrap.
	Master []MasterKey
	// Rand is where keys come from: crypto/rand.Reader, except in tests.
	Rand io.Reader
}

// Format prints where the copies are kept and no secret, whatever the verb.
func (c Config) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "bucket %s at %s", c.Bucket, c.place())
}

func (c Config) place() string {
	if c.Socket != "" {
		return "the embedded server"
	}
	return c.Endpoint
}

func (c Config) check() error {
	if c.Endpoint == "" && c.Socket == "" {
		return errors.New("no endpoint: want host:port of the S3")
	}
	if (c.AccessKey == "" || c.SecretKey == "") && (c.AccessKeyFile == "" || c.SecretKeyFile == "") {
		return errors.New("no access key or secret key")
	}
	if len(c.Master) == 0 || slices.ContainsFunc(c.Master, MasterKey.IsZero) {
		return errors.New("no master key: copies are never stored unencrypted")
	}
	if c.Rand == nil {
		return errors.New("no source of randomness: want crypto/rand.Reader")
	}
	return nil
}

// Store keeps copies in one bucket. It is safe for use by many at once.
type Store struct {
	client  *minio.Client
	joins   *minio.Client // waits as long as its caller for the first word of an answer
	idle    func()        // closes connections nobody uses
	bucket  string
	masters []MasterKey
	rand    io.Reader
	// versioned buckets keep what was deleted: every version is removed.
	versioned bool
}

// Open connects to the S3 and makes the bucket if it is missing. A public bucket
// is refused. It reads the bucket's versioning, because a versioned bucket keeps
// what is deleted.
func Open(ctx context.Context, c Config) (*Store, error) {
	s, err := open(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("storage: %v: %w", c, err)
	}
	return s, nil
}

func open(ctx context.Context, c Config) (*Store, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	asks, patient := c.transport(answerLimit), c.transport(0)
	client, err := c.client(asks)
	if err != nil {
		return nil, err
	}
	joins, err := c.client(patient)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	if err := makeBucket(ctx, client, c.Bucket, c.region()); err != nil {
		return nil, err
	}
	if err := private(ctx, client, asks, c); err != nil {
		return nil, err
	}
	versioned, err := keepsVersions(ctx, client, c.Bucket)
	if err != nil {
		return nil, err
	}
	return &Store{client: client, joins: joins, idle: func() { idleOf(asks)(); idleOf(patient)() }, bucket: c.Bucket, masters: slices.Clone(c.Master), rand: c.Rand, versioned: versioned}, nil
}

func idleOf(t http.RoundTripper) func() {
	if keeps, ok := t.(interface{ CloseIdleConnections() }); ok {
		return keeps.CloseIdleConnections
	}
	return func() {}
}

// Close closes the connections nobody uses. Close it before an embedded server,
// which would else answer on them.
func (s *Store) Close() { s.idle() }

func (c Config) region() string {
	if c.Region == "" {
		return DefaultRegion
	}
	return c.Region
}

// transport ends a request where no answer begins within the limit; 0: its
// caller's is the only one.
func (c Config) transport(limit time.Duration) http.RoundTripper {
	t := c.Transport
	if t == nil {
		t = c.ownTransport(limit)
	}
	if c.Measure != nil {
		t = c.Measure(t)
	}
	return t
}

func (c Config) client(over http.RoundTripper) (*minio.Client, error) {
	endpoint := c.Endpoint
	if c.Socket != "" {
		endpoint = "localhost" // only written into the requests
	}
	return minio.New(endpoint, &minio.Options{
		Creds:           c.credentials(),
		Secure:          c.TLS,
		Transport:       over,
		Region:          c.region(),
		BucketLookup:    minio.BucketLookupPath,
		TrailingHeaders: true,
		MaxRetries:      3,
	})
}

func (c Config) credentials() *credentials.Credentials {
	if c.AccessKeyFile != "" {
		return credentials.New(&keyFiles{access: c.AccessKeyFile, secret: c.SecretKeyFile})
	}
	return credentials.NewStaticV4(c.AccessKey, c.SecretKey, "")
}

// Limits of one request. A body has no limit of its own but the caller's
// context and, for a Put, putLimit.
const (
	dialLimit   = 5 * time.Second
	answerLimit = 30 * time.Second
	askLimit    = time.Minute
)

func (c Config) ownTransport(limit time.Duration) *http.Transport {
	dialer := &net.Dialer{Timeout: dialLimit}
	dial := dialer.DialContext
	if c.Socket != "" {
		dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, "unix", c.Socket)
		}
	}
	t := &http.Transport{
		DialContext:           dial,
		TLSHandshakeTimeout:   dialLimit,
		ResponseHeaderTimeout: limit,
		ExpectContinueTimeout: time.Second,
		IdleConnTimeout:       90 * time.Second,
		MaxIdleConnsPerHost:   32,
		DisableCompression:    true,
		ForceAttemptHTTP2:     true,
	}
	if c.Socket == "" {
		t.Proxy = http.ProxyFromEnvironment
	}
	return t
}

func makeBucket(ctx context.Context, client *minio.Client, bucket, region string) error {
	there, err := client.BucketExists(ctx, bucket)
	if err != nil {
		return fmt.Errorf("look for the bucket: %w", err)
	}
	if there {
		return nil
	}
	err = client.MakeBucket(ctx, bucket, minio.MakeBucketOptions{Region: region})
	if err != nil && minio.ToErrorResponse(err).Code != minio.BucketAlreadyOwnedByYou {
		return fmt.Errorf("make the bucket: %w", err)
	}
	return nil
}

// keepsVersions reports whether a delete would leave the object behind as an
// older version. A server that knows no versions keeps none.
func keepsVersions(ctx context.Context, client *minio.Client, bucket string) (bool, error) {
	v, err := client.GetBucketVersioning(ctx, bucket)
	if minio.ToErrorResponse(err).Code == minio.NotImplemented {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("ask whether the bucket keeps versions (allow s3:GetBucketVersioning): %w", err)
	}
	return v.Status != "", nil
}
