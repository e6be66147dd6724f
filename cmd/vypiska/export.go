package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"
	"unicode"

	"vypiska/exporter"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/exporter/record/fhir"
	"vypiska/internal/app"
	"vypiska/internal/config"
)

// exportCmd makes copies by the operator at the machine.
type exportCmd struct {
	Records string `required:"" placeholder:"DIR|URL" env:"VYPISKA_RECORDS" help:"Directory with FHIR R4 bundles (*.json) and NDJSON (*.ndjson), or the base address of a FHIR server."`
	Patient string `placeholder:"ID" xor:"who" required:"" help:"Patient's id in the records. Refused when any file of the directory cannot be read."`
	All     bool   `xor:"who" required:"" help:"Every patient whose record can be read whole."`
	Kind    string `required:"" enum:"signed,anonymized" help:"signed or anonymized."`
	Profile string `enum:",strict,research" default:"" placeholder:"PROFILE" help:"De-identification of an anonymized copy: strict or research; by default that of the settings (deid.profile)."`
	For     string `placeholder:"ID" help:"Who receives the copies, as the register is to name them (\"Organization/lab\"); research gives each recipient other pseudonyms."`
	Basis   string `placeholder:"TEXT" help:"Legal basis of the copy; printed and registered. Write no names into it."`
	Lang    string `enum:"ru,en" default:"ru" help:"Language of the form: ru or en."`
	AsOf    string `placeholder:"DATE" help:"Decide and select as of this day (YYYY-MM-DD); the clock of seal and register stays."`
	From    string `placeholder:"DATE" help:"Copy only what is dated from this day."`
	To      string `placeholder:"DATE" help:"Copy only what is dated up to this day."`
	dataFlags
	Out      string `placeholder:"FILE" xor:"out" help:"File to write; with --patient."`
	OutDir   string `placeholder:"DIR" xor:"out" help:"Directory to write NUMBER.pdf files into."`
	settings config.Config
}

// Help teaches by example.
func (exportCmd) Help() string {
	return `Examples:
  vypiska export --records examples/records --patient demo-1 --kind signed --basis "patient's request of 22.11.2026" --out extract.pdf
  vypiska export --records examples/records --all --kind anonymized --basis "referral" --out-dir reports

For each copy one line of JSON goes to stdout: {"patient","kind","file","sha256","pages","seal_level","number"}.
The register entry is written before the file. What could not be read or was left out is named on stderr, and the
exit status is 1 if anything was refused.`
}

// line is what stdout says of one copy.
type line struct {
	Patient   string `json:"patient"`
	Kind      string `json:"kind"`
	File      string `json:"file"`
	SHA256    string `json:"sha256"`
	Pages     int    `json:"pages"`
	SealLevel string `json:"seal_level"`
	Number    string `json:"number"`
}

// Run makes the copies.
func (c *exportCmd) Run(w *world) error {
	plan, err := c.plan(w)
	if err != nil {
		return err
	}
	if c.All {
		defer debug.SetGCPercent(debug.SetGCPercent(garbage))
	}
	src, faults, err := openSource(w, c.Records, c.settings.FHIR)
	if err != nil {
		return err
	}
	patients, err := c.patients(w, src, len(faults))
	if err != nil {
		return err
	}
	house, err := app.OpenHouse(w.ctx, addressOf(c.settings), sealKeyOf(c.settings.Signing), w.now())
	if err != nil {
		return err
	}
	failed := 0
	if err = house.SealAt(sealingOf(c.settings), plan.now); err == nil {
		failed, err = c.export(w, house, src, plan, patients)
	}
	if err = errors.Join(err, house.Close()); err != nil {
		return err
	}
	if n := failed + len(faults); n > 0 {
		return &exit{1, fmt.Errorf("%s: %d of %d patients were refused, %d faults in the records; no file was written for them", c.place(), failed, len(patients), len(faults))}
	}
	return nil
}

