package signing

import (
	"bytes"
	"crypto/x509"
	"math/big"
	"testing"

	"golang.org/x/crypto/ocsp"

	"vypiska/signing/signingtest"
)

// FuzzAnswers: no answer of an authority makes a reader panic, and none is taken
// whose signed part is not what the authority signed.
func FuzzAnswers(f *testing.F) {
	w, a, _ := newWorld(f)
	root, issuing, _, _ := w.Authorities()
	k, err := w.P256()
	if err != nil {
		f.Fatal(err)
	}
	leaf := k.Chain[0]
	token, err := a.Stamp(f.Context(), []byte("signature"))
	if err != nil {
		f.Fatal(err)
	}
	w.Behave(signingtest.OCSP, signingtest.NoNonce)
	byOCSP, err := a.proveByOCSP(f.Context(), leaf, issuing)
	if err != nil {
		f.Fatal(err)
	}
	byCRL, err := a.proveByCRL(f.Context(), issuing, root)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{token, byOCSP.ocsp, byCRL.crl, {0x30, 3, 2, 1, 0}, []byte(signingtest.Garbage)} {
		f.Add(seed)
	}
	good, err := parseToken(token)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		if inner, err := stampAnswer(der); err == nil {
			der = inner
		}
		if parsed, err := parseToken(der); err == nil {
			certs, err := parsed.verify([2][]byte{[]byte("signature")})
			if err == nil {
				_, err = chainOf(nil, certs, a.tsaRoots, parsed.at, x509.ExtKeyUsageTimeStamping)
			}
			if err == nil && !bytes.Equal(parsed.info, good.info) {
				t.Error("a token that the TSA did not make")
			}
		}
		if _, err := judgeOCSP(der, leaf, issuing, nil, noon); err == nil {
			r, err := ocsp.ParseResponse(der, nil)
			if err != nil || !bytes.Contains(byOCSP.ocsp, r.TBSResponseData) {
				t.Error("an OCSP answer that nobody gave")
			}
		}
		if _, err := judgeCRL(inGo(t), der, issuing, root, noon); err == nil {
			list, err := x509.ParseRevocationList(der)
			if err != nil || !bytes.Contains(byCRL.crl, list.RawTBSRevocationList) {
				t.Error("a list that nobody issued")
			}
		}
		_ = a.checkStamp(der, [32]byte{}, big.NewInt(1))
	})
}
