package deidentify

import (
	"strings"
	"sync"
)

// doubleNames holds the double names of the list as two stems and a hyphen, whose halves
// may be anybody's ("Соколова-Лайона").
var doubleNames = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for w := range readSet(eponymLines + englishEponymLines) {
		if a, b, ok := strings.Cut(strings.ReplaceAll(w, "ё", "е"), "-"); ok {
			m[stem(a)+"-"+stem(b)] = true
		}
	}
	return m
})

// pairedEponym reports whether i and the word over a hyphen before or behind it are one
// of them.
func (t *passage) pairedEponym(i int) bool {
	for _, from := range []int{i, i - 2} {
		if h := t.tok(from + 1); from >= 0 && (h.is("-") || h.is("–")) && t.toks[from].kind == word && t.tok(from+2).kind != sign && doubleNames()[stem(t.toks[from].fold)+"-"+stem(t.tok(from+2).fold)] {
			return !t.initialed(from) && !t.initialed(from+2) && (cyrillic(t.toks[from].fold) || !t.triggered(from) && !t.somebody(t.toks[from]) && !t.somebody(t.tok(from+2)))
		}
	}
	return false
}

// bySign reports whether the eponym at i is one by what stands around it alone: its
// finding, a short word of medicine, or an eponym of the same list.
func (t *passage) bySign(i int) bool {
	return t.foundBehind(i) && !nearWord[t.tok(i-1).fold] || t.leadsEponym(i) || t.inNotes(i) || t.inRow(t.firstHalf(i))
}

// inRow reports whether an eponym and a comma stand before i: "знак Хэмптона, Вестермарка".
func (t *passage) inRow(i int) bool {
	return t.tok(i-1).is(",") && t.tok(i-2).kind == word && t.kept[i-2]
}

// othersInitials reports whether two initials before i belong to the surname before them:
// "Ветрова С. Э. Манту отр.".
func (t *passage) othersInitials(i int) bool {
	p := t.tok(i - 5)
	return t.tok(i-1).is(".") && t.tok(i-2).size == 1 && t.tok(i-3).is(".") && t.tok(i-4).size == 1 && p.shape == title && p.size > 3 && t.tok(i-4).before == spaced && !p.any(callingWord|triggerWord|heading|headWord)
}

// firstHalf is where the double name or the particle begins that the word at i ends.
func (t *passage) firstHalf(i int) int {
	for n := 0; n < 2; n++ {
		if b := t.before(i); b == i-2 && t.tok(b).capital() {
			i = b
		}
		if p := t.tok(i - 1); particleOf[p.fold] && p.capital() && t.toks[i].before <= spaced {
			i--
		}
	}
	return i
}

// particleOf begin the names of physicians that came into Russian in two words.
var particleOf = wordSet("ван фон де мак")

// leadsEponym reports whether a short word of examinations stands before the eponym at i,
// whole or cut ("тип Салтера-Харриса", "табл. Сивцева").
func (t *passage) leadsEponym(i int) bool {
	i = t.firstHalf(i)
	p := t.tok(i - 1)
	if i == 0 || t.toks[i].before > wrapped {
		return false
	}
	if p.is(".") && p.before == glued {
		return cutLeads[t.tok(i-2).fold] || t.tok(i-2).fold == "пер" && t.tok(i+1).kind != number && !(t.tok(i+1).is(",") && t.tok(i+2).kind == number)
	}
	if p.fold == "у" && t.tok(i-2).is("/") && p.before == glued && t.tok(i-3).fold == "л" {
		return true // л/у Зоргиуса
	}
	return p.kind == word && (shortLeads[p.fold] || p.fold == "по" && p.shape == lower && i < len(t.toks) && particleOf[t.toks[i].fold])
}

var (
	shortLeads = wordSet(`тип типа типу типом ток тока токи сеть сети знак знака знаки шина шины шину шиной ванна ванны колонна колонны перфорант перфоранта перфоранты
		хорда хорды афазия афазии мембрана мембраны миндалины походка поза лх лгм табл таблица таблице таблицам заслонка заслонки фактор пломба скотома железы узлы`)
	cutLeads = wordSet("табл дост перел расч симп симпт синдр рефл шк окр физиол пр эпон индекс манж операц мод модиф бол подозр эндопрот пластинк плантогр невус дренаж")
)

// inNotes reports whether the eponym stands alone in brackets behind a word of medicine:
// "афазия (Брока)", "знаки (Керниг, Брудзинский)".
func (t *passage) inNotes(i int) bool {
	b, n := i-1, t.tok(i+1)
	if t.tok(b).is(",") && t.tok(i-2).capital() {
		b = i - 3
	}
	if !t.tok(b).is("(") || !n.is(")") && !(n.is(",") && t.tok(i+2).capital() && t.tok(i+3).is(")")) {
		return false
	}
	for j := b - 1; j >= 0 && j >= b-3 && t.toks[j+1].before <= wrapped && t.toks[j].kind == word; j-- {
		switch k := t.toks[j]; {
		case k.any(callingWord | triggerWord):
			return false
		case k.any(headWord | diagnosing), shortLeads[k.fold]:
			return true
		}
	}
	return false
}

