package fhir

import "vypiska/exporter/record"

type imagingStudy struct {
	head
	Subject         reference    `json:"subject"`
	Encounter       reference    `json:"encounter"`
	Started         date         `json:"started"`
	Description     string       `json:"description"`
	Modality        []coding     `json:"modality"`
	Interpreter     []reference  `json:"interpreter"`
	Referrer        reference    `json:"referrer"`
	Steps           []concept    `json:"procedureCode"`
	Reason          []concept    `json:"reasonCode"`
	ReasonReference []reference  `json:"reasonReference"`
	Note            []annotation `json:"note"`
	Series          []struct {
		Modality  coding   `json:"modality"`
		BodySite  coding   `json:"bodySite"`
		Side      coding   `json:"laterality"`
		Instances *int     `json:"numberOfInstances"`
		Instance  []marker `json:"instance"`
	} `json:"series"`
	NumberOfSeries    *int `json:"numberOfSeries"`
	NumberOfInstances *int `json:"numberOfInstances"`
}

// marker is an element that is only counted.
type marker struct{}

func (i *imagingStudy) owners() ([]reference, bool) { return []reference{i.Subject}, true }

func (i *imagingStudy) check() error {
	counts := []*int{i.NumberOfSeries, i.NumberOfInstances}
	for _, one := range i.Series {
		counts = append(counts, one.Instances)
	}
	for _, n := range counts {
		if n != nil && *n < 0 {
			return wrongf("numberOfSeries, numberOfInstances", "a count below zero")
		}
	}
	return nil
}

func (s *scene) study(i *imagingStudy) record.ImagingStudy {
	for _, r := range append(i.Interpreter, i.Referrer) {
		s.ref(r)
	}
	out := record.ImagingStudy{
		Meta: s.meta(i.Encounter), Status: record.Status(i.Status), Identifiers: identifierList(i.Identifier),
		Started: i.Started.Date, Description: words(i.Description), Series: len(i.Series),
		Steps: texts(i.Steps), Why: s.why(i.Reason, i.ReasonReference...), Notes: i.remarks(i.Note),
	}
	codings, seen, instances := i.Modality, map[string]bool{}, 0
	for _, one := range i.Series {
		codings = append(codings, one.Modality)
		if site := joinParts([]string{one.BodySite.plain(), sideOf(one.Side)}); site != "" && !seen["site "+site] {
			seen["site "+site] = true
			out.BodySites = append(out.BodySites, words(site))
		}
		if one.Instances != nil {
			instances += *one.Instances
		} else {
			instances += len(one.Instance)
		}
	}
	for _, c := range codings {
		if c.Code != "" && !seen[c.Code] {
			seen[c.Code] = true
			out.Modalities = append(out.Modalities, c.Code)
		}
	}
	if i.NumberOfSeries != nil {
		out.Series = *i.NumberOfSeries
	}
	if out.Instances = instances; i.NumberOfInstances != nil {
		out.Instances = *i.NumberOfInstances
	}
	return out
}

// sides are the codes of SNOMED CT for a side, as DICOM writes them.
var sides = map[string]string{"7771000": "L", "419161000": "L", "24028007": "R", "419465000": "R", "51440002": "L+R"}

func sideOf(c coding) string {
	if side := sides[c.plain()]; side != "" {
		return side
	}
	return c.plain()
}

func (c coding) plain() string { return concept{Coding: []coding{c}}.plain() }
