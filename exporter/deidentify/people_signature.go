package deidentify

import "slices"

// signature reports whether the word at i stands alone on its line, or alone with
// its initials: that is how people sign, without capitals too.
func (t *passage) signature(i int) bool {
	return t.toks[i].before >= wrapped && i > 0 && (i+1 >= len(t.toks) || t.toks[i+1].before >= wrapped)
}

// withSmall widens a name by initials written without capitals, where they are
// those of somebody known ("волк с с", "jl fontaine").
func (t *passage) withSmall(from, to int) (int, int) {
	end, n := to, 0
	for j := to; j < len(t.toks) && n < 2 && t.smallInitial(j) && t.toks[j].before <= spaced; n++ {
		if end = j + 1; t.tok(end).is(".") && t.tok(end).before == glued {
			end++
		}
		j = end
	}
	if k := t.tok(end); n == 1 && end == to+1 && t.toks[to].size == 1 && k.before != glued && k.kind != sign && k.before <= spaced {
		end = to // «волк и лиса»
	}
	from = t.smallBefore(from)
	if j := from - 1; t.toks[from].before == spaced && t.tok(j).kind == word && t.tok(j).size == 2 && t.tok(j).shape == lower && slices.Contains(t.words.pairs, t.tok(j).fold) {
		from = j
	}
	return from, end
}

// smallBefore goes back over initials without capitals before a known name, the last or the
// first of them somebody's known: "j. park", "t q young", "ч. к. оюн".
func (t *passage) smallBefore(from int) int {
	if !t.bare() {
		return from
	}
	for n, j := 0, from-1; n < 2; n++ {
		dotted := t.tok(j).is(".") && t.tok(j).before == glued
		if dotted {
			j--
		}
		k := t.tok(j)
		if !t.free(j) || k.kind != word || k.size != 1 || k.shape != lower || k.before == glued && !t.tok(j-1).is(".") || t.toks[j+1].before > spaced || !dotted && alone[k.fold] || t.noInitial(j) || t.tok(j-1).kind == number {
			break
		}
		if slices.Contains(t.words.initials, firstRune(k.fold)) {
			from = j
		}
		j--
	}
	return from
}

// alone are words of one letter.
var alone = wordSet("a i u r n c о в к с у и а я ж м")

// smallInitial reports whether a lone letter at i begins a known name, or two
// letters begin both.
func (t *passage) smallInitial(i int) bool {
	k := t.toks[i]
	if !t.free(i) || k.kind != word || k.shape != lower {
		return false
	}
	return k.size == 1 && slices.Contains(t.words.initials, firstRune(k.fold)) || k.size == 2 && slices.Contains(t.words.pairs, k.fold)
}

// withParticle goes back over "Аль-", "Эль-", "Бен " before a name, and over the small words
// of a known one: "van der Merwe", "St. Clair".
func (t *passage) withParticle(from int) int {
	for len(t.words.joints) > 0 {
		j := from - 1
		if s := t.tok(j); (s.is(".") || s.is("-") || s.is("'")) && s.before == glued {
			j--
		}
		if p := t.tok(j); p.kind != word || !t.free(j) || t.toks[from].before > wrapped || !slices.Contains(t.words.joints, p.fold) {
			break
		}
		from = j
	}
	if h := t.tok(from - 1); h.is("-") && h.before == glued && t.toks[from].before == glued && t.tok(from-2).any(particle) {
		return from - 2
	}
	for p := t.tok(from - 1); p.any(particle) && t.toks[from].before == spaced && (p.shape != lower && p.size > 2 || !cyrillic(p.fold) && (t.toks[from].capital() || t.toks[from].any(particle)) || lowParticle[p.fold]); p = t.tok(from - 1) {
		from--
	}
	return from
}

var lowParticle = wordSet("фон де ибн бен тер")

// clinical reports whether a known name that is a term too stands as the term: a
// grade, a size or a vision behind it (Gleason 4+3, Snellen 20/40, Foley 16fr).
func (t *passage) clinical(i int) bool {
	n, a := t.tok(i+1), t.tok(i+2)
	if !t.toks[i].capital() || !t.toks[i].any(eponymStemmed) || t.triggered(i) || t.wholeName(i) {
		return false
	}
	if n.is("'") && a.fold == "s" {
		c := t.tok(i + 3)
		return c.before == spaced && (c.any(tailWord) || c.kind == word && c.shape == upper && t.tok(i+4).kind == number)
	}
	if n.kind == word {
		return n.shape == lower && n.before == spaced && n.any(tailWord)
	}
	if n.kind != number || n.before != spaced || t.taken[i+1] {
		return false // a day somebody marked is no score
	}
	return a.is("+") || a.is("/") && a.before == glued || a.kind == word && a.before <= spaced && unitAfterEponym[a.fold]
}

var unitAfterEponym = wordSet("fr fg ch ст степень степени балл балла баллов балл points")
