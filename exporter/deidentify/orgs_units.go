package deidentify

// Institutions as notes written in haste have them: letters or a cut noun with a number, a
// noun with its name, both without capitals and quotation marks.

// smallUnits are letters and nouns of institutions behind which a short number is theirs;
// inUnits those that are something else too, unless somebody is in them or comes from them.
var (
	smallUnits = union(wordSet(`пни лиу сизо сош шк гкб гкп дгп дгб рдкб садик садике садика общага общаге общаги общагу детсад детсада детсаду детсаде
		сму мостоотряд мостоотряда птф поликл роддом роддома роддоме роддому доу мдоу мбдоу псч дсюш подстанция подстанции подстанцию подстанцией автоколонна автоколонны автоколонне гимн`), declined("гимнази лице школ"))
	inUnits = wordSet("гп гб ик су оп рд дс рб цгб дб ук чп пч вч сад сада саду пнд птд интернат интерната интернате")
)

// notUnits stand behind a number that counts something else.
var notUnits = wordSet("этаж этаже эт кл класс класса классе ст степени степень стадия стадии риск лет год года г р раз раза дн дней день нед мес й я го ой ого ом тип типа ф фк гр группа группы")

// smallUnit reads "из гб 3", "шк № 17", "пни 7", "д/с 41" and "сварщик су-17".
func (t *passage) smallUnit(i int) bool {
	k, j := t.toks[i], i+1
	if h := t.tok(j); h.kind == word || h.before > spaced || k.size > 3 && !k.any(clinicSaid) || k.shape == title && t.opens(i) {
		return false
	}
	slashed := k.size == 1 && t.tok(j).is("/") && t.tok(j).before == glued && shortOrg[k.fold+"/"+t.tok(j+1).fold]
	if slashed {
		j = i + 3
	} else if !k.in(inUnits) && !smallUnits[k.fold] {
		return false
	}
	if s := t.tok(j); s.before == glued && (s.is("-") || s.is(".") && k.size <= 6) {
		if j++; t.tok(j).fold == "инт" && t.tok(j).before == glued {
			j++ // шк-инт 4
		}
	}
	named := t.tok(j).is("№")
	if named {
		j++
	}
	if !t.unitNumberAt(j, named, k) || !slashed && !smallUnits[k.fold] && !(named && (k.fold != "дс" || t.tok(j+1).is("«") || t.tok(j+1).is("\""))) && !t.withinUnit(i) {
		return false
	}
	from := t.capitalAdjective(i)
	if t.tok(i-1).is("-") && k.before == glued && t.tok(i-2).kind == word {
		from = i - 2 // школу-интернат № 2
	}
	if from == i && k.before == spaced && t.townAdjective(i-1) {
		from--
	}
	t.mark(from, t.townBehind(t.orgTail(j+1)), typeOrg)
	return true
}

// unitNumberAt reports whether the number of the institution k stands at j, and not a class,
// a degree or a value.
func (t *passage) unitNumberAt(j int, named bool, k *token) bool {
	n := t.tok(j)
	most := 3
	if k.fold == "вч" || k.fold == "ч" || hasStem(k.fold, "автоколонн") {
		most = 5
	}
	if n.kind != number || n.before > spaced || n.size > most || !t.free(j) {
		return false
	}
	e := t.tok(j + 1)
	decimal := (e.is(".") || e.is(",") || e.is("/") || e.is(":")) && e.before == glued && t.tok(j+2).kind == number && t.tok(j+2).before == glued
	if !named && hasAnyPrefix(k.fold, []string{"школ", "лице", "гимнази"}) && e.kind == word && e.size > 3 && e.before == spaced {
		return false // в школе 5 урок
	}
	return !decimal && !e.is("%") && (e.kind != word || e.before > spaced || named || !notUnits[e.fold] && e.before != glued) && (named || e.kind != number || e.before > spaced)
}

// settledIn are stems of how people come to be in an institution, come from one or are of it.
var settledIn = []string{"осужд", "з/к", "зк", "солдат", "срочник", "прикр", "переведен", "перев", "напр", "роды", "дост", "ходит", "посеща", "воспитанн", "житель", "живет", "прожива", "содерж", "этап", "сооб", "учет", "конвой", "запрос", "офицер", "контракт"}

