package signing

import (
	"bytes"
	"cmp"
	"context"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

var (
	oidGOST256           = asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 1, 1} // GOST R 34.10-2012, RFC 9215
	oidGOST512           = asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 1, 2}
	oidStreebog256       = asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 2, 2} // GOST R 34.11-2012
	oidStreebog512       = asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 2, 3}
	oidGOST256WithDigest = asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 3, 2}
	oidGOST512WithDigest = asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 3, 3}
)

// gostKinds are the two lengths of key, each with its own digest.
var gostKinds = []struct {
	key, digest, withDigest asn1.ObjectIdentifier
	size                    int    // of the digest in bytes
	openssl                 string // OpenSSL's word for the digest
}{
	{oidGOST256, oidStreebog256, oidGOST256WithDigest, 32, "md_gost12_256"},
	{oidGOST512, oidStreebog512, oidGOST512WithDigest, 64, "md_gost12_512"},
}

// IsGOST reports whether a PEM file begins with a certificate whose key only an
// outside program can use.
func IsGOST(certPEM []byte) bool {
	chain, err := parseChain(certPEM)
	return err == nil && gostKind(chain[0]) >= 0
}

// gostKind is the index in gostKinds of the certificate's key, -1 for another.
func gostKind(c *x509.Certificate) int {
	info := cryptobyte.String(c.RawSubjectPublicKeyInfo)
	var outer, alg cryptobyte.String
	var oid asn1.ObjectIdentifier
	if !info.ReadASN1(&outer, tag.SEQUENCE) || !outer.ReadASN1(&alg, tag.SEQUENCE) || !alg.ReadASN1ObjectIdentifier(&oid) {
		return -1
	}
	for i, k := range gostKinds {
		if oid.Equal(k.key) {
			return i
		}
	}
	return -1
}

// GOST is a CMS producer for GOST R 34.10-2012 keys of 256 and 512 bits: an
// outside program holds the key and signs bytes, others digest and verify; the
// CMS is built here. It is safe for use by several goroutines if the programs are.
type GOST struct {
	sign    command
	outside *Outside
	keyFile string
	chain   []*x509.Certificate
	kind    int
	size    int
}

// LoadGOST tries the programs out: the digesting and the signing one on a text
// of its own, the verifying one on signatures known to be true and false and on
// the one just made. keyFile is handed on by name and may be "" for a command
// that does not use {key}. It refuses what NewKey refuses.
func LoadGOST(ctx context.Context, certPEM []byte, keyFile string, p Programs, now time.Time) (*GOST, error) {
	chain, err := parseChain(certPEM)
	if err != nil {
		return nil, fmt.Errorf("load key: certificate file: %w", err)
	}
	g := &GOST{sign: parseCommand(cmp.Or(p.Sign, GOSTSign)), keyFile: keyFile, chain: chain, kind: gostKind(chain[0])}
	if g.outside, err = NewOutside(p, nil); err != nil {
		return nil, fmt.Errorf("load key: %w", err)
	}
	if err := g.fits(now); err != nil {
		return nil, fmt.Errorf("load key: %w", err)
	}
	if err := g.tryOut(ctx); err != nil {
		return nil, fmt.Errorf("load key: GOST: %w", aloud(err))
	}
	return g, nil
}

func (g *GOST) fits(now time.Time) error {
	switch {
	case g.kind < 0:
		return errors.New("the certificate's key is not GOST R 34.10-2012: leave the GOST commands out, the program signs with other keys itself")
	case len(g.chain) > maxChain:
		return fmt.Errorf("%w; found %d, at most %d are taken", ErrChain, len(g.chain), maxChain)
	}
	if err := firstOf(fitsSealing(g.chain[0]), keyInTime(g.chain[0], now)); err != nil {
		return err
	}
	for i, c := range g.chain {
		if err := inTime(c, now); err != nil {
			return err
		}
		if i > 0 && (!c.IsCA || !bytes.Equal(g.chain[i-1].RawIssuer, c.RawSubject)) {
			return fmt.Errorf("%w; certificate %d is not issued by the next one", ErrChain, i)
		}
	}
	return nil
}

// tryOut makes the first signature, over nobody's data. What the programs say
// of it may be repeated.
func (g *GOST) tryOut(ctx context.Context) error {
	if err := g.outside.tryOut(ctx, g.kind); err != nil {
		return err
	}
	for i := range g.chain[1:] {
		if err := g.outside.during(ctx).issued(g.chain[i], g.chain[i+1]); err != nil {
			return fmt.Errorf("%w; certificate %d is not issued by the next one: %w", ErrChain, i+1, err)
		}
	}
	content := [2][]byte{[]byte("vypiska tries the key "), []byte("before it seals")}
	der, err := g.Sign(ctx, content)
	if err != nil {
		return err
	}
	g.size = len(der)
	sig, err := parseCMS(der)
	if err == nil {
		_, err = sig.verify(g.outside.during(ctx), content)
	}
	if err != nil {
		return fmt.Errorf("%w, or the programs do not fit each other: %w", ErrKeyMismatch, err)
	}
	return ctx.Err()
}

func aloud(err error) error {
	var c *complaint
	if errors.As(err, &c) && c.said != "" {
		return fmt.Errorf("%w; it says: %s", err, bytes.TrimSpace([]byte(c.said)))
	}
	return err
}

// Chain implements CMS.
func (g *GOST) Chain() []*x509.Certificate { return g.chain }

// Size implements CMS; it is exact.
func (g *GOST) Size() int { return g.size }

// Sign implements CMS: the content goes to the digesting program's standard
// input, the signed attributes to the signing one's; neither is written anywhere.
func (g *GOST) Sign(ctx context.Context, content [2][]byte) ([]byte, error) {
	return g.build(ctx, reader(content), time.Time{})
}

// SignStream implements DetachedCMS.
func (g *GOST) SignStream(ctx context.Context, content io.Reader, at time.Time) ([]byte, error) {
	return g.build(ctx, content, at)
}

func (g *GOST) build(ctx context.Context, content io.Reader, at time.Time) ([]byte, error) {
	sum, err := g.outside.sum(ctx, g.kind, content)
	if err != nil {
		return nil, fmt.Errorf("sign: %w (`vypiska keys check` shows what the program says)", err)
	}
	attrs := signedAttributes(sum, g.chain[0], at)
	value, err := g.raw(ctx, asSet(attrs))
	if err != nil {
		return nil, fmt.Errorf("sign: the signing command: %w (`vypiska keys check` shows what the program says)", err)
	}
	k := gostKinds[g.kind]
	return signedData(g.chain, attrs, value, algorithms{k.digest, k.key, true, true})
}

// raw has the program sign bytes.
func (g *GOST) raw(ctx context.Context, text []byte) (value []byte, err error) {
	err = inFolder(map[string][]byte{
		"certificate": pemOf(g.chain[:1]), "chain": pemOf(g.chain),
	}, func(files map[string]string) error {
		files["key"], files["digest"] = g.keyFile, gostKinds[g.kind].openssl
		value, err = g.sign.run(ctx, bytes.NewReader(text), files)
		return err
	})
	if want := 2 * gostKinds[g.kind].size; err == nil && len(value) != want {
		err = fmt.Errorf("it wrote %d bytes, want a signature of %d", len(value), want)
	}
	return value, err
}

func pemOf(certs []*x509.Certificate) []byte {
	var ders [][]byte
	for _, c := range certs {
		ders = append(ders, c.Raw)
	}
	return pemBlocks("CERTIFICATE", ders...)
}
