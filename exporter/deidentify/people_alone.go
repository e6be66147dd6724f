package deidentify

// A first name or a surname that stands alone is somebody by what is around it.

// byHonorific reads "Мирзо-ака" and "Зухра-апа": a capital, a hyphen and how the East
// addresses people.
func (t *passage) byHonorific(i int) bool {
	k, h, a := t.toks[i], t.tok(i+1), t.tok(i+2)
	if k.shape != title || k.size < 3 || !h.is("-") || h.before != glued || a.shape != lower || a.before != glued || !a.in(honorific) || a.fold == "бей" {
		return false
	}
	t.person(i, i+3)
	return true
}

// byClosing reads a first name that is a whole sentence at the end of a line, alone or
// with a letter: how people sign ("перезвонить после 18. Лена", "сказала старшей. Вика Р.").
func (t *passage) byClosing(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != title || k.size < 3 || !k.any(firstName) || k.any(heading|medicinal) || i == 0 || k.before > spaced || !p.is(".") && !p.is("!") && !p.is("?") && !p.is(")") {
		return false
	}
	to := i + 1
	if n := t.tok(to); n.kind == word && n.before == spaced && (n.size == 1 && n.shape == upper || n.shape == lower && n.any(curtailed) && t.tok(to+1).is(".")) {
		to++
	}
	if t.tok(to).is(".") && t.tok(to).before == glued {
		to++
	}
	if to < len(t.toks) && t.toks[to].before < wrapped {
		return false
	}
	t.mark(i, to, typePerson)
	return true
}

// byColon reads a surname that is all there is behind a colon: "отказ от обследования: Токов.".
func (t *passage) byColon(i int) bool {
	k := t.toks[i]
	if n := t.tok(i + 1); t.tok(i-1).is(":") && k.shape == title && k.size > 3 && n.kind == word && n.shape == lower && n.before == spaced && n.in(acts) && !k.any(heading|medicinal|organised) && !nobody.begin(k.fold) && (!k.any(inDictionary) || nominative(k.fold) || hasEnd(k.fold, []string{"ых", "их"}, 5)) {
		t.person(i, i+1)
		return true // Реакции: Чупров ушёл
	}
	if k.shape != title || k.size < 5 || !t.tok(i-1).is(":") || t.tok(i-1).before != glued || !k.any(strongly) || !k.any(inDictionary) || k.any(heading|medicinal|built) || !t.closes(i+1) && !t.tok(i+1).is("(") || !nominative(k.fold) && !hasEnd(k.fold, []string{"ов"}, 5) {
		return false
	}
	t.person(i, i+1)
	return true
}

// byPastVerb reads a woman's first name at a sentence's head that did something: "(Ася
// ходила домой", "Гуля забрала кровь".
func (t *passage) byPastVerb(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.shape != title || k.size < 3 || !k.any(firstName) || !cyrillic(k.fold) || k.any(heading|medicinal|monthly|eponymous) || !t.opens(i) && !t.tok(i-1).is("(") || !hasEnd(k.fold, []string{"а", "я"}, 3) || nobody.begin(k.fold) {
		return false
	}
	if (n.fold == "на" || n.fold == "в") && n.before == spaced && absent[t.tok(i+2).fold] {
		t.person(i, i+1)
		return true // (Лилия на больничном)
	}
	if n.kind != word || n.shape != lower || n.before != spaced || !n.any(inDictionary) || !hasEnd(n.fold, []string{"ила", "ала", "ела", "яла", "лась", "шла"}, 5) {
		return false
	}
	t.person(i, i+1)
	return true
}

// absent are where people are who are not at work.
var absent = wordSet("больничном отпуске декрете учебе обеде дежурстве смене совещании")

// speaksAgain reports whether the word at i stands at the head of another line as well, before
// a colon: somebody in a copied talk.
func (t *passage) speaksAgain(i int) bool {
	for j, k := range t.toks {
		if j != i && k.before >= wrapped && k.fold == t.toks[i].fold && k.shape == title && t.tok(j+1).is(":") {
			return true
		}
	}
	return false
}

// pairOfList reads "2) Скибе — Колыванову на пятницу": who to whom, at an item's head.
func (t *passage) pairOfList(i int) bool {
	k, d, n := t.toks[i], t.tok(i+1), t.tok(i+2)
	if !t.tok(i-1).is(")") || t.tok(i-2).kind != number || k.shape != title || !d.is("—") && !d.is("–") || n.shape != title || n.before != spaced || n.any(heading) || k.any(heading) {
		return false
	}
	t.mark(i, i+1, typePerson)
	t.person(i+2, i+3)
	return true
}

