package deidentify

import "strings"

// unknownPeople takes out people the record does not name: by initials, by
// patronymics, by first names, by the words before them, and by the shape of a
// surname inside a sentence.
func (t *passage) unknownPeople() {
	for i, k := range t.toks {
		if k.kind != word || t.taken[i] || t.kept[i] {
			continue
		}
		switch {
		case t.byPatronymic(i):
		case t.byInitials(i):
		case t.byFirstName(i):
		case t.byLowerInitials(i):
		case t.byTrigger(i):
		case t.byLowerTrigger(i):
		}
	}
}

// namish reports whether the token may be part of a name beside another part.
func (t *passage) namish(i int) bool {
	k := t.tok(i)
	if k.kind == word && k.shape == upper && k.size == 1 && i >= 0 && t.tok(i+1).is("'") && t.tok(i+1).before == glued { // O'Connor
		return true
	}
	return i >= 0 && i < len(t.toks) && k.kind == word && k.shape != lower && k.size > 1 && !t.kept[i] && !headings()[k.fold] && !shortForms[k.fold] && monthWords[k.fold] == 0 && !triggers()[k.fold]
}

// person widens a name over the parts of names on both sides and marks it.
func (t *passage) person(from, to int) {
	seed := t.toks[from].shape
	for n := 0; n < 3; n++ {
		if b := t.before(from); t.joins(from) && (t.namish(b) || t.lowerName(b, seed)) {
			from = b
		}
	}
	for n := 0; n < 3; n++ {
		to = t.initialsOn(to)
		if a := t.after(to); t.joins(a) && (t.namish(a) || t.lowerName(a, seed) || a == to+1 && t.tok(to).is("-") && t.tok(a).kind == word && t.tok(a).size <= 4 && !everydayWord(t.tok(a).fold)) {
			to = a + 1
		}
	}
	if c := t.tok(to); c.is(",") && t.triggered(from) && t.namish(to+1) && firstNames().has(t.tok(to+1).fold) { // Dr. Smith, John
		to += 2
	}
	from, to = t.withInitials(from, to)
	t.mark(from, to, t.roleOf(from))
}

// joins reports whether token i stands on the same line as the one before, or
// right at the next line's head inside a sentence.
func (t *passage) joins(i int) bool {
	if i <= 0 || i >= len(t.toks) || t.toks[i].before > wrapped {
		return false
	}
	p := t.toks[i-1]
	return p.kind == word || p.is("-") || p.is("'") && p.before == glued && t.toks[i].before == glued || p.is(".") && t.toks[i].before <= spaced && t.tok(i-2).size == 1 && t.tok(i-2).shape == upper
}

// before and after step over the hyphen of a double name and the apostrophe of
// O'Connor.
func (t *passage) before(i int) int {
	if i >= 2 && (t.toks[i-1].is("-") || t.toks[i-1].is("'")) && t.toks[i].before == glued && t.toks[i-1].before == glued {
		return i - 2
	}
	return i - 1
}

func (t *passage) after(to int) int {
	if (t.tok(to).is("-") || t.tok(to).is("'") && t.tok(to+1).capital()) && t.tok(to).before == glued && t.tok(to+1).before == glued {
		return to + 1
	}
	return to
}

// lowerName is a word without a capital that hardly is anything but a name. Beside
// a name that was written without capitals any surname's ending will do.
func (t *passage) lowerName(i int, seed letterCase) bool {
	k := t.tok(i)
	if k.kind == word && k.shape == lower && firstNames().has(k.fold) && i+1 < len(t.toks) && looksPatronymic(t.toks[i+1].fold) {
		return true
	}
	if k.kind != word || k.shape != lower || ordinary()[k.fold] || headings()[k.fold] {
		return false
	}
	if seed == lower && hasEnd(k.fold, surnameEnds, 5) && !triggers()[k.fold] && monthWords[k.fold] == 0 {
		return true
	}
	return firstNames().has(k.fold) || patronymics()[lemma(k.fold)] || hasEnd(k.fold, strongEnds, 6) && !adjective(k.fold)
}

