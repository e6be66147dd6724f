package templates

import (
	"time"

	"vypiska/exporter"
)

// Slip is what reception hands over with an account: login and first password.
// It is printed once and kept nowhere, and nothing medical stands on it.
type Slip struct {
	Issuer     exporter.Issuer
	IssuedAt   time.Time
	Person     exporter.Text
	Role       string // patient, doctor, insurer, reception, officer
	Login      exporter.Text
	Password   exporter.Text
	ValidUntil time.Time
	Address    string // of the login page
}

// Act is an act of destruction with the extract of the log (order of
// Roskomnadzor 179 of 28.10.2022, paragraphs 3 and 4).
type Act struct {
	Number      string
	Issuer      exporter.Issuer
	IssuedAt    time.Time
	Processor   exporter.Text // who processes on the operator's behalf, if anybody
	Reason      exporter.Text
	Method      exporter.Text
	System      exporter.Text // the information system the data were in
	DestroyedAt time.Time
	// BackupsUntil is the day on which the last backup with unreadable remains
	// ends; none once everything is destroyed for good.
	BackupsUntil exporter.Date
	Items        []Destroyed
	Officers     []Officer
	Log          []Logged
	Mark         *exporter.Mark
	VerifyURL    string
}

// Destroyed is one copy that was destroyed.
type Destroyed struct {
	Number     string
	Kind       string // signed, anonymized, package
	Person     exporter.Text
	Categories []string // codes: identity, contact, insurance, health, anonymized
	IssuedOn   exporter.Date
}

// Officer is somebody who took part in a destruction.
type Officer struct{ Name, Position exporter.Text }

// Logged is one entry of the register in an act.
type Logged struct {
	Index  int
	Time   time.Time
	Event  string // the register's word
	Number string
}

// Disclosures tells a patient who received copies of their record.
type Disclosures struct {
	Number    string
	Issuer    exporter.Issuer
	IssuedAt  time.Time
	Patient   exporter.Text
	Birth     exporter.Birth
	Period    exporter.Period
	Entries   []Disclosure
	Mark      *exporter.Mark
	VerifyURL string
}

// Disclosure is one way out that a copy took.
type Disclosure struct {
	Time      time.Time
	Event     string // the register's word
	Recipient exporter.Text
	Role      string
	Number    string
	Kind      string
	Basis     exporter.Text
}
