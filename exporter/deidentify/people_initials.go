package deidentify

import "strings"

// byInitials reads "Иванов И.И.", "И. И. Иванов", "Иванов ИИ", "НИ Садыков".
func (t *passage) byInitials(i int) bool {
	k := t.toks[i]
	if k.shape == lower || k.size < 3 && !t.triggered(i) && !t.shortName(i) || k.size < 2 || k.any(heading) && k.shape != mixed {
		return false
	}
	if k.size < 4 && t.tok(i+1).is(".") && t.tok(i-1).is(".") && t.tok(i-2).fold == "о" && t.tok(i-4).fold == "и" {
		return false // И.О. ГЛ. ВРАЧА
	}
	if o := t.tok(i - 1); o.kind == word && o.shape == upper && o.size == 2 && o.any(shortForm) && !o.any(leadsOn) && cyrillic(o.fold) && k.shape == title && k.size > 3 && k.before == spaced && t.tok(i-2).any(callingWord) && t.tok(i-2).kind == word && t.closesOrColon(i+1) && !k.any(heading) {
		t.mark(i-1, i+1, t.roleOf(i-1)) // Окулист АД Луговая:
		return true
	}
	if from := t.lettersBefore(i); from < i {
		t.mark(from, t.after(i)+1, t.roleOf(from))
		return true
	}
	dotted := t.dottedInitials(i)
	if dotted == 0 && !t.bareInitials(i) && !t.lettersBehind(i) {
		return false
	}
	if t.englishInitial(i) {
		t.person(i-2, i+1)
		return true
	}
	listed := dotted == 1 && k.shape == title && t.letter(i+1) && (t.tok(i+3).is(",") || t.tok(i+3).is(";")) && !letteredRu[k.fold] && !k.any(medicinal|genericWord)
	if listed {
		t.person(i, i+3)
		return true // Сорока Ф., Нос М.
	}
	if dotted == 1 && !t.triggered(i) && k.any(inDictionary) && !k.any(common) && (t.opens(i) && !cyrillic(k.fold) || !k.isSurname()) {
		return false // «Посев E. coli»
	}
	if dotted == 1 && !t.triggered(i) && !k.any(surnamed) && !(cyrillic(k.fold) && !t.opens(i)) {
		return false
	}
	from, to := i, i+1
	for n := 0; n < 2; n++ {
		from = t.initialsBack(from)
		to = t.initialsOn(to)
	}
	if to == i+1 && t.secretary(i) {
		to++
	}
	t.person(from, to)
	return true
}

// secretary reads "секретарь Туз РТ.": two capitals that may be a word cut short, between
// a name behind a calling and the end of its clause.
func (t *passage) secretary(i int) bool {
	o := t.tok(i + 1)
	return t.toks[i].shape == title && o.kind == word && o.shape == upper && o.size == 2 && cyrillic(o.fold) && o.before == spaced && t.closes(i+2) && t.triggered(i)
}

func (t *passage) closesOrColon(i int) bool { return t.closes(i) || t.tok(i).is(":") }

// englishInitial reads "A. Love" and "W. STONE": an initial before a capital in
// English text, where no sentence ends with the letter ("hepatitis B. Continue").
func (t *passage) englishInitial(i int) bool {
	o, p := t.tok(i-2), t.tok(i-3)
	if !t.english() || !t.free(i-2) || o.kind != word || o.size != 1 || o.shape != upper || !t.tok(i-1).is(".") || t.toks[i].before != spaced || !t.toks[i].capital() || t.noInitial(i-2) {
		return false
	}
	if k := t.toks[i]; k.any(medicinal|drugEnded) || (o.fold == "t" || t.tok(i+1).is(":")) && k.any(inDictionary) || k.any(inDictionary) && o.before >= wrapped && !k.any(common|firstName) {
		return false // T. Xarelto, B. Lymph node, B. Node:
	}
	if o.before == glued && p.kind == sign && !t.tok(i-4).is(".") && (p.is("-") || p.is("–") || p.is(">")) {
		return false // Anti-D. Edinburgh, c.52T>C. Smokes
	}
	return !lettered[p.fold] && p.kind != number && (p.kind != word || o.before >= wrapped || inside[p.fold] || nameLeads[p.fold] || p.shape == lower && o.before == spaced && !t.toks[i].any(explaining|common|eponymStemmed) && t.toks[i].size > 4 || p.capital() && p.any(firstName))
}