func (c *exportCmd) export(w *world, house *app.House, src record.Source, p plan, patients []record.PatientID) (failed int, err error) {
	desk, err := openOperatorDesk(w, house, src, c.settings, p.now, min(len(patients), mostNumbers))
	if err != nil {
		return 0, err
	}
	bar := newProgress(w, len(patients))
	defer bar.done()
	out := json.NewEncoder(w.stdout)
	out.SetEscapeHTML(false)
	for id, made := range each(w.ctx, patients, func(id record.PatientID) (line, error) { return c.one(w, desk, p, id) }) {
		bar.step()
		if made.err != nil {
			failed++
			fmt.Fprintf(w.stderr, "vypiska: %s: patient %s: %v\n", c.place(), id, made.err)
			continue
		}
		if err := out.Encode(made.line); err != nil {
			return failed, fmt.Errorf("write to stdout: %w", err)
		}
	}
	return failed, w.ctx.Err()
}

const (
	// mostNumbers is how many numbers are reserved at once.
	mostNumbers = 64
	// garbage is how much memory may grow before it is collected, in percent: a
	// batch lives for seconds and has the machine's memory for itself.
	garbage = 400
)

// openOperatorDesk is a desk that builds and releases, nothing else; for so many copies.
func openOperatorDesk(w *world, house *app.House, src record.Source, settings config.Config, now func() time.Time, copies int) (*app.Desk, error) {
	if house.Fresh && house.Signer.Certificate().Demo {
		fmt.Fprintf(w.stderr, "vypiska: %s: made demo keys; copies sealed with them have no legal force\n", filepath.Base(house.Dir))
	}
	secret, err := house.Secret(settings.Deid.KeyFile)
	if err != nil {
		return nil, err
	}
	return app.NewDesk(house, app.Setup{
		Source: src, Clinic: clinicOf(settings), Forms: formsOf(settings), Settings: settingsOf(settings), Secret: secret, Groups: groupsOf(settings, src), Now: now, Block: copies,
		Warn: func(warning exporter.Warning) { fmt.Fprintln(w.stderr, "vypiska: "+words(warning)) },
	})
}

// one makes and releases the copy of one patient.
func (c *exportCmd) one(w *world, desk *app.Desk, p plan, id record.PatientID) (line, error) {
	made, err := desk.Build(w.ctx, policy.Ask{
		Asker: policy.Asker{Role: policy.Operator, Subject: record.Ref(p.operator)}, Patient: id,
		Kind: policy.Kind(c.Kind), Period: p.period, Basis: c.Basis, Lang: c.Lang, Profile: c.Profile, For: record.Ref(c.For),
	}, p.asOf)
	if err != nil {
		return line{}, err
	}
	name := c.Out
	if name == "" {
		name = filepath.Join(c.OutDir, exporter.FileName(made.Number()))
	}
	if err := desk.Release(w.ctx, made, name); err != nil {
		return line{}, err
	}
	return lineOf(made, name), nil
}

func lineOf(c issued.Copy, name string) line {
	return line{Patient: string(c.Grant().Patient()), Kind: string(c.Kind()), File: name, SHA256: c.SHA256(),
		Pages: c.Pages(), SealLevel: c.SealLevel(), Number: c.Number().String()}
}

// plan is what the flags mean.
type plan struct {
	now      func() time.Time
	asOf     time.Time
	period   record.Period
	operator string
}

func (c *exportCmd) plan(w *world) (plan, error) {
	var p plan
	var err error
	if c.settings, err = c.load(); err != nil {
		return plan{}, err
	}
	if p.now, err = w.zoned(c.settings.Zone); err != nil {
		return plan{}, err
	}
	if p.asOf, err = moment(c.AsOf, p.now()); err != nil {
		return plan{}, err
	}
	if p.period, err = span(c.From, c.To); err != nil {
		return plan{}, err
	}
	if p.operator, err = operator(); err != nil {
		return plan{}, err
	}
	return p, c.checkOut(w)
}

