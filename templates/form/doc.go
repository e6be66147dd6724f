// Package form is the language printed forms are written in: one YAML file a
// form, made of blocks (a heading, a table, a chart …) whose texts name the
// places of the data they print: "{patient.name}". It reads a file strictly,
// says with file and line what it does not understand, and draws data on paper.
//
// A form is data. It has no code, no HTML and no coordinates, and what it
// prints of a record is never read as part of the form: texts are parsed once,
// before any data is there.
//
// docs/forms.md is the manual for who edits forms.
package form
