package deidentify

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// scannerFigures are the letters a scanner takes for figures, in both scripts.
var scannerFigures = []*strings.Replacer{
	strings.NewReplacer("0", "о", "1", "л", "3", "з", "4", "а", "6", "б"),
	strings.NewReplacer("0", "о", "1", "и", "3", "з", "4", "ч", "6", "б"),
	strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "6", "g"),
	strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "8", "b"),
}

// scanned reads a known name with a scanner's figures in it (Шишкан0ва) and says
// how many tokens it takes; 0: there is none.
func (t *passage) scanned(i int) (hit, int) {
	to := i + 1
	if k := t.toks[i]; k.kind == sign || k.kind == number && (k.size > 2 || t.tok(to).kind != word || t.tok(to).before != glued || t.tok(i-1).kind != sign && k.before == glued) || k.kind == word && t.tok(to).kind != number {
		return hit{}, 0
	}
	for to < len(t.toks) && to < i+8 && t.toks[to].before == glued && (t.toks[to].kind == word || t.toks[to].kind == number && t.toks[to].size < 3) {
		to++
	}
	if to < i+2 || to == i+2 && t.toks[i].size+t.toks[i+1].size < 6 {
		return hit{}, 0
	}
	run := ""
	for _, k := range t.toks[i:to] {
		run += k.fold
	}
	for _, letters := range scannerFigures {
		if h, ok := t.words.name(letters.Replace(run)); ok && len([]rune(run)) > 3 {
			h.weak = false // no word has a figure inside
			return h, to - i
		}
	}
	return hit{}, 0
}

// upright reads a known name in which a scanner took one upright letter for another:
// "CLEMENTlNE", "WaIter".
func (t *passage) upright(k *token) (h hit, ok bool) {
	if k.shape != mixed || cyrillic(k.fold) {
		return h, false
	}
	for i, r := range k.fold {
		other := "i"
		if r == 'i' {
			other = "l"
		} else if r != 'l' {
			continue
		}
		if h, ok = t.words.name(k.fold[:i] + other + k.fold[i+1:]); ok && !h.weak {
			return h, true
		}
	}
	return h, false
}

// typedAs are the Cyrillic letters of the keys that give Latin ones and signs when nobody
// changed the layout.
var typedAs = func() (m [0x80]rune) {
	cyr := []rune("йцукенгшщзхъфывапролджэячсмитьбюе")
	for i, r := range []byte("qwertyuiop[]asdfghjkl;'zxcvbnm,.`") {
		m[r] = cyr[i]
	}
	for i, r := range []byte("{}:\"<>~") { // with the shift key
		m[r] = []rune("хъжэбюе")[i]
	}
	return m
}()

// typedFold gives what a word of Latin letters would be in the other layout.
func typedFold(w string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x80 {
			return -1
		}
		return typedAs[r]
	}, w)
}

// mistyped is the end of a known name at i that was typed in the wrong layout ("Vfvtljd
// B/J/", "<jylfhm"), with its initials; or i.
func (t *passage) mistyped(i int) (hit, int) {
	k := t.toks[i]
	if k.kind == number || k.kind == sign && (typedAs[k.fold[0]] == 0 || t.tok(i+1).kind == number || t.tok(i+1).before != glued) || t.english() {
		return hit{}, i
	}
	var room [64]byte
	typed, h, to := room[:0], hit{}, i
	for j := i; j < i+12 && j < len(t.toks) && (j == i || t.toks[j].before == glued); j++ {
		for _, r := range []byte(t.toks[j].fold) {
			if r >= 0x80 || typedAs[r] == 0 {
				return h, to
			}
			typed = utf8.AppendRune(typed, typedAs[r])
		}
		if len(typed) >= 6 {
			if found, ok := t.words.name(string(typed)); ok && (!found.weak && len(typed) >= 8 || t.typedOnly(i, j+1)) {
				h, to = found, j+1
			}
		}
	}
	return h, to
}

// typedOnly reports whether what stands from i to j is no word of Latin letters, so that only
// the wrong layout explains it: a short name, or one that is a word too.
func (t *passage) typedOnly(i, j int) bool {
	k := t.toks[i]
	if j > i+1 {
		return true
	}
	if k.any(explaining|abbreviated|shortForm|measuring|firstName|sigla) || english().has(k.fold) || abbreviationsEn()[k.fold] {
		return false
	}
	return k.size > 3 && (k.shape != upper || t.shouted()) || k.shape == title && t.tok(j).before == spaced
}

// mistypedRest steps over the initials typed so too.
func (t *passage) mistypedRest(to int) int {
	if k := t.tok(to); k.kind == word && k.before == spaced && k.size > 2 && k.fold[0] < utf8.RuneSelf && slices.ContainsFunc(t.words.joints, func(w string) bool { return typedFold(k.fold) == w }) {
		return to + 1
	}
	if k := t.tok(to); k.before != spaced || k.size != 1 || k.kind == number || k.fold[0] >= 0x80 || k.kind == word && k.shape != upper || k.kind == sign && !t.tok(to+1).is("/") {
		return to
	}
	for j := to + 1; j < to+4 && t.tok(j).before == glued && t.tok(j).size == 1 && t.tok(j).kind != number; j++ {
		if t.tok(j).kind == sign {
			to = j + 1
		}
	}
	return to
}

// joinedName reports whether a known name is one of the parts of a word that capitals
// part: "АюповРинатФомич".
func (t *passage) joinedName(i int) (hit, bool) {
	k := t.toks[i]
	if k.shape != mixed || k.size < 6 {
		return hit{}, false
	}
	from := k.start
	for j := k.start + 1; j <= k.end; j++ {
		if j < k.end && !isUpper(t.plain.runes[j]) || j-from < 3 {
			continue
		}
		if h, ok := t.words.name(fold(t.plain.runes[from:j])); ok && (!h.weak || j-from > 3) && j-from < k.size {
			return h, true
		}
		from = j
	}
	return hit{}, false
}
