// Package view renders the screens: html/template pages in Russian and English,
// embedded; the page of verification alone has a script. A page gets a small struct of its own and can show
// nothing else.
package view

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/text"
)

//go:embed pages/*.html
var files embed.FS

// Names of the pages, each with the struct it shows.
var names = []string{"start", "landing", "verify", "error", "login", "password", "me", "codes", "search", "person",
	"record", "order", "fresh", "copies", "disclosures", "patients", "contracts", "tokens", "register", "fruitless", "links", "revoke", "accounts", "agreements", "agreement", "destruction", "packages", "package"}

// Start is the start page.
type Start struct {
	API   string // address of the API's description
	Links []Link // of a demo; mostly none
}

// Link is a line that leads somewhere: of the demo, of a menu.
type Link struct {
	Title, Note, Href string
	Current           bool // it leads to the page it stands on
}

// Login is the page of the door.
type Login struct {
	Wrong bool // what was typed does not fit
	Code  bool // a one-time code was typed
}

// Password is the page on which a person chooses their password.
type Password struct {
	First          bool   // a first password led here
	Wrong          string // key of what is wrong with what was typed
	Least, Advised int    // characters
}

// Me is the account as its person sees it.
type Me struct {
	MayCodes bool // one-time codes may be switched on
	Codes    bool // they are
	Sessions []app.OwnSession
	Current  string // id of this session
}

// Codes is the page on which one-time codes are switched on and off.
type Codes struct {
	On             bool
	Wrong          bool   // the code or password just typed
	Sealed, Secret string // of the enrolment
	Picture        QR
}

// Who is the person who logged in, as every page shows them.
type Who struct {
	Login, Role string
	Menu        []Link
	Idle        int       // minutes without a click after which the session ends
	Until       time.Time // its end, however much it is used
}

// Landing is a link's page before anything is taken. It knows nothing about the
// document.
type Landing struct {
	NeedsPIN  bool
	Wrong     bool // the PIN just typed was wrong
	TriesLeft int  // 0: not told
	Until     time.Time
}

// Verify is the page a copy's printed address leads to, and the one without a number.
type Verify struct {
	Number string // 4-4-4; empty: any
	Hash   string
	Bad    bool // what was typed is no SHA-256
	// BadNumber: what was typed is no number.
	BadNumber bool
	Found     *Found // nil: nothing asked yet
	Lang      text.Lang
}

// Found is what is known of a copy.
type Found struct {
	Status   string // valid, revoked, destroyed, unknown
	Kind     string // signed, anonymized, package, paper, or empty
	IssuedOn string // YYYY-MM-DD
	// Of a file that was handed in: whole, untrusted, broken, outside or none,
	// and the checker's code.
	Seal, Reason string
}

// Error is every page of an error.
type Error struct {
	Title, Detail, Number, Rule string
	Next                        string // where what is missing can be done; mostly empty
}

// Set is all pages in all languages.
type Set struct{ pages map[string]*template.Template }

// Frame is what every page stands in.
type Frame struct {
	Lang text.Lang
	// Elsewise is where the other language leads, up to its name: "?" or "/register?event=refusal&".
	Elsewise string
	Who      *Who // nil: nobody logged in
}

// framed is a page in its frame.
type framed struct {
	Frame
	Other   text.Lang
	Content any
}

// New parses the pages; href gives an asset's address.
func New(href func(string) string) (*Set, error) {
	s := &Set{pages: map[string]*template.Template{}}
	for _, l := range text.Langs {
		shared, err := template.New("frame.html").Funcs(words(l, href)).Funcs(cabinetFuncs(l)).ParseFS(files, "pages/frame.html", "pages/parts.html")
		if err != nil {
			return nil, fmt.Errorf("what pages share: %w", err)
		}
		for _, name := range names {
			t, err := parse(shared, name)
			if err != nil {
				return nil, fmt.Errorf("page %s: %w", name, err)
			}
			s.pages[name+"."+string(l)] = t
		}
	}
	return s, nil
}

func parse(shared *template.Template, name string) (*template.Template, error) {
	t, err := shared.Clone()
	if err != nil {
		return nil, err
	}
	return t.ParseFS(files, "pages/"+name+".html")
}

func words(l text.Lang, href func(string) string) template.FuncMap {
	return template.FuncMap{
		"say":    l.Say,
		"asset":  href,
		"reveal": reveal,
		"birth":  func(b record.BirthDate) string { return birth(l, b) },
		"one":    func(of, word string) string { return one(l, of, word) },
		"moment": func(t time.Time) string { return moment(l, t) },
		"join":   func(list []string) string { return strings.Join(list, ", ") },
		"ymd":    func(t time.Time) string { return t.Format(time.DateOnly) },
		"day":    func(s string) string { return day(l, s) },
	}
}

// Render writes a page. An unknown name is an error.
func (s *Set) Render(w io.Writer, f Frame, name string, content any) error {
	l := f.Lang
	t, ok := s.pages[name+"."+string(l)]
	if !ok {
		return fmt.Errorf("page %s in %s: there is none", name, l)
	}
	other := text.En
	if l == text.En {
		other = text.Ru
	}
	if err := t.Execute(w, framed{f, other, content}); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	return nil
}

var months = map[text.Lang][12]string{
	text.Ru: {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"},
	text.En: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// date is written out: 03/04 means two days on two sides of the sea.
func date(l text.Lang, t time.Time) string {
	return fmt.Sprintf("%d\u00a0%s\u00a0%d", t.Day(), months[l][t.Month()-1], t.Year())
}

// moment is a date and time in the zone t is in, with the zone.
func moment(l text.Lang, t time.Time) string {
	return date(l, t) + ", " + t.Format("15:04") + "\u00a0" + zone(l, t)
}

// zone names t's zone; zones without letters of their own get "UTC" before the offset.
func zone(l text.Lang, t time.Time) string {
	name := t.Format("MST")
	if l == text.Ru && name == "MSK" {
		return "МСК"
	}
	if name[0] == '+' || name[0] == '-' {
		return "UTC" + name
	}
	return name
}

// day prints YYYY-MM-DD in words, and what it cannot read as it is.
func day(l text.Lang, s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return date(l, t)
}
