package signing

import (
	"crypto/x509"
	"testing"
	"time"

	"vypiska/signing/signingtest"
)

func TestARevokedSigner(t *testing.T) {
	w, a, c := newWorld(t)
	k, err := w.P256()
	if err != nil {
		t.Fatal(err)
	}
	by := func() (signingtest.Signer, error) { return k, nil }
	before := map[Level][]byte{}
	for _, l := range levels {
		before[l] = sealAt(t, by, l, a)
	}
	c.Forward(3 * time.Hour)
	w.Revoke(k.Chain[0])
	after := map[Level][]byte{LevelB: sealAt(t, by, LevelB, nil), LevelT: sealAt(t, by, LevelT, a)}
	online := Checker{Roots: w.Roots(), Now: c.Now(), Authorities: authorities(t, w, w.TSA())}
	for l, want := range map[Level]Reason{LevelB: ReasonRevokedNow, LevelT: "", LevelLT: "", LevelLTA: ""} {
		r := expect(t, online, before[l], want, l)
		if s := r.Signatures[0].Chain[0].Revocation; want == "" && s.Status != RevocationLater {
			t.Errorf("%s: %+v", l, s)
		}
	}
	expect(t, online, after[LevelB], ReasonRevokedNow, LevelB)
	r := expect(t, online, after[LevelT], ReasonRevoked, LevelT)
	if r.Valid || r.Verdict != (Verdict{TotalFailed, "REVOKED"}) {
		t.Errorf("%+v", r)
	}
	// The same from the file alone: an answer that says so is believed.
	said := answerAbout(t, w, k.Chain[0], "")
	for name, row := range map[string]struct {
		pdf  []byte
		want Reason
	}{"before": {before[LevelT], ""}, "after": {after[LevelT], ReasonRevoked}} {
		t.Run(name, func(t *testing.T) {
			pdf := withEvidence(t, a, row.pdf, said)
			r, err := Check(t.Context(), pdf, w.Roots(), c.Now())
			if r.Reason != row.want {
				t.Errorf("%q, %v", string(r.Reason), err)
			}
		})
	}
}

