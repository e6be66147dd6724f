package templates

import (
	"errors"
	"fmt"
	"slices"

	"vypiska/exporter"
	"vypiska/templates/form"
	"vypiska/templates/paper"
)

// Forms draws extracts and the other papers. It is safe for use by many
// goroutines.
type Forms struct {
	forms   map[string]entry
	profile string
	trace   func(paper.Box) // tests listen here
}

// entry is a form that was read.
type entry struct {
	*form.Form
	hash string
	own  bool
}

// Options say how forms are read and drawn.
type Options struct {
	// Dir holds the clinic's own forms, each in the place of ours of the same
	// name; empty for none.
	Dir string
	// Profile is the PDF/A profile of every file: 1b, 2b or 2u; empty is 2b.
	Profile string
}

// Errors of Draw. A form is never drawn on doubt.
var (
	ErrNoForm     = errors.New("there is no such form: want an extract of kind signed or anonymized, in language ru or en")
	ErrIdentified = errors.New("an anonymized extract carries what only a signed one may; nothing was drawn")
	ErrMixed      = errors.New("the extract's kind and contents contradict each other; nothing was drawn")
	ErrUndated    = errors.New("the paper has no time of issue; set IssuedAt")
)

// New reads the forms and the fonts, and where the clinic has forms of its own
// draws every form once with invented data; ours alone are drawn so by the tests.
// The error names each thing that is not understood, with file and line.
func New(o Options) (*Forms, error) {
	if err := paper.CheckProfile(o.Profile); err != nil {
		return nil, err
	}
	all, err := sources(o.Dir)
	if err != nil {
		return nil, err
	}
	f := &Forms{forms: map[string]entry{}, profile: o.Profile}
	if err := f.read(all); err != nil {
		return nil, err
	}
	if o.Dir == "" {
		return f, nil
	}
	return f, f.prove()
}

// prove draws every form once: what reads well may still not fit a page.
func (f *Forms) prove() error {
	var faults []error
	for _, name := range Names() {
		for _, lang := range form.Languages {
			if _, err := f.Preview(name, lang); err != nil {
				faults = append(faults, fmt.Errorf("%s.yaml, drawn with sample data in language %s: %w", name, lang, err))
			}
		}
	}
	return errors.Join(faults...)
}

// Names are the names of all forms.
func Names() []string {
	var out []string
	for _, s := range specs {
		out = append(out, s.Name)
	}
	return out
}

// Info is what a form is known by.
type Info struct {
	Name    string            `json:"name"`
	Version string            `json:"version"`
	Hash    string            `json:"sha256"` // of all that decides how it looks: file, words, parts, code, fonts
	Title   map[string]string `json:"title"`
	Own     bool              `json:"own"` // from the clinic's directory
}

// List tells of every form.
func (f *Forms) List() []Info {
	var out []Info
	for _, name := range Names() {
		e := f.forms[name]
		i := Info{Name: name, Version: e.Version, Hash: e.hash, Own: e.own, Title: map[string]string{}}
		for _, lang := range form.Languages {
			i.Title[lang] = e.Title(lang)
		}
		out = append(out, i)
	}
	return out
}

// Draw prints x on the form it names, or on that of its kind. The same extract
// gives the same bytes. Errors: ErrNoForm, ErrIdentified, ErrMixed, ErrUndated,
// or what the drawing says of a mark or address too long to be one.
func (f *Forms) Draw(x exporter.Extract) (exporter.Paper, error) {
	if x.Form == "" {
		x.Form = map[string]string{"signed": exporter.FormExtract, "anonymized": exporter.FormAnonymized}[string(x.Kind)]
	}
	if err := check(x); err != nil {
		return exporter.Paper{}, err
	}
	return f.draw(x.Form, x.Lang, seen(x))
}

// Slip prints a slip for reception to hand over.
func (f *Forms) Slip(s Slip, lang string) (exporter.Paper, error) { return f.draw(FormSlip, lang, &s) }

// Act prints an act of destruction.
func (f *Forms) Act(a Act, lang string) (exporter.Paper, error) { return f.draw(FormAct, lang, &a) }

// Disclosures prints who received copies of a record.
func (f *Forms) Disclosures(d Disclosures, lang string) (exporter.Paper, error) {
	return f.draw(FormDisclosures, lang, &d)
}

