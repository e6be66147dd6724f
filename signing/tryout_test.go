package signing

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"io"
	"testing"
	"time"
)

// deaf is a token's key that answers with somebody else's signature.
type deaf struct{ crypto.Signer }

func (d deaf) Sign(r io.Reader, sum []byte, opts crypto.SignerOpts) ([]byte, error) {
	sum[0]++
	return d.Signer.Sign(r, sum, opts)
}

func TestAKeyIsTriedOutLikeACopy(t *testing.T) {
	if err := New(keyOf(t, p256())).TryOut(t.Context(), noon); err != nil {
		t.Error(err)
	}
	k, err := NewKey(deaf{p256()}, []*x509.Certificate{ours().leaf(p256().Public(), nil)}, noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := New(k).TryOut(t.Context(), noon); !errors.Is(err, ErrInvalid) {
		t.Error("a key that signs something else:", err)
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	if err := New(keyOf(t, p256())).TryOut(ended, noon); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := New(nil).TryOut(t.Context(), noon); err == nil {
		t.Error("tried out without a key")
	}
}

func TestTheFirstCertificateThatEndsIsTheKeysEnd(t *testing.T) {
	leaf := ours().leaf(p256().Public(), func(c *x509.Certificate) { c.NotAfter = ours().root.NotAfter.Add(time.Hour) })
	k, err := NewKey(p256(), []*x509.Certificate{leaf, ours().root}, noon)
	if err != nil {
		t.Fatal(err)
	}
	if got := New(k).Expires(); !got.Equal(ours().root.NotAfter) {
		t.Errorf("%v, want the CA's end %v", got, ours().root.NotAfter)
	}
	if got := New(keyOf(t, p256())).Expires(); !got.Equal(noon.AddDate(0, 11, 0)) {
		t.Errorf("%v, want the signer's end", got)
	}
	var none *Signer
	if !none.Expires().IsZero() || none.Close() != nil {
		t.Error("no signer has no end and nothing to close")
	}
}
