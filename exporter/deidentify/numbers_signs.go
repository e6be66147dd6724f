package deidentify

// notPapers are words behind which "№" tells a size, a pack, a form, a place in a house
// or a number of a series, and no paper.
var notPapers = wordSet("поезд поезда рейс рейса вагон вагона дьюара гд гемодиализ гемодиализа приказ приказа приказом приказу форма формы форме ф диета диеты стол стола трубка трубкой трубки капельница фитосбор сбор сеанс сеанса цикл цикла курс курса катетер катетером зонд зондом скальпель нить нитью игла иглой бригада бригады бригадой смп машина кабинет каб кабинета палата палаты палате койка койки пост поста бокс секция участок окно оператор зуб зуба доза рост размер код мкб")

// timetabled are what goes by a timetable or a course, whose number is nobody's.
var timetabled = wordSet("сеанс сеанса сеансы поезд поезда поездом поезде рейс рейса рейсом вагон вагона вагоне")

// counts reports whether the word before "№" is one of these, a medicine or a unit.
func (t *passage) counts(i int) bool {
	if i >= 0 && t.taken[i] {
		return false // a day somebody marked
	}
	k := t.tok(i)
	if t.tok(i-1).is("-") && k.before == glued {
		return false // R-гр № 714
	}
	if k.is(".") || k.is(",") {
		k = t.tok(i - 1)
	}
	return k.kind == number || k.kind == word && (notPapers[k.fold] || k.any(medicinal|measuring))
}

// farNumber is where the number of a paper stands that is told of in some small words
// between: "справка о 2 днях 45212", "протокол разбора (КИЛИ) № 82"; or 0.
func (t *passage) farNumber(i int, l label) int {
	if l.kind != typeAccession {
		return 0
	}
	for j := i; j < i+7; j++ {
		switch k := t.tok(j); {
		case k.before > wrapped || j > i && k.before == wrapped:
			return 0
		case k.is("№") && j > i && t.tok(j+1).kind == number && (t.tok(j+1).size > 1 || !t.shouted()) && t.tok(i-1).fold == "протокол" && t.tok(i).fold != "операции":
			return j + 1
		case k.kind == number && k.size >= 5 && j > i && k.before == spaced && !t.isMeasure(j, j+1):
			return j
		case k.kind == number && k.size > 1, k.kind == sign && !k.is("(") && !k.is(")") && !(k.is("-") && k.before == glued), k.kind == word && k.shape != lower && !k.any(shortForm) && !t.tok(j-1).is("(") && !t.shouted():
			return 0
		}
	}
	return 0
}

// policyLetters goes left over the capitals of a policy's series, up to its word: "полис
// ДМС-ПР 431162/04", "полис НС ЛР 11822".
func (t *passage) policyLetters(i int, l label) int {
	if l.kind != typeInsurance && l.kind != "OMS" {
		return i
	}
	from := i
	for from > i-5 && from > 0 && t.toks[from].before <= spaced {
		p := t.toks[from-1]
		if !(p.is("-") && p.before == glued) && !(p.kind == word && p.shape == upper && p.size <= 4 && cyrillic(p.fold) && p.fold != "омс" && p.fold != "енп" && !policyNouns[p.fold]) {
			break
		}
		from--
	}
	if from < i && policyNouns[t.tok(from-1).fold] && t.toks[from].kind == word && !(from == i-1 && t.toks[from].fold == "дмс") {
		return from
	}
	return i
}

// policyNouns are what a policy is called.
var policyNouns = declined("полис страховк")

// formNumber is the end of the number of a printed form at i, which everybody may know
// ("095/у"), or i.
func (t *passage) formNumber(i int) int {
	to := i + 1
	if t.tok(to).is("-") && t.tok(to).before == glued {
		to += 2
	}
	if !t.tok(to).is("/") || t.tok(to+1).fold != "у" && t.tok(to+1).fold != "y" && t.tok(to+1).fold != "u" || t.tok(to+1).before != glued {
		return i
	}
	if to += 2; t.tok(to).is("-") && t.tok(to).before == glued && t.tok(to+1).before == glued && t.tok(to+1).size == 2 && t.tok(to+2).kind != number {
		to += 2 // 057/у-04, 107-1/у-НП
	}
	if n := t.tok(to); n.before == glued && (n.kind != sign || n.is("-")) {
		return i
	}
	return to
}

// ordinalEnd are what makes a figure the which of many: "28-я донация".
var ordinalEnd = wordSet("я й е го му м х ой ая ый")

// hertz are the tones of an audiogram: "500/45, 1000/55".
var hertz = wordSet("125 250 500 750 1000 1500 2000 3000 4000 6000 8000")

// cellUnits are letters behind a stroke that are a form's, a time's or a measure's.
var cellUnits = wordSet("у ч с л д г x х")
