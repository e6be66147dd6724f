package signing

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"io"
	"sort"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// CMS produces the signature proper. Key does it for RSA and ECDSA; a token or
// an external GOST command are other implementations.
type CMS interface {
	// Sign returns the DER of a detached CMS SignedData (RFC 5652) over the two
	// parts of content, read one after the other. It must use the key at most
	// once, follow ETSI EN 319 142-1 (no signing-time, a signing certificate
	// attribute) and stop when ctx ends. It must not keep or change content.
	Sign(ctx context.Context, content [2][]byte) ([]byte, error)
	// Size is a length in bytes that no result of Sign exceeds.
	Size() int
	// Chain is the signer's certificate and the CAs above it, never empty.
	Chain() []*x509.Certificate
}

// DetachedCMS is a CMS that can sign what lies elsewhere.
type DetachedCMS interface {
	CMS
	// SignStream is Sign over content that is read once and not kept, with a
	// signing-time attribute as CAdES demands (ETSI EN 319 122-1, 6.3).
	SignStream(ctx context.Context, content io.Reader, at time.Time) ([]byte, error)
}

var (
	oidData            = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningTime     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}
	oidSigningCert     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47} // signing-certificate-v2, RFC 5035
	oidSHA256          = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384          = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512          = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidRSA             = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidSHA256WithRSA   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidSHA384WithRSA   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}
	oidSHA512WithRSA   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}
	oidECDSAWithSHA256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	oidECDSAWithSHA384 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}
	oidECDSAWithSHA512 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}
	oidTimeStamp       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14} // signature-time-stamp, RFC 3161, A
)

// Chain implements CMS.
func (k Key) Chain() []*x509.Certificate { return k.chain }

// Size implements CMS: exact for RSA, at most two bytes too many for ECDSA.
func (k Key) Size() int { return k.size }

// Sign implements CMS with SHA-256. ECDSA signatures are deterministic
// (RFC 6979): the same content gives the same bytes, and no seal depends on the
// quality of a random source.
func (k Key) Sign(ctx context.Context, content [2][]byte) ([]byte, error) {
	return k.sign(ctx, digest(crypto.SHA256, content), time.Time{})
}

// SignStream implements DetachedCMS.
func (k Key) SignStream(ctx context.Context, content io.Reader, at time.Time) ([]byte, error) {
	h := sha256.New()
	if _, err := io.Copy(h, content); err != nil {
		return nil, fmt.Errorf("read the content: %w", err)
	}
	return k.sign(ctx, h.Sum(nil), at)
}

func (k Key) sign(ctx context.Context, messageDigest []byte, at time.Time) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	if k.signer == nil {
		return nil, fmt.Errorf("sign: %w", errNoKey)
	}
	attrs := signedAttributes(messageDigest, k.chain[0], at)
	sum := sha256.Sum256(asSet(attrs))
	signature, err := k.raw(ctx, sum[:])
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return signedData(k.chain, attrs, signature, k.algorithms())
}

// algorithms are what a CMS says of its digest and its signature, each with a
// NULL for parameters or without any.
type algorithms struct {
	digest, signature         asn1.ObjectIdentifier
	digestNull, signatureNull bool
}

func (k Key) algorithms() algorithms {
	if _, ok := k.chain[0].PublicKey.(*ecdsa.PublicKey); ok {
		return algorithms{digest: oidSHA256, signature: oidECDSAWithSHA256}
	}
	return algorithms{digest: oidSHA256, signature: oidSHA256WithRSA, signatureNull: true}
}

// longest builds a CMS around the longest possible signature.
func (k Key) longest() int {
	n := 0
	switch pub := k.chain[0].PublicKey.(type) {
	case *rsa.PublicKey:
		n = pub.Size()
	case *ecdsa.PublicKey:
		n = 72 // SEQUENCE of two INTEGERs of 33 bytes
	}
	der, err := signedData(k.chain, signedAttributes(make([]byte, sha256.Size), k.chain[0], time.Time{}), make([]byte, n), k.algorithms())
	if err != nil {
		return 0 // no certificate that was parsed fails to be written; Seal refuses size 0
	}
	return len(der)
}

func digest(h crypto.Hash, content [2][]byte) []byte {
	w := h.New()
	w.Write(content[0])
	w.Write(content[1])
	return w.Sum(nil)
}

