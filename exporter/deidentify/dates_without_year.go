package deidentify

import "strings"

// dateAsked are stems of words after which two numbers are a day and a month.
var dateAsked = []string{"визит", "прием", "явк", "явит", "дат", "осмотр", "операци", "обследован", "выпис", "поступ", "госпитал", "обращ", "консультац", "перевяз", "удален", "снят",
	"анализ", "visit", "seen", "date", "admitted", "discharged", "запис", "назначен", "следующ", "предыдущ", "последн", "рентген", "снимк", "сегодня", "вчера", "завтра", "забор", "взят", "готов"}

// dateLeads are words right before a day and a month.
var dateLeads = wordSet("с со от до по на к за утром вечером ночь ночью понедельник вторник среду четверг пятницу субботу воскресенье пн вт ср чт пт сб вс on from until till since")

// dayAndMonth decides about two numbers that may be a value as well: the words
// before them, a line or a sentence they begin, or another such date beside them.
func (t *passage) dayAndMonth(i, b int, sep string) bool {
	x, y := t.toks[i], t.toks[b]
	if sep == "." && x.size == 2 && x.fold[0] == '0' && y.size == 2 && atoi(x.fold) > 0 && atoi(y.fold) >= 19 && atoi(y.fold) < 40 && x.before == spaced && !t.measured(b+1) && !t.hour(i) && !t.valued(i) {
		return true // 09.24: no value begins with a nought and a figure
	}
	if sep == "-" && x.size <= 2 && y.size == 2 && t.closes(b+1) && !t.measured(b+1) && t.words.visits.has(day{0, atoi(y.fold), atoi(x.fold)}) {
		return true
	}
	if sep == "-" && x.size == 2 && y.size == 2 && t.tok(i-1).fold == "от" && atoi(x.fold) > 0 && atoi(x.fold) <= 31 && atoi(y.fold) > 0 && atoi(y.fold) <= 12 && !t.measured(b+1) {
		return true // от 05-03
	}
	if sep == "-" && x.size == 2 && y.size == 2 && y.fold[0] == '0' && x.before == spaced && !t.english() && atoi(y.fold) > 0 && (atoi(x.fold) > 24 || atoi(x.fold) > 12 && t.asksDate(i) && !atHour[t.tok(i-1).fold]) && atoi(x.fold) <= 31 && !t.measured(b+1) && !t.hour(i) && t.tok(b+1).fold != "ч" {
		return true // биопсия 21-02: no range goes down, no hour has 28
	}
	if sep == "/" && x.size == 2 && y.size <= 2 && atoi(x.fold) > 12 && atoi(x.fold) <= 31 && atoi(x.fold) != 20 && atoi(y.fold) >= 1 && atoi(y.fold) <= 12 && (y.size == 2 && y.fold[0] == '0' || t.english() && t.tok(i-1).shape == lower && t.tok(i-1).kind == word && !t.valued(i)) && !t.measured(b+1) {
		return true // U&E 30/01, clinic 15/8
	}
	if p := t.tok(i - 1); p.fold == "от" && x.size == 2 && y.size == 2 && !t.measured(b+1) && atoi(x.fold) > 0 && (sep == "/" && atoi(x.fold) <= 31 && atoi(y.fold) > 0 && atoi(y.fold) <= 12 || sep == "." && atoi(x.fold) <= 12 && atoi(y.fold) >= 19 && atoi(y.fold) < 40) {
		return true // от 10/12, от 11.24
	}
	if h := t.tok(b + 1); sep == "." && x.size == 2 && y.size == 2 && x.fold[0] == '0' && (y.fold[0] == '0' || y.fold[0] == '1') && atoi(x.fold) > 0 && atoi(y.fold) > 0 && atoi(y.fold) <= 12 && (h.is("-") || h.is("–")) && h.before == spaced && t.tok(b+2).before == spaced && !t.english() {
		return true // Манту 09.09 - 5 мм
	}
	if p := t.tok(i - 1); sep == "." && y.size == 1 && x.size <= 2 && (p.fold == "с" && rangeWord[t.tok(b+1).fold] && t.tok(b+3).is(".") && t.tok(b+4).kind == number || rangeWord[p.fold] && t.tok(i-5).fold == "с" && t.tok(i-3).is(".")) && atoi(x.fold) > 0 && atoi(x.fold) <= 31 && atoi(y.fold) > 0 && !t.measured(b+1) {
		return true // с 3.2 по 7.2
	}
	if t.nextDay(i, b, sep) || t.sequel(i, b, sep) || sep == "." && t.tok(b+1).fold == "в" && t.tok(b+2).kind == number && t.tok(b+3).is(":") && atoi(x.fold) <= 31 && atoi(y.fold) <= 12 && atoi(x.fold) > 0 && atoi(y.fold) > 0 {
		return true // 31.1 в 6:05
	}
	if x.size > 2 || y.size > 2 || sep == "-" || sep == "," || atoi(x.fold) < 1 || atoi(x.fold) > 31 || atoi(y.fold) < 1 || atoi(y.fold) > 12 {
		return false
	}
	if t.analysedOn(i, b, sep) {
		return true
	}
	if t.measured(b+1) || t.hour(i) {
		return false
	}
	if t.words.visits.has(day{0, atoi(y.fold), atoi(x.fold)}) && (sep == "/" || y.size == 2 || x.size == 2 && !t.valued(i) || t.tok(b+1).before >= wrapped) {
		return true
	}
	if (sep == "." || sep == "/" && y.size == 2) && t.datedRight(i) {
		return true
	}
	if sep == "." && y.size == 2 && !t.english() && (t.tok(b+1).is("№") || (t.happened(i) || t.happens(b+1)) && !t.valued(i)) {
		return true
	}
	if !t.english() && t.shortDay(i, b, sep) {
		return true
	}
	if y.size != 2 {
		p := t.tok(i - 1)
		if sep == "/" && x.size == 2 && atoi(x.fold) > 12 && x.before >= wrapped && t.tok(b+1).before == spaced && !t.english() {
			return true // 13/1 9.20 перевязки
		}
		return p.kind == word && (sep == "." && hasAnyPrefix(p.fold, dateAskedNow) || sep == "/" && hasAnyPrefix(p.fold, dateDone))
	}
	if sep == "/" && x.size == 2 && atoi(x.fold) > 12 && dateLeads[t.tok(i-1).fold] && !t.measured(b+1) && !t.hour(i) {
		return true // в сад с 27/12
	}
	if p := t.tok(i - 1); t.partOfDay(b+1) || sep == "/" && p.kind == word && p.shape == lower && hasAnyPrefix(p.fold, dateDone) {
		return true // 11/10 утр., сняли 3/12
	}
	if t.asksDate(i) || t.leadsDate(i) {
		return sep == "." || y.fold[0] == '0' || x.fold[0] == '0' || x.size == 2 && atoi(x.fold) > 12
	}
	if sep == "/" {
		return (y.fold[0] == '0' && (x.size == 2 || !t.english()) || x.fold[0] == '0' || x.size == 2 && atoi(x.fold) > 12) && !t.valued(i)
	}
	if p := t.tok(i - 1); x.size == 2 && x.fold[0] == '0' && (y.fold[0] == '0' || t.tok(b+1).is(":")) && x.before == spaced && (p.kind == word || p.is(",")) {
		return true // БЦА 05.08: no value begins with a nought and a figure
	}
	if x.size == 2 && t.tok(i-1).shape == upper && x.before == spaced && !t.tok(i-1).any(valueWord) && t.commas() {
		return true // ОКТ 14.08
	}
	return (x.size == 2 || y.fold[0] == '0' && (t.dateBefore(i-2) || t.noValue(i, b))) && !t.valued(i)
}

