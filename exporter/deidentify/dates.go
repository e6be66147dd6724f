package deidentify

import (
	"strconv"
	"strings"
	"time"
)

// A writtenDate is what a text says of a day; a zero part was not said.
type writtenDate struct {
	year, month, day int
	from, to         int
}

// dates replaces every written date by its year, where it says one, and a birth
// date by nothing. A bare year and a bare month stay.
func (t *passage) dates() {
	for i := range t.toks {
		if k := t.toks[i]; t.taken[i] || t.kept[i] && k.kind == number || k.kind == sign && !k.is("«") && !k.is("\"") || k.kind == word && !k.any(calendar|dayWord) {
			continue
		}
		if d, ok := t.dateAt(i); ok && !t.behindCode(i) {
			t.markDate(d)
		}
	}
	t.birthYears()
}

// behindCode reports whether a town's code in brackets stands before i: then it is
// a telephone («(34669) 5-17-40»).
func (t *passage) behindCode(i int) bool {
	return t.tok(i-1).is(")") && t.tok(i-2).kind == number && t.tok(i-2).size >= 3 && t.tok(i-2).size <= 5 && (t.tok(i-3).is("(") || t.tok(i-3).is("-") && t.tok(i-5).is("("))
}

func (t *passage) markDate(d writtenDate) {
	d.to = t.timeAfter(d)
	d.from = t.daysBefore(d)
	year := d.year
	if d.day > 0 && t.words.births.has(day{d.year, d.month, d.day}) || t.saysBirth(d) {
		year = 0
	}
	if t.noYears {
		year = 0
	}
	if t.days > 0 && year > 0 && d.month > 0 && d.day > 0 {
		on := time.Date(year, time.Month(d.month), d.day, 0, 0, 0, 0, utc).AddDate(0, 0, -t.days)
		t.markAs(d.from, d.to, typeDate, on.Format("02.01.2006"))
		return
	}
	if year == 0 || t.days > 0 {
		t.mark(d.from, d.to, typeDate)
		return
	}
	instead := strconv.Itoa(year)
	if t.tok(d.to - 1).is(".") {
		instead += " г."
	}
	t.markAs(d.from, d.to, typeDate, instead)
}

// daysBefore goes back over the days right before one of a list: "15 16 17.05", "9, 10, 11 мая".
func (t *passage) daysBefore(d writtenDate) int {
	from, next, lone := d.from, d.day, 0
	if t.tok(d.to).fold == "и" {
		from, next = t.daysOfList(d)
	}
	for next > 1 && t.toks[from].kind == number {
		j, bare := from-1, 1
		if t.tok(j).is(",") {
			j, bare = j-1, 0
		}
		if k := t.tok(j); bare > 0 && d.year > 0 || k.kind != number || k.size > 2 || atoi(k.fold) != next-1 || t.toks[from].before != spaced || !t.free(j) || k.before == glued {
			break
		}
		from, next, lone = j, next-1, lone+bare
	}
	if lone == 1 {
		return d.from // курс 5 06.08
	}
	return from
}

// daysOfList goes back over the days of a list whose last one has an "и" before it: "12, 15, 19
// и 26 мая".
func (t *passage) daysOfList(d writtenDate) (from, first int) {
	from, first = d.from, d.day
	for c, k := t.tok(from-1), t.tok(from-2); c.is(",") && k.kind == number && k.size <= 2 && atoi(k.fold) > 0 && atoi(k.fold) < first && t.free(from-2) && t.toks[from].before == spaced && k.before == spaced; c, k = t.tok(from-1), t.tok(from-2) {
		from, first = from-2, atoi(k.fold)
	}
	return from, first
}

// timeAfter steps over the "T10:30:00+03:00" of an instant; a time of day after
// a space stays.
func (t *passage) timeAfter(d writtenDate) int {
	k := t.tok(d.to)
	if k.kind != word || k.before != glued || k.fold != "t" && k.fold != "т" || t.tok(d.to+1).kind != number {
		return d.to
	}
	j := d.to + 1
	for j < len(t.toks) && t.toks[j].before == glued && (t.toks[j].kind == number || t.toks[j].is(":") || t.toks[j].is(".") ||
		t.toks[j].is("+") || t.toks[j].is("-") || t.toks[j].fold == "z") {
		j++
	}
	if t.tok(j - 1).is(".") {
		j--
	}
	return j
}

