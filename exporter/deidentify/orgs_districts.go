package deidentify

import "strings"

// Authorities and institutions by their place where the noun is an everyday one: whose
// district they are of, a kind cut short between the place and the noun, the which of many
// they are in words.

// authorities are who there is one of in each district.
var authorities = union(wordSet("овд ровд оувд увд вк рвк окд овм опдн кдн пдн мво полиции опеки юстиции росреестра соцзащиты сфр пфр фсс мвд уфмс оуфмс"), declined("военкомат комиссариат администраци прокуратур опек суд загс"))

// ofDistrict reads "ОВД Ленского улуса" and "отдел опеки Ленинского р-на" by the adjective at i.
func (t *passage) ofDistrict(i int) bool {
	k := t.toks[i]
	if k.shape != title && !(t.hushed() && k.shape == lower) || k.size < 6 || k.before != spaced || !hasEnd(k.fold, []string{"ого", "его"}, 5) {
		return false
	}
	to := t.districtEnd(i + 1)
	a := t.tok(i - 1)
	if to == i+1 || !authorities[a.fold] || !t.free(i-1) || t.toks[i-1].before > spaced && a.shape == lower {
		return false
	}
	from := i - 1
	for from > 0 && t.toks[from].before == spaced && t.free(from-1) && departments[t.tok(from-1).fold] {
		from--
	}
	t.mark(from, to, typeOrg)
	return true
}

// districtEnd steps over a word for a district, whole or cut over a hyphen; or stays at i.
func (t *passage) districtEnd(i int) int {
	k, h, e := t.tok(i), t.tok(i+1), t.tok(i+2)
	switch {
	case k.before != spaced || k.kind != word:
		return i
	case k.fold == "р" && h.is("-") && h.before == glued && e.before == glued && (e.fold == "на" || e.fold == "он" || e.fold == "она"):
		return i + 3
	case hasAnyPrefix(k.fold, []string{"район", "улус", "кожуун", "аймак", "округ", "наслег"}):
		return i + 1
	}
	return i
}

// cutKinds say of what kind an institution is, cutHouses are its nouns, both cut before a dot.
var (
	cutKinds  = wordSet("мед вет пед муз юр тех хим дет гор обл рай участк респ краев суд пож спец")
	cutHouses = wordSet("лаб больн поликл колл техн учил инст б-ца амб клин")
)

// cutBetween reads "Россошанскую вет. лаб." and "Кунгурский мед. колледж" by the kind at i.
func (t *passage) cutBetween(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+2)
	if !cutKinds[k.fold] || !t.tok(i+1).is(".") || k.before != spaced || n.kind != word || n.before > spaced || !t.free(i-1) || !t.free(i+2) {
		return false
	}
	if p.kind != word || p.shape != title || p.size < 6 || !p.any(adjectival) || p.any(heading|eponymStemmed) || !hasEnd(p.fold, []string{"ский", "ская", "скую", "ской", "ского", "ском", "скому", "ском", "цкий", "цкая", "цкую", "цкой", "цкого", "цком"}, 6) {
		return false
	}
	switch {
	case n.any(organised):
		t.mark(i-1, t.orgTail(i+3), typeOrg)
	case cutHouses[n.fold] && t.tok(i+3).is("."):
		t.mark(i-1, i+3, typeOrg)
	default:
		return false
	}
	return true
}

// ordinalStems begin the words for which of many.
var ordinalStems = []string{"перв", "втор", "трет", "четвер", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат", "двенадцат", "тринадцат", "четырнадцат", "пятнадцат", "шестнадцат", "семнадцат", "восемнадцат", "девятнадцат", "двадцат", "тридцат"}

// whichOfMany reads "в двенадцатую поликлинику" and "из первой горбольницы" by the noun at i.
func (t *passage) whichOfMany(i int) bool {
	k, p, b := t.toks[i], t.tok(i-1), t.tok(i-2)
	if p.kind == number && p.size <= 2 && k.before == spaced && p.before == spaced && inside[b.fold] && hasAnyPrefix(k.fold, []string{"роддом", "поликлиник", "больниц", "горбольниц", "гимнази", "лицее"}) && hasEnd(k.fold, []string{"е", "у", "ю", "ы", "а", "и"}, 5) && t.free(i-1) {
		t.mark(i-1, t.orgTail(i+1), typeOrg) // в 6 роддоме
		return true
	}
	if k.before != spaced || p.kind != word || p.before > spaced || !t.free(i-1) || !hasAnyPrefix(k.fold, []string{"поликлиник", "больниц", "горбольниц", "роддом", "школ", "гимнази", "лице"}) || k.fold == "лице" {
		return false
	}
	if !hasAnyPrefix(p.fold, ordinalStems) || !hasEnd(p.fold, []string{"ая", "ой", "ую", "ый", "ом", "ого", "ий", "ья", "ью", "ей"}, 5) || !inside[b.fold] || strings.HasPrefix(p.fold, "вторичн") || strings.HasPrefix(p.fold, "первичн") {
		return false
	}
	t.mark(i-1, t.orgTail(i+1), typeOrg)
	return true
}
