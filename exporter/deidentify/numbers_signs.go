package deidentify

// notPapers are words behind which "№" tells a size, a pack, a form, a place in a house
// or a number of a series, and no paper.
var notPapers = wordSet("поезд поезда рейс рейса вагон вагона дьюара гд гемодиализ гемодиализа приказ приказа приказом приказу форма формы форме ф диета диеты стол стола трубка трубкой трубки капельница фитосбор сбор сеанс сеанса цикл цикла курс курса катетер катетером зонд зондом скальпель нить нитью игла иглой бригада бригады бригадой смп машина кабинет каб кабинета палата палаты палате койка койки пост поста бокс секция участок окно оператор зуб зуба доза рост размер код мкб")

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
