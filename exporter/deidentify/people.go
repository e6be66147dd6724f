package deidentify

// unknownPeople takes out people the record does not name: by initials, by
// patronymics, by first names, by the words before them, and by the shape of a
// surname inside a sentence.
func (t *passage) unknownPeople() {
	for i, k := range t.toks {
		if k.kind != word || t.taken[i] || t.kept[i] || t.byPlaced(i) || t.byLettersBefore(i) || t.inHaste(i) || t.bySlot(i) || k.unremarkable() && !t.lowerInitial(i+1) && !(t.tok(i-1).any(triggerWord) && t.tok(i-1).in(formal)) {
			continue
		}
		switch {
		case t.byCell(i), t.pairOfList(i), t.inSpeech(i):
		case t.byHonorific(i), t.byClosing(i), t.byColon(i), t.byPastVerb(i), t.byGluedTitle(i):
		case t.byGluedInitials(i), t.bySpeaker(i), t.byShoutedCalling(i), t.byLettersBehind(i):
		case t.byCredential(i):
		case t.byEnglish(i):
		case t.bySmallFirst(i):
		case t.byPatronymic(i):
		case t.byInitials(i):
		case t.byCutSurname(i):
		case t.byFirstName(i):
		case t.byLowerInitials(i):
		case t.byLooseInitials(i):
		case t.byTrigger(i), t.byEastern(i):
		case t.bySurnameFirst(i):
		case t.byGreeting(i), t.byLine(i), t.byBed(i):
		case t.byApposition(i), t.inKinBrackets(i), t.byWrappedCalling(i):
		case t.byLowerTrigger(i):
		}
	}
	for i, k := range t.toks {
		if k.size == 1 {
			t.byLoneInitials(i)
		}
	}
	t.typists()
	t.smallSignatures()
}

// unremarkable reports an everyday word without a capital that has nothing of a name,
// and no place where a letter begins: no rule of this layer asks for such a word.
func (k *token) unremarkable() bool {
	return k.shape == lower && k.before != parted && k.any(inDictionary) && !k.any(firstName|patronymical|filial|credentialed|surnamed)
}

// namish reports whether the token may be part of a name beside another part.
func (t *passage) namish(i int) bool {
	k := t.tok(i)
	if k.kind == word && k.shape == upper && k.size == 1 && i >= 0 && t.tok(i+1).is("'") && t.tok(i+1).before == glued { // O'Connor
		return true
	}
	return i >= 0 && i < len(t.toks) && k.kind == word && k.shape != lower && k.size > 1 && !t.kept[i] && !k.any(heading) && !k.any(shortForm) && !k.any(monthly) && !k.any(triggerWord) &&
		!k.any(medicinal) && !(k.shape == upper && t.shouted() && k.any(inDictionary) && (!k.any(common) || k.size < 4) && !k.isSurname() && !k.any(firstName) && !(k.any(surnameToo) && (t.tok(i-1).any(firstName) || t.tok(i+1).any(firstName))))
}

// lettersAlone reports whether the capitals at i are an abbreviation of English medicine.
func (t *passage) lettersAlone(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	return k.shape == upper && k.size > 2 && t.english() && !t.tok(i-1).in(formal) && !t.tok(i-2).in(formal) && !(n.shape == title && n.before == spaced) && abbreviationsEn()[k.fold] && !t.shouted() && !k.any(firstName) && !t.somebody(k)
}

// person widens a name over the parts of names on both sides and marks it.
func (t *passage) person(from, to int) {
	if to == from+1 && t.lettersAlone(from) {
		return
	}
	seed := t.toks[from].shape
	from = t.surnameBefore(from)
	for n := 0; n < 3; n++ {
		if b := t.before(from); t.joins(from) && (t.namish(b) && !t.verbal(b) || t.lowerName(b, seed)) {
			from = b
		}
	}
	for n := 0; n < 3; n++ {
		to = t.overParticles(t.glottal(t.initialsOn(to)))
		if s := t.tok(to); s.fold == "st" && s.shape == title && t.tok(to+1).is(".") && t.tok(to+2).capital() && t.tok(to+2).before == spaced {
			to += 3 // Declan St. Clair
			continue
		}
		if h := t.tok(to); h.is("-") && h.before == glued && t.tok(to+1).shape == title && t.tok(to+1).before == glued && t.tok(to-1).capital() {
			to += 2 // the second half of a double name, whatever it is
			continue
		}
		if m := t.tok(to); m.shape == title && m.before == spaced && middle[t.tok(to-1).fold] && t.tok(to-1).shape == title {
			to++ // Чан Тхи Май
			continue
		}
		if a := t.after(to); t.joins(a) && !t.resumes(a) && (t.namish(a) || t.lowerName(a, seed) || a == to+1 && t.tok(to).is("-") && t.tok(a).kind == word && t.tok(a).size <= 4 && !t.tok(a).any(inDictionary)) {
			if a > to {
				n-- // the second half of a double name is no word of its own
			}
			to = a + 1
		}
	}
	if c := t.tok(to); c.is(",") && t.triggered(from) && t.namish(to+1) && t.tok(to+1).any(firstName) { // Dr. Smith, John
		to += 2
	}
	from, to = t.withInitials(from, to)
	for t.tok(to).in(honorific) && t.tok(to).before <= spaced {
		to++
	}
	t.mark(t.withParticle(from), to, t.roleOf(from))
}