func (t *passage) roleOf(i int) string {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		w := t.toks[j].fold
		switch {
		case t.toks[j].kind == sign && !t.toks[j].is(":") && !t.toks[j].is("."):
			return typePerson
		case hasAnyPrefix(w, []string{"врач", "доктор", "рентгенолог", "исп", "завед", "описал", "выполнил", "осмотрел"}) || w == "dr" || w == "by":
			return typeDoctor
		case hasAnyPrefix(w, []string{"пациент", "больн"}) || w == "patient":
			return typePatient
		case triggers()[w] && hasAnyPrefix(w, []string{"жен", "муж", "мат", "от", "сын", "доч", "брат", "сестр", "баб", "дед", "daughter", "son", "wife", "husband", "mother", "father"}):
			return typeRelative
		}
	}
	return typePerson
}

func (t *passage) byPatronymic(i int) bool {
	k := t.toks[i]
	if !looksPatronymic(k.fold) && !(particles[k.fold] && (k.fold == "оглы" || k.fold == "кызы" || k.fold == "заде")) {
		return false
	}
	if k.shape == lower && !particles[k.fold] && !patronymics()[lemma(k.fold)] {
		return false
	}
	t.person(i, i+1)
	return true
}

// byInitials reads "Иванов И.И.", "И. И. Иванов", "Иванов ИИ", "НИ Садыков".
func (t *passage) byInitials(i int) bool {
	k := t.toks[i]
	if k.shape == lower || k.size < 3 && !t.triggered(i) && !t.shortName(i) || k.size < 2 || headings()[k.fold] && k.shape != mixed {
		return false
	}
	if from := t.lettersBefore(i); from < i {
		t.mark(from, t.after(i)+1, t.roleOf(from))
		return true
	}
	dotted := t.dottedInitials(i)
	if dotted == 0 && !t.bareInitials(i) && !t.lettersBehind(i) {
		return false
	}
	if dotted == 1 && !t.triggered(i) && everydayWord(k.fold) && !ordinary()[k.fold] && (t.opens(i) || !k.isSurname()) {
		return false // «Посев E. coli»
	}
	if dotted == 1 && !t.triggered(i) && !hasEnd(k.fold, surnameEnds, 4) && !(cyrillic(k.fold) && !t.opens(i)) {
		return false
	}
	from, to := i, i+1
	for n := 0; n < 2; n++ {
		from = t.initialsBack(from)
		to = t.initialsOn(to)
	}
	t.person(from, to)
	return true
}

// lettersBehind reads "Красных Г Е": two capitals apart behind a surname.
func (t *passage) lettersBehind(i int) bool {
	k := t.toks[i]
	return k.shape == title && t.letter(i+1) && t.letter(i+2) && (k.isSurname() || !everydayWord(k.fold) || !t.opens(i))
}

// lettersBefore is where "П М Ястреб" and "М.А Тонких" begin, or i.
func (t *passage) lettersBefore(i int) int {
	k := t.toks[i]
	if k.shape != title || k.before != spaced || !t.letter(i-1) || k.size < 3 || headings()[k.fold] {
		return i
	}
	j := i - 2
	if t.tok(j).is(".") {
		j--
	}
	if t.letter(j) && t.tok(i-1).before <= spaced && t.tok(j-1).kind != number && !(t.tok(j-1).kind == word && t.letter(j-1)) {
		return j
	}
	return i
}

// letter reports whether one Russian capital stands at i.
func (t *passage) letter(i int) bool {
	k := t.tok(i)
	return t.free(i) && k.kind == word && k.size == 1 && k.shape == upper && cyrillic(k.fold) && k.before <= spaced
}

// shortName reads surnames of two letters by what stands behind: «Ан Т.Г.».
func (t *passage) shortName(i int) bool {
	return t.toks[i].shape == title && !shortForms[t.toks[i].fold] && t.initialed(i) && t.tok(i+3).size == 1 && t.tok(i+3).shape == upper && t.tok(i+3).kind == word
}

// dottedInitials counts capitals with dots right before or behind i.
func (t *passage) dottedInitials(i int) int {
	n := 0
	for j := i + 1; t.tok(j).kind == word && t.tok(j).shape == upper && t.tok(j).size == 1 && !t.noInitial(j) && t.tok(j).before <= wrapped && (t.tok(j+1).is(".") || n == 1 && t.tok(j).before == glued) && n < 3; j += 2 {
		n++
	}
	if n > 0 {
		if j := i + 1 + 2*n; t.taken[i+1] || t.namish(j) && t.toks[j].before <= spaced && t.opens(i) && !t.toks[i].isSurname() {
			return 0 // the initials are the next word's
		}
		return n
	}
	for j := i - 2; t.free(j) && t.tok(j+1).is(".") && t.tok(j+1).before == glued && t.tok(j).kind == word && t.tok(j).shape == upper && t.tok(j).size == 1 && t.tok(j+2).before <= wrapped && n < 3; j -= 2 {
		n++
	}
	return n
}

