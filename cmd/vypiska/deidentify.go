package main

import (
	"bufio"
	"errors"
	"io"
	"runtime/debug"

	"vypiska/exporter/deidentify"
	"vypiska/internal/app"
)

// deidentifyCmd streams texts through the free-text de-identifier.
type deidentifyCmd struct {
	Profile string `enum:"strict,research" default:"strict" help:"Profile: strict or research."`
	KeyFile string `placeholder:"FILE" help:"Key of research's moved dates: 32 random bytes or more."`
	For     string `placeholder:"ID" help:"Who receives the texts; research moves dates for each recipient anew."`
	Review  int    `placeholder:"N" help:"Choose N reports of --records at random and write them into --out-dir for somebody to look through."`
	Records string `placeholder:"DIR|URL" env:"VYPISKA_RECORDS" help:"With --review: directory with FHIR R4 bundles, or the base URL of a FHIR R4 server."`
	File    string `name:"config" placeholder:"FILE" env:"VYPISKA_CONFIG" help:"With --review of a server: settings file (YAML), how to reach it."`
	OutDir  string `placeholder:"DIR" help:"With --review: a new directory; what is in it has personal data."`
}

// Help tells the format.
func (deidentifyCmd) Help() string {
	return `Reads one JSON object a line: {"id","lang","text","patient":{…}}; patient holds what is known of the person
(family, given, patronymic, birthDate, snils, oms, phone, address …) and may be left out.
Writes {"id","text","spans":[{"start","end","type"}]}; offsets are Unicode code points of the input text.

Examples:
  vypiska deidentify <reports.jsonl >clean.jsonl
  vypiska deidentify --review 200 --records DIR --out-dir review`
}

// Run streams standard input to standard output.
func (c *deidentifyCmd) Run(w *world) error {
	if c.Review > 0 {
		return c.review(w)
	}
	p, err := c.profile()
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(garbage))
	return deidentify.Lines(w.ctx, unmarked(w.stdin), w.stdout, p)
}

// unmarked leaves out the byte order mark that some programs on Windows begin a text with.
func unmarked(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	if head, err := b.Peek(3); err == nil && string(head) == "\ufeff" {
		_, _ = b.Discard(3) // they are there
	}
	return b
}

func (c *deidentifyCmd) profile() (deidentify.Profile, error) {
	p, err := deidentify.ProfileNamed(c.Profile)
	if err != nil || p == deidentify.Strict {
		return p, err
	}
	if c.KeyFile == "" || c.For == "" {
		return p, errors.New("--profile research needs --key-file FILE and --for ID")
	}
	secret, err := app.ReadSecret(c.KeyFile)
	if err != nil {
		return p, err
	}
	return p.Keyed(secret, c.For)
}
