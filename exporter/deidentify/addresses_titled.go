package deidentify

// cutTitles are what streets are called after, cut short: «Сов. Армии», «Бр. Кашириных».
var cutTitles = wordSet("сов мол бр ген маршала марш акад адм кр красн нар труд комс парт проф инж лейт кап космон поэта героев мин партиз")

// titledStreet reads "Сов. Армии 211-15" and, behind a word for living, "Ген. Лизюкова 22" at the title.
func (t *passage) titledStreet(i int) {
	k, d, n, h := t.toks[i], t.tok(i+1), t.tok(i+2), t.tok(i+3)
	if k.shape == lower && !t.hushed() || !d.is(".") || d.before != glued || n.kind != word || n.size < 4 || n.before > spaced || !(n.shape == title || t.hushed() && n.shape == lower) || !hasEnd(n.fold, []string{"а", "ого", "их", "ых", "ии", "и", "ей", "ов", "ев", "ова", "ина", "ой"}, 4) {
		return
	}
	j := i + 3
	if h.is(",") && h.before == glued {
		j++
	}
	if c := t.tok(j); (c.fold == "д" || c.fold == "дом") && t.tok(j+1).is(".") {
		j += 2
	}
	house := t.tok(j)
	if house.kind != number || house.size > 3 || house.before > spaced || t.tok(j+1).fold != "кв" && t.measured(j+1) && t.tok(j+1).before != glued {
		return
	}
	flat := t.tok(j+1).is("-") && t.tok(j+1).before == glued && t.tok(j+2).kind == number || t.tok(j+1).fold == "кв" || t.tok(j+1).is(",") && t.tok(j+2).fold == "кв" || t.tok(j+1).kind == word && t.tok(j+1).size == 1 && t.tok(j+1).before == glued && t.tok(j+2).is("-")
	p := t.tok(i - 1)
	if p.is(".") || p.is(":") {
		p = t.tok(i - 2)
	}
	if !flat && !p.any(dwellingWord|living) && !hasStem(p.fold, "адрес") {
		return
	}
	t.mark(i, t.houseAfter(j), typeAddress)
}
