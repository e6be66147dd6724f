package deidentify

// serums are vaccines and serums, of which every dose has a series.
var serums = wordSet(`бцж бцж-м акдс адс адсм псс псчи птс ас ая анатоксин анатоксина пентаксим пентаксима превенар превенара инфанрикс инфанрикса гексаксим гриппол гриппола ультрикс ваксигрип совигрипп флюм инфлювак регевак энджерикс эувакс комбиотех
	манту диаскинтест диаскинтеста энцевир клещ-э-вак фсме кокав рабипур абирабулин иммуноглобулин иммуноглобулина вакцина вакцины вакциной вакцину сыворотка сыворотки кори корь краснуха краснухи паротит приорикс приорикса вактривир ротатек спутник ковивак эпивак гам-ковид-вак
	варилрикс церварикс гардасил менактра менвео пневмовакс хиберикс полиорикс полио бивак опв ипв хаврикс цоликлон цоликлоны цоликлонов эритротест вак прививка привит привита привито ревакцинация v1 v2 v3 rv rv1 rv2`)

// serumSeries reads "БЦЖ 02.01.19 с. 641", "гриппол сер а0722" and "ПСС П812": the series of
// what was given, behind its letter or right behind the serum.
func (t *passage) serumSeries(i int) (int, string) {
	k, p, j := t.toks[i], t.tok(i-1), i
	if n := t.tok(i + 1); k.kind == word && k.shape == upper && k.size > 2 && k.size < 6 && !cyrillic(k.fold) && n.kind == number && n.before == spaced && n.size >= 3 && (p.fold == "с" || p.is(".") && serialWords[t.tok(i-2).fold]) && t.serumNear(i-1) {
		return i + 2, typeDevice // с AHBVC 902
	}
	if k.before == glued && !p.is(".") && !p.is("№") || k.kind == word && (k.size > 2 && !(k.size <= 4 && k.shape == upper && !cyrillic(k.fold)) || t.tok(i+1).kind != number && !t.tok(i+1).is("-") || t.tok(i+1).before != glued) {
		return i, ""
	}
	to, digits, letters := t.glued(i)
	if k.kind == word && k.shape == lower {
		if j = i + 1; t.tok(j).is("-") {
			j++
		}
		if t.tok(j).kind != number || t.tok(j).before != glued {
			return i, ""
		}
		to, digits, _ = t.glued(j)
		letters = k.size
	}
	if letters > 4 || digits > 7 || t.isMeasure(i, to) || t.tok(to-1).kind != number && letters == 0 {
		return i, ""
	}
	b := i - 1
	for b > i-4 && (t.tok(b).is(".") || t.tok(b).is("№") || t.tok(b).is(":")) {
		b--
	}
	switch w := t.tok(b); {
	case w.kind != word || t.toks[b+1].before > spaced:
	case serums[w.fold] && letters > 0 && digits >= 2 && b == i-1 && (k.shape == upper || t.hushed()):
		return to, typeDevice
	case serialWords[w.fold] && (digits >= 3 || letters > 0 && digits >= 2) && t.serumNear(b):
		return t.moreGroups(i, to), typeDevice
	}
	return i, ""
}

// serialWords stand before a series.
var serialWords = wordSet("с сер серия серии")

// serumNear reports whether a vaccine or a serum stands before i in its line.
func (t *passage) serumNear(i int) bool {
	for j := i - 1; j >= 0 && j > i-24 && t.toks[j+1].before < wrapped; j-- {
		if t.toks[j].kind == word && serums[t.toks[j].fold] {
			return true
		}
	}
	return false
}