// withinUnit reports whether somebody is in what begins at i, comes from there or goes there.
func (t *passage) withinUnit(i int) bool {
	p := t.tok(i - 1)
	if t.toks[i].before > spaced {
		return false
	}
	if p.is(".") {
		p = t.tok(i - 2)
	}
	if p.kind != word {
		return false
	}
	if i > 0 && t.cityAt(i-1) == i {
		return true // Зеленоград ГП 201
	}
	if p.fold == "в" && t.toks[i].fold == "оп" {
		return true // 01:25 в ОП 4
	}
	if small := p.fold == "в" || p.fold == "во" || p.fold == "к" || p.fold == "на"; !small {
		return p.fold == "из" || p.any(trading) && p.shape != upper || p.any(engaged) && hasAnyPrefix(p.fold, learners) || hasAnyPrefix(p.fold, settledIn)
	}
	w := t.tok(i - 2)
	return w.kind == word && (w.any(engaged|living) || hasAnyPrefix(w.fold, treated) || hasAnyPrefix(w.fold, settledIn))
}

// nameable are nouns of organisations whose name stands behind without quotation marks.
var nameable = union(declined("кафе ресторан отел гостиниц хостел турбаз санатори пансионат агентств магазин супермаркет салон гимнази лагер бассейн садик детсад рынк клиник медцентр кинотеатр автосервис профилактори стоматологи аптек фирм завод фабрик"), anyNamed, wordSet("рынок тц трц тк бц ск дк престарелых санат гост маг"))

// anyNamed are those whose name may be any word with a capital.
var anyNamed = declined("храм монастыр собор мечет церкв хоспис оптик кафе ресторан хостел отел гостиниц кладбищ аэропорт таксопарк автобаз турбаз тц трц бц чоо чоп")

// usualNames are stems of what firms, kindergartens, camps and shops everywhere are called.
var usualNames = wordSet(`ромашк солнышк теремок теремк сказк колобок колобк светлячок светлячк ласточк березк звездочк росинк рябинк малыш улыбк радуг дюймовочк чебурашк золушк аленк журавлик родничок родничк ручеек ручейк
	колокольчик васил васильк одуванчик жемчужин жемчужинк капельк гнездышк буратин ивушк елочк кораблик огонек огоньк антошк аистенок аистенк умк лучик почемучк незнайк семицветик подснежник ландыш
	орленок орленк артек смен океан спутник дружб юност мечт лагун утес уют нептун дельфин зар восход маяк прогресс вектор горизонт кристалл сигнал альф омег гранит энерги меркури орион феникс родник салют чайк сокол беркут
	витязь витяз щит легион гарант авангард патриот садовод мег европ акватори изумруд рубин янтар сапфир топаз оазис каскад водолей здоровь гармони панацея панаце эскулап гиппократ авиценн асклепи доктор айболит бодрост ветеран забот милосерди надежд
	берег волн прибо бриз парус якор штурман атлант титан олимп юпитер сатурн марс венер вег сириус полет икар ракет космос импульс контакт магистрал экспресс транзит стройк монолит фундамент домостроител уралочк сибирячк волжанк
	пятерочк магнит лент перекресток перекрестк монетк дикси ашан метро светофор чижик шоколадниц теремк вкусвилл`)

// usuallyCalled reports whether a word is one of usualNames, in any case.
func usuallyCalled(w string) bool {
	for n := len(w); n > 4 && len(w)-n <= 6; n -= 2 {
		if usualNames[w[:n]] {
			return n == len(w) || caseEndings[w[n:]]
		}
	}
	return false
}

// namedUnit reads "ходит в садик Ромашка", "повар в кафе лагуна" and "дом престарелых Забота":
// a noun and its name.
func (t *passage) namedUnit(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if !nameable[k.fold] || k.shape == upper && k.size > 3 && !t.shouted() {
		return false
	}
	if n.kind != word || n.before != spaced || n.size < 3 || !cyrillic(n.fold) || !t.free(i+1) || n.any(heading|callingWord|monthly|sigla) {
		return false
	}
	known := usuallyCalled(n.fold)
	switch {
	case n.shape == title:
		if !known && n.any(inDictionary|eponymous|firstName|surnamed) && !anyNamed[k.fold] {
			return false
		}
	case n.shape == lower:
		if !t.hushed() || !known && (n.any(explaining|abbreviated|measuring|firstName|eponymous) || hasEnd(n.fold, saidOfPeople, 4)) {
			return false
		}
	case !t.shouted() || !known && n.any(explaining|firstName):
		return false
	}
	from := i
	if h := t.tok(i - 1); h.kind == word && hasStem(h.fold, "дом") && k.before == spaced {
		from--
	}
	end := i + 2
	if n.shape == title && anyNamed[k.fold] {
		end = max(end, t.properName(i+1)) // храм Всех Святых
	}
	t.mark(from, t.orgTail(end), typeOrg)
	return true
}

