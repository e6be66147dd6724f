package deidentify

import (
	"strings"
)

// Russian months by the stem their cases share; "май" has its own forms.
var ruMonths = []struct {
	stem  string
	month int
}{
	{"январ", 1}, {"феврал", 2}, {"март", 3}, {"апрел", 4}, {"июн", 6}, {"июл", 7}, {"август", 8}, {"сентябр", 9},
	{"октябр", 10}, {"ноябр", 11}, {"декабр", 12},
}

var monthWords = map[string]int{
	"май": 5, "мая": 5, "маю": 5, "маем": 5, "мае": 5,
	"янв": 1, "фев": 2, "февр": 2, "мар": 3, "апр": 4, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "сент": 9, "окт": 10, "ноя": 11, "нояб": 11, "дек": 12,
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
	"october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

// monthOf gives the month a word names. cut says that it is an abbreviation,
// which may have a dot.
func monthOf(k *token) (month int, cut bool) {
	if !k.any(calendar) {
		return 0, false
	}
	month = monthNamed(k.fold)
	return month, month != 5 && k.size <= 4 && monthWords[k.fold] > 0
}

func monthNamed(w string) int {
	if n := lettersIn(w); n < 3 || n > 10 {
		return 0
	}
	if m := monthWords[w]; m > 0 {
		return m
	}
	for _, m := range ruMonths {
		if hasStem(w, m.stem) {
			return m.month
		}
	}
	return monthSlipped(w)
}

// monthSlipped reads a month's name with one slip of the pen ("сентебря", "фервраля"),
// where it is no word.
func monthSlipped(w string) int {
	if n := lettersIn(w); n < 5 || n > 9 || !cyrillic(w) {
		return 0
	}
	for _, m := range ruMonths {
		if len(m.stem) <= 8 || firstRune(m.stem) != firstRune(w) {
			continue
		}
		for _, end := range []string{"я", "е", "ь", "а"} {
			if full := m.stem + end; withinOne(full, w) && !everydayWord(w) && !firstNames().hasExactly(w) && !hasEnd(w, strongEnds, 4) {
				return m.month
			}
		}
	}
	return 0
}

// wordyDate reads a day in figures, maybe a range of days, and a month in words.
func (t *passage) wordyDate(from, i int) (writtenDate, bool) {
	k := t.toks[i]
	if k.size > 2 || atoi(k.fold) < 1 || atoi(k.fold) > 31 {
		return writtenDate{}, false
	}
	j := i + 1
	if s := t.tok(j); s.is("/") && s.before == glued && t.tok(j+1).kind == number && t.tok(j+1).size <= 2 && t.tok(j+2).kind == word {
		if d, ok := t.monthAfter(from, j+1, j+2); ok {
			return d, true // 15/16 авг
		}
	}
	if s := t.tok(j); s.is("/") && s.before == glued && k.before != glued && t.dayBehindStroke(j+1) && atoi(t.tok(j+1).fold) == atoi(k.fold)+1 && t.tok(j + 3).fold[0] <= '1' {
		return writtenDate{day: atoi(k.fold), month: atoi(t.tok(j + 3).fold), from: from, to: j + 4}, true // ночь 11/12.04
	}
	if s := t.tok(j); (s.is("-") || s.is("–") || s.is("—")) && t.tok(j+1).kind == number && t.tok(j+1).size <= 2 {
		if d, ok := t.monthAfter(from, j+1, j+2); ok {
			return d, true
		}
		if d, ok := t.lastOfDays(from, j+1); ok {
			return d, true
		}
		if m := t.tok(j + 3); s.before == glued && t.dayBehindStroke(j+1) && m.kind == number && atoi(t.tok(j+1).fold) > atoi(k.fold) && k.size == 2 && atoi(t.tok(j+1).fold) <= 31 && (t.closes(j+4) || t.tok(j+4).is(":") || t.tok(j+4).kind == word && t.tok(j+4).before == spaced && !t.measured(j+4)) && !t.valued(i) {
			return writtenDate{day: atoi(k.fold), month: atoi(m.fold), from: from, to: j + 4}, true // 20-21.06
		}
	}
	if o := t.tok(j).fold; t.tok(j).before <= spaced && (o == "го" || o == "th" || o == "st" || o == "nd" || o == "rd" || o == "е") {
		j++
	} else if t.tok(j).is("-") && (t.tok(j+1).fold == "го" || t.tok(j+1).fold == "е") {
		j += 2
	}
	if t.tok(j).fold == "of" {
		j++
	}
	return t.monthAfter(from, i, j)
}

// lastOfDays reads the day that ends a range, with its month and year: "12-15.03.2024".
func (t *passage) lastOfDays(from, i int) (writtenDate, bool) {
	d, m, y := t.tok(i), t.tok(i+2), t.tok(i+4)
	if !t.tok(i+1).is(".") || !t.tok(i+3).is(".") || m.kind != number || y.kind != number || m.before != glued || y.before != glued || t.tok(i+3).before != glued {
		return writtenDate{}, false
	}
	day, month, year := atoi(d.fold), atoi(m.fold), atoi(y.fold)
	if y.size == 2 {
		year = shortYear(year)
	} else if !isYear(y.fold) {
		return writtenDate{}, false
	}
	return writtenDate{day: day, month: month, year: year, from: from, to: t.yearWord(i + 5)}, 0 < day && day <= 31 && 0 < month && month <= 12
}

func (t *passage) wordyDay(i int) (writtenDate, bool) { return t.wordyDate(i, i) }

// monthAfter reads month and year behind the day at token d.
func (t *passage) monthAfter(from, d, i int) (writtenDate, bool) {
	k := t.tok(i)
	if s := t.tok(i); (s.is("-") || s.is(".") || s.is("/")) && t.tok(i+1).kind == word && (s.before == glued && t.tok(i+1).before == glued || cyrillic(t.tok(i+1).fold) && t.tok(i+1).shape == lower) { // 12-SEP-2024
		i, k = i+1, t.tok(i+1)
	}
	m, cut := monthOf(k)
	if m == 0 || k.before > wrapped || atoi(t.tok(d).fold) > 31 || t.mayBe(i) && !t.ordinalAt(d) {
		return writtenDate{}, false
	}
	out := writtenDate{month: m, day: atoi(t.tok(d).fold), from: from, to: i + 1}
	if cut && t.tok(out.to).is(".") {
		out.to++
	}
	t.yearAfter(&out)
	return out, true
}

func (t *passage) yearAfter(d *writtenDate) {
	j := d.to
	if to := t.spelledYear(j); to > j {
		d.to = to // whoever dictates a year, its figures are words
		return
	}
	if y := t.tok(j + 1); t.tok(j).is("'") && y.kind == number && y.size == 2 && y.before == glued { // 3 Aug '24
		d.year, d.to = shortYear(atoi(y.fold)), j+2
		return
	}
	if s := t.tok(j); s.is(",") || s.is("-") || s.is("/") {
		j++
	}
	k := t.tok(j)
	switch {
	case k.kind == number && k.before <= wrapped && isYear(k.fold):
		d.year, d.to = atoi(k.fold), t.yearWord(j+1)
	case k.kind == number && k.size == 2 && k.before == glued && t.toks[j-1].kind == word && t.endsNumber(j+1):
		d.year, d.to = shortYear(atoi(k.fold)), j+1 // 15JAN25
	case k.kind == number && k.size == 2 && k.before <= spaced && (t.words.births.has(day{1900 + atoi(k.fold), d.month, d.day}) || t.words.births.has(day{2000 + atoi(k.fold), d.month, d.day})):
		d.year, d.to = shortYear(atoi(k.fold)), t.yearWord(j+1) // the patient's, 3 марта 48
	case k.kind == number && k.size == 2 && (t.yearWord(j+1) > j+1 || t.tok(j-1).is("-") || t.english() && t.tok(j-1).is("/") && k.before == glued || k.before == spaced && t.twoFigureYear(j)):
		d.year, d.to = shortYear(atoi(k.fold)), t.yearWord(j+1)
	}
}

// endsNumber reports whether the figures before i go on no further.
func (t *passage) endsNumber(i int) bool {
	n := t.tok(i)
	return n.before != glued || n.kind == sign && (t.tok(i+1).kind != number || t.tok(i+1).before != glued)
}

// twoFigureYear reports whether the two figures at i behind a month are a year and
// no hour, dose or age.
func (t *passage) twoFigureYear(i int) bool {
	n, y := t.tok(i+1), atoi(t.toks[i].fold)
	if m, _ := monthOf(n); m > 0 {
		return false // 8 September, 31 October; 2 июля, 3 июля
	}
	if t.measured(i+1) || n.is(":") && (!t.english() || t.tok(i+2).kind == number && t.tok(i+2).before == glued) || n.before == glued && n.kind == sign && t.tok(i+2).kind == number && t.tok(i+2).before == glued && !(n.is("/") && t.tok(i+2).size == 4) {
		return false
	}
	if t.english() {
		return true
	}
	return y >= 10 && y < 40 && !strings.HasPrefix(n.fold, "час") && !t.partOfDay(i+1)
}

// spacedRoman reads "25 X 24".
func (t *passage) spacedRoman(i int) (writtenDate, bool) {
	k, m, y := t.toks[i], t.tok(i+1), t.tok(i+2)
	d := writtenDate{day: atoi(k.fold), month: romanMonths[m.fold], from: i, to: i + 3}
	if k.size <= 2 && d.day >= 1 && d.day <= 31 && d.month > 3 && m.size > 1 && m.shape == upper && m.before == spaced && (i+2 >= len(t.toks) || y.before >= wrapped) && t.tok(i-1).kind == word {
		d.to = i + 2
		return d, true // Каюмов 6 VIII
	}
	if k.size > 2 || d.day < 1 || d.day > 31 || d.month == 0 || m.shape != upper || m.before != spaced || y.kind != number || y.before != spaced || y.size != 2 && !isYear(y.fold) || t.measured(i+3) || t.tok(i+3).is("/") || t.tok(i+3).is("-") {
		return d, false
	}
	if d.year = atoi(y.fold); y.size == 2 {
		d.year = shortYear(d.year)
	}
	d.to = t.yearWord(i + 3)
	return d, true
}

// quotedDay reads "«05».03.2025" and "«05» III 25 г.".
func (t *passage) quotedDay(i int) (writtenDate, bool) {
	if b, c := t.tok(i+4), t.tok(i+6); t.tok(i+3).is(".") && t.tok(i+5).is(".") && b.kind == number && b.before == glued && c.kind == number && c.before == glued {
		d, ok := threeParts(t.tok(i+1), b, c)
		d.from, d.to = i, t.yearWord(i+7)
		return d, ok
	}
	m, y := t.tok(i+3), t.tok(i+4)
	d := writtenDate{day: atoi(t.tok(i + 1).fold), month: romanMonths[m.fold], from: i, to: i + 4}
	if d.month == 0 || m.shape != upper || m.before > spaced || d.day < 1 || d.day > 31 {
		return d, false
	}
	if y.kind == number && y.before == spaced && (y.size == 2 || isYear(y.fold)) {
		if d.year = atoi(y.fold); y.size == 2 {
			d.year = shortYear(d.year)
		}
		d.to = t.yearWord(i + 5)
	}
	return d, true
}

// loneDay reads "15го" and "к 3-ему": a day whose month goes without saying.
func (t *passage) loneDay(i int) (writtenDate, bool) {
	k, n := t.toks[i], t.tok(i+1)
	d := writtenDate{day: atoi(k.fold), from: i, to: i + 2}
	if n.is("-") && n.before == glued {
		n, d.to = t.tok(i+2), i+3
	}
	if (n.fold == "е" || n.fold == "ое") && n.before == glued && k.size <= 2 && d.day >= 1 && d.day <= 31 && dateLeads[t.tok(i-1).fold] && (t.closes(d.to) || t.tok(i-2).fold == "ночь") {
		return d, true // в ночь на 9-е
	}
	return d, k.size <= 2 && d.day >= 1 && d.day <= 31 && n.before == glued && (n.fold == "го" || n.fold == "ого" || n.fold == "его" || n.fold == "му" || n.fold == "ему") && (t.tok(d.to).kind != word || rangeWord[t.tok(d.to).fold] && t.tok(d.to+1).kind == number) || k.size <= 2 && n.before == glued && n.fold == "го" && d.day <= 31 && !hasAnyPrefix(t.tok(d.to).fold, ordinalNouns)
}

// ordinalNouns are stems of what is counted by an ordinal that is no day: "1-го типа".
var ordinalNouns = []string{"год", "тип", "порядк", "ряд", "сегмент", "палец", "пальц", "ребр", "ребер", "зуб", "класс", "триместр", "этап", "поколен", "ребен", "блок", "уровн", "этаж", "отделен", "дня", "шейн", "поясничн", "грудн", "крестц", "позвонк", "цикл", "курс", "сорт", "межребер", "желудочк", "тона", "пояса"}

// englishDate reads "September 12, 2024", "Sep 12th" and "Sep. 12".
func (t *passage) englishDate(i int) (writtenDate, bool) {
	k := t.toks[i]
	if k.fold == "mar" && !t.english() {
		return writtenDate{}, false
	}
	m, _ := monthOf(k)
	if m == 0 || t.mayBe(i) && !t.ordinalAt(i+1) || k.fold[0] > 'z' {
		return writtenDate{}, false
	}
	j := i + 1
	if t.tok(j).is(".") && k.size <= 4 {
		j++
	}
	if t.tok(j).fold == "the" && t.tok(j).before == spaced {
		j++ // May the 24th
	}
	n := t.tok(j)
	if n.kind != number || n.size > 2 || n.before > wrapped || atoi(n.fold) < 1 || atoi(n.fold) > 31 {
		return writtenDate{}, false
	}
	d := writtenDate{month: m, day: atoi(n.fold), from: i, to: j + 1}
	if o := t.tok(d.to).fold; t.tok(d.to).before == glued && (o == "th" || o == "st" || o == "nd" || o == "rd") {
		d.to++
	}
	d.to = t.secondDay(d.to, d.day)
	t.yearAfter(&d)
	return d, true
}

// monthOfYear reads "сентябре 2023 г." and "March 2021": the year stays.
func (t *passage) monthOfYear(i int) (writtenDate, bool) {
	k := t.toks[i]
	if k.fold == "mar" && !t.english() {
		return writtenDate{}, false // MAR 11: of the sperm
	}
	m, cut := monthOf(k)
	j := i + 1
	if y := t.tok(j + 1); m > 0 && (t.tok(j).is("-") || t.tok(j).is("/")) && t.tok(j).before == glued && y.kind == number && y.size == 2 && y.before == glued && t.english() && k.shape != lower && !t.tok(j+2).is("-") { // Nov-24
		return writtenDate{month: m, from: i, to: j + 2}, true
	}
	if m == 0 || cut && !t.tok(j).is(".") && t.tok(j).kind != number && !t.tok(j).is("'") && t.tok(j).fold != "of" || k.fold == "may" && k.shape == lower && !isYear(t.tok(j).fold) {
		return writtenDate{}, false
	}
	if y := t.tok(j + 1); t.tok(j).is("'") && y.kind == number && y.size == 2 && y.before == glued { // Aug '24
		return writtenDate{year: shortYear(atoi(y.fold)), month: m, from: i, to: j + 2}, true
	}
	if cut && t.tok(j).is(".") {
		j++
	}
	n := t.tok(j)
	if n.is(",") || n.is("-") || n.fold == "of" && n.before == spaced {
		j++
		n = t.tok(j)
	}
	if y := atoi(n.fold); n.kind == number && n.size == 2 && (n.before == spaced || cut && t.tok(j-1).is(".")) && !t.english() && y >= 15 && y < 40 && (t.yearWord(j+1) > j+1 || t.closes(j+1) || !t.tok(j+1).any(measuring) && t.tok(j+1).before == spaced) && t.twoFigureYear(j) && !(t.tok(i-1).kind == number && t.toks[i].before <= spaced) {
		return writtenDate{year: shortYear(y), month: m, from: t.monthBefore(i), to: t.yearWord(j + 1)}, true // с дек. 23
	}
	if n.kind != number || !isYear(n.fold) || n.before > wrapped {
		return writtenDate{}, false
	}
	return writtenDate{year: atoi(n.fold), month: m, from: t.monthBefore(i), to: t.yearWord(j + 1)}, true
}

// monthBefore goes back over the first of two months: "май-июнь 2022".
func (t *passage) monthBefore(i int) int {
	if h := t.tok(i - 1); (h.is("-") || h.is("–") || h.is("/")) && t.toks[i].before <= spaced && t.free(i-2) {
		if m, _ := monthOf(t.tok(i - 2)); m > 0 {
			return i - 2
		}
	}
	return i
}

// monthAndYear reports whether "09.2024" stands at i.
func (t *passage) monthAndYear(i, b int) bool {
	x, y := t.toks[i], t.toks[b]
	return x.size <= 2 && atoi(x.fold) >= 1 && atoi(x.fold) <= 12 && y.before == glued && isYear(y.fold) && !t.measured(b+1)
}

// dayOfRange reads the lone first day of "с 16 на 17.01.23", "3 и 4 марта",
// "с 12 по 15 мая", and "13 числа".
func (t *passage) dayOfRange(i int) (writtenDate, bool) {
	k := t.toks[i]
	d := writtenDate{day: atoi(k.fold), from: i, to: i + 1}
	if k.size > 2 || d.day < 1 || d.day > 31 {
		return d, false
	}
	n := t.tok(i + 1)
	if n.kind == word && n.fold == "числа" {
		if m, _ := monthOf(t.tok(i + 2)); m > 0 && t.tok(i+2).before == spaced {
			d.month, d.to = m, i+3
		}
		return d, true
	}
	if n.kind != word || n.before != spaced || !rangeWord[n.fold] || t.tok(i+2).kind != number || t.tok(i+2).size > 2 {
		return d, false
	}
	second, ok := t.numericDate(i + 2)
	if !ok {
		second, ok = t.wordyDate(i+2, i+2)
	}
	return d, ok && second.month > 0
}

var rangeWord = wordSet("на по и до")

// yearThenMonth reads "2019, октябрь": the month goes.
func (t *passage) yearThenMonth(i int) (writtenDate, bool) {
	k := t.toks[i]
	j := i + 1
	if !isYear(k.fold) {
		return writtenDate{}, false
	}
	if j = t.yearWord(j); t.tok(j).is(",") || t.tok(j).fold == "в" {
		j++ // 2019, октябрь; 2011 в июле
	}
	m, cut := monthOf(t.tok(j))
	if m == 0 || t.tok(j).before != spaced || cut && !t.tok(j+1).is(".") || t.tok(j+1).kind == number {
		return writtenDate{}, false
	}
	return writtenDate{year: atoi(k.fold), month: m, from: i, to: j + 1}, true
}