// lettered are words behind which a letter is a type or a stage.
var lettered = wordSet("cl vitamin hepatitis type grade stage factor group class category level part phase child influenza strep")

// letteredRu are words behind which a letter is a type or a stage.
var letteredRu = wordSet("витамин витамины гепатит гепатита гепатитом группа группы группе грипп гриппа класс класса тип типа форма формы степень степени стадия стадии блок корпус литера секция вариант подтип палата кабинет зона точка план схема")

// lettersBehind reads "Красных Г Е": two capitals apart behind a surname.
func (t *passage) lettersBehind(i int) bool {
	k := t.toks[i]
	if k.shape == upper && k.isSurname() {
		return t.letter(i+1) && t.letter(i+2) && !t.letter(i+3)
	}
	return k.shape == title && t.letter(i+1) && t.letter(i+2) && (k.isSurname() || !k.any(inDictionary) || !t.opens(i) || k.any(surnameToo) || t.tok(i+3).in(acts))
}

// lettersBefore is where "П М Ястреб" and "М.А Тонких" begin, or i.
func (t *passage) lettersBefore(i int) int {
	k := t.toks[i]
	if k.shape != title || k.before != spaced || !t.letter(i-1) || k.size < 3 || k.any(heading) {
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
	if n := t.tok(i + 1); t.toks[i].shape == title && t.toks[i].size == 2 && n.shape == upper && n.kind == word && n.size == 2 && cyrillic(n.fold) && n.before == spaced && !n.any(shortForm) && t.closes(i+2) {
		return true // Де ИО
	}
	return t.toks[i].shape == title && !t.toks[i].any(shortForm) && t.initialed(i) && t.tok(i+3).size == 1 && t.tok(i+3).shape == upper && t.tok(i+3).kind == word
}

// dottedInitials counts capitals with dots right before or behind i.
func (t *passage) dottedInitials(i int) int {
	n := 0
	for j := i + 1; t.tok(j).kind == word && t.tok(j).shape == upper && t.tok(j).size == 1 && !t.noInitial(j) && t.tok(j).before <= wrapped && (t.tok(j+1).is(".") || n == 1 && (t.tok(j).before == glued || t.tok(j).before == spaced && (t.closes(j+1) || t.tok(j+1).kind == number || t.tok(j+1).is("|") || t.tok(j+1).is("\"")))) && n < 3; j += 2 {
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
	if t.secretary(i) {
		return true
	}
	for _, j := range []int{i + 1, i - 1} {
		o := t.tok(j)
		if o.kind != word || o.shape != upper || o.size != 2 || o.any(shortForm) && !(t.triggered(min(i, j)) && k.any(surnamed)) && !(j > i && k.shape == upper && k.size > 3) || !cyrillic(o.fold) || j > i && o.before != spaced || j < i && k.before != spaced {
			continue
		}
		if j > i && k.shape == title && (k.any(surnameToo) && (!t.opens(i) || t.tok(i+2).in(acts)) || !k.any(explaining|built) && !t.opens(i)) && t.tok(i+2).kind != number && !t.headed(i) && !o.any(shortForm) {
			return true // Гончар ТР
		}
		if j > i && k.shape == upper && k.size > 3 && cyrillic(k.fold) && (k.any(surnamed) && !t.shouted() || !k.any(explaining)) && !k.any(shortForm|heading|organised|medical|medicinal|callingWord|eponymStemmed) && (t.closes(i+2) || t.tok(i+2).kind == word && t.tok(i+2).shape == lower && t.tok(i+2).before == spaced) && !t.headed(i) {
			return true // ТУРБИНА ВР, ХВАН АС
		}
		if t.triggered(min(i, j)) || k.any(surnamed) && k.shape == title && (j > i || !t.opens(i)) {
			return true
		}
	}
	return false
}

func (t *passage) initialsOn(i int) int {
	k := t.tok(i)
	if k.kind == word && k.shape == upper && k.before <= wrapped && !t.kept[i] {
		if k.size == 1 && !t.noInitial(i) && t.tok(i+1).is(".") {
			return i + 2
		}
		if k.size == 1 && t.tok(i-1).is(".") && t.tok(i-2).size == 1 && t.tok(i-2).shape == upper && (t.closes(i+1) || t.tok(i+1).kind == number || t.tok(i+1).is("|") || t.tok(i+1).is("\"")) {
			return i + 1 // Муха В. В,
		}
		if p := t.tok(i - 1); k.size == 1 && cyrillic(k.fold) && k.before == spaced && (p.any(firstName) || t.triggered(i-1)) && p.shape == title && !t.shouted() && !t.noInitial(i) && (t.closes(i+1) || t.tok(i+1).kind == word && t.tok(i+1).shape == lower && t.tok(i+1).before == spaced) {
			return i + 1 // Тамара П привела
		}
		if p := t.tok(i - 1); k.size == 2 && cyrillic(k.fold) && (!k.any(shortForm) || p.shape == title && t.tok(i+1).kind != number && !p.any(inDictionary)) {
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
	if k := t.tok(i - 1); k.kind == word && k.shape == upper && k.size == 2 && cyrillic(k.fold) && !k.any(shortForm) && t.tok(i).before == spaced {
		return i - 1
	}
	return i
}

// byLowerInitials reads "кузнецова а.в." and "а. в. кузнецова", written in haste.
func (t *passage) byLowerInitials(i int) bool {
	k := t.toks[i]
	behind, before := t.lowerInitial(i+1), t.lowerInitial(i-4)
	if e := t.initialsOn(t.initialsOn(i + 1)); behind && t.tok(e).shape == title && t.tok(e).before <= spaced && t.tok(e).any(surnamed) && t.closes(e+1) && t.tok(i-1).any(callingWord) && !k.any(strongly) {
		return false // начальник медчасти Е.В. Чижов
	}
	if behind && k.any(inDictionary) && !k.any(surnamed|common|surnameToo) && noInitials[t.tok(i+1).fold+t.tok(i+3).fold] {
		return false // введено в.в.
	}
	if e := t.after(i+1) + 1; e == i+3 && k.shape == lower && k.size > 2 && !k.any(heading|callingWord) && t.lowerInitial(e) && t.lowerInitial(e+2) && t.toks[e+2].before <= spaced {
		t.mark(i, e+4, t.roleOf(i)) // соколова-вебер ж.п.
		return true
	}
	if behind && k.shape == lower && k.size > 2 && t.lowerInitial(i+3) && t.toks[i+3].before <= spaced && !k.any(heading|callingWord|measuring) && t.triggered(i) && (t.closes(i+5) || t.tok(i+5).kind == number) {
		t.mark(i, i+5, t.roleOf(i)) // приняла цимбал и. р.,
		return true
	}
	if behind && k.shape == lower && k.size > 2 && t.hushed() && t.lowerInitial(i+3) && t.toks[i+3].before == glued && !k.any(heading|callingWord|abbreviated) && (k.before >= wrapped || t.tok(i-1).kind == number && t.tok(i-3).before >= wrapped || t.tok(i-1).is(",") && k.any(common|surnamed)) {
		t.mark(i, i+5, t.roleOf(i)) // 9.00 бык с.с.
		return true
	}
	if k.shape != lower || k.size < 3 || !behind && !before || k.any(heading) || k.any(inDictionary) && !k.isSurname() {
		return false
	}
	if behind && t.lowerInitial(i+3) && t.toks[i+3].before == glued {
		t.mark(i, i+5, t.roleOf(i))
		return true
	}
	if before && t.lowerInitial(i-2) && t.toks[i-2].before == glued && k.before <= spaced && k.isSurname() && !k.any(inDictionary) {
		t.mark(i-4, i+1, t.roleOf(i-4))
		return true
	}
	return false
}

// byLooseInitials reads "дадиани э ш" and "каримзоды м.х", where nothing else
// explains the word.
func (t *passage) byLooseInitials(i int) bool {
	k := t.toks[i]
	if k.shape != lower || k.size < 3 || !cyrillic(k.fold) || k.any(abbreviated) || k.any(measuring) || k.any(callingWord) || k.any(explaining) {
		return false
	}
	to, letters, dots := i+1, 0, 0
	for letters < 2 && t.free(to) && t.toks[to].kind == word && t.toks[to].size == 1 && cyrillic(t.toks[to].fold) && t.toks[to].before <= spaced {
		letters++
		if to++; t.tok(to).is(".") && t.tok(to).before == glued {
			dots++
			to++
		}
	}
	if n := t.tok(to); letters == 0 && n.kind == word && n.size == 2 && n.shape == lower && n.before == spaced && t.closes(to+1) && (!n.any(inDictionary) && k.isSurname() || !smallWords[n.fold] && k.any(strongly)) && !n.any(measuring) {
		letters, to = 2, to+1
	}
	if letters < 2 && dots == 0 || letters == 2 && dots == 0 && !t.closes(to) {
		return false
	}
	t.person(i, to)
	return true
}

// lowerInitial reports whether a single Russian letter with a dot stands at i.
func (t *passage) lowerInitial(i int) bool {
	k := t.tok(i)
	return k.size == 1 && k.kind == word && t.free(i) && t.tok(i+1).is(".") &&
		(cyrillic(k.fold) && t.tok(i+1).before == glued && !strings.Contains("гдт", k.fold) || t.tok(i+2).size == 1 && t.tok(i+2).kind == word && t.tok(i+2).before == glued && t.tok(i+3).is("."))
}

// byLoneInitials reads "А.К. в курсе": two Russian capitals with dots and nothing
// of a name beside them.
func (t *passage) byLoneInitials(i int) {
	k, o := t.toks[i], t.tok(i+2)
	if !t.tok(i+1).is(".") || !t.letter(i) || !t.letter(i+2) || o.before > spaced || !t.tok(i+3).is(".") || t.tok(i+3).before != glued || noPerson[k.fold+o.fold] {
		return
	}
	if t.tok(i-1).is(".") && t.toks[i].before == glued || t.tok(i+4).kind == number && t.tok(i+4).before == glued {
		return
	}
	t.mark(i, i+4, t.roleOf(i))
}

// noPerson are two capitals with dots that are no initials.
var noPerson = wordSet("мп ио фи гр нэ тд тп те тк др ад чд рс зы мс")

// byCutSurname reads "Кристина Б-ва" and "подпись М-ва": the first letter and the
// ending of a surname.
func (t *passage) byCutSurname(i int) bool {
	k, h, e := t.toks[i], t.tok(i+1), t.tok(i+2)
	if k.size > 2 || !k.capital() || !cyrillic(k.fold) || !h.is("-") || h.before != glued || e.kind != word || e.before != glued || e.shape != lower || !surnameTail[e.fold] {
		return false
	}
	t.person(i, i+3)
	return true
}

var surnameTail = wordSet("ва вой ву вым ова овой ову ева евой ина иной ину ко енко ский ская ского ской цкая ов ев ин ова ян дзе швили")
