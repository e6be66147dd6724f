package deidentify

import (
	"slices"
	"strings"
)

// quoteEnd is the token after the quotation at i, or i when it does not end in
// 12 tokens. A quotation inside one is part of it.
func (t *passage) quoteEnd(i int) int {
	open, depth, low := t.tok(i).fold, 0, 0
	for j := i; j < len(t.toks) && j < i+14; j++ {
		k := t.toks[j]
		switch {
		case j > i && k.before >= parted:
			return i
		case k.is("“") && low > 0 && open == "«":
			depth, low = depth-1, low-1
		case k.is("«") || k.is("„") || k.is("“") && open != "„":
			if depth++; k.is("„") {
				low++
			}
		case k.is("»") || (k.is("”") || k.is("“")) && open != "«" || k.is("\"") && open == "\"" && j > i:
			if depth--; depth <= 0 || k.is("\"") {
				if t.tok(j + 1).is("»") {
					j++
				}
				return j + 1
			}
		}
	}
	return i
}

// quotedOrg decides about a name in quotation marks that no form stands before:
// an insurer's or an employer's, by a hyphen and capitals inside or by the words
// around. Medicines and trials stay.
func (t *passage) quotedOrg(i int) bool {
	if !t.free(i) || t.quoteEnd(i) == i {
		return false
	}
	p, in := t.tok(i-1), t.tok(i+1)
	if p.is("(") {
		p = t.tok(i - 2)
	}
	if hasAnyPrefix(t.tok(i-2).fold, []string{"назыв", "назва"}) {
		return false // называет врача «Сатаной»
	}
	if cars[in.fold] && t.tok(i+2).kind == sign && !p.any(organised) {
		return false // на «Буране»
	}
	if t.english() && animals[p.fold] {
		return false // Dog "Bramble"
	}
	if n := t.tok(i - 2); p.is(":") && n.any(organised) && t.opens(i-2) && in.capital() && t.quoteEnd(i) <= i+6 {
		return true // Лаборатория: «Гемотест»
	}
	if p.kind == word && (p.any(organised) || p.any(legal) || p.in(unitLetters) || hasAnyPrefix(p.fold, orgWords)) {
		return true
	}
	if strings.HasPrefix(in.fold, "страх") || in.shape == mixed && strings.Contains(in.fold, "страх") || hasAnyPrefix(p.fold, employer) || (in.capital() || t.hushed()) && hasAnyPrefix(p.fold, learners) || p.fold == "для" && in.capital() {
		return true
	}
	end := t.quoteEnd(i)
	if p.is(":") && t.addressee(i-2) && in.capital() || t.firm(i, end) {
		return true
	}
	if p.in(quoteForms) && t.toks[i].before == spaced {
		return true // ск «Юность»
	}
	if s := t.tok(i - 2); p.size == 1 && s.is("/") && p.before == glued && t.tok(i-3).size == 1 && t.tok(i-3).kind == word && cyrillic(p.fold) {
		return true // р/к «Огни Востока», в/п «Ярудей»
	}
	if p == t.tok(i-2) && (in.capital() || t.hushed()) && hasAnyPrefix(p.fold, []string{"работ", "учеб", "служб"}) {
		return true // контакт на работе («Самбери», касса)
	}
	if p.fold == "лис" && p.shape == upper || t.vessel(i-1) {
		return true // ЛИС «Биомед», т/х «Сормовский-40»
	}
	if waters[in.fold] {
		return false
	}
	if p.fold == "мис" && p.shape == upper {
		return false // МИС «Барс»: a program
	}
	if t.behindTrade(i, end) || t.behindMark(i, end) {
		return true
	}
	if (in.capital() || t.hushed() || in.kind == number && t.tok(i+2).kind == word) && end-i <= 7 && p.kind == word && t.toks[i].before <= spaced && ((p.shape == lower || t.shouted()) && placeNoun(p.fold) || t.ownLetters(p)) || t.townBeside(i, end) {
		return true
	}
	if p.kind == word && p.shape == lower && (p.fold == "в" || p.fold == "из") && in.shape == title && in.size > 4 && end-i <= 6 && (!t.opens(i-1) || t.tok(i-2).is(".") && !t.hushed()) && !in.any(medicinal|firstName|adjectival|heading) {
		return true // лечился в «Кащенко»
	}
	if !in.capital() && !t.hushed() || t.shouted() && in.any(inDictionary) || end-i > 7 || t.product(i) || t.headed(i) || p.is(":") || p.is(",") || eponyms()[in.fold] || t.spoken(i, end) || hasEnd(in.fold, drugEnds, 6) {
		return false
	}
	if lower := p.shape == lower && p.kind == word; lower && (p.in(inside) || p.fold == "при") && end-i <= 6 && !t.opens(i-1) || t.policyBefore(i) || p.kind == word && orgWord(p.fold) {
		return true
	}
	if h := t.tok(i - 2); h.is("-") && h.before == glued && p.before == glued && p.size <= 3 && t.tok(i-3).in(halvedPlace) {
		return true // доярка к-за «Алга»
	}
	return p.is(".") && t.tok(i-2).in(cutPlace) || p.kind == word && (p.shape != lower || placeNoun(p.fold)) && !t.opens(i)
}