// foundBehind reports whether what stands behind the eponym at i, over its other half, is
// a finding: "Горнер нет", "Лермитта отр.", "Шульце н/п", "Ширмер 6 мм", "Центор 4".
func (t *passage) foundBehind(i int) bool {
	for t.tok(i+1).is("-") && t.tok(i+2).capital() && t.tok(i+2).before == glued {
		i += 2
	}
	n, a := t.tok(i+1), t.tok(i+2)
	switch {
	case n.before > spaced || i+1 >= len(t.toks) || t.taken[i+1]:
		return false
	case n.kind == word && n.shape != title && plainFinding[n.fold], n.kind == word && n.fold == "в" && strings.HasPrefix(a.fold, "норм"):
		return true
	case n.fold == "не":
		return hasAnyPrefix(a.fold, notFound)
	case n.fold == "н":
		return a.is("/") && a.before == glued
	case n.is("+") || n.is("±") || n.is("?") && t.tok(i+1).before == glued && !t.toks[i].any(strongly):
		return true
	case n.kind == word && n.shape == upper && n.size == 1 && n.before == spaced && strings.Contains("abcdавсд", n.fold) && (t.closes(i+2) || a.before > spaced):
		return true // Чайлд B
	case n.is("-"):
		return n.before == spaced && (t.closes(i+2) || a.kind == sign)
	case n.kind == number:
		return n.before == spaced && n.size < 3 && (a.any(measuring) && !ageUnit[a.fold] || a.kind == word && (hasAnyPrefix(a.fold, []string{"балл", "ранг", "стад", "степ", "класс"}) || a.size == 1 && a.before == glued && n.size == 1) || a.is("°") || a.is("/") && t.tok(i+3).kind == number)
	}
	return n.kind == word && n.shape == upper && romanMonths[n.fold] > 0 && n.before == spaced
}

var (
	plainFinding = wordSet("нет отр отриц отрицателен отрицательный отрицательная отрицательно пол полож положит положителен положительный положительная положительно сомн сомнит сомнителен снижен снижена сниженный искл исключен абс abs норма инд инф симм слаб слабо слабый есть вял вялый живой резко резк умер умеренно сохр ясно выраж верхний нижний")
	notFound     = []string{"выявл", "выяв", "опред", "вызыв", "обнар", "примен", "увелич", "измен", "провод", "выраж", "налож", "показ"}
)

// animals are what people keep, behind which its name stands.
var animals = union(declined("кошк собак овчарк хомяк попуга щенк коров лошад кобыл лайк таксы"), wordSet("кот кота коту котом пес пса псу псом щенок конь коня бык быка dog dogs cat cats puppy kitten kittens budgie budgies parrot horse pony rabbit hamster chihuahua labrador poodle terrier spaniel collie beagle dachshund corgi goldfish tortoise"))

// animal reports whether the word at i is what an animal is called: "кот Тимофей", "собака Жулька".
func (t *passage) animal(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if t.petBehind(i) {
		return true
	}
	if k.shape == title && k.before == spaced && p.in(callNames) && !t.somebody(k) && t.animalNear(i) {
		return true // собака (метис, кличка Боцман)
	}
	if k.shape != title || k.before != spaced || p.kind != word || p.shape == upper || !animals[p.fold] || k.any(strongly|patronymical) || t.somebody(k) || t.somebody(p) {
		return false
	}
	return !(n.capital() && n.before == spaced) && !t.initialed(i) && (p.shape == lower || t.opens(i-1)) && !t.tok(i-2).any(callingWord)
}

// petBehind reads in English a name in quotation marks or brackets behind an animal, and the
// second of two: Dog "Bramble", "budgies Mango + Tilly".
func (t *passage) petBehind(i int) bool {
	k, p, b := t.toks[i], t.tok(i-1), t.tok(i-2)
	if !t.english() || k.shape != title || t.somebody(k) {
		return false
	}
	if (p.is("\"") || p.is("“") || p.is("(")) && k.before == glued {
		return b.kind == word && animals[b.fold] && (t.tok(i+1).kind == sign && t.tok(i+1).before == glued)
	}
	return (p.is("+") || p.is("&") || p.fold == "and") && b.shape == title && animals[t.tok(i-3).fold] && k.before == spaced && t.closes(i+1)
}

// callNames stand before what an animal is called.
var callNames = wordSet("кличка кличке кличкой звать зовут")

// animalNear reports whether an animal is spoken of before i in its sentence.
func (t *passage) animalNear(i int) bool {
	for j := i - 1; j >= 0 && j > i-9 && t.toks[j+1].before < wrapped; j-- {
		if t.toks[j].kind == word && animals[t.toks[j].fold] {
			return true
		}
	}
	return false
}

// analyses are names of medicine that end like surnames and stand alone in lists of analyses.
var analyses = wordSet("зимницкий нечипоренко пастернацкий аддис каковский")

// analysed reports whether the word at i is one of them in a list or before its figures:
// "анализы: Зимницкий, кал", "Зимницкий 1005–1012".
func (t *passage) analysed(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	return k.in(analyses) && !t.somebody(k) && !t.triggered(i) && !t.initialed(i) && t.initialBefore(i) == i && (p.kind == sign || i == 0 || n.kind == number) && (n.kind == number || n.is(",") || n.is(".") || n.is("+") || n.is("-") || n.is(";") || n.shape == lower)
}
