package fhir

import "vypiska/exporter/record"

type encounter struct {
	head
	Subject     reference `json:"subject"`
	Class       coding    `json:"class"`
	Type        []concept `json:"type"`
	ReasonCode  []concept `json:"reasonCode"`
	Period      period    `json:"period"`
	Provider    reference `json:"serviceProvider"`
	Participant []struct {
		Individual reference `json:"individual"`
	} `json:"participant"`
}

func (e *encounter) owners() ([]reference, bool) { return []reference{e.Subject}, true }

func (s *scene) encounter(e *encounter) record.Encounter {
	for _, p := range e.Participant {
		s.ref(p.Individual)
	}
	return record.Encounter{
		Meta: s.meta(reference{}), Status: record.Status(e.Status), Class: e.Class.Code, Types: texts(e.Type),
		Reasons: texts(e.ReasonCode), Period: e.Period.record(), Provider: s.ref(e.Provider),
	}
}

type condition struct {
	head
	Subject      reference `json:"subject"`
	Encounter    reference `json:"encounter"`
	Code         concept   `json:"code"`
	Clinical     concept   `json:"clinicalStatus"`
	Verification concept   `json:"verificationStatus"`
	Onset        date      `json:"onsetDateTime"`
	OnsetPeriod  period    `json:"onsetPeriod"`
	OnsetAge     quantity  `json:"onsetAge"`
	OnsetRange   span      `json:"onsetRange"`
	OnsetWords   string    `json:"onsetString"`
	Abated       date      `json:"abatementDateTime"`
	AbatedPeriod period    `json:"abatementPeriod"`
	AbatedAge    quantity  `json:"abatementAge"`
	AbatedRange  span      `json:"abatementRange"`
	AbatedWords  string    `json:"abatementString"`
	Recorded     date      `json:"recordedDate"`
	Severity     concept   `json:"severity"`
	Stage        []struct {
		Summary concept `json:"summary"`
		Type    concept `json:"type"`
	} `json:"stage"`
	Evidence []struct {
		Code []concept `json:"code"`
	} `json:"evidence"`
	Site     []concept    `json:"bodySite"`
	Note     []annotation `json:"note"`
	Recorder reference    `json:"recorder"`
	Asserter reference    `json:"asserter"`
}

func (c *condition) owners() ([]reference, bool) { return []reference{c.Subject}, true }

func (s *scene) diagnosis(c *condition) record.Diagnosis {
	s.ref(c.Recorder)
	s.ref(c.Asserter)
	out := record.Diagnosis{
		Meta: s.meta(c.Encounter), Code: c.Code.text(),
		Clinical: c.Clinical.status(), Verification: c.Verification.status(),
		Onset:    when(c.Onset, c.OnsetPeriod, c.OnsetAge, c.OnsetRange, c.OnsetWords),
		Abated:   when(c.Abated, c.AbatedPeriod, c.AbatedAge, c.AbatedRange, c.AbatedWords),
		Recorded: c.Recorded.Date, Severity: c.Severity.severity(), Site: record.Join(", ", plains(c.Site)...),
		Note: record.Join("\n", noteText(c.Note), c.additional()),
	}
	for _, s := range c.Stage {
		if stage := record.Join(": ", words(s.Type.plain()), words(s.Summary.plain())); !stage.Empty() {
			out.Stages = append(out.Stages, stage)
		}
	}
	for _, e := range c.Evidence {
		out.Evidence = append(out.Evidence, texts(e.Code)...)
	}
	return out
}

// stated is the first date that is there.
func stated(dates ...date) record.Date {
	for _, d := range dates {
		if !d.IsZero() {
			return d.Date
		}
	}
	return record.Date{}
}

type imagingStudy struct {
	head
	Subject     reference   `json:"subject"`
	Encounter   reference   `json:"encounter"`
	Started     date        `json:"started"`
	Description string      `json:"description"`
	Modality    []coding    `json:"modality"`
	Interpreter []reference `json:"interpreter"`
	Referrer    reference   `json:"referrer"`
	Series      []struct {
		Modality  coding   `json:"modality"`
		BodySite  coding   `json:"bodySite"`
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
	}
	codings, seen, instances := i.Modality, map[string]bool{}, 0
	for _, one := range i.Series {
		codings = append(codings, one.Modality)
		if site := (concept{Coding: []coding{one.BodySite}}).plain(); site != "" && !seen["site "+site] {
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

type provenance struct {
	head
	Target   []reference `json:"target"`
	Recorded date        `json:"recorded"`
	Agent    []struct {
		Who      reference `json:"who"`
		OnBehalf reference `json:"onBehalfOf"`
	} `json:"agent"`
}

// owners of a Provenance are the patients whose resources it speaks of.
func (p *provenance) owners() ([]reference, bool) { return p.Target, true }

func (s *scene) provenance(p *provenance) record.Provenance {
	out := record.Provenance{Meta: s.meta(reference{}), Recorded: p.Recorded.Date, Targets: s.own(p.Target)}
	for _, a := range p.Agent {
		out.Agents = append(out.Agents, s.performer(a.Who)...)
		s.ref(a.OnBehalf)
	}
	return out
}