// verbal reports whether an everyday word that opens a sentence is no noun: what
// is done with the person behind it.
func (t *passage) verbal(i int) bool {
	k := t.toks[i]
	if !t.opens(i) || !k.any(inDictionary) || k.any(common|firstName|surnamed) {
		return false
	}
	return hasEnd(k.fold, verbEnds, 4) || !cyrillic(k.fold)
}

// resumes reports whether the everyday word at i begins another sentence or line behind
// an initial or a name ("Лыков И. М. Операционная сестра").
func (t *passage) resumes(i int) bool {
	k := t.toks[i]
	return (t.tok(i-1).is(".") && !t.english() || k.before == wrapped) && k.any(inDictionary) && !k.any(common|firstName|patronymical) && !(k.isSurname() && cyrillic(k.fold)) && k.size > 3
}

var verbEnds = []string{"ил", "ал", "ел", "ть", "ти", "те", "ся", "сь", "ла", "ло", "ли", "ет", "ит", "ют", "ут", "ат", "ят", "ое", "ые", "ие", "на", "но", "ны", "ен", "ст", "ор", "ир", "олог", "ение", "ания"}

// joins reports whether token i stands on the same line as the one before, or
// right at the next line's head inside a sentence.
func (t *passage) joins(i int) bool {
	if i <= 0 || i >= len(t.toks) || t.toks[i].before > wrapped || t.toks[i].before == tabbed {
		return false
	}
	p := t.toks[i-1]
	if p.kind == word && p.size == 1 && p.shape == upper && t.toks[i].before == wrapped && t.tok(i-2).is(".") {
		return false // «Зейнал Т. С» and another line
	}
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
	if k.kind == word && k.shape == lower && k.any(firstName) && i+1 < len(t.toks) && t.toks[i+1].any(patronymical) {
		return true
	}
	if k.kind != word || k.shape != lower || k.any(common) || k.any(heading) {
		return false
	}
	if seed == lower && !k.any(triggerWord) && !k.any(monthly) && (hasEnd(k.fold, surnameEnds, 5) || k.size > 2 && (k.size > 3 && cyrillic(k.fold) || t.english()) && !k.any(explaining|abbreviated|measuring|callingWord) && !credential[k.fold]) {
		return true
	}
	return k.any(firstName) || patronymics()[lemma(k.fold)] || hasEnd(k.fold, strongEnds, 6) && !k.any(adjectival)
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
		case t.toks[j].any(triggerWord) && hasAnyPrefix(w, []string{"жен", "муж", "мат", "от", "сын", "доч", "брат", "сестр", "баб", "дед", "daughter", "son", "wife", "husband", "mother", "father"}):
			return typeRelative
		}
	}
	return typePerson
}

// sonOf end patronymics of the East, and honorific follow a name there.
var (
	sonOf     = wordSet("уулу оглы оглу углы угли улы кызы кизи гызы заде")
	honorific = wordSet("муаллим ханум ханым апа ака эфенди хазрат абый бабай джан жан ага бей оглы оглу углы угли улы кызы кизи гызы")
)

func (t *passage) byPatronymic(i int) bool {
	k := t.toks[i]
	if !k.any(patronymical) && !k.any(filial) {
		return false
	}
	if k.shape == lower && !k.any(filial) && !patronymics()[lemma(k.fold)] && k.any(inDictionary) {
		return false
	}
	t.person(i, i+1)
	return true
}

