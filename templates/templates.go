package templates

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"vypiska/exporter"
	"vypiska/templates/paper"
)

// code is this package's own source: a form's hash is made of it.
//
//go:embed *.go
var code embed.FS

// A Form is one printed form in one language.
type Form struct {
	// ID and Version name the form in the file's metadata and in the register;
	// Version changes when what a form prints changes its meaning.
	ID, Version string
	// Hash is the SHA-256, in hexadecimal, of all that decides how the form
	// looks: its code, its words, its fonts.
	Hash       string
	words      *words
	anonymized bool
}

// Forms draws extracts. It is safe for use by many goroutines.
type Forms struct {
	forms map[[2]string]Form // by kind and language
	trace func(paper.Box)    // tests listen here
}

// Errors of Draw. A form is never drawn on doubt.
var (
	ErrNoForm     = errors.New("there is no such form: want kind signed or anonymized, language ru or en")
	ErrIdentified = errors.New("an anonymized extract carries what only a signed one may; nothing was drawn")
	ErrMixed      = errors.New("the extract's kind and contents contradict each other; nothing was drawn")
	ErrUndated    = errors.New("the extract has no time of issue; set Extract.IssuedAt")
)

// New prepares the forms; it reads the fonts once.
func New() (*Forms, error) {
	hash, err := digest()
	if err != nil {
		return nil, fmt.Errorf("prepare the printed forms: %w", err)
	}
	f := &Forms{forms: map[[2]string]Form{}}
	for lang, w := range map[string]*words{"ru": &russian, "en": &english} {
		f.forms[[2]string{"signed", lang}] = Form{ID: "extract-" + lang, Version: "1", Hash: hash, words: w}
		f.forms[[2]string{"anonymized", lang}] = Form{ID: "report-anonymized-" + lang, Version: "1", Hash: hash, words: w, anonymized: true}
	}
	return f, nil
}

func digest() (string, error) {
	files, err := code.ReadDir(".")
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, f := range files {
		if strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		b, err := code.ReadFile(f.Name())
		if err != nil {
			return "", err
		}
		_, _ = fmt.Fprintf(h, "%s %d\n", f.Name(), len(b))
		_, _ = h.Write(b)
	}
	sum, err := paper.Digest()
	if err != nil {
		return "", err
	}
	_, _ = h.Write(sum[:])
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Draw prints x on the form of its kind and language. The same extract gives
// the same bytes. Errors: ErrNoForm, ErrIdentified, ErrMixed, ErrUndated, or
// what the drawing says of a mark or address too long to be one.
func (f *Forms) Draw(x exporter.Extract) (exporter.Paper, error) {
	form, ok := f.forms[[2]string{string(x.Kind), x.Lang}]
	if !ok {
		return exporter.Paper{}, ErrNoForm
	}
	if err := form.check(x); err != nil {
		return exporter.Paper{}, err
	}
	sheet, err := paper.New(paper.Setup{
		Title:    form.title(),
		Creator:  "vypiska " + form.ID + "/" + form.Version,
		Keywords: "form=" + form.ID + "; version=" + form.Version + "; sha256=" + form.Hash,
		Lang:     x.Lang, Made: x.IssuedAt, Trace: f.trace,
	})
	if err != nil {
		return exporter.Paper{}, err
	}
	p := printer{Form: form, sheet: sheet, x: x}
	if err := p.print(); err != nil {
		return exporter.Paper{}, err
	}
	doc, err := sheet.Finish(p.footer)
	if err != nil {
		return exporter.Paper{}, err
	}
	return exporter.Paper{PDF: doc.PDF, Pages: doc.Pages, MarkPage: doc.Mark.Page, MarkRect: doc.Mark.Rect,
		Missing: doc.Missing, Form: form.ID, Version: form.Version, Hash: form.Hash}, nil
}

func (f Form) title() string {
	if f.anonymized {
		return f.words.titleAnonymized
	}
	return f.words.title
}

// check refuses an extract that is not what its kind says it is.
func (f Form) check(x exporter.Extract) error {
	if x.IssuedAt.IsZero() {
		return ErrUndated
	}
	if !f.anonymized {
		if x.Anonymized != nil {
			return fmt.Errorf("%w: signed, with a de-identification profile", ErrMixed)
		}
		return nil
	}
	if x.Anonymized == nil {
		return fmt.Errorf("%w: anonymized, without a de-identification profile", ErrMixed)
	}
	if x.Mark != nil {
		return fmt.Errorf("%w: anonymized, with a signature mark", ErrMixed)
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
	case !p.Deceased.IsZero():
		return "Deceased"
	}
	return ""
}
