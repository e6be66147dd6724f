package signing

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"time"
)

// demoUnit is the organizational unit by which a demo certificate is known.
const demoUnit = "DEMO: no legal force / ДЕМО: юридической силы не имеет"

// DemoKeys are files to try the service with: PEM, to be written as root.pem,
// chain.pem and key.pem.
type DemoKeys struct {
	Root  []byte // the root's certificate, for whoever verifies
	Chain []byte // the signer's certificate and the issuing CA's
	Key   []byte // the signer's private key, PKCS#8
}

// Demo makes a root, an issuing CA and an RSA-2048 signer valid from an hour
// before now for a year. Names and Certificate.Demo say that they are for
// demonstration. The CAs' private keys are not kept: nobody can issue another
// certificate under a demo root.
func Demo(rand io.Reader, now time.Time) (DemoKeys, error) {
	key, err := rsa.GenerateKey(rand, 2048)
	if err != nil {
		return DemoKeys{}, fmt.Errorf("demo keys: %w", err)
	}
	return demo(rand, now, key)
}

// DemoP256 is Demo with an ECDSA P-256 signer.
func DemoP256(rand io.Reader, now time.Time) (DemoKeys, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand)
	if err != nil {
		return DemoKeys{}, fmt.Errorf("demo keys: %w", err)
	}
	return demo(rand, now, key)
}

func demo(rand io.Reader, now time.Time, key crypto.Signer) (DemoKeys, error) {
	from := now.UTC().Truncate(time.Second).Add(-time.Hour)
	root, err := demoAuthority(rand, "Демонстрационный корень (DEMO root)", from, 20, nil)
	if err != nil {
		return DemoKeys{}, err
	}
	issuing, err := demoAuthority(rand, "Демонстрационный центр (DEMO issuing CA)", from, 10, root)
	if err != nil {
		return DemoKeys{}, err
	}
	leaf := demoTemplate("Демонстрационный ключ (DEMO key)", from, 1)
	leaf.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	leaf.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
	leaf.UnknownExtKeyUsage = []asn1.ObjectIdentifier{oidDocumentSigning}
	der, err := issue(rand, leaf, key.Public(), issuing)
	if err != nil {
		return DemoKeys{}, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return DemoKeys{}, fmt.Errorf("demo keys: %w", err)
	}
	return DemoKeys{
		Root:  pemBlocks("CERTIFICATE", root.cert.Raw),
		Chain: pemBlocks("CERTIFICATE", der, issuing.cert.Raw),
		Key:   pemBlocks("PRIVATE KEY", secret),
	}, nil
}

type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
}

func demoTemplate(name string, from time.Time, years int) *x509.Certificate {
	return &x509.Certificate{
		Subject: pkix.Name{
			Country: []string{"RU"}, Organization: []string{"Демонстрационная клиника (DEMO clinic)"},
			OrganizationalUnit: []string{demoUnit}, CommonName: name,
		},
		NotBefore: from, NotAfter: from.AddDate(years, 0, 0), BasicConstraintsValid: true,
	}
}

// demoAuthority makes a CA under parent, or a root if there is none.
func demoAuthority(rand io.Reader, name string, from time.Time, years int, parent *authority) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand)
	if err != nil {
		return nil, fmt.Errorf("demo keys: %w", err)
	}
	t := demoTemplate(name, from, years)
	t.IsCA, t.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	if parent == nil {
		parent = &authority{cert: t, key: key}
	} else {
		t.MaxPathLenZero = true
	}
	der, err := issue(rand, t, key.Public(), parent)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("demo keys: %w", err)
	}
	return &authority{cert, key}, nil
}

// issue signs a certificate with a random serial number of 127 bits.
func issue(rand io.Reader, t *x509.Certificate, pub crypto.PublicKey, by *authority) ([]byte, error) {
	number := make([]byte, 16)
	if _, err := io.ReadFull(rand, number); err != nil {
		return nil, fmt.Errorf("demo keys: serial number: %w", err)
	}
	number[0] = number[0]&0x7F | 0x40
	t.SerialNumber = new(big.Int).SetBytes(number)
	der, err := x509.CreateCertificate(rand, t, by.cert, pub, by.key)
	if err != nil {
		return nil, fmt.Errorf("demo keys: %w", err)
	}
	return der, nil
}

func pemBlocks(kind string, ders ...[]byte) []byte {
	var out []byte
	for _, der := range ders {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})...)
	}
	return out
}
