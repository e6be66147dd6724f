package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"vypiska/exporter/parcel"
	"vypiska/internal/app"
	"vypiska/signing"
	"vypiska/storage/register"
)

// packageFlags are verify's about an insurer's package.
type packageFlags struct {
	Previous string `placeholder:"FILE" help:"The package before in the contract's sequence: does the one named follow it?"`
}

// isPackage reports whether the file begins as a package does.
func isPackage(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	begin := make([]byte, 64)
	n, _ := io.ReadFull(f, begin)
	return parcel.Is(begin[:n])
}

// checkPackage judges a package as a whole.
func (c *verifyCmd) checkPackage(w *world, j judge, data, name string) (verdict, int) {
	against := parcel.Against{Checker: j.checker, Proof: c.provesBy(data)}
	v := verdict{File: name}
	var err error
	if c.Previous != "" {
		before, wrong := packageReport(w, c.Previous, against)
		if wrong != nil {
			err = fmt.Errorf("the previous package %s: %w", c.Previous, wrong)
		}
		against.Previous = &before
	}
	var r parcel.Report
	if err == nil {
		r, err = packageReport(w, name, against)
	}
	v.Report, v.Package = r.Seal, &r
	if v.Signatures == nil {
		v.Signatures = []signing.Signature{}
	}
	if err == nil {
		return v, 0
	}
	v.Error, v.Trusted = err.Error(), false
	v.Valid = v.Valid && errors.Is(err, signing.ErrUntrusted) && !errors.Is(err, signing.ErrInvalid)
	if errors.Is(err, signing.ErrInvalid) || errors.Is(err, signing.ErrUntrusted) {
		return v, 1
	}
	return v, 2
}

func packageReport(w *world, name string, against parcel.Against) (parcel.Report, error) {
	f, err := os.Open(name)
	if err != nil {
		return parcel.Report{}, err
	}
	defer f.Close()
	s, err := f.Stat()
	if err != nil {
		return parcel.Report{}, err
	}
	return parcel.Check(w.ctx, f, s.Size(), against)
}

// provesBy checks proofs by the register's keys that are named, or those of the
// data directory; else by those in the package, which the clinic has signed.
func (c *verifyCmd) provesBy(data string) func(text, keys []byte) (parcel.Proved, error) {
	file := c.RegisterKey
	if file == "" && c.Trust == "" {
		file = app.RegisterKeys(data)
	}
	trusted, err := app.VerifierFile(file)
	own := c.RegisterKey == "" && errors.Is(err, os.ErrNotExist)
	return func(text, keys []byte) (parcel.Proved, error) {
		if own {
			trusted, err = register.NewVerifier(strings.Fields(string(keys))...)
		}
		if err != nil {
			return parcel.Proved{}, err
		}
		p, err := register.ParseProof(text)
		if err != nil {
			return parcel.Proved{}, err
		}
		e, _, err := p.Check(trusted)
		return parcel.Proved{Number: e.Number, SHA256: e.SHA256, Patient: e.Patient}, err
	}
}

// words of a package, beside those of its signature.
func (v verdict) packageLines() string {
	if v.Package == nil || v.Package.Package == "" {
		return ""
	}
	p := v.Package
	s := fmt.Sprintf("  package\t%s, number %d under contract %s\n  period\t%s\n  holds\t%d documents with %d reports\n",
		p.Package, p.Sequence, p.Contract, p.Period, p.Counts.Documents, p.Counts.Reports)
	if p.Deleted > 0 {
		s += fmt.Sprintf("  revoked\t%d copies of earlier packages must not be used: manifest.json, deleted\n", p.Deleted)
	}
	if p.Follows {
		s += "  follows\tthe previous package given\n"
	}
	return s
}
