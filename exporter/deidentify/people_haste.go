package deidentify

import "strings"

// People as notes written in haste have them: beside a telephone, with a first name cut
// short, by two letters, and by everyday words behind what they are.

// inHaste reports whether one of the readings of this file fits at i.
func (t *passage) inHaste(i int) bool {
	k := t.toks[i]
	if t.listedByBed(i) {
		return true
	}
	if k.shape != lower {
		return k.size < 9 && t.tok(i+1).is(".") && t.cutName(i)
	}
	return !t.english() && t.hushed() && (t.staffLetters(i) || t.everydayStaff(i) || t.smallKin(i) || t.looseLetters(i) || t.smallSurname(i))
}

// bedMarks begin lines of lists of who lies where.
var bedMarks = wordSet("п к пал койка кой б бокс палата место м")

// listedByBed reads "п3 терентьев инсулин" and "к2 Балабан ж 71": who stands behind the ward or the
// bed that a line begins with.
func (t *passage) listedByBed(i int) bool {
	k, n, j := t.toks[i], t.tok(i-1), i-2
	if n.kind != number || n.size > 2 || k.before != spaced || k.size < 3 || !cyrillic(k.fold) || t.english() {
		return false
	}
	if t.tok(j).is(".") {
		j--
	}
	if w := t.tok(j); j < 0 || !bedMarks[w.fold] || w.before < wrapped && j > 0 || t.toks[j+1].before > spaced || k.any(heading|callingWord|medicinal|organised|monthly|measuring|shortForm|genericWord) {
		return false
	}
	b := t.tok(i + 1)
	sexed := (b.fold == "ж" || b.fold == "м") && b.before == spaced && t.tok(i+2).kind == number
	switch {
	case sexed && k.shape != lower, !k.any(inDictionary) && (k.isSurname() || k.shape == title && !k.any(built|medical)):
	case k.shape == title && k.any(strongly|surnameToo) && !k.any(adjectival) && (t.closes(i+1) || b.kind == number):
	default:
		return false
	}
	t.mark(i, i+1, t.roleOf(i))
	return true
}

// besidePhone reads who stands right before or behind a telephone: "Виорика +373 69 629 371",
// "4-31-08 Вера".
func (t *passage) besidePhone(m mark) {
	if t.english() {
		return
	}
	i := m.from - 1
	for i > m.from-3 && (t.tok(i).is(".") || t.tok(i).is(":") || t.tok(i).is("-") || t.tok(i).is("—") || t.tok(i).is("(") || t.tok(i).fold == "т" || t.tok(i).fold == "тел") {
		i--
	}
	if t.calledThere(i) && !(t.tok(i+1).kind == sign && !t.toks[i].any(firstName)) {
		t.mark(i, i+1, typePerson)
	}
	i = m.to
	for i < m.to+2 && (t.tok(i).is("-") || t.tok(i).is("—") || t.tok(i).is("–") || t.tok(i).is("(")) {
		i++
	}
	if t.tok(i).before <= spaced && t.calledThere(i) && (t.closes(i+1) || t.initialed(i)) {
		t.mark(i, i+1, typePerson)
	}
}

// calledThere reports whether the word at i may be who a telephone belongs to.
func (t *passage) calledThere(i int) bool {
	k := t.tok(i)
	if i < 0 || !t.free(i) || k.kind != word || k.size < 3 || !cyrillic(k.fold) || k.any(heading|callingWord|medicinal|organised|monthly|shortForm|genericWord|measuring|trading) {
		return false
	}
	return k.shape == title && (k.any(firstName|surnameToo) || !k.any(inDictionary)) || k.shape == lower && t.hushed() && (k.any(firstName) || !k.any(explaining|abbreviated) && k.isSurname())
}

// cutNames are first names and patronymics as people cut them before a dot.
var cutNames = wordSet(`ал алекс алексан андр анат ант анд арк арт бор вад вал вас вит викт влад вл вяч вячесл ген геор гер григ дан ден дм дмит евг ег ек екат ел елиз зин зоя ив игн ил илл ир ирин кир конст ксен лар леон лид люб люд людм макс мар марг мих над нат наг ник никол окс ол ольг пав павл пет петр раф ром рус свет серг сем степ стан стас так там тат тим фед юл юр эд эдуард яр яросл никит степан владим серафим валент лаврент георг зах`)

