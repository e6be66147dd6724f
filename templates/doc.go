// Package templates holds the printed forms: the signed extract from the
// medical record and the de-identified report, in Russian and English. A form
// prints everything an exporter.Extract holds and nothing else; it cannot
// reach the record. Where a form looks wrong, look at one file: a section is a
// function here, a word is a line in words_ru.go or words_en.go, the drawing
// is in templates/paper.
package templates
