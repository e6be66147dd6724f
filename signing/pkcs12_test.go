package signing

import (
	"crypto"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"strings"
	"testing"

	"software.sslmate.com/src/go-pkcs12"
)

const passphrase = "пароль, который нигде не печатают"

func pfx(t *testing.T, key any, leaf *x509.Certificate, cas ...*x509.Certificate) []byte {
	t.Helper()
	b, err := pkcs12.Modern.WithRand(rand.Reader).Encode(key, leaf, cas, passphrase)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAKeyFromPKCS12SealsWithItsChainInOrder(t *testing.T) {
	for name, key := range map[string]crypto.Signer{"RSA": rsa2048(), "ECDSA": p256()} {
		leaf := ours().leaf(key.Public(), nil)
		for order, cas := range map[string][]*x509.Certificate{"its CA": {ours().root}, "a foreign CA first": {other().root, ours().root}, "no CA": nil} {
			k, err := LoadPKCS12(pfx(t, key, leaf, cas...), passphrase, noon)
			if err != nil {
				t.Fatal(name, order, err)
			}
			if want := 1 + min(1, len(cas)); len(k.Chain()) != want || !k.Chain()[0].Equal(leaf) {
				t.Errorf("%s, %s: a chain of %d, want %d", name, order, len(k.Chain()), want)
			}
			out, err := New(k).Seal(t.Context(), onePage(), request())
			if err != nil || Intact(out) != nil {
				t.Error(name, order, err, Intact(out))
			}
		}
	}
}

func TestPKCS12Refuses(t *testing.T) {
	leaf, p384, good := ours().leaf(p256().Public(), nil), mustEC(elliptic.P384()), passphrase
	whole := pfx(t, p256(), leaf, ours().root)
	trust, err := pkcs12.Modern.EncodeTrustStore([]*x509.Certificate{leaf}, good)
	if err != nil {
		t.Fatal(err)
	}
	expired := ours().leaf(p256().Public(), func(c *x509.Certificate) { c.NotAfter = noon.Add(-1) })
	usage := ours().leaf(p256().Public(), func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyAgreement })
	rows := map[string]struct {
		file       []byte
		passphrase string
		is         error
		says       string
	}{
		"a wrong passphrase":         {whole, "guess", nil, "passphrase does not open"},
		"no passphrase":              {whole, "", nil, "passphrase does not open"},
		"a file cut off":             {whole[:len(whole)/2], good, nil, "damaged"},
		"an empty file":              {nil, good, nil, "damaged"},
		"certificates without a key": {trust, good, nil, "exactly one private key"},
		"another certificate's key":  {pfx(t, mustEC(elliptic.P256()), leaf), good, ErrKeyMismatch, "ABC123"},
		"ECDSA P-384":                {pfx(t, p384, ours().leaf(p384.Public(), nil)), good, ErrAlgorithm, "P-384"},
		"an expired certificate":     {pfx(t, p256(), expired), good, ErrExpired, "get a new one"},
		"usage for key agreement":    {pfx(t, p256(), usage), good, ErrUsage, "digitalSignature"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			_, err := LoadPKCS12(row.file, row.passphrase, noon)
			if err == nil || row.is != nil && !errors.Is(err, row.is) {
				t.Fatalf("got %v, want %v", err, row.is)
			}
			mustContain(t, err.Error(), row.says)
			if row.passphrase != "" && strings.Contains(err.Error(), row.passphrase) {
				t.Error("the error repeats the passphrase")
			}
		})
	}
}