// saysBirth reports whether the words around a date say that it is a birth date.
func (t *passage) saysBirth(d writtenDate) bool {
	for j := d.from - 1; j >= 0 && j >= d.from-4; j-- {
		k := t.toks[j]
		if k.kind == word && (strings.HasPrefix(k.fold, "рожд") || strings.HasPrefix(k.fold, "родил") || k.fold == "dob" || k.fold == "birthdate" || k.fold == "др" || k.fold == "born" || k.fold == "birth") {
			return true
		}
		if k.kind == number || k.before > wrapped {
			break
		}
	}
	a := t.tok(d.to)
	if a.fold == "г" && t.tok(d.to+1).is(".") {
		return t.tok(d.to+2).fold == "р"
	}
	return strings.HasPrefix(a.fold, "рожд") || strings.HasPrefix(t.tok(d.to+1).fold, "рожд") && strings.HasPrefix(a.fold, "год") ||
		t.tok(d.to-1).is(".") && a.fold == "р" && t.tok(d.to+1).is(".")
}

// birthYears takes out "1965 г.р.", "1965 года рождения" and "born in 1965".
func (t *passage) birthYears() {
	for i, k := range t.toks {
		if k.kind == number && k.size == 4 && !t.taken[i] && isYear(k.fold) && t.noYears && (!t.measured(i+1) || t.yearWord(i+1) > i+1) {
			t.mark(i, i+1, typeDate)
			continue
		}
		if k.kind == number && k.size == 4 && !t.taken[i] && isYear(k.fold) && t.saysBirth(writtenDate{from: i, to: i + 1}) {
			t.mark(i, i+1, typeDate)
		}
	}
}

// dateAt reads a date that begins at token i.
func (t *passage) dateAt(i int) (writtenDate, bool) {
	k := t.toks[i]
	var d writtenDate
	ok := false
	switch k.kind {
	case number:
		if t.minutes(i) {
			return d, false
		}
		if i > 0 && k.before == glued && t.tok(i-1).kind == word && !unglued[t.tok(i-1).fold] {
			d, ok = t.numericDate(i) // «поступил08.04.24»
			return d, ok && d.year > 0 && d.day > 0 && t.tok(i+1).is(".") && cyrillic(t.tok(i-1).fold)
		}
		for _, read := range datesInFigures {
			if d, ok = read(t, i); ok {
				break
			}
		}
	case sign: // «12» декабря
		if n := t.tok(i + 1); n.kind == number && (t.tok(i+2).is("»") || t.tok(i+2).is("\"")) {
			if d, ok = t.monthAfter(i, i+1, i+3); !ok {
				d, ok = t.quotedDay(i)
			}
		}
	case word:
		for _, read := range datesInWords {
			if d, ok = read(t, i); ok {
				break
			}
		}
	}
	return d, ok
}

// minutes reports whether the number at i is what stands behind the colon of an hour:
// "05:02. 05:21", "10:12 – 15.01.25".
func (t *passage) minutes(i int) bool {
	c, h := t.tok(i-1), t.tok(i-2)
	return c.is(":") && c.before == glued && t.toks[i].before == glued && t.toks[i].size == 2 && h.kind == number && h.size < 3 && h.before != glued && (t.tok(i+1).before > glued || t.tok(i+1).kind == sign && t.tok(i+2).before != glued)
}

// datesInFigures begin with a number, datesInWords with a word; the first that fits is
// the date.
var (
	datesInFigures = []func(*passage, int) (writtenDate, bool){(*passage).eraDay, (*passage).firstDay, (*passage).numericDate, (*passage).wordyDay, (*passage).yearThenMonth, (*passage).spacedRoman, (*passage).loneDay, (*passage).ordinalDay}
	datesInWords   = []func(*passage, int) (writtenDate, bool){(*passage).englishDate, (*passage).spelledDay, (*passage).spelledEnglish, (*passage).spelledOrdinal, (*passage).eraMonthFirst, (*passage).monthOfYear}
)

// unglued words may stand right before a date without a space.
var unglued = wordSet("от с по до на г в")

