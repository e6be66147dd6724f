package signing

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"testing"
	"time"

	"vypiska/signing/signingtest"
)

// newWorld is an infrastructure at noon, with authorities that know its TSA.
func newWorld(t testing.TB) (*signingtest.World, *Authorities, *signingtest.Clock) {
	t.Helper()
	c := signingtest.NewClock(noon)
	w, err := signingtest.New(c.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w, authorities(t, w, w.TSA()), c
}

func authorities(t testing.TB, w *signingtest.World, tsa ...string) *Authorities {
	t.Helper()
	return patient(t, w, time.Minute, tsa...)
}

// patient waits that long for each answer.
func patient(t testing.TB, w *signingtest.World, deadline time.Duration, tsa ...string) *Authorities {
	t.Helper()
	a, err := NewAuthorities(Network{TSA: tsa, Roots: w.Roots(), Now: w.Now, Rand: rand.Reader, Deadline: deadline})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

func signerAt(t testing.TB, by func() (signingtest.Signer, error), l Level, a *Authorities) *Signer {
	t.Helper()
	k, err := by()
	if err != nil {
		t.Fatal(err)
	}
	key, err := NewKey(k.Key, k.Chain, noon)
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(key).At(l, a)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// levelOf opens a file and says what level it has.
func levelOf(t testing.TB, pdf []byte) Level {
	t.Helper()
	f, err := openSealed(pdf)
	if err != nil {
		t.Fatal(err)
	}
	return f.level()
}

func TestASealReachesTheLevelAskedFor(t *testing.T) {
	w, a, _ := newWorld(t)
	documents := map[string][]byte{"one page": onePage(), "nested pages": nested(), "a form": withForm(), "a cross-reference stream": xrefStream(t, true)}
	signers := map[string]func() (signingtest.Signer, error){"RSA": w.RSA, "P-256": w.P256}
	for _, l := range levels {
		for doc, pdf := range documents {
			for alg, by := range signers {
				t.Run(fmt.Sprintf("%s, %s, %s", l, doc, alg), func(t *testing.T) {
					s := signerAt(t, by, l, a)
					before := bytes.Clone(pdf)
					out, err := s.Seal(t.Context(), pdf, request())
					if err != nil {
						t.Fatal(err)
					}
					if !bytes.Equal(pdf, before) || !bytes.HasPrefix(out, before) {
						t.Error("the document's own bytes were touched")
					}
					if got := levelOf(t, out); got != l || s.Level() != l {
						t.Errorf("level %s", got)
					}
					if err := Intact(out); err != nil {
						t.Error(err)
					}
				})
			}
		}
	}
}

func TestOneSealUsesTheKeyOnceAtEveryLevel(t *testing.T) {
	w, a, _ := newWorld(t)
	for _, l := range levels {
		k, err := w.P256()
		if err != nil {
			t.Fatal(err)
		}
		key, err := NewKey(k.Key, k.Chain, noon)
		if err != nil {
			t.Fatal(err)
		}
		cms := &counting{Key: key}
		s, err := New(cms).At(l, a)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Seal(t.Context(), onePage(), request()); err != nil || cms.uses != 1 {
			t.Errorf("%s: %d uses, %v", l, cms.uses, err)
		}
	}
}

func TestExtendRaisesStepByStep(t *testing.T) {
	w, a, c := newWorld(t)
	for doc, pdf := range map[string][]byte{"classic": withForm(), "stream": xrefStream(t, true)} {
		file, err := signerAt(t, w.RSA, LevelB, nil).Seal(t.Context(), pdf, request())
		if err != nil {
			t.Fatal(err)
		}
		for _, to := range []Level{LevelT, LevelLT, LevelLTA, LevelLTA, LevelLTA} {
			c.Forward(time.Minute)
			out, reached, err := a.Extend(t.Context(), file, to)
			if err != nil {
				t.Fatal(doc, to, err)
			}
			if reached != to || levelOf(t, out) != to || !bytes.HasPrefix(out, file) || len(out) == len(file) {
				t.Errorf("%s to %s: reached %s, is %s, %d bytes more", doc, to, reached, levelOf(t, out), len(out)-len(file))
			}
			if err := Intact(out); err != nil {
				t.Error(doc, to, err)
			}
			file = out
		}
	}
}

func TestExtendFromEachLevelToEach(t *testing.T) {
	w, a, _ := newWorld(t)
	for _, from := range levels {
		file, err := signerAt(t, w.P256, from, a).Seal(t.Context(), onePage(), request())
		if err != nil {
			t.Fatal(err)
		}
		for _, to := range levels {
			before := bytes.Clone(file)
			out, reached, err := a.Extend(t.Context(), file, to)
			want := to
			if from.Reaches(to) {
				want = from
			}
			if err != nil || reached != want || levelOf(t, out) != want || !bytes.Equal(file, before) {
				t.Errorf("%s to %s: %s, %v", from, to, reached, err)
			}
			if renews := from == to && to.Reaches(LevelLT) || !from.Reaches(to); renews != (len(out) > len(file)) {
				t.Errorf("%s to %s: %d bytes more", from, to, len(out)-len(file))
			}
		}
	}
}

func TestACertifiedFileIsExtendedWithoutTouchingItsPages(t *testing.T) {
	w, a, _ := newWorld(t)
	r := request()
	r.Certify = true
	file, err := signerAt(t, w.RSA, LevelB, nil).Seal(t.Context(), onePage(), r)
	if err != nil {
		t.Fatal(err)
	}
	out, _, err := a.Extend(t.Context(), file, LevelLTA)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out[len(file):], []byte("/Type /Page")) {
		t.Error("a page was written anew")
	}
	if err := Intact(out); err != nil {
		t.Error(err)
	}
	if _, err := New(keyOf(t, p256())).Seal(t.Context(), out, Request{Time: noon, Page: -1}); err == nil {
		t.Error("sealed once more after a certification")
	}
}

func TestValidationDataIsKeptOnceAndForEveryChain(t *testing.T) {
	w, a, _ := newWorld(t)
	out, err := signerAt(t, w.RSA, LevelLT, a).Seal(t.Context(), onePage(), request())
	if err != nil {
		t.Fatal(err)
	}
	f, err := openSealed(out)
	if err != nil {
		t.Fatal(err)
	}
	// Root, issuing CA, signer, responder; the stamps' CA and the TSA.
	if n := len(f.store.dict.get("Certs").items); n != 6 {
		t.Errorf("%d certificates", n)
	}
	// Of the signer, the issuing CA, the TSA and the stamps' CA; the responder has nocheck, the root needs none.
	if n := len(f.store.dict.get("OCSPs").items); n != 4 {
		t.Errorf("%d OCSP answers", n)
	}
	if f.store.dict.has("CRLs") {
		t.Error("lists, though OCSP answered")
	}
	again, _, err := a.Extend(t.Context(), out, LevelLT)
	if err != nil {
		t.Fatal(err)
	}
	f, err = openSealed(again)
	if err != nil || len(f.store.dict.get("Certs").items) != 6 || len(f.store.vri.pairs) != 1 {
		t.Errorf("renewed: %d certificates, %d entries, %v", len(f.store.dict.get("Certs").items), len(f.store.vri.pairs), err)
	}
}

func TestWhereThereIsNoOCSPListsServe(t *testing.T) {
	w, a, _ := newWorld(t)
	w.Behave(signingtest.OCSP, signingtest.Broken)
	out, err := signerAt(t, w.P256, LevelLT, a).Seal(t.Context(), onePage(), request())
	if err != nil {
		t.Fatal(err)
	}
	f, err := openSealed(out)
	if err != nil || f.store.dict.has("OCSPs") || len(f.store.dict.get("CRLs").items) != 3 {
		t.Errorf("%s %v: want the lists of root, issuing and stamps' CA", f.store.dict.raw, err)
	}
}

func TestAnUncheckedResponderNeedsAListOfItsOwn(t *testing.T) {
	w, a, _ := newWorld(t)
	w.Behave(signingtest.OCSP, signingtest.NeedsCheck)
	out, err := signerAt(t, w.P256, LevelLT, a).Seal(t.Context(), onePage(), request())
	if err != nil {
		t.Fatal(err)
	}
	f, err := openSealed(out)
	if err != nil || !f.store.dict.has("OCSPs") || !f.store.dict.has("CRLs") {
		t.Errorf("%s %v", f.store.dict.raw, err)
	}
}

func TestExtendRefuses(t *testing.T) {
	w, a, _ := newWorld(t)
	good, err := signerAt(t, w.P256, LevelLT, a).Seal(t.Context(), onePage(), request())
	if err != nil {
		t.Fatal(err)
	}
	broken := bytes.Replace(good, []byte("(Extract) Tj"), []byte("(Extraat) Tj"), 1)
	only, err := a.stampDocument(t.Context(), mustOpen(t, onePage()))
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]struct {
		pdf []byte
		to  Level
		is  error
	}{
		"a file that is not sealed":              {onePage(), LevelT, ErrInvalid},
		"a file that was altered":                {broken, LevelLTA, ErrInvalid},
		"a page exchanged after the seal":        {revise(good, evilPage), LevelLTA, ErrInvalid},
		"a time stamp over a bare document":      {only, LevelLT, ErrInvalid},
		"something else than a PDF":              {[]byte("PK\x03\x04 an archive of somebody"), LevelT, ErrUnreadable},
		"a signer under no root":                 {sealed(t, onePage()), LevelLT, ErrNoRoot},
		"a level that there is not":              {good, "B-X", nil},
		"no level":                               {good, "", nil},
		"a file cut off behind its time stamp":   {good[:len(good)-30], LevelLTA, ErrInvalid},
		"bytes appended behind validation data":  {append(bytes.Clone(good), "% more\n"...), LevelLTA, ErrInvalid},
		"a file with an open field and no value": {bytes.Replace(good, []byte("/FT /Sig"), []byte("/FT /Sgi"), 1), LevelLTA, ErrInvalid},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			asked := w.Asked(signingtest.OCSP)
			out, _, err := a.Extend(t.Context(), row.pdf, row.to)
			if err == nil || out != nil || row.is != nil && !errors.Is(err, row.is) {
				t.Fatalf("got %v, want %v", err, row.is)
			}
			if w.Asked(signingtest.OCSP) != asked {
				t.Error("an authority was asked about it")
			}
		})
	}
}

