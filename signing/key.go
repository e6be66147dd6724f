package signing

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"time"
)

// What can be wrong with a key; errors of LoadKey, NewKey and Seal wrap them.
var (
	// ErrKeyMismatch: the private key is not the certificate's.
	ErrKeyMismatch = errors.New("the private key does not belong to the certificate")
	// ErrExpired: a certificate is past its last day.
	ErrExpired = errors.New("the certificate has expired")
	// ErrNotYetValid: a certificate's first day has not come.
	ErrNotYetValid = errors.New("the certificate is not valid yet")
	// ErrUsage: the certificate is not meant for signing documents.
	ErrUsage = errors.New("the certificate is not for signing documents")
	// ErrAlgorithm: the key's kind or length is not supported.
	ErrAlgorithm = errors.New("unsupported key: want RSA of 2048, 3072 or 4096 bits, or ECDSA P-256")
	// ErrChain: the certificates do not follow each other.
	ErrChain = errors.New("the certificates are no chain: want the signer's first, then the CA that issued it, and so on")
)

// maxChain bounds the certificates in a seal.
const maxChain = 8

var (
	oidDocumentSigning = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 36} // RFC 9336
)

// Key is a private key with its certificates: a CMS producer for RSA and
// ECDSA. Only LoadKey and NewKey make one that works. It is safe for use by
// several goroutines if its crypto.Signer is.
type Key struct {
	signer crypto.Signer
	chain  []*x509.Certificate
	size   int
	shut   func() error // lets a token go; nil for keys in memory
}

// Close lets go of the token that the key lies on, if it does.
func (k Key) Close() error {
	if k.shut == nil {
		return nil
	}
	return k.shut()
}

// LoadKey reads a key from PEM: certPEM holds the signer's certificate and then
// the issuing CAs, keyPEM one unencrypted private key (PKCS#8, PKCS#1 or SEC 1).
// It refuses what NewKey refuses.
func LoadKey(certPEM, keyPEM []byte, now time.Time) (Key, error) {
	chain, err := parseChain(certPEM)
	if err != nil {
		return Key{}, fmt.Errorf("load key: certificate file: %w", err)
	}
	signer, err := parsePrivate(keyPEM)
	if err != nil {
		return Key{}, fmt.Errorf("load key: key file: %w", err)
	}
	k, err := NewKey(signer, chain, now)
	if err != nil {
		return Key{}, fmt.Errorf("load key: %w", err)
	}
	return k, nil
}

// NewKey joins a signer, for instance a token's, with its certificates, leaf
// first. It refuses, wrapping one of the errors above: a key of another
// certificate, a kind of key it cannot use, a certificate out of its time or
// not for signing documents, certificates that do not follow each other.
func NewKey(signer crypto.Signer, chain []*x509.Certificate, now time.Time) (Key, error) {
	if signer == nil || len(chain) == 0 || len(chain) > maxChain {
		return Key{}, fmt.Errorf("%w; found %d, at most %d are taken", ErrChain, len(chain), maxChain)
	}
	if err := supported(chain[0].PublicKey); err != nil {
		return Key{}, err
	}
	pub, ok := signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !pub.Equal(chain[0].PublicKey) {
		return Key{}, fmt.Errorf("%w (serial %s): give the key made for it", ErrKeyMismatch, serial(chain[0]))
	}
	if err := fitsSealing(chain[0]); err != nil {
		return Key{}, err
	}
	if err := checkChain(chain, now); err != nil {
		return Key{}, err
	}
	k := Key{signer: signer, chain: append([]*x509.Certificate(nil), chain...)}
	k.size = k.longest()
	return k, nil
}

func checkChain(chain []*x509.Certificate, now time.Time) error {
	if err := keyInTime(chain[0], now); err != nil {
		return err
	}
	for i, c := range chain {
		if err := inTime(c, now); err != nil {
			return err
		}
		if i+1 == len(chain) {
			break
		}
		if err := c.CheckSignatureFrom(chain[i+1]); err != nil {
			return fmt.Errorf("%w; certificate %d is not issued by the next one: %w", ErrChain, i+1, err)
		}
	}
	return nil
}

