package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"vypiska/examples"
	"vypiska/exporter"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/exporter/record/fhir"
	"vypiska/internal/app"
	"vypiska/signing"
)

// demoCmd shows the road from a record to a sealed and an anonymized copy.
type demoCmd struct {
	Data   string `default:"data" env:"VYPISKA_DATA" help:"Data directory: sample records, demo keys, register."`
	OutDir string `default:"copies" placeholder:"DIR" help:"Where the copies are written."`
	Zone   string `default:"${zone}" env:"VYPISKA_ZONE" help:"The clinic's time zone."`
}

// The demo's two copies.
var demoCopies = []struct {
	patient record.PatientID
	kind    policy.Kind
}{{"demo-1", policy.Signed}, {"demo-2", policy.Anonymized}}

// Run issues the copies, checks them and says where they are.
func (c *demoCmd) Run(w *world) error {
	now, err := w.zoned(c.Zone)
	if err != nil {
		return err
	}
	records := filepath.Join(c.Data, "records")
	if err := unpack(records); err != nil {
		return err
	}
	src, err := fhir.OpenDir(w.ctx, records)
	if err != nil {
		return err
	}
	if f := src.Faults(); len(f) > 0 {
		return fmt.Errorf("%s: %w", records, f[0])
	}
	if err := os.MkdirAll(c.OutDir, 0o700); err != nil {
		return fmt.Errorf("--out-dir: %w", err)
	}
	return withHouse(w, c.Data, func(h *app.House) error {
		desk, err := app.NewDesk(h, app.Setup{Source: src, Clinic: exporter.Clinic{VerifyURL: "http://localhost:8080"}, Now: now})
		if err != nil {
			return err
		}
		return c.show(w, h, desk, now)
	})
}

func (c *demoCmd) show(w *world, h *app.House, desk *app.Desk, now func() time.Time) error {
	t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "sample records\t%s\n", filepath.Join(c.Data, "records"))
	for _, d := range demoCopies {
		made, err := desk.Build(w.ctx, policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "demo"}, Patient: d.patient, Kind: d.kind, Basis: "демонстрация", Lang: "ru"}, now())
		if err != nil {
			return err
		}
		name := filepath.Join(c.OutDir, exporter.FileName(made.Number()))
		if err := desk.Release(w.ctx, made, name); err != nil {
			return err
		}
		said, err := c.checked(w, made)
		if err != nil {
			return err
		}
		fmt.Fprintf(t, "%s copy\t%s\t%d pages, %s\n", made.Kind(), name, made.Pages(), said)
	}
	report, err := h.Verify(w.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(t, "register\t%s\n", report)
	return t.Flush()
}

// checked judges a copy from outside: the seal of a signed one; of an
// anonymized one, the last look has judged before it could exist.
func (c *demoCmd) checked(w *world, made issued.Copy) (string, error) {
	if made.Kind() == policy.Anonymized {
		id, version := made.Profile()
		return fmt.Sprintf("de-identified by profile %s %s, last look passed", id, version), nil
	}
	roots, err := app.Roots(c.Data)
	if err != nil {
		return "", err
	}
	r, err := signing.Check(w.ctx, made.PDF(), roots, w.now())
	if err != nil {
		return "", fmt.Errorf("check the seal: %w", err)
	}
	if len(r.Signatures) != 1 || !r.Signatures[0].Covers {
		return "", errors.New("check the seal: it does not cover the whole document")
	}
	return fmt.Sprintf("seal %s valid and trusted (demo key: no legal force)", made.SealLevel()), nil
}

// unpack writes the sample records where there are none.
func unpack(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("sample records: %w", err)
	}
	files, err := fs.Glob(examples.Records, "records/*.json")
	if err != nil {
		return err
	}
	for _, name := range files {
		text, err := examples.Records.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), text, 0o600); err != nil {
			return fmt.Errorf("sample records: %w", err)
		}
	}
	return nil
}
