package fhir

import "vypiska/exporter/record"

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