// analysedOn reports whether a day stands between an analyte and its value: "ПСА 13.02 6,84".
func (t *passage) analysedOn(i, b int, sep string) bool {
	p, x, y, v := t.tok(i-1), t.toks[i], t.toks[b], t.tok(b+1)
	if sep != "." || x.size != 2 || y.size != 2 || t.english() || !p.any(valueWord) || x.before != spaced || v.kind != number || v.before != spaced || v.size > 3 {
		return false
	}
	s, f := t.tok(b+2), t.tok(b+3)
	if (s.is(".") || s.is(",")) && s.before == glued && f.kind == number && f.before == glued {
		return s.is(",") || f.size == 2 && f.fold > "12"
	}
	return v.size > 1 && !s.is("-") && !s.is("/")
}

// noValue reports whether "8.02" can be no value: where values have commas, behind a noun
// that says how or of what ("санрейсом 1.04"), or alone in brackets behind a value.
func (t *passage) noValue(i, b int) bool {
	p := t.tok(i - 1)
	if t.english() || t.measured(b+1) || t.toks[i].before == glued && !p.is("(") {
		return false
	}
	return t.commas() && p.kind == word && p.shape == lower && !p.any(valueWord|measuring|medicinal|shortForm) && p.size > 2 || t.commas() && p.is("(") && t.tok(b+1).is(")") ||
		p.kind == word && p.shape == lower && p.size > 5 && !p.any(valueWord|medicinal|built) && hasEnd(p.fold, []string{"ом", "ем", "ой", "ью", "ами", "ями"}, 5)
}

