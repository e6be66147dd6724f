package deidentify

// Days of other calendars: "15 Jumada al-awwal 1446", "29/07/1409 H", "12/03/2510". None of
// their years is one of ours, so that the whole day goes.

// eraMonths begin the names of months of the Hijri, Ethiopian, Jewish and Iranian
// calendars and of Nepal's; many are names of people too, so that only a day makes them
// months.
var eraMonths = wordSet(`muharram moharram safar rabi rabia rabee jumada jamadi jumad rajab sha shaban shaaban ramadan ramadhan ramzan shawwal shawal dhul dhu zul zil dhulhijjah dhulqadah zilhaj zilhajj zilqad
	meskerem tikimt hidar tahsas yekatit megabit miyazya ginbot sene hamle nehase pagume
	tishrei tishri cheshvan kislev tevet shevat shvat adar nisan nissan iyar sivan tammuz elul
	farvardin ordibehesht khordad mordad shahrivar mehr aban azar dey bahman esfand
	baisakh jestha ashadh shrawan bhadra ashwin kartik mangsir poush magh falgun chaitra`)

// eraTails go on with a month's name.
var eraTails = wordSet("al ul el awwal awal thani thaani akhir akhira akhirah ula ukhra oola ii hijjah hijja hijah hajj haj qadah qidah qaadah qada qi da dah ban haram mubarak mukarram muazzam")

// eraMonth is the end of a month's name of another calendar at i, or i.
func (t *passage) eraMonth(i int) int {
	k := t.tok(i)
	if k.kind != word || !eraMonths[k.fold] || k.before > wrapped {
		return i
	}
	to := i + 1
	for j := to; j < i+7; j++ {
		switch n := t.tok(j); {
		case n.is("'") || n.is("-"):
		case n.kind == word && n.before <= spaced && eraTails[n.fold]:
			to = j + 1
		default:
			if to == i+1 && (k.fold == "sha" || k.fold == "dhu" || k.fold == "dhul" || k.fold == "zul" || k.fold == "zil") {
				return i
			}
			return to
		}
	}
	return to
}

// eraYear is the end of a year of another calendar at i with the letters of its era, or i.
func (t *passage) eraYear(i int) int {
	if t.tok(i).is(",") {
		i++
	}
	k := t.tok(i)
	if k.kind != number || k.size != 4 || k.before > spaced {
		return i
	}
	if n := t.tok(i + 1); n.before <= spaced && (n.fold == "h" || n.fold == "ah" || n.fold == "ec" || n.fold == "be" || n.fold == "bs") {
		return i + 2
	}
	return i + 1
}

// eraDay reads "16 Ramadan 1445" and "10th of Muharram".
func (t *passage) eraDay(i int) (writtenDate, bool) {
	k := t.toks[i]
	if k.size > 2 || atoi(k.fold) < 1 || atoi(k.fold) > 32 || !t.english() {
		return writtenDate{}, false
	}
	m := t.overOrdinal(i)
	if t.tok(m).fold == "of" {
		m++
	}
	if !t.tok(m).any(dayWord) {
		return writtenDate{}, false
	}
	to := t.eraMonth(m)
	if to == m || t.tok(m).shape == lower && t.tok(t.eraYear(to)-1).kind != number && m == i+1 {
		return writtenDate{}, false
	}
	if y := t.eraYear(to); y > to+1 || t.tok(to).kind == number {
		to = y
	}
	return writtenDate{from: i, to: to}, true
}

// eraMonthFirst reads "Rajab 27, 1446".
func (t *passage) eraMonthFirst(i int) (writtenDate, bool) {
	if !eraMonths[t.toks[i].fold] {
		return writtenDate{}, false
	}
	m := t.eraMonth(i)
	k := t.tok(m)
	if m == i || k.kind != number || k.size > 2 || k.before > spaced || !t.english() {
		return writtenDate{}, false
	}
	to := t.overOrdinal(m)
	end := t.eraYear(to)
	return writtenDate{from: i, to: end}, end > to && t.tok(to+1).kind == number || t.tok(to).kind == number && end > to
}

// eraYears reports whether three numbers are a day of another calendar: its year is of
// the Hijri or the Iranian calendar, or of Thailand's.
func (t *passage) eraYears(i, b, c int) bool {
	d, m, y := t.toks[i], t.toks[b], t.toks[c]
	if d.size == 4 {
		d, y = y, d
	}
	if y.size != 4 || d.size > 2 || m.size > 2 || atoi(d.fold) < 1 || atoi(d.fold) > 32 || atoi(m.fold) < 1 || atoi(m.fold) > 13 {
		return false
	}
	year := atoi(y.fold)
	return year >= 1300 && year < 1500 || year >= 2440 && year < 2600
}

// romanMonth reads "12/III-2021", "5.XI.98" and "3/IV".
func (t *passage) romanMonth(i int) (writtenDate, bool) {
	s, k := t.tok(i+1), t.tok(i+2)
	if k.kind != word {
		return writtenDate{}, false
	}
	m := romanMonths[k.fold]
	if m == 0 || k.shape != upper && !isYear(t.tok(i+4).fold) && !((k.size > 1 || t.tok(i+3).is(s.fold)) && t.tok(i+4).kind == number && t.tok(i+4).size == 2 && t.tok(i+4).before == glued) || k.kind != word || k.before != glued || !s.is("/") && !s.is(".") && !s.is("-") || t.toks[i].size > 2 || atoi(t.toks[i].fold) > 31 || s.is("-") && k.size < 2 {
		return writtenDate{}, false
	}
	d := writtenDate{month: m, day: atoi(t.toks[i].fold), from: i, to: i + 3}
	if y := t.tok(i + 4); y.kind == number && y.before == glued && t.tok(i+3).kind == sign && (y.size == 2 || isYear(y.fold)) {
		d.year, d.to = atoi(y.fold), t.yearWord(i+5)
		if y.size == 2 {
			d.year = shortYear(d.year)
		}
		return d, true
	}
	if y := t.tok(i + 3); s.is("/") && y.kind == number && y.size == 2 && y.before == spaced && atoi(y.fold) >= 19 && t.twoFigureYear(i+3) {
		d.year, d.to = shortYear(atoi(y.fold)), t.yearWord(i+4) // 3/VI 24
		return d, true
	}
	return d, s.is("/") && (k.size > 1 && d.day > 1 || t.asksDate(i) || romanLeads[t.tok(i-1).fold]) || (k.size > 1 || d.day > 12 && t.tok(i-1).kind == word && s.is(".")) && (m > 3 || d.day > 12) && (s.is(".") || s.is("-")) && t.closes(i+3)
}

// romanLeads are small words between which and a stroke a Roman figure is a month: "на 4/X".
var romanLeads = wordSet("с от на до к")

var romanMonths = map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12, "х": 10}
