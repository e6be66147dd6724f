package fhir

import (
	"strings"
	"testing"
	"time"

	"vypiska/exporter/record"
)

const snils = "urn:oid:1.2.643.100.3"

func TestWhatSomebodyIsCalledByComesBeforeWhatTheyWere(t *testing.T) {
	for _, c := range []struct{ name, names, want string }{
		{"a name marked old", `{"use":"old","family":"Девичья"},{"use":"official","family":"Нынешняя"}`, "Нынешняя"},
		{"an official name that ended", `{"use":"official","family":"Девичья","period":{"end":"2010-01-01"}},{"use":"official","family":"Нынешняя","period":{"start":"2010-01-02"}}`, "Нынешняя"},
		{"a usual name after an official one that ended", `{"use":"official","family":"Девичья","period":{"end":"2010"}},{"use":"usual","family":"Нынешняя"}`, "Нынешняя"},
		{"both ended, one later", `{"family":"Девичья","period":{"end":"2010"}},{"family":"Нынешняя","period":{"end":"9999-12-31"}}`, "Нынешняя"},
		{"a nickname is nobody's new name", `{"use":"official","family":"Нынешняя","period":{"end":"2030"}},{"use":"nickname","text":"Римуля"}`, "Нынешняя"},
		{"nothing but an old one", `{"use":"old","family":"Девичья"}`, "Девичья"},
		{"the first of two that go on", `{"use":"official","family":"Первая"},{"use":"official","family":"Вторая"}`, "Первая"},
		{"a period that is none", `{"use":"official","family":"Первая","period":{"end":"вчера"}},{"use":"official","family":"Вторая","period":"x"}`, "Первая"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := mustRecord(t, files(t, map[string]string{"a.json": bundle(`{"resourceType":"Patient","id":"p1","name":[` + c.names + `]}`)}), "p1")
			wantText(t, "name", r.Patient.Name().Family, c.want)
			if len(r.Patient.Names) != strings.Count(c.names, `"use"`)+strings.Count(c.names, `{"family"`) {
				t.Errorf("%d names are kept: de-identification looks for all of them", len(r.Patient.Names))
			}
		})
	}
}

func TestNumbersAndAddressesOfBeforeComeLast(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(`{"resourceType":"Patient","id":"p1",
		"identifier":[{"use":"old","system":"` + snils + `","value":"001"},{"system":"` + snils + `","value":"002","period":{"end":"2015-01-01"}},{"system":"` + snils + `","value":"003"}],
		"address":[{"use":"old","text":"старый"},{"use":"temp","text":"на время"},{"use":"home","text":"былой","period":{"end":"2019"}},{"use":"home","text":"нынешний"}],
		"telecom":[{"system":"phone","use":"old","value":"1"},{"system":"phone","value":"2"},{"system":"email","value":"a@b.example"}]}`)}), "p1")
	wantText(t, "number", r.Patient.Identifier(record.SNILS), "003")
	wantText(t, "address", r.Patient.Addresses[0].Text, "нынешний")
	wantText(t, "the last address", r.Patient.Addresses[3].Text, "старый")
	wantText(t, "telephone", r.Patient.Contacts[0].Value, "2")
	if len(r.Patient.Identifiers) != 3 || len(r.Patient.Contacts) != 3 {
		t.Error("what was somebody's is still looked for by de-identification")
	}
}

func TestNothingIsSentToAMailboxOfBefore(t *testing.T) {
	d := files(t, map[string]string{"a.json": bundle(`{"resourceType":"Patient","id":"p1","name":[{"family":"Тестова"}],"birthDate":"1980-01-02",
		"telecom":[{"system":"email","use":"old","value":"former@mail.example"},
			{"system":"email","value":"ended@mail.example","period":{"end":"2024-01-31"}},{"system":"phone","value":"1"}]}`)})
	found, err := d.Person(t.Context(), "Patient/p1")
	if err != nil || len(found.Contacts) != 2 || !found.Contact("email", time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC)).Empty() {
		t.Errorf("%d contacts, %v", len(found.Contacts), err)
	}
	if found.Contact("email", time.Date(2024, 1, 31, 20, 0, 0, 0, time.UTC)).Empty() {
		t.Error("on its last day a mailbox is still theirs")
	}
}
