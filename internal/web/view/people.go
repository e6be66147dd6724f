package view

import (
	"time"

	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/text"
)

// Search is the page on which reception looks a person up.
type Search struct {
	Doctor bool // a doctor is looked for
	Little bool // what was typed names nobody in particular
	Asked  bool
	Found  []record.Found
	Most   bool // there may be more
}

// Person is somebody as reception sees them: nothing medical.
type Person struct {
	app.Person
	Role      string
	Documents []Option
	ByPhone   bool // blocks may be lifted by phone
}

// Patient reports whether it is a patient's page: only they have blocks.
func (p Person) Patient() bool { return len(p.Ref) > 8 && p.Ref[:8] == "Patient/" }

// ConsentForm is an empty form of a consent.
func (Person) ConsentForm() ConsentForm { return ConsentForm{} }

// Open lists the accounts that are not closed.
func (p Person) Open() (open []app.AccountRow) {
	for _, a := range p.Accounts {
		if a.State != "disabled" {
			open = append(open, a)
		}
	}
	return open
}

// Option is one line of a list to choose from.
type Option struct{ Value, Title string }

// reveal shows text about a person on the page of somebody who may see it.
func reveal(p record.Personal) string { return p.Reveal() }

// Shown is what reception may know of a person, as text: for the API, whose
// answers are read by reception's own programs.
func Shown(f record.Found) (name, birth, card string) {
	if b := f.Birth.Reveal(); !b.IsZero() {
		birth = b.String()
	}
	return f.Name.Reveal(), birth, f.Card.Reveal()
}

// birth is a birth date in words, as precise as it is known.
func birth(l text.Lang, b record.BirthDate) string {
	d := b.Reveal()
	switch {
	case d.IsZero():
		return ""
	case d.Precision() < record.ToDay:
		return d.String()
	}
	return date(l, d.Start(time.UTC))
}

// chosen are the messages that a row's own word chooses between.
var chosen = map[string]bool{
	"state.waiting": true, "state.lapsed": true, "state.active": true, "state.disabled": true,
	"scope.all": true, "scope.doctors": true, "channel.phone": true, "channel.email": true, "channel.in-person": true,
	"kind.signed": true, "kind.anonymized": true, "kind.package": true, "kind.paper": true, "audience.self": true, "audience.bearer": true,
	"answer.true": true, "answer.false": true,
}

// one is the message that a row's word chooses; a word nobody wrote words for is
// shown as it is.
func one(l text.Lang, of, word string) string {
	if key := of + "." + word; chosen[key] || inCabinets[key] {
		return l.Say(key)
	}
	return word
}
