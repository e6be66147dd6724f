package deidentify

// unitLetters are capitals of institutions and units that have numbers: "ПЧ-14", "ЛИУ-15",
// "ПНИ № 3".
var unitLetters = wordSet(`лиу отб ик сизо птк птл пту спту гпту сш рэу жэу жэк дэз рэп пч псч тчэ вчдэ пмс шч эч гск снт скпк мтф пни дди дипи ддт цсо кцсон дюсш сдюсш сдюсшор
	гп дгп дп гб дгб дкб гкб окб ккб цмсч мсч бсмп огвв гвв ввк огк? прп оп мотд твц тц ббо атп пату патп стп тэц грэс аэс гэс нпз гок дск жби дрсу спмк лпх кфх агзс сому цгиэ паб тб мрэо уфмс рувд овд ровд увд рвк`)

// militaryHospital are capitals behind the number of a hospital of the army: "1586 ВКГ".
var militaryHospital = wordSet("вг вкг овкг гвкг цвкг цвмкг вмг вмкг гвмкг омедб медсб мосн")

// calledAfter are clinics as people call them by whose name they have, behind "в" and "из".
var calledAfter = union(wordSet(`бурденко склифе склифа склиф склифосовского бакулева бакулевке бакулевки бакулевку алмазова мешалкина кащенко блохина герцена вишневского пирогова пироговке
		пироговку боткина боткинской боткинскую боткинке боткинку турнера илизарова илизаровке приорова семашко филатовской филатовке морозовской морозовке русаковке гельмгольца джанелидзе
		мариинской поленова кулакова отта шумакова сеченова сеченовке рогачева ганнушкина сербского бехтерева бехтеревке войно-ясенецкого чазова петрова берзона федорова склифософского солдатенкова юдина буянова виноградова мухина демихова вересаева ерамишанцева баумана иноземцева очаповского`))

// calledClinic reads "оперирован в Склифе", "химия в Блохина": the name is the clinic's.
func (t *passage) calledClinic(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if !calledAfter[k.fold] || k.before > spaced || p.fold != "в" && p.fold != "из" && p.fold != "во" || k.shape == lower && !t.hushed() {
		return false
	}
	if n.kind == word && n.before == spaced && (n.any(organised|settling) || hasStem(n.fold, "район") || hasStem(n.fold, "област")) || t.initialed(i) {
		return false
	}
	t.mark(i, i+1, typeOrg)
	return true
}

// numberedLetters reads "ПЧ-14", "ЛИУ 15", "ПНИ № 3", and "1586 ВКГ".
func (t *passage) numberedLetters(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != upper {
		return false
	}
	if p.kind == number && k.in(militaryHospital) && (p.size >= 3 || k.size > 2 && p.size >= 2) && p.size <= 4 && k.before <= spaced {
		t.mark(i-1, t.townBehind(t.orgTail(i+1)), typeOrg)
		return true
	}
	if !k.in(unitLetters) {
		return false
	}
	j := i + 1
	if s := t.tok(j); s.is("№") || s.is("-") && s.before == glued {
		j++
	}
	if n := t.tok(j); n.kind != number || n.size > 3 || n.before > spaced || t.measured(j+1) || j == i+1 && (n.before != spaced || k.size < 3 && !((k.fold == "гп" || k.fold == "дп") && n.size > 1 && t.closes(j+1))) || t.tok(j+1).is(".") && t.tok(j+2).kind == number {
		return false
	}
	t.mark(i, t.townBehind(t.orgTail(j+1)), typeOrg)
	return true
}

// ofState are the capitals of departments behind the name of what belongs to them.
var ofState = wordSet("мо мз рф ран рамн фмба дзм мвд мчс фсин россии минобороны минздрава удп ржд рт рб рк рд")

