package signingtest

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"time"

	"github.com/digitorus/timestamp"
)

// Policy is the policy under which the TSA stamps.
var Policy = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 99999, 1}

// stamp answers a time stamp request (RFC 3161).
func (w *World) stamp(body []byte, f Fault) ([]byte, error) {
	switch f {
	case Refusing:
		return timestamp.CreateErrorResponse(timestamp.Rejection, timestamp.BadAlgorithm)
	case TryLater:
		return timestamp.CreateErrorResponse(timestamp.Rejection, timestamp.TimeNotAvailable)
	}
	req, err := timestamp.ParseRequest(body)
	if err != nil {
		return nil, err
	}
	t := &timestamp.Timestamp{HashAlgorithm: req.HashAlgorithm, HashedMessage: req.HashedMessage, Policy: Policy,
		Time: w.Now().UTC(), Nonce: req.Nonce, Accuracy: time.Second,
		AddTSACertificate: req.Certificates, Certificates: []*x509.Certificate{w.stamping.cert}}
	by := w.lie(t, f)
	der, err := t.CreateResponseWithOpts(by.cert, by.key, crypto.SHA256)
	if err == nil && f == BadSignature {
		der[len(der)-9] ^= 1 // the signature is the last thing in a token
	}
	return der, err
}

// lie changes what the token says and returns who signs it.
func (w *World) lie(t *timestamp.Timestamp, f Fault) *authority {
	switch f {
	case WrongImprint:
		t.HashedMessage = bytes.Repeat([]byte{7}, len(t.HashedMessage))
	case WrongNonce:
		t.Nonce = new(big.Int).Add(t.Nonce, big.NewInt(1))
	case NoNonce:
		t.Nonce = nil
	case WrongPolicy:
		t.Policy = asn1.ObjectIdentifier{1, 2, 3}
	case NoChain:
		t.AddTSACertificate = false
		t.Certificates = nil
	case BigToken:
		t.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3, 4}, Value: make([]byte, 40<<10)}}
	case Early:
		t.Time = t.Time.Add(24 * time.Hour)
	case Unauthorised:
		t.Certificates = []*x509.Certificate{w.issuing.cert}
		return w.rogue
	case LaxUsage:
		return w.lax
	case Expired:
		return w.old
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.stamper
}