// commas reports whether the passage writes its values with commas and none with a dot.
func (t *passage) commas() bool {
	found := false
	for i := 1; i+1 < len(t.toks); i++ {
		s, a, b := t.toks[i], t.toks[i-1], t.toks[i+1]
		if s.kind != sign || a.kind != number || b.kind != number || s.before != glued || b.before != glued {
			continue
		}
		if s.is(",") {
			found = true
		} else if s.is(".") && !t.taken[i] && a.size <= 3 && (b.size == 1 || b.size == 2 && b.fold > "12") && t.tok(i+2).before != glued {
			return false
		}
	}
	return found
}

// datedRight reports whether what is done on a day stands right before it: "контроль 6.01",
// "КАГ 29.11", "БЦЖ 3.03".
func (t *passage) datedRight(i int) bool {
	p := t.tok(i - 1)
	if p.is(".") && p.before == glued {
		p = t.tok(i - 2)
	}
	if p.fold == "в" && p.shape == upper && strings.HasPrefix(t.tok(i-2).fold, "гепатит") {
		return true
	}
	return p.kind == word && t.toks[i].before == spaced && (hasAnyPrefix(p.fold, dateRight) || p.in(dayOfCapitals) && p.shape == upper)
}

// dateRight are stems of what is done on a day, and dayOfCapitals short forms of it, right
// before "6.01".
var (
	dateRight     = []string{"контрол", "актив", "визит", "повтор", "завтра", "назнач", "назн", "снимок", "снимк", "опер", "дуплекс", "остеосинт", "кольпоскоп", "гистероскоп", "колоноскоп", "биопси", "перевяз", "прививк", "пункци", "катетер"}
	dayOfCapitals = wordSet("бцж грс рдв каг чкв акш цвк фгдс эгдс фкс адсм акдс таб тиаб rw уз узи кт мрт экг ээг")
)

// events are stems of what happens to people on a day, right before it or behind it.
var events = []string{"заболе", "поступ", "пост", "выпис", "госп", "упал", "травм", "роды", "родил", "умер", "осмотр", "манту", "диаскин", "вакц", "звон", "приш", "обрат", "вызв", "вызов", "стало", "явк", "сдал", "забор", "анализ", "кров", "моч", "мазок", "привит", "привив", "укус", "приступ", "операц", "опер", "прием", "конс", "пересмотр", "скрин", "утеря", "выдан", "взят", "закры", "откры", "провед", "сделан", "передан", "получен", "отправл", "принят", "записан", "установл", "удален", "снят", "ушит"}

// happened reports whether what happens on a day stands right before the day at i, or "после".
func (t *passage) happened(i int) bool {
	p := t.tok(i - 1)
	if (p.is(".") || p.is("—") || p.is("–") || p.is(":")) && t.tok(i-2).kind == word {
		p = t.tok(i - 2)
	}
	if p.kind != word || t.toks[i].before > spaced || t.toks[i].before == glued && !t.tok(i-1).is(".") {
		return false
	}
	return p.fold == "после" || (p.fold == "вк" || p.fold == "кэк" || p.fold == "ввк") && p.shape == upper || hasAnyPrefix(p.fold, events) && !p.any(valueWord)
}

// happens reports whether what stands at i says that the number before it is a day: what
// happened, an hour, a paper's number.
func (t *passage) happens(i int) bool {
	n := t.tok(i)
	switch {
	case n.before != spaced:
		return false
	case n.is("№"):
		return true
	case n.fold == "к" || n.fold == "в":
		h := t.tok(i + 1)
		if n.fold == "в" && h.shape == upper && h.size > 3 && h.before == spaced && !t.shouted() {
			return true // 5.11 в МОНИКИ
		}
		return h.kind == number && h.size <= 2 && atoi(h.fold) < 24 && (t.tok(i+2).is(":") || t.tok(i+2).is("-") || t.tok(i+2).is(".") || t.tok(i+2).fold == "ч") && t.tok(i+2).before <= spaced
	}
	return n.kind == word && (n.fold == "дома" || n.size > 3 && hasAnyPrefix(n.fold, events[:18]))
}

