package signingtest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"sync"
	"time"
)

// Service is one of the authorities of a World.
type Service string

// The services.
const (
	TSA  Service = "TSA"
	OCSP Service = "OCSP"
	CRL  Service = "CRL"
)

// World is the infrastructure. It is safe for use by several goroutines.
type World struct {
	// URL is where the services listen, "http://127.0.0.1:12345".
	URL string
	// Now is the clock of all services and certificates.
	Now func() time.Time
	// Lateness is how long a service waits that answers Late; set it before use.
	Lateness time.Duration

	root, issuing, stamping *authority
	responder, stamper      *authority // end entities
	rogue                   *authority // a responder and TSA that nobody authorised
	old, lax                *authority // a TSA past its end; one whose usage is not critical
	bare                    *authority // a responder without id-pkix-ocsp-nocheck

	server *http.Server
	closed chan struct{}
	mu     sync.Mutex
	faults map[Service]Fault
	asked  map[Service]int
	onHang func()
	gone   map[string]bool // serial numbers revoked
	serial int64
	noCRL  bool
	noOCSP bool
}

// authority is a certificate with its key.
type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
	name string // in addresses
}

// New makes a world whose clock is now and starts its services. Close it.
func New(now func() time.Time) (*World, error) {
	w := &World{Now: now, closed: make(chan struct{}), faults: map[Service]Fault{}, asked: map[Service]int{},
		gone: map[string]bool{}, serial: 100, Lateness: 200 * time.Millisecond}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("test infrastructure: %w", err)
	}
	w.URL = "http://" + ln.Addr().String()
	if err := w.found(); err != nil {
		return nil, errors.Join(fmt.Errorf("test infrastructure: %w", err), ln.Close())
	}
	w.server = &http.Server{Handler: http.HandlerFunc(w.serve), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = w.server.Serve(ln) }()
	return w, nil
}

// Close ends the services, also those that hang.
func (w *World) Close() error {
	close(w.closed)
	return w.server.Close()
}

// found makes the authorities, the root first.
func (w *World) found() error {
	var err error
	make := func(to **authority, name string, by *authority, kind func(*x509.Certificate)) {
		if err == nil {
			*to, err = w.authority(name, by, kind)
		}
	}
	make(&w.root, "root", nil, ca)
	make(&w.issuing, "issuing", w.root, ca)
	make(&w.stamping, "stamping", w.root, ca)
	make(&w.responder, "responder", w.issuing, and(responding, noCheck))
	make(&w.bare, "bare-responder", w.issuing, responding)
	make(&w.stamper, "stamper", w.stamping, usage(true))
	make(&w.lax, "lax-stamper", w.stamping, usage(false))
	make(&w.old, "old-stamper", w.stamping, and(usage(true), w.ended))
	make(&w.rogue, "rogue", w.issuing, signing)
	return err
}

// authority issues a certificate with a key of its own: RSA for time stamps, as
// most authorities have, P-256 else.
func (w *World) authority(name string, by *authority, kind func(*x509.Certificate)) (*authority, error) {
	var key crypto.Signer
	var err error
	if name == "stamper" {
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	} else {
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	if err != nil {
		return nil, err
	}
	a := &authority{key: key, name: name}
	a.cert, err = w.issue("Test "+name, by, a, kind)
	return a, err
}

// issue signs a certificate for a's key, with the addresses of by's services.
// Without by it signs itself and names none: a root is not asked about.
func (w *World) issue(name string, by, a *authority, kind func(*x509.Certificate)) (*x509.Certificate, error) {
	now := w.Now().UTC().Truncate(time.Second)
	w.serial++
	t := &x509.Certificate{SerialNumber: big.NewInt(w.serial), Subject: subject(name),
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(5, 0, 0), BasicConstraintsValid: true}
	if kind(t); by == nil {
		by = &authority{t, a.key, ""}
	} else {
		w.address(t, by)
	}
	der, err := x509.CreateCertificate(rand.Reader, t, by.cert, a.key.Public(), by.key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

func (w *World) address(t *x509.Certificate, by *authority) {
	if !w.noOCSP {
		t.OCSPServer = []string{w.URL + "/ocsp/" + by.name}
	}
	if !w.noCRL {
		t.CRLDistributionPoints = []string{w.URL + "/crl/" + by.name}
	}
}

// Only makes the certificates issued from now on name one service alone.
func (w *World) Only(s Service) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.noOCSP, w.noCRL = s == CRL, s == OCSP
}

// TSA is the time-stamping authority's address.
func (w *World) TSA() string { return w.URL + "/tsa" }

// Roots is the trust of whoever checks: the root alone.
func (w *World) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(w.root.cert)
	return pool
}

// RootPEM is the root's certificate as a file.
func (w *World) RootPEM() []byte { return PEM(w.root.cert) }

// PEM writes certificates as a file.
func PEM(certs ...*x509.Certificate) []byte {
	var out []byte
	for _, c := range certs {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return out
}

// Signer is a document signer's key with its chain, the root left out.
type Signer struct {
	Key   crypto.Signer
	Chain []*x509.Certificate
}

// PEM writes the signer as the files chain.pem and key.pem.
func (s Signer) PEM() (chain, key []byte, err error) {
	der, err := x509.MarshalPKCS8PrivateKey(s.Key)
	if err != nil {
		return nil, nil, fmt.Errorf("test signer: %w", err)
	}
	return PEM(s.Chain...), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

// RSA makes an RSA-2048 signer.
func (w *World) RSA() (Signer, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return Signer{}, fmt.Errorf("test signer: %w", err)
	}
	return w.Sign(key, nil)
}

// P256 makes an ECDSA P-256 signer.
func (w *World) P256() (Signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Signer{}, fmt.Errorf("test signer: %w", err)
	}
	return w.Sign(key, nil)
}

// Sign issues a document signer's certificate for a key, changed by change.
func (w *World) Sign(key crypto.Signer, change func(*x509.Certificate)) (Signer, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	kind := signing
	if change != nil {
		kind = and(signing, change)
	}
	c, err := w.issue("ООО «Клиника Щукина и Шевцовой»", w.issuing, &authority{key: key}, kind)
	if err != nil {
		return Signer{}, fmt.Errorf("test signer: %w", err)
	}
	return Signer{key, []*x509.Certificate{c, w.issuing.cert}}, nil
}

// Stamper replaces the TSA by one with another certificate, changed by change.
func (w *World) Stamper(change func(*x509.Certificate)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, err := w.authority("stamper", w.stamping, and(usage(true), change))
	if err != nil {
		return fmt.Errorf("test TSA: %w", err)
	}
	w.stamper = a
	return nil
}

// Revoke revokes a certificate from now on, in OCSP and CRL.
func (w *World) Revoke(c *x509.Certificate) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.gone[c.SerialNumber.String()] = true
}

// Authorities are the certificates a document signer's and a time stamp's
// chains are made of: root, issuing CA, the stamps' CA, the TSA.
func (w *World) Authorities() (root, issuing, stamping, tsa *x509.Certificate) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.root.cert, w.issuing.cert, w.stamping.cert, w.stamper.cert
}