// stateTail steps over whose an institution is, and where: "России по Омской обл.",
// "МО РФ".
func (t *passage) stateTail(i int) int {
	for n := 0; n < 3 && ofState[t.tok(i).fold] && t.tok(i).shape != lower && t.tok(i).before == spaced; n++ {
		i++
	}
	p := t.tok(i)
	if p.fold != "по" && !(p.fold == "в" && t.tok(i-1).in(ministryCapitals)) || p.before != spaced || t.tok(i+1).before != spaced {
		return i
	}
	if a := t.tok(i + 1); a.fold == "г" || a.fold == "городу" {
		return max(i, t.namedAfter(i+2))
	}
	j := i + 1
	for t.tok(j).capital() && t.tok(j).before == spaced {
		j++
	}
	region := t.tok(j)
	switch {
	case j == i+1 || region.before != spaced:
	case region.fold == "р" && t.tok(j+1).is("-"):
		return j + 3 // Пригородному р-ну
	case (regionWord[region.fold] || hasStem(region.fold, "район")) && t.tok(j+1).is(".") && region.size <= 4:
		return j + 2
	case regionWord[region.fold] || hasAnyPrefix(region.fold, []string{"област", "кра", "район", "округ", "республик"}):
		return j + 1
	}
	if t.tok(i-1).in(ministryCapitals) || ofState[t.tok(i-1).fold] {
		return max(i, t.properName(i+1)) // УФСИН по Мордовии
	}
	return i
}

// rareTail steps over what seldom names an organisation whose name began at i: whose it
// is and where, what is studied there, a name without quotation marks, words before one.
func (t *passage) rareTail(i, to int) int {
	k, p := t.tok(to), t.tok(i-1)
	if next := t.stateTail(to); next > to && (to > i || p.shape == upper || ofState[p.fold]) {
		return next
	}
	if k.is(",") && hasStem(t.tok(to+1).fold, "филиал") && t.tok(to+2).kind == number {
		return to + 3 // ГП № 180, филиал 3
	}
	if to > i && !institutes[t.tok(to-1).fold] || k.kind != word || k.before != spaced {
		return to
	}
	switch {
	case p.shape == upper && p.size >= 3 && k.shape == title && (calledAfter[k.fold] || hasEnd(k.fold, ofSomebody, 5)) && (p.any(legal) || hasEnd(p.fold, acronymEnds, 3)):
		to++ // РНПЦ Рошаля
	case (k.any(settling) || k.fold == "ст") && t.tok(to+1).is(".") && t.tok(to+2).capital() && t.tok(to+2).before <= spaced && p.any(organised):
		to += 3 // участковая больница с. Борки
	case institutes[t.tok(to-1).fold] && k.shape == upper && k.size > 1:
		for k = t.tok(to); k.shape == upper && k.kind == word && k.before == spaced || k.fold == "и" && t.tok(to+1).shape == upper; k = t.tok(to) {
			to++
		}
	case nameable[p.fold] && k.shape == title && !k.any(heading|callingWord) && !t.kept[to]:
		to++
	case p.any(organised) && k.shape == lower:
		for j := to; j < to+4 && t.tok(j).kind == word && t.tok(j).shape == lower && t.tok(j).size > 4 && t.tok(j).before == spaced; j++ {
			if q := t.tok(j + 1); q.is("«") && q.before == spaced {
				return j + 1 // центр лучевой диагностики «Хехцир»
			}
		}
	}
	return to
}

// soleOrg are institutions of which a region has one: the noun alone tells which.
var soleOrg = declined("облонкодиспансер облпсихбольниц облкардиодиспансер облнаркодиспансер медколледж гематоцентр онкодиспансер кардиодиспансер тубдиспансер онкоцентр кардиоцентр облбольниц райбольниц горбольниц сельсовет почтамт политех мединститут медуниверситет пединститут госуниверситет")

// departments are words of parts of the police, behind what says which.
var departments = union(declined("отдел отделени управлени"), wordSet("отд"))

// policeUnit reads "линейный отдел полиции", "Канский межрайонный следственный отдел".
func (t *passage) policeUnit(i int) bool {
	n, p := t.tok(i+1), t.tok(i-1)
	to := i + 1
	if !departments[t.toks[i].fold] {
		return false
	}
	if hasStem(n.fold, "полици") && n.before == spaced {
		to++
	} else if !hasAnyPrefix(p.fold, []string{"следственн"}) {
		return false
	}
	from, end := t.orgAdjectives(i), t.stateTail(to)
	if end == to && to == i+2 && t.cityAt(to) > to && t.tok(to).before == spaced {
		end = t.cityAt(to) // отд полиции Печоры
	}
	if from == i && end == to {
		return false
	}
	t.mark(from, end, typeOrg)
	return true
}

