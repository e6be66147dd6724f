package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/config"
)

// packageCmd makes an insurer's package by the operator at the machine.
type packageCmd struct {
	Records  string `required:"" placeholder:"DIR" env:"VYPISKA_RECORDS" help:"Directory with FHIR R4 bundles (*.json) and NDJSON (*.ndjson). Refused when any file of it cannot be read."`
	Contract string `required:"" placeholder:"FILE" help:"The contract, JSON or YAML: docs/packages.md."`
	Period   string `required:"" placeholder:"MONTH" help:"A month as YYYY-MM, or days as YYYY-MM-DD/YYYY-MM-DD: the dates of services, in the clinic's time zone."`
	AsOf     string `placeholder:"DATE" help:"Decide as of this day (YYYY-MM-DD); the clock of seals and register stays."`
	Lang     string `enum:"ru,en" default:"ru" help:"Language of the documents: ru or en."`
	dataFlags
	Out string `required:"" placeholder:"FILE" help:"File to write; its name commonly ends in .asice."`
}

// Help teaches by example.
func (packageCmd) Help() string {
	return `Example:
  vypiska package --records records --contract contract.yaml --period 2026-10 --out 2026-10.asice

One line of JSON goes to stdout: the package's number, sequence and digest, and who was left out, with codes: blocked,
no-consent, not-insured, out-of-scope, not-final, failed. It is for the clinic; nothing of it is in the package. The
register's entries are written before the file.`
}

// packageLine is what stdout says of a package.
type packageLine struct {
	Package   string         `json:"package"`
	Contract  string         `json:"contract"`
	Version   int            `json:"version"`
	Period    string         `json:"period"`
	Sequence  int64          `json:"sequence"`
	File      string         `json:"file"`
	SHA256    string         `json:"sha256"`
	Size      int64          `json:"size"`
	SealLevel string         `json:"seal_level"`
	Documents int            `json:"documents"`
	Reports   int            `json:"reports"`
	Empty     string         `json:"empty,omitempty"` // why there are no documents
	LeftOut   []app.LeftOut  `json:"left_out"`
	Withheld  []app.Withheld `json:"withheld_reports"`
}

// Run makes the package.
func (c *packageCmd) Run(w *world) error {
	settings, err := c.load()
	if err != nil {
		return err
	}
	now, err := w.zoned(settings.Zone)
	if err != nil {
		return err
	}
	ask, asOf, err := c.ask(now())
	if err != nil {
		return err
	}
	src, err := c.open(w, settings)
	if err != nil {
		return err
	}
	house, err := app.OpenHouse(w.ctx, addressOf(settings), sealKeyOf(settings.Signing), w.now())
	if err != nil {
		return err
	}
	err = house.SealAt(sealingOf(settings), now)
	if err == nil {
		err = c.make(w, house, src, settings, now, ask, asOf)
	}
	return errors.Join(err, house.Close())
}

// open reads the records. A file that cannot be read may hold an insured person:
// no package could be called complete.
func (c *packageCmd) open(w *world, settings config.Config) (record.Source, error) {
	src, faults, err := openSource(w, c.Records, settings.FHIR)
	if err != nil {
		return nil, err
	}
	if n := len(faults); n > 0 {
		return nil, fmt.Errorf("%s: %d faults in the records: a package is made only when every file can be read; mend or remove the files named above", filepath.Base(c.Records), n)
	}
	return src, nil
}

func (c *packageCmd) ask(now time.Time) (policy.PackageAsk, time.Time, error) {
	asOf, err := moment(c.AsOf, now)
	if err != nil {
		return policy.PackageAsk{}, asOf, err
	}
	who, err := operator()
	if err != nil {
		return policy.PackageAsk{}, asOf, err
	}
	contract, err := app.ReadContract(c.Contract)
	if err != nil {
		return policy.PackageAsk{}, asOf, err
	}
	period, err := app.WholeDays(c.Period)
	if err != nil {
		err = fmt.Errorf("--period: %w", err)
	}
	return policy.PackageAsk{Asker: policy.Asker{Role: policy.Operator, Subject: record.Ref(who)}, Contract: contract, Period: period}, asOf, err
}

func (c *packageCmd) make(w *world, house *app.House, src record.Source, settings config.Config, now func() time.Time, ask policy.PackageAsk, asOf time.Time) error {
	desk, err := openOperatorDesk(w, house, src, settings, now, mostNumbers)
	if err != nil {
		return err
	}
	made, err := desk.Package(w.ctx, ask, c.Lang, asOf, c.Out)
	if err != nil {
		return err
	}
	out := json.NewEncoder(w.stdout)
	out.SetEscapeHTML(false)
	if err := out.Encode(c.line(ask, made)); err != nil {
		return fmt.Errorf("write to stdout: %w", err)
	}
	return nil
}

func (c *packageCmd) line(ask policy.PackageAsk, made app.Packaged) packageLine {
	p := made.Package
	l := packageLine{Package: p.Number().String(), Contract: ask.Contract.Number, Version: ask.Contract.Version,
		Period: ask.Period.Start.Day() + "/" + ask.Period.End.Day(), Sequence: made.Sequence, File: c.Out, SHA256: p.SHA256(), Size: p.Size(),
		SealLevel: p.SealLevel(), Documents: p.Documents(), Reports: made.Reports, LeftOut: made.LeftOut, Withheld: made.Withheld}
	if l.LeftOut == nil {
		l.LeftOut = []app.LeftOut{}
	}
	if l.Withheld == nil {
		l.Withheld = []app.Withheld{}
	}
	if p.Documents() == 0 {
		l.Empty = made.Why()
	}
	return l
}
