package issued_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/signing"
	"vypiska/signing/signingtest"
)

func TestARenewedCopyIsSealedByTheHouse(t *testing.T) {
	world, err := signingtest.New(func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = world.Close() })
	a, err := signing.NewAuthorities(signing.Network{TSA: []string{world.TSA()}, Roots: world.Roots(), Now: world.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	k, err := world.P256()
	if err != nil {
		t.Fatal(err)
	}
	own, err := signing.NewKey(k.Key, k.Chain, now)
	if err != nil {
		t.Fatal(err)
	}
	ours, err := issued.Seal(t.Context(), grant(t, policy.Signed), draft(t), signing.New(own))
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := issued.Seal(t.Context(), grant(t, policy.Signed), draft(t), signer(t))
	if err != nil {
		t.Fatal(err)
	}
	of := func(c issued.Copy) issued.Issued {
		return issued.Issued{Number: c.Number(), PDF: c.PDF(), Pages: c.Pages()}
	}

	got, err := issued.Renew(t.Context(), of(ours), a, signing.LevelLTA)
	if err != nil || !got.Valid() || got.Kind() != policy.Signed || got.SealLevel() != "B-LTA" || got.Number() != ours.Number() || !bytes.HasPrefix(got.PDF(), ours.PDF()) {
		t.Errorf("%v %v %s, %v", got.Valid(), got.Kind(), got.SealLevel(), err)
	}
	bare := of(ours)
	bare.PDF = onePage()
	altered := of(ours)
	altered.PDF = bytes.Replace(altered.PDF, []byte("/MediaBox[0 0 595"), []byte("/MediaBox[0 0 594"), 1)
	for _, c := range []struct {
		name string
		from issued.Issued
		with *signing.Authorities
		to   signing.Level
		want error
	}{
		{"a document that was never sealed", bare, a, signing.LevelLTA, signing.ErrInvalid},
		{"a copy that was altered", altered, a, signing.LevelLTA, signing.ErrInvalid},
		{"a copy sealed by somebody else", of(foreign), a, signing.LevelLT, signing.ErrNoRoot},
		{"no authorities", of(ours), nil, signing.LevelLTA, issued.ErrNoSigner},
		{"a level that does not look at the signer", of(ours), a, signing.LevelT, issued.ErrLevel},
		{"nothing", issued.Issued{}, a, signing.LevelLTA, issued.ErrDraft},
	} {
		if got, err := issued.Renew(t.Context(), c.from, c.with, c.to); !errors.Is(err, c.want) || got.Valid() {
			t.Errorf("%s: %v, valid %t", c.name, err, got.Valid())
		}
	}
}
