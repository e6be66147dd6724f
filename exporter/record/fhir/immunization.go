package fhir

import "vypiska/exporter/record"

type immunization struct {
	head
	Patient       reference `json:"patient"`
	Encounter     reference `json:"encounter"`
	NotDone       concept   `json:"statusReason"`
	Vaccine       concept   `json:"vaccineCode"`
	Occurred      date      `json:"occurrenceDateTime"`
	OccurredWords string    `json:"occurrenceString"`
	Told          concept   `json:"reportOrigin"`
	Manufacturer  reference `json:"manufacturer"`
	LotNumber     string    `json:"lotNumber"`
	Expires       date      `json:"expirationDate"`
	Site          concept   `json:"site"`
	Route         concept   `json:"route"`
	Dose          quantity  `json:"doseQuantity"`
	Performer     []struct {
		Actor reference `json:"actor"`
	} `json:"performer"`
	Note            []annotation `json:"note"`
	Reason          []concept    `json:"reasonCode"`
	ReasonReference []reference  `json:"reasonReference"`
	Weak            bool         `json:"isSubpotent"`
	WeakReason      []concept    `json:"subpotentReason"`
	Reaction        []struct {
		Date     date      `json:"date"`
		Detail   reference `json:"detail"`
		Reported bool      `json:"reported"`
	} `json:"reaction"`
	Protocol []protocol `json:"protocolApplied"`
}

// protocol is one course a dose belongs to.
type protocol struct {
	Series      string    `json:"series"`
	Disease     []concept `json:"targetDisease"`
	Number      decimal   `json:"doseNumberPositiveInt"`
	NumberWords string    `json:"doseNumberString"`
	Of          decimal   `json:"seriesDosesPositiveInt"`
	OfWords     string    `json:"seriesDosesString"`
}

func (i *immunization) owners() ([]reference, bool) { return []reference{i.Patient}, true }

func (s *scene) immunization(i *immunization) record.Immunization {
	for _, p := range i.Performer {
		s.ref(p.Actor)
	}
	out := record.Immunization{
		Meta: s.meta(i.Encounter), Status: record.Status(i.Status), NotDone: i.NotDone.text(), Vaccine: i.Vaccine.text(),
		Occurred: when(i.Occurred, period{}, quantity{}, span{}, i.OccurredWords), Told: i.Told.text(),
		Manufacturer: s.onePerformer(i.Manufacturer), LotNumber: words(i.LotNumber), Expires: i.Expires.Date,
		Dose: words(i.Dose.plain()), Route: words(i.Route.plain()), Site: words(i.Site.plain()),
		Why: s.why(i.Reason, i.ReasonReference...), Weak: i.Weak, WeakReasons: texts(i.WeakReason), Notes: i.remarks(i.Note),
	}
	for _, p := range i.Protocol {
		out.Courses = append(out.Courses, record.Course{Series: words(p.Series), Diseases: texts(p.Disease),
			Dose: words(string(p.Number) + p.NumberWords), Of: words(string(p.Of) + p.OfWords)})
	}
	for _, r := range i.Reaction {
		out.Reactions = append(out.Reactions, record.AfterEffect{Date: r.Date.Date, What: s.why(nil, r.Detail), Self: r.Reported})
	}
	return out
}
