package deidentify

import "strings"

// Days, months and years said in words.

var tens = wordSet("двадцать тридцать")

// ordinals are the days of a month as people say them, by their stems.
var ordinals = []string{"перв", "втор", "третьего", "третье", "третьим", "третьему", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат", "двенадцат", "тринадцат",
	"четырнадцат", "пятнадцат", "шестнадцат", "семнадцат", "восемнадцат", "девятнадцат", "двадцат", "тридцат"}

// ordinal reports whether a word is the day of a month as people say it.
func ordinal(w string) bool {
	return hasEnd(w, []string{"ого", "его", "ое", "ым", "им", "ому", "ему", "ье"}, 4) && hasAnyPrefix(w, ordinals)
}

// spelledDay reads "двадцать пятого августа" and "пятого мая 2024 года".
func (t *passage) spelledDay(i int) (writtenDate, bool) {
	j := i
	if t.toks[i].any(dayWord) && tens[t.toks[i].fold] {
		j++
	}
	k := t.tok(j)
	if !k.any(dayWord) || k.before > wrapped && j > i || !ordinal(k.fold) {
		return writtenDate{}, false
	}
	m, cut := monthOf(t.tok(j + 1))
	if n := monthOrdinal(t.tok(j + 1)); n > 0 && m == 0 && t.tok(j+1).before == spaced && (t.closes(j+2) || t.spelledYear(j+2) > j+2) { // двенадцатого второго
		return writtenDate{from: i, to: t.spelledYear(j + 2)}, true
	}
	if m == 0 && rangeWord[t.tok(j+1).fold] && t.tok(j+2).kind == word { // с шестого по девятое марта
		_, ok := t.spelledDay(j + 2)
		return writtenDate{from: i, to: j + 1}, ok
	}
	if m == 0 || cut || t.tok(j+1).before > wrapped {
		return writtenDate{}, false
	}
	d := writtenDate{month: m, from: i, to: j + 2}
	t.yearAfter(&d)
	return d, true
}

// spelledYear steps over "пятьдесят восьмого года", "две тысячи первого" and
// "twenty twenty four", or stays at i.
func (t *passage) spelledYear(i int) int {
	j := i
	for ; j < i+6 && j < len(t.toks) && t.toks[j].before <= wrapped && t.toks[j].any(counting); j++ {
	}
	if j == i+2 && (tens[t.toks[i].fold] || hasEnd(t.toks[i].fold, []string{"десят", "сорок", "девяносто"}, 5)) && monthOrdinal(t.toks[i+1]) > 0 {
		return t.yearWord(j) // мая шестьдесят седьмого
	}
	if j == i || t.toks[i].fold == "one" || cyrillic(t.toks[i].fold) && t.yearWord(j) == j {
		return i
	}
	return t.yearWord(j)
}

// numerals are stems of the words numbers are dictated in.
var numerals = append(strings.Fields(`один одна два две трет три трех четыр пять семь восем сорок сорока девяност сто двести триста тысяч полтор нол ноль
	twenty thirty forty fifty sixty seventy eighty ninety nineteen eighteen seventeen sixteen fifteen fourteen thirteen twelve eleven ten one two three four five six seven eight nine zero oh hundred thousand
	first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth`), ordinals...)

// monthOrdinal is the month a figure in words names: "второго" of "двенадцатого второго".
func monthOrdinal(k *token) int {
	if k.kind != word || !hasEnd(k.fold, []string{"ого", "его"}, 5) {
		return 0
	}
	for i, o := range []string{"перв", "втор", "треть", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат", "двенадцат"} {
		if st, ok := strings.CutPrefix(k.fold, o); ok && (st == "ого" || st == "его") {
			return i + 1
		}
	}
	return 0
}
