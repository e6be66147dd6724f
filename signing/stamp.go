package signing

import (
	"context"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// stampQuery writes a TimeStampReq (RFC 3161, 2.4.1) over a SHA-256 digest that
// asks for the TSA's certificate.
func stampQuery(sum [sha256.Size]byte, policy asn1.ObjectIdentifier, nonce *big.Int) ([]byte, error) {
	var b cryptobyte.Builder
	sequence(&b, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		sequence(b, func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				b.AddASN1ObjectIdentifier(oidSHA256)
				b.AddASN1NULL()
			})
			b.AddASN1OctetString(sum[:])
		})
		if policy != nil {
			b.AddASN1ObjectIdentifier(policy)
		}
		b.AddASN1BigInt(nonce)
		b.AddASN1Boolean(true)
	})
	der, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write time stamp request: %w", err)
	}
	return der, nil
}

// refusal is a TSA that says no.
type refusal struct {
	status, fail int
}

func (r *refusal) Error() string {
	return fmt.Sprintf("it refuses: status %d, failure bit %d (RFC 3161, 2.4.2)", r.status, r.fail)
}

// later reports whether trying again can help: timeNotAvailable, systemFailure,
// or an answer that is only waiting.
func (r *refusal) later() bool { return r.fail == 14 || r.fail == 25 || r.status == 3 }

// stampAnswer takes the token out of a TimeStampResp; a refusal is an error.
func stampAnswer(der []byte) ([]byte, error) {
	var resp, status, text, token cryptobyte.String
	var bits asn1.BitString
	r := refusal{fail: -1}
	s := cryptobyte.String(der)
	ok := s.ReadASN1(&resp, tag.SEQUENCE) && s.Empty() &&
		resp.ReadASN1(&status, tag.SEQUENCE) && status.ReadASN1Integer(&r.status) &&
		status.ReadOptionalASN1(&text, nil, tag.SEQUENCE)
	if ok && status.PeekASN1Tag(tag.BIT_STRING) {
		ok = status.ReadASN1BitString(&bits)
	}
	if !ok || !status.Empty() {
		return nil, errors.New("its answer is no TimeStampResp")
	}
	for i := range bits.BitLength {
		if bits.At(i) == 1 {
			r.fail = i
		}
	}
	if r.status != 0 && r.status != 1 {
		return nil, &r
	}
	if !resp.ReadASN1Element(&token, tag.SEQUENCE) || !resp.Empty() {
		return nil, errors.New("it says yes and gives no token")
	}
	return token, nil
}

// stampOverhead is what the attribute adds around a token: its name and the
// lengths of it and of what it lies in.
const stampOverhead = 64

// signatureValue returns what a signature-time-stamp is over: the signature's
// own octets (RFC 3161, appendix A). It asks nothing of the algorithm.
func (e envelope) signatureValue() ([]byte, error) {
	var value cryptobyte.String
	si := e.signer
	ok := si.SkipASN1(tag.INTEGER) && si.SkipASN1(tag.SEQUENCE) && si.SkipASN1(tag.SEQUENCE) &&
		si.SkipASN1(context0) && si.SkipASN1(tag.SEQUENCE) && si.ReadASN1(&value, tag.OCTET_STRING)
	if !ok || !si.Empty() {
		return nil, fmt.Errorf("%w: want no unsigned attributes before the time stamp", errCMS)
	}
	return value, nil
}

// withStamp writes the CMS anew with the token as its one unsigned attribute.
func (e envelope) withStamp(token []byte) ([]byte, error) {
	attr := attribute(oidTimeStamp, func(b *cryptobyte.Builder) { b.AddBytes(token) })
	return e.write(e.head, func(b *cryptobyte.Builder) {
		b.AddBytes(e.signer)
		b.AddASN1(context0+1, func(b *cryptobyte.Builder) { b.AddBytes(attr) })
	})
}

// write closes a SignedData around a head and one signer.
func (e envelope) write(head []byte, signer cryptobyte.BuilderContinuation) ([]byte, error) {
	var b cryptobyte.Builder
	sequence(&b, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(context0, func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				b.AddBytes(head)
				b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { sequence(b, signer) })
			})
		})
	})
	der, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write CMS: %w", err)
	}
	return der, nil
}

// stampCMS adds a time stamp over the signature of a CMS.
func (a *Authorities) stampCMS(ctx context.Context, der []byte) ([]byte, error) {
	e, err := openEnvelope(der)
	if err != nil {
		return nil, err
	}
	value, err := e.signatureValue()
	if err != nil {
		return nil, err
	}
	token, err := a.Stamp(ctx, value)
	if err != nil {
		return nil, err
	}
	return e.withStamp(token)
}