// atHour are small words between what is done and its hour.
var atHour = wordSet("в с до к на")

// dateAskedNow are stems of words right behind which "3.6" is a day.
var dateAskedNow = []string{"явк", "визит", "прием", "следующ", "предыдущ", "контрол", "осмотр", "повтор", "запис"}

// dateDone are stems of what is done on a day, right before "16/4".
var dateDone = []string{"перевяз", "контрол", "явк", "явит", "следующ", "повтор", "настройк", "снял", "осмотр", "консульт", "выпис", "снят", "поступ", "удален", "установ", "оперир", "госпитал", "переведен"}

// sequel reports whether two neighbours of the day stand near in the same spelling:
// "12.8 + 13.8 + 14.8", "20/6 ✓ 21/6 ✓ 22/6".
func (t *passage) sequel(i, b int, sep string) bool {
	x, y := t.toks[i], t.toks[b]
	day, month := atoi(x.fold), atoi(y.fold)
	if sep != "." && sep != "/" || x.size > 2 || y.size > 2 || day < 1 || day > 31 || month < 1 || month > 12 || t.measured(b+1) {
		return false
	}
	var near [5]bool
	for j := i - 21; j < i+21; j++ {
		if s := t.tok(j + 1); s.is(sep) && s.before == glued && t.tok(j).kind == number && t.tok(j+2).fold == y.fold {
			if off := atoi(t.tok(j).fold) - day + 2; off >= 0 && off < len(near) {
				near[off] = true
			}
		}
	}
	return near[1] && near[3] || near[0] && near[1] || near[3] && near[4]
}

// nextDay reports whether a day of the same spelling was marked right before the numbers at
// i and b: "17/3, 31/3", "9.02->10.02".
func (t *passage) nextDay(i, b int, sep string) bool {
	x, y := t.toks[i], t.toks[b]
	if sep != "." && sep != "/" || t.english() || x.size > 2 || y.size > 2 || atoi(x.fold) < 1 || atoi(x.fold) > 31 || atoi(y.fold) < 1 || atoi(y.fold) > 12 || t.measured(b+1) || len(t.marks) == 0 {
		return false
	}
	m := t.marks[len(t.marks)-1]
	if m.kind != typeDate || m.to-m.from != 3 || !t.toks[m.from+1].is(sep) || m.to == i || i > m.to+3 || t.toks[m.from+2].size != y.size {
		return false
	}
	if c, n := t.tok(m.to), t.tok(m.to+1); i == m.to+3 && c.is(",") && n.kind == number && n.size == 1 && t.tok(i-1).is("-") && t.toks[i].before == spaced {
		return true // 2 - 22.04, 3 - 3.06
	}
	for j := m.to; j < i; j++ {
		if k := t.toks[j]; !k.is(",") && !k.is("+") && !k.is("-") && !k.is(">") && !k.is("→") && !k.is("–") && k.fold != "и" && k.fold != "по" {
			return false
		}
	}
	return true
}

// hour reports whether the words before the number at i make it a time of day:
// "в 11.05", "14.08.2024 11.05".
func (t *passage) hour(i int) bool {
	if atoi(t.toks[i].fold) > 24 {
		return false
	}
	p := t.tok(i - 1)
	if p.fold == "в" && p.shape != lower && hasAnyPrefix(t.tok(i-2).fold, []string{"гепатит"}) {
		return false // гепатит В 1.03
	}
	if p.kind == word && (p.fold == "в" || p.fold == "at" || p.fold == "back") {
		return true // called back 11.09
	}
	n := len(t.marks)
	return n > 0 && t.marks[n-1].to == i && t.marks[n-1].kind == typeDate && t.toks[i].before == spaced
}

// partOfDay reports whether the word at i tells a part of a day or "in the year".
func (t *passage) partOfDay(i int) bool {
	switch t.tok(i).fold {
	case "утр", "веч", "утром", "вечером", "днем", "ночью", "утра", "вечера", "с/г", "am", "pm":
		return t.tok(i).before == spaced
	}
	return false
}

// englishDay reports whether the number at c is a year of our days in English
// text ("3-2-23"), and no third dose of a row.
func (t *passage) englishDay(c int) bool {
	return t.english() && atoi(t.toks[c].fold) >= 19 && atoi(t.toks[c].fold) < 40 && !t.measured(c+1)
}

