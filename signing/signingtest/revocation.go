package signingtest

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"
)

var (
	oidNonce           = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 2}
	oidBasic           = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}
	oidSHA1            = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	oidECDSAWithSHA256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	oidIssuingPoint    = asn1.ObjectIdentifier{2, 5, 29, 28}
)

// constructed is the tag [n], constructed.
func constructed(n int) tag.Tag { return tag.Tag(0xA0 + n) }

// opinion is what an OCSP answer says.
type opinion struct {
	ca         *authority // whose certificate it is about
	serial     *big.Int
	status     int
	this, next time.Time
	nonce      []byte
	by         *authority
	embed      *x509.Certificate
}

// status answers an OCSP request (RFC 6960) about a certificate that ca issued.
// The issuing CA has a responder, the others answer with their own key.
func (w *World) status(body []byte, ca *authority, f Fault) ([]byte, error) {
	switch f {
	case Refusing:
		return []byte{0x30, 3, 0x0A, 1, 6}, nil // unauthorized
	case TryLater:
		return []byte{0x30, 3, 0x0A, 1, 3}, nil
	}
	req, err := ocsp.ParseRequest(body)
	if err != nil {
		return nil, err
	}
	now := w.Now().UTC().Truncate(time.Second)
	o := &opinion{ca: ca, serial: req.SerialNumber, status: ocsp.Good, this: now.Add(-time.Minute), next: now.Add(time.Hour), nonce: nonceOf(body), by: ca}
	if ca == w.issuing {
		o.by, o.embed = w.responder, w.responder.cert
	}
	w.mu.Lock()
	if w.gone[req.SerialNumber.String()] {
		o.status = ocsp.Revoked
	}
	w.mu.Unlock()
	w.distort(o, f)
	der, err := o.write(now)
	if err == nil && f == BadSignature {
		at := bytes.LastIndex(der, o.serial.Bytes())
		der[at] ^= 1
	}
	return der, err
}

func (w *World) distort(o *opinion, f Fault) {
	switch f {
	case WrongNonce:
		o.nonce = bytes.Repeat([]byte{7}, 16)
	case NoNonce:
		o.nonce = nil
	case Expired:
		o.this, o.next = o.this.Add(-48*time.Hour), o.this.Add(-24*time.Hour)
	case Early:
		o.this, o.next = o.this.Add(48*time.Hour), o.next.Add(72*time.Hour)
	case OtherCert:
		o.serial = new(big.Int).Add(o.serial, big.NewInt(1000))
	case OtherIssuer:
		o.ca = w.stamping
	case Unknown:
		o.status = ocsp.Unknown
	case Unauthorised:
		o.by, o.embed = w.rogue, w.rogue.cert
	case NeedsCheck:
		o.by, o.embed = w.bare, w.bare.cert
	}
}

// nonceOf finds the nonce of a request: the octets after its name.
func nonceOf(body []byte) []byte {
	name, err := asn1.Marshal(oidNonce)
	if err != nil {
		return nil
	}
	at := bytes.Index(body, name)
	if at < 0 {
		return nil
	}
	rest := cryptobyte.String(body[at+len(name):])
	var outer, nonce cryptobyte.String
	if !rest.ReadASN1(&outer, tag.OCTET_STRING) || !outer.ReadASN1(&nonce, tag.OCTET_STRING) {
		return nil
	}
	return nonce
}

func (o *opinion) write(now time.Time) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { o.data(b, now) })
	tbs, err := b.Bytes()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(tbs)
	signature, err := o.by.key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	return o.response(tbs, signature)
}

func (o *opinion) data(b *cryptobyte.Builder, now time.Time) {
	b.AddASN1(constructed(1), func(b *cryptobyte.Builder) { b.AddBytes(o.by.cert.RawSubject) })
	b.AddASN1GeneralizedTime(now)
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1(tag.SEQUENCE, o.single) })
	if o.nonce == nil {
		return
	}
	b.AddASN1(constructed(1), func(b *cryptobyte.Builder) {
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1ObjectIdentifier(oidNonce)
				b.AddASN1(tag.OCTET_STRING, func(b *cryptobyte.Builder) { b.AddASN1OctetString(o.nonce) })
			})
		})
	})
}

