package deidentify

// Days as English is dictated, and days in a row: "the twenty first of august nineteen
// thirty eight", "january the ninth", "4, 5 and 6 March".

// The ordinals of the days of a month.
var (
	smallOrdinals = wordSet("first second third fourth fifth sixth seventh eighth ninth")
	bigOrdinals   = wordSet("tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth")
	tensEnglish   = wordSet("twenty thirty")
)

// ordinalWord is the end of the day of a month said in words at i, or i.
func (t *passage) ordinalWord(i int) int {
	switch k := t.tok(i); {
	case k.before > wrapped && i > 0 && t.tok(i-1).fold == "the":
	case smallOrdinals[k.fold], bigOrdinals[k.fold]:
		return i + 1
	case tensEnglish[k.fold]:
		j := i + 1
		if t.tok(j).is("-") {
			j++
		}
		if smallOrdinals[t.tok(j).fold] && t.tok(j).before <= wrapped {
			return j + 1
		}
	}
	return i
}

// spelledEnglish reads "october seventh twenty twenty four" and "january the ninth".
func (t *passage) spelledEnglish(i int) (writtenDate, bool) {
	m, _ := monthOf(t.toks[i])
	j := i + 1
	if m == 0 || t.toks[i].fold[0] > 'z' || t.tok(j).before > wrapped {
		return writtenDate{}, false
	}
	the := t.tok(j).fold == "the"
	if the {
		j++
	}
	d := writtenDate{month: m, from: i, to: t.ordinalWord(j)}
	switch {
	case d.to > j && (the || !t.mayBe(i)):
		t.yearAfter(&d)
		return d, true
	case the || t.tok(j).before != spaced || !t.tok(j).any(counting):
		return writtenDate{}, false
	}
	return writtenDate{month: m, from: i, to: t.spelledYear(j)}, true
}

// spelledOrdinal reads "sixteenth of january 1949", "ninth of the eleventh" and the first
// of "the third and the fifth of march".
func (t *passage) spelledOrdinal(i int) (writtenDate, bool) {
	j := t.ordinalWord(i)
	if j == i {
		return writtenDate{}, false
	}
	if t.tok(j).fold == "day" {
		j++
	}
	of := t.tok(j).fold == "of"
	if of {
		j++
	}
	d := writtenDate{from: i, to: j + 1}
	d.month, _ = monthOf(t.tok(j))
	switch n := t.tok(j); {
	case n.before > wrapped:
		return d, false
	case d.month > 0:
		t.yearAfter(&d)
		return d, of || d.month != 3 && d.month != 5 || n.capital() || d.to > j+1
	case of && n.fold == "the" && t.ordinalWord(j+1) == j+2:
		d.to = t.spelledYear(j + 2)
		return d, d.to > j+2 || t.closes(j+2) || t.tok(j+2).fold == "by"
	case joinsDays[n.fold] && n.kind == word && !of:
		if t.tok(j+1).fold == "the" {
			j++
		}
		next, ok := t.spelledOrdinal(j + 1)
		return writtenDate{from: i, to: t.ordinalWord(i)}, ok && next.month > 0
	}
	return d, false
}

// joinsDays stand between two days of one month.
var joinsDays = wordSet("and to or & - – — until till")

// overOrdinal steps over the "th" glued to the number at i, and tells where it ended.
func (t *passage) overOrdinal(i int) int {
	if n := t.tok(i + 1); n.before == glued && (n.fold == "th" || n.fold == "st" || n.fold == "nd" || n.fold == "rd") {
		return i + 2
	}
	return i + 1
}

// firstDay reads the days before the last of "3rd and 5th May", "4,5,6 March",
// "1st/2nd June", "9 to 11/11/2024" and "4-6/11/24".
func (t *passage) firstDay(i int) (writtenDate, bool) {
	if n := t.tok(i + 1); n.is(".") || n.is(":") || n.kind == word && n.size > 3 || !t.english() {
		return writtenDate{}, false
	}
	to := t.overOrdinal(i)
	d, j := writtenDate{day: atoi(t.toks[i].fold), from: i, to: to}, to+1
	if d.day < 1 || d.day > 31 || t.toks[i].size > 2 {
		return d, false
	}
	row := t.tok(to).is(",") && t.tok(j).before == glued || t.tok(to).is("/") && to > i+1
	if !row && !joinsDays[t.tok(to).fold] || t.tok(to).before > spaced || t.toks[i].before == glued && t.tok(i-1).kind == word {
		return d, false
	}
	if t.tok(j).fold == "the" {
		j++
	}
	n := t.tok(j)
	if n.kind != number || n.size > 2 || n.before > spaced || atoi(n.fold) <= d.day && !row || atoi(n.fold) > 31 {
		return d, false
	}
	last, ok := t.wordyDate(j, j)
	if !ok && !row {
		last, ok = t.wholeDay(j)
	}
	if !ok && row {
		last, ok = t.firstDay(j)
	}
	return d, ok && last.day > 0
}

// wholeDay reads "11/11/2024" whatever stands before it.
func (t *passage) wholeDay(i int) (d writtenDate, ok bool) {
	sep, b, n := t.separated(i)
	again, c, m := t.separated(b)
	if n == 0 || m == 0 || sep != again {
		return d, false
	}
	return threeParts(t.toks[i], t.toks[b], t.toks[c])
}

// secondDay steps over the second day of "Jan 3-5", "March 3rd–5th" and "November 7 and 8".
func (t *passage) secondDay(i, first int) int {
	s, n := t.tok(i), t.tok(i+1)
	if !joinsDays[s.fold] || !t.english() || s.before > spaced || n.kind != number || n.size > 2 || n.before > spaced || atoi(n.fold) <= first || atoi(n.fold) > 31 {
		return i
	}
	to := t.overOrdinal(i + 1)
	if m, _ := monthOf(t.tok(to)); m > 0 || to == i+2 && t.measured(to) || t.tok(to).is("/") || t.tok(to).is(":") || t.tok(to).is(".") && t.tok(to).before == glued && t.tok(to+1).kind == number {
		return i
	}
	return to
}

// yearAndMonth reads "2024-12", which is no range of years, for those go up.
func (t *passage) yearAndMonth(i, b int) bool {
	y, m := t.toks[i], t.toks[b]
	return t.english() && y.size == 4 && isYear(y.fold) && m.size == 2 && m.before == glued && atoi(m.fold) >= 1 && atoi(m.fold) <= 12 && atoi(m.fold) < atoi(y.fold)%100 && !t.measured(b+1) && t.tok(b+1).fold != "-"
}