// ofWhat end the small words that say what a centre is of.
var ofWhat = []string{"ии", "ов", "ей", "ой", "ого", "ья", "ки", "ы", "их", "ых"}

// centreOf reads "из Центра патологии суставов": a centre with a capital inside a
// sentence, and what it is of.
func (t *passage) centreOf(i int) bool {
	k, to := t.toks[i], i+1
	if k.shape != title || !hasStem(k.fold, "центр") || t.opens(i) {
		return false
	}
	for n := t.tok(to); to < i+5 && n.kind == word && n.shape == lower && n.before == spaced && n.size > 4 && hasEnd(n.fold, ofWhat, 5); n = t.tok(to) {
		to++
	}
	if to == i+1 {
		return false
	}
	t.mark(i, t.orgTail(to), typeOrg)
	return true
}

// cutNouns are nouns of organisations cut short, which have numbers.
var cutNouns = wordSet("гимн поликл больн стом общ шк интерн лиц роддом травмп гор амб ж/к")

// cutNumbered reads "гимн. № 17", "общ. № 3".
func (t *passage) cutNumbered(i int) bool {
	n := t.tok(i + 3)
	if !cutNouns[t.toks[i].fold] || !t.tok(i+1).is(".") || !t.tok(i+2).is("№") || n.kind != number || n.size > 3 {
		return false
	}
	t.mark(i, i+4, typeOrg)
	return true
}

// regionAlone reads "лежал в областной", "из 3-й городской": the word for the hospital is
// left out.
func (t *passage) regionAlone(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != lower && !t.shouted() || !hasAnyPrefix(k.fold, regional) || len(k.fold) < 4 || k.fold[len(k.fold)-4:] != "ой" || k.before != spaced {
		return false
	}
	from := i
	if p.fold == "й" || p.fold == "ой" {
		if t.tok(i-2).is("-") && t.tok(i-3).kind == number {
			from = i - 3
		}
	}
	for w := t.tok(from - 1); w.kind == word && hasAnyPrefix(w.fold, []string{"детск", "перв", "втор", "трет", "центральн"}); w = t.tok(from - 1) {
		from--
	}
	if w := t.tok(from - 1).fold; w != "в" && w != "из" {
		return false
	}
	n := t.tok(i + 1)
	verb := n.kind == word && (n.shape == lower || t.shouted()) && (hasEnd(n.fold, []string{"ли", "ла", "лся", "лась", "лись", "ано", "ены", "ена"}, 4) || n.fold == "с" || n.fold == "по" || n.fold == "на")
	if !t.closes(i+1) && !verb || n.is("-") {
		return false
	}
	t.mark(from, i+1, typeOrg)
	return true
}

// acronymEnds end the capitals of universities, research centres and clinics.
var acronymEnds = []string{"гму", "мгу", "гу", "гма", "мапо", "нии", "нмиц", "цгб", "гкб", "ркб", "окб", "дкб", "цкб", "бсмп", "нцх", "нц", "мниои", "мма", "гмуи", "ги", "мсч", "дгб", "гдб", "одб", "кдц", "пнд", "ккб", "гнц", "рнимц", "ниу", "гпу", "пгу", "гту", "фу", "гау", "нииф", "нимц", "нкц", "опб", "кпб", "рпб", "бсп", "спб", "фнкц", "нпц"}

// acronym reports whether capitals end like those of an institution and are no
// word, or have "имени" behind.
func (t *passage) acronym(i int) bool {
	k := t.toks[i]
	if k.any(shortForm) || k.shape == title || k.size > 9 || t.shouted() && k.size > 6 || k.in(noForm) {
		return false
	}
	named := (t.tok(i+1).fold == "им" || t.tok(i+1).fold == "имени") && t.tok(i+1).before == spaced
	if k.in(dispensaries) && t.orgTail(i+1) == i+1 {
		return false
	}
	return (named || k.size >= 3 && hasEnd(k.fold, acronymEnds, 3) && (k.size > 3 || k.shape == upper && hasEnd(k.fold, acronymEnds[6:], 3))) && (!k.any(inDictionary) || k.shape == upper && k.size > 3 && hasEnd(k.fold, acronymEnds[:3], 4) && t.tok(i-1).in(inside) && !t.shouted())
}
