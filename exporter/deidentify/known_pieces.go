package deidentify

import (
	"slices"
	"strings"
)

// cutOf reports whether a longer name of somebody known begins so, and which part it is.
func (m *matcher) cutOf(k *token) (part namePart, kind string, ok bool) {
	if !m.starts.has(k.lead) {
		return 0, "", false
	}
	for i := range m.names {
		n := &m.names[i]
		if !n.starts.has(k.lead) {
			continue
		}
		for _, f := range n.list {
			if len(f) > len(k.fold) && strings.HasPrefix(f, k.fold) {
				return n.part, n.kind, true
			}
		}
	}
	return 0, "", false
}

// cutPart reports whether that part of a longer name of somebody known begins so.
func (m *matcher) cutPart(k *token, part namePart) bool {
	return slices.ContainsFunc(m.names, func(n knownName) bool {
		return n.part == part && n.starts.has(k.lead) && slices.ContainsFunc(n.list, func(f string) bool { return len(f) > len(k.fold) && strings.HasPrefix(f, k.fold) })
	})
}

// A piece is a part of a known name in a row of them: whole, cut short, or its first letter.
type piece struct {
	to   int // past its dot
	part namePart
	kind string
	cut  bool
	one  bool // a letter: its part is not told
}

// pieceAt reads the piece at i, behind another one or not. What may be another word must have
// a dot behind it or a capital: the "ode" of "Okonjo, Ode".
func (t *passage) pieceAt(i int, behind bool) (p piece, ok bool) {
	k := t.tok(i)
	if !t.free(i) || k.kind != word {
		return p, false
	}
	if behind && t.tok(i+1).is("-") && t.halves(i, i+2) {
		if p.part, p.kind, p.cut = t.words.halved(k.fold, t.toks[i+2].fold); p.cut {
			p.to = i + 3
			return p, true
		}
	}
	p.to = t.overDots(i + 1)
	dotted := p.to > i+1
	if !t.bare() && !k.capital() {
		if h, found := t.words.nameOf(k); k.size < 3 || !(found && !h.weak) && (!dotted || !behind && k.any(explaining|abbreviated|curtailed)) {
			return p, false
		}
	}
	if k.size == 1 {
		p.one = true
		return p, slices.Contains(t.words.initials, firstRune(k.fold)) && !t.noInitial(i) && (dotted || k.shape == upper && !t.shouted())
	}
	if h, found := t.words.nameOf(k); found && k.size > 2 {
		p.part, p.kind = h.part, h.kind
		return p, !h.weak || k.shape != lower || k.size > 3 && t.bare()
	}
	dotted = dotted || behind && k.before == glued && k.size > 2 // FAIRWE,DESM
	switch {
	case behind && dotted:
	case k.any(measuring | heading | callingWord), k.any(monthly) && (t.tok(i-1).kind == number || t.tok(p.to).kind == number), k.any(shortForm) && k.shape != title:
		return p, false
	case !dotted && (k.size < 3 || k.any(inDictionary|abbreviated|medicinal) && k.shape != title && (k.shape != upper || t.shouted())):
		return p, false
	}
	p.part, p.kind, p.cut = t.words.cutOf(k)
	return p, p.cut
}

// piecesAt is the end of a known name at i of which a part is cut short: "Толм. Г.", "Ген.
// Афан.", "FAIRWE,DESM", "Okonjo Ode"; or i.
func (t *passage) piecesAt(i int) (to int, kind string) {
	if !t.mayBegin(i) || !t.mayBegin(t.overSigns(i+1)) {
		return i, ""
	}
	to = i
	var parts [3]bool
	cuts, long := 0, 0
	for n, j := 0, i; n < 3; n++ {
		p, ok := t.pieceAt(j, n > 0)
		if !ok || n > 0 && t.toks[j].before > wrapped || !p.one && p.part == family && parts[family] {
			break
		}
		if !p.one {
			parts[p.part] = true
			kind = p.kind
			if t.toks[j].size > 2 {
				long++
			}
		}
		if p.cut {
			cuts++
		}
		if to, j = p.to, p.to; t.tok(j).is(",") && t.tok(j).before == glued {
			j++
		}
		if n > 0 && cuts > 0 && long > 0 {
			return t.lastPiece(to), kind
		}
	}
	return i, ""
}

// mayBegin reports whether the token at i may be a piece by how it begins.
func (t *passage) mayBegin(i int) bool {
	k := t.tok(i)
	return k.kind == word && (k.size == 1 || t.words.starts.has(k.lead))
}