func (t *passage) leadsDate(i int) bool {
	p := t.tok(i - 1)
	return p.kind == word && dateLeads[p.fold] || p.is("~")
}

// monthFirst reads "8/25" and "05/21" in English text, where the second number
// can be no month.
func (t *passage) monthFirst(i, b int, sep string) bool {
	m, d := atoi(t.toks[i].fold), atoi(t.toks[b].fold)
	if m < 1 || m > 12 || d < 1 || d > 31 || t.toks[b].size != 2 && !t.words.visits.has(day{0, m, d}) || !t.english() || t.measured(b+1) || t.tok(i-1).is("/") {
		return false
	}
	if sep == "-" {
		return !t.hour(i) && (t.toks[i].fold[0] == '0' || t.words.visits.has(day{0, m, d}) && t.closes(b+1)) && t.toks[i].size == 2 && t.toks[i].before != glued
	}
	if sep != "/" {
		return false
	}
	if t.words.visits.has(day{0, m, d}) {
		return true
	}
	return d > 12 && !hasAnyPrefix(t.tok(i-1).fold, []string{"va", "vision", "acuity", "gcs"}) || t.toks[i].fold[0] == '0' && d > 0 || d > 0 && t.asksDate(i)
}

// valueWords are stems of what is counted or measured in figures of that shape.
var valueWords = []string{"креатинин", "глюкоз", "мочевин", "соэ", "гемоглобин", "калий", "натрий", "кальц", "ттг", "псa", "пса", "ph", "рн", "мно", "титр", "индекс", "балл", "hb", "гем", "лейк", "эр", "тромб", "алт", "аст",
	"холестерин", "лпнп", "лпвп", "билирубин", "белок", "альбумин", "срб", "фибриноген", "ачтв", "пти", "ферритин", "железо", "хлор", "магни", "фосф", "лактат", "ле", "шкал", "тропонин", "димер", "инсулин", "масс", "вес",
	"рост", "размер", "толщин", "диаметр", "объем", "длин", "ширин", "высот", "имт", "пульс", "чсс", "чдд", "ад", "сад", "фв", "коэффициент", "доз", "верси", "шаг", "срез", "na", "cl", "ca", "mg", "mhz", "ггт", "щф", "лдг", "кфк", "амилаз", "hct", "wbc", "rbc", "plt", "ldl", "hdl", "tsh", "inr", "creat", "gluc", "level", "score", "size", "bun", "crp", "psa", "ratio"}

// dueDate are capitals behind which a date stands.
var dueDate = wordSet("иол фэк им онмк тэла тиа чкв акш пдр дпм edc edd lmp dob doa dos dod rv rtc fu оам оак бх пэт дтп узи кт мрт экг рг фг эгдс ви пм цнт др энмг ээг фвд смад рэг мскт ммг флг кктг хм эхо эхокг уздс узиобп")

// valued reports whether words before the number at i say that it is a value:
// the name of an analysis, an equals sign, a short sign of an element.
func (t *passage) valued(i int) bool {
	if n, l := t.tok(i-1), t.tok(i-2); n.kind == number && n.size < 3 && n.before == glued && l.in(numberedAnalytes) && l.shape == upper && t.toks[i].before == spaced {
		return true // Т4 11.09
	}
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		k := t.toks[j]
		if t.toks[j+1].before >= wrapped || k.is(".") || k.is(";") || k.is(")") {
			return false
		}
		if k.is(">") && k.before == glued && t.tok(j-1).is("=") {
			return false // => 30.07
		}
		if k.is("=") || k.is("<") || k.is(">") || k.is("≤") || k.is("≥") || k.is("±") || k.is("+") && j == i-1 || k.is("×") || k.is("*") || k.kind == word && !(k.shape == title && !t.opens(j) && j < i-1) && (k.any(valueWord) && !dayLeads[k.fold] || k.shape == upper && k.size <= 5 && j == i-1 && !(k.size > 1 && dateLeads[k.fold] && t.shouted()) && !dueDate[k.fold] && !(t.tok(j-1).is("-") && t.tok(j-2).kind == number) && !k.any(sigla) && !wards[k.fold] && !unitLetters[k.fold] && romanMonths[k.fold] == 0) {
			return true
		}
		if k.is(",") && j < i-1 {
			return false
		}
	}
	return false
}

