package deidentify

// Wards write somebody behind the same words however hastily: who operated, who was told,
// whose consultation it was. There a word that no list explains is a name, in small letters
// and in capitals too.

// placingStems begin the words right behind which somebody stands.
var placingStems = []string{"оперирован", "прооперирован", "консультирован", "проконсультирован", "осмотрен", "пересмотрен", "сопровожда", "дежурил", "дежурит", "подменя", "подменит", "замеща", "позвонил", "позвонит", "перезвонит",
	"звонил", "сообщен", "сообщит", "сообщил", "доложен", "доложит", "доложил", "передан", "передат", "передал", "рекомендован", "назначен", "направлен", "описан", "подписал", "подписан", "ассистир", "словам", "рекомендации", "просьбе",
	"поручению", "ждем", "вызват", "вызван", "приглас", "позват", "позовит", "зовит", "спросит", "спроси", "разбуди", "консультация", "консультацию", "подпись", "отпущен", "ухажива", "смотрел", "вел", "взял", "взяла", "сдал", "сдала", "принял", "забрал", "отменил"}

// placingWith are stems of the words that ask somebody behind a small word.
var placingWith = map[string][]string{
	"с":  {"согласов", "совместн", "вместе", "обсужд", "обсуд", "бесед", "разгов", "созвон", "связ", "пришел", "пришла", "приехал", "прибыл"},
	"со": {"согласов", "совместн", "вместе", "обсужд", "обсуд", "бесед", "разгов", "созвон", "связ"},
	"у":  {"наблюда", "лечи", "опериров", "консульт", "спрос", "узна", "уточн", "был", "запис", "взят", "забрат", "прием"},
	"от": {"ответ", "звон", "письм", "заявлен", "направлен", "жду", "ждем", "сообщен"},
	"к":  {"направ", "запис", "прием", "подойт", "обрат", "идти", "отправ", "зайт", "консультац"},
}

// placed reports whether the words before i say that somebody stands there. Behind what is
// recommended or prescribed as well only "by whom" is somebody.
func (t *passage) placed(i int) bool {
	p, k := t.tok(i-1), t.toks[i]
	if p.kind != word || k.before > wrapped {
		return false
	}
	if p.any(placing) {
		return !hasAnyPrefix(p.fold, []string{"рекомендован", "назначен", "описан", "взял", "забрал", "отменил"}) || k.any(surnamed|firstName|surnameToo) && hasEnd(k.fold, byWhom, 4) || k.in(eastern) || k.any(firstName) && !k.any(inDictionary) || t.letteredName(i)
	}
	if p.fold == "кровь" && t.tok(i-2).any(placing) {
		return true // взяла кровь Рожкова
	}
	stems, small := placingWith[p.fold]
	return small && k.before == spaced && (hasAnyPrefix(t.tok(i-2).fold, stems) || p.fold == "у" && t.opens(i-1))
}

// letteredName reports whether two letters or initials stand behind the word at i.
func (t *passage) letteredName(i int) bool {
	n := t.tok(i + 1)
	return t.initialed(i) || n.kind == word && n.size == 2 && n.shape == upper && n.before == spaced && cyrillic(n.fold) && !n.any(shortForm) && t.toks[i].shape == title
}

// byWhom end names of those by whom something was done.
var byWhom = []string{"ым", "им", "ой", "ом", "ем", "ей", "ою"}

// byPlaced reads somebody by the words before: "передать ооржаку", "совместно с Жуком",
// "ОПЕРИРОВАН МОНГУШЕМ".
func (t *passage) byPlaced(i int) bool {
	k := t.toks[i]
	if k.size < 2 || !cyrillic(k.fold) || !t.tok(i-1).any(placing) && t.tok(i-1).size > 2 && t.tok(i-1).fold != "кровь" || k.any(heading|callingWord|medicinal|organised|monthly|shortForm|measuring|genericWord|abbreviated) || !t.placed(i) || t.kept[i] {
		return false
	}
	small := k.shape == lower && t.hushed() || k.shape == upper && t.shouted()
	if !small && k.shape != title || k.any(built) && !k.isSurname() {
		return false
	}
	named := t.smallLetters(i+1) > i+1 || t.initialed(i)
	switch {
	case !k.any(inDictionary):
		if k.size < 4 && !k.in(eastern) && !named {
			return false
		}
	case k.any(firstName) && (k.shape == title || k.size > 3 && !k.any(common)):
	case k.in(eastern) || k.any(common|surnameToo|strongly) || k.any(surnamed) && k.shape == title:
		if k.shape != title && !t.closes(i+1) && !named && !t.tok(i+1).any(firstName) || k.any(adjectival) && !t.closes(i+1) && !named && k.shape != title {
			return false
		}
	default:
		return false
	}
	if k.shape == lower {
		t.mark(i, t.smallLetters(t.smallNames(i+1)), t.roleOf(i))
		return true
	}
	t.person(i, i+1)
	return true
}

// smallNames steps over the rest of a name without capitals.
func (t *passage) smallNames(i int) int {
	for n := 0; n < 2 && t.free(i); n++ {
		k := t.toks[i]
		if k.kind != word || k.before != spaced || k.size < 2 || k.any(heading|callingWord) || !k.any(firstName|patronymical) && !t.mayBeSurname(i) {
			break
		}
		i++
	}
	return i
}

