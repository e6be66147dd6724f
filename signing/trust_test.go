package signing

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"vypiska/signing/signingtest"
)

// shortLived is a signer whose certificate ends a month after noon.
func shortLived(t testing.TB, w *signingtest.World) func() (signingtest.Signer, error) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	k, err := w.Sign(key, func(c *x509.Certificate) { c.NotAfter = noon.AddDate(0, 1, 0) })
	return func() (signingtest.Signer, error) { return k, err }
}

func sealAt(t testing.TB, by func() (signingtest.Signer, error), l Level, a *Authorities) []byte {
	t.Helper()
	out, err := signerAt(t, by, l, a).Seal(t.Context(), onePage(), request())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func mustExtend(t testing.TB, a *Authorities, pdf []byte, to Level) []byte {
	t.Helper()
	out, _, err := a.Extend(t.Context(), pdf, to)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// expect checks a file and compares reason, verdict and level.
func expect(t *testing.T, c Checker, pdf []byte, want Reason, level Level) Report {
	t.Helper()
	r, err := c.Check(t.Context(), pdf)
	if r.Reason != want || r.Trusted != (want == "") || (r.Verdict.Indication == TotalPassed) != r.Trusted {
		t.Fatalf("%q %v (%v), want %q", string(r.Reason), r.Verdict, err, string(want))
	}
	if len(r.Signatures) > 0 && r.Signatures[0].Level != level {
		t.Errorf("level %q, want %q", r.Signatures[0].Level, level)
	}
	return r
}

func TestEachLevelIsNamedAndProved(t *testing.T) {
	w, a, _ := newWorld(t)
	for i, l := range levels {
		for _, certify := range []bool{false, true} {
			r := request()
			r.Certify = certify
			pdf, err := signerAt(t, w.RSA, l, a).Seal(t.Context(), withForm(), r)
			if err != nil {
				t.Fatal(err)
			}
			got := expect(t, Checker{Roots: w.Roots(), Now: noon}, pdf, "", l)
			s := got.Signatures[0]
			if s.Baseline != "PAdES-BASELINE-"+strings.TrimPrefix(string(l), "B-") || !s.Covers || len(s.Chain) != 3 || !s.Chain[2].Root {
				t.Errorf("%s: %+v", l, s)
			}
			if (s.Proved != nil) != (i > 0) || i > 0 && (s.Proved.By != StampOfSignature || !s.Proved.Time.Equal(noon)) {
				t.Errorf("%s: proved by %+v", l, s.Proved)
			}
			if good := s.Chain[0].Revocation; (good.Status == RevocationGood) != (i > 1) || i > 1 && (good.By != ServiceOCSP || good.From != FromFile || good.Of.IsZero()) {
				t.Errorf("%s: revocation %+v", l, good)
			}
			if after := strings.Join(s.After, ", "); after != []string{"", "", ValidationData, ValidationData + ", " + StampOfDocument}[i] {
				t.Errorf("%s: after it %s", l, after)
			}
			if len(got.TimeStamps) != max(0, i-2) {
				t.Errorf("%s: %d document time stamps", l, len(got.TimeStamps))
			}
		}
	}
}

func TestAnExpiredCertificateNeedsAProofAndDataOfTheTime(t *testing.T) {
	w, a, _ := newWorld(t)
	by := shortLived(t, w)
	later := noon.AddDate(0, 2, 0)
	for l, want := range map[Level]Reason{LevelB: ReasonExpired, LevelT: ReasonNoRevocation, LevelLT: "", LevelLTA: ""} {
		pdf := sealAt(t, by, l, a)
		expect(t, Checker{Roots: w.Roots(), Now: noon}, pdf, "", l)
		r := expect(t, Checker{Roots: w.Roots(), Now: later}, pdf, want, l)
		if l.Reaches(LevelT) && !r.Signatures[0].JudgedAt.Equal(noon) {
			t.Errorf("%s: judged at %s", l, r.Signatures[0].JudgedAt)
		}
	}
	// A document time stamp of after the end proves nothing that would help.
	bare := sealAt(t, by, LevelB, nil)
	w2, late, c := newWorld(t)
	c.Forward(later.Sub(noon))
	doc := mustOpen(t, bare)
	stamped, err := late.stampDocument(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, Checker{Roots: w.Roots(), TSARoots: w2.Roots(), Now: later}, stamped, ReasonExpired, LevelT)
}

func TestAnExpiredTSANeedsALaterTimeStamp(t *testing.T) {
	w, a, c := newWorld(t)
	by := shortLived(t, w)
	if err := w.Stamper(func(c *x509.Certificate) { c.NotAfter = noon.AddDate(0, 3, 0) }); err != nil {
		t.Fatal(err)
	}
	bt := sealAt(t, w.P256, LevelT, a)
	lta := sealAt(t, by, LevelLTA, a)
	c.Forward(noon.AddDate(0, 2, 0).Sub(noon))
	if err := w.Stamper(func(c *x509.Certificate) { c.NotAfter = noon.AddDate(1, 0, 0) }); err != nil {
		t.Fatal(err)
	}
	renewed := mustExtend(t, authorities(t, w, w.TSA()), lta, LevelLTA)
	now := noon.AddDate(0, 6, 0)
	expect(t, Checker{Roots: w.Roots(), Now: now}, lta, ReasonExpired, LevelB)
	r := expect(t, Checker{Roots: w.Roots(), Now: now}, renewed, "", LevelLTA)
	if p := r.Signatures[0].Proved; p == nil || p.By != StampOfSignature || !p.Time.Equal(noon) {
		t.Errorf("proved by %+v", p)
	}
	if len(r.TimeStamps) != 2 || !r.TimeStamps[0].JudgedAt.Equal(r.TimeStamps[1].Time) {
		t.Errorf("%+v", r.TimeStamps)
	}
	// Its own signer is in its time, so that an aged time stamp is only left out.
	r = expect(t, Checker{Roots: w.Roots(), Now: now}, bt, "", LevelB)
	if s := r.Signatures[0]; s.Proved != nil || s.TimeStamp.Trusted || s.TimeStamp.Why == "" || len(s.Warnings) == 0 {
		t.Errorf("%+v", s)
	}
}

func TestAnUntrustedAuthorityForbidsTrust(t *testing.T) {
	w, a, _ := newWorld(t)
	rogue, _, _ := newWorld(t)
	theirs, err := NewAuthorities(Network{TSA: []string{rogue.TSA()}, Roots: w.Roots(), TSARoots: rogue.Roots(), Now: w.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	for _, l := range levels[1:] {
		pdf := sealAt(t, w.P256, l, theirs)
		r, err := Check(t.Context(), pdf, w.Roots(), noon)
		if r.Reason != ReasonTimeStamp || r.Trusted || !errors.Is(err, ErrUntrusted) {
			t.Errorf("%s: %q, %v", l, string(r.Reason), err)
		}
		expect(t, Checker{Roots: w.Roots(), TSARoots: rogue.Roots(), Now: noon}, pdf, "", l)
		expect(t, Checker{Roots: rogue.Roots(), TSARoots: w.Roots(), Now: noon}, pdf, ReasonUntrusted, LevelB)
	}
	// A rogue time stamp over a good file.
	over, err := theirs.stampDocument(t.Context(), mustOpen(t, sealAt(t, w.P256, LevelLT, a)))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, Checker{Roots: w.Roots(), Now: noon}, over, ReasonTimeStamp, LevelLT)
}

func TestARevokedTSAForbidsTrust(t *testing.T) {
	w, a, c := newWorld(t)
	pdf := sealAt(t, w.P256, LevelT, a)
	c.Forward(3 * time.Hour)
	_, _, _, tsa := w.Authorities()
	w.Revoke(tsa)
	r, err := Checker{Roots: w.Roots(), Now: c.Now(), Authorities: authorities(t, w)}.Check(t.Context(), pdf)
	if r.Reason != ReasonTimeStampGone || r.Trusted {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestTimeStampsOutOfOrderForbidTrust(t *testing.T) {
	w, a, c := newWorld(t)
	c.Forward(2 * time.Hour)
	pdf := sealAt(t, w.P256, LevelT, a)
	expect(t, Checker{Roots: w.Roots(), Now: noon}, pdf, ReasonTimeStampOrder, LevelB)
	c.Forward(-time.Hour) // a clock that goes back
	lta, err := authorities(t, w, w.TSA()).stampDocument(t.Context(), mustOpen(t, pdf))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, Checker{Roots: w.Roots(), Now: noon.AddDate(0, 0, 1)}, lta, ReasonTimeStampOrder, LevelT)
}

// borrowing puts the time stamp of another signature into each CMS.
type borrowing struct {
	Key
	token []byte
}

func (b borrowing) Size() int { return b.Key.Size() + len(b.token) + stampOverhead }

func (b borrowing) Sign(ctx context.Context, content [2][]byte) ([]byte, error) {
	der, err := b.Key.Sign(ctx, content)
	if err != nil {
		return nil, err
	}
	e, err := openEnvelope(der)
	if err != nil {
		return nil, err
	}
	return e.withStamp(b.token)
}

func TestATimeStampOverSomethingElseIsRefused(t *testing.T) {
	w, a, _ := newWorld(t)
	f, err := openSealed(sealAt(t, w.P256, LevelT, a))
	if err != nil {
		t.Fatal(err)
	}
	sig, err := parseCMS(f.seals[0].der)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := New(borrowing{keyOf(t, p256()), sig.stamp}).Seal(t.Context(), onePage(), request())
	if err != nil {
		t.Fatal(err)
	}
	if r, err := Check(t.Context(), pdf, ours().pool, noon); r.Valid || !errors.Is(err, ErrInvalid) || r.Verdict.Indication != TotalFailed {
		t.Errorf("another signature's time stamp: %+v, %v", r, err)
	}

	lta := sealAt(t, w.P256, LevelLTA, a)
	_, last := revision(t, lta)
	other, err := a.Stamp(t.Context(), []byte("something else"))
	if err != nil {
		t.Fatal(err)
	}
	foreign := bytes.Clone(lta)
	copy(foreign[last.gap+1:last.end-1], bytes.Repeat([]byte("0"), last.end-last.gap-2))
	hex.Encode(foreign[last.gap+1:], other)
	short := forger{pdf: lta, s: last}.lastByteRange(0, last.gap, last.end, last.reach-last.end-7)
	unit := forger{pdf: lta, s: last}.lastByteRange(0, last.gap-9, last.end, last.reach-last.end)
	for name, pdf := range map[string][]byte{"foreign": foreign, "ends short": short, "leaves out more": unit} {
		r, err := Check(t.Context(), pdf, w.Roots(), noon)
		if r.Valid || !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
		if err := Intact(pdf); err == nil {
			t.Errorf("%s: Intact takes it", name)
		}
	}
}

// lastByteRange is byteRange for the newest signature.
func (f forger) lastByteRange(a, b, c, d int) []byte {
	at := bytes.LastIndex(f.pdf, []byte("/ByteRange ["))
	tail := forger{pdf: f.pdf[at:]}.byteRange(a, b, c, d)
	return append(bytes.Clone(f.pdf[:at]), tail...)
}

func TestAStrictCertificationKeepsItsTimeStampWithAWarning(t *testing.T) {
	w, a, _ := newWorld(t)
	k := signerAt(t, w.P256, LevelB, nil)
	r := request()
	r.Certify = true
	certified, err := k.Seal(t.Context(), onePage(), r)
	if err != nil {
		t.Fatal(err)
	}
	strict := resealed(t, k, certified)
	expect(t, Checker{Roots: w.Roots(), Now: noon}, strict, "", LevelB)
	got := expect(t, Checker{Roots: w.Roots(), Now: noon}, mustExtend(t, a, strict, LevelLTA), "", LevelLTA)
	if !strings.Contains(strings.Join(got.Signatures[0].Warnings, " "), "P=1") {
		t.Errorf("no warning: %q", got.Signatures[0].Warnings)
	}
}

// resealed makes a certification P=1: the same file with the permission changed
// and signed anew.
func resealed(t testing.TB, by *Signer, pdf []byte) []byte {
	t.Helper()
	out := bytes.Replace(bytes.Clone(pdf), []byte("/P 2"), []byte("/P 1"), 1)
	if bytes.Equal(out, pdf) {
		t.Fatal("no permission to change")
	}
	_, s := revision(t, out)
	der, err := by.cms.Sign(t.Context(), s.content(out))
	if err != nil {
		t.Fatal(err)
	}
	copy(out[s.gap+1:s.end-1], bytes.Repeat([]byte("0"), s.end-s.gap-2))
	hex.Encode(out[s.gap+1:], der)
	return out
}

func TestARevisionThatBringsNothingIsRefused(t *testing.T) {
	w, a, _ := newWorld(t)
	for _, l := range levels {
		pdf := sealAt(t, w.P256, l, a)
		n := len(mustOpen(t, pdf).places)
		for name, objects := range map[string]map[int]string{
			"an object that nobody names": {n: stream(evil)},
			"nothing at all":              {},
		} {
			r, err := Check(t.Context(), revise(pdf, objects), w.Roots(), noon)
			if r.Reason != ReasonAppended || r.Valid {
				t.Errorf("%s, %s: %q %v", l, name, string(r.Reason), err)
			}
		}
	}
}

// Validation data behind the last document time stamp is covered by nothing.
func TestATimeStampMustCoverTheDataToMakeLTA(t *testing.T) {
	w, a, _ := newWorld(t)
	k, err := w.P256()
	if err != nil {
		t.Fatal(err)
	}
	bt := sealAt(t, func() (signingtest.Signer, error) { return k, nil }, LevelT, a)
	late := withEvidence(t, a, overStamped(t, a, bt), answerAbout(t, w, k.Chain[0], ""))
	r := expect(t, Checker{Roots: w.Roots(), Now: noon}, late, "", LevelLT)
	if after := strings.Join(r.Signatures[0].After, ", "); after != StampOfDocument+", "+ValidationData {
		t.Error(after)
	}
	expect(t, Checker{Roots: w.Roots(), Now: noon}, overStamped(t, a, late), "", LevelLTA)
}
