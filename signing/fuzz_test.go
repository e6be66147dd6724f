package signing

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// FuzzCheck: no input makes Check panic, and none but the sealed seeds
// themselves is accepted.
func FuzzCheck(f *testing.F) {
	good, roots := ofEachLevel(f)
	good = append(good, sealed(f, onePage()), sealed(f, withForm()), sealed(f, xrefStream(f, true)))
	for _, pdf := range good {
		f.Add(pdf)
	}
	for _, forged := range forgeries(f) {
		f.Add(forged.pdf)
	}
	f.Fuzz(func(t *testing.T, pdf []byte) {
		r, err := Check(context.Background(), pdf, roots, noon)
		if r.Trusted != (err == nil) || r.Trusted && !r.Valid || r.Trusted != (r.Verdict.Indication == TotalPassed) || (r.Reason == "") != r.Trusted {
			t.Fatalf("report and error disagree: %+v, %v", r, err)
		}
		if !r.Trusted {
			return
		}
		if !signedAlike(pdf, good) {
			t.Fatal("a forgery was accepted")
		}
	})
}

// ofEachLevel are sealed files of every level, and the roots of them and of ours.
func ofEachLevel(t testing.TB) ([][]byte, *x509.CertPool) {
	t.Helper()
	w, a, _ := newWorld(t)
	var files [][]byte
	for _, l := range levels {
		for _, pdf := range [][]byte{onePage(), xrefStream(t, true)} {
			out, err := signerAt(t, w.P256, l, a).Seal(context.Background(), pdf, request())
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, out)
		}
	}
	roots := w.Roots()
	roots.AddCert(ours().root)
	return files, roots
}

// signedAlike reports whether what each of pdf's signatures covers is what one of
// good was sealed for. The unsigned rest (CA certificates, hexadecimal case,
// validation data) may vary.
func signedAlike(pdf []byte, good [][]byte) bool {
	d, err := open(pdf, nodesOwn)
	if err != nil {
		return false
	}
	seals, err := d.seals()
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(seals, func(s seal) bool {
		content := s.content(pdf)
		return !s.stamp && !slices.ContainsFunc(good, func(g []byte) bool {
			return bytes.HasPrefix(g, content[0]) && bytes.HasPrefix(g[min(len(g), s.end):], content[1])
		})
	})
}

// FuzzSeal: what is sealed holds, whatever the document.
func FuzzSeal(f *testing.F) {
	for _, pdf := range [][]byte{onePage(), nested(), withForm(), xrefStream(f, false), xrefStream(f, true)} {
		f.Add(pdf)
	}
	s := New(keyOf(f, p256()))
	f.Fuzz(func(t *testing.T, pdf []byte) {
		out, err := s.Seal(context.Background(), pdf, request())
		if err != nil {
			return
		}
		if err := Intact(out); err != nil {
			t.Fatalf("sealed, but not intact: %v", err)
		}
		if !bytes.HasPrefix(out, pdf) {
			t.Fatal("the document's own bytes were touched")
		}
	})
}

func TestAnyDamageIsRefusedWithoutPanic(t *testing.T) {
	whole, roots := ofEachLevel(t)
	whole = append(whole, sealed(t, onePage()), sealed(t, withForm()), sealed(t, xrefStream(t, true)), plainly(t, keyOf(t, p256()), nil, nil, nil))
	rapid.Check(t, func(t *rapid.T) {
		pdf := bytes.Clone(rapid.SampledFrom(whole).Draw(t, "file"))
		from := rapid.IntRange(0, len(pdf)-1).Draw(t, "from")
		to := rapid.IntRange(from, min(len(pdf), from+40)).Draw(t, "to")
		put := rapid.SliceOfN(rapid.SampledFrom([]byte("0123456789 <>[]()/%RobjxrefN\n\x00")), 0, 40).Draw(t, "put")
		changed := append(append(bytes.Clone(pdf[:from]), put...), pdf[to:]...)
		r, err := Check(context.Background(), changed, roots, noon)
		if r.Trusted != (err == nil) || r.Trusted && !signedAlike(changed, whole) {
			t.Fatal("accepted")
		}
		if r.Trusted {
			return
		}
		if !errors.Is(err, ErrInvalid) && !errors.Is(err, ErrUnreadable) && !errors.Is(err, ErrUntrusted) {
			t.Fatal("an error of no class", err)
		}
	})
}