// numericDate reads 12.09.2024, 2.8.22, 12/09/2024, 2024-09-12 and 20240912,
// and a day and month alone where the words before ask for a date.
func (t *passage) numericDate(i int) (d writtenDate, ok bool) {
	a := t.toks[i]
	if a.size == 8 && t.compactDate(i, &d) {
		return d, true
	}
	if i >= 2 && t.toks[i-1].before == glued && a.before == glued && strings.Contains(".,/-", t.toks[i-1].fold) && t.toks[i-2].kind == number && !((t.toks[i-1].is("-") || t.toks[i-1].is("/")) && t.dateBefore(i-2)) {
		return d, false // inside a longer number
	}
	if d, ok := t.spacedDate(i); ok {
		return d, true
	}
	if d, ok := t.romanMonth(i); ok {
		return d, true
	}
	sep, b, n := t.separated(i)
	if n == 0 {
		return t.dayOfRange(i)
	}
	sep2, c, m := t.separated(b)
	if m != 0 && t.toks[c].before == spaced && t.toks[c].size != 4 && (t.toks[c].size != 2 || t.toks[i].size == 1) {
		m = 0 // укус 24.09. 2 дня назад
	}
	if m != 0 && t.toks[c].before == spaced && (t.tok(c+1).is(":") && t.tok(c+1).before == glued || t.tok(c+1).fold == "ч") {
		m = 0 // 27.01. 15:00
	}
	if sep2 != sep || isYear(t.toks[b].fold) && t.toks[i].size < 4 {
		m = 0
	}
	if m != 0 && (sep == "/" || sep == "-") && t.eraYears(i, b, c) {
		return writtenDate{from: i, to: c + 1}, !t.continues(c+1, sep)
	}
	if m != 0 {
		d, ok = threeParts(t.toks[i], t.toks[b], t.toks[c])
		if sep == "-" && a.size == 1 && t.toks[c].size == 2 && !t.englishDay(c) && !(t.english() && t.toks[c].fold[0] == '0') && atoi(t.toks[c].fold) <= 31 && !t.words.births.has(day{d.year, d.month, d.day}) && !t.words.births.has(day{d.year, d.day, d.month}) && !(t.english() && t.saysBirth(writtenDate{from: i, to: c + 1})) || sep == "," && (t.toks[c].size != 2 && !isYear(t.toks[c].fold) || t.measured(c+1) && !strings.HasPrefix(t.tok(c+1).fold, "год")) {
			return d, false // 5-10-15 drops a minute; 1,2,3
		}
		d.from, d.to = i, t.yearWord(c+1)
		return d, ok && !t.continues(c+1, sep)
	}
	if y := t.tok(b + 3); m == 0 && sep == "/" && t.tok(b+1).is("/") && t.tok(b+2).is("'") && y.kind == number && y.size == 2 && y.before == glued { // 3/4/'42
		d, ok = threeParts(a, t.toks[b], y)
		d.from, d.to = i, b+4
		return d, ok
	}
	if m == 0 && t.monthAndYear(i, b) || sep == "-" && t.yearAndMonth(i, b) {
		return writtenDate{year: max(atoi(t.toks[b].fold), atoi(a.fold)), from: i, to: t.yearWord(b + 1)}, true
	}
	if m == 0 && t.english() && t.fraction(i, b) {
		return d, false
	}
	if m == 0 && sep != "," && t.dayEnglish(i, b, sep) {
		return writtenDate{day: atoi(a.fold), month: atoi(t.toks[b].fold), from: i, to: b + 1}, true
	}
	if m == 0 && sep == "/" && t.english() {
		return d, false
	}
	if m == 0 && t.monthFirst(i, b, sep) {
		return writtenDate{day: atoi(t.toks[b].fold), month: atoi(a.fold), from: i, to: b + 1}, true
	}
	if m == 0 && t.dayAndMonth(i, b, sep) {
		d = writtenDate{day: atoi(a.fold), month: atoi(t.toks[b].fold), from: i, to: b + 1}
		if s, y := t.tok(b+1), t.tok(b+2); sep == "/" && s.is("-") && s.before == glued && y.kind == number && y.before == glued && y.size == 2 { // 25/6-24
			d.year, d.to = shortYear(atoi(y.fold)), b+3
		}
		return d, true
	}
	return d, false
}

