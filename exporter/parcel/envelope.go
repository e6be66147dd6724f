package parcel

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"

	"vypiska/exporter/policy"
)

// The kinds of file a package leaves the house as.
const (
	AgeType = "application/age-encryption"
	CMSType = "application/pkcs7-mime"
)

// FileKind is the media type and the ending of the name of a package's file.
func FileKind(e policy.Envelope) (mediaType, ending string) {
	switch e {
	case policy.ToAge:
		return AgeType, ".asice.age"
	case policy.ToCertificate:
		return CMSType, ".asice.p7m"
	}
	return MIMEType, ".asice"
}

// Envelope encrypts what is written to the insurer of the contract, as a stream:
// nothing is held but a piece. It is nil where the contract wants none. Closing it
// ends the file and leaves to open.
func Envelope(t policy.Terms, rand io.Reader) (func(to io.Writer) (io.WriteCloser, error), error) {
	switch t.Encryption {
	case policy.NoEnvelope:
		return nil, nil
	case policy.ToAge:
		all, err := ageRecipients(t.Recipients)
		return func(to io.Writer) (io.WriteCloser, error) { return age.Encrypt(to, all...) }, err
	case policy.ToCertificate:
		certs, err := certificates(t.Certificates)
		return func(to io.Writer) (io.WriteCloser, error) { return newEnveloped(to, certs, rand) }, err
	}
	return nil, errors.New("an unknown encryption of packages")
}

// CheckRecipients reads the keys and certificates of a contract's terms.
func CheckRecipients(t policy.Terms) error {
	if _, err := ageRecipients(t.Recipients); err != nil {
		return err
	}
	_, err := certificates(t.Certificates)
	return err
}

func ageRecipients(list []string) (out []age.Recipient, err error) {
	for _, r := range list {
		one, err := age.ParseX25519Recipient(strings.TrimSpace(r))
		if err != nil {
			return nil, errors.New("age_recipients: want keys that begin with age1")
		}
		out = append(out, one)
	}
	return out, nil
}

// leastRSA is the shortest key that is taken, in bits.
const leastRSA = 2048

func certificates(list []string) (out []*x509.Certificate, err error) {
	for _, text := range list {
		block, rest := pem.Decode([]byte(text))
		if block == nil || block.Type != "CERTIFICATE" || strings.TrimSpace(string(rest)) != "" {
			return nil, errors.New("certificates: want one PEM certificate in each")
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, errors.New("certificates: one cannot be read")
		}
		if key, ok := c.PublicKey.(*rsa.PublicKey); !ok || key.N.BitLen() < leastRSA {
			return nil, fmt.Errorf("certificates: want RSA keys of at least %d bits; for others use age", leastRSA)
		}
		out = append(out, c)
	}
	return out, nil
}
