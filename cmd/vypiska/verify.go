package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"

	"vypiska/exporter/parcel"
	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/signing"
)

// verifyCmd checks seals.
type verifyCmd struct {
	Files    []string `arg:"" optional:"" name:"file" help:"PDF files and packages."`
	Trust    string   `placeholder:"ROOTS.pem" help:"Certificates to trust; else those of the data directory."`
	TSATrust string   `name:"tsa-trust" placeholder:"ROOTS.pem" help:"Certificates to trust for time stamps; else those of the setting signing.tsa_roots_file; else the same."`
	Online   bool     `help:"Ask the certificates' OCSP responders and lists whether they are revoked. Nobody is asked otherwise."`
	proofFlags
	packageFlags
	JSON bool `help:"One line of JSON per file."`
	dataFlags
}

// Help tells the exit status.
func (verifyCmd) Help() string {
	return `Exit status: 0 every file is valid and its signer trusted, 1 one is not, 2 one cannot be read or checked here.
The verdict is in the words of ETSI EN 319 102-1: TOTAL-PASSED, INDETERMINATE, TOTAL-FAILED. The signer is judged at the
time that a time stamp proves, with the validation data in the file; without them by today's clock.
A package is checked as a whole: container, signature, every document, the registry against them, proofs of the register.
GOST signatures are checked by the programs of the settings signing.gost_*_command, else by OpenSSL with its engine gost.`
}

// verdict is what verify says of one file.
type verdict struct {
	File string `json:"file"`
	signing.Report
	Package *parcel.Report `json:"package,omitempty"`
	Error   string         `json:"error,omitempty"`
}

// Run checks each file.
func (c *verifyCmd) Run(w *world) error {
	if len(c.Files) == 0 && c.Proof == "" {
		return &exit{2, errors.New("verify: nothing to check: name PDF files, or a proof with --proof")}
	}
	settings, err := c.load()
	if err != nil {
		return &exit{2, err}
	}
	j, err := c.judge(w, settings)
	if err != nil {
		return &exit{2, err}
	}
	if j.checker.Authorities != nil {
		defer j.checker.Authorities.Close()
	}
	worst, err := c.proved(w, settings.Data, c.Files)
	if err != nil {
		return err
	}
	for _, name := range c.Files {
		v, code := c.checkFile(w, j, settings.Data, name)
		worst = max(worst, code)
		if err := c.print(w, v); err != nil {
			return err
		}
	}
	if worst > 0 {
		return &exit{worst, nil}
	}
	return nil
}

// judge is whom verify trusts and asks.
type judge struct {
	checker signing.Checker
}

func (c *verifyCmd) judge(w *world, settings config.Config) (judge, error) {
	roots, err := c.roots(w, settings.Data)
	if err != nil {
		return judge{}, err
	}
	j := judge{signing.Checker{Roots: roots.Pool, Now: w.now()}}
	if j.checker.Outside, err = signing.NewOutside(programsOf(settings.Signing), roots.PEM); err != nil {
		return j, err
	}
	if j.checker.TSARoots, err = stampRoots(cmp.Or(c.TSATrust, settings.Signing.TSARootsFile)); err != nil || !c.Online {
		return j, err
	}
	j.checker.Authorities, err = signing.NewAuthorities(signing.Network{Roots: roots.Pool, TSARoots: j.checker.TSARoots, Outside: j.checker.Outside,
		Deadline: settings.Signing.Deadline, Now: w.now, Rand: rand.Reader})
	return j, err
}

// stampRoots reads the roots trusted for time stamps; nil means the signers'.
func stampRoots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	roots, err := app.RootsFile(file)
	return roots.Pool, err
}

func (c *verifyCmd) roots(w *world, data string) (app.Trust, error) {
	if c.Trust != "" {
		return app.RootsFile(c.Trust)
	}
	roots, err := app.Roots(data)
	if errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(w.stderr, "vypiska: no roots to trust: %s has no keys/seal/roots.pem; give --trust ROOTS.pem or --data DIR\n", data)
		return app.Trust{Pool: x509.NewCertPool()}, nil
	}
	return roots, err
}

func (c *verifyCmd) checkFile(w *world, j judge, data, name string) (verdict, int) {
	if isPackage(name) {
		return c.checkPackage(w, j, data, name)
	}
	return j.check(w.ctx, name)
}

func (j judge) check(ctx context.Context, name string) (verdict, int) {
	v := verdict{File: name, Report: signing.Report{Signatures: []signing.Signature{}}}
	pdf, err := readFile(name)
	if err == nil {
		v.Report, err = j.checker.Check(ctx, pdf)
	}
	if err == nil {
		return v, 0
	}
	v.Error = err.Error()
	if errors.Is(err, signing.ErrInvalid) || errors.Is(err, signing.ErrUntrusted) {
		return v, 1
	}
	return v, 2
}

// readFile reads a file no larger than the checker takes.
func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, signing.MaxCheck+1))
	if err == nil && len(b) > signing.MaxCheck {
		err = fmt.Errorf("more than %d MB: too large to check", signing.MaxCheck>>20)
	}
	return b, err
}
