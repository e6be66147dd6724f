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
// offsets in Unicode code points of the input text. It holds a few lines at a time.
// A line that cannot be read ends the work with an error that has the line's
// number and nothing of its content; the lines before it are written.
func Lines(ctx context.Context, in io.Reader, out io.Writer, p Profile) error {
	if _, err := p.plan(); err != nil {
		return fmt.Errorf("de-identify lines: %w", err)
	}
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 64<<10), maxLine)
	r := &reader{profile: p, out: bufio.NewWriterSize(out, 64<<10)}
	for sc.Scan() {
		r.at++
		err := ctx.Err()
		if err == nil {
			err = r.line(sc.Bytes())
		}
		if err != nil {
			return errors.Join(r.flush(), atLine(r.at, err))
		}
		if r.n < len(r.lines) && r.size < together {
			continue
		}
		if err = r.scrub(); err != nil {
			return errors.Join(err, r.flush())
		}
	}
	if err := sc.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			err = fmt.Errorf("longer than %d MB: split the text", maxLine>>20)
		}
		return errors.Join(r.flush(), atLine(r.at+1, err))
	}
	return r.flush()
}

func atLine(n int, err error) error { return fmt.Errorf("de-identify line %d: %w", n, err) }

// A reader takes lines in, a few at a time, and does one thing with all of them before the
// next one (search says why). The room of a line serves a later one.
type reader struct {
	profile Profile
	lines   [32]line
	n       int // how many of them wait
	size    int // bytes of their texts
	at      int // the number of the line read last
	out     *bufio.Writer
}

// together is how many bytes of texts wait for each other at most.
const together = 64 << 10

// A line is one that was read. Lines about one person that follow each other share what is
// known of them.
type line struct {
	at    int // its number
	in    lineIn
	known knowledge
	words *matcher
	scrub Scrubber
	text  *passage
	done  lineOut
}

// know learns who the line's patient is.
func (l *line) know(p Profile) error {
	if l.words == nil {
		l.words = newMatcher(&knowledge{})
	}
	l.known.forget()
	l.words.forget()
	if err := l.in.Patient.tell(&l.known); err != nil {
		return err
	}
	l.words.learn(&l.known)
	l.scrub = Scrubber{known: l.words}
	if p.veil != nil {
		l.scrub.days = p.veil.days(l.in.Patient.subject())
	}
	return nil
}

// errLine says what is wrong without the content the JSON library would quote.
var errLine = errors.New(`not a JSON object of {"id","lang","text","patient"}: correct or remove the line`)

// line reads one more line.
func (r *reader) line(raw []byte) error {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil
	}
	l := &r.lines[r.n]
	l.in = lineIn{Rest: l.in.Rest[:0]}
	if err := json.Unmarshal(raw, &l.in, lineRead); err != nil {
		return errLine
	}
	l.at, r.n, r.size = r.at, r.n+1, r.size+len(l.in.Text)
	return nil
}

// scrub takes out of all lines that wait what tells who somebody is, and writes them. A
// line that cannot be understood ends the work behind those before it.
func (r *reader) scrub() error {
	waiting, wrong := r.understand()
	r.n, r.size = 0, 0
	var room [len(r.lines)]*passage
	texts := room[:0]
	for i := range waiting {
		l := &waiting[i]
		if l.text = l.scrub.open(l.in.Text); l.in.Text != "" {
			texts = append(texts, l.text)
		}
	}
	search(texts)
	for i := range waiting {
		waiting[i].render()
	}
	for i := range waiting {
		if err := r.write(&waiting[i]); err != nil {
			return err
		}
	}
	return wrong
}

// understand learns who the patients of the lines that wait are, up to one that is wrong.
func (r *reader) understand() ([]line, error) {
	for i := range r.lines[:r.n] {
		l := &r.lines[i]
		if i > 0 && r.lines[i-1].in.Patient == l.in.Patient {
			l.scrub = r.lines[i-1].scrub
		} else if err := l.know(r.profile); err != nil {
			return r.lines[:i], atLine(l.at, err)
		}
		if l.scrub.lang = l.in.Lang; l.in.Lang == "" {
			l.scrub.lang = languageOf(l.in.Text)
		}
	}
	return r.lines[:r.n], nil
}

// render makes what is written of the line. The room of its spans serves another's.
func (l *line) render() {
	defer l.text.forget()
	clean, spans := l.text.render(l.in.Text, l.scrub.lang)
	l.done = lineOut{l.in.ID, clean, l.done.Spans[:0]}
	for _, s := range spans {
		l.done.Spans = append(l.done.Spans, lineSpan{s.Start, s.End, s.Type})
	}
}

func (r *reader) write(l *line) error {
	err := json.MarshalWrite(r.out, &l.done, lineWrite)
	if err == nil {
		err = r.out.WriteByte('\n')
	}
	if err != nil {
		return fmt.Errorf("de-identify lines: write: %w", err)
	}
	return nil
}

// flush writes all that waits.
func (r *reader) flush() error {
	err := r.scrub()
	if full := r.out.Flush(); full != nil && err == nil {
		err = fmt.Errorf("de-identify lines: write: %w", full)
	}
	return err
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
