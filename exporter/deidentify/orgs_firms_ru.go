package deidentify

// Firms and stations by how their names are built, without a noun or quotation marks beside.

// firmEndings end the names of firms and of hardly anything else: "Спасскцемент",
// "Востокуголь", "Дальэнерго".
var firmEndings = endingsOf([]string{"цемент", "уголь", "нефтегаз", "энерго", "энергосбыт", "спецстрой", "автотранс", "водоканал", "теплосеть", "телеком", "снабсбыт", "нефтепродукт", "трансгаз",
	"автодор", "дорстрой", "лестранс", "золото", "глинозем", "металлург", "хлебопродукт", "птицепром", "рыбфлот", "рыбпром", "лизинг", "ритейл", "логистик", "девелопмент", "инжиниринг", "агропром", "нефтехим", "машзавод", "бургаз", "бурсервис"})

// builtFirm reads a word with a capital that nobody knows but by its ending.
func (t *passage) builtFirm(i int) bool {
	k := t.toks[i]
	if k.shape != title && k.shape != mixed || k.size < 8 || k.any(inDictionary|medicinal) || !firmEndings.ends(k.fold, 8) {
		return false
	}
	t.mark(i, t.brandEnd(i+1), typeOrg)
	return true
}

// stations are all forms of the noun.
var stations = declined("станци")

// stationWork is what a station of medicine does, behind its noun.
var stationWork = wordSet("скорой переливания санавиации")

// station reads "Кунгурскую станцию скорой помощи" and "Краевая станция переливания крови".
func (t *passage) station(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if !n.in(stationWork) || n.before != spaced || !stations[k.fold] {
		return false
	}
	from, to := t.orgAdjectives(i), i+2
	if t.townAdjective(i - 1) {
		from = i - 1
	}
	if from == i && (k.shape != title || t.tok(i-1).kind == word) {
		return false
	}
	if w := t.tok(to); w.fold == "помощи" || w.fold == "крови" || w.fold == "мед" || w.fold == "медицинской" {
		to++
		if t.tok(to).fold == "помощи" {
			to++
		}
	}
	t.mark(from, t.orgTail(to), typeOrg)
	return true
}

// scanFirm reads "МРТ-Эксперт": a firm that is called after what it does.
func (t *passage) scanFirm(i int) bool {
	k, n := t.toks[i], t.tok(i+2)
	if !k.in(modality) || k.shape != upper || !t.tok(i+1).is("-") || t.tok(i+1).before != glued || n.shape != title || n.before != glued || n.any(heading|adjectival|eponymous) || n.size < 5 {
		return false
	}
	t.mark(i, t.orgTail(i+3), typeOrg)
	return true
}

// centreTail steps over the clinic of a university behind its letters: "ДВФУ, медицинский центр".
func (t *passage) centreTail(i int) int {
	if a, n := t.tok(i+1), t.tok(i+2); t.tok(i).is(",") && (a.any(adjectival) && hasAnyPrefix(a.fold, []string{"медицинск", "клиническ", "стоматологическ"}) && n.kind == word && n.any(organised) && n.before == spaced) {
		return i + 3
	}
	return i
}
