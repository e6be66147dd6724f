package signing

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"
)

func certPEM(certs ...*x509.Certificate) []byte {
	var raw [][]byte
	for _, c := range certs {
		raw = append(raw, c.Raw)
	}
	return pemBlocks("CERTIFICATE", raw...)
}

func keyPEM(t *testing.T, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pemBlocks("PRIVATE KEY", der)
}

func TestLoadKeyTakesTheThreeEncodings(t *testing.T) {
	ec, err := x509.MarshalECPrivateKey(p256())
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]struct {
		pub  crypto.PublicKey
		text []byte
	}{
		"PKCS#8, RSA":   {rsa2048().Public(), keyPEM(t, rsa2048())},
		"PKCS#8, ECDSA": {p256().Public(), keyPEM(t, p256())},
		"PKCS#1":        {rsa2048().Public(), pemBlocks("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(rsa2048()))},
		"SEC 1":         {p256().Public(), pemBlocks("EC PRIVATE KEY", ec)},
	}
	for name, row := range rows {
		k, err := LoadKey(certPEM(ours().leaf(row.pub, nil), ours().root), row.text, noon)
		if err != nil {
			t.Error(name, err)
			continue
		}
		out, err := New(k).Seal(t.Context(), onePage(), request())
		if err != nil || Intact(out) != nil {
			t.Error(name, err, Intact(out))
		}
	}
}

func TestLoadKeyRefuses(t *testing.T) {
	p384, rsa1024 := mustEC(elliptic.P384()), weakRSA(t)
	pubEd, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	pub, good := p256().Public(), keyPEM(t, p256())
	leaf := ours().leaf(pub, nil)
	changed := func(f func(*x509.Certificate)) []byte { return certPEM(ours().leaf(pub, f), ours().root) }
	rows := map[string]struct {
		certs, key []byte
		is         error
		says       string
	}{
		"the key of another certificate": {certPEM(leaf, ours().root), keyPEM(t, mustEC(elliptic.P256())), ErrKeyMismatch, "ABC123"},
		"a key of another kind":          {certPEM(leaf, ours().root), keyPEM(t, rsa2048()), ErrKeyMismatch, "ABC123"},
		"an expired certificate":         {changed(func(c *x509.Certificate) { c.NotAfter = noon.Add(-time.Second) }), good, ErrExpired, "2026-10-05"},
		"a certificate not valid yet":    {changed(func(c *x509.Certificate) { c.NotBefore = noon.Add(time.Second) }), good, ErrNotYetValid, "2026-10-05"},
		"key usage for encryption":       {changed(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }), good, ErrUsage, "digitalSignature"},
		"extended usage for web servers": {changed(func(c *x509.Certificate) {
			c.ExtKeyUsage, c.UnknownExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, nil
		}), good, ErrUsage, "documentSigning"},
		"no extended usage":               {changed(func(c *x509.Certificate) { c.ExtKeyUsage, c.UnknownExtKeyUsage = nil, nil }), good, ErrUsage, "documentSigning"},
		"a CA's certificate":              {changed(func(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = true, true }), good, ErrUsage, "CA"},
		"RSA of 1024 bits":                {certPEM(ours().leaf(rsa1024.Public(), nil)), keyPEM(t, rsa1024), ErrAlgorithm, "1024"},
		"ECDSA P-384":                     {certPEM(ours().leaf(p384.Public(), nil)), keyPEM(t, p384), ErrAlgorithm, "P-384"},
		"Ed25519":                         {certPEM(ours().leaf(pubEd, nil)), keyPEM(t, ed), ErrAlgorithm, "ed25519"},
		"certificates in the wrong order": {certPEM(ours().root, leaf), good, ErrKeyMismatch, "certificate"},
		"another issuer's certificate":    {certPEM(leaf, other().root), good, ErrChain, "certificate 1"},
		"no certificate":                  {nil, good, nil, "certificate file"},
		"a key in the certificate file":   {good, good, nil, "PRIVATE KEY"},
		"a damaged certificate":           {pemBlocks("CERTIFICATE", leaf.Raw[:90]), good, nil, "certificate 1"},
		"no key":                          {certPEM(leaf), nil, nil, "key file"},
		"two keys":                        {certPEM(leaf), append(append([]byte{}, good...), good...), nil, "more than one"},
		"a certificate in the key file":   {certPEM(leaf), certPEM(leaf), nil, "CERTIFICATE"},
		"a key with a password":           {certPEM(leaf), pemBlocks("ENCRYPTED PRIVATE KEY", []byte{1}), nil, "decrypted"},
		"a damaged key":                   {certPEM(leaf), pemBlocks("PRIVATE KEY", []byte("secret")), nil, "cannot be read"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			_, err := LoadKey(row.certs, row.key, noon)
			if err == nil || row.is != nil && !errors.Is(err, row.is) {
				t.Fatalf("got %v, want %v", err, row.is)
			}
			mustContain(t, err.Error(), row.says)
			if strings.Contains(err.Error(), "secret") {
				t.Error("the error quotes the key")
			}
		})
	}
}