// byFirstName reads a first name beside another capitalised word, or alone where
// no sentence begins.
func (t *passage) byFirstName(i int) bool {
	k := t.toks[i]
	if !k.any(firstName) || k.size < 3 {
		return false
	}
	beside := t.joins(i) && t.namish(i-1) && !t.opens(i-1) || t.joins(i+1) && t.namish(i+1)
	surname := t.joins(i) && t.namish(i-1) && t.tok(i-1).any(surnamed) || t.joins(i+1) && t.namish(i+1) && t.tok(i+1).any(surnamed)
	switch {
	case k.shape == lower:
		if !t.triggered(i) && !t.lowerPair(i) && !(t.tok(i-1).fold == "by" && !k.any(inDictionary)) || k.any(common) && (k.any(inDictionary) || t.english() || !t.hushed()) {
			return false
		}
	case k.any(common):
		if !surname && !t.triggered(i) {
			return false
		}
	case !beside && !surname && t.opens(i) && !t.triggered(i) && (k.any(inDictionary) || k.shape != title || t.product(i)):
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
		if k.kind == word && (patronymics()[lemma(k.fold)] || hasEnd(k.fold, surnameEnds, 5) && !k.any(heading) && t.triggered(min(i, j))) {
			return true
		}
	}
	return false
}

// byTrigger takes the capitalised words behind a trigger whatever they are, if
// they are no words of the trade.
func (t *passage) byTrigger(i int) bool {
	k := t.toks[i]
	if k.shape == lower || k.size < 2 || t.labels(i) || k.any(heading) && !t.initialed(i) && !(kin()[t.tok(i-1).fold] && k.any(firstName)) || !t.triggered(i) || k.any(shortForm) || k.any(leadsOn) || k.any(callingWord) || k.any(medicinal) && !k.any(common|firstName) && (t.tok(i-1).kind == sign || cyrillic(k.fold) && (!k.any(surnamed) || t.tok(i+1).kind == number || t.tok(i+1).in(brandTails)) && !(t.tok(i+1).capital() && t.tok(i+1).any(patronymical|surnamed))) {
		return false
	}
	p := t.tok(i - 1)
	if p.is(".") && !t.cut(i-1) || k.before >= wrapped && !p.is(":") && !k.isSurname() && !(p.is(".") && t.tok(i-2).before <= spaced && k.before == wrapped && !k.any(inDictionary)) {
		return false
	}
	if k.shape == upper && p.shape == upper && p.size > 3 && !k.isSurname() && !k.any(firstName) && k.any(inDictionary) {
		return false // a heading in capitals: «PATIENT REPORTED»
	}
	if k.shape == upper && p.shape == upper && k.in(noteWords) {
		return false // PT DAILY NOTE
	}
	if p.kind == sign && !p.is(".") && t.phraseHead(i) {
		return false // «Состояние ребёнка: Удовлетворительное»
	}
	t.person(i, i+1)
	return true
}

// noteWords stand in the heading of a note behind the trade of who wrote it.
var noteWords = wordSet("daily note notes progress visit record discharge planning eval evaluation assessment initial followup treatment plan summary report reassessment session log charting entry form referral")

// byApposition reads "(Hope, niece)" and "Зоя, сестра,": a capital, a comma and who
// it is to the patient.
func (t *passage) byApposition(i int) bool {
	k, w := t.toks[i], t.tok(i+2)
	if t.tok(i+1).is("(") && k.shape == title && k.size > 2 && (kin()[w.fold] || k.any(firstName) && w.any(triggerWord) && cyrillic(w.fold) && w.shape == lower) && t.tok(i+3).is(")") && !k.any(heading|callingWord|medicinal) {
		t.person(i, i+1) // Линь (мама)
		return true
	}
	if k.shape != title || k.size < 3 || !t.tok(i+1).is(",") || !kin()[w.fold] || w.shape != lower || !t.closes(i+3) || k.any(heading) || k.any(callingWord) || t.kept[i] {
		return false
	}
	if k.any(inDictionary) && !k.any(common) && !k.any(firstName) {
		return false
	}
	t.person(i, i+1)
	return true
}

// bySurnameFirst reads "Graves, Alois" in English text.
func (t *passage) bySurnameFirst(i int) bool {
	k, g := t.toks[i], t.tok(i+2)
	if !t.english() || !k.capital() || k.size < 3 || !t.tok(i+1).is(",") || t.tok(i+1).before != glued || gradesEn[k.fold] || !g.capital() || g.before > wrapped || !g.any(firstName) || g.any(inDictionary) && !g.any(common) || k.any(heading|callingWord|monthly) || calling(g.fold) {
		return false
	}
	t.person(i, i+3)
	return true
}

