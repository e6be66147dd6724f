package main

import (
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"vypiska/exporter/parcel"
	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/signing"
)

// verifyCmd checks seals.
type verifyCmd struct {
	Files []string `arg:"" optional:"" name:"file" help:"PDF files and packages."`
	Trust string   `placeholder:"ROOTS.pem" help:"Certificates to trust; else those of the data directory."`
	proofFlags
	packageFlags
	JSON bool `help:"One line of JSON per file."`
	dataFlags
}

// Help tells the exit status.
func (verifyCmd) Help() string {
	return `Exit status: 0 every file is valid and its signer trusted, 1 one is not, 2 one cannot be read or checked here.
A package is checked as a whole: container, signature, every document, the registry against them, proofs of the register.
A GOST seal is checked by the program of the setting signing.gost_verify_command, else by OpenSSL with its engine gost.`
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
	roots, err := c.roots(w, settings.Data)
	if err != nil {
		return &exit{2, err}
	}
	worst, err := c.proved(w, settings.Data, c.Files)
	if err != nil {
		return err
	}
	for _, name := range c.Files {
		v, code := c.checkFile(w, name, roots, settings)
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

func (c *verifyCmd) checkFile(w *world, name string, roots app.Trust, settings config.Config) (verdict, int) {
	if isPackage(name) {
		return c.checkPackage(w, name, settings.Data, roots)
	}
	return c.check(w, name, roots, settings.Signing.GOSTVerifyCommand)
}

func (c *verifyCmd) check(w *world, name string, roots app.Trust, gost string) (verdict, int) {
	v := verdict{File: name, Report: signing.Report{Signatures: []signing.Signature{}}}
	pdf, err := readFile(name)
	if err == nil {
		v.Report, err = signing.Check(w.ctx, pdf, roots.Pool, w.now())
	}
	if v.Reason == signing.ReasonOutside {
		v.Report, err = signing.CheckGOST(w.ctx, pdf, roots.PEM, gost, w.now())
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

func (c *verifyCmd) print(w *world, v verdict) error {
	if c.JSON {
		enc := json.NewEncoder(w.stdout)
		enc.SetEscapeHTML(false)
		return enc.Encode(v)
	}
	t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%s\t%s\n", v.File, v.sentence())
	for _, s := range v.Signatures {
		fmt.Fprintf(t, "  signer\t%s%s\n  certificate\t%s\n  time\t%s (claimed)\n  covers\t%s\n  level\t%s\n",
			s.Signer, demoWord(s.Demo), s.Serial, s.When.Format(time.RFC3339), coversWord(s.Covers), s.Level)
	}
	fmt.Fprint(t, v.packageLines())
	return t.Flush()
}

func (v verdict) sentence() string {
	switch {
	case v.Trusted:
		return "VALID, signer trusted"
	case v.Valid:
		return "VALID SEAL, SIGNER NOT TRUSTED: " + strings.TrimPrefix(v.Error, "check: ")
	}
	if v.Reason == signing.ReasonOutside {
		return "NOT CHECKED: " + strings.TrimPrefix(v.Error, "check: ")
	}
	return "NOT VALID: " + strings.TrimPrefix(v.Error, "check: ")
}

func demoWord(demo bool) string {
	if demo {
		return " (demo key: no legal force)"
	}
	return ""
}

func coversWord(all bool) string {
	if all {
		return "the whole document"
	}
	return "an earlier state of the document"
}