func inTime(c *x509.Certificate, now time.Time) error {
	if now.After(c.NotAfter) {
		return fmt.Errorf("%w (serial %s, last day %s): get a new one", ErrExpired, serial(c), c.NotAfter.Format(time.DateOnly))
	}
	if now.Before(c.NotBefore) {
		return fmt.Errorf("%w (serial %s, first day %s): check the clock or wait", ErrNotYetValid, serial(c), c.NotBefore.Format(time.DateOnly))
	}
	return nil
}

// supported says whether we sign with such a key and accept its seals.
func supported(pub crypto.PublicKey) error {
	switch k := pub.(type) {
	case *rsa.PublicKey:
		switch k.N.BitLen() {
		case 2048, 3072, 4096:
			return nil
		}
		return fmt.Errorf("%w; this one is RSA of %d bits", ErrAlgorithm, k.N.BitLen())
	case *ecdsa.PublicKey:
		if k.Curve == elliptic.P256() {
			return nil
		}
		return fmt.Errorf("%w; this one is ECDSA %s", ErrAlgorithm, k.Curve.Params().Name)
	}
	return fmt.Errorf("%w; this one is %T", ErrAlgorithm, pub)
}

// fitsSealing: the key usage must allow signatures (RFC 5280, 4.2.1.3), and the
// extended usage must name documents or mail, because readers trust no other
// (RFC 9336; poppler and Acrobat take e-mail protection).
func fitsSealing(c *x509.Certificate) error {
	if c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return fmt.Errorf("%w (serial %s): its key usage has neither digitalSignature nor contentCommitment", ErrUsage, serial(c))
	}
	if c.IsCA {
		return fmt.Errorf("%w (serial %s): it is a CA's", ErrUsage, serial(c))
	}
	for _, u := range c.ExtKeyUsage {
		if u == x509.ExtKeyUsageEmailProtection {
			return nil
		}
	}
	for _, oid := range c.UnknownExtKeyUsage {
		if oid.Equal(oidDocumentSigning) {
			return nil
		}
	}
	return fmt.Errorf("%w (serial %s): its extended key usage has neither documentSigning nor emailProtection", ErrUsage, serial(c))
}

func parseChain(text []byte) ([]*x509.Certificate, error) {
	var chain []*x509.Certificate
	for {
		var b *pem.Block
		if b, text = pem.Decode(text); b == nil {
			break
		}
		if b.Type != "CERTIFICATE" {
			return nil, fmt.Errorf("block %d is %q, want only CERTIFICATE", len(chain)+1, b.Type)
		}
		c, err := x509.ParseCertificate(b.Bytes)
		if err != nil {
			return nil, fmt.Errorf("certificate %d: %w", len(chain)+1, err)
		}
		chain = append(chain, c)
	}
	if len(chain) == 0 {
		return nil, errors.New("no certificate in it: want PEM blocks CERTIFICATE")
	}
	return chain, nil
}

func parsePrivate(text []byte) (crypto.Signer, error) {
	b, rest := pem.Decode(text)
	if b == nil {
		return nil, errors.New("no key in it: want one PEM block PRIVATE KEY")
	}
	if more, _ := pem.Decode(rest); more != nil {
		return nil, errors.New("more than one PEM block in it: want the private key alone")
	}
	key, err := parsePrivateBlock(b)
	if err != nil {
		return nil, err
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("%w; this one is %T", ErrAlgorithm, key)
	}
	return signer, nil
}

// parsePrivateBlock never repeats the parser's error: it could quote the key.
func parsePrivateBlock(b *pem.Block) (key any, err error) {
	switch b.Type {
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(b.Bytes)
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(b.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(b.Bytes)
	case "ENCRYPTED PRIVATE KEY":
		return nil, errors.New("the key is encrypted with a password: give it decrypted, in a file only the service can read")
	default:
		return nil, fmt.Errorf("its block is %q, want PRIVATE KEY", b.Type)
	}
	if err != nil || b.Headers["Proc-Type"] != "" {
		return nil, errors.New("the key cannot be read: it is damaged, encrypted or of an unsupported kind")
	}
	return key, nil
}
