package deidentify

// besidePeople looks once more at what stands beside the people found: the rest
// of a list, the same name in Latin letters in brackets, an age of ninety and over.
func (t *passage) besidePeople() {
	defer t.smallEchoes()
	defer t.handLetters()
	defer t.echoes()
	defer t.rowsOfPeople()
	defer t.housesBehindNames()
	t.rosters()
	for n := 0; n < len(t.marks); n++ { // a list grows while it is read
		m := t.marks[n]
		switch m.kind {
		case typeOrg:
			t.acronymBehind(m.to)
			t.restOfOrg(m)
			t.nounBehind(n)
		case typeLocation, typePerson:
			t.nounBehind(n)
			t.clinicBefore(m)
		case typePhone:
			if to := t.extension(m.to); t.english() && to > m.to {
				t.mark(m.from, to, typePhone)
			}
			t.besidePhone(m)
		case typeDate:
			t.signedBehind(m.to)
		case typeAccession, typeMRN, typeNumber, typeDevice:
			t.alikeBehind(m)
			t.overStroke(m)
		}
		if m = t.marks[n]; !isPerson(m.kind) {
			continue
		}
		t.elderBehind(m)
		t.quotedBefore(m)
		t.surnameBehindQuote(m)
		t.nameJoint(m.to)
		t.nextInList(m.to)
		t.countedBefore(m.from)
		t.otherHalf(m.from)
		t.shortNames(m.from)
		t.surnameBehind(m.to)
		t.authorBeside(m)
		t.surnameOfKin(m.from)
		t.hatted(m.to)
		t.latinName(m.to)
		t.ageBehind(m.to)
		t.numberBehind(m)
		if m.to > m.from+1 {
			t.dayBehind(m.to)
		}
	}
}

// surnameBehind reads in English the surname right behind a first name that was found, an
// everyday word too, with the small words of names before it: "rhys green", "Tammy Poland",
// "karl mac gíontaigh".
func (t *passage) surnameBehind(i int) {
	first := t.toks[i-1]
	if !t.english() || !first.any(firstName) || i >= len(t.toks) {
		return
	}
	to := t.joints(i)
	k := t.tok(to)
	switch {
	case k.kind != word || k.before != spaced:
		return
	case k.any(monthly) && k.any(common) && k.shape == title && first.shape == title && t.free(to) && to == i && t.closes(to+1) && t.tok(to+2).kind != number:
		t.mark(i, i+1, typePerson) // mother Olive May
	case !t.free(to) || k.size < 3 || k.any(heading|callingWord|triggerWord|monthly|medicinal) || notBehindNames[k.fold]:
	case to > i && k.shape != lower || to > i && t.hushed(), k.shape == title && first.shape == title, t.hushed() && k.any(common|firstName|surnamed), t.shouted() && !k.any(explaining&^medicinal):
		t.mark(i, to+1, typePerson)
	}
}

// surnameOfKin reads, where nothing has capitals, a surname of any kind between a word for
// a relative and a first name that was found: "мать пак елена".
func (t *passage) surnameOfKin(i int) {
	k, p := t.tok(i-1), t.tok(i-2)
	if i < 2 || t.english() || !t.hushed() || !t.free(i-1) || k.kind != word || k.shape != lower || k.before != spaced || t.toks[i].before != spaced || !t.toks[i].any(firstName) || !kin()[p.fold] && !(p.any(callingWord) && easternOnly[k.fold]) {
		return
	}
	if !inside[k.fold] && !k.any(callingWord|triggerWord|heading|measuring|abbreviated) && !hasEnd(k.fold, saidOfPeople, 4) {
		t.mark(i-1, i, typeRelative)
	}
}

// notBehindNames are everyday names that mean something else behind somebody's first name.
var notBehindNames = wordSet("will may can said says has had was did does still well both home present happy aware")

// countedBefore takes out the number at the head of a line before a person: the record's
// in a list of people ("18260 Фазлыева Н.М., годен").
func (t *passage) countedBefore(i int) {
	if k := t.tok(i - 1); k.kind == number && k.size >= 4 && k.size <= 8 && t.free(i-1) && k.before >= wrapped && t.toks[i].before == spaced && !yearly(k) {
		t.mark(i-1, i, typeMRN)
	}
}

