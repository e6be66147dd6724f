package deidentify

import (
	"slices"
	"unicode/utf8"
)

// addOwn keeps what the patient's names begin with, as texts put it: "JS", "SJ", "КАЛ", "АЛК".
func (m *matcher) addOwn(p person, firsts []string) {
	families := nameWords(p.family)
	var last string
	if p.patronymic != "" {
		last = first(fold([]rune(p.patronymic)))
	}
	for i, g := range firsts {
		g = first(g)
		for _, f := range families {
			f = first(f)
			m.own = append(m.own, g+f, f+g)
			if last != "" {
				m.own = append(m.own, f+g+last, g+last+f)
			}
			if i > 0 {
				m.own = append(m.own, first(firsts[0])+g+f, f+first(firsts[0])+g)
			}
		}
		if last != "" {
			m.own = append(m.own, g+last)
		}
		if i > 0 {
			m.own = append(m.own, first(firsts[0])+g)
		}
	}
}

// lettersOrHalves is the end of the patient's letters, or of a name a hyphen cuts, at i; or i.
func (t *passage) lettersOrHalves(i int) int {
	k := t.toks[i]
	switch {
	case k.kind != word || k.size > 9 || !t.free(i):
		return i
	case t.tok(i + 1).is("-"):
		return t.halvedName(i)
	case k.size > 3:
		return i
	}
	return t.lettersOfPatient(i)
}

// lettersOfPatient is the end of the patient's initials at i, where something says that they
// are nobody else's: "pt J.S.", "пациент КАЛ", «б-ной И.», "OO denies pain"; or i.
func (t *passage) lettersOfPatient(i int) int {
	k := t.toks[i]
	if len(t.words.own) == 0 || k.size > 3 || k.kind != word || !t.free(i) || k.before == glued && t.tok(i-1).kind == word {
		return i
	}
	named := t.patientBefore(i)
	if k.size > 1 {
		if slices.Contains(t.words.own, k.fold) && t.lettersStand(i, named) {
			return i + 1
		}
		return i
	}
	to, letters := t.lettersDotted(i)
	if letters == "" {
		return i
	}
	switch n := utf8.RuneCountInString(letters); {
	case n == 1:
		if named && slices.Contains(t.words.initials, firstRune(letters)) && t.oneLetter(i) {
			return to
		}
	case !named && t.toks[i].before == spaced && t.namish(i-1) && t.free(i-1):
		return i // somebody else of the same initials: «Толстых А.Я.»
	case noPerson[letters] || cutShort[letters] || dottedWords[letters] || !slices.Contains(t.words.own, letters):
	case named, k.shape == upper, n == 3 && t.english() == !cyrillic(k.fold), t.tok(to).any(doing):
		return to
	}
	return i
}

// lettersDotted reads letters with dots from i on: "J.S.", "к. а. л."; the last may lack its dot.
func (t *passage) lettersDotted(i int) (to int, letters string) {
	for to = i; utf8.RuneCountInString(letters) < 3; {
		k := t.tok(to)
		if !t.free(to) || k.kind != word || k.size != 1 || to > i && k.before > spaced || k.shape != t.toks[i].shape {
			break
		}
		if d := t.tok(to + 1); !d.is(".") || d.before != glued {
			if to > i && k.before == glued && t.tok(to+1).before != glued {
				return to + 1, letters + k.fold
			}
			break
		}
		letters, to = letters+k.fold, to+2
	}
	if letters == "" && t.toks[i].shape == upper {
		return i + 1, t.toks[i].fold // пациентка М, 45 лет
	}
	return to, letters
}

// dottedWords are two or three letters with dots that are words of English medicine.
var dottedWords = wordSet("po iv im eg ie am pm bid tid qid sc dc co sob hs qd prn uk us usa ad os od ou cc st dr mr ms la ny fl ma pa ca md rn pt ot np va pc ac ro")

// patients are words for the patient before letters.
var patients = wordSet("pt pts patient patients resident client ptnt pat mr mrs ms miss пациент пациентка пациента пациентки пациенту пациентке пациентом пациенткой больной больная больного больному больным больную пац больн гр гражданин гражданка роженица роженицы родильница родильницы испытуемый ребенок ребенка мальчик девочка")

// patientBefore reports whether a word for the patient ends right before i.
func (t *passage) patientBefore(i int) bool {
	p := t.tok(i - 1)
	if t.tok(i).before != spaced {
		return false
	}
	if p.is(".") && p.before == glued {
		p = t.tok(i - 2)
	}
	if h := t.tok(i - 2); h.is("-") && h.before == glued && p.before == glued {
		return halved[t.tok(i-3).fold+"-"+p.fold]
	}
	return p.in(patients)
}

// oneLetter reports whether the letter at i behind a word for the patient is no word of its own.
func (t *passage) oneLetter(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	switch {
	case n.is(".") && n.before == glued:
		return !(t.tok(i+2).kind == number && t.tok(i+2).before <= spaced) && k.fold != "м" || k.shape == upper
	case k.shape == upper:
		return n.is(",") || n.is(":") || n.is(";") || n.is("(") || i+1 >= len(t.toks) || n.before >= wrapped || n.kind == word && n.shape == lower && n.size > 2 && n.before == spaced
	}
	return false
}

// lettersStand reports whether letters without dots at i stand where the patient does.
func (t *passage) lettersStand(i int, named bool) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.any(shortForm|measuring|inDictionary|abbreviated|medicinal|eponymous) || k.in(smallWords) || k.in(stopsName) || k.in(dottedWords) || n.before == glued && (n.kind != sign || n.is("/") || n.is("-") || n.is("+")) || p.is("/") || p.is("-") {
		return false
	}
	if named {
		return k.shape == upper || k.shape == lower && t.bare() && (n.kind != word || n.size > 1)
	}
	if k.shape != upper || abbreviationsEn()[k.fold] || t.headed(i) {
		return false
	}
	if t.english() {
		return says[n.fold] && n.before == spaced && (t.opens(i) || p.is(",")) && !k.any(sigla)
	}
	return k.size == 3 && slices.Contains(t.words.triples, k.fold) && !k.any(sigla|medical|heading|genericWord) && !hasAnyPrefix(n.fold, methods) && !hasAnyPrefix(p.fold, methods)
}

// methods are stems of words beside which letters are no initials.
var methods = []string{"исследован", "обследован", "протокол", "шкал", "схем", "тест", "метод", "аппарат", "режим", "терапи", "синдром", "диет", "препарат", "анализ", "проб", "индекс"}

// says are verbs of who is spoken of in English notes.
var says = wordSet("denies denied states stated reports reported was is has had refused refuses wants wanted ambulated came called ate slept tolerated verbalized says said c/o complains complained seen feels felt asked asks arrived went lives agrees agreed remains")
