package exporter

import "vypiska/exporter/record"

// NewText wraps s as text that does not print by itself.
func NewText(s string) Text { return record.NewPersonal(s) }

// ParseDate reads a FHIR date, dateTime or instant.
func ParseDate(s string) (Date, error) { return record.ParseDate(s) }

// BirthOf wraps d as a birth date.
func BirthOf(d Date) record.BirthDate { return record.NewBirthDate(d) }