// separated finds the next number behind one separator, glued or with a space
// after the dot ("12. 09. 2024").
func (t *passage) separated(i int) (sep string, next, n int) {
	s, k := t.tok(i+1), t.tok(i+2)
	if t.brokenDot(i) {
		return ".", i + 2, 1
	}
	if s.is("/") && s.before == glued && k.before == wrapped && isYear(k.fold) && t.tok(i-1).is("/") && t.tok(i-2).kind == number {
		return "/", i + 2, 1 // 03/14/ and the year on the next line
	}
	if c := t.tok(i + 3); c.is(":") && c.before == glued && k.before == spaced && t.tok(i+4).kind == number && t.tok(i+4).before == glued {
		return "", 0, 0 // 27.01. 15:00
	}
	if s.kind != sign || s.before != glued || !strings.Contains(".-/,_", s.fold) || s.is(",") && (t.toks[i].size != 2 || k.size != 2 && !isYear(k.fold) || k.before != glued) || k.kind != number || k.before > spaced ||
		k.before == spaced && s.fold != "." {
		return "", 0, 0
	}
	return s.fold, i + 2, 1
}

// brokenDot reports whether a space or a line end beside the dot behind two figures parts
// them from the next two of a date with its year: "01 .03. 1951", "12.\n04.2024".
func (t *passage) brokenDot(i int) bool {
	s, k := t.tok(i+1), t.tok(i+2)
	if !s.is(".") || k.kind != number || k.before > wrapped || t.toks[i].size > 2 {
		return false
	}
	if isYear(k.fold) {
		return k.before == wrapped && t.tok(i-1).is(".") && t.toks[i].before <= spaced && t.tok(i-2).kind == number
	}
	return (s.before == spaced || k.before == wrapped) && t.toks[i].size == 2 && k.size == 2 && t.tok(i+3).is(".") && isYear(t.tok(i+4).fold)
}

// continues reports whether another part follows, so that it was no date.
func (t *passage) continues(i int, sep string) bool {
	return t.tok(i).is(sep) && t.tok(i).before == glued && t.tok(i+1).kind == number && t.tok(i+1).before == glued
}

func threeParts(a, b, c *token) (d writtenDate, ok bool) {
	x, y, z := atoi(a.fold), atoi(b.fold), atoi(c.fold)
	switch {
	case a.size == 4 && isYear(a.fold) && b.size <= 2 && c.size <= 2:
		d = writtenDate{year: x, month: y, day: z}
	case a.size <= 2 && b.size <= 2 && c.size == 4 && isYear(c.fold):
		d = writtenDate{year: z, month: y, day: x}
	case a.size <= 2 && b.size <= 2 && c.size == 2:
		d = writtenDate{year: shortYear(z), month: y, day: x}
	default:
		return d, false
	}
	if d.month > 12 && d.day <= 12 { // American order
		d.month, d.day = d.day, d.month
	}
	return d, d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= 31
}

func (t *passage) compactDate(i int, d *writtenDate) bool {
	s := t.toks[i].fold
	y, m, dd := s[:4], atoi(s[4:6]), atoi(s[6:])
	if !isYear(y) || m < 1 || m > 12 || dd < 1 || dd > 31 || t.tok(i+1).before == glued && (t.tok(i+1).kind == word && t.tok(i+1).fold != "t" || t.tok(i+1).is("-") && t.tok(i+2).kind == number && t.tok(i+2).before == glued) {
		return false
	}
	*d = writtenDate{year: atoi(y), month: m, day: dd, from: i, to: i + 1}
	return true
}

// dateBefore reports whether the token at i ends a date somebody marked.
func (t *passage) dateBefore(i int) bool {
	n := len(t.marks)
	return n > 0 && t.marks[n-1].to == i+1 && t.marks[n-1].kind == typeDate
}

func hasAnyPrefix(w string, ps []string) bool {
	for _, p := range ps {
		if len(p) > 1 && len(w) > 1 && p[1] != w[1] { // the first byte is that of the script
			continue
		}
		if strings.HasPrefix(w, p) {
			return true
		}
	}
	return false
}
