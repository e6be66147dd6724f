package deidentify

import "strings"

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
	for to < len(t.toks) && to < i+8 && t.toks[to].before == glued && (t.toks[to].kind == word || t.toks[to].kind == number && t.toks[to].size == 1) {
		to++
	}
	if to < i+3 || t.toks[i+1].kind != number {
		return hit{}, 0
	}
	run := ""
	for _, k := range t.toks[i:to] {
		run += k.fold
	}
	for _, letters := range scannerFigures {
		if h, ok := t.words.name(letters.Replace(run)); ok && !h.weak {
			return h, to - i
		}
	}
	return hit{}, 0
}
