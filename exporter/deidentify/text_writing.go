package deidentify

// A writing is how capitals are used in a passage.
type writing byte

const (
	unread  writing = iota
	usual           // capitals begin sentences and names
	shouted         // all is in capitals
	hushed          // there are none
)

// A tally counts how a passage was written, by its words of three letters and more.
type tally struct {
	long, ups, caps int // all, those in capitals, those with a capital otherwise
	letters         int // of those in capitals the short ones
	latin           int // how many more are Latin than Cyrillic
	hush, haste     bool
}

// count takes in one more word.
func (w *tally) count(k *token) {
	if k.size < 3 {
		return
	}
	w.long++
	switch {
	case k.shape == upper:
		w.ups++
		if k.size <= 4 {
			w.letters++
		}
	case k.shape != lower:
		w.caps++
	}
	if cyrillic(k.fold) {
		w.latin--
	} else {
		w.latin++
	}
}

// settle decides when all words are counted.
func (t *passage) settle() {
	switch t.written = usual; {
	case t.long >= 8 && t.ups*10 >= t.long*7:
		t.written = shouted
	case t.long >= 5 && t.caps*50 < t.long && t.ups*10 < t.long:
		t.written = hushed
	}
	t.haste = t.hasty()
	t.hush = t.written == hushed || !t.english() && t.written == usual && t.haste
}

// numeros reads in Russian text a Latin N between a word and a number as the sign №, which many
// keyboards lack: "ЭхоКГ N 819". A norm with its limits is none ("глюкоза N 3,3-5,5").
func (t *passage) numeros() {
	if t.latin == 0 || t.english() {
		return
	}
	for i, k := range t.toks {
		if k.size != 1 || k.kind != word || k.fold != "n" || k.shape != upper {
			continue
		}
		if p, n, s := t.tok(i-1), t.tok(i+1), t.tok(i+2); p.kind == word && cyrillic(p.fold) && k.before <= spaced && k.before > glued && n.kind == number && n.before <= spaced && (s.kind != sign || s.before != glued || t.tok(i+3).kind != number || t.tok(i+3).before != glued) {
			k.kind, k.sign, k.fold, k.entry, k.lead = sign, otherSign, "№", entry{}, 0
		}
	}
}

// english reports whether most of the passage's words are Latin.
func (t *passage) english() bool { return t.latin > 0 }

// shouted and hushed report passages in capitals, and without any.
func (t *passage) shouted() bool { return t.written == shouted }
func (t *passage) hushed() bool  { return t.hush }

// careless reports whether the passage was written in haste: few words have a capital, and
// most sentences begin without one.
func (t *passage) careless() bool { return t.haste }

func (t *passage) hasty() bool {
	caps := t.ups + t.caps
	if t.english() {
		caps -= t.letters // abbreviations: GTN, MI
	}
	if t.long < 8 || caps*7 >= t.long {
		return false
	}
	heads, small := 0, 0
	for i, k := range t.toks {
		if k.kind == word && k.size >= 3 && t.opens(i) {
			if heads++; k.shape == lower {
				small++
			}
		}
	}
	return small*10 >= heads*6
}