// measured reports whether what stands at i makes the number before it a value.
func (t *passage) measured(i int) bool {
	n := t.tok(i)
	if n.fold == "с" && n.before == spaced && t.tok(i+1).kind == word && t.tok(i+1).size > 3 && t.tok(i+1).shape == lower && !t.tok(i+1).any(measuring) {
		return false // Победы 118-44 с мужем
	}
	if n.is("-") || n.is("–") { // a range of values
		for j := i + 1; j < i+6; j++ {
			if t.tok(j).kind == word {
				return t.tok(j).any(measuring) && !(t.tok(j+1).kind == number && t.tok(j+1).before == glued) // - D3
			}
		}
		return false
	}
	if n.is("/") && t.tok(i+1).before == spaced && t.tok(i+2).is(":") {
		return false // прием 23.01/ 23:55
	}
	if n.fold == "ч" && t.tok(i+1).is("/") && t.tok(i+2).fold == "з" {
		return false // 26.07 ч/з приемник
	}
	if h, f := t.tok(i+1), t.tok(i+2); n.kind == word && n.before == spaced && h.is("-") && h.before == glued && f.kind == number && f.before == glued && f.size > 2 {
		return false // 17.07 м-883
	}
	if n.fold == "м" && t.tok(i+1).is("/") && t.tok(i+2).fold == "с" && t.tok(i+3).capital() {
		return false // a nurse
	}
	if n.shape == upper && n.before == spaced && t.tok(i+1).kind == number && t.tok(i+1).before == glued {
		return false // L5
	}
	return n.kind == word && n.before <= spaced && (n.before == glued || n.any(measuring)) && !unglued[n.fold] || n.is("%") || n.is("×") || n.is("°") || n.is("*") || n.is("±") || n.is("/") && n.before == glued && !t.dayBehindStroke(i+1)
}

// dayBehindStroke reports whether another day stands at i: "04.04/05.04", "05.03/6 марта".
func (t *passage) dayBehindStroke(i int) bool {
	x, y := t.tok(i), t.tok(i+2)
	if x.kind != number || x.size > 2 || t.english() {
		return false
	}
	if m, _ := monthOf(t.tok(i + 1)); m > 0 {
		return true
	}
	return x.size == 2 && t.tok(i+1).is(".") && t.tok(i+1).before == glued && y.kind == number && y.before == glued && y.size == 2 && atoi(y.fold) > 0 && atoi(y.fold) <= 12
}

// asksDate reports whether a word before i asks for a date.
func (t *passage) asksDate(i int) bool {
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		k := t.toks[j]
		if k.kind == number || k.is(".") && t.toks[j+1].capital() || t.toks[j+1].before > wrapped {
			return false
		}
		if k.any(dateAsking) {
			return true
		}
	}
	return false
}

var unitWord = wordSet(`мм см м мл л г кг мг мкг мкмоль ммоль моль нмоль пмоль ед ме мин сек с ч уд мзв гр мкл дл фл пг нг
	hu mm cm ml mg kg g l mcg iu mmol u x х месяца месяцев лет года год дней дня недель раз раза баллов балла копий кое ее тыс млн
	bpm years year months days weeks times mmhg рт hz гц кгц мгц кд кэв кв ма мас`)

// since reports whether an hour or a day from which something goes on stands at i: "с 14 до 15".
func (t *passage) since(i int) bool {
	k, n := t.tok(i), t.tok(i+1)
	return k.kind == number && (t.taken[i] || n.fold == "до" || n.fold == "по" || (n.is(":") || n.is(".")) && n.before == glued && t.tok(i+2).kind == number && t.tok(i+2).before == glued)
}

// isMeasure reports whether what stands behind from..to makes its figures a value.
func (t *passage) isMeasure(from, to int) bool {
	n := t.tok(to)
	if n.fold == "с" && n.before == spaced && t.tok(to+1).before == spaced && (t.tok(to+1).kind == word || t.since(to+1)) || t.toks[to-1].kind == number && (t.toks[to-1].size > 8 || t.toks[to-1].size == 8 && !strings.HasSuffix(t.toks[to-1].fold, "000")) {
		return false // вызов 04-318 с номера; R s/n 43689320 L 68601403
	}
	return n.kind == word && n.any(measuring) && n.before <= spaced && !t.tok(to+1).is(".") || n.is("%") || n.is("×") || n.is("^") && t.tok(to+1).kind == number
}
