package deidentify

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"vypiska/exporter/record"
)

// maxLine is the longest line Lines reads, in bytes.
const maxLine = 16 << 20

// Lines are read tolerantly, as programs of any kind write them, but for names that stand
// twice: of two patients one is the wrong one.
var (
	lineRead  = json.JoinOptions(json.MatchCaseInsensitiveNames(true), jsontext.AllowInvalidUTF8(true))
	lineWrite = jsontext.EscapeForJS(true)
)

// lineIn is one text to de-identify. All of patient may be missing.
type lineIn struct {
	ID      string      `json:"id"`
	Lang    string      `json:"lang"`
	Text    string      `json:"text"`
	Patient linePatient `json:"patient"`

	Rest jsontext.Value `json:",embed"` // all else, which nobody reads: the library steps over it faster as a whole
}

type linePatient struct {
	lineName
	BirthDate     string      `json:"birthDate"`
	SNILS         string      `json:"snils"`
	OMS           string      `json:"oms"`
	Passport      string      `json:"passport"`
	INN           string      `json:"inn"`
	SSN           string      `json:"ssn"`
	Insurance     string      `json:"insurance"`
	MRN           string      `json:"mrn"`
	Accession     string      `json:"accession"`
	EncounterDate string      `json:"encounterDate"`
	Phone         string      `json:"phone"`
	Email         string      `json:"email"`
	Organization  string      `json:"organization"`
	Address       lineAddress `json:"address"`
	Practitioner  lineName    `json:"practitioner"`
}

type lineName struct {
	Family     string `json:"family"`
	Given      string `json:"given"`
	Patronymic string `json:"patronymic"`
	Gender     string `json:"gender"`
}

type lineAddress struct {
	Line   string `json:"line"`
	City   string `json:"city"`
	CityP  string `json:"cityp"`
	CityG  string `json:"cityg"`
	State  string `json:"state"`
	Street string `json:"street"`
	House  string `json:"house"`
	Flat   string `json:"flat"`
	Zip    string `json:"zip"`
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
	w := bufio.NewWriterSize(out, 64<<10)
	n, r := 0, &reader{profile: p, words: newMatcher(&knowledge{}), out: w}
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
// follow each other. The room of a line serves the next.
type reader struct {
	profile Profile
	in      lineIn
	person  linePatient
	known   knowledge
	words   *matcher
	scrub   Scrubber
	out     *bufio.Writer
}

// know learns who the line's patient is.
func (r *reader) know(p *linePatient) error {
	if r.scrub.known != nil && r.person == *p {
		return nil
	}
	r.scrub = Scrubber{}
	r.known.forget()
	r.words.forget()
	if err := p.tell(&r.known); err != nil {
		return err
	}
	r.words.learn(&r.known)
	r.person, r.scrub = *p, Scrubber{known: r.words}
	if r.profile.veil != nil {
		r.scrub.days = r.profile.veil.days(p.subject())
	}
	return nil
}

// errLine says what is wrong without the content the JSON library would quote.
var errLine = errors.New(`not a JSON object of {"id","lang","text","patient"}: correct or remove the line`)

func (r *reader) line(raw []byte) error {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil
	}
	l := &r.in
	*l = lineIn{Rest: l.Rest[:0]}
	if err := json.Unmarshal(raw, l, lineRead); err != nil {
		return errLine
	}
	if err := r.know(&l.Patient); err != nil {
		return err
	}
	if r.scrub.lang = l.Lang; l.Lang == "" {
		r.scrub.lang = languageOf(l.Text)
	}
	clean, spans := r.scrub.Scrub(l.Text)
	o := lineOut{ID: l.ID, Text: clean, Spans: make([]lineSpan, 0, len(spans))}
	for _, s := range spans {
		o.Spans = append(o.Spans, lineSpan{s.Start, s.End, s.Type})
	}
	err := json.MarshalWrite(r.out, o, lineWrite)
	if err == nil {
		err = r.out.WriteByte('\n')
	}
	if err != nil {
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

// tell says what the line knows of its patient.
func (p *linePatient) tell(k *knowledge) error {
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
		return fmt.Errorf("patient.birthDate: %w", err)
	}
	k.birth(record.NewBirthDate(d))
	if d, err = record.ParseDate(p.EncounterDate); err != nil {
		return fmt.Errorf("patient.encounterDate: %w", err)
	}
	k.visit(d)
	return nil
}

func (n lineName) person(kind string) person {
	p := person{kind: kind, family: n.Family, patronymic: n.Patronymic, gender: genderOf(record.Sex(strings.ToLower(n.Gender)))}
	if n.Given != "" {
		p.given = strings.Fields(n.Given)
	}
	return p
}