// inSpeech reads a first name at the head of what somebody said: «Павло шепчет», «Лада — молодец».
func (t *passage) inSpeech(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if !t.inQuotes(i) || k.shape != title || k.size < 3 || !k.any(firstName) || k.any(heading|medicinal) || n.before != spaced || !n.is("—") && !n.is("–") && !(n.kind == word && n.shape == lower && n.size > 3 && hasEnd(n.fold, []string{"ет", "ит", "ла", "ал", "ил", "ел"}, 4)) {
		return false
	}
	t.person(i, i+1)
	return true
}

// surnameBefore goes back over the word before a first name and a patronymic, whatever it
// is: "3. Левит София Борисовна", "сын лоза антон тимофеевич".
func (t *passage) surnameBefore(from int) int {
	k, n, p := t.toks[from], t.tok(from+1), t.tok(from-1)
	if !k.any(firstName) || !n.any(patronymical) || n.before > wrapped || p.kind != word || k.before != spaced || p.size < 3 || !t.free(from-1) || p.any(heading|callingWord|monthly|measuring|organised) {
		return from
	}
	b := t.tok(from - 2)
	opens := from < 2 || p.before >= wrapped || b.is(":") || b.is(",") || b.is(".") && t.tok(from-3).kind == number || b.kind == word && b.any(triggerWord)
	if p.any(surnameToo|common) && p.shape == k.shape && !p.any(adjectival) {
		return from - 1 // рекомендовано гусем петром лукичом
	}
	if p.shape == title && k.shape == title && opens && !(t.verbal(from-1) && !p.any(surnameToo) && !(t.tok(from-3).kind == number && t.tok(from-3).size < 3 && t.tok(from-3).before >= wrapped)) || p.shape == lower && k.shape == lower && opens && !hasEnd(p.fold, verbEnds, 4) {
		return from - 1
	}
	return from
}

// inKinBrackets reads who somebody of the family is in brackets behind them: "внучки
// (Кулеш Агата)", "мать не участвует (Кобзарь А.)".
func (t *passage) inKinBrackets(i int) bool {
	if !t.tok(i-1).is("(") || t.toks[i].shape != title || t.toks[i].any(heading|medicinal) {
		return false
	}
	to, named := i, false
	for ; to < i+4 && !t.tok(to).is(")"); to++ {
		k := t.tok(to)
		if named = named || k.any(firstName) || k.size == 1 && k.shape == upper && t.tok(to+1).is("."); !k.capital() && !k.is(".") {
			return false
		}
	}
	if !named || !t.tok(to).is(")") {
		return false
	}
	for j := i - 2; j >= 0 && j > i-6 && t.toks[j].kind == word; j-- {
		if kin()[t.toks[j].fold] {
			t.mark(i, to, typeRelative)
			return true
		}
	}
	return false
}

// byWrappedCalling reads a name alone on the line behind a calling: "водитель\nСорока".
func (t *passage) byWrappedCalling(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != title || k.before != wrapped || k.size < 4 || p.shape != lower || p.kind != word || !p.any(callingWord) || i+1 < len(t.toks) && t.tok(i+1).before < wrapped || k.any(heading|callingWord|medicinal|monthly) || !k.any(common|surnamed) && k.any(inDictionary) {
		return false
	}
	t.person(i, i+1)
	return true
}

// rowsOfPeople reads who else stands in a row of people: "Погосян, жалуется на бок; Бражник —
// выписан", "Дудка — не вставал, Пак С. — на КТ".
func (t *passage) rowsOfPeople() {
	for i, k := range t.toks {
		if k.shape != title {
			continue
		}
		p, n := t.tok(i-1), t.tok(i+1)
		if !t.free(i) || p.kind != sign || !p.is(";") && !p.is(":") && !p.is(",") || k.before > wrapped || !k.any(surnameToo|surnamed) && !(k.any(common) && !n.is(",")) && k.any(inDictionary) || k.any(heading|callingWord|medicinal|monthly|organised|shortForm|eponymStemmed) || k.size < 3 || !cyrillic(k.fold) || daysOfWeek[k.fold] {
			continue
		}
		if dash := n.is("—") || n.is("–"); !dash && (p.is(",") || !n.is(",")) || !t.besideInRow(i, dash) {
			continue
		}
		t.mark(i, i+1, typePerson)
	}
}

// daysOfWeek begin the lines of a timetable.
var daysOfWeek = wordSet("понедельник вторник среда четверг пятница суббота воскресенье")

// besideInRow reports whether somebody stands near i on its line between a sign and a dash, or a
// comma, as the word at i does.
func (t *passage) besideInRow(i int, dash bool) bool {
	for _, m := range t.marks {
		if !isPerson(m.kind) || m.from > i+30 || m.to < i-30 {
			continue
		}
		p, n := t.tok(m.from-1), t.tok(m.to)
		dashed := n.is("—") || n.is("–")
		if p.kind == sign && ((p.is(";") || p.is(":")) && (dashed || n.is(",") || n.is(";")) || p.is(",") && dash && dashed) {
			return true
		}
	}
	return false
}
