package deidentify

// Ages of ninety and over as English tells them: "94 y.o.", "F/93", "she is 94 now", "Mum
// (97)", "94 and still drives", "ninety-two years old".

// The words around an age: of people before "is", of kin as histories shorten them, before
// an age somebody reached or nears, and of sexes.
var (
	oldEnglish = wordSet("he she who patient mother father mum mom mam dad gran nan nana grandma grandad grandmother grandfather aunt uncle husband wife widow lady gentleman pt sister brother neighbour neighbor")
	shortKin   = wordSet("gm gf mgm mgf pgm pgf gmother gfather ggm parents granny nanna nonna mam mama mother's father's")
	livedTo    = wordSet("alive lived lives living died passed survived d")
	nearing    = wordSet("nearly almost aged turned turns turning sprightly spritely")
	sexWord    = wordSet("f m fem female male")
	oldFolk    = wordSet("male female lady gentleman gent man woman widow widower yom yof yow ym yf yold")
	stillSo    = wordSet("still lives living independent indep frail fit alone widow widowed widower sharp sprightly spritely mobile bright")
)

// ageEnglish reports whether the number at i is an age by what English says around it.
func (t *passage) ageEnglish(i int) bool {
	n := t.tok(i + 1)
	if !t.english() || t.toks[i].before > spaced && !t.opens(i) || n.is("%") || n.is(":") || n.is("/") && t.tok(i+2).kind == number || n.is("-") && t.tok(i+2).kind == number {
		return false
	}
	return t.agedBehind(i) || t.agedBefore(i) || t.agedSubject(i)
}

// agedBehind reads "94 y.o.", "94y F", "93 M, widowed", "95 male" and "94 and still".
func (t *passage) agedBehind(i int) bool {
	n, a, b := t.tok(i+1), t.tok(i+2), t.tok(i+3)
	switch {
	case n.is("/") && n.before == glued && (a.fold == "f" || a.fold == "m") && a.before == glued && (b.kind == sign || b.before != glued):
		return true
	case n.before > spaced:
		return false
	case n.fold == "y" && n.before == glued, n.fold == "y" && (a.is(".") || sexWord[a.fold] || t.closes(i+2)), oldFolk[n.fold]:
		return true
	case (n.fold == "f" || n.fold == "m") && n.shape == upper && t.closes(i+2) && (t.opens(i) || t.tok(i-1).is(",")):
		return true
	case !t.opens(i):
		return false
	case n.is(",") || n.fold == "and" || n.fold == "but":
		return a.kind == word && stillSo[a.fold]
	}
	return false
}

// agedBefore reads "F/93", "female, 91", "nearly 100", "95th birthday" and "MGM d 98".
func (t *passage) agedBefore(i int) bool {
	p, b := t.tok(i-1), t.tok(i-2)
	if p.is(",") || p.is("/") || p.is("(") {
		p, b = b, t.tok(i-3)
	}
	ends := t.ageEnds(i)
	switch {
	case t.tok(i-1).is(",") && t.closes(i+1) && ends && t.behindBirth(i-1):
		return true // DOB 1/11/30, 94.
	case t.tok(t.overOrdinal(i)).fold == "birthday" && t.overOrdinal(i) > i+1:
		return true
	case p.kind != word || t.measured(i+1):
		return false
	case (p.fold == "f" || p.fold == "m") && p.shape == upper && t.tok(i-1).is("/") && t.tok(i-1).before == glued && t.toks[i].before == glued:
		return true
	case (p.fold == "f" || p.fold == "m") && p.shape == upper:
		return ends && (t.toks[i].before == glued || !t.tok(i-1).is("(") && t.opens(i-1) || b.is(",")) && !t.tok(i-1).is(",")
	case sexWord[p.fold]:
		return ends
	case nearing[p.fold]:
		return ends || p.fold != "almost" && p.fold != "nearly"
	case p.fold == "be" && (b.fold == "will" || b.fold == "ll"), kin()[p.fold], shortKin[p.fold]:
		return ends || t.tok(i+1).fold == "alive" || t.tok(i+1).fold == "in" || t.tok(i+1).fold == "with"
	case (p.fold == "pt" || p.fold == "patient") && p.shape != upper:
		return t.tok(i+1).is(",") && t.tok(i+1).before == glued && t.tok(i+2).kind == word
	}
	for j := i - 1; j >= 0 && j >= i-3 && t.toks[j+1].before <= spaced; j-- {
		if f := t.toks[j].fold; f == "birthday" || f == "bday" {
			return !t.tok(i+1).is(",") || t.tok(i+2).kind != number
		}
	}
	return false
}

// agedSubject reads "she is 94 now", "she's 97", "PT IS 96." and "lived to 96".
func (t *passage) agedSubject(i int) bool {
	p, b, n := t.tok(i-1), t.tok(i-2), t.tok(i+1)
	switch p.fold {
	case "is", "was":
		return t.ageEnds(i) && (oldEnglish[b.fold] || kin()[b.fold])
	case "s":
		return b.is("'") && oldEnglish[t.tok(i-3).fold] && t.ageEnds(i)
	case "to", "until", "till", "til", "at":
		return livedTo[b.fold] && t.ageEnds(i) || p.fold == "at" && t.opens(i-1) && (n.fold == "she" || n.fold == "he")
	case "@", "died":
		return t.ageEnds(i)
	case "d":
		return t.ageEnds(i) && (kin()[b.fold] || shortKin[b.fold]) || n.fold == "of"
	}
	return false
}

// ageEnds reports whether a clause ends behind the number at i, or what is said of
// somebody follows.
func (t *passage) ageEnds(i int) bool {
	n := t.tok(i + 1)
	if (n.is(".") || n.is(",")) && n.before == glued && t.tok(i+2).kind == number && t.tok(i+2).before == glued || t.measured(i+1) {
		return false
	}
	return t.closes(i+1) || n.is("!") || n.kind == word && goesOnAged[n.fold]
}

// goesOnAged are words behind an age.
var goesOnAged = wordSet("now and next this but so who still with in of from lives living who's alive yesterday today tomorrow last")

// agedInWords reads "ninety-four year old" and "she is ninety six": the end of the age at
// i, or i.
func (t *passage) agedInWords(i int) int {
	if t.toks[i].fold != "ninety" || !t.english() {
		return i
	}
	to := i + 1
	if t.tok(to).is("-") {
		to++
	}
	if n := t.tok(to); n.before <= spaced && digitWord[n.fold] {
		to++
	} else {
		to = i + 1
	}
	n := t.tok(to)
	if n.is("-") {
		n = t.tok(to + 1)
	}
	p := t.tok(i - 1).fold
	if n.fold == "year" || n.fold == "years" || n.fold == "yr" || n.fold == "yo" || p == "is" && oldEnglish[t.tok(i-2).fold] || p == "aged" || p == "age" || p == "turned" {
		return to
	}
	return i
}

var digitWord = wordSet("one two three four five six seven eight nine")

// behindBirth reports whether a birth date somebody marked ends before the token at i.
func (t *passage) behindBirth(i int) bool {
	for _, m := range t.marks {
		if m.to == i && m.kind == typeDate {
			return t.saysBirth(writtenDate{from: m.from, to: m.to})
		}
	}
	return false
}