// answerAbout asks the world's OCSP responder, which may lie, about c.
func answerAbout(t testing.TB, w *signingtest.World, c *x509.Certificate, f signingtest.Fault) []byte {
	t.Helper()
	w.Behave(signingtest.OCSP, f)
	defer w.Behave(signingtest.OCSP, "")
	_, issuing, _, _ := w.Authorities()
	id, err := idOf(c, issuing)
	if err != nil {
		t.Fatal(err)
	}
	query, err := id.query(make([]byte, 16))
	if err != nil {
		t.Fatal(err)
	}
	der, err := authorities(t, w).fetch(t.Context(), question{ServiceOCSP, c.OCSPServer[0], "application/ocsp-request", query, maxOCSPAnswer})
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// withEvidence appends validation data to a file: the true one of everything but
// the signer, of whom said is all that is known.
func withEvidence(t testing.TB, a *Authorities, pdf []byte, said ...[]byte) []byte {
	t.Helper()
	f, err := openSealed(pdf)
	if err != nil {
		t.Fatal(err)
	}
	var e evidence
	sig, err := parseCMS(f.seals[0].der)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.gatherStamp(t.Context(), &e, sig.stamp); err != nil {
		t.Fatal(err)
	}
	certs, err := sig.signerFirst()
	if err != nil {
		t.Fatal(err)
	}
	chain, err := chainOf(inGo(t), certs, a.roots, a.now(), x509.ExtKeyUsageAny)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.gather(t.Context(), &e, chain[1:]); err != nil {
		t.Fatal(err)
	}
	e.ocsps = append(e.ocsps, said...)
	key := f.seals[0].vriKey(pdf)
	out, err := f.doc.addEvidence(map[string]evidence{key: e}, []string{key}, a.salt())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestOnlyAnswersThatProveSomethingCount(t *testing.T) {
	w, a, c := newWorld(t)
	k, err := w.P256()
	if err != nil {
		t.Fatal(err)
	}
	another, err := w.P256()
	if err != nil {
		t.Fatal(err)
	}
	bt := sealAt(t, func() (signingtest.Signer, error) { return k, nil }, LevelT, a)
	good := Checker{Roots: w.Roots(), Now: c.Now()}
	expect(t, good, withEvidence(t, a, bt, answerAbout(t, w, k.Chain[0], "")), "", LevelLT)
	rows := map[string][]byte{
		"no answer about the signer":             nil,
		"another's answer":                       answerAbout(t, w, another.Chain[0], ""),
		"an answer about another number":         answerAbout(t, w, k.Chain[0], signingtest.OtherCert),
		"an answer about another CA's":           answerAbout(t, w, k.Chain[0], signingtest.OtherIssuer),
		"an answer of before the signature":      answerAbout(t, w, k.Chain[0], signingtest.Expired),
		"an answer of the future":                answerAbout(t, w, k.Chain[0], signingtest.Early),
		"an answer signed by somebody":           answerAbout(t, w, k.Chain[0], signingtest.Unauthorised),
		"an answer whose signature is broken":    answerAbout(t, w, k.Chain[0], signingtest.BadSignature),
		"an answer that does not know it":        answerAbout(t, w, k.Chain[0], signingtest.Unknown),
		"an answer of an unchecked responder":    answerAbout(t, w, k.Chain[0], signingtest.NeedsCheck),
		"an answer that is none":                 {0x30, 3, 0x0A, 1, 6},
		"bytes that mean nothing":                []byte("no DER"),
		"a list where an OCSP answer should lie": {0x30, 0},
	}
	for name, said := range rows {
		t.Run(name, func(t *testing.T) {
			r := expect(t, good, withEvidence(t, a, bt, said), ReasonNoRevocation, LevelT)
			if r.Verdict != (Verdict{Indeterminate, "TRY_LATER"}) || !r.Valid {
				t.Errorf("%+v", r)
			}
		})
	}
}

// An authority may forget a certificate that has ended: that it says nothing bad
// of it then means nothing.
func TestAnAnswerOfAfterTheCertificatesEndProvesNothing(t *testing.T) {
	w, a, c := newWorld(t)
	bt := sealAt(t, shortLived(t, w), LevelT, a)
	c.Forward(noon.AddDate(0, 2, 0).Sub(noon))
	late := mustExtend(t, authorities(t, w, w.TSA()), bt, LevelLT)
	expect(t, Checker{Roots: w.Roots(), Now: c.Now()}, late, ReasonNoRevocation, LevelT)
}

func TestOnlineAsksOnlyAboutChainsThatLeadToARoot(t *testing.T) {
	w, a, _ := newWorld(t)
	pdf := sealAt(t, w.P256, LevelT, a)
	stranger, _, _ := newWorld(t)
	asked := w.Asked(signingtest.OCSP) + w.Asked(signingtest.CRL)
	expect(t, Checker{Roots: stranger.Roots(), Now: noon, Authorities: authorities(t, w)}, pdf, ReasonUntrusted, LevelB)
	expect(t, Checker{Roots: w.Roots(), Now: noon}, pdf, "", LevelT)
	if got := w.Asked(signingtest.OCSP) + w.Asked(signingtest.CRL); got != asked {
		t.Errorf("%d questions", got-asked)
	}
	r := expect(t, Checker{Roots: w.Roots(), Now: noon, Authorities: authorities(t, w)}, pdf, "", LevelT)
	if rev := r.Signatures[0].Chain[0].Revocation; rev.Status != RevocationGood || rev.From != FromNet {
		t.Errorf("%+v", rev)
	}
	w.Behave(signingtest.OCSP, signingtest.Broken)
	w.Behave(signingtest.CRL, signingtest.Broken)
	expect(t, Checker{Roots: w.Roots(), Now: noon, Authorities: authorities(t, w)}, pdf, ReasonNoRevocation, LevelB)
}
