package fhir

import (
	"context"
	"errors"
	"slices"
	"testing"

	"vypiska/exporter/record"
)

func TestADoctorsPatientsAreThoseTheDoctorReferred(t *testing.T) {
	d, err := OpenLive(t.Context(), "../../../testdata/fhir-ru", nil)
	if err != nil {
		t.Fatal(err)
	}
	for doctor, want := range map[record.Ref][]record.PatientID{
		"Practitioner/ru-doc1": {"ru-p03", "ru-p06", "ru-p09", "ru-p12", "ru-p15", "ru-p18", "ru-p21", "ru-p24"},
		// ru-p10 through a PractitionerRole
		"Practitioner/ru-doc2": {"ru-p01", "ru-p04", "ru-p07", "ru-p09", "ru-p10", "ru-p12", "ru-p13", "ru-p16", "ru-p19", "ru-p22"},
		"Practitioner/nobody":  nil,
		"Patient/ru-p01":       nil,
		"":                     nil,
	} {
		got, err := d.ReferredBy(t.Context(), doctor)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v", doctor, got, err)
		}
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	if _, err := d.ReferredBy(ended, "Practitioner/ru-doc1"); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended request: %v", err)
	}
}

func TestAnInsurersContractsAreThoseItIsAPartyOf(t *testing.T) {
	d, err := OpenLive(t.Context(), "../../../testdata/fhir-ru", nil)
	if err != nil {
		t.Fatal(err)
	}
	for insurer, want := range map[record.Ref]record.Ref{"Organization/ru-insA": "Contract/ru-conA", "Organization/ru-insB": "Contract/ru-conB"} {
		got, err := d.ContractsOf(t.Context(), insurer)
		if err != nil || len(got) != 1 || got[0].Ref != want || got[0].Number == "" || got[0].Applies.Start.IsZero() {
			t.Errorf("%s: %+v, %v", insurer, got, err)
		}
	}
	if got, err := d.ContractsOf(t.Context(), "Organization/other"); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}
