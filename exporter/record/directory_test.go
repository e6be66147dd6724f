package record

import (
	"testing"
	"time"
)

func TestAQueryFindsWhomReceptionHasBeforeIt(t *testing.T) {
	anna := Found{Ref: "Patient/17", Name: NewPersonal("Семёнова-Ёлкина Анна Петровна"), Birth: NewBirthDate(DateOf(1980, 3, 20)), Card: NewPersonal("АК-104/26")}
	doctor := Found{Ref: "Practitioner/4", Name: NewPersonal("Хомутова Инна Ильшатовна")}
	born := NewBirthDate(DateOf(1980, 3, 20))
	name := NewPersonal
	for _, c := range []struct {
		name string
		q    Query
		f    Found
		fits bool
	}{
		{"by the card's number", Query{Card: name("АК-104/26")}, anna, true},
		{"typed in Latin letters, small, without the dash", Query{Card: name("ak104/26")}, anna, true},
		{"another card", Query{Card: name("АК-104/27")}, anna, false},
		{"a card cut off", Query{Card: name("АК-104")}, anna, false},
		{"by name and birth date", Query{Name: name("семенова анна"), Birth: born}, anna, true},
		{"with the words turned and cut", Query{Name: name("петр анна елкина"), Birth: born}, anna, true},
		{"one word of the name does not serve twice", Query{Name: name("анна анна"), Birth: born}, anna, false},
		{"another birth date", Query{Name: name("семенова анна"), Birth: NewBirthDate(DateOf(1980, 3, 21))}, anna, false},
		{"the right card with another name", Query{Card: name("АК-104/26"), Name: name("иванова")}, anna, false},
		{"a name alone is leafing through everybody", Query{Name: name("семенова анна")}, anna, false},
		{"so is a birth date alone", Query{Birth: born}, anna, false},
		{"or two letters", Query{Name: name("ан"), Birth: born}, anna, false},
		{"nothing asked, nobody found", Query{}, anna, false},
		{"a doctor by name", Query{Practitioner: true, Name: name("Хомутова")}, doctor, true},
		{"a doctor is no patient", Query{Name: name("хомутова"), Birth: born}, doctor, false},
		{"a patient is no doctor", Query{Practitioner: true, Name: name("семенова")}, anna, false},
		{"who has no birth date is not found by one", Query{Name: name("хомутова"), Birth: born}, Found{Ref: "Patient/1", Name: doctor.Name}, false},
		{"who has no card is not found by one", Query{Card: name("1")}, Found{Ref: "Patient/1"}, false},
	} {
		if c.q.Fits(c.f) != c.fits {
			t.Errorf("%s: want %v", c.name, c.fits)
		}
	}
}

func TestAContactIsFoundByItsSystem(t *testing.T) {
	ended := DateOf(2026, 5, 31)
	f := Found{Contacts: []Contact{{System: "phone", Value: NewPersonal("1")}, {System: "email", Value: NewPersonal("a@b"), Until: ended}, {System: "email", Value: NewPersonal("c@d")}}}
	lastDay, dayAfter := time.Date(2026, 5, 31, 23, 59, 0, 0, time.UTC), time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	if f.Contact("email", lastDay).Reveal() != "a@b" || !f.Contact("fax", lastDay).Empty() {
		t.Error("not the first one")
	}
	if f.Contact("email", dayAfter).Reveal() != "c@d" {
		t.Error("not the one that is still theirs")
	}
}
