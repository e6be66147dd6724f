package fhir

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"vypiska/exporter/record"
)

// secret writes a file for its owner alone.
func secret(t *testing.T, content []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func pemOf(t *testing.T, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

// guarded refuses whoever has not the token that want gives.
func guarded(want func() string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "Bearer "+want() {
				says(401, "", "")(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

func TestATokenIsReplacedWhileTheServiceRuns(t *testing.T) {
	var want atomic.Value
	want.Store("old")
	c := newClinic(t, guarded(func() string { return want.Load().(string) }))
	file := secret(t, []byte("old\n"))
	s := open(t, c, func(s *ServerSetup) { s.Access.TokenFile = file })
	if _, err := s.Record(t.Context(), someone); err != nil {
		t.Fatal(err)
	}
	want.Store("new")
	if _, err := s.Record(t.Context(), someone); !errors.Is(err, record.ErrAway) || strings.Contains(err.Error(), "old") {
		t.Errorf("with the old token: %v", err)
	}
	if err := os.WriteFile(file, []byte("new\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Record(t.Context(), someone); err != nil {
		t.Errorf("with the new token: %v", err)
	}
}

// authorization gives tokens as SMART Backend Services wants it, to who can sign.
type authorization struct {
	t      *testing.T
	public crypto.PublicKey
	given  atomic.Int32
	jtis   map[string]bool
}

func (a *authorization) token() string { return fmt.Sprintf("token-%d", a.given.Load()) }

func (a *authorization) handle() func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		mux := http.NewServeMux()
		mux.Handle("/", guarded(a.token)(next))
		mux.HandleFunc("/fhir/.well-known/smart-configuration", func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"token_endpoint":"http://%s/token","grant_types_supported":["client_credentials"]}`, r.Host)
		})
		mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
			if err := a.judge(r); err != nil {
				a.t.Errorf("the request for a token: %v", err)
				w.WriteHeader(400)
				return
			}
			a.given.Add(1)
			fmt.Fprintf(w, `{"access_token":%q,"token_type":"Bearer","expires_in":300,"scope":"system/*.rs"}`, a.token())
		})
		return mux
	}
}

// judge checks what SMART 2.2 asks of a request for a token.
func (a *authorization) judge(r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	if r.PostForm.Get("grant_type") != "client_credentials" || r.PostForm.Get("scope") != "system/*.rs" ||
		r.PostForm.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
		return fmt.Errorf("form %v", r.PostForm)
	}
	endpoint := "http://" + r.Host + "/token"
	token, err := jwt.Parse(r.PostForm.Get("client_assertion"), func(*jwt.Token) (any, error) { return a.public, nil },
		jwt.WithValidMethods([]string{"RS384", "ES384"}), jwt.WithIssuer("vypiska"), jwt.WithSubject("vypiska"), jwt.WithAudience(endpoint), jwt.WithExpirationRequired())
	if err != nil {
		return err
	}
	claims := token.Claims.(jwt.MapClaims)
	ends, err := claims.GetExpirationTime()
	if err != nil || time.Until(ends.Time) > 5*time.Minute {
		return fmt.Errorf("it is good until %v, %v", ends, err)
	}
	jti, _ := claims["jti"].(string)
	if token.Header["kid"] != "key-1" || len(jti) < 16 || a.jtis[jti] {
		return fmt.Errorf("kid %v, jti %q", token.Header["kid"], jti)
	}
	a.jtis[jti] = true
	return nil
}

func TestSMARTBackendServices(t *testing.T) {
	ec, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rs, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]crypto.Signer{"ES384": ec, "RS384": rs} {
		t.Run(name, func(t *testing.T) {
			a := &authorization{t: t, public: key.Public(), jtis: map[string]bool{}}
			c := newClinic(t, a.handle())
			s := open(t, c, func(s *ServerSetup) {
				s.Access.SMART = SMART{ClientID: "vypiska", KeyFile: secret(t, pemOf(t, key)), KeyID: "key-1"}
			})
			for range 2 {
				if _, err := s.Record(t.Context(), someone); err != nil {
					t.Fatal(err)
				}
			}
			if n := a.given.Load(); n != 1 {
				t.Errorf("asked for %d tokens, want 1: it is good for minutes", n)
			}
			a.given.Add(1) // the server forgets the token
			if _, err := s.Record(t.Context(), someone); err != nil {
				t.Errorf("a refused token is not replaced: %v", err)
			}
		})
	}
}

func TestKeysThatWillNotDo(t *testing.T) {
	small, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	open := secret(t, pemOf(t, small))
	if err := os.Chmod(open, 0o644); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		a    Access
		says string
	}{
		"a key that is too small":     {Access{SMART: SMART{ClientID: "x", KeyFile: secret(t, pemOf(t, small))}}, "P-384"},
		"a key everybody may read":    {Access{SMART: SMART{ClientID: "x", KeyFile: open}}, "everybody on this machine"},
		"a token everybody may read":  {Access{TokenFile: open}, "everybody on this machine"},
		"a token that is not there":   {Access{TokenFile: open + "x"}, "fhir.token_file: no such file"},
		"roots that are none":         {Access{CAFile: secret(t, []byte("x"))}, "fhir.ca_file: no certificate"},
		"a certificate that is none":  {Access{CertificateFile: secret(t, []byte("x")), KeyFile: secret(t, []byte("x"))}, "its own private key"},
		"a certificate without a key": {Access{CertificateFile: secret(t, []byte("x")), KeyFile: "nowhere"}, "fhir.key_file: no such file"},
	} {
		if _, err := NewServer(ServerSetup{Base: "https://mis.example", Access: c.a}); err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), os.TempDir()) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// certificate is one that signs itself, with its key, both PEM.
func certificate(t *testing.T, name string) (cert, key []byte) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, k.Public(), k)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pemOf(t, k)
}

func TestMutualTLS(t *testing.T) {
	cert, key := certificate(t, "vypiska")
	strangerCert, strangerKey := certificate(t, "stranger")
	clients := x509.NewCertPool()
	clients.AppendCertsFromPEM(cert)
	c := newClinic(t)
	secure := httptest.NewUnstartedServer(c.Config.Handler)
	secure.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: clients}
	secure.Config.ErrorLog = c.Config.ErrorLog
	secure.StartTLS()
	t.Cleanup(secure.Close)
	c.URL = secure.URL
	root := secret(t, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw}))
	for name, one := range map[string]struct {
		a  Access
		ok bool
	}{
		"with our certificate":     {Access{CAFile: root, CertificateFile: secret(t, cert), KeyFile: secret(t, key)}, true},
		"with a stranger's":        {Access{CAFile: root, CertificateFile: secret(t, strangerCert), KeyFile: secret(t, strangerKey)}, false},
		"with none":                {Access{CAFile: root}, false},
		"to a server nobody knows": {Access{CertificateFile: secret(t, cert), KeyFile: secret(t, key)}, false},
	} {
		_, err := open(t, c, func(s *ServerSetup) { s.Access = one.a }).Record(t.Context(), someone)
		if (err == nil) != one.ok || err != nil && !errors.Is(err, record.ErrAway) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
