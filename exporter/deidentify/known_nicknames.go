package deidentify

import "slices"

// nicknames takes out what somebody known is called besides the name: a word in quotation
// marks or brackets right before, inside or behind it, and what follows words for being
// called so, whatever word it is.
func (t *passage) nicknames() {
	for n, all := 0, len(t.marks); n < all; n++ {
		if m := t.marks[n]; isPerson(m.kind) {
			t.nicknameBehind(m)
			t.nicknameBefore(m)
		}
	}
	for i, k := range t.toks {
		if k.kind != word || !callingSo.has(k.lead) || k.fold[0] <= 'z' && !k.any(listed) {
			continue
		}
		if j, surely := t.calledSo(i); j > 0 {
			t.markCalled(j, surely)
		}
	}
}

// opensNick and shutsNick are the signs around a nickname.
var (
	opensNick = map[string]string{"\"": "\"", "«": "»", "“": "”", "„": "“", "'": "'", "‘": "’", "(": ")", "[": "]"}
	shutsNick = map[string]string{"\"": "\"", "»": "«", "”": "“", "'": "'", "’": "‘"}
)

// nicknameBehind reads `Odell "Duke" Okonjo`, "Okonjo, Odell (Dell)", `Okonjo, "Duke"`.
func (t *passage) nicknameBehind(m mark) {
	j := m.to
	if t.tok(j).is(",") && t.tok(j+1).before == spaced {
		j++
	}
	from, to, quoted := t.enclosed(j)
	if to == 0 {
		return
	}
	past := to + 1
	if t.tok(j).is("(") && quoted {
		past++
	}
	between := t.tok(past).before <= spaced && t.personAt(past)
	if j > m.to && (!quoted || between) {
		return // somebody else behind the comma
	}
	if t.mayBeCalled(from, to, quoted, between) {
		t.markEnclosed(from, to, m.kind)
	}
}

// personAt reports whether somebody's name begins at i.
func (t *passage) personAt(i int) bool {
	return i < len(t.toks) && t.taken[i] && slices.ContainsFunc(t.marks, func(m mark) bool { return m.from == i && isPerson(m.kind) })
}

// enclosed gives the one or two words in the quotation marks or brackets that open at j.
func (t *passage) enclosed(j int) (from, to int, quoted bool) {
	o := t.tok(j)
	shut, ok := opensNick[o.fold]
	if !ok || o.kind != sign || o.before > spaced {
		return 0, 0, false
	}
	if o.is("(") {
		if from, to, quoted = t.enclosed(j + 1); to > 0 && quoted && t.tok(to+1).is(")") {
			return from, to, true
		}
	}
	from = j + 1
	for to = from; t.free(to) && t.toks[to].kind == word && (to == from) == (t.toks[to].before == glued) && to < from+2; to++ {
	}
	if h := t.tok(to); to == from+1 && h.is("-") && h.before == glued && t.free(to+1) && t.toks[to+1].kind == word && t.toks[to+1].before == glued {
		to += 2
	}
	if c := t.tok(to); to == from || !c.is(shut) || c.before != glued || t.toks[from].size < 2 {
		return 0, 0, false
	}
	return from, to, !o.is("(") && !o.is("[")
}

// nicknameBefore reads `"Dell" Okonjo` and `«Буся» Толмачёва`.
func (t *passage) nicknameBefore(m mark) {
	c := t.tok(m.from - 1)
	open, ok := shutsNick[c.fold]
	if !ok || c.kind != sign || c.before != glued || t.toks[m.from].before != spaced {
		return
	}
	from := m.from - 2
	for from > m.from-3 && t.toks[max(from, 0)].before == spaced {
		from--
	}
	o := t.tok(from - 1)
	if p := t.tok(from - 2); from < 1 || !o.is(open) || p.any(opensOrg|takingWord|medicinal|genericWord|orgEnglish) {
		return
	}
	for i := from; i < m.from-1; i++ {
		if !t.free(i) || t.toks[i].kind != word || t.toks[i].size < 2 {
			return
		}
	}
	if t.mayBeCalled(from, m.from-1, true, false) {
		t.markEnclosed(from, m.from-1, m.kind)
	}
}

// markEnclosed takes out a nickname with its quotation marks, so that nobody takes what they
// hold for a firm; brackets stay.
func (t *passage) markEnclosed(from, to int, kind string) {
	if !t.tok(from-1).is("(") && !t.tok(from-1).is("[") {
		from, to = from-1, to+1
	}
	t.mark(from, to, kind)
}