// signedAttributes returns the attributes of ETSI EN 319 142-1, 6.3, as DER
// wants the members of a SET OF: sorted by their encoding (X.690, 11.6). A time
// is for CAdES, which demands signing-time (EN 319 122-1, 6.3); PAdES forbids it.
func signedAttributes(messageDigest []byte, signer *x509.Certificate, at time.Time) []byte {
	attrs := [][]byte{
		attribute(oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) }),
		attribute(oidMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(messageDigest) }),
		attribute(oidSigningCert, func(b *cryptobyte.Builder) { signingCertificate(b, signer) }),
	}
	if !at.IsZero() {
		attrs = append(attrs, attribute(oidSigningTime, func(b *cryptobyte.Builder) { signingTime(b, at) }))
	}
	sort.Slice(attrs, func(i, j int) bool { return bytes.Compare(attrs[i], attrs[j]) < 0 })
	return bytes.Join(attrs, nil)
}

// signingTime: UTCTime until 2049, GeneralizedTime from then on (RFC 5652, 11.3).
func signingTime(b *cryptobyte.Builder, at time.Time) {
	if at = at.UTC(); at.Year() < 2050 {
		b.AddASN1UTCTime(at)
		return
	}
	b.AddASN1GeneralizedTime(at)
}

func attribute(oid asn1.ObjectIdentifier, value cryptobyte.BuilderContinuation) []byte {
	var b cryptobyte.Builder
	sequence(&b, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		b.AddASN1(tag.SET, value)
	})
	return b.BytesOrPanic() // fails only for a malformed OID, and all are ours
}

// signingCertificate writes SigningCertificateV2 with one ESSCertIDv2. SHA-256
// is its default and so is left out, as DER demands (RFC 5035, 4).
func signingCertificate(b *cryptobyte.Builder, c *x509.Certificate) {
	hash := sha256.Sum256(c.Raw)
	sequence(b, func(b *cryptobyte.Builder) {
		sequence(b, func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				b.AddASN1OctetString(hash[:])
				sequence(b, func(b *cryptobyte.Builder) {
					sequence(b, func(b *cryptobyte.Builder) {
						b.AddASN1(context0+4, func(b *cryptobyte.Builder) { b.AddBytes(c.RawIssuer) })
					})
					b.AddASN1BigInt(c.SerialNumber)
				})
			})
		})
	})
}

// context0 is the tag [0], constructed; [n] is context0+n.
const context0 = tag.Tag(0xA0)

func sequence(b *cryptobyte.Builder, f cryptobyte.BuilderContinuation) { b.AddASN1(tag.SEQUENCE, f) }

// asSet gives the attributes the tag they are signed under (RFC 5652, 5.4).
func asSet(attrs []byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { b.AddBytes(attrs) })
	return b.BytesOrPanic() // fails only beyond 4 GB
}

func signedData(chain []*x509.Certificate, attrs, signature []byte, by algorithms) ([]byte, error) {
	var b cryptobyte.Builder
	sequence(&b, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(context0, func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(1)
				b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { addAlgorithm(b, by.digest, by.digestNull) })
				sequence(b, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
				b.AddASN1(context0, func(b *cryptobyte.Builder) { addCertificates(b, chain) })
				b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { addSigner(b, chain[0], attrs, signature, by) })
			})
		})
	})
	der, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write CMS: %w", err)
	}
	return der, nil
}

// addCertificates writes the chain in its order: readers, pdfsign among them,
// take the first certificate for the signer's.
func addCertificates(b *cryptobyte.Builder, chain []*x509.Certificate) {
	for _, c := range chain {
		b.AddBytes(c.Raw)
	}
}

func addAlgorithm(b *cryptobyte.Builder, oid asn1.ObjectIdentifier, null bool) {
	sequence(b, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		if null {
			b.AddASN1NULL()
		}
	})
}

func addSigner(b *cryptobyte.Builder, signer *x509.Certificate, attrs, signature []byte, by algorithms) {
	sequence(b, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		sequence(b, func(b *cryptobyte.Builder) {
			b.AddBytes(signer.RawIssuer)
			b.AddASN1BigInt(signer.SerialNumber)
		})
		addAlgorithm(b, by.digest, by.digestNull)
		b.AddASN1(context0, func(b *cryptobyte.Builder) { b.AddBytes(attrs) })
		addAlgorithm(b, by.signature, by.signatureNull)
		b.AddASN1OctetString(signature)
	})
}