// bareInitials reads two capitals without dots beside what is a surname by its
// ending or by the word before.
func (t *passage) bareInitials(i int) bool {
	k := t.toks[i]
	for _, j := range []int{i + 1, i - 1} {
		o := t.tok(j)
		if o.kind != word || o.shape != upper || o.size != 2 || shortForms[o.fold] && !(t.triggered(min(i, j)) && hasEnd(k.fold, surnameEnds, 4)) || !cyrillic(o.fold) || j > i && o.before != spaced || j < i && k.before != spaced {
			continue
		}
		if t.triggered(min(i, j)) || hasEnd(k.fold, surnameEnds, 4) && k.shape == title && (j > i || !t.opens(i)) {
			return true
		}
	}
	return false
}

func (t *passage) initialsOn(i int) int {
	k := t.tok(i)
	if k.kind == word && k.shape == upper && k.before <= wrapped {
		if k.size == 1 && !t.noInitial(i) && t.tok(i+1).is(".") {
			return i + 2
		}
		if p := t.tok(i - 1); k.size == 2 && cyrillic(k.fold) && (!shortForms[k.fold] || p.shape == title && t.tok(i+1).kind != number && !everydayWord(p.fold)) {
			return i + 1
		}
		if n := t.tok(i + 1); k.size == 1 && cyrillic(k.fold) && k.before >= spaced && n.kind == word && n.size == 1 && n.shape == upper && n.before <= spaced {
			return i + 2 // «Красных Г Е»
		}
	}
	return i
}

func (t *passage) initialsBack(i int) int {
	if t.tok(i-1).is(".") && t.tok(i-2).kind == word && t.tok(i-2).size == 1 && t.tok(i-2).shape == upper && t.tok(i).before <= wrapped {
		return i - 2
	}
	if k := t.tok(i - 1); k.kind == word && k.shape == upper && k.size == 2 && cyrillic(k.fold) && !shortForms[k.fold] && t.tok(i).before == spaced {
		return i - 1
	}
	return i
}

// byFirstName reads a first name beside another capitalised word, or alone where
// no sentence begins.
func (t *passage) byFirstName(i int) bool {
	k := t.toks[i]
	if !firstNames().has(k.fold) || k.size < 3 {
		return false
	}
	beside := t.joins(i) && t.namish(i-1) && !t.opens(i-1) || t.joins(i+1) && t.namish(i+1)
	surname := t.joins(i) && t.namish(i-1) && hasEnd(t.tok(i-1).fold, surnameEnds, 4) || t.joins(i+1) && t.namish(i+1) && hasEnd(t.tok(i+1).fold, surnameEnds, 4)
	switch {
	case k.shape == lower:
		if !t.triggered(i) && !t.lowerPair(i) || ordinary()[k.fold] {
			return false
		}
	case ordinary()[k.fold]:
		if !surname && !t.triggered(i) {
			return false
		}
	case !beside && !surname && t.opens(i) && !t.triggered(i) && (everydayWord(k.fold) || k.shape != title || t.product(i)):
		return false
	}
	t.person(i, i+1)
	return true
}

// lowerPair reports whether a first name without a capital has a surname or a
// patronymic beside it.
func (t *passage) lowerPair(i int) bool {
	for _, j := range []int{i - 1, i + 1} {
		k := t.tok(j)
		if k.kind == word && (patronymics()[lemma(k.fold)] || hasEnd(k.fold, surnameEnds, 5) && !headings()[k.fold] && t.triggered(min(i, j))) {
			return true
		}
	}
	return false
}

