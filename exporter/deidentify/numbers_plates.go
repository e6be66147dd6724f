package deidentify

import "strings"

const plateLetters = "авекмнорстух" + "abekmhopctyx"

// carPlate reads a Russian number plate (ГОСТ Р 50577): a letter, three digits,
// two letters, a region.
func (t *passage) carPlate(i int) (int, string) {
	if m, l := t.tok(i+1), t.tok(i+2); m.kind == number && m.size == 4 && t.toks[i].in(carMakes) && m.before == spaced && l.kind == word && l.shape == upper && l.size == 2 && cyrillic(l.fold) {
		return i + 3, typePlate // УАЗ 0417 ПС
	}
	n := 3 // tokens before the region
	a, b, c, d := t.tok(i), t.tok(i+1), t.tok(i+2), t.tok(i+3)
	if b.is("-") && d.is("-") && b.before == glued && t.tok(i+4).kind == word { // О-706-УХ 777
		b, c, d, n = c, t.tok(i+4), t.tok(i+5), 5
	}
	if a.kind == word && a.size == 2 && b.kind == number && b.size == 5 && b.before == glued && cyrillic(a.fold) && t.drives(i) && strings.ContainsRune(plateLetters, []rune(a.fold)[0]) && strings.ContainsRune(plateLetters, []rune(a.fold)[1]) {
		return i + 2, typePlate // автобус ав15616
	}
	if a.kind != word || a.size != 1 || b.kind != number || b.size != 3 || c.kind != word || c.size != 2 || !strings.Contains(plateLetters, a.fold) {
		return i, ""
	}
	if a.shape == lower && (b.before != glued || c.before != glued) && !t.drives(i) || b.before > spaced || c.before > spaced {
		return i, ""
	}
	for _, r := range c.fold {
		if !strings.ContainsRune(plateLetters, r) {
			return i, ""
		}
	}
	if d.is("/") && d.before == glued {
		if r := t.tok(i + n + 1); r.kind == number && r.size >= 2 && r.size <= 3 {
			return i + n + 2, typePlate
		}
	}
	if d.kind != number || d.size < 2 || d.size > 3 || d.before > spaced {
		return i + n, typePlate
	}
	if e := t.tok(i + n + 1); e.fold == "rus" || e.fold == "рус" {
		return i + n + 2, typePlate
	}
	return i + n + 1, typePlate
}

// russianPlate is the end of a Russian number plate at i, or i.
func (t *passage) russianPlate(i int) int {
	to, _ := t.carPlate(i)
	return to
}

// britishPlate reads "NX19 FHB".
func (t *passage) britishPlate(i int) (int, string) {
	a, b, c := t.tok(i), t.tok(i+1), t.tok(i+2)
	if a.kind == word && a.size == 2 && a.shape == upper && !cyrillic(a.fold) && b.kind == number && b.size == 2 && b.before == glued && c.kind == word && c.size == 3 && c.shape == upper && c.before <= spaced && !cyrillic(c.fold) {
		return i + 3, typePlate
	}
	return i, ""
}

// drivenPlate reads "may drive 7ABC123", "left in WRT 4412, grey van" and "DVLA re AB12 CDE":
// a number plate by the driving before it, of capitals and three figures or more.
func (t *passage) drivenPlate(i int) (int, string) {
	k := t.toks[i]
	if !t.english() || k.kind == sign || k.kind == word && (k.shape != upper || k.size > 4 || k.any(shortForm|measuring|inDictionary) && !t.shouted()) || !t.driven(i) {
		return i, ""
	}
	to := i
	size, digits, letters := 0, 0, 0
	for ; to < i+4 && t.free(to) && t.toks[to].kind != sign && (to == i || t.toks[to].before <= spaced) && size+t.toks[to].size <= 8; to++ {
		n := t.toks[to]
		if n.kind == word && n.shape != upper || to > i && n.before == spaced && n.kind == t.toks[to-1].kind {
			break
		}
		if size += n.size; n.kind == number {
			digits += n.size
		} else {
			letters += n.size
		}
	}
	if digits < 3 || letters < 1 || size < 5 || t.isMeasure(i, to) {
		return i, ""
	}
	return to, typePlate
}

// driven reports whether the words before i say that somebody drives, left in or parked
// what stands there, or that a licensing office was told of it.
func (t *passage) driven(i int) bool {
	p, b := t.tok(i-1).fold, t.tok(i-2).fold
	switch p {
	case "drive", "driving", "drove", "driven", "car", "truck", "van", "pickup", "suv", "sedan", "motorbike", "motorcycle", "scooter", "moped", "minivan", "rental", "vehicle", "bike", "cab", "taxi", "boda", "lorry", "tricycle", "jeepney", "matatu", "tuk", "dvla", "dmv":
		return true
	case "in":
		return b == "left" || b == "arrived" || b == "came" || b == "drove" || b == "away" || b == "off"
	case "re":
		return b == "dvla" || b == "dmv"
	}
	return false
}

// drives reports whether words before i speak of a car.
func (t *passage) drives(i int) bool {
	for j := i - 1; j >= 0 && j >= i-5; j-- {
		if strings.HasSuffix(t.toks[j].fold, "мобиль") || hasAnyPrefix(t.toks[j].fold, []string{"гос", "номер", "авто", "микроавто", "такс", "водит", "фур", "грузов", "ваз", "лад", "киа", "тойот", "машин", "мобил", "рег", "транспорт", "а"}) && !(t.toks[j].fold == "а" && !t.tok(j+1).is("/")) {
			return true
		}
	}
	return false
}

// plate is the end of a number plate at i whatever its country, behind a word that
// says it is one: groups of capitals and figures, five to eight in all.
func (t *passage) plate(i int) int {
	size, digits, end := 0, 0, i
	for j := i; j < i+6 && t.free(j); j++ {
		k := t.toks[j]
		switch {
		case j > i && k.before > spaced, k.kind == word && k.shape == lower, k.kind == sign && !k.is("-"), k.kind != sign && k.size > 4:
			return ended(i, end, size, digits)
		case k.kind != sign:
			if size+k.size > 9 {
				return ended(i, end, size, digits)
			}
			if end, size = j+1, size+k.size; k.kind == number {
				digits += k.size
			}
		}
	}
	return ended(i, end, size, digits)
}

func ended(i, end, size, digits int) int {
	if size < 4 || digits == 0 || digits == 1 && size < 5 || digits == size && size < 5 {
		return i
	}
	return end
}

// indianPlate reads "KA 42 EB 9725".
func (t *passage) indianPlate(i int) (int, string) {
	a, b, c, d := t.tok(i), t.tok(i+1), t.tok(i+2), t.tok(i+3)
	capitals := func(k *token, most int) bool {
		return k.kind == word && k.shape == upper && k.size <= most && !cyrillic(k.fold) && k.before <= spaced
	}
	if capitals(a, 2) && a.size == 2 && b.kind == number && b.size == 2 && b.before <= spaced && capitals(c, 2) && d.kind == number && d.size == 4 && d.before <= spaced {
		return i + 4, typePlate
	}
	return i, ""
}
