package deidentify

import (
	"sort"
	"strings"
)

// smallStranger reports whether a word of an English text without capitals is somebody's
// or a place's name: nothing explains it, it can be said, and it is neither a word cut
// short nor a misspelt one.
func (t *passage) smallStranger(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if (medicineLeads[p.fold] || n.fold == "in" && t.tok(i+2).fold == "situ") && !k.any(firstName) {
		return false
	}
	return k.size > 3 && t.unexplained(i) && (k.before != glued || p.kind == sign && !strings.Contains("._@#'-\\", p.fold)) && (n.before != glued || n.kind == sign && !n.is("_")) && !t.compound(i)
}

// nameJoint takes out what joins two halves of a name: "mac" and "van der" without a capital,
// and the hyphen somebody dictates ("delacroix hyphen okafor").
func (t *passage) nameJoint(i int) {
	to := t.joints(i)
	if to == i || to >= len(t.toks) || !t.taken[to] {
		return
	}
	for _, m := range t.marks {
		if m.from == to && isPerson(m.kind) {
			t.mark(i, to, typePerson)
			return
		}
	}
}

// joints is the end of up to three small words at i that join the parts of a name.
func (t *passage) joints(i int) int {
	to := i
	for to < i+3 && t.free(to) && t.toks[to].kind == word && t.toks[to].before == spaced && (t.toks[to].any(particle) || nameJoints[t.toks[to].fold]) {
		to++
	}
	return to
}

var nameJoints = wordSet("hyphen dash ó")

// medicineLeads are small words right before a medicine nobody wrote with a capital.
var medicineLeads = wordSet("start starts starting restart stop stops stopping stopped give gave giving add adding on take po iv im sc pr inj tab cap syp syr neb prn via cont continue increase decrease reduce hold change try tried trial lot")

// unexplained reports whether a Latin word may be a name and nothing else.
func (t *passage) unexplained(i int) bool {
	k := t.tok(i)
	if k.kind != word || k.size < 3 || k.fold[0] > 'z' || k.any(explaining|abbreviated|measuring|shortForm|credentialed|callingWord|common|drugEnded|eponymous) || abbreviationsEn()[k.fold] {
		return false
	}
	return k.any(firstName) || spokenLatin(k.fold) && strings.ContainsAny(k.fold, "aeiou") && !cutEnglish(k.fold) && !slippedEnglish(k.fold) && !joinedEnglish(k.fold)
}

// cutEnglish reports whether a long English word begins so ("chole" of cholecystectomy).
func cutEnglish(w string) bool {
	return beginsLonger(englishWords, w, 4) || beginsLonger(medicalWords, w, 4)
}

// beginsLonger reports whether a word of the list, whose lines are in order, begins with
// w and is so many bytes longer.
func beginsLonger(list, w string, more int) bool {
	at := func(i int) int { return strings.LastIndexByte(list[:i], '\n') + 1 }
	i := at(sort.Search(len(list), func(i int) bool { return list[at(i):] >= w }))
	for ; strings.HasPrefix(list[i:], w); i += strings.IndexByte(list[i:], '\n') + 1 {
		if strings.IndexAny(list[i:], "/\n") >= len(w)+more {
			return true
		}
	}
	return false
}

// slippedEnglish reports whether one letter too many, one too few or two that changed
// places part a long word from an everyday one.
func slippedEnglish(w string) bool {
	if len(w) < 6 {
		return false
	}
	b := []byte(w)
	for i := 1; i < len(b); i++ {
		if english().has(w[:i] + w[i+1:]) {
			return true
		}
		b[i-1], b[i] = b[i], b[i-1]
		if english().has(string(b)) {
			return true
		}
		b[i-1], b[i] = b[i], b[i-1]
	}
	for i := 2; i <= len(w); i++ {
		for _, r := range []byte("aeioulnrst") {
			b = append(append(append(b[:0], w[:i]...), r), w[i:]...)
			if _, ok := english().flags(b); ok {
				return true
			}
		}
	}
	return false
}

// joinedEnglish reports whether two everyday words were written as one ("oncall").
func joinedEnglish(w string) bool {
	for i := 2; i+3 <= len(w); i++ {
		if (i > 2 || jointHeads[w[:i]]) && english().has(w[:i]) && english().has(w[i:]) {
			return true
		}
	}
	return false
}

// jointHeads are small words people write with the next as one.
var jointHeads = wordSet("on in up to at my so no he we")