// cutName reads "Ир. Ник.", "Эд. Янович" and "Кирдяшов Вас.": a first name cut short with the
// rest of the name beside it.
func (t *passage) cutName(i int) bool {
	k, d := t.toks[i], t.tok(i+1)
	if k.shape == lower || !k.in(cutNames) || !d.is(".") || d.before != glued || t.english() {
		return false
	}
	n := t.tok(i + 2)
	switch p := t.tok(i - 1); {
	case n.capital() && n.in(cutNames) && t.tok(i+3).is(".") && n.before <= spaced:
		t.person(i, i+4)
	case n.capital() && n.any(patronymical) && n.before <= spaced:
		t.person(i, i+3)
	case p.kind == word && p.capital() && k.before == spaced && t.free(i-1) && p.size > 3 && (p.isSurname() || !p.any(inDictionary)) && !p.any(heading|callingWord|medicinal|genericWord|monthly) && k.size > 2:
		t.mark(i-1, i+2, t.roleOf(i-1))
	default:
		return false
	}
	return true
}

// staffLetters reads "деж. лв" and "зав л.м." where nothing has capitals: two letters right
// behind one of the staff.
func (t *passage) staffLetters(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != lower || k.size > 2 || !cyrillic(k.fold) || k.before != spaced || !t.hushed() {
		return false
	}
	if p.is(".") {
		p = t.tok(i - 2)
	}
	if p.kind != word || !p.any(callingWord|curtailed) || p.size < 3 || kin()[p.fold] {
		return false
	}
	n := t.tok(i + 2)
	switch {
	case k.size == 2 && !smallWords[k.fold] && !k.any(shortForm|measuring|inDictionary|abbreviated) && t.closes(i+1) && !t.tok(i+1).is("/") && !t.tok(i+1).is("."):
		t.mark(i, i+1, typeDoctor)
	case k.size == 1 && t.tok(i+1).is(".") && t.tok(i+1).before == glued && n.kind == word && n.size == 1 && cyrillic(n.fold) && n.before == glued && t.tok(i+3).is(".") && !noInitials[k.fold+n.fold]:
		t.mark(i, i+4, typeDoctor)
	default:
		return false
	}
	return true
}

// everydayStaff reads "хир бык зашил" and "лор жук был" where nothing has capitals: a surname
// that is an everyday word right behind one of the staff.
func (t *passage) everydayStaff(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.shape != lower || !k.any(surnameToo|common) || k.size < 3 || k.before != spaced || k.any(heading|callingWord|abbreviated&^common) && !k.any(common) || !t.hushed() {
		return false
	}
	if p.is(".") && p.before == glued {
		p = t.tok(i - 2)
	}
	if p.kind != word || kin()[p.fold] || p.any(common) || !t.tok(i-1).any(callingWord|curtailed) && !p.any(curtailed) {
		return false
	}
	if !t.closes(i+1) && !(n.kind == word && n.shape == lower && (acts[n.fold] || n.any(doing) || hasEnd(n.fold, saidOfPeople[:8], 3) || n.fold == "был" || n.fold == "была")) {
		return false
	}
	t.mark(i, i+1, typeDoctor)
	return true
}

// smallKin reads "мама света 34 г", "дочь ленка принесла" where nothing has capitals: a first
// name that is an everyday word right behind a relative.
func (t *passage) smallKin(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != lower || k.size < 3 || k.before != spaced || p.kind != word || !kin()[p.fold] || !t.hushed() || k.any(heading|callingWord) {
		return false
	}
	if !k.any(firstName) && !fondly(k.fold) || k.fold == "рада" || k.fold == "рад" {
		return false
	}
	to := i + 1
	if t.lowerInitial(to) && t.toks[to].before == spaced {
		to += 2
	}
	t.mark(i, to, typeRelative)
	return true
}

// fondly reports whether a word is a woman's or a man's name with "-ка": ленка, юлька, вовка.
func fondly(w string) bool {
	st, ok := strings.CutSuffix(w, "ка")
	if !ok || len(st) < 4 {
		return false
	}
	soft, isSoft := strings.CutSuffix(st, "ь")
	return firstNames().has(st+"а") || isSoft && firstNames().has(soft+"я")
}