// byGreeting reads a name alone before a comma on a line of its own: "Aoife,".
func (t *passage) byGreeting(i int) bool {
	k := t.toks[i]
	if k.before != parted || k.size < 3 || !t.tok(i+1).is(",") || i+2 >= len(t.toks) || t.toks[i+2].before < wrapped || k.any(heading) || k.shape == lower && k.any(inDictionary) && !k.any(firstName) {
		return false
	}
	t.mark(i, i+1, typePerson)
	return true
}

// byLine reads a first name before a colon at the head of a line of talk: "Инна: снимки".
func (t *passage) byLine(i int) bool {
	k := t.toks[i]
	colon := i + 1
	if r := t.tok(colon); r.kind == word && r.shape == lower && r.size > 2 && r.before == spaced {
		colon++ // Влад сисадм: не работает
	}
	if k.before < wrapped || k.shape != title || !k.any(firstName) || k.any(heading) || k.any(inDictionary) && (!k.any(common) || colon > i+1 || t.tok(i+2).shape != lower) && !t.speaksAgain(i) || !t.tok(colon).is(":") || t.tok(colon).before != glued {
		return false
	}
	t.mark(i, i+1, typePerson)
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
	if k.any(adjectival) && k.any(inDictionary) && n.shape == lower && n.kind == word && n.before == spaced && n.any(inDictionary) && !n.any(doing) {
		return true
	}
	return k.any(inDictionary) && !k.isSurname() && !k.any(common) && (k.any(adjectival) || n.kind == word && n.shape == lower && n.before <= spaced)
}

// byLowerTrigger takes a word without a capital behind a trigger, when it has a
// surname's ending and no dictionary knows it («врач галиуллина»).
func (t *passage) byLowerTrigger(i int) bool {
	k := t.toks[i]
	if k.shape != lower || k.size < 4 || cyrillic(k.fold) && !k.isSurname() && !t.closes(i+1) && !t.tok(i+1).is("(") && !t.smallPair(i) && !(t.hushed() && t.tok(i-1).any(triggerWord) && kinStem(t.tok(i-1).fold)) && !(t.hushed() && t.tok(i-1).any(callingWord) && !k.any(explaining|abbreviated|measuring)) || k.any(heading) || k.any(callingWord) || t.kept[i] || k.any(abbreviated) || t.tok(i+1).is(".") && k.any(curtailed) || !t.triggered(i) || k.any(inDictionary) {
		return false
	}
	if t.toks[i].before >= wrapped || t.tok(i-1).is(".") && !t.cut(i-1) || t.tok(i+1).is(".") && k.size < 5 {
		return false
	}
	to := i + 1
	if n := t.tok(to); n.kind == word && n.shape == lower && n.size == 2 && n.before <= wrapped && !smallWords[n.fold] && (!n.any(measuring) || t.closes(to+1)) && (t.closes(to+1) || t.tok(to+1).kind != word) {
		to++ // «сулейманян зн»
	} else if n.kind == word && n.shape == lower && n.size > 2 && n.before == spaced && t.hushed() && t.english() && !n.any(explaining) {
		to++ // dr bhavna verma
	}
	t.person(i, to)
	return true
}

// smallPair reports whether two small letters that end a clause stand behind i: "кокойты мб,".
func (t *passage) smallPair(i int) bool {
	n := t.tok(i + 1)
	return n.kind == word && n.shape == lower && n.size == 2 && n.before == spaced && !smallWords[n.fold] && t.closes(i+2)
}

// kinStem reports whether a word is of kin, in any case.
func kinStem(w string) bool {
	return hasAnyPrefix(w, []string{"доч", "отец", "отц", "мать", "матер", "сын", "мам", "пап", "муж", "жен", "брат", "сестр", "внук", "внуч", "баб", "дед", "тет", "дяд", "зят", "невест", "свекр", "тещ"})
}

// smallWords are words of two letters that are no initials.
var smallWords = wordSet("на не но ни до по из от об со во за же ли бы уж он мы вы ты то та те да их им")

func (k *token) isSurname() bool { return k.any(surnamed) }

// inQuotes reports whether the word begins a quotation: a medicine, a trial.
func (t *passage) inQuotes(i int) bool {
	p := t.tok(i - 1)
	return p.is("«") || p.is("\"") || p.is("“") || p.is("„")
}
