package signing

import (
	"crypto/x509"
	"testing"
	"time"

	"vypiska/signing/signingtest"
)

func TestHowLongASealLasts(t *testing.T) {
	w, a, _ := newWorld(t)
	_, _, _, stamper := w.Authorities()
	signer, tsa := noon.AddDate(1, 0, 0), stamper.NotAfter
	by := func() (signingtest.Signer, error) {
		return w.Sign(p256(), func(c *x509.Certificate) { c.NotAfter = signer })
	}
	for l, want := range map[Level]time.Time{LevelB: signer, LevelT: tsa, LevelLT: tsa, LevelLTA: tsa} {
		ends, err := Lasts(sealAt(t, by, l, a))
		if err != nil || !ends.Equal(want) {
			t.Errorf("%s: %v, %v; want %v", l, ends, err, want)
		}
	}
	if _, err := Lasts(onePage()); err == nil {
		t.Error("a file without a seal")
	}
}
