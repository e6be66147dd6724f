package web

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vypiska/exporter/policy"
)

// certify writes a certificate of the name and its key.
func certify(t *testing.T, dir, name string) (cert, key string, roots *x509.CertPool) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, k.Public(), k)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	roots = x509.NewCertPool()
	roots.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return cert, key, roots
}

// secure serves over TLS and returns a client's way to it.
func secure(t *testing.T, h *house) func(name string, roots *x509.CertPool) (*http.Response, error) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(ctx, ln) }()
	t.Cleanup(func() { stop(); <-ended })
	return func(name string, roots *x509.CertPool) (*http.Response, error) {
		dialer := &tls.Dialer{Config: &tls.Config{ServerName: name, RootCAs: roots, NextProtos: []string{"h2", "http/1.1"}}}
		c := &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, DisableKeepAlives: true, DialTLSContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, ln.Addr().String())
		}}}
		return c.Get("https://" + name + "/login")
	}
}

func TestTLSIsSpokenAndARenewedCertificateTaken(t *testing.T) {
	dir, clock := t.TempDir(), noon
	cert, key, roots := certify(t, dir, "clinic.example")
	log := &lockedBuffer{}
	own, err := OpenCertificate(cert, key, func() time.Time { return clock }, zerolog.New(log))
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, &fakeDesk{pass: passFor(policy.Patient)}, func(s *Setup) { s.TLS = own.Config() })
	get := secure(t, h)
	res, err := get("clinic.example", roots)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != 200 || res.ProtoMajor != 2 || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s, HTTP/%d, %v", res.Status, res.ProtoMajor, res.Header)
	}

	_, _, renewed := certify(t, dir, "clinic.example")
	clock = clock.Add(lookEvery)
	if res, err = get("clinic.example", renewed); err != nil {
		t.Fatalf("the renewed certificate is not in use: %v", err)
	}
	_ = res.Body.Close()

	if err := os.WriteFile(cert, []byte("half a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	clock = clock.Add(lookEvery)
	if res, err = get("clinic.example", renewed); err != nil {
		t.Fatalf("a broken file took the service down: %v", err)
	}
	_ = res.Body.Close()
	if !strings.Contains(log.String(), "cannot be read") {
		t.Errorf("nobody is told:\n%s", log)
	}
}

func TestACertificateThatCannotBeReadStopsTheStart(t *testing.T) {
	dir := t.TempDir()
	cert, key, _ := certify(t, dir, "clinic.example")
	now := func() time.Time { return noon }
	if _, err := OpenCertificate(cert, filepath.Join(dir, "none"), now, zerolog.Nop()); err == nil {
		t.Error("no key")
	}
	if _, err := OpenCertificate(key, cert, now, zerolog.Nop()); err == nil {
		t.Error("the two exchanged")
	}
}

func TestOldTLSAndPlainHTTPAreRefused(t *testing.T) {
	cert, key, roots := certify(t, t.TempDir(), "clinic.example")
	own, err := OpenCertificate(cert, key, time.Now, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, &fakeDesk{}, func(s *Setup) { s.TLS = own.Config() })
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(ctx, ln) }()
	defer func() { stop(); <-ended }()
	if c, err := tls.Dial("tcp", ln.Addr().String(), &tls.Config{ServerName: "clinic.example", RootCAs: roots, MaxVersion: tls.VersionTLS11}); err == nil {
		_ = c.Close()
		t.Error("TLS 1.1 is spoken")
	}
	if res, err := http.Get("http://" + ln.Addr().String() + "/login"); err == nil {
		_ = res.Body.Close()
		if res.StatusCode == 200 {
			t.Error("plain HTTP is served")
		}
	}
	if strings.Contains(h.log.String(), "127.0.0.1") {
		t.Errorf("the log has an address:\n%s", h.log)
	}
}
