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
	if !t.free(i) || k.kind != word || !t.bare() && !k.capital() {
		return p, false
	}
	dotted := t.tok(i+1).is(".") && t.tok(i+1).before == glued
	if p.to = i + 1; dotted {
		p.to++
	}
	if k.size == 1 {
		p.one = true
		return p, slices.Contains(t.words.initials, firstRune(k.fold)) && !t.noInitial(i) && (dotted || k.shape == upper && !t.shouted())
	}
	if h, found := t.words.nameOf(k); found && k.size > 2 {
		p.part, p.kind = h.part, h.kind
		return p, !h.weak || k.shape != lower
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

// overSigns steps over a dot and a comma.
func (t *passage) overSigns(i int) int {
	if t.tok(i).is(".") {
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
	if !h.is("-") || h.before != glued || e.kind != word || e.before != glued || k.size > 6 || e.size > 4 || k.size+e.size < 3 && t.initialsOn(i+3) == i+3 || t.tok(i+3).is("-") || halved[k.fold+"-"+e.fold] || !t.free(i+2) {
		return i
	}
	if k.shape == lower && (!t.bare() || k.size < 2 && !t.patientBefore(i) && !t.tok(i+3).any(doing) || k.any(inDictionary) && e.any(inDictionary)) {
		return i
	}
	for n := range t.words.names {
		for _, f := range t.words.names[n].list {
			if t.words.names[n].part == family && len(f) > len(k.fold)+len(e.fold) && strings.HasPrefix(f, k.fold) && strings.HasSuffix(f, e.fold) {
				return t.initialsOn(t.initialsOn(i + 3))
			}
		}
	}
	return i
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