// mayBeSurname reports whether the word at i, beside a first name and without a capital, is
// a surname rather than a word.
func (t *passage) mayBeSurname(i int) bool {
	k := t.toks[i]
	if !k.any(explaining) {
		return k.size > 3 || k.in(eastern)
	}
	return k.any(strongly) && !k.any(adjectival) || k.any(common|surnameToo|surnamed) && !k.any(adjectival) && t.closes(i+1) || k.in(eastern) && k.size > 2
}

// bySmallFirst reads "сдала гульнара рейхерт" and "врач бато хан": a first name and what may
// be a surname, where nothing has capitals.
func (t *passage) bySmallFirst(i int) bool {
	k := t.toks[i]
	if k.shape != lower || !k.any(firstName) || k.size < 3 || k.any(heading|medicinal|monthly|organised|genericWord) || !t.hushed() {
		return false
	}
	to := t.smallNames(i + 1)
	if to == i+1 || k.any(common|inDictionary) && !t.toks[i+1].any(patronymical) && !t.triggered(i) && !t.placed(i) && t.toks[i+1].any(explaining) {
		return false
	}
	t.person(i, t.smallLetters(to))
	return true
}

// smallLetters is the end of the initials in small letters or capitals without dots behind
// a name: "зг", "и р", "т. в.", or i. What may be a word needs the end of the clause.
func (t *passage) smallLetters(i int) int {
	if k := t.tok(i); t.free(i) && k.kind == word && k.size == 2 && cyrillic(k.fold) && k.before == spaced && !smallWords[k.fold] && t.tok(i+1).kind != number && (k.shape == upper || k.shape == lower) {
		return i + 1
	}
	j, n, dots := i, 0, 0
	for n < 2 && t.free(j) && t.toks[j].kind == word && t.toks[j].size == 1 && cyrillic(t.toks[j].fold) && t.toks[j].before <= spaced {
		n++
		if j++; t.tok(j).is(".") && t.tok(j).before == glued {
			j, dots = j+1, dots+1
		}
	}
	if dots > 0 || n == 2 && (t.closes(j) || t.tok(j).is("—") || t.tok(j).is("–") || t.tok(j).is("-") || t.toks[i].shape == upper) || n == 2 && !oneLetterWord[t.toks[j-1].fold] {
		return j
	}
	return i
}

// oneLetterWord are words of one letter.
var oneLetterWord = wordSet("и в с к у о а я")

// byLettersBefore reads "т.р. монгуш" and "е.и. щека": two small initials with dots before a
// word that may be a surname.
func (t *passage) byLettersBefore(i int) bool {
	k, o, w := t.toks[i], t.tok(i+2), t.tok(i+4)
	if k.size != 1 || k.shape != lower || !cyrillic(k.fold) || !t.tok(i+1).is(".") || o.kind != word || o.size != 1 || o.shape != lower || o.before != glued || !t.tok(i+3).is(".") || k.before == glued || !t.hushed() {
		return false
	}
	if w.kind != word || w.before > spaced || w.size < 2 || !t.free(i+4) || w.any(heading|callingWord|medicinal|measuring|abbreviated) || t.tok(i+5).is(".") && w.size < 3 {
		return false
	}
	if w.any(inDictionary|built) && (!w.any(common|surnamed) && !w.in(eastern) || noInitials[k.fold+o.fold]) || noInitials[k.fold+o.fold] && !w.isSurname() {
		return false
	}
	t.mark(i, i+5, t.roleOf(i))
	return true
}

// noInitials are two small letters with dots that are words cut short.
var noInitials = wordSet("те тк тн тп тд тч тв вв вм вк вн пк нэ бу ио гр жд ад чд чс др мт рт кв зп сг пп дм км мн сп кг лс мс рп пн сл обл об вт")

// byLettersBehind reads "тарковской зг результаты", "савчук с б —" and "куницей т.,": a word
// that may be a surname with its letters behind, where nothing has capitals or all has.
func (t *passage) byLettersBehind(i int) bool {
	k := t.toks[i]
	if k.size < 3 || !cyrillic(k.fold) || !(k.shape == lower && t.hushed() || k.shape == upper && t.shouted()) || k.any(heading|callingWord|medicinal|measuring|abbreviated|organised|shortForm) || k.any(built) && !k.isSurname() {
		return false
	}
	to := t.smallLetters(i + 1)
	if to > i+1 && k.any(surnameToo) && !t.opens(i) && (t.triggered(i) || t.placed(i) || t.tok(i-1).is(",")) || to > i+1 && k.any(surnameToo) && t.tok(to).any(doing) {
		t.mark(i, to, t.roleOf(i))
		return true
	}
	if to == i+1 || t.tok(i+1).size == 2 && (t.toks[i+1].any(shortForm|measuring|inDictionary) && !k.any(strongly)) || !k.any(surnamed) && k.any(inDictionary) {
		return false
	}
	if k.any(inDictionary) && (!k.any(strongly) || k.any(adjectival)) || !k.isSurname() && to <= i+2 {
		return false
	}
	t.mark(i, to, t.roleOf(i))
	return true
}