func (o *opinion) single(b *cryptobyte.Builder) {
	name, key := sha1.Sum(o.ca.cert.RawSubject), sha1.Sum(publicBits(o.ca.cert))
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oidSHA1)
			b.AddASN1NULL()
		})
		b.AddASN1OctetString(name[:])
		b.AddASN1OctetString(key[:])
		b.AddASN1BigInt(o.serial)
	})
	switch o.status {
	case ocsp.Good:
		b.AddASN1(tag.Tag(0x80), func(*cryptobyte.Builder) {})
	case ocsp.Unknown:
		b.AddASN1(tag.Tag(0x82), func(*cryptobyte.Builder) {})
	default:
		b.AddASN1(constructed(1), func(b *cryptobyte.Builder) { b.AddASN1GeneralizedTime(o.this.Add(-time.Hour)) })
	}
	b.AddASN1GeneralizedTime(o.this)
	b.AddASN1(constructed(0), func(b *cryptobyte.Builder) { b.AddASN1GeneralizedTime(o.next) })
}

// publicBits is the key inside a certificate's SubjectPublicKeyInfo.
func publicBits(c *x509.Certificate) []byte {
	var info struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(c.RawSubjectPublicKeyInfo, &info); err != nil {
		panic(err) // the certificate was parsed before
	}
	return info.Key.RightAlign()
}

func (o *opinion) response(tbs, signature []byte) ([]byte, error) {
	var basic cryptobyte.Builder
	basic.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(tbs)
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidECDSAWithSHA256) })
		b.AddASN1BitString(signature)
		if o.embed != nil {
			b.AddASN1(constructed(0), func(b *cryptobyte.Builder) {
				b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { b.AddBytes(o.embed.Raw) })
			})
		}
	})
	inner, err := basic.Bytes()
	if err != nil {
		return nil, err
	}
	var b cryptobyte.Builder
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Enum(0)
		b.AddASN1(constructed(0), func(b *cryptobyte.Builder) {
			b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1ObjectIdentifier(oidBasic)
				b.AddASN1OctetString(inner)
			})
		})
	})
	return b.Bytes()
}

// list makes the CA's list of revoked certificates (RFC 5280, 5).
func (w *World) list(ca *authority, f Fault) ([]byte, error) {
	now := w.Now().UTC().Truncate(time.Second)
	t := &x509.RevocationList{Number: big.NewInt(now.Unix()), ThisUpdate: now.Add(-time.Minute), NextUpdate: now.Add(24 * time.Hour)}
	w.mu.Lock()
	for serial := range w.gone {
		n, _ := new(big.Int).SetString(serial, 10)
		t.RevokedCertificateEntries = append(t.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: n, RevocationTime: now.Add(-time.Hour)})
	}
	w.mu.Unlock()
	by := w.bend(t, ca, f)
	der, err := x509.CreateRevocationList(rand.Reader, t, by.cert, by.key)
	if err == nil && f == BadSignature {
		der[len(der)-9] ^= 1
	}
	return der, err
}

// bend changes what the list says and returns who signs it.
func (w *World) bend(t *x509.RevocationList, ca *authority, f Fault) *authority {
	switch f {
	case Expired:
		t.ThisUpdate, t.NextUpdate = t.ThisUpdate.AddDate(0, 0, -9), t.ThisUpdate.AddDate(0, 0, -8)
	case Early:
		t.ThisUpdate, t.NextUpdate = t.ThisUpdate.AddDate(0, 0, 2), t.NextUpdate.AddDate(0, 0, 2)
	case Partial:
		t.ExtraExtensions = []pkix.Extension{{Id: oidIssuingPoint, Critical: true, Value: []byte{0x30, 4, 0x83, 2, 6, 0x40}}}
	case OtherIssuer:
		if ca == w.stamping {
			return w.issuing
		}
		return w.stamping
	case Unauthorised: // the right name over another key
		forged := *ca.cert
		forged.PublicKey = w.rogue.key.Public()
		return &authority{cert: &forged, key: w.rogue.key}
	}
	return ca
}
