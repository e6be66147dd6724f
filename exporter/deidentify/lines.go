package deidentify

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"vypiska/exporter/record"
)

// maxLine is the longest line Lines reads, in bytes.
const maxLine = 16 << 20

// lineIn is one text to de-identify. All of patient may be missing.
type lineIn struct {
	ID      string      `json:"id"`
	Lang    string      `json:"lang"`
	Text    string      `json:"text"`
	Patient linePatient `json:"patient"`
}

type linePatient struct {
	lineName
	BirthDate     string
	SNILS         string
	OMS           string
	Passport      string
	INN           string
	SSN           string
	Insurance     string
	MRN           string
	Accession     string
	EncounterDate string
	Phone         string
	Email         string
	Organization  string
	Address       lineAddress
	Practitioner  lineName
}

type lineName struct {
	Family     string
	Given      string
	Patronymic string
	Gender     string
}

type lineAddress struct {
	Line, City, CityP, CityG, State, Street, House, Flat, Zip string
}

type lineOut struct {
	ID    string     `json:"id"`
	Text  string     `json:"text"`
	Spans []lineSpan `json:"spans"`
}

type lineSpan struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"`
}

// Lines de-identifies one text a line: JSON objects {"id","lang","text",
// "patient":{…}} in, {"id","text","spans":[{"start","end","type"}]} out, with
// offsets in Unicode code points of the input text. It holds one line at a time.
// A line that cannot be read ends the work with an error that has the line's
// number and nothing of its content; the lines before it are written.
func Lines(ctx context.Context, in io.Reader, out io.Writer, p Profile) error {
	if _, err := p.plan(); err != nil {
		return fmt.Errorf("de-identify lines: %w", err)
	}
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 64<<10), maxLine)
	w := bufio.NewWriter(out)
	n, r := 0, &reader{profile: p, out: json.NewEncoder(w)}
	r.out.SetEscapeHTML(false)
	for sc.Scan() {
		n++
		if err := ctx.Err(); err != nil {
			return errors.Join(fmt.Errorf("de-identify line %d: %w", n, err), w.Flush())
		}
		if err := r.line(sc.Bytes()); err != nil {
			return errors.Join(fmt.Errorf("de-identify line %d: %w", n, err), w.Flush())
		}
	}
	if err := sc.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			err = fmt.Errorf("longer than %d MB: split the text", maxLine>>20)
		}
		return errors.Join(fmt.Errorf("de-identify line %d: %w", n+1, err), w.Flush())
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("de-identify lines: write: %w", err)
	}
	return nil
}

// A reader keeps the scrubber of the last line's person: a person's texts often
// follow each other.
type reader struct {
	profile Profile
	person  linePatient
	scrub   *Scrubber
	out     *json.Encoder
}

func (r *reader) know(p linePatient) error {
	if r.scrub != nil && r.person == p {
		return nil
	}
	id, err := p.identity()
	if err != nil {
		return err
	}
	r.person, r.scrub = p, NewScrubber(id, "")
	if r.profile.veil != nil {
		r.scrub.days = r.profile.veil.days(p.subject())
	}
	return nil
}

// errLine says what is wrong without the content encoding/json would quote.
var errLine = errors.New(`not a JSON object of {"id","lang","text","patient"}: correct or remove the line`)

func (r *reader) line(raw []byte) error {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil
	}
	var l lineIn
	if err := json.Unmarshal(raw, &l); err != nil {
		return errLine
	}
	if err := r.know(l.Patient); err != nil {
		return err
	}
	scrub := *r.scrub
	if scrub.lang = l.Lang; scrub.lang == "" {
		scrub.lang = languageOf(l.Text)
	}
	clean, spans := scrub.Scrub(l.Text)
	o := lineOut{ID: l.ID, Text: clean, Spans: make([]lineSpan, 0, len(spans))}
	for _, s := range spans {
		o.Spans = append(o.Spans, lineSpan{s.Start, s.End, s.Type})
	}
	if err := r.out.Encode(o); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// subject is what stands for one person in the lines: the card's number, or name
// and birth date.
func (p linePatient) subject() string {
	if p.MRN != "" {
		return "card " + squeeze(p.MRN)
	}
	return "person " + squeeze(p.Family) + " " + squeeze(p.Given) + " " + squeeze(p.Patronymic) + " " + p.BirthDate
}

// languageOf guesses by the script of the first letters.
func languageOf(text string) string {
	r := readingOf(text[:min(len(text), 400)])
	defer r.forget()
	for _, t := range r.toks {
		if t.kind == word && cyrillic(t.fold) {
			return "ru"
		}
	}
	return "en"
}

func (p linePatient) identity() (Identity, error) {
	k := &knowledge{numbers: make([]thing, 0, 16), things: make([]thing, 0, 8)}
	k.people = append(k.people, p.lineName.person(typePatient))
	if p.Practitioner.Family != "" || p.Practitioner.Given != "" {
		k.people = append(k.people, p.Practitioner.person(typeDoctor))
	}
	for _, n := range [...][2]string{{"SNILS", p.SNILS}, {"OMS", p.OMS}, {"PASSPORT", p.Passport}, {"INN", p.INN}, {"SSN", p.SSN},
		{typeInsurance, p.Insurance}, {typeMRN, p.MRN}, {typeAccession, p.Accession}, {typeEmail, p.Email}, {typeAddress, p.Address.Zip}} {
		if n[1] != "" {
			k.number(n[0], n[1])
		}
	}
	k.phone(p.Phone)
	k.thing(typeOrg, p.Organization)
	for _, c := range []string{p.Address.City, p.Address.CityP, p.Address.CityG} {
		k.thing(typeLocation, c)
	}
	k.thing(typeAddress, p.Address.Street)
	k.thing(typeAddress, p.Address.Line)
	d, err := record.ParseDate(p.BirthDate)
	if err != nil {
		return Identity{}, fmt.Errorf("patient.birthDate: %w", err)
	}
	k.birth(record.NewBirthDate(d))
	if d, err = record.ParseDate(p.EncounterDate); err != nil {
		return Identity{}, fmt.Errorf("patient.encounterDate: %w", err)
	}
	k.visit(d)
	return Identity{k}, nil
}

func (n lineName) person(kind string) person {
	p := person{kind: kind, family: n.Family, patronymic: n.Patronymic, gender: genderOf(record.Sex(strings.ToLower(n.Gender)))}
	if n.Given != "" {
		p.given = strings.Fields(n.Given)
	}
	return p
}
