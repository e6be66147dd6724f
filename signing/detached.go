package signing

import (
	"bytes"
	"context"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

var oidOCSPResponse = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 16, 2} // id-ri-ocsp-response, RFC 5940

// SignDetached returns a CMS over content that lies elsewhere, for instance a
// package's manifest: CAdES (ETSI EN 319 122-1) of the signer's level, of B-LT if
// that is B-LTA. content is read once and not kept; the key is used once. at is
// the moment claimed. Errors are Seal's.
func (s *Signer) SignDetached(ctx context.Context, content io.Reader, at time.Time) ([]byte, Level, error) {
	der, err := s.signDetached(ctx, content, at)
	if err != nil {
		return nil, "", fmt.Errorf("sign detached: %w", err)
	}
	if s.level == LevelLTA {
		return der, LevelLT, nil
	}
	return der, s.level, nil
}

func (s *Signer) signDetached(ctx context.Context, content io.Reader, at time.Time) ([]byte, error) {
	if err := s.ready(ctx, at); err != nil {
		return nil, err
	}
	cms, ok := s.cms.(DetachedCMS)
	if !ok {
		return nil, errors.New("this kind of key signs documents only")
	}
	der, err := cms.SignStream(ctx, content, at)
	if err != nil || !s.level.Reaches(LevelT) {
		return der, err
	}
	if der, err = s.authorities.stampCMS(ctx, der); err != nil || !s.level.Reaches(LevelLT) {
		return der, err
	}
	return s.authorities.completeCMS(ctx, der)
}

// IntactDetached looks at a signature that s has just made over content. Whom it
// leads to is for those who receive it.
func (s *Signer) IntactDetached(ctx context.Context, der []byte, content io.Reader, at time.Time) error {
	_, err := Checker{Now: at, Outside: s.outside()}.CheckDetached(ctx, der, content)
	if errors.Is(err, ErrUntrusted) {
		return nil
	}
	return err
}

// completeCMS puts the evidence for signer and time stamp into the CMS itself
// (EN 319 122-1, 6.3, B-LT), outside of what is signed.
func (a *Authorities) completeCMS(ctx context.Context, der []byte) ([]byte, error) {
	sig, err := parseCMS(der)
	if err != nil {
		return nil, err
	}
	var ev evidence
	if err := a.gatherSigner(ctx, &ev, sig); err != nil {
		return nil, err
	}
	e, err := openEnvelope(der)
	if err != nil {
		return nil, err
	}
	return e.withEvidence(ev)
}

// withEvidence writes the CMS anew with further certificates behind its own, the
// lists, and OCSP answers as RFC 5940 has them, which make its version 5.
func (e envelope) withEvidence(ev evidence) ([]byte, error) {
	own, err := e.certificates()
	if err != nil {
		return nil, err
	}
	rest := cryptobyte.String(e.head[:e.beforeBag])
	if !rest.SkipASN1(tag.INTEGER) {
		return nil, errCMS
	}
	version := int64(e.version)
	if len(ev.ocsps) > 0 {
		version = 5
	}
	var b cryptobyte.Builder
	b.AddASN1Int64(version)
	b.AddBytes(rest)
	b.AddASN1(context0, func(b *cryptobyte.Builder) {
		b.AddBytes(e.bag)
		for _, c := range ev.certs {
			if !slices.ContainsFunc(own, func(have []byte) bool { return bytes.Equal(have, c) }) {
				b.AddBytes(c)
			}
		}
	})
	b.AddASN1(context0+1, func(b *cryptobyte.Builder) { ev.writeRevocation(b) })
	head, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write CMS: %w", err)
	}
	return e.write(head, func(b *cryptobyte.Builder) { b.AddBytes(e.signer) })
}

func (ev evidence) writeRevocation(b *cryptobyte.Builder) {
	for _, list := range ev.crls {
		b.AddBytes(list)
	}
	for _, answer := range ev.ocsps {
		b.AddASN1(context0+1, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oidOCSPResponse)
			b.AddBytes(answer)
		})
	}
}
