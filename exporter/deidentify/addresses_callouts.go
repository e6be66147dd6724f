package deidentify

import "strings"

// dwelling are stems of words behind which a street's name and a house stand without
// a word for the street.
var dwelling = []string{"прожив", "живет", "живут", "живу", "жил", "адрес", "вызов", "выезд", "снима", "комнат", "квартир", "дом", "пропис", "зарегистр", "переехал", "общежити", "общаг", "прож", "адр", "пребыван", "регистрац", "lives", "address"}

// callout reads "Вызов на Гоголя 15, кв. 3", "снимает комнату на Садовой, 12" and
// "Мира 4-18, кв 2": a name with a house behind a word of dwelling, or with a flat.
func (t *passage) callout(i int) bool {
	k := t.toks[i]
	if k.any(dwellingWord) || !cyrillic(k.fold) || k.size < 3 || !t.free(i) || k.any(heading|monthly|organised|callingWord) || t.kept[i] || k.shape == upper && !t.shouted() {
		return false
	}
	to := i + 1
	if n := t.tok(to); n.shape == title && n.before == spaced && cyrillic(n.fold) && !n.any(heading) {
		to++ // Красных Зорь 15
	}
	n := to
	if t.tok(n).is(",") {
		n++
	}
	housed := t.tok(n).fold == "вл" || t.tok(n).fold == "д" || t.tok(n).fold == "дом" || t.tok(n).fold == "зд"
	if housed {
		n = t.pastDot(n + 1)
	}
	near := t.tok(n).in(nearHouse) && t.tok(n+1).before == spaced
	if near {
		if n++; t.tok(n).fold == "дома" || t.tok(n).fold == "дом" || t.tok(n).fold == "д" {
			n++
		}
	}
	flat := t.flatBehind(n+1) || near && (t.tok(i-1).fold == "на" || t.tok(i-1).fold == "по")
	if d := t.tok(n + 1); d.is(",") && d.before == glued && t.tok(n+2).kind == number && t.tok(n+2).before == glued && !t.dwells(i) {
		return false // 1,5 Т
	}
	if h := t.tok(n); h.kind != number || h.size > 3 || h.before > spaced || t.tok(n+1).is(":") || t.measured(n+1) && !t.houseTail(n+1) && !flat || atoi(h.fold) == 0 {
		return false
	}
	from := i
	if o, h := t.tok(i-1), t.tok(i-2); (o.fold == "я" || o.fold == "й" || o.fold == "ая") && h.is("-") && h.before == glued && t.tok(i-3).kind == number && k.any(adjectival) && k.before == spaced && t.free(i-3) && !k.any(medicinal) {
		from = i - 3 // 1-я Полевая, 17
	}
	if t.tok(i-1).is(",") && t.townLed(i-2) && t.streetLike(to-1) && (housed || t.houseTail(n+1) || t.closes(n+1)) {
		from = i - 2 // Беслан, Коминтерна 54
	}
	if !flat && from == i && !t.dwells(i) && !t.bareStreet(i, to, n) {
		return false
	}
	t.mark(from, t.partsEnd(max(n+1, t.houseAfter(n))), typeAddress)
	return true
}

// nearHouse are words between a street and the house somebody was found at.
var nearHouse = wordSet("у возле около напротив")

// bareStreet reports whether i..to with the house at n is a street without a word that
// says so: by its ending, by what every town has, by three numbers, or behind "на".
func (t *passage) bareStreet(i, to, n int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != title || p.any(callingWord) && p.kind == word {
		return false
	}
	end := n + 1
	if t.houseTail(end) {
		for end++; t.tok(end).kind == number || t.tok(end).is("-") && t.tok(end).before == glued; end++ {
		}
	}
	closes := t.closes(end) || t.tok(end).is("(") || t.tok(end).is("-") || t.tok(end).is("–") || t.tok(end).is("—")
	if c := t.tok(end); c.is(",") && k.before >= wrapped && (t.tok(end+1).fold == "тел" || t.tok(end+1).fold == "т" || t.tok(end+1).fold == "каб") && !k.any(medicinal|callingWord) {
		return true // Бардина 3, тел. 16-19-12
	}
	switch {
	case (p.fold == "с" || p.fold == "на" || p.fold == "по") && p.shape == lower && (commonStreets[k.fold] || to > i+1 && commonStreets[t.toks[i+1].fold]) && !t.hour(n) && (!t.measured(n+1) || t.houseTail(n+1)):
		return true // забрали с Ленина 40
	case to == i+1 && hasEnd(k.fold, []string{"ская", "цкая"}, 7) && closes, (commonStreets[k.fold] || to > i+1 && commonStreets[t.toks[i+1].fold]) && (closes || end > n+1):
		return true
	case k.any(adjectival) && end == n+5:
		return true // Ленинградский 71-2-15
	}
	if p.fold == "на" && to == i+1 && t.tok(to).is(",") && n == to+1 && hasEnd(k.fold, []string{"ской", "цкой", "ной", "ней", "вой"}, 5) && (!t.measured(n+1) || t.houseTail(n+1)) {
		return true // на Весенней, 12/2
	}
	return p.fold == "на" && p.shape == lower && closes && !t.hour(n) && !k.any(medicinal|drugEnded|shortForm|eponymous) && !t.product(i) && (to > i+1 || hasEnd(k.fold, []string{"ова", "ева", "ина", "ого", "ой", "е", "и", "ы", "ых"}, 4))
}