// quoteForms are letters behind which a quotation is always a name.
var quoteForms = wordSet("ск смо мц лдц тц трц тк дк фок бц жк фап рц мфц нпц дц чоо чоп")

// cars are what people drive, in all cases.
var cars = declined("буран лад нив камаз газел уаз буханк ниссан тойот приор калин грант вест ларгус соболь москвич волг жигул камр хайлюкс ямах")

// vessel reports whether the word at i is what stands before a ship's name: т/х, МРС, сейнер.
func (t *passage) vessel(i int) bool {
	k := t.tok(i)
	if t.tok(i-1).is("/") && k.before == glued {
		return (k.fold == "х" || k.fold == "р" || k.fold == "к") && (t.tok(i-2).fold == "т" || t.tok(i-2).fold == "п" || t.tok(i-2).fold == "м")
	}
	return vessels[k.fold]
}

var vessels = union(declined("судн судов теплоход пароход танкер сейнер траулер буксир паром сухогруз балкер катер ледокол яхт шхун плавбаз"), wordSet("мрс срт брт бмрт рс нис пк мрт-к сртм"))

// behindTrade reports whether what somebody works as stands right before the quotation at
// i..end: "пекарь «Лаваш №1»", "подолог «Ножка»".
func (t *passage) behindTrade(i, end int) bool {
	p, in := t.tok(i-1), t.tok(i+1)
	if p.is(".") && t.tok(i-2).any(trading) {
		p = t.tok(i - 2)
	}
	return !t.english() && (in.capital() || t.hushed()) && end-i <= 8 && p.kind == word && t.toks[i].before == spaced && (p.any(trading) || p.any(callingWord) && !p.any(organised) && !kin()[p.fold]) && !t.spoken(i, end) && !in.any(firstName) && !(p.shape == title && p.any(heading))
}

// behindMark reports whether the short name in the quotation at i..end stands where a list
// of places, days and numbers goes on: "взят 26.10.24, «Генотек»", "(Новый Уренгой, «ГСП-2»)".
func (t *passage) behindMark(i, end int) bool {
	in, j := t.tok(i+1), i-1
	if t.tok(j).is(",") {
		j--
	}
	if in.kind != word || !in.capital() || in.size < 3 || end-i > 5 || in.any(firstName|medicinal|heading|callingWord|eponymous) || t.english() || t.spoken(i, end) {
		return false
	}
	if t.tok(j).kind == number && t.tok(j-1).is("№") && hasAnyPrefix(t.tok(j-2).fold, []string{"дс", "сад", "шк", "лице", "гимн"}) {
		return true // дс № 28 «Теремок»
	}
	return j >= 0 && t.taken[j] && t.toks[j].kind != sign && t.tok(end).kind != word && t.tok(end).kind != number && !t.product(i) && (t.markedAs(j, typeDate, typeLocation, typePhone, typeAddress) || end-i == 4 && t.markedAs(j, typePlate))
}

// markedAs reports whether token j is inside a mark of one of the kinds.
func (t *passage) markedAs(j int, kinds ...string) bool {
	for n := len(t.marks) - 1; n >= 0; n-- {
		if m := t.marks[n]; m.from <= j && j < m.to {
			return slices.Contains(kinds, m.kind)
		}
	}
	return false
}

// policyBefore reports whether an insurance policy is spoken of right before i.
func (t *passage) policyBefore(i int) bool {
	for j := i - 1; j >= 0 && j >= i-9 && t.toks[j+1].before <= spaced; j-- {
		if hasAnyPrefix(t.toks[j].fold, []string{"полис", "дмс", "страх", "омс"}) {
			return true
		}
	}
	return false
}

// addressee reports whether the word at i is a label of a letter or a contract.
func (t *passage) addressee(i int) bool {
	switch t.tok(i).fold {
	case "кому", "от", "плательщик", "заказчик", "отпущено", "аптека", "реабилитация", "санаторий", "клиника", "школа", "название", "смо", "лпу":
		return true
	}
	return hasAnyPrefix(t.tok(i).fold, []string{"страхов", "организац", "учрежд"})
}

// noOwner are capitals before a quotation that names a medicine or a trial.
var noOwner = wordSet("асит мнн тн рки лс бад лп ки тм схема кт мрт ад опросник")