// nextInList reads the next name of "Иванов, Сон, О. Бык": a comma or "и", a word
// with a capital, and then the list's end or its next comma.
func (t *passage) nextInList(i int) {
	if t.tok(i).is("(") && t.tok(i+2).is(")") {
		i += 3 // Сало (мужик), Хвощ
	} else if t.tok(i).is("(") && t.tok(i+2).is(".") && t.tok(i+3).is(")") {
		i += 4 // Косых (леч.), Клочков
	}
	if a := t.tok(i + 1); t.tok(i).kind == number && t.tok(i).size < 3 && t.tok(i).before == spaced && a.kind == word && (ageUnit[a.fold] || a.fold == "мес") && t.tok(i+2).is(",") && t.tok(i+3).shape == title {
		i += 2 // Айдай 6 л, Эрлан 3 г
	}
	if s := t.tok(i); s.is("/") && !t.english() && t.tok(i+1).kind == word && t.tok(i+1).shape == title && t.tok(i+1).before == glued && t.tok(i+1).isSurname() && (t.closes(i+2) || t.tok(i+2).is("/")) && t.free(i+1) {
		t.mark(i+1, i+2, typePerson) // Абаев/Тедеев/Кабанов
		return
	}
	if !t.tok(i).is(",") && t.tok(i).fold != "и" && t.tok(i).fold != "and" && !(t.tok(i).is("/") && t.english()) {
		return
	}
	from := i + 1
	to := from
	for t.tok(to).kind == word && t.tok(to).size == 1 && t.tok(to+1).is(".") && t.tok(to+1).before == glued {
		to += 2
	}
	if to == from+4 && noPerson[t.tok(from).fold+t.tok(from+2).fold] {
		return // И.О. главного врача
	}
	k := t.tok(to)
	if !t.free(to) || k.kind != word || k.before > spaced || k.size < 2 || k.any(heading) || k.any(callingWord) || k.any(shortForm) || t.product(to) || t.headed(to) {
		return
	}
	end := to + 1
	if t.tok(end).is("-") && t.tok(end).before == glued && t.tok(end+1).kind == word && t.tok(end+1).before == glued {
		end += 2
	}
	if n := t.initialsOn(end); n > end && k.shape != lower {
		end = n
	}
	if n := t.tok(end); k.shape == title && k.any(firstName) && n.kind == number && n.before == spaced {
		t.mark(from, end, typePerson) // Зухра и Далер 2021 г.
		return
	}
	strange := !k.any(inDictionary) && (k.shape != lower || k.isSurname())
	if k.shape == lower && t.closes(end) && (to > from || t.hushed() && !k.any(explaining)) && k.size > 2 {
		t.mark(from, end, typePerson)
		return
	}
	if to > from && k.shape != lower || t.closes(end) && (strange || k.shape == title && (t.tok(i).is(",") || k.any(firstName))) || end > to+1 && strange {
		t.mark(from, end, typePerson)
	}
}

// closes reports whether a clause or a list ends before the token at i.
func (t *passage) closes(i int) bool {
	k := t.tok(i)
	return i >= len(t.toks) || k.before >= wrapped || k.is(",") || k.is(".") || k.is(";") || k.is(")") || k.is("/")
}

// latinName reads "Чэнь Лин (CHEN LING)".
func (t *passage) latinName(i int) {
	if !t.tok(i).is("(") || t.english() {
		return
	}
	j := i + 1
	for ; j < i+5 && j < len(t.toks) && !t.toks[j].is(")"); j++ {
		if k := t.toks[j]; k.kind != word || cyrillic(k.fold) || k.shape == lower {
			return
		}
	}
	if j > i+1 && t.tok(j).is(")") {
		t.mark(i+1, j, typePerson)
	}
}

// signedBehind reads who did what was done on a day, alone behind it: "ТАБ от 01.05.24, Зозуля."
func (t *passage) signedBehind(i int) {
	k, e := t.tok(i+1), t.tok(i+2)
	if t.english() || !t.tok(i).is(",") || !t.free(i+1) || k.kind != word || k.shape != title || k.before != spaced || k.size < 3 || !cyrillic(k.fold) || !(e.is(".") || i+2 >= len(t.toks) || e.before >= wrapped) {
		return
	}
	if e.is(".") && k.any(abbreviated|curtailed|shortForm) || k.any(heading|callingWord|medicinal|organised|monthly|genericWord|built|medical) {
		return
	}
	if !k.any(inDictionary) || k.any(strongly|surnameToo) || k.in(eastern) {
		t.mark(i+1, i+2, typeDoctor)
	}
}