// byTrigger takes the capitalised words behind a trigger whatever they are, if
// they are no words of the trade.
func (t *passage) byTrigger(i int) bool {
	k := t.toks[i]
	if k.shape == lower || k.size < 2 || headings()[k.fold] && !t.initialed(i) || !t.triggered(i) || shortForms[k.fold] || afterTrigger[k.fold] || calling(k.fold) {
		return false
	}
	p := t.tok(i - 1)
	if p.is(".") && !t.cut(i-1) || k.before >= wrapped && !p.is(":") && !k.isSurname() && !(p.is(".") && t.tok(i-2).before <= spaced && k.before == wrapped && !everydayWord(k.fold)) {
		return false
	}
	if k.shape == upper && p.shape == upper && p.size > 3 && !k.isSurname() && !firstNames().has(k.fold) && everydayWord(k.fold) {
		return false // a heading in capitals: «PATIENT REPORTED»
	}
	if p.kind == sign && !p.is(".") && t.phraseHead(i) {
		return false // «Состояние ребёнка: Удовлетворительное»
	}
	t.person(i, i+1)
	return true
}

// initialed reports whether an initial with its dot stands right behind i.
func (t *passage) initialed(i int) bool {
	n := t.tok(i + 1)
	return n.kind == word && n.size == 1 && n.shape == upper && t.tok(i+2).is(".")
}

// phraseHead reports whether a capital begins words of everyday speech.
func (t *passage) phraseHead(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if adjective(k.fold) && everydayWord(k.fold) && n.shape == lower && n.kind == word && n.before == spaced && everydayWord(n.fold) && !hasAnyPrefix(n.fold, does) {
		return true
	}
	return everydayWord(k.fold) && !k.isSurname() && !ordinary()[k.fold] && (adjective(k.fold) || n.kind == word && n.shape == lower && n.before <= spaced)
}

// byLowerTrigger takes a word without a capital behind a trigger, when it has a
// surname's ending and no dictionary knows it («врач галиуллина»).
func (t *passage) byLowerTrigger(i int) bool {
	k := t.toks[i]
	if k.shape != lower || k.size < 4 || cyrillic(k.fold) && !k.isSurname() && !t.closes(i+1) || headings()[k.fold] || calling(k.fold) || t.kept[i] || abbreviation[k.fold] || !t.triggered(i) || everydayWord(k.fold) {
		return false
	}
	if t.toks[i].before >= wrapped || t.tok(i-1).is(".") && !t.cut(i-1) || t.tok(i+1).is(".") && k.size < 5 {
		return false
	}
	to := i + 1
	if n := t.tok(to); n.kind == word && n.shape == lower && n.size == 2 && n.before == spaced && !everydayWord(n.fold) && !unitWord[n.fold] && t.closes(to+1) {
		to++ // «сулейманян зн»
	}
	t.person(i, to)
	return true
}

// byLowerInitials reads "кузнецова а.в." and "а. в. кузнецова", written in haste.
func (t *passage) byLowerInitials(i int) bool {
	k := t.toks[i]
	behind, before := t.lowerInitial(i+1), t.lowerInitial(i-4)
	if k.shape != lower || k.size < 3 || !behind && !before || headings()[k.fold] || everydayWord(k.fold) && !k.isSurname() {
		return false
	}
	if behind && t.lowerInitial(i+3) && t.toks[i+3].before == glued {
		t.mark(i, i+5, t.roleOf(i))
		return true
	}
	if before && t.lowerInitial(i-2) && t.toks[i-2].before == glued && k.before <= spaced && k.isSurname() && !everydayWord(k.fold) {
		t.mark(i-4, i+1, t.roleOf(i-4))
		return true
	}
	return false
}

// lowerInitial reports whether a single Russian letter with a dot stands at i.
func (t *passage) lowerInitial(i int) bool {
	k := t.tok(i)
	return t.free(i) && k.kind == word && k.size == 1 && cyrillic(k.fold) && t.tok(i+1).is(".") && t.tok(i+1).before == glued && !strings.Contains("гдт", k.fold) ||
		t.free(i) && k.kind == word && k.size == 1 && t.tok(i+1).is(".") && t.tok(i+2).size == 1 && t.tok(i+2).kind == word && t.tok(i+2).before == glued && t.tok(i+3).is(".")
}

func (k token) isSurname() bool { return hasEnd(k.fold, surnameEnds, 4) }

// inQuotes reports whether the word begins a quotation: a medicine, a trial.
func (t *passage) inQuotes(i int) bool {
	p := t.tok(i - 1)
	return p.is("«") || p.is("\"") || p.is("“") || p.is("„")
}
