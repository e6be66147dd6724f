// Package templates holds the printed forms and draws them. A form is a file in
// forms/, written in the language of templates/form; a clinic may put its own in
// the place of ours. A form prints what an exporter.Extract (or a Slip, an Act,
// a Disclosures) holds and nothing else; it cannot reach the record. Where a form
// looks wrong, look at one file: forms/NAME.yaml for what stands where,
// forms/words.yaml for words, templates/paper for the drawing.
package templates
