package deidentify

// Russian days without a year where nothing asks for one: most figures of that shape are days,
// and what else has it is told by the word before.

// shortDay reports whether "8.08", "26.04", "12/10" or "24/6" is a day by the word before it. What
// measured and hour say is known to be false, the figures are a day's and a month's.
func (t *passage) shortDay(i, b int, sep string) bool {
	x, y, p, n := t.toks[i], t.toks[b], t.tok(i-1), t.tok(b+1)
	if y.size == 1 && sep == "." && x.size == 2 && x.before >= wrapped && (n.is(":") || (n.is("-") || n.is("–") || n.is("—")) && n.before == spaced && t.tok(b+2).before == spaced) {
		return true // 18.9: чисто
	}
	if x.before == glued && !p.is("(") || x.before > spaced && p.kind != sign || n.before == glued && (n.kind != sign || n.is("/") || n.is("-") || t.tok(b+2).before == glued && t.tok(b+2).kind == number) {
		return false
	}
	if y.size == 1 {
		return t.dayLed(i) || sep == "/" && x.size == 2 && atoi(x.fold) > 12 && !(x.fold == "24" && y.fold == "7") && t.plainBefore(i) && !p.in(ofTwo)
	}
	if sep == "/" {
		return x.size == 2 && t.plainBefore(i) || t.dayLed(i) || y.fold != "10" && x.size == 1 && t.plainBefore(i) && (dateLeads[p.fold] || t.happenedLately(i))
	}
	switch {
	case p.shape == upper && cyrillic(p.fold) && p.kind == word && !t.shouted():
		return !p.any(valueWord|measuring) && !p.in(valueCaps) && (x.size == 2 || (p.in(dueDate) || p.in(dayOfCapitals)) && t.commaed())
	case x.size == 2:
		return p.kind == sign && (t.tok(i-2).kind == word && !t.tok(i-2).any(valueWord) && !t.tok(i-2).in(valueCaps)) && (p.is("=") || p.is("—") || p.is("–") || p.is("(") || p.is(":")) && t.commaed()
	case p.is("(") && n.is(")"), p.is("—") || p.is("–") || p.is(","):
		return t.commaed() && !t.valued(i)
	}
	return t.commaed() && t.plainBefore(i)
}

// commaed reports whether no value of the passage is written with a dot.
func (t *passage) commaed() bool {
	for i := 1; i+1 < len(t.toks); i++ {
		if s, a, b := t.toks[i], t.toks[i-1], t.toks[i+1]; s.is(".") && a.kind == number && b.kind == number && s.before == glued && b.before == glued && !t.taken[i] && a.size <= 3 && (b.size == 1 || b.size == 2 && b.fold > "12") && (t.tok(i+2).before != glued || t.tok(i+3).kind != number) {
			return false
		}
	}
	return true
}

// plainBefore reports whether a word of everyday speech stands right before the figure at i.
func (t *passage) plainBefore(i int) bool {
	p := t.tok(i - 1)
	if p.is(".") && p.before == glued {
		p = t.tok(i - 2)
	}
	return p.kind == word && (p.shape == lower || p.shape == title && p.any(inDictionary) && !p.any(heading)) && cyrillic(p.fold) && (p.size > 2 || dateLeads[p.fold]) && !p.any(valueWord|measuring|medicinal|eponymStemmed|unitNoun|addressing) && !p.in(counted) && !t.valued(i)
}

// dayLed reports whether a small word before a day stands before the figure at i, and what
// happens on a day before it: "выписка на 2/4", "явка до 8.8".
func (t *passage) dayLed(i int) bool {
	if p := t.tok(i - 1); !dateLeads[p.fold] || p.shape != lower {
		return false
	}
	p := t.tok(i - 2)
	return p.kind == word && (hasAnyPrefix(p.fold, dateDone) || hasAnyPrefix(p.fold, dateAskedNow) || hasAnyPrefix(p.fold, events)) && !p.any(valueWord)
}

// happenedLately reports whether what happens on a day is among the three words before i.
func (t *passage) happenedLately(i int) bool {
	for j := i - 1; j >= i-3 && j >= 0; j-- {
		if k := t.toks[j]; k.kind == word && (hasAnyPrefix(k.fold, events) || hasAnyPrefix(k.fold, dateDone)) && !k.any(valueWord) {
			return true
		}
	}
	return false
}

var (
	// ofTwo stand before two figures that are a measure: a cycle's days, hearing.
	ofTwo = wordSet("цикл цикла циклу срок срока ринне вебера апгар боль боли часы тест теста ширмера порции порция аппетит зрение слух сила рефлексы пульс давление дисплазия до")
	// counted stand before figures that are a share, a number of something, or a score.
	counted = wordSet("салфетки салфеток тампоны тампонов курс курса сеанс сеанса сеансов нас доза дозы боль боли часы тест теста аппетит порции митозы монофил сила рефлексы дисплазия зуб зубы зуба кв квартира дом палата палате этаж стр страница страницы лист листа бланка бланк версия пункт пункта пп статья статьи номер лот норма нормы срез среза доля доли соотношение градиент давление слой слоем узел узла киста камень очаг полип печень почка матка аорта простата селезенка яичник разведение титр разведении плодов ребенок беременность раз раза баллов балла формула коленный кариес цикл")
	// valueCaps are capitals before a value: analyses and measures of the heart.
	valueCaps = wordSet("мжп зслж кдр кср лп пп пж лж ао уо фв кдо ксо зс тмжп тзслж ммлж иммлж кдрлж дла сдла рсдла ифа пса рэа ттг лг фсг амг прл афп хгч са кп тв тг хс лпнп лпвп лпонп ка сдг тим ки ир пи ри иаж имт рост вес ад чсс чдд ск скф срб соэ мно пти ачтв тва кр моч гл глю мк нт тп тпо ат ас дгэа впг иг гспг птг витд вд кос ве чжс тмш кфк бпр огр ож дб дп дк дбк твп ктр пмп пск ос сдо тэлм мчэ кт вд ми оптд вас ваш hads уд удв рн тш ск")
)

// numberedAnalytes are letters of hormones, vitamins and complements before their number.
var numberedAnalytes = wordSet("т t в b д d с c са ca")
