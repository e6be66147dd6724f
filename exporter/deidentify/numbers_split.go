package deidentify

import "strings"

// Numbers of Russian papers whose figures a space parts, or that end with a letter.

// thousands reads "12 345" and "45 617" behind a label: a record's number in two groups.
func (t *passage) thousands(i int, l label) int {
	k, n := t.toks[i], t.tok(i+1)
	if t.english() || l.kind != typeMRN && l.kind != typeAccession && l.kind != typeNumber || len(l.digits) > 0 && l.kind != typeAccession {
		return i
	}
	if k.kind != number || k.size < 2 || k.size > 3 || n.kind != number || n.size != 3 || n.before != spaced || !t.free(i+1) || !t.closes(i+2) || t.tok(i+2).is("/") || t.tok(i+2).before == glued && t.tok(i+3).before == glued && t.tok(i+3).kind == number {
		return i
	}
	return i + 2
}

// threeAndLetter reads "967T" and "371Д" behind the label of a device or a sample.
func (t *passage) threeAndLetter(i int, l label) int {
	k, n := t.toks[i], t.tok(i+1)
	if l.kind != typeDevice && l.kind != typeAccession || k.kind != number || k.size != 3 || n.kind != word || n.size != 1 || n.shape != upper || n.before != glued || !t.closes(i+2) {
		return i
	}
	return i + 2
}

// inJournal reports whether a journal stands in the clause before i: "журнал № 4, запись 308".
func (t *passage) inJournal(i int) bool {
	for j := i - 1; j >= 0 && j > i-7 && t.toks[j+1].before < wrapped; j-- {
		if hasStem(t.toks[j].fold, "журнал") {
			return true
		}
	}
	return false
}

// skipsToNumber reports whether the token at i stands between a label and its number.
func (t *passage) skipsToNumber(i int) bool {
	k := t.tok(i)
	if k.before > wrapped {
		return false
	}
	if k.is("*") && t.tok(i+1).before == glued { // картой *4417
		return true
	}
	return k.kind == sign && strings.Contains(":№.#,(-–", k.fold) || k.kind == word && between[k.fold]
}

// ofClient stand behind the card of a record.
var ofClient = wordSet("клиента клиентки больного больной")