// ageBehind reads "Громова Р.Х., 94." and "Alfie Cook 90".
func (t *passage) ageBehind(i int) {
	if s := t.tok(i); s.is(".") && s.before == glued && (t.tok(i+1).is(",") || t.yearsOld(i+1)) {
		i++ // Пижамкина Евд., 97г; ТОКАРЕВА ЗОЯ. 91Г
	}
	if s := t.tok(i); s.is(",") || s.is("(") || s.is("—") || s.is("–") || s.is(".") && s.before == glued && t.shouted() {
		i++
	}
	if s := t.tok(i); t.english() && s.kind == word && (s.fold == "f" || s.fold == "m") && s.shape == upper && s.before == spaced {
		i++ // Pope, Joy F 93
	}
	k, n := t.tok(i), t.tok(i+1)
	if k.kind != number || !t.free(i) || k.before > spaced || k.size > 3 || atoi(k.fold) < 90 || atoi(k.fold) > 120 || n.is("/") || n.is("%") || (n.is(".") || n.is(",")) && n.before == glued && t.tok(i+2).kind == number && t.tok(i+2).before == glued {
		return
	}
	if n.kind != word || ageUnit[n.fold] || !n.any(measuring) {
		t.markAs(i, i+1, typeAge90, "90+")
	}
}

// yearsOld reports whether a number with a unit of age stands at i: "91г", "94 л".
func (t *passage) yearsOld(i int) bool {
	return t.tok(i).kind == number && ageUnit[t.tok(i+1).fold] && t.tok(i+1).before <= spaced
}

// numberBehind reads in English the number of whoever stands before it: "# 21-8137", and the
// surname's first letter with four figures, as veterans' notes have it: "DOE,JOHN  D4471".
func (t *passage) numberBehind(m mark) {
	k, n := t.tok(m.to), t.tok(m.to+1)
	if !t.english() || k.before > tabbed || n.kind != number || !t.free(m.to) || !t.free(m.to+1) {
		return
	}
	to, digits, _ := t.glued(m.to + 1)
	switch {
	case k.is("#") && digits >= 5 && !t.isMeasure(m.to+1, to):
		t.mark(m.to+1, to, typeMRN)
	case k.kind == word && k.size == 1 && k.shape == upper && n.size == 4 && n.before == glued && to == m.to+2 && t.initialOfName(k, m.to):
		t.mark(m.to, to, "SSN")
	}
}

// initialOfName reports whether a surname that was found before i, with a comma behind it,
// begins with the letter.
func (t *passage) initialOfName(letter *token, i int) bool {
	for j := i - 2; j > 0 && j >= i-4; j-- {
		if t.toks[j].is(",") && t.taken[j-1] {
			return t.toks[j-1].fold[0] == letter.fold[0]
		}
	}
	return false
}

// dayBehind reads "Рашитова Э.Н. 7.07": a day right behind a whole name, where no value is.
func (t *passage) dayBehind(i int) {
	x, s, y := t.tok(i), t.tok(i+1), t.tok(i+2)
	if x.kind != number || x.before != spaced || x.size > 2 || !t.free(i) || !s.is(".") || s.before != glued || y.kind != number || y.before != glued || y.size != 2 || t.english() {
		return
	}
	if day, month := atoi(x.fold), atoi(y.fold); day > 0 && day <= 31 && month > 0 && month <= 12 && t.closes(i+3) {
		t.mark(i, i+3, typeDate)
	}
}

// acronymBehind reads what an organisation is called for short: "институт (ПАИИ)".
func (t *passage) acronymBehind(i int) {
	k := t.tok(i + 1)
	if t.tok(i).is("(") && t.tok(i+2).is(")") && t.free(i+1) && k.kind == word && k.shape == upper && k.size >= 3 && !k.any(inDictionary|shortForm) {
		t.mark(i+1, i+2, typeOrg)
	}
}

