package signing

import (
	"bytes"
	"crypto/x509"
	"errors"
	"testing"
)

func TestADetachedSignatureIsCheckedFromOutside(t *testing.T) {
	w, a, _ := newWorld(t)
	content := bytes.Repeat([]byte("manifest\n"), 1000)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(w.RootPEM())
	for _, l := range levels {
		der, _, err := signerAt(t, w.P256, l, a).SignDetached(t.Context(), bytes.NewReader(content), noon)
		if err != nil {
			t.Fatal(l, err)
		}
		r, err := CheckDetached(t.Context(), der, bytes.NewReader(content), roots, noon)
		if err != nil || !r.Valid || !r.Trusted || len(r.Signatures) != 1 || !r.Signatures[0].When.Equal(noon) {
			t.Errorf("%s: %+v, %v", l, r, err)
		}
		if r, err = CheckDetached(t.Context(), der, bytes.NewReader(content), nil, noon); !errors.Is(err, ErrUntrusted) || !r.Valid || r.Trusted {
			t.Errorf("%s without roots: %+v, %v", l, r, err)
		}
		if _, err := CheckDetached(t.Context(), der, bytes.NewReader(content[1:]), roots, noon); !errors.Is(err, ErrInvalid) || reasonOf(err, "") != ReasonDigest {
			t.Errorf("%s over other content: %v", l, err)
		}
	}
}

// TestNoByteOfADetachedSignatureIsSpare flips every byte of a B-B signature: none
// may change unnoticed.
func TestNoByteOfADetachedSignatureIsSpare(t *testing.T) {
	w, a, _ := newWorld(t)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(w.RootPEM())
	der, _, err := signerAt(t, w.P256, LevelB, a).SignDetached(t.Context(), bytes.NewReader(nil), noon)
	if err != nil {
		t.Fatal(err)
	}
	for i := range der {
		forged := bytes.Clone(der)
		forged[i] ^= 1
		if _, err := CheckDetached(t.Context(), forged, bytes.NewReader(nil), roots, noon); err == nil {
			t.Errorf("byte %d of %d was changed and nobody noticed", i, len(der))
		}
	}
}

func FuzzCheckDetached(f *testing.F) {
	k := keyOf(f, p256())
	der, err := k.SignDigest(f.Context(), [32]byte{}, noon)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(der)
	f.Fuzz(func(t *testing.T, der []byte) {
		if r, err := CheckDetached(t.Context(), der, bytes.NewReader([]byte("x")), nil, noon); err == nil || r.Trusted {
			t.Error("a signature nobody made is trusted")
		}
	})
}