// rather are forms of first names and surnames that are something else in a note without
// capitals, whoever the patient is.
var rather = wordSet(`света свете свету слава славы славу мир мира миру рада рад рады роман романа лев льва марта марте зоре зоря заря зари щека щеки щеку губа губы губу рука руки нога ноги нос носа зуб зуба зубы
	кость кости глаз глаза ухо голова головы спина живот кожа кашель жаба рожа чай каша каши сало капуста квас кисель лапша борщ молоко кровь моча зима зимой весна весной лето летом осень осенью вода воды соль сахар мак рак рака хвост шов шва шип горб горба калина шиповник ромашка
	любовь любви надежда надежды надежду вера веры веру мороз мороза морозе морозом гром дождь снег ветер буря туча волна`)

// smallPatient reports whether the patient's surname, or a first name, stands in small letters
// where nothing has capitals, though it is an everyday word: "сорока лежит", "кровь тен взята".
func (t *passage) smallPatient(i int, h hit) bool {
	k := t.toks[i]
	if !t.hushed() || t.english() || !cyrillic(k.fold) || k.any(monthly|medicinal|measuring|heading) || rather[k.fold] || t.tok(i+1).is(".") && t.tok(i+1).before == glued && k.size < 5 {
		return false
	}
	switch h.part {
	case family:
		return !k.any(inDictionary) && k.size > 2 || !k.any(adjectival|medical) && k.any(surnameToo|surnamed) && k.size > 3 || k.any(surnamed) && hasEnd(k.fold, []string{"их", "ых"}, 6)
	case given:
		return k.any(firstName) && k.size > 3
	}
	return false
}

// looseLetters reads "кантор р а вызвала" where nothing has capitals: a surname and two
// letters without dots behind somebody's calling or what was done by them.
func (t *passage) looseLetters(i int) bool {
	k, a, b := t.toks[i], t.tok(i+1), t.tok(i+2)
	if k.size < 3 || a.size != 1 || b.size != 1 || a.kind != word || b.kind != word || a.before != spaced || b.before != spaced || t.tok(i+3).size == 1 && t.tok(i+3).is(".") || !cyrillic(k.fold) || !cyrillic(a.fold) || !cyrillic(b.fold) {
		return false
	}
	if k.any(heading|callingWord|measuring) || hasEnd(k.fold, saidOfPeople, 4) && !k.any(surnamed) || !t.free(i+1) || !t.free(i+2) || !t.triggered(i) && !hasEnd(t.tok(i-1).fold, []string{"ана", "ена", "ован", "ирован", "ал", "ил", "ала", "ила"}, 5) {
		return false
	}
	if !k.any(surnamed|surnameToo|common) && k.any(inDictionary) {
		return false
	}
	t.mark(i, i+3, t.roleOf(i))
	return true
}

// noSurnames are everyday words that end like surnames where people are spoken of.
var noSurnames = wordSet("здоров здорова готов готова один жив жива нов новая нездоров нездорова гражданин господин мужчин одинок против прав сказанного живой больной дежурной старшей")

// smallSurname reads "звонила литвин," and "медсестра шемякина ввела" where nothing has capitals:
// a surname that is an everyday word right behind somebody's calling.
func (t *passage) smallSurname(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.size < 5 || k.before != spaced || p.kind != word || !p.any(triggerWord|callingWord) || p.size < 4 || !k.any(inDictionary) || !k.any(strongly) && !(k.any(surnamed) && (k.any(common|surnameToo) || hasEnd(k.fold, []string{"ин", "ина", "ину", "иным", "иной"}, 5))) || k.in(noSurnames) || nobody.begin(k.fold) || k.any(heading|callingWord|medical|organised|medicinal) {
		return false
	}
	if k.any(adjectival) && hasEnd(k.fold, []string{"ой", "ый", "ий", "ая", "ого", "ому", "ым", "ом", "ую"}, 5) && !k.any(common|surnameToo) && !hasEnd(k.fold, []string{"ской", "ский", "скому", "ского", "цкий", "цкой", "овой", "евой"}, 6) {
		return false
	}
	if !t.closes(i+1) && !n.is("(") && !(n.kind == word && (acts[n.fold] || n.any(doing) || hasEnd(n.fold, saidOfPeople[:6], 4))) {
		return false
	}
	t.mark(i, i+1, t.roleOf(i))
	return true
}
