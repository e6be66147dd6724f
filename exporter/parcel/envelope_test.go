package parcel

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/smallstep/pkcs7"

	"vypiska/exporter/policy"
)

// holderOf makes a recipient with a certificate of its own.
func holderOf(t testing.TB) (*rsa.PrivateKey, *x509.Certificate, string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "Страховая"}, NotBefore: time.Now(), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return key, c, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// inEnvelope encrypts the content, written in pieces of an odd length.
func inEnvelope(t testing.TB, terms policy.Terms, content []byte) []byte {
	t.Helper()
	wrap, err := Envelope(terms, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := wrap(&out)
	if err != nil {
		t.Fatal(err)
	}
	for rest := content; len(rest) > 0; {
		n := min(len(rest), 4099)
		if _, err := w.Write(rest[:n]); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The lengths meet the edges of block and piece.
var lengths = []int{0, 1, 15, 16, 17, pieceSize - 1, pieceSize, pieceSize + 1, 3*pieceSize + 5}

func contentOf(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

func TestAnotherLibraryOpensTheEnvelopeToEachCertificate(t *testing.T) {
	key1, cert1, pem1 := holderOf(t)
	key2, cert2, pem2 := holderOf(t)
	for _, n := range lengths {
		content := contentOf(n)
		sealed := inEnvelope(t, policy.Terms{Encryption: policy.ToCertificate, Certificates: []string{pem1, pem2}}, content)
		if n > 16 && bytes.Contains(sealed, content[:16]) {
			t.Errorf("%d bytes: the content can be read", n)
		}
		for i, to := range []struct {
			key  *rsa.PrivateKey
			cert *x509.Certificate
		}{{key1, cert1}, {key2, cert2}} {
			p7, err := pkcs7.Parse(sealed)
			if err != nil {
				t.Fatal(err)
			}
			got, err := p7.Decrypt(to.cert, to.key)
			if err != nil || !bytes.Equal(got, content) {
				t.Errorf("%d bytes, recipient %d: %d bytes came back, %v", n, i, len(got), err)
			}
		}
		stranger, _, _ := holderOf(t)
		p7, _ := pkcs7.Parse(sealed)
		if got, err := p7.Decrypt(cert1, stranger); err == nil && bytes.Equal(got, content) && n > 0 {
			t.Errorf("%d bytes: a stranger's key opened it", n)
		}
	}
}

func TestTheAgeKeyOfTheInsurerOpensTheEnvelope(t *testing.T) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range lengths {
		content := contentOf(n)
		sealed := inEnvelope(t, policy.Terms{Encryption: policy.ToAge, Recipients: []string{id.Recipient().String()}}, content)
		r, err := age.Decrypt(bytes.NewReader(sealed), id)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes: %d came back, %v", n, len(got), err)
		}
	}
}

func TestKeysThatCannotEncryptAreRefusedWithTheContract(t *testing.T) {
	_, _, good := holderOf(t)
	for name, terms := range map[string]policy.Terms{
		"no certificate": {Certificates: []string{"-----BEGIN"}},
		"a private key":  {Certificates: []string{string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte{1}}))}},
		"two in one":     {Certificates: []string{good + good}},
		"no age key":     {Recipients: []string{"AGE-SECRET-KEY-1"}},
	} {
		if err := CheckRecipients(terms); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if err := CheckRecipients(policy.Terms{Certificates: []string{good}}); err != nil {
		t.Error(err)
	}
}
