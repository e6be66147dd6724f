package main

import (
	"encoding/json"
	"fmt"

	"vypiska/exporter/deidentify"
)

// riskCmd reports how small the groups of like patients are in a batch.
type riskCmd struct {
	Records string `required:"" placeholder:"DIR|URL" env:"VYPISKA_RECORDS" help:"Directory with FHIR R4 bundles (*.json) and NDJSON (*.ndjson), or the base URL of a FHIR R4 server."`
	File    string `name:"config" placeholder:"FILE" env:"VYPISKA_CONFIG" help:"Settings file (YAML): how to reach the FHIR server."`
	AsOf    string `placeholder:"DATE" help:"Ages as of this day (YYYY-MM-DD)."`
	K       int    `default:"5" help:"Groups below this size count as small."`
	Format  string `enum:"json,csv" default:"json" help:"json: figures and groups; csv: the groups alone."`
	Zone    string `default:"${zone}" hidden:""`
}

// Help teaches by example.
func (riskCmd) Help() string {
	return `Groups patients by age band, sex, region, chapters of ICD-10 and years of studies, and writes k (the smallest group),
l (the fewest different sets of chapters among patients of like age, sex and region), and the share of patients who are alone.
The report names nobody, but a group of one is a person: keep it inside.

Example: vypiska risk --records examples/records --format csv >risk.csv`
}

// Run writes the report to stdout.
func (c *riskCmd) Run(w *world) error {
	now, err := w.zoned(c.Zone)
	if err != nil {
		return err
	}
	asOf, err := moment(c.AsOf, now())
	if err != nil {
		return err
	}
	src, faults, err := openRecords(w, c.Records, c.File)
	if err != nil {
		return err
	}
	if n := len(faults); n > 0 {
		fmt.Fprintf(w.stderr, "vypiska: %d faults in the records; those patients are not counted\n", n)
	}
	all, err := deidentify.Census(w.ctx, src, asOf)
	if err != nil {
		return err
	}
	risk := deidentify.RiskOf(all, c.K)
	if c.Format == "csv" {
		return risk.WriteCSV(w.stdout)
	}
	out := json.NewEncoder(w.stdout)
	out.SetIndent("", "  ")
	return out.Encode(risk)
}
