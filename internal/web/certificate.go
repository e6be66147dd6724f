package web

import (
	"crypto/tls"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/rs/zerolog"
)

// lookEvery bounds how often a certificate's files are looked at.
const lookEvery = time.Second

// Certificate is the service's own TLS certificate. Its files are read again
// when they change, so that renewing it needs no restart; files that cannot be
// read then leave the old one in use.
type Certificate struct {
	cert, key string
	now       func() time.Time
	log       zerolog.Logger

	mu     sync.Mutex
	loaded *tls.Certificate
	stamp  string
	looked time.Time
}

// OpenCertificate reads certificate chain and key, both PEM.
func OpenCertificate(cert, key string, now func() time.Time, log zerolog.Logger) (*Certificate, error) {
	c := &Certificate{cert: cert, key: key, now: now, log: log}
	if err := c.load(); err != nil {
		return nil, fmt.Errorf("TLS certificate: %w", err)
	}
	return c, nil
}

// Config is TLS as the service speaks it.
func (c *Certificate) Config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.current(), nil }}
}

func (c *Certificate) current() *tls.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now(); now.Sub(c.looked) >= lookEvery {
		c.looked = now
		if err := c.load(); err != nil {
			c.log.Error().Str("class", classes(err)).Msg("the new TLS certificate cannot be read; the old one stays in use")
		}
	}
	return c.loaded
}

// Expires is when the certificate in use ends.
func (c *Certificate) Expires() time.Time { return c.current().Leaf.NotAfter }

// load reads the files if they are others than last time.
func (c *Certificate) load() error {
	stamp, err := stampOf(c.cert, c.key)
	if err != nil || stamp == c.stamp {
		return err
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return err
	}
	c.loaded, c.stamp = &pair, stamp
	return nil
}

// stampOf tells one state of files from another.
func stampOf(files ...string) (stamp string, err error) {
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			return "", err
		}
		stamp += fmt.Sprintf("%d %d\n", info.Size(), info.ModTime().UnixNano())
	}
	return stamp, nil
}
