package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/signing"
	"vypiska/templates"
)

var now = time.Date(2026, 7, 1, 15, 0, 0, 0, time.FixedZone("MSK", 3*60*60))

// ours makes signed extracts through the exporter, as the service does. It is
// the exporter's source, numbers, forms and keeper: what a database would add
// is no part of making a document.
type ours struct {
	rec     record.Record
	number  issued.Number
	forms   *templates.Forms
	grant   policy.Grant
	export  *exporter.Exporter
	extract exporter.Extract // the last one drawn
}

func newOurs() (*ours, error) {
	o := &ours{}
	signer, err := newSigner()
	if err != nil {
		return nil, err
	}
	if o.forms, err = templates.New(templates.Options{}); err != nil {
		return nil, err
	}
	if o.rec, err = threePages(); err != nil {
		return nil, err
	}
	if o.number, err = issued.NewNumber(rand.Reader); err != nil {
		return nil, err
	}
	ask := policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: o.rec.Patient.ID, Kind: policy.Signed, Basis: "measurement", Lang: "ru"}
	if o.grant, err = policy.Decide(ask, policy.Facts{}, now); err != nil {
		return nil, err
	}
	o.export = &exporter.Exporter{
		Source: o, Numbers: o, Forms: o, Signer: signer, Keeper: o,
		Now: func() time.Time { return now }, Clinic: exporter.Clinic{VerifyURL: "https://clinic.example"},
	}
	_, err = o.make() // sets extract
	return o, err
}

// newSigner seals with a demo key of RSA 2048, as the floor signs.
func newSigner() (*signing.Signer, error) {
	k, err := signing.Demo(rand.Reader, now)
	if err != nil {
		return nil, err
	}
	key, err := signing.LoadKey(k.Chain, k.Key, now)
	if err != nil {
		return nil, err
	}
	return signing.New(key), nil
}

func (o *ours) make() ([]byte, error) {
	c, err := o.export.Export(context.Background(), o.grant)
	if err != nil {
		return nil, fmt.Errorf("make a signed extract: %w", err)
	}
	return c.PDF(), nil
}

// Record implements record.Source.
func (o *ours) Record(context.Context, record.PatientID) (record.Record, error) { return o.rec, nil }

// Patients implements record.Source.
func (o *ours) Patients(context.Context) ([]record.PatientID, error) {
	return []record.PatientID{o.rec.Patient.ID}, nil
}

// Reserve implements exporter.Numbers.
func (o *ours) Reserve(context.Context) (issued.Number, error) { return o.number, nil }

// Draw implements exporter.Forms.
func (o *ours) Draw(x exporter.Extract) (exporter.Paper, error) {
	o.extract = x
	return o.forms.Draw(x)
}

// Keep implements exporter.Keeper.
func (o *ours) Keep(context.Context, issued.Copy, exporter.Origin) error { return nil }