// commonStreets are streets every town has, in the case addresses write them.
var commonStreets = wordSet(`ленина гагарина мира победы калинина кирова пушкина гоголя горького чкалова чапаева щорса фрунзе куйбышева свердлова дзержинского орджоникидзе
	ворошилова тельмана энгельса маркса либкнехта люксембург бабушкина котовского буденного матросова кошевого гастелло космодемьянской панфилова ватутина
	рокоссовского конева жукова невского суворова кутузова нахимова ушакова макарова чехова толстого лермонтова некрасова тургенева достоевского маяковского
	есенина островского шевченко крылова грибоедова герцена чернышевского добролюбова белинского ломоносова менделеева мичурина тимирязева циолковского королева
	комарова терешковой титова космонавтов строителей энтузиастов шахтеров металлургов нефтяников геологов железнодорожников связистов учителей ветеранов
	труда победа октября революции коммуны молодежи дружбы славы свободы декабристов толбухина зорге вавилова мечникова чайковского репина тукая джалиля кадырова
	коминтерна интернационала комсомола профсоюзов правды искры пролетариата цеткин перовской зорь пионеров чайкиной фучика сухэ-батора хмельницкого докучаева перова ермака разина пугачева водопьянова кравченко кольцова баумана халтурина урицкого володарского луначарского крупской`)

// spokenHouse reads a house said in words behind its street: "Победы сорок семь, квартира
// двенадцать", "улица Лётная девять".
func (t *passage) spokenHouse(i int) bool {
	if !spokenFigure[t.toks[i].fold] || spokenFigure[t.tok(i-1).fold] || !t.free(i) {
		return false
	}
	from := i
	for p := t.tok(from - 1); from > i-2 && p.kind == word && t.toks[from].before == spaced && p.size > 3 && (p.shape == title || t.hushed()) && t.free(from-1) && !p.any(callingWord|heading|measuring) && !streetWord[p.fold]; p = t.tok(from - 1) {
		from--
	}
	street := streetWord[t.tok(from-1).fold] && t.toks[from].before == spaced
	to, flat := t.spokenParts(t.dictated(i, 1))
	led := (t.tok(from-1).fold == "на" || t.tok(from-1).fold == "по") && (commonStreets[t.tok(i-1).fold] || t.dwells(from-1)) || commonStreets[t.tok(i-1).fold] && from == i-1 || t.tok(i-1).any(adjectival) && t.dwells(from)
	if from == i || to == i || !flat && !street && !led {
		return false
	}
	if street {
		from--
	} else if t.hushed() && !commonStreets[t.tok(i-1).fold] && t.tok(i-1).any(inDictionary) {
		return false
	}
	t.mark(from, to, typeAddress)
	return true
}

// spokenParts steps over the flat and the entrance said in words behind a house.
func (t *passage) spokenParts(i int) (to int, flat bool) {
	to = i
	for n := 0; n < 3; n++ {
		j := to
		if t.tok(j).is(",") {
			j++
		}
		switch k := t.tok(j); {
		case (flatWords[k.fold] || k.fold == "этаж") && t.dictated(j+1, 1) > j+1:
			to, flat = t.dictated(j+1, 1), true
		case hasAnyPrefix(k.fold, ordinals) && (t.tok(j+1).fold == "подъезд" || t.tok(j+1).fold == "этаж"):
			to, flat = j+2, true
		default:
			return to, flat
		}
	}
	return to, flat
}

var corners = wordSet("угол углу угла перекресток перекрестке перекрестка пересечение пересечении пересечения")

// corner reads "угол Садовой и Лермонтова": two streets that meet.
func (t *passage) corner(i int) bool {
	a, and, b := t.tok(i+1), t.tok(i+2), t.tok(i+3)
	if (a.shape != title || b.shape != title) && !(t.hushed() && (commonStreets[a.fold] || commonStreets[b.fold])) || and.fold != "и" && !(and.is("-") || and.is("/") || and.is("–")) || a.kind != word || b.kind != word || a.before != spaced || b.before != spaced || t.taken[i] {
		return false
	}
	t.mark(i+1, i+4, typeAddress)
	return true
}

var housesSaid = wordSet("дом доме дома дому")

