package main

import (
	"vypiska/exporter/deidentify"
)

// deidentifyCmd streams texts through the free-text de-identifier.
type deidentifyCmd struct {
	Profile string `enum:"strict" default:"strict" help:"Profile: strict."`
}

// Help tells the format.
func (deidentifyCmd) Help() string {
	return `Reads one JSON object a line: {"id","lang","text","patient":{…}}; patient holds what is known of the person
(family, given, patronymic, birthDate, snils, oms, phone, address …) and may be left out.
Writes {"id","text","spans":[{"start","end","type"}]}; offsets are Unicode code points of the input text.

Example: vypiska deidentify <reports.jsonl >clean.jsonl`
}

// Run streams standard input to standard output.
func (c *deidentifyCmd) Run(w *world) error {
	return deidentify.Lines(w.ctx, w.stdin, w.stdout, deidentify.Strict)
}
