package signing

import (
	"bytes"
	"crypto"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"vypiska/signing/signingtest"
)

func TestADetachedSignatureReachesItsLevel(t *testing.T) {
	w, a, _ := newWorld(t)
	content := bytes.Repeat([]byte("manifest\n"), 10_000)
	for alg, by := range map[string]func() (signingtest.Signer, error){"RSA": w.RSA, "P-256": w.P256} {
		for _, l := range levels {
			der, reached, err := signerAt(t, by, l, a).SignDetached(t.Context(), iotest.HalfReader(bytes.NewReader(content)), noon)
			want := l
			if l == LevelLTA {
				want = LevelLT // there is no archive time stamp in a CMS of ours
			}
			if err != nil || reached != want {
				t.Fatal(alg, l, reached, err)
			}
			sig, err := parseCMS(der)
			if err != nil {
				t.Fatal(alg, l, err)
			}
			if (sig.stamp != nil) != l.Reaches(LevelT) {
				t.Errorf("%s %s: time stamp: %t", alg, l, sig.stamp != nil)
			}
			if _, ok := sig.attrs[oidSigningTime.String()]; !ok {
				t.Errorf("%s %s: no signing-time, which CAdES demands", alg, l)
			}
			if sum := digest(crypto.SHA256, [2][]byte{content}); !bytes.Contains(sig.attrs[oidMessageDigest.String()], sum) {
				t.Errorf("%s %s: it is over something else", alg, l)
			}
			e, err := openEnvelope(der)
			if err != nil || (e.crls != nil) != l.Reaches(LevelLT) || len(sig.certs) != map[bool]int{false: 2, true: 6}[l.Reaches(LevelLT)] {
				t.Errorf("%s %s: revocation %t, %d certificates, %v", alg, l, e.crls != nil, len(sig.certs), err)
			}
			if sig.stamp != nil && sig.verifyStamp() != nil {
				t.Errorf("%s %s: its time stamp does not hold", alg, l)
			}
		}
	}
}

func TestADetachedSignatureFails(t *testing.T) {
	w, a, _ := newWorld(t)
	s := signerAt(t, w.P256, LevelT, a)
	broken := errors.New("disk gone")
	if der, _, err := s.SignDetached(t.Context(), iotest.ErrReader(broken), noon); !errors.Is(err, broken) || der != nil {
		t.Error(err)
	}
	if _, _, err := s.SignDetached(t.Context(), bytes.NewReader(nil), noon.AddDate(9, 0, 0)); !errors.Is(err, ErrExpired) {
		t.Error(err)
	}
	w.Behave(signingtest.TSA, signingtest.Broken)
	var of *AuthorityError
	if _, _, err := s.SignDetached(t.Context(), bytes.NewReader(nil), noon); !errors.As(err, &of) || of.Service != ServiceTSA {
		t.Error(err)
	}
	command := New(struct{ CMS }{keyOf(t, p256())})
	if _, _, err := command.SignDetached(t.Context(), io.LimitReader(bytes.NewReader(nil), 1), noon); err == nil {
		t.Error("a CMS that must see the content signed a digest")
	}
}