// houseOn reads "дом 91 по Луговой".
func (t *passage) houseOn(i int) bool {
	n, on, s := t.tok(i+1), t.tok(i+2), t.tok(i+3)
	if n.kind != number || n.size > 3 || n.before != spaced || on.fold != "по" || s.shape != title || s.before != spaced || t.taken[i+1] || t.taken[i+3] {
		return false
	}
	t.mark(i+1, i+4, typeAddress)
	return true
}

// houseTail reports whether "-45", "/2" or a letter is glued to a house number.
func (t *passage) houseTail(i int) bool {
	k := t.tok(i)
	if (k.is("–") || k.is("—")) && t.flatDash(i) {
		return true
	}
	return (k.is("-") || k.is("/")) && k.before == glued && t.tok(i+1).kind == number && t.tok(i+1).before == glued && (t.tok(i+2).kind != word || t.tok(i+2).before > glued) || k.kind == word && k.size == 1 && k.before == glued
}

// flatBehind reports whether "кв. 3" or "корп 2" stands behind a house.
func (t *passage) flatBehind(i int) bool {
	if h, n := t.tok(i), t.tok(i+1); (h.is("-") || h.is("/")) && h.before == glued && n.kind == number && n.before == glued {
		i += 2
	} else if h.kind == word && h.size == 1 && (h.before == glued || h.before == spaced && flatWords[n.fold] && (h.fold == "а" || h.fold == "б" || h.fold == "в")) {
		i++
	}
	if t.tok(i).kind == number && t.tok(i).before == glued && t.tok(i-1).fold == "к" {
		i++ // 28к1 кв 90
	}
	if t.tok(i).is(",") {
		i++
	}
	w, j := t.tok(i), i+1
	if t.tok(j).is(".") {
		j++
	}
	if c := t.tok(j + 1); w.fold == "к" && (w.shape == upper && !t.shouted() || c.is(",") && c.before == glued && t.tok(j+2).kind == number) {
		return false // К 4,9
	}
	return t.tok(j).kind == number && t.tok(j).before <= spaced && w.kind == word && w.before <= spaced && flatWords[w.fold]
}

// flatWords say which part of a house its number is.
var flatWords = wordSet("кв квартира квартиры корп корпус подъезд парадная комн комната ком общ под оф офис пом к")

// dwellingCut are words of dwelling that other words begin with.
var dwellingCut = wordSet("общ общеж хостел хостеле факт фактически даче очаг подъезда двора филиал аптека аптеке забора доставка рег")

// dwells reports whether a word of dwelling stands before i in its clause.
func (t *passage) dwells(i int) bool {
	for j, line := i-1, true; j >= 0 && j >= i-5; j-- {
		k := t.toks[j]
		line = line && t.toks[j+1].before < wrapped
		if t.toks[j+1].before > wrapped || k.is(".") && !t.tok(j-1).any(addressing|abbreviated) || k.is(";") || k.kind == number {
			return false
		}
		if k.any(dwellingWord) && !strings.HasPrefix(k.fold, "дома") || line && dwellingCut[k.fold] {
			return true
		}
	}
	return false
}

// britishCode reads "TA1 3QX": the code of a British postal town, as Royal Mail
// builds it (its last two letters are none of CIKMOV, so that no dose is one), and
// "K1A 0B1" of Canada.
func (t *passage) britishCode(i int) bool {
	k := t.toks[i]
	if k.kind != word || k.shape != upper || k.size > 2 || cyrillic(k.fold) || t.tok(i+1).kind != number || t.tok(i+1).size > 2 || t.tok(i+1).before != glued {
		return false
	}
	j := i + 2
	if a := t.tok(j); a.kind == word && a.size == 1 && a.before == glued && a.shape == upper {
		j++
	}
	n, w := t.tok(j), t.tok(j+1)
	if e := t.tok(j + 2); j == i+3 && k.size == 1 && t.tok(i+1).size == 1 && n.kind == number && n.size == 1 && n.before == glued && w.shape == upper && w.size == 1 && e.kind == number && e.size == 1 && e.before == glued && t.tok(j+3).before > glued && !(k.fold == "g" && t.tok(i+2).fold == "p") && !(k.fold == "e" && t.tok(i+2).fold == "v" && w.fold == "m") {
		t.codedAddress(i, j+3) // K1A0B1
		return true
	}
	if n.kind != number || n.size != 1 || n.before != spaced || w.kind != word || w.before != glued || w.shape != upper {
		return false
	}
	switch to := j + 2; {
	case w.size == 2 && !strings.ContainsAny(w.fold, "cikmov"):
		t.codedAddress(i, to)
		return true
	case k.size == 1 && j == i+3 && w.size == 1 && t.tok(to).kind == number && t.tok(to).size == 1 && t.tok(to).before == glued:
		t.codedAddress(i, to+1)
		return true
	}
	return false
}