func (c *exportCmd) checkOut(w *world) error {
	if strings.TrimSpace(c.Basis) == "" {
		fmt.Fprintf(w.stderr, "vypiska: no --basis given: %q is registered and printed\n", policy.BasisNotStated)
	}
	switch {
	case len(c.Basis) > 2000 || strings.ContainsFunc(c.Basis, func(r rune) bool { return r == unicode.ReplacementChar || unicode.IsControl(r) }):
		return errors.New("--basis: want one line of at most 2000 bytes in UTF-8 (does the terminal write windows-1251?)")
	case c.Out == "-":
		return errors.New("--out: a copy goes into a file, and standard output tells which: name one")
	case c.Out == "" && c.OutDir == "":
		return errors.New("where to? give --out FILE, or --out-dir DIR")
	case c.Out != "" && c.All:
		return errors.New("--all makes many files: give --out-dir DIR, not --out FILE")
	case c.Out != "":
		if err := app.CanWrite(c.Out); err != nil {
			return fmt.Errorf("--out: %w", err)
		}
	case c.OutDir != "":
		if err := os.MkdirAll(c.OutDir, 0o700); err != nil {
			return fmt.Errorf("--out-dir: %w", err)
		}
	}
	return nil
}

// moment is the last moment of the day, or now.
func moment(day string, now time.Time) (time.Time, error) {
	if day == "" {
		return now, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, day, now.Location())
	if err != nil {
		return time.Time{}, errors.New("--as-of: want a day as YYYY-MM-DD")
	}
	return t.AddDate(0, 0, 1).Add(-time.Nanosecond), nil
}

func span(from, to string) (record.Period, error) {
	start, err := record.ParseDate(from)
	if err != nil {
		return record.Period{}, fmt.Errorf("--from: %w", err)
	}
	end, err := record.ParseDate(to)
	if err != nil {
		return record.Period{}, fmt.Errorf("--to: %w", err)
	}
	return record.Period{Start: start, End: end}, nil
}

// operator is the system user's name, which the register keeps.
func operator() (string, error) {
	u, err := user.Current()
	if err != nil {
		return "", fmt.Errorf("who are you? the register needs the system user's name: %w", err)
	}
	return strings.Join(strings.Fields(u.Username), "_"), nil
}

// openRecords opens records for a command that needs nothing of the settings but
// how to reach a FHIR server.
func openRecords(w *world, records, file string) (record.Source, []*record.Fault, error) {
	if !isServer(records) {
		return openSource(w, records, config.FHIR{})
	}
	settings, err := dataFlags{File: file}.load()
	if err != nil {
		return nil, nil, err
	}
	return openSource(w, records, settings.FHIR)
}

// openSource gives the source and what of it is known to be unreadable: a
// directory's faults are known at once, a server's with each record.
func openSource(w *world, records string, c config.FHIR) (record.Source, []*record.Fault, error) {
	leftOut := func(n *record.Fault) { fmt.Fprintf(w.stderr, "vypiska: left out: %v\n", n) }
	if isServer(records) {
		src, err := fhir.NewServer(fhir.ServerSetup{Base: records, Access: accessOf(c), Notice: leftOut})
		return src, nil, err
	}
	src, err := fhir.OpenDir(w.ctx, records)
	if err != nil {
		return nil, nil, err
	}
	for _, n := range src.Notices() {
		leftOut(n)
	}
	for _, f := range src.Faults() {
		fmt.Fprintf(w.stderr, "vypiska: cannot be read: %v\n", f)
	}
	return src, src.Faults(), nil
}

func (c *exportCmd) patients(w *world, src record.Source, faults int) ([]record.PatientID, error) {
	if c.All {
		return src.Patients(w.ctx)
	}
	if faults > 0 {
		return nil, fmt.Errorf("%s: %d faults in the records: a copy of one patient is made only when every file can be read; mend or remove the files named above", c.place(), faults)
	}
	return []record.PatientID{record.PatientID(strings.TrimPrefix(c.Patient, "Patient/"))}, nil
}

// place names the records in messages.
func (c *exportCmd) place() string {
	if isServer(c.Records) {
		return "FHIR server"
	}
	return filepath.Base(c.Records)
}

// words says a warning to the operator.
func words(w exporter.Warning) string {
	switch w.Code {
	case "glyphs":
		return fmt.Sprintf("copy %s: %d characters no font has were printed as a visible replacement", w.Number, w.Count)
	case "images":
		return fmt.Sprintf("copy %s: %d images could not be drawn; a box on the page says so", w.Number, w.Count)
	case "labels":
		return fmt.Sprintf("copy %s: %d resources with a restricted security label were left out", w.Number, w.Count)
	}
	return fmt.Sprintf("copy %s: %s: %d", w.Number, w.Code, w.Count)
}
