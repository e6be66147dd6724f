package signing

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"testing"
	"time"
)

func TestAKeyMayEndBeforeItsCertificate(t *testing.T) {
	end := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	period := func(text string) []byte {
		der, err := asn1.Marshal(asn1.RawValue{Class: asn1.ClassUniversal, Tag: asn1.TagSequence, IsCompound: true, Bytes: []byte(text)})
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	for name, c := range map[string]struct {
		value []byte
		want  time.Time
	}{
		"both ends":   {period("\x80\x0f20260101000000Z\x81\x0f20270301120000Z"), end},
		"only an end": {period("\x81\x0f20270301120000Z"), end},
		"no end":      {period("\x80\x0f20260101000000Z"), time.Time{}},
		"garbage":     {[]byte("x"), time.Time{}},
		"no word":     {nil, time.Time{}},
	} {
		if _, got := keyUseOf(certificateWith(t, c.value)); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if got := New(keyOf(t, p256())).KeyExpires(); !got.Equal(noon.AddDate(0, 11, 0)) {
		t.Errorf("without a word of its own the key ends with the certificate: %v", got)
	}
	if !New(nil).KeyExpires().IsZero() {
		t.Error("no key ends")
	}
}

// TestAKeySealsNothingOutsideItsOwnPeriod: the certificate lives on for those who check.
func TestAKeySealsNothingOutsideItsOwnPeriod(t *testing.T) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	period := pkix.Extension{Id: keyUse, Value: []byte("\x30\x22\x80\x0f20260101000000Z\x81\x0f20270301120000Z")}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: noon.AddDate(-5, 0, 0), NotAfter: noon.AddDate(5, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}, ExtraExtensions: []pkix.Extension{period}}
	der, err := x509.CreateCertificate(rand.Reader, about, about, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	good := time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)
	k, err := NewKey(private, []*x509.Certificate{c}, good)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[time.Time]error{good: nil, good.AddDate(-1, 0, 0): ErrNotYetValid, good.AddDate(1, 0, 0): ErrExpired} {
		if _, err := NewKey(private, []*x509.Certificate{c}, at); !errors.Is(err, want) {
			t.Errorf("a start on %s: %v", at, err)
		}
		r := request()
		r.Time = at
		if _, err := New(k).Seal(t.Context(), onePage(), r); !errors.Is(err, want) {
			t.Errorf("a seal on %s: %v", at, err)
		}
	}
}

// certificateWith is a certificate with the extension; nil for none.
func certificateWith(t *testing.T, value []byte) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: noon}
	if value != nil {
		about.ExtraExtensions = []pkix.Extension{{Id: keyUse, Value: value}}
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
