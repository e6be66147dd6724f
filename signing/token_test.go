package signing

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"io"
	"strings"
	"testing"
)

// hung is a token that was pulled out in the middle of a call.
type hung struct {
	crypto.Signer
	asked func()
	end   chan struct{}
}

func (h hung) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	h.asked()
	<-h.end
	return nil, errors.New("too late")
}

func TestATokenThatHangsHoldsNoOrderUp(t *testing.T) {
	end := make(chan struct{})
	defer close(end)
	ctx, stop := context.WithCancel(t.Context())
	k, err := NewKey(hung{p256(), stop, end}, []*x509.Certificate{ours().leaf(p256().Public(), nil)}, noon)
	if err != nil {
		t.Fatal(err)
	}
	k.shut = func() error { return nil }
	_, err = New(k).Seal(ctx, onePage(), request())
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	mustContain(t, err.Error(), "token does not answer")
}

func TestATokensKeyIsNamedByLabelOrID(t *testing.T) {
	rows := []struct{ key, id, label, says string }{
		{"seal 2026", "", "seal 2026", ""},
		{"id=01aF", "\x01\xaf", "", ""},
		{"id=", "", "", "want id="},
		{"id=1", "", "", "want id="},
		{"id=xy", "", "", "want id="},
	}
	for _, row := range rows {
		id, label, err := Token{Key: row.key}.name()
		if string(id) != row.id || string(label) != row.label || (err == nil) != (row.says == "") {
			t.Errorf("%s: %q %q %v", row.key, id, label, err)
		}
		if err != nil && !strings.Contains(err.Error(), row.says) {
			t.Error(err)
		}
	}
}
