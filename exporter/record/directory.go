package record

import (
	"context"
	"strings"
	"time"
	"unicode"
)

// A Directory finds people in the MIS, for reception: who they are and how to
// reach them, nothing medical.
type Directory interface {
	// Find returns the people who fit the query, at most MostFound, in a stable
	// order. Nobody is no error.
	Find(ctx context.Context, q Query) ([]Found, error)
	// Person returns one patient or practitioner by reference; nobody: ErrNoPatient.
	Person(ctx context.Context, ref Ref) (Found, error)
}

// MostFound bounds what a query gives: whoever needs more has to ask better.
const MostFound = 20

// Found is a person as reception sees them.
type Found struct {
	Ref      Ref // "Patient/17", "Practitioner/4"
	Name     Personal
	Birth    BirthDate
	Card     Personal // number of the clinic's card; of patients
	Contacts []Contact
}

// Query asks for a patient by card number, or by name and birth date, or for a
// practitioner by name. All that is given must fit.
type Query struct {
	Practitioner bool
	Card         Personal
	Name         Personal // words of it, in any order; each may be cut
	Birth        BirthDate
}

// leastName is how many letters of a name a query needs.
const leastName = 3

// Enough reports whether the query names a person rather than leafing through
// everybody: reception knows whom it has before it.
func (q Query) Enough() bool {
	name := len([]rune(strings.Join(words(q.Name), ""))) >= leastName
	if q.Practitioner {
		return name
	}
	return !q.Card.Empty() || name && !q.Birth.Reveal().IsZero()
}

// Terms gives what a FHIR server is to search by (FHIR R4, Patient and
// Practitioner): less than all that Fits asks for, so that no spelling hides a
// person. The words name somebody: they belong into a body, never into an address.
func (q Query) Terms(set func(name, value string)) {
	if !q.Card.Empty() {
		set("identifier", strings.TrimSpace(q.Card.Reveal()))
	}
	longest := ""
	for _, w := range strings.Fields(q.Name.Reveal()) {
		if len(w) > len(longest) && !strings.ContainsAny(w, "ёЁ") {
			longest = w
		}
	}
	if longest != "" {
		set("name", longest)
	}
	if b := q.Birth.Reveal(); !b.IsZero() {
		set("birthdate", b.Day())
	}
}

// Fits reports whether the person is whom the query asks for.
func (q Query) Fits(f Found) bool {
	if !q.Enough() || q.Practitioner != strings.HasPrefix(string(f.Ref), "Practitioner/") {
		return false
	}
	if !q.Card.Empty() && plain(q.Card) != plain(f.Card) {
		return false
	}
	if b := q.Birth.Reveal(); !b.IsZero() && b != f.Birth.Reveal() {
		return false
	}
	return named(words(q.Name), words(f.Name))
}

// named reports whether each of the words begins a word of the name, each
// another one.
func named(asked, name []string) bool {
	left := append([]string(nil), name...)
	for _, a := range asked {
		found := -1
		for i, n := range left {
			if strings.HasPrefix(n, a) {
				found = i
				break
			}
		}
		if found < 0 {
			return false
		}
		left = append(left[:found], left[found+1:]...)
	}
	return true
}

// words are the words of a name in small letters, ё as е: people write both.
func words(p Personal) []string {
	s := strings.ReplaceAll(strings.ToLower(p.Reveal()), "ё", "е")
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' })
}

// plain is a card's number without what people leave out or add, and with look-alikes of one kind.
func plain(p Personal) string {
	s := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/' {
			return r
		}
		return -1
	}, strings.ToUpper(p.Reveal()))
	return latin.Replace(s)
}

// latin writes Cyrillic capitals that look like Latin ones as those: nobody sees
// on paper which of the two А-104 begins with.
var latin = strings.NewReplacer("А", "A", "В", "B", "Е", "E", "К", "K", "М", "M", "Н", "H", "О", "O", "Р", "P", "С", "C", "Т", "T", "У", "Y", "Х", "X")

// Contact returns the first contact of the system ("email") that is still theirs at
// the time, empty for none: another may have a mailbox of before.
func (f Found) Contact(system string, at time.Time) Personal {
	for _, c := range f.Contacts {
		if c.System == system && (c.Until.IsZero() || at.Before(c.Until.End(at.Location()))) {
			return c.Value
		}
	}
	return Personal{}
}
