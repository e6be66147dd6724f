package deidentify

// datedNumber takes out a number with a day beside it, whoever gave it: "№ 45 от
// 12.03.2024", "12.03.2024 № 145". Orders and laws stay.
func (t *passage) datedNumber(i int) {
	j := i + 1
	if !t.free(j) || t.toks[j].kind == sign || t.toks[j].before > spaced {
		return
	}
	to, digits := t.codeEnd(j)
	if digits == 0 || t.isMeasure(j, to) {
		return
	}
	if to < len(t.toks) && t.taken[to] && t.markedAs(to, typeDate) && t.tok(to).before == spaced && digits >= 2 && !t.counts(i-1) && !hasAnyPrefix(t.tok(i-1).fold, ministerial) {
		t.mark(j, to, typeAccession) // операция № 63 22.08.2023
		return
	}
	behind := t.tok(to).fold == "от" && to+2 < len(t.toks) && (t.taken[to+1] || t.taken[to+2] && t.toks[to+1].kind == sign)
	if w := t.tok(i - 1).fold; (w == "за" || w == "под") && digits >= 2 {
		t.mark(j, to, typeAccession)
		return
	}
	if t.tok(i-1).is(",") && i > 1 && t.taken[i-2] {
		i-- // выдано 02.04.2025, № 087
	}
	before := i > 0 && t.taken[i-1] && t.toks[i-1].kind != word && digits >= 3 && t.toks[i].before <= spaced
	if !behind && !before {
		return
	}
	for b := i - 1; b >= 0 && b >= i-5 && t.toks[b+1].before <= spaced; b-- {
		if k := t.toks[b]; k.kind == word && hasAnyPrefix(k.fold, ministerial[:12]) {
			return
		}
	}
	t.mark(j, to, typeAccession)
}
