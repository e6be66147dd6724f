package fhir

import "vypiska/exporter/record"

type procedure struct {
	head
	Subject         reference    `json:"subject"`
	Encounter       reference    `json:"encounter"`
	Because         concept      `json:"statusReason"`
	Code            concept      `json:"code"`
	Performed       date         `json:"performedDateTime"`
	PerformedPeriod period       `json:"performedPeriod"`
	PerformedAge    quantity     `json:"performedAge"`
	PerformedRange  span         `json:"performedRange"`
	PerformedWords  string       `json:"performedString"`
	Reason          []concept    `json:"reasonCode"`
	ReasonReference []reference  `json:"reasonReference"`
	Site            []concept    `json:"bodySite"`
	Outcome         concept      `json:"outcome"`
	Complication    []concept    `json:"complication"`
	Complications   []reference  `json:"complicationDetail"`
	FollowUp        []concept    `json:"followUp"`
	Note            []annotation `json:"note"`
	Device          []struct {
		Action      concept   `json:"action"`
		Manipulated reference `json:"manipulated"`
	} `json:"focalDevice"`
	Used          []concept   `json:"usedCode"`
	UsedReference []reference `json:"usedReference"`
	Performer     []struct {
		Actor reference `json:"actor"`
	} `json:"performer"`
}

func (p *procedure) owners() ([]reference, bool) { return []reference{p.Subject}, true }

func (s *scene) procedure(p *procedure) record.Procedure {
	out := record.Procedure{
		Meta: s.meta(p.Encounter), Status: record.Status(p.Status), Because: p.Because.text(), Code: p.Code.text(),
		Performed: when(p.Performed, p.PerformedPeriod, p.PerformedAge, p.PerformedRange, p.PerformedWords),
		Why:       s.why(p.Reason, p.ReasonReference...), Sites: plains(p.Site), Outcome: p.Outcome.text(),
		Complications: s.why(p.Complication, p.Complications...), Used: p.used(), FollowUp: texts(p.FollowUp), Notes: p.remarks(p.Note),
	}
	for _, one := range p.Performer {
		out.Performers = append(out.Performers, s.performer(one.Actor)...)
	}
	return out
}

// used are devices and materials, as far as the procedure names them itself.
func (p *procedure) used() []record.Text {
	out := texts(p.Used)
	for _, d := range p.Device {
		if what := record.Join(": ", words(d.Action.plain()), words(d.Manipulated.Display)); !what.Empty() {
			out = append(out, record.Text{Text: what})
		}
	}
	for _, r := range p.UsedReference {
		if what := words(r.Display); !what.Empty() {
			out = append(out, record.Text{Text: what})
		}
	}
	return out
}