// firmEnds stand behind a firm's name and are of it.
var firmEnds = wordSet("плюс юг м групп инк лтд лимитед инкорпорэйтед холдинг трейд сервис север восток запад центр сити")

// firmTail steps over what is left of a firm's name behind its mark: "плюс", "-Юг", "и партнеры",
// what it is called in brackets.
func (t *passage) firmTail(i int) int {
	to := i
	k, n := t.tok(to), t.tok(to+1)
	switch {
	case k.is("-") && k.before == glued && n.before == glued && firmEnds[n.fold], k.fold == "и" && hasStem(n.fold, "партнер") && k.before == spaced:
		to += 2
	case k.before == spaced && (k.fold == "плюс" || k.fold == "групп" || k.fold == "инк" || k.fold == "лтд" || k.fold == "лимитед") && t.tok(to-1).kind == word:
		to++
	case k.is("(") && n.kind == word && (usuallyCalled(n.fold) || n.shape == title && n.any(organised)) && t.free(to+1):
		for j := to + 2; j < to+6; j++ {
			if t.tok(j).is(")") {
				return j + 1
			}
		}
	}
	return to
}

// overYear steps over the year behind a number's stroke: "ИПР № 227/24".
func (t *passage) overYear(i int) int {
	if n := t.tok(i + 1); t.tok(i).is("/") && t.tok(i).before == glued && n.kind == number && n.before == glued {
		return i + 2
	}
	return i
}

// onStreet is the end of the street behind "на" that tells a clinic from others: "онкоцентр на
// Гаражной"; or i.
func (t *passage) onStreet(i int) int {
	n := t.tok(i + 1)
	if t.tok(i).fold != "на" || n.before != spaced || n.kind != word || !t.free(i+1) {
		return i
	}
	if named := n.shape == title && !n.any(heading|monthly|medicinal) || n.shape == lower && t.hushed(); named && (commonStreets[n.fold] || hasEnd(n.fold, []string{"ской", "цкой", "ной", "вой", "ней"}, 6) && (n.shape == title || !n.any(inDictionary))) {
		return i + 2
	}
	return i
}

// sites are places of work under the name of their place: "Каа-Хемский разрез".
var sites = declined("разрез рудник прииск карьер порт аэропорт таможн")

// siteNamed reads a site behind an adjective with a capital.
func (t *passage) siteNamed(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != lower || k.before != spaced || p.shape != title || !hasEnd(p.fold, []string{"ский", "ского", "ском", "скому", "цкий", "цкого", "ская", "ской", "скую", "цкая", "цкой"}, 6) || !sites[k.fold] || !t.free(i-1) || p.any(heading) {
		return false
	}
	from := i - 1
	if h := t.tok(i - 2); h.is("-") && h.before == glued && p.before == glued {
		from = i - 3
	}
	t.mark(from, i+1, typeOrg)
	return true
}

// halvedOrg are nouns of organisations cut in the middle.
var halvedOrg = wordSet("ф-ка ф-ки ф-ке ф-ку з-д з-да з-де з-ду м-н м-на м-не")

// slashedEnd steps over the name of what two letters over a stroke stand for: "с/х Заречный".
func (t *passage) slashedEnd(i int) int {
	k := t.tok(i)
	if k.kind == word && k.before == spaced && t.free(i) && k.size > 3 && (!k.any(adjectival) || t.closes(i+1)) && !k.any(heading|callingWord|monthly) && (k.shape == title || k.shape == lower && t.hushed() && usuallyCalled(k.fold)) {
		return t.orgTail(i + 1)
	}
	return t.orgTail(i)
}
