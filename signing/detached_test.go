package signing

import (
	"bytes"
	"context"
	"crypto"
	"errors"
	"io"
	"strings"
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

func TestADetachedSignatureIsJudged(t *testing.T) {
	w, a, _ := newWorld(t)
	content := "<ASiCManifest/>"
	for _, l := range levels[:3] {
		der, _, err := signerAt(t, shortLived(t, w), l, a).SignDetached(t.Context(), strings.NewReader(content), noon)
		if err != nil {
			t.Fatal(err)
		}
		judge := func(c Checker, der []byte, content string) (Report, error) {
			return c.CheckDetached(t.Context(), der, strings.NewReader(content))
		}
		r, err := judge(Checker{Roots: w.Roots(), Now: noon}, der, content)
		if err != nil || !r.Trusted || r.Verdict.Indication != TotalPassed {
			t.Fatalf("%s: %+v, %v", l, r, err)
		}
		s := r.Signatures[0]
		if s.Level != l || s.Baseline != "CAdES-BASELINE-"+string(l[2:]) || !s.When.Equal(noon) || (s.Proved != nil) != l.Reaches(LevelT) {
			t.Errorf("%s: %+v", l, s)
		}
		stamped := bytes.Clone(der)
		at := bytes.Index(stamped, []byte("\x17\x0d261005120000Z")) + 2 // the time claimed, which is signed
		stamped[at] = '1'
		rows := map[string]struct {
			c       Checker
			der     []byte
			content string
			want    Reason
		}{
			"other content":           {Checker{Roots: w.Roots(), Now: noon}, der, content + " ", ReasonDigest},
			"no roots":                {Checker{Now: noon}, der, content, ReasonUntrusted},
			"another time claimed":    {Checker{Roots: w.Roots(), Now: noon}, stamped, content, ReasonSignature},
			"something after it":      {Checker{Roots: w.Roots(), Now: noon}, append(bytes.Clone(der), 0), content, ReasonContents},
			"cut off":                 {Checker{Roots: w.Roots(), Now: noon}, der[:len(der)-9], content, ReasonContents},
			"nothing":                 {Checker{Roots: w.Roots(), Now: noon}, nil, content, ReasonContents},
			"after the signer's time": {Checker{Roots: w.Roots(), Now: noon.AddDate(0, 2, 0)}, der, content, map[Level]Reason{LevelB: ReasonExpired, LevelT: ReasonNoRevocation}[l]},
		}
		for name, row := range rows {
			if r, err := judge(row.c, row.der, row.content); r.Reason != row.want || r.Trusted != (row.want == "") {
				t.Errorf("%s, %s: %q, %v", l, name, string(r.Reason), err)
			}
		}
	}
	broken := errors.New("disk gone")
	der, _, err := signerAt(t, w.P256, LevelB, nil).SignDetached(t.Context(), strings.NewReader(content), noon)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := CheckDetached(t.Context(), der, iotest.ErrReader(broken), w.Roots(), noon); !errors.Is(err, broken) || r.Valid {
		t.Error(r, err)
	}
}

// The CMS of a PDF has no signing time, and that of a package must have one.
func TestADetachedSignatureIsNoPDFsAndTheOtherWayRound(t *testing.T) {
	f := forge(t, sealed(t, onePage()))
	covered := bytes.Join([][]byte{f.pdf[:f.s.gap], f.pdf[f.s.end:]}, nil)
	r, err := CheckDetached(t.Context(), f.s.der, bytes.NewReader(covered), ours().pool, noon)
	if r.Valid || r.Reason != ReasonContents {
		t.Errorf("%+v, %v", r, err)
	}
}

func FuzzCheckDetached(f *testing.F) {
	w, a, _ := newWorld(f)
	var good [][]byte
	for _, l := range levels[:3] {
		der, _, err := signerAt(f, w.P256, l, a).SignDetached(f.Context(), strings.NewReader("x"), noon)
		if err != nil {
			f.Fatal(err)
		}
		good = append(good, der)
		f.Add(der)
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		r, err := CheckDetached(context.Background(), der, strings.NewReader("x"), w.Roots(), noon)
		if r.Trusted != (err == nil) || r.Trusted != (r.Verdict.Indication == TotalPassed) {
			t.Fatalf("report and error disagree: %+v, %v", r, err)
		}
		if !r.Trusted {
			return
		}
		sig, _ := parseCMS(der)
		for _, g := range good {
			if known, _ := parseCMS(g); bytes.Equal(known.signed, sig.signed) {
				return
			}
		}
		t.Fatal("a forgery was accepted")
	})
}