// overDots steps over what stands for the rest of a word: «Толм.», «Толм***», «Толм...».
func (t *passage) overDots(i int) int {
	for k := t.tok(i); k.before == glued && (k.is(".") || k.is("*") || k.is("…")); k = t.tok(i) {
		i++
	}
	return i
}

// overSigns steps over a dot and a comma.
func (t *passage) overSigns(i int) int {
	if i = t.overDots(i); t.tok(i).is(".") {
		i++
	}
	if t.tok(i).is(",") {
		i++
	}
	return i
}

// lastPiece steps over one piece more.
func (t *passage) lastPiece(to int) int {
	if p, ok := t.pieceAt(to, true); ok && t.toks[to].before <= spaced {
		return p.to
	}
	return to
}

// halvedName is the end of a known name at i that a hyphen stands for the middle of: "Т-в",
// "Тол-ва", "Б-ной", before an initial "Т-в В." with but two letters; or i.
func (t *passage) halvedName(i int) int {
	k, h, e := t.toks[i], t.tok(i+1), t.tok(i+2)
	if !h.is("-") || h.before != glued || e.kind != word || e.before != glued || k.size > 9 || e.size > 4 || k.size+e.size < 3 && t.initialsOn(i+3) == i+3 || t.tok(i+3).is("-") || halved[k.fold+"-"+e.fold] || !t.free(i+2) {
		return i
	}
	if k.shape == lower && (!t.bare() || k.size < 2 && !t.patientBefore(i) && !t.tok(i+3).any(doing) || k.any(inDictionary) && e.any(inDictionary)) {
		return i
	}
	part, _, ok := t.words.halved(k.fold, e.fold)
	if !ok || part == given && !(k.before <= wrapped && t.besideKnown(i)) || part == patronymic && !(k.size > 2 && e.in(patronymicTails)) {
		return i
	}
	return t.initialsOn(t.initialsOn(i + 3))
}

// halves reports whether nothing but a hyphen, with no space, stands between the words at i and j.
func (t *passage) halves(i, j int) bool {
	e := t.tok(j)
	return t.tok(i+1).before == glued && t.free(j) && e.kind == word && e.before == glued && e.size <= 4
}

// halved reports whether a name of somebody known begins and ends so, and which part it is: a
// surname before others.
func (m *matcher) halved(head, tail string) (part namePart, kind string, ok bool) {
	for i := range m.names {
		n := &m.names[i]
		if ok && n.part != family {
			continue
		}
		for _, f := range n.list {
			if len(f) > len(head)+len(tail) && strings.HasPrefix(f, head) && strings.HasSuffix(f, tail) {
				part, kind, ok = n.part, n.kind, true
				break
			}
		}
		if ok && part == family {
			break
		}
	}
	return part, kind, ok
}

// patronymicTails are ends of patronymics behind a hyphen: «Рудол-на», «Саб-ича».
var patronymicTails = wordSet("на ны не ну ной ною вна вны вне вну вной ич ича ичу ичем иче вич вича вичу вичем виче чна чны")

// otherHalfCut goes back over the other half of a known double surname that is cut short or
// parted from it: «Салт.-Щедрина», «Кара - Мурза».
func (t *passage) otherHalfCut(from int) int {
	j := from - 1
	if !t.tok(j).is("-") {
		return from
	}
	if j--; t.tok(j).is(".") {
		j--
	}
	k := t.tok(j)
	if !t.free(j) || k.kind != word || k.size < 2 || t.toks[from].before > spaced {
		return from
	}
	if part, _, cut := t.words.cutOf(k); cut && part == family && (k.capital() || t.bare()) {
		return j
	}
	if h, ok := t.words.nameOf(k); ok && h.part == family {
		return j
	}
	return from
}

// cutFamily reports whether the word at i is a known surname cut short that stands alone:
// "Толм.", "FAIRWE". Where nothing explains it, it is no word.
func (t *passage) cutFamily(i int) bool {
	k, d := t.toks[i], t.tok(i+1)
	if k.size < 4 || k.any(explaining|abbreviated|curtailed|shortForm|measuring|credentialed|callingWord|common|eponymous|sigla|medical) || !cyrillic(k.fold) && abbreviationsEn()[k.fold] {
		return false
	}
	dotted := d.is(".") && d.before == glued
	if !(dotted && (k.capital() || t.bare()) || k.shape == upper && k.size > 4 || t.bare() && k.size > 4) {
		return false
	}
	part, _, ok := t.words.cutOf(k)
	return ok && part == family
}