func (f *Forms) draw(name, lang string, data any) (exporter.Paper, error) {
	e, ok := f.forms[name]
	switch {
	case !ok, !slices.Contains(form.Languages, lang):
		return exporter.Paper{}, ErrNoForm
	case made(data).IsZero():
		return exporter.Paper{}, ErrUndated
	}
	doc, err := e.Draw(lang, data, form.Setup{Hash: e.hash, Profile: f.profile, Made: made(data), Trace: f.trace})
	if err != nil {
		return exporter.Paper{}, err
	}
	if markOf(data) != nil && doc.Mark.Page < 0 {
		return exporter.Paper{}, fmt.Errorf("form %s: %w", name, form.ErrNoMark)
	}
	return exporter.Paper{PDF: doc.PDF, Pages: doc.Pages, MarkPage: doc.Mark.Page, MarkRect: doc.Mark.Rect,
		Missing: doc.Missing, Spoilt: doc.Spoilt, Encoded: doc.Encoded, Form: e.Name, Version: e.Version, Hash: e.hash}, nil
}

// check refuses an extract that is not what its kind says it is.
func check(x exporter.Extract) error {
	anonymized := x.Form == exporter.FormAnonymized
	switch {
	case x.Kind != "signed" && x.Kind != "anonymized":
		return ErrNoForm
	case x.Form == exporter.FormPseudonymous:
		return checkNameless(x)
	case anonymized != (x.Kind == "anonymized"):
		return fmt.Errorf("%w: kind %s on form %s", ErrMixed, x.Kind, x.Form)
	case !anonymized && x.Anonymized != nil:
		return fmt.Errorf("%w: signed, with a de-identification profile", ErrMixed)
	case !anonymized:
		return nil
	case x.Anonymized == nil:
		return fmt.Errorf("%w: anonymized, without a de-identification profile", ErrMixed)
	case x.Mark != nil:
		return fmt.Errorf("%w: anonymized, with a signature mark", ErrMixed)
	case x.Case != nil:
		return fmt.Errorf("%w: anonymized, with an insurer's contract", ErrMixed)
	}
	return checkNobody(x)
}

// checkNameless refuses an insurer's document without names that is not one.
func checkNameless(x exporter.Extract) error {
	switch {
	case x.Kind != "signed":
		return fmt.Errorf("%w: kind %s on form %s", ErrMixed, x.Kind, x.Form)
	case x.Anonymized == nil || x.Anonymized.Pseudonym == "":
		return fmt.Errorf("%w: without names, and without a profile that gives a pseudonym", ErrMixed)
	case x.Case == nil:
		return fmt.Errorf("%w: without names, and without an insurer's contract", ErrMixed)
	case !x.Case.Policy.Empty() || slices.ContainsFunc(x.Case.Services, func(s exporter.Service) bool { return !s.Policy.Empty() }):
		return fmt.Errorf("%w: Case.Policy is set", ErrIdentified)
	}
	return checkNobody(x)
}

// checkNobody refuses what tells who the patient is.
func checkNobody(x exporter.Extract) error {
	if slices.ContainsFunc(x.Reports, func(r exporter.Report) bool { return len(r.Images) > 0 }) {
		return fmt.Errorf("%w: a report has images", ErrIdentified)
	}
	if field := identifies(x.Patient); field != "" {
		return fmt.Errorf("%w: Patient.%s is set", ErrIdentified, field)
	}
	return nil
}

// identifies names the first field of a patient that a de-identified copy may not hold.
func identifies(p exporter.Patient) string {
	for _, f := range []struct {
		name string
		text exporter.Text
	}{{"Name", p.Name}, {"SNILS", p.SNILS}, {"OMS", p.OMS}, {"Card", p.Card}, {"Address", p.Address}, {"Phone", p.Phone}} {
		if !f.text.Empty() {
			return f.name
		}
	}
	switch {
	case !p.Birth.Reveal().IsZero():
		return "Birth"
	case slices.ContainsFunc(p.Policies, func(t exporter.Text) bool { return !t.Empty() }):
		return "Policies"
	case !p.Deceased.IsZero(), p.Dead:
		return "Deceased"
	}
	return ""
}
