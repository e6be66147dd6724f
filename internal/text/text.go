// Package text holds every message people read on screens and in answers of the
// service, in Russian (the default) and English: one table, one key a message.
// The printed forms have their own words (templates).
package text

import (
	"fmt"

	"golang.org/x/text/language"
)

// Lang is a language of the service: Ru or En.
type Lang string

// The languages; Ru is the default everywhere.
const (
	Ru Lang = "ru"
	En Lang = "en"
)

// Langs lists the languages, the default first.
var Langs = []Lang{Ru, En}

// A Phrase is one message in every language.
type Phrase struct{ Ru, En string }

// In returns the phrase in the language, in Russian for an unknown one.
func (p Phrase) In(l Lang) string {
	if l == En {
		return p.En
	}
	return p.Ru
}

// longestAccept bounds what is parsed of an Accept-Language header, in bytes.
const longestAccept = 200

var matcher = language.NewMatcher([]language.Tag{language.Russian, language.English})

// Pick chooses the reader's language: what was asked for by name ("ru", "en"),
// else the best match of an Accept-Language header (RFC 9110, 12.5.4), else Russian.
func Pick(asked, accept string) Lang {
	if l := Lang(asked); l == Ru || l == En {
		return l
	}
	if len(accept) > longestAccept {
		return Ru
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(tags) == 0 {
		return Ru
	}
	if _, i, c := matcher.Match(tags...); c != language.No && i == 1 {
		return En
	}
	return Ru
}

// Known reports whether the table has the key.
func Known(key string) bool {
	_, ok := table[key]
	return ok
}

// Say returns the message of the key with args put in as fmt.Sprintf does. A
// key that the table lacks is a fault of the program, which a test finds; a
// reader then sees the key.
func (l Lang) Say(key string, args ...any) string {
	p, ok := table[key]
	if !ok {
		return "[" + key + "]"
	}
	if len(args) == 0 {
		return p.In(l)
	}
	return fmt.Sprintf(p.In(l), args...)
}

// Keys lists the table's keys in no order.
func Keys() []string {
	keys := make([]string, 0, len(table))
	for k := range table {
		keys = append(keys, k)
	}
	return keys
}

// table joins the messages of all files. A key that two files have would be lost
// without a word, so a test counts them.
var table = joined(pages, cabinetWords, roomWords, officerWords, packageWords, receptionWords, errorWords, fields, rules)

func joined(parts ...map[string]Phrase) map[string]Phrase {
	all := map[string]Phrase{}
	for _, part := range parts {
		for k, p := range part {
			all[k] = p
		}
	}
	return all
}
