package parcel

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"io"
)

// Object identifiers of RFC 5652, 3565 and 4055.
var (
	oidData      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidEnveloped = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 3}
	oidOAEP      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 7}
	oidMGF1      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}
	oidSHA256    = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidAES256    = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 42} // CBC
)

// BER of a content whose length is not known yet (X.690, 8.1.3.6).
var (
	openSequence = []byte{0x30, 0x80}
	openContent  = []byte{0xa0, 0x80}
	endContents  = []byte{0, 0}
)

// enveloped writes CMS EnvelopedData as a stream: AES-256-CBC, its key by RSA-OAEP
// with SHA-256 to each recipient, the content in pieces of an octet string of
// indefinite length. The library this is tested with (smallstep/pkcs7) holds the
// whole content in memory, several times; a package may be of gigabytes. That
// nobody changed the content the package's own signature says.
type enveloped struct {
	to    io.Writer
	cbc   cipher.BlockMode
	piece []byte // plain bytes that are no full piece yet
	err   error
}

// pieceSize is the length of one piece of the content, a multiple of the block's.
const pieceSize = 32 << 10

type recipientInfo struct {
	Version   int
	Who       issuerAndSerial
	Algorithm pkix.AlgorithmIdentifier
	Key       []byte
}

type issuerAndSerial struct {
	Issuer asn1.RawValue
	Serial asn1.RawValue
}

func newEnveloped(to io.Writer, certs []*x509.Certificate, rand io.Reader) (*enveloped, error) {
	secret := make([]byte, 32+aes.BlockSize)
	if _, err := io.ReadFull(rand, secret); err != nil {
		return nil, fmt.Errorf("draw a key: %w", err)
	}
	key, iv := secret[:32], secret[32:]
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	recipients := make([]recipientInfo, len(certs))
	for i, c := range certs {
		if recipients[i], err = recipientOf(c, key, rand); err != nil {
			return nil, err
		}
	}
	head, err := envelopeHead(recipients, iv)
	if err != nil {
		return nil, err
	}
	if _, err := to.Write(head); err != nil {
		return nil, err
	}
	return &enveloped{to: to, cbc: cipher.NewCBCEncrypter(block, iv), piece: make([]byte, 0, pieceSize+aes.BlockSize)}, nil
}

// recipientOf gives the key to the holder of a certificate.
func recipientOf(c *x509.Certificate, key []byte, rand io.Reader) (recipientInfo, error) {
	public, ok := c.PublicKey.(*rsa.PublicKey)
	if !ok {
		return recipientInfo{}, fmt.Errorf("a certificate without an RSA key")
	}
	wrapped, err := rsa.EncryptOAEP(sha256.New(), rand, public, key, nil)
	if err != nil {
		return recipientInfo{}, fmt.Errorf("encrypt the key: %w", err)
	}
	params, err := oaepParameters()
	if err != nil {
		return recipientInfo{}, err
	}
	serial, err := asn1.Marshal(c.SerialNumber)
	return recipientInfo{Who: issuerAndSerial{asn1.RawValue{FullBytes: c.RawIssuer}, asn1.RawValue{FullBytes: serial}},
		Algorithm: pkix.AlgorithmIdentifier{Algorithm: oidOAEP, Parameters: params}, Key: wrapped}, err
}

// oaepParameters name SHA-256 for the digest and for the mask (RFC 4055, 4.1).
func oaepParameters() (asn1.RawValue, error) {
	digest := pkix.AlgorithmIdentifier{Algorithm: oidSHA256, Parameters: asn1.NullRawValue}
	inner, err := asn1.Marshal(digest)
	if err != nil {
		return asn1.RawValue{}, err
	}
	der, err := asn1.Marshal(struct {
		Digest pkix.AlgorithmIdentifier `asn1:"explicit,tag:0"`
		Mask   pkix.AlgorithmIdentifier `asn1:"explicit,tag:1"`
	}{digest, pkix.AlgorithmIdentifier{Algorithm: oidMGF1, Parameters: asn1.RawValue{FullBytes: inner}}})
	return asn1.RawValue{FullBytes: der}, err
}

// envelopeHead is everything before the content.
func envelopeHead(recipients []recipientInfo, iv []byte) ([]byte, error) {
	vector, err := asn1.Marshal(iv)
	if err != nil {
		return nil, err
	}
	out := append([]byte{}, openSequence...)
	for _, part := range []struct {
		open   []byte
		value  any
		params string
	}{
		{nil, oidEnveloped, ""},
		{append(append([]byte{}, openContent...), openSequence...), 0, ""},
		{nil, recipients, "set"},
		{openSequence, oidData, ""},
		{nil, pkix.AlgorithmIdentifier{Algorithm: oidAES256, Parameters: asn1.RawValue{FullBytes: vector}}, ""},
		{openContent, nil, ""},
	} {
		out = append(out, part.open...)
		if part.value == nil {
			continue
		}
		der, err := asn1.MarshalWithParams(part.value, part.params)
		if err != nil {
			return nil, fmt.Errorf("envelope: %w", err)
		}
		out = append(out, der...)
	}
	return out, nil
}

// Write takes the content's next bytes.
func (e *enveloped) Write(p []byte) (n int, err error) {
	for len(p) > 0 && e.err == nil {
		took := min(len(p), pieceSize-len(e.piece))
		e.piece, p, n = append(e.piece, p[:took]...), p[took:], n+took
		if len(e.piece) == pieceSize {
			e.err = e.send()
		}
	}
	return n, e.err
}

// send encrypts what is gathered and writes it as one piece.
func (e *enveloped) send() error {
	e.cbc.CryptBlocks(e.piece, e.piece)
	head := octets(len(e.piece))
	if _, err := e.to.Write(append(head, e.piece...)); err != nil {
		return err
	}
	e.piece = e.piece[:0]
	return nil
}

// octets begins an octet string of less than 64 KiB.
func octets(n int) []byte {
	switch {
	case n < 0x80:
		return []byte{0x04, byte(n)}
	case n < 0x100:
		return []byte{0x04, 0x81, byte(n)}
	}
	return []byte{0x04, 0x82, byte(n >> 8), byte(n)}
}

// Close pads the last block (RFC 5652, 6.3) and ends every length that was left open.
func (e *enveloped) Close() error {
	if e.err != nil {
		return e.err
	}
	pad := aes.BlockSize - len(e.piece)%aes.BlockSize
	for range pad {
		e.piece = append(e.piece, byte(pad))
	}
	if e.err = e.send(); e.err != nil {
		return e.err
	}
	for range 5 { // content, its info, the data, its tag, the whole
		if _, e.err = e.to.Write(endContents); e.err != nil {
			return e.err
		}
	}
	return nil
}