// states are words that stand in quotation marks or brackets beside a name and call nobody.
var states = wordSet(`ok okay fine well good great better best worse bad yes no yep nope none same tired sick dizzy weak sad angry mad confused sleepy sore stable awake alert deceased dead late late jr sr female male f m she he they him her them his hers theirs self
	spouse wife husband mother father mom mum dad son daughter sister brother aunt uncle grandmother grandfather grandma grandpa carer caregiver guardian partner friend interpreter inpatient outpatient new old returning unknown unspecified anonymous twin pt patient client resident nok poa dpoa hcp surrogate retired reviewed signed verified confirmed pending attending resident intern fellow covering locum student here there left right above below cont continued see who whom both
	хорошо плохо нормально лучше хуже да нет нормально слабый слабая болит больно устал устала мать отец мама папа жена муж сын дочь брат сестра бабушка дедушка тетя дядя опекун она он его ее ему ей первично повторно умер умерла покойный покойная близнец двойня дубль копия вдова вдовец пенсионер пенсионерка инвалид студент студентка школьник школьница ребенок девочка мальчик женщина мужчина муж жен ж м заочно лично очно самостоятельно экстренно планово срочно сам сама амбулаторно стационарно неизвестен неизвестный неизвестная другое иное`)

// mayBeCalled reports whether the words from..to-1, in quotation marks or brackets beside a
// name, may be a nickname; between both parts of a name almost everything is.
func (t *passage) mayBeCalled(from, to int, quoted, between bool) bool {
	k := t.toks[from]
	if states[k.fold] || k.any(monthly|measuring|credentialed) || k.any(heading|callingWord|triggerWord|abbreviated|organised|trading) && !k.any(firstName|common) || kin()[k.fold] {
		return false
	}
	if k.shape == upper && k.size < 5 && !t.shouted() && k.any(shortForm|sigla) {
		return false
	}
	loud := !t.bare() && k.shape == lower
	switch {
	case t.words.shortened(k.fold) && !loud && to == from+1:
		return true
	case between:
		return !k.any(medicinal) || !loud
	case quoted:
		return to == from+1 && !k.any(medicinal|medical) && (!loud || !k.any(inDictionary) || k.any(firstName)) || to > from+1 && k.shape == title && t.toks[to-1].shape == title
	case k.any(medicinal | medical | built | townlike | genericWord | addressing):
		return false
	case k.shape == title && !t.english():
		return !k.any(adjectival)
	}
	return k.any(firstName) && !loud || !k.any(explaining) && k.shape != upper && !loud
}

// calledSo gives where what somebody is called begins, if words for that end at i, and
// whether they speak of nothing else.
func (t *passage) calledSo(i int) (j int, surely bool) {
	k := t.toks[i]
	if t.kept[i] {
		return 0, false
	}
	switch {
	case t.english():
		j, surely = t.calledEnglish(i)
	case cyrillic(k.fold):
		j, surely = t.calledRussian(i)
	}
	if s := t.tok(j); j > 0 && (s.is(":") || s.is("=") || (s.is("-") || s.is("—") || s.is("–")) && s.before == spaced) {
		j++
	}
	return j, surely
}

// callingSo are how the last words of those begin.
var callingSo = func() (s starts) {
	for _, set := range []words{otherwise, nameBearers, saysSo, filings, spelledAs, wordSet("nick chosen deadname its im self nickname nicknamed name names surname by called to as her him them herself himself themself themselves a use legal from under is"),
		wordSet("прозвище кличка погоняло себя называть его ее меня зовут на же друзей своих близких родных")} {
		for w := range set {
			s.add(startOf(w))
		}
	}
	return s
}()

// besideKnown reports whether a known name ends right before i, over a comma, a bracket or a dash.
func (t *passage) besideKnown(i int) bool {
	for j := i - 1; j >= 0 && j > i-6; j-- {
		switch k := t.toks[j]; {
		case t.taken[j]:
			return slices.ContainsFunc(t.marks, func(m mark) bool { return m.to == j+1 && isPerson(m.kind) })
		case k.is(",") || k.is("(") || k.is("-") || k.is("—") || k.is("–") || k.is("[") || k.is("/") || k.is(".") || k.size == 1 && k.kind == word:
		default:
			return false
		}
	}
	return false
}

