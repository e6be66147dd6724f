package deidentify

// Organisations by what people write around them: what is studied there, which town's they
// are, who works there.

// subjects are what an institution is of, beside the sciences of ofScience.
var subjects = wordSet(`крови глаза гигиены эпидемиологии связи культуры искусств акушерства материнства детства здоровья ветеранов войн войны инвалидов ожогов матери ребенка
	микрохирургии генетики питания туризма транспорта права финансов экономики статистики протезирования реабилитации катастроф аритмии сердца легких камня леса металлургии сервиса торговли`)

// subjectEnd steps over what the institution before i is of: "гигиены и эпидемиологии",
// "микрохирургии глаза"; or stays at i.
func (t *passage) subjectEnd(i int) int {
	end := i
	for j := i; j < i+4; j++ {
		k := t.tok(j)
		if k.kind != word || k.shape != lower || k.before != spaced || !t.free(j) {
			break
		}
		if subjects[k.fold] || hasEnd(k.fold, ofScience, 7) {
			end = j + 1
		} else if k.fold != "и" || end == i {
			break
		}
	}
	return end
}

// subjected reports whether the noun at i with what it is of names one institution.
func (t *passage) subjected(i int) bool {
	k := t.toks[i]
	if t.subjectEnd(i+1) == i+1 || t.shouted() {
		return false
	}
	if hasAnyPrefix(k.fold, []string{"институт", "музе", "колледж", "техникум", "академи", "госпитал"}) {
		return true
	}
	return hasStem(k.fold, "центр") && k.shape == title && t.tok(i-1).kind == word
}

// orgTailRu steps over more of what names an organisation whose name began at i: after
// whom, its second half, the letters of a republic.
func (t *passage) orgTailRu(i, to int) int {
	k, p := t.tok(to), t.tok(to-1)
	switch {
	case p.kind == number && k.shape == title && k.before == spaced && calledAfter[k.fold]:
		return to + 1 // ККБ № 1 Очаповского
	case p.kind == number && k.is("-") && k.before == glued && t.tok(to+1).shape == upper && t.tok(to+1).kind == word && t.tok(to+1).before == glued:
		return to + 2 // РБ № 2-ЦЭМП
	case to == i && k.fold == "рс" && k.shape == upper && t.tok(to+1).is("(") && t.tok(to+3).is(")") && t.tok(to+4).is("«"):
		return t.quoteEnd(to + 4) // ГБУ РС(Я) «Центр»
	case to > i && institutes[p.fold] && k.shape == lower && k.before == spaced && hasEnd(k.fold, ofScience, 7):
		return to + 1 // лаборатория НИИ кардиологии им. …
	case to == i && p.fold == "мнтк" && hasAnyPrefix(k.fold, []string{"микрохирурги"}):
		return t.townBehind(to + 2) // МНТК Микрохирургия глаза
	}
	return to
}

// townAdjective reports whether the word at i is the adjective of a town: "Кудринской".
func (t *passage) townAdjective(i int) bool {
	k := t.tok(i)
	return k.kind == word && t.free(i) && k.size > 6 && !k.any(heading|eponymStemmed) && (k.shape == title && (!k.any(inDictionary) || !t.opens(i)) || k.shape == lower && t.hushed() && !k.any(inDictionary)) && hasEnd(k.fold, []string{"ская", "ской", "скую", "цкая", "цкой", "цкую"}, 7)
}

// clinicLetters are two letters and more of hospitals behind the adjective of their town.
var clinicLetters = wordSet("мб рб цб гб уб кб цгб црб бсмп мсч грэс тэц тэс аэс гэс дгб гкб жк гп рп цпб пб птд пнд рд")

// adjectiveOrg reads "Минской МБ", "в Сахалинскую областную": whose hospital it is, by the
// adjective of the town before its letters.
func (t *passage) adjectiveOrg(i int) bool {
	k := t.toks[i]
	if k.before != spaced || !t.townAdjective(i-1) {
		return false
	}
	letters := k.shape == upper && clinicLetters[k.fold] || k.shape == lower && t.hushed() && clinicLetters[k.fold] && k.size > 1
	word := k.shape == lower && hasAnyPrefix(k.fold, []string{"областну", "городску", "районну", "центральну"}) && t.closes(i+1)
	if !letters && !word {
		return false
	}
	t.mark(i-1, t.orgTail(i+1), typeOrg)
	return true
}

// bracketedOrg reads what a clinic is called in brackets: "другая клиника (Улыбка, вр. …".
func (t *passage) bracketedOrg(i int) bool {
	k, n := t.toks[i], t.tok(i+2)
	if !t.tok(i+1).is("(") || !hasAnyPrefix(k.fold, []string{"клиник", "медцентр", "лаборатор", "стоматолог", "санатори"}) || k.any(callingWord) || n.shape != title || n.any(heading|callingWord|medicinal|monthly|adjectival|eponymStemmed) || !t.free(i+2) || !t.tok(i+3).is(",") && !t.tok(i+3).is(")") {
		return false
	}
	t.mark(i+2, i+3, typeOrg)
	return true
}

// townOwns reports whether letters that are a word too stand in "в РОД Саранск".
func (t *passage) townOwns(i int) bool {
	p := t.tok(i - 1)
	return (p.fold == "в" || p.fold == "из") && t.toks[i].before == spaced && t.townBehind(i+1) > i+1
}

// bareLetters reports whether capitals that are no word stand right at i: "раб ЧМЗ".
func (t *passage) bareLetters(i int) bool {
	k := t.tok(i)
	return k.kind == word && k.shape == upper && k.size > 2 && k.size < 8 && k.before == spaced && cyrillic(k.fold) && !k.any(inDictionary|shortForm|callingWord|firstName) && !t.shouted() && t.free(i)
}

// worksHow is the end of the firm's capitals behind how somebody works: "работает посменно
// ВРЗ", "дистанционно — ЕПАМ"; or i.
func (t *passage) worksHow(i int) int {
	if k := t.tok(i); k.kind != word || k.shape != lower || k.size < 6 || !k.any(inDictionary) {
		return i
	}
	j := i + 1
	if t.tok(j).is("—") || t.tok(j).is("–") {
		j++
	}
	if t.bareLetters(j) {
		return j + 1
	}
	return i
}

// worksAt reads what stands behind "раб.": a quotation, or capitals that are no word.
func (t *passage) worksAt(i int) {
	for inside[t.tok(i).fold] {
		i++
	}
	k := t.tok(i)
	if t.tok(i).before > spaced || !t.free(i) {
		return
	}
	if to := t.quoteEnd(i); k.kind == sign && to > i {
		t.mark(i, to, typeOrg)
	} else if k.kind == word && (k.shape == upper || k.shape == mixed) && k.size > 1 && !k.any(inDictionary|shortForm|callingWord) || k.any(branded) || k.any(organised) && t.tok(i-1).shape == lower {
		t.mark(i, t.orgTail(i+1), typeOrg)
	}
}

// partOfClinic are capitals of parts before the clinic's name.
var partOfClinic = wordSet("клд кдл жк кпо пао рсц")
