package signing

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// LoadPKCS12 reads a key from a PKCS#12 file (.p12, .pfx): one private key, its
// certificate and the CAs above it, which may lie in it in any order. A CA that
// the chain does not need is left out. It refuses what NewKey refuses.
func LoadPKCS12(pfx []byte, passphrase string, now time.Time) (Key, error) {
	key, leaf, cas, err := pkcs12.DecodeChain(pfx, passphrase)
	if err != nil {
		return Key{}, fmt.Errorf("load key: PKCS#12 file: %w", pkcs12Words(err))
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return Key{}, fmt.Errorf("load key: PKCS#12 file: %w; this one is %T", ErrAlgorithm, key)
	}
	k, err := NewKey(signer, climb(leaf, cas), now)
	if err != nil {
		return Key{}, fmt.Errorf("load key: PKCS#12 file: %w", err)
	}
	return k, nil
}

// pkcs12Words keeps to words of ours: a parser's error could quote the file.
func pkcs12Words(err error) error {
	var unknown pkcs12.NotImplementedError
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return errors.New("the passphrase does not open it: give the one it was exported with")
	case errors.As(err, &unknown):
		return errors.New("it uses an algorithm this program does not know: export it again with `openssl pkcs12 -export`")
	}
	return errors.New("it is damaged, or does not hold exactly one private key with its certificate")
}

// climb orders the CAs from the signer's issuer upwards.
func climb(leaf *x509.Certificate, cas []*x509.Certificate) []*x509.Certificate {
	chain := []*x509.Certificate{leaf}
	for len(chain) < maxChain {
		top := chain[len(chain)-1]
		above := issuerOf(top, cas)
		if above == nil || bytes.Equal(top.RawSubject, top.RawIssuer) {
			break
		}
		chain = append(chain, above)
	}
	return chain
}

func issuerOf(c *x509.Certificate, cas []*x509.Certificate) *x509.Certificate {
	for _, ca := range cas {
		if bytes.Equal(c.RawIssuer, ca.RawSubject) && c.CheckSignatureFrom(ca) == nil {
			return ca
		}
	}
	return nil
}