// calledRussian reads «по прозвищу», «просит называть», «называет себя», «все зовут»,
// «откликается на»; beside a name also «он же» and «урождённая».
func (t *passage) calledRussian(i int) (j int, surely bool) {
	k, p := t.toks[i], t.tok(i-1)
	switch {
	case hasAnyPrefix(k.fold, []string{"прозвищ", "кличк", "погонял", "прозван"}):
		return i + 1, true
	case k.fold == "себя" && hasAnyPrefix(p.fold, []string{"называ", "назвал", "зовет", "звать", "именует"}), k.fold == "называть" && !selfNamed(t.tok(i+1)) && hasAnyPrefix(p.fold, []string{"прос", "любит", "предпоч", "разреш"}):
		return i + 1, true
	case selfNamed(k) && (hasAnyPrefix(p.fold, []string{"называ", "звать"})):
		return i + 1, hasAnyPrefix(t.tok(i-2).fold, []string{"прос", "любит", "предпоч", "все", "дом"})
	case hasAnyPrefix(k.fold, []string{"зовут", "зовет", "кличут"}):
		return i + 1, hasAnyPrefix(p.fold, []string{"все", "дома", "друз", "своих", "родн", "сосед", "близк", "меня", "его", "ее", "просто", "внук", "дет", "семь", "больны"})
	case k.fold == "на" && hasAnyPrefix(p.fold, []string{"отклика", "отзыва"}):
		if t.tok(i+1).fold == "имя" {
			i++
		}
		return i + 1, true
	case k.fold == "же" && (p.fold == "он" || p.fold == "она") && t.besideKnown(i-1):
		return i + 1, true
	case (k.fold == "друзей" || k.fold == "своих" || k.fold == "близких" || k.fold == "родных") && p.fold == "для":
		if t.besideKnown(i - 2) {
			return i - 2, true // (Малыш для своих)
		}
	}
	return 0, false
}

func selfNamed(k *token) bool {
	return k.fold == "себя" || k.fold == "его" || k.fold == "ее" || k.fold == "меня"
}

// noNames follow words for being called and are no name.
var noNames = wordSet(`bus car train taxi cab bike foot ambulance wheelchair plane boat ferry bicycle scooter tram uber herself himself themselves itself quickly slowly fast me us you back again when if before after every each any first last full other another given legal real own name names sir madam doctor nurse daily weekly once twice ahead later today tomorrow tonight now asap anytime morning evening nobody nothing only used
	врача скорую доктора медсестру сестру полицию помощь не как так это по на к в с у от для и а но что чтобы здоровым здоровой здоровым больным больной имя имени имен фамилию отчество отчеству просто`)

// markCalled takes out what is called so at j: what quotation marks hold, or one word.
func (t *passage) markCalled(j int, surely bool) {
	if from, to, quoted := t.enclosed(j); to > 0 && quoted {
		if surely || t.mayBeCalled(from, to, true, false) {
			t.markEnclosed(from, to, typePatient)
		}
		return
	}
	k := t.tok(j)
	if !t.free(j) || k.kind != word || k.size < 2 || k.before > spaced || k.in(noNames) || k.in(stopsName) || states[k.fold] || k.any(monthly|callingWord|triggerWord|medicinal) && !k.any(firstName|common) || kin()[k.fold] {
		return
	}
	loud := !t.bare() && k.shape == lower
	if t.english() && !surely && k.any(inDictionary) && !k.any(firstName|common) || loud && (!surely || !t.english() && k.any(inDictionary)) || !surely && k.any(heading|medical|shortForm|abbreviated) && !k.any(firstName|common) || !surely && t.tok(j+1).kind == number || t.bare() && k.any(explaining) && !k.any(firstName) && (!surely || k.any(adjectival|medical)) {
		return
	}
	to := j + 1
	if n := t.tok(to); t.free(to) && k.shape == title && n.shape == title && n.before == spaced && !n.any(heading|callingWord) && (!t.tok(j-1).is(":") || n.any(firstName|common) || !n.any(inDictionary)) {
		to++
	} else if t.english() && k.shape == lower {
		to = t.smallNames(to)
	} else if g := t.tok(to + 1); t.tok(to).is(",") && g.before == spaced && g.shape == k.shape && t.english() && (g.any(firstName) || k.fold == "doe") {
		to += 2 // registered as Okafor, Chidi
	}
	t.mark(j, to, typePatient)
}
