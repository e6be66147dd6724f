package fhir

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"

	"vypiska/exporter/record"
)

// Access says how the server knows us, and we it. Any may be empty. Files are
// read again whenever they are needed, so that what is in them can be replaced
// while the service runs.
type Access struct {
	CAFile                   string // roots of the server's certificate, PEM; empty: the system's
	CertificateFile, KeyFile string // our TLS client certificate, PEM
	TokenFile                string // a bearer token, one line
	SMART                    SMART
}

// SMART is a client of SMART Backend Services (HL7 SMART App Launch 2.2): it
// signs a statement with its private key and gets a token for some minutes.
type SMART struct {
	ClientID string
	KeyFile  string // RSA or P-384 private key, PEM
	KeyID    string // of the public key the server has
	Scope    string // empty: system/*.rs
	TokenURL string // empty: what the server names in .well-known/smart-configuration
}

// transport is the way to the server.
func (a Access) transport() (*http.Transport, error) {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	t.MaxIdleConnsPerHost = atOnce
	if a.CAFile != "" {
		pem, err := readFile("fhir.ca_file", a.CAFile)
		if err != nil {
			return nil, err
		}
		roots := x509.NewCertPool()
		if !roots.AppendCertsFromPEM(pem) {
			return nil, errors.New("fhir.ca_file: no certificate in it; want PEM")
		}
		t.TLSClientConfig.RootCAs = roots
	}
	if a.CertificateFile != "" {
		if _, err := a.certificate(nil); err != nil {
			return nil, err
		}
		t.TLSClientConfig.GetClientCertificate = a.certificate
	}
	return t, nil
}

func (a Access) certificate(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
	chain, err := readFile("fhir.certificate_file", a.CertificateFile)
	if err != nil {
		return nil, err
	}
	key, err := readSecret("fhir.key_file", a.KeyFile)
	if err != nil {
		return nil, err
	}
	c, err := tls.X509KeyPair(chain, key)
	if err != nil {
		return nil, errors.New("fhir.certificate_file and fhir.key_file: want a certificate and its own private key, both PEM")
	}
	return &c, nil
}

// door puts our credentials on requests; leave makes it forget those that the
// server has refused.
func (a Access) door(c *client) (enter func(context.Context, *http.Request) error, leave func(), err error) {
	leave = func() {}
	switch {
	case a.SMART.ClientID != "":
		s := &smart{SMART: a.SMART, c: c}
		if _, err := s.key(); err != nil {
			return nil, nil, err
		}
		return s.enter, s.leave, nil
	case a.TokenFile != "":
		if _, err := readSecret("fhir.token_file", a.TokenFile); err != nil {
			return nil, nil, err
		}
		return func(_ context.Context, r *http.Request) error {
			token, err := readSecret("fhir.token_file", a.TokenFile)
			return bearer(r, string(bytes.TrimSpace(token)), err)
		}, leave, nil
	}
	return func(context.Context, *http.Request) error { return nil }, leave, nil
}

func bearer(r *http.Request, token string, err error) error {
	if err == nil {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return err
}

// readFile names the setting in its errors and not the path.
func readFile(setting, name string) ([]byte, error) {
	text, err := os.ReadFile(name)
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	return text, nil
}

// readSecret refuses a file that everybody on the machine may read.
func readSecret(setting, name string) ([]byte, error) {
	if st, err := os.Stat(name); err == nil && st.Mode().Perm()&0o007 != 0 {
		return nil, &record.Fault{File: setting, What: "everybody on this machine may use the file; want it for the service and its group alone (chmod o= FILE)"}
	}
	return readFile(setting, name)
}
