package form

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"vypiska/templates/paper"
)

// A Spec says what a form is for: the program knows which forms there are, a
// clinic how they look.
type Spec struct {
	// Name is the form's, and its file's without .yaml.
	Name string
	// Data is a pointer to what the form prints; its fields are the places.
	Data any
	// Sealed forms must draw the signature mark (ГОСТ Р 7.0.97-2016, 5.23).
	Sealed bool
	// Never are places that hold nothing when this form is drawn.
	Never []string

	data reflect.Type
}

// A Library is what forms share: words and parts.
type Library struct {
	words Vocabulary
	parts map[string]node
}

// NewLibrary reads the files of words and of parts.
func NewLibrary(words, parts File) (*Library, error) {
	v, err := ReadWords(words)
	if err != nil {
		return nil, err
	}
	root, err := read(parts)
	if err != nil {
		return nil, err
	}
	all, err := root.pairs()
	if err != nil {
		return nil, err
	}
	l := &Library{words: v, parts: map[string]node{}}
	for _, p := range all {
		l.parts[p.key] = p.value
	}
	return l, nil
}

// A Form is a form that was read and understood. It is safe for use by many
// goroutines.
type Form struct {
	Name    string
	Version string
	titles  []string // by language, for the file's metadata
	library *Library
	data    reflect.Type
	slots   int
	body    block
	footer  [2]text
}

// reader is a form being read.
type reader struct {
	library *Library
	spec    Spec
	used    map[string]bool // places of the data that are printed
	slots   int
	marks   bool
}

// uses remembers that a place of the data is printed.
func (r *reader) uses(path string) { r.used[path] = true }

// ErrNoMark says that a sealed form was drawn without the signature mark.
var ErrNoMark = errors.New("the form did not draw the signature mark; nothing may be sealed on it")

// Read reads a form. Every error is a *Fault: what is not understood, or a
// place of the data that the form would silently leave out.
func (l *Library) Read(f File, spec Spec) (*Form, error) {
	spec.data = reflect.TypeOf(spec.Data)
	root, err := read(f)
	if err != nil {
		return nil, err
	}
	top, err := root.fields("form", "version", "title", "footer", "leaves_out", "body")
	if err != nil {
		return nil, err
	}
	r := &reader{library: l, spec: spec, used: map[string]bool{}, slots: 1}
	form := &Form{Name: spec.Name, library: l, data: spec.data}
	if err := r.readHead(top, form); err != nil {
		return nil, err
	}
	body, err := top.need("body")
	if err != nil {
		return nil, err
	}
	e := env{reader: r, names: map[string]named{}}
	if form.body, err = e.body(body); err != nil {
		return nil, err
	}
	if err := e.readFooter(top, form); err != nil {
		return nil, err
	}
	form.slots = r.slots
	if spec.Sealed && !r.marks {
		return nil, body.wrong("a sealed form needs the signature mark; add a block mark: {of: mark, …}")
	}
	return form, r.complete(top)
}

// readHead reads name, version and title.
func (r *reader) readHead(top fields, form *Form) error {
	name, err := top.need("form")
	if err != nil {
		return err
	}
	if word, _ := name.scalar(); word != r.spec.Name {
		return name.wrong("form: want %s, as the file is named", r.spec.Name)
	}
	version, err := top.need("version")
	if err != nil {
		return err
	}
	if form.Version, err = version.word(); err != nil || len(form.Version) > 20 || strings.Trim(form.Version, "0123456789.") != "" {
		return version.wrong("version: want a number, like 3 or 3.1")
	}
	title, err := top.need("title")
	if err != nil {
		return err
	}
	both, err := title.fields(Languages...)
	if err != nil {
		return err
	}
	for _, l := range Languages {
		said, err := both.need(l)
		if err != nil {
			return err
		}
		t, err := said.word()
		if err != nil || strings.ContainsAny(t, "{}[]") {
			return said.wrong("title: want plain words: they stand in the file's metadata, where nothing of the record may be")
		}
		form.titles = append(form.titles, t)
	}
	return nil
}

func (e env) readFooter(top fields, form *Form) error {
	form.footer = [2]text{nothing, nothing}
	n, ok := top.values["footer"]
	if !ok {
		return nil
	}
	f, err := n.fields("left", "right")
	if err != nil {
		return err
	}
	e.footer = true
	for i, key := range []string{"left", "right"} {
		if form.footer[i], err = e.maybe(f, key); err != nil {
			return err
		}
	}
	return nil
}

// Setup is what the file's metadata say beside the form, and what tests hear.
type Setup struct {
	Hash, Profile string
	Made          time.Time
	Trace         func(paper.Box)
}

// Title is the form's title in a language.
func (f *Form) Title(lang string) string { return f.titles[max(slices.Index(Languages, lang), 0)] }

// Draw prints data, a pointer of the type the form was read for, in a language
// of Languages. The same data gives the same bytes.
func (f *Form) Draw(lang string, data any, s Setup) (paper.Document, error) {
	n := slices.Index(Languages, lang)
	if n < 0 || reflect.TypeOf(data) != f.data || reflect.ValueOf(data).IsNil() {
		return paper.Document{}, fmt.Errorf("form %s: cannot draw a %T in language %q", f.Name, data, lang)
	}
	sheet, err := paper.New(paper.Setup{
		Title: f.titles[n], Creator: "vypiska " + f.Name + "/" + f.Version,
		Keywords: "form=" + f.Name + "; version=" + f.Version + "; sha256=" + s.Hash,
		Lang:     lang, Made: s.Made, Profile: s.Profile, Trace: s.Trace,
	})
	if err != nil {
		return paper.Document{}, err
	}
	p := &page{scope: scope{words: f.library.words[lang], lang: n, vars: make([]reflect.Value, f.slots)}, sheet: sheet}
	p.vars[0] = reflect.ValueOf(data)
	if err := f.body(p); err != nil {
		return paper.Document{}, fmt.Errorf("form %s: %w", f.Name, err)
	}
	doc, err := sheet.Finish(func(n, of int) (left, right string) {
		p.page = [2]string{strconv.Itoa(n), strconv.Itoa(of)}
		return f.footer[0](&p.scope), f.footer[1](&p.scope)
	})
	return doc, err
}