// alikeBehind reads the next number of "№№ 118/24 и 119/24": behind a comma or "и", of
// the same build as the one before.
func (t *passage) alikeBehind(m mark) {
	from := m.to + 1
	if !t.tok(m.to).is(",") && t.tok(m.to).fold != "и" || t.tok(from).is("№") {
		if from++; !t.tok(m.to + 1).is("№") {
			return
		}
	}
	first, digits := m.to-1, 0
	for first > m.from && t.toks[first].before == glued {
		first--
	}
	to := from
	for j := first; j < m.to; j++ {
		a, b := t.toks[j], t.tok(to)
		if !t.free(to) || a.kind != b.kind || a.size != b.size || a.kind == sign && a.fold != b.fold || j > first && b.before != glued || b.before > spaced {
			return
		}
		if a.kind == number {
			digits += a.size
		}
		to++
	}
	if n := t.tok(to); digits < 4 || n.kind == number || n.before == glued && n.kind != sign || t.isMeasure(from, to) {
		return
	}
	t.mark(from, to, m.kind)
}

// overStroke takes out the second half of a number that was cut at its stroke.
func (t *passage) overStroke(m mark) {
	if s, n := t.tok(m.to), t.tok(m.to+1); s.is("/") && s.before == glued && n.kind == number && n.before == glued && n.size >= 3 && t.free(m.to+1) && !t.isMeasure(m.to+1, m.to+2) {
		t.mark(m.to, m.to+2, m.kind)
	}
}

// restOfOrg takes out what is left of an organisation's name behind its mark: what the
// hospital is for, the school, its name in quotation marks.
func (t *passage) restOfOrg(m mark) {
	i := m.to
	k, n := t.tok(i), t.tok(i+1)
	if b := t.tok(m.from - 2); t.tok(m.from-1).is("-") && t.toks[m.from].before == glued && b.kind == word && b.shape == upper && b.size > 2 && cyrillic(b.fold) && t.free(m.from-2) && t.tok(m.from-1).before == glued {
		t.mark(m.from-2, m.to, typeOrg) // НИИ-ККБ № 1
	} else if b := t.tok(m.from - 1); b.in(partOfClinic) && b.shape == upper && t.toks[m.from].before == spaced && t.free(m.from-1) && t.toks[m.from].kind == word {
		t.mark(m.from-1, m.to, typeOrg) // ЖК Зуевской ЦРБ
	}
	switch {
	case i >= len(t.toks) || k.before > wrapped || !t.free(i):
	case t.districtEnd(i) > i && t.tok(i-1).shape == title && hasEnd(t.tok(i-1).fold, []string{"ого", "его"}, 5):
		t.mark(m.from, t.districtEnd(i), typeOrg) // ОВД Ленского улуса
	case !t.english() && t.partTail(i) > i:
		t.mark(m.from, t.partTail(i), typeOrg)
	case !t.english() && t.firmTail(i) > i:
		t.mark(m.from, t.firmTail(i), typeOrg)
	case k.shape == upper && k.in(partOfClinic) && k.before == spaced && t.tok(i-1).kind == number:
		t.mark(m.from, i+1, typeOrg) // больница № 1 РСЦ
	case (t.tok(i-1).any(organised) || t.tok(i-1).in(subjects)) && t.subjectEnd(i) > i && !t.shouted():
		t.mark(m.from, t.subjectEnd(i), typeOrg)
	case k.fold == "и" && t.tok(i-1).in(subjects) && t.subjectEnd(i+1) > i+1:
		t.mark(m.from, t.subjectEnd(i+1), typeOrg) // Центр гигиены и эпидемиологии
	case k.in(ofState) && k.shape == upper && k.before == spaced && t.closes(i+1) && t.tok(i-1).any(organised):
		t.mark(m.from, i+1, typeOrg) // Перинатальный центр РТ
	case k.fold == "скорой" && hasAnyPrefix(n.fold, []string{"помощи", "мед"}):
		to := i + 2
		if t.tok(to).fold == "помощи" {
			to++
		}
		t.mark(m.from, to, typeOrg)
	case k.shape == lower && hasAnyPrefix(k.fold, []string{"колледж", "техникум", "лице", "гимнази", "университет", "институт", "академи"}) && k.size < 13:
		t.mark(m.from, i+1, typeOrg)
	case (k.is("«") || k.is("\"")) && n.shape == title:
		for j := i + 2; j < i+6 && j < len(t.toks) && t.toks[j].before <= wrapped; j++ {
			if t.toks[j].is("»") || t.toks[j].is("\"") {
				t.mark(m.from, j+1, typeOrg)
				return
			}
		}
	}
}