func mustOpen(t testing.TB, pdf []byte) *document {
	t.Helper()
	d, err := open(pdf, nodesOwn)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAtWantsALevelAndWhatItNeeds(t *testing.T) {
	w, _, _ := newWorld(t)
	s := New(keyOf(t, p256()))
	if _, err := s.At(LevelT, nil); !errors.Is(err, ErrNoTSA) {
		t.Error(err)
	}
	if _, err := s.At(LevelLT, authorities(t, w)); !errors.Is(err, ErrNoTSA) {
		t.Error(err)
	}
	if _, err := s.At(LevelLT, authorities(t, w, w.TSA())); !errors.Is(err, errNoAddress) {
		t.Errorf("a certificate that names nobody to ask reaches B-LT: %v", err)
	}
	if _, err := s.At("B-Z", nil); err == nil {
		t.Error("a level that there is not")
	}
}

func TestARevokedSignerIsNotSealedAtLT(t *testing.T) {
	for _, only := range []signingtest.Service{signingtest.OCSP, signingtest.CRL} {
		w, a, _ := newWorld(t)
		w.Only(only)
		k, err := w.P256()
		if err != nil {
			t.Fatal(err)
		}
		w.Revoke(k.Chain[0])
		s := signerAt(t, func() (signingtest.Signer, error) { return k, nil }, LevelLT, a)
		_, err = s.Seal(t.Context(), onePage(), request())
		var of *AuthorityError
		if !errors.Is(err, ErrRevoked) || !errors.As(err, &of) || of.Retry || string(of.Service) != string(only) {
			t.Errorf("%s: %v", only, err)
		}
	}
}

func TestASignerUnderNoRootDoesNotUseItsKeyAtLT(t *testing.T) {
	elsewhere, _, _ := newWorld(t)
	_, a, _ := newWorld(t)
	k, err := elsewhere.P256()
	if err != nil {
		t.Fatal(err)
	}
	key, err := NewKey(k.Key, k.Chain, noon)
	if err != nil {
		t.Fatal(err)
	}
	cms := &counting{Key: key}
	s, err := New(cms).At(LevelLT, a)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Seal(t.Context(), onePage(), request()); !errors.Is(err, ErrNoRoot) || cms.uses != 0 {
		t.Error(err, cms.uses)
	}
}
