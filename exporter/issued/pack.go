package issued

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"vypiska/exporter/policy"
	"vypiska/signing"
)

// Errors of a package on its way.
var (
	ErrForeign  = errors.New("the copy is not a signed document under this package's contract and period")
	ErrUnsigned = errors.New("the package's own signature is not written")
	ErrSigned   = errors.New("the package is signed already: nothing more goes into it")
)

// Pack is an insurer's package while it is written: a container of copies
// already issued, as a stream. It is a Package only once its own signature over
// the manifest of all that is in it was made, checked and written.
type Pack struct {
	grant   policy.PackageGrant
	number  Number
	out     io.Writer
	sum     hash.Hash
	size    int64
	cover   io.WriteCloser // the envelope around it, nil for none
	file    counted        // what leaves the house
	numbers map[Number]bool
	level   string
	err     error // the first failure: nothing comes of the package then
}

// NewPack begins a package whose bytes go to out.
func NewPack(g policy.PackageGrant, n Number, out io.Writer) (*Pack, error) {
	switch {
	case !g.Valid():
		return nil, ErrNoGrant
	case n.IsZero() || out == nil:
		return nil, ErrDraft
	}
	return &Pack{grant: g, number: n, out: out, sum: sha256.New(), numbers: map[Number]bool{}}, nil
}

// NewPackIn begins a package that leaves the house in an envelope, which encrypts
// it to the recipient; nil for none. Closing the envelope ends the file.
func NewPackIn(g policy.PackageGrant, n Number, out io.Writer, envelope func(io.Writer) (io.WriteCloser, error)) (*Pack, error) {
	p, err := NewPack(g, n, out)
	if err != nil || envelope == nil {
		return p, err
	}
	p.file = counted{to: out, sum: sha256.New()}
	if p.cover, err = envelope(&p.file); err != nil {
		return nil, fmt.Errorf("package %s: envelope: %w", n, err)
	}
	p.out = p.cover
	return p, nil
}

// counted passes bytes on and knows their digest.
type counted struct {
	to   io.Writer
	sum  hash.Hash
	size int64
}

func (c *counted) Write(b []byte) (int, error) {
	n, err := c.to.Write(b)
	c.sum.Write(b[:n])
	c.size += int64(n)
	return n, err
}

// Grant is the decision the package rests on.
func (p *Pack) Grant() policy.PackageGrant { return p.grant }

// Number names the package.
func (p *Pack) Number() Number { return p.number }

// Write takes the container's next bytes.
func (p *Pack) Write(b []byte) (int, error) {
	if p.err != nil {
		return 0, p.err
	}
	n, err := p.out.Write(b)
	p.sum.Write(b[:n])
	p.size += int64(n)
	p.err = err
	return n, err
}

// Admit lets a copy into the package: a signed one, decided under its contract
// and period, once. An error leaves no package.
func (p *Pack) Admit(c Copy) error {
	switch {
	case p.err != nil:
	case p.level != "":
		p.err = ErrSigned
	case !c.Valid() || c.Kind() != policy.Signed || !p.grant.Holds(c.Grant()) || p.numbers[c.Number()]:
		p.err = fmt.Errorf("package %s: copy %s: %w", p.number, c.Number(), ErrForeign)
	default:
		p.numbers[c.Number()] = true
	}
	return p.err
}

// Sign signs the manifest of everything written so far and, before it returns,
// checks the signature over the very bytes. What is written after it is the
// signature and the container's end.
func (p *Pack) Sign(ctx context.Context, manifest []byte, s *signing.Signer, at time.Time) ([]byte, error) {
	switch {
	case p.err != nil:
		return nil, p.err
	case p.level != "":
		return nil, ErrSigned
	case s == nil:
		return nil, ErrNoSigner
	}
	der, level, err := s.SignDetached(ctx, bytes.NewReader(manifest), at)
	if err == nil {
		err = s.IntactDetached(ctx, der, bytes.NewReader(manifest), at)
	}
	if err != nil {
		p.err = fmt.Errorf("package %s: %w", p.number, err)
		return nil, p.err
	}
	p.level = string(level)
	return der, nil
}

// Finish is the package, once everything is written.
func (p *Pack) Finish() (Package, error) {
	if p.err != nil {
		return Package{}, p.err
	}
	if p.level == "" {
		return Package{}, ErrUnsigned
	}
	done := Package{grant: p.grant, number: p.number, sha256: hex.EncodeToString(p.sum.Sum(nil)), size: p.size,
		level: p.level, documents: len(p.numbers), valid: true}
	done.fileSum, done.fileSize = done.sha256, done.size
	if p.cover != nil {
		if err := p.cover.Close(); err != nil {
			p.err = fmt.Errorf("package %s: envelope: %w", p.number, err)
			return Package{}, p.err
		}
		done.fileSum, done.fileSize = hex.EncodeToString(p.file.sum.Sum(nil)), p.file.size
	}
	p.err = ErrSigned
	return done, nil
}

// Package is a finished package. The zero Package is not one.
type Package struct {
	grant     policy.PackageGrant
	number    Number
	sha256    string
	size      int64
	level     string
	documents int
	fileSum   string
	fileSize  int64
	valid     bool
}

// Valid reports whether the package was made by Pack.
func (p Package) Valid() bool { return p.valid }

// Number names the package.
func (p Package) Number() Number { return p.number }

// Grant is the decision the package rests on.
func (p Package) Grant() policy.PackageGrant { return p.grant }

// SHA256 is the digest of the container in lower-case hexadecimal.
func (p Package) SHA256() string { return p.sha256 }

// Size is the container's length in bytes.
func (p Package) Size() int64 { return p.size }

// File is the digest and length of the file that leaves the house: the
// container, or the envelope around it.
func (p Package) File() (sum string, size int64) { return p.fileSum, p.fileSize }

// SealLevel is the CAdES level reached.
func (p Package) SealLevel() string { return p.level }

// Documents counts the copies in it.
func (p Package) Documents() int { return p.documents }
