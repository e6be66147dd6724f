package deidentify

import "strings"

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
	if p.fold == "лис" && p.shape == upper {
		return true // ЛИС «Биомед»
	}
	if (in.capital() || t.hushed()) && end-i <= 7 && p.kind == word && t.toks[i].before <= spaced && (p.shape == lower && placeNoun(p.fold) || t.ownLetters(p)) || t.townBeside(i, end) {
		return true
	}
	if !in.capital() && !t.hushed() || t.shouted() && in.any(inDictionary) || end-i > 7 || t.product(i) || t.headed(i) || p.is(":") || p.is(",") || eponyms()[in.fold] || t.spoken(i, end) || hasEnd(in.fold, drugEnds, 6) {
		return false
	}
	if lower := p.shape == lower && p.kind == word; lower && (inside[p.fold] || p.fold == "при") && end-i <= 6 && !t.opens(i-1) || t.policyBefore(i) || p.kind == word && orgWord(p.fold) {
		return true
	}
	if h := t.tok(i - 2); h.is("-") && h.before == glued && p.before == glued && p.size <= 3 && halvedPlace[t.tok(i-3).fold] {
		return true // доярка к-за «Алга»
	}
	return p.is(".") && cutPlace[t.tok(i-2).fold] || p.kind == word && (p.shape != lower || placeNoun(p.fold)) && !t.opens(i)
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
	case "кому", "от", "плательщик", "заказчик", "отпущено", "аптека", "реабилитация", "санаторий", "клиника", "школа", "название":
		return true
	}
	return hasAnyPrefix(t.tok(i).fold, []string{"страхов", "организац", "учрежд"})
}

// noOwner are capitals before a quotation that names a medicine or a trial.
var noOwner = wordSet("мнн тн рки лс бад лп ки тм схема кт мрт ад опросник")

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
var cutPlace = wordSet("гост сан общ лаб раб пос маг гим шк поликл клин больн комп дет рест ж д тц трц бц")

// halvedPlace begin nouns of places cut with a hyphen: к-з, с-з, з-д, ф-ка, м-н, к-т, п-ка, б-ца.
var halvedPlace = wordSet("к с з ф м п б о ун ин")

// placeNoun reports whether a name in quotation marks behind the word names
// where somebody works, studies or stays.
func placeNoun(w string) bool {
	return orgWord(w) || hasAnyPrefix(w, []string{"грузчик", "продавц", "продавец", "повар", "водител", "менеджер", "охранник", "бухгалтер", "слесар", "кассир", "инженер", "директор", "склад", "рынк", "клуб", "команд", "сет", "бригад", "объект", "площадк", "стройк", "ферм", "хостел", "шахт", "такси", "круиз", "пляж", "стадион", "дружин", "отряд", "рейс", "судн", "теплоход", "парк", "турбаз", "баз", "газет", "телеканал", "радио", "фонд", "приход", "храм", "питомник", "гараж", "сервис", "агентств", "партнер", "стоматолог", "оптик", "контор", "подстанц", "точк", "студи", "секци", "зрени", "ломбард", "бассейн", "фитнес", "спортзал", "бар", "пвз", "стационар", "изготов", "выплат", "прислал", "отказал", "арендов", "оплатил", "рынок", "кальянн", "парикмахерск", "престарел", "бан", "саун", "автосалон", "караоке", "кондитерск", "пиццери", "чайхан", "шашлычн", "закусочн", "булочн", "дискотек", "артел", "разрез", "карьер", "прииск", "бутик", "кулинари", "прачечн", "автомойк", "мойк", "шиномонтаж", "профилактори", "ансамбл", "общин", "товариществ", "кооператив", "визитк", "полици", "милици"})
}

// spoken reports whether the quotation is what somebody said: it ends with a stop
// or begins in the middle of speech.
func (t *passage) spoken(i, end int) bool {
	last := t.tok(end - 2)
	return last.is("!") || last.is("?") || last.is(".") || hasAnyPrefix(t.tok(i-1).fold, []string{"кури", "говор", "сказа", "отвеч", "ответ", "вопрос", "шут", "крич", "жалоб", "спраш", "как"})
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