// weakRSA makes a key shorter than the library makes: from PEM, for Go refuses to.
func weakRSA(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	t.Setenv("GODEBUG", "rsa1024min=0")
	k, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestDemoKeysWorkAndSayWhatTheyAre(t *testing.T) {
	for name, make := range map[string]func() (DemoKeys, error){
		"RSA":   func() (DemoKeys, error) { return Demo(rand.Reader, noon) },
		"P-256": func() (DemoKeys, error) { return DemoP256(rand.Reader, noon) },
	} {
		t.Run(name, func(t *testing.T) {
			demo, err := make()
			if err != nil {
				t.Fatal(err)
			}
			k, err := LoadKey(demo.Chain, demo.Key, noon)
			if err != nil {
				t.Fatal(err)
			}
			s := New(k)
			c := s.Certificate()
			if !c.Demo || !strings.Contains(c.Owner, "DEMO") || !c.From.Equal(noon.Add(-time.Hour)) || !c.To.Equal(noon.Add(-time.Hour).AddDate(1, 0, 0)) || len(c.Serial) != 32 {
				t.Errorf("%+v", c)
			}
			out, err := s.Seal(t.Context(), onePage(), request())
			if err != nil {
				t.Fatal(err)
			}
			roots := x509.NewCertPool()
			if !roots.AppendCertsFromPEM(demo.Root) {
				t.Fatal("no root")
			}
			r, err := Check(t.Context(), out, roots, noon)
			if err != nil || !r.Signatures[0].Demo {
				t.Error(r, err)
			}
			if _, rest := pem.Decode(demo.Chain); rest == nil || len(k.Chain()) != 2 {
				t.Error("chain.pem wants leaf and issuing CA")
			}
		})
	}
}

func TestARealCertificateIsNoDemo(t *testing.T) {
	c := New(keyOf(t, p256())).Certificate()
	want := Certificate{Serial: "ABC123", Owner: "ООО «Клиника Щукина и Шевцовой»", From: noon.AddDate(0, -1, 0), To: noon.AddDate(0, 11, 0)}
	if c != want {
		t.Errorf("got %+v, want %+v", c, want)
	}
}

// brokenRandom fails at its first use.
type brokenRandom struct{}

func (brokenRandom) Read([]byte) (int, error) { return 0, errors.New("no randomness") }

func TestDemoFailsWithoutRandomness(t *testing.T) {
	if _, err := Demo(brokenRandom{}, noon); err == nil {
		t.Error("serial numbers out of nothing")
	}
}

func TestNewKeyWantsASigner(t *testing.T) {
	if _, err := NewKey(nil, []*x509.Certificate{ours().root}, noon); err == nil {
		t.Error("a key without a signer")
	}
	if _, err := NewKey((*ecdsa.PrivateKey)(p256()), nil, noon); !errors.Is(err, ErrChain) {
		t.Error("a key without certificates")
	}
}