// ownLetters reports whether capitals before a quotation are an organisation's form
// that no list has (НПЦ «Фтизиатрия»).
func (t *passage) ownLetters(k *token) bool {
	return (k.shape == upper || k.shape == lower && t.hushed()) && k.size >= 2 && k.size <= 5 && cyrillic(k.fold) && !k.any(inDictionary|shortForm|heading) && !noOwner[k.fold] && !k.in(noForm) && !t.shouted()
}

// townBeside reports whether a town stands behind the quotation at i..end, with a comma or
// in brackets: «Линия Лица», Благовещенск.
func (t *passage) townBeside(i, end int) bool {
	if s := t.tok(end); !s.is(",") && !s.is("(") || t.tok(i+1).shape == lower {
		return false
	}
	j := end + 1
	if t.tok(j).fold == "г" && t.tok(j+1).is(".") {
		j += 2
	}
	return t.tok(j).kind == word && t.tok(j).capital() && t.tok(j).before <= spaced && t.cityAt(j) > j
}

// cutPlace are cut words for places with a name in quotation marks.
var cutPlace = wordSet("патан гист цит рит похор сотр стац санат апт стом тов гост сан общ лаб раб пос маг гим шк поликл клин больн комп дет рест ж д тц трц бц")

// halvedPlace begin nouns of places cut with a hyphen: к-з, с-з, з-д, ф-ка, м-н, к-т, п-ка, б-ца.
var halvedPlace = wordSet("кл пол к с з ф м п б о ун ин")

// placeNoun reports whether a name in quotation marks behind the word names
// where somebody works, studies or stays.
func placeNoun(w string) bool {
	return orgWord(w) || hasAnyPrefix(w, []string{"грузчик", "продавц", "продавец", "повар", "водител", "менеджер", "охранник", "бухгалтер", "слесар", "кассир", "инженер", "директор", "склад", "рынк", "клуб", "команд", "сет", "бригад", "объект", "площадк", "стройк", "ферм", "хостел", "шахт", "такси", "круиз", "пляж", "стадион", "дружин", "отряд", "рейс", "судн", "теплоход", "парк", "турбаз", "баз", "газет", "телеканал", "радио", "фонд", "приход", "храм", "питомник", "гараж", "сервис", "агентств", "партнер", "стоматолог", "оптик", "контор", "подстанц", "точк", "студи", "секци", "зрени", "ломбард", "бассейн", "фитнес", "спортзал", "бар", "пвз", "стационар", "изготов", "выплат", "прислал", "отказал", "арендов", "оплатил", "рынок", "кальянн", "парикмахерск", "престарел", "бан", "саун", "автосалон", "караоке", "кондитерск", "пиццери", "чайхан", "шашлычн", "закусочн", "булочн", "дискотек", "артел", "разрез", "карьер", "прииск", "бутик", "кулинари", "прачечн", "автомойк", "мойк", "шиномонтаж", "профилактори", "ансамбл", "общин", "товариществ", "кооператив", "визитк", "полици", "милици", "ритуал", "похорон", "агент", "служб", "остановк", "порт", "аэропорт", "причал", "терминал"})
}

// spoken reports whether the quotation is what somebody said: it ends with a stop
// or begins in the middle of speech.
func (t *passage) spoken(i, end int) bool {
	last := t.tok(end - 2)
	return last.is("!") || last.is("?") || last.is(".") || hasAnyPrefix(t.tok(i-1).fold, []string{"кури", "пил", "выпи", "пьет", "говор", "сказа", "отвеч", "ответ", "вопрос", "шут", "крич", "жалоб", "спраш", "как"})
}

// firm reports whether a quotation itself says that it is a firm: by a brand, by a word
// of the trade inside, or by what it stands behind.
func (t *passage) firm(i, end int) bool {
	in := t.tok(i + 1)
	if !in.capital() && !t.hushed() || end-i > 7 {
		return false
	}
	if in.any(branded) && !t.product(i) {
		return true
	}
	if in.shape == upper && in.size > 2 && cyrillic(in.fold) && t.tok(i+2).is("-") && t.tok(i+3).shape == title && t.tok(i+4).kind == sign {
		return true // «БСК-Жизнь»
	}
	for j := i + 1; j < end; j++ {
		if w := t.toks[j]; w.kind == word && (hasAnyPrefix(w.fold, []string{"здоров", "клиник", "медиц", "страхов", "диагност", "технолодж", "технолог", "групп", "компани", "сервис", "строй", "торг", "банк", "фарм", "лаборатор", "полис", "страх", "мс"}) && (w.fold != "мс" || w.shape == upper)) && t.toks[j].size > 1 {
			return !strings.HasPrefix(w.fold, "мс") || w.fold == "мс"
		} else if w.kind == word && strings.HasSuffix(w.fold, "мед") && w.size > 4 {
			return true // «Биомед»
		}
	}
	return false
}
