package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"vypiska/exporter/issued"
	"vypiska/storage/register"
)

// registerCmd is about the register of a data directory.
type registerCmd struct {
	Verify     registerVerifyCmd     `cmd:"" help:"Find any entry that was changed, removed, swapped, inserted or cut off."`
	Export     registerExportCmd     `cmd:"" help:"Write entries of a period or a patient."`
	Prove      registerProveCmd      `cmd:"" help:"Write a proof that a copy was issued, for vypiska verify --proof."`
	Checkpoint registerCheckpointCmd `cmd:"" help:"Print the signed checkpoint, to be kept where nobody can change it."`
}

type registerVerifyCmd struct {
	dataFlags
	Checkpoint []string `placeholder:"FILE" help:"Checkpoint kept outside; finds a database that was set back."`
}

// Run verifies the register and names what is wrong with it.
func (c *registerVerifyCmd) Run(w *world) error {
	h, err := c.open(w)
	if err != nil {
		return err
	}
	defer h.Abandon()
	var outside []register.Checkpoint
	for _, name := range c.Checkpoint {
		text, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("checkpoint: %w", err)
		}
		outside = append(outside, register.Checkpoint(text))
	}
	report, err := h.Verify(w.ctx, outside...)
	if err != nil {
		return err
	}
	fmt.Fprintln(w.stdout, report)
	if !report.Intact() {
		return &exit{1, errors.New("the register is not intact: stop the service, keep this data directory as it is, and compare it with a backup")}
	}
	return nil
}

type registerExportCmd struct {
	dataFlags
	Format  string `enum:"json,csv" default:"json" help:"json (a line an entry) or csv."`
	Patient string `placeholder:"ID" help:"Only entries about this patient."`
	Number  string `placeholder:"NUMBER" help:"Only entries about this copy."`
	From    string `placeholder:"DATE" help:"Only entries from this day."`
	To      string `placeholder:"DATE" help:"Only entries up to this day."`
	Zone    string `default:"${zone}" env:"VYPISKA_ZONE" help:"The clinic's time zone."`
}

// Run writes the entries to standard output.
func (c *registerExportCmd) Run(w *world) error {
	now, err := w.zoned(c.Zone)
	if err != nil {
		return err
	}
	p, err := span(c.From, c.To)
	if err != nil {
		return err
	}
	f := register.Filter{Patient: c.Patient, Number: c.Number}
	if loc := now().Location(); !p.Start.IsZero() {
		f.From = p.Start.Start(loc)
	}
	if loc := now().Location(); !p.End.IsZero() {
		f.To = p.End.End(loc)
	}
	h, err := c.open(w)
	if err != nil {
		return err
	}
	defer h.Abandon()
	return h.ExportRegister(w.ctx, w.stdout, f, c.Format == "csv")
}

type registerCheckpointCmd struct {
	dataFlags
}

// Run prints the newest checkpoint after proving that it continues the last one.
func (c *registerCheckpointCmd) Run(w *world) error {
	h, err := c.open(w)
	if err != nil {
		return err
	}
	defer h.Abandon()
	text, err := h.Checkpoint(w.ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(w.stdout, text)
	return err
}

type registerProveCmd struct {
	Number string `arg:"" help:"The copy's number, as printed."`
	SHA256 string `placeholder:"HEX" help:"Of which version, where its seal was extended; else the newest."`
	dataFlags
}

// Run writes the proof to standard output.
func (c *registerProveCmd) Run(w *world) error {
	number, err := issued.ParseNumber(c.Number)
	if err != nil {
		return err
	}
	h, err := c.open(w)
	if err != nil {
		return err
	}
	defer h.Abandon()
	p, err := h.Prove(w.ctx, number.String(), strings.ToLower(c.SHA256))
	if err != nil {
		return err
	}
	text, err := p.Text()
	if err != nil {
		return err
	}
	_, err = w.stdout.Write(text)
	return err
}
