package exporter

import "vypiska/exporter/record"

// Allergy is one line of the list of allergies.
type Allergy struct {
	Name         record.Personal
	Type         string
	Categories   []string
	Criticality  string
	Clinical     record.Status
	Verification record.Status
	Onset        record.When
	LastSeen     record.Date
	Recorded     record.Date
	Reactions    []Reaction
	Note         record.Personal
}

// Reaction is one event of an allergy.
type Reaction struct {
	Signs     []record.Personal // or its story, where no sign was named
	Severity  string
	Substance record.Personal
	Route     record.Personal
	Began     record.Date
	Story     record.Personal
	Note      record.Personal
}

// Immunization is one line of the list of vaccinations.
type Immunization struct {
	Status       record.Status // empty where it was given, as most were
	NotDone      record.Personal
	Vaccine      record.Personal
	Occurred     record.When
	Told         record.Personal
	Manufacturer record.Personal
	Lot          record.Personal
	Expires      record.Date
	Dose         record.Personal
	Route        record.Personal
	Site         record.Personal
	Reasons      []record.Personal
	Weak         bool
	WeakReasons  []record.Personal
	Courses      []Course
	Reactions    []AfterEffect
	Notes        []record.Personal
}

// Course is the place of a dose in a series.
type Course struct {
	Series   record.Personal
	Diseases []record.Personal
	Dose, Of record.Personal
}

// AfterEffect is what followed a vaccination.
type AfterEffect struct {
	Date record.Date
	What []record.Personal
	Self bool // reported by the patient
}

func (b builder) allergies() []Allergy {
	var out []Allergy
	for _, a := range b.rec.Allergies {
		x := Allergy{Name: a.Code.Text, Type: a.Type, Categories: a.Categories, Criticality: a.Criticality, Clinical: a.Clinical,
			Verification: a.Verification, Onset: a.Onset, LastSeen: a.LastSeen, Recorded: a.Recorded, Note: a.Note}
		for _, r := range a.Reactions {
			x.Reactions = append(x.Reactions, reactionOf(r))
		}
		out = append(out, x)
	}
	return out
}

func reactionOf(r record.Reaction) Reaction {
	x := Reaction{Signs: words(r.Signs), Severity: r.Severity, Substance: r.Substance.Text, Route: r.Route, Began: r.Began, Story: r.Story, Note: r.Note}
	if x.Signs == nil && !x.Story.Empty() {
		x.Signs, x.Story = []record.Personal{x.Story}, record.Personal{}
	}
	return x
}

func (b builder) immunizations() []Immunization {
	var out []Immunization
	for _, i := range b.rec.Immunizations {
		x := Immunization{Status: i.Status, NotDone: i.NotDone.Text, Vaccine: i.Vaccine.Text, Occurred: i.Occurred, Told: i.Told.Text,
			Manufacturer: b.performer(i.Manufacturer), Lot: i.LotNumber, Expires: i.Expires, Dose: i.Dose, Route: i.Route, Site: i.Site,
			Reasons: b.why(i.Why), Weak: i.Weak, WeakReasons: words(i.WeakReasons), Notes: i.Notes}
		if i.Status == "completed" {
			x.Status = ""
		}
		for _, c := range i.Courses {
			x.Courses = append(x.Courses, Course{Series: c.Series, Diseases: words(c.Diseases), Dose: c.Dose, Of: c.Of})
		}
		for _, r := range i.Reactions {
			x.Reactions = append(x.Reactions, AfterEffect{Date: r.Date, What: b.why(r.What), Self: r.Self})
		}
		out = append(out, x)
	}
	return out
}

// why are reasons in words: those of resources that this copy may tell of, others are left out.
func (b builder) why(w record.Why) []record.Personal {
	out := words(w.Reasons)
	for _, ref := range w.Of {
		if name := b.named(ref); !name.Empty() && !among(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// named is what a resource of the selected record is called.
func (b builder) named(ref record.Ref) record.Personal {
	if o := b.observations[ref]; o != nil {
		return record.Join(": ", o.Code.Text, o.Value.Words)
	}
	for _, d := range b.rec.Diagnoses {
		if d.Ref == ref {
			return d.Code.Text
		}
	}
	for _, p := range b.rec.Procedures {
		if p.Ref == ref {
			return p.Code.Text
		}
	}
	for _, r := range b.rec.Reports {
		if r.Ref == ref {
			return r.Code.Text
		}
	}
	return record.Personal{}
}
