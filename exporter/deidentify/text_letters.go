package deidentify

import (
	"unicode"
	"unicode/utf8"
)

// A class is what a code point is to the reader of words.
type class uint8

const (
	letter         class = 1 << iota // or a mark on one
	capitalLetter                    // of upper case
	cyrillicLetter                   // in lower case, at least
	decimalDigit                     // of any script; raised digits (10⁹) are none
	blank                            // white space
	plainly                          // read as it stands, unless a mark follows
)

// tabled is behind the code points of Latin and Cyrillic letters, nearly all a text has,
// whose classes and folds stand in tables.
const tabled = 0x482

var (
	classes = func() (all [tabled]class) {
		for r := range all {
			all[r] = classify(rune(r))
		}
		return all
	}()
	// folded are the bytes of the folds, one or two; the few folds that have three are left out.
	folded = func() (all [tabled][2]byte) {
		for r := range all {
			if f := foldRune(rune(r)); f < 0x800 {
				copy(all[r][:], string(f))
			}
		}
		return all
	}()
)

func classify(r rune) (c class) {
	if unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) {
		c |= letter
	}
	if unicode.IsUpper(r) {
		c |= capitalLetter
	}
	if unicode.Is(unicode.Cyrillic, unicode.ToLower(r)) {
		c |= cyrillicLetter
	}
	if unicode.Is(unicode.Nd, r) {
		c |= decimalDigit
	}
	if unicode.IsSpace(r) {
		c |= blank
	}
	if r < utf8.RuneSelf || r >= 0x400 && r < tabled {
		c |= plainly
	}
	return c
}

func foldRune(r rune) rune {
	if r = unicode.ToLower(r); r == 'ё' {
		return 'е'
	}
	return r
}

func classOf(r rune) class {
	if uint32(r) < tabled {
		return classes[r]
	}
	return classify(r)
}

// lettersIn counts the letters of a folded word, by the bytes that begin one.
func lettersIn(w string) (n int) {
	for i := range len(w) {
		if utf8.RuneStart(w[i]) {
			n++
		}
	}
	return n
}

func isLetter(r rune) bool { return classOf(r)&letter != 0 }
func isDigit(r rune) bool  { return classOf(r)&decimalDigit != 0 }
func isUpper(r rune) bool  { return classOf(r)&capitalLetter != 0 }

// wordAt appends the fold of the word that begins at i, and gives its end and how its
// capitals are used.
func wordAt(folds []byte, rs []rune, i int) (to []byte, end int, shape letterCase) {
	ups, cyr, usual := 0, 0, true
	for end, to = i, folds; end < len(rs); end++ {
		r := rs[end]
		c := classOf(r)
		if c&letter == 0 {
			break
		}
		if c&capitalLetter != 0 {
			ups++
		}
		if c&cyrillicLetter != 0 {
			cyr++
		}
		if usual = usual && uint32(r) < tabled && folded[r][0] != 0; !usual {
			continue
		}
		if to = append(to, folded[r][0]); folded[r][1] != 0 {
			to = append(to, folded[r][1])
		}
	}
	if !usual || cyr > 0 && cyr < end-i {
		to = foldUnusual(folds, rs[i:end])
	}
	switch {
	case ups == 0:
		return to, end, lower
	case ups == end-i:
		return to, end, upper
	case ups == 1 && isUpper(rs[i]):
		return to, end, title
	}
	return to, end, mixed
}

func digitsEnd(rs []rune, i int) int {
	for i < len(rs) && isDigit(rs[i]) {
		i++
	}
	return i
}

// fold gives the spelling words are compared in: lower case, ё as е, and one
// script where look-alike letters of another were mixed in.
func fold(word []rune) string {
	var room [64]byte
	return string(appendFold(room[:0], word))
}

func appendFold(to []byte, word []rune) []byte {
	begin, cyr, lat := len(to), false, false
	for _, r := range word {
		if uint32(r) >= tabled || folded[r][0] == 0 {
			return foldUnusual(to[:begin], word)
		}
		if classes[r]&cyrillicLetter != 0 {
			cyr = true
		} else {
			lat = true
		}
		if to = append(to, folded[r][0]); folded[r][1] != 0 {
			to = append(to, folded[r][1])
		}
	}
	if cyr && lat {
		return foldUnusual(to[:begin], word)
	}
	return to
}

// onlyCyrillic reports whether a word of both scripts has a Cyrillic letter that no Latin one
// looks like, and no Latin letter that looks like no Cyrillic one: «ЗOЛOTAРЁB».
func onlyCyrillic(word []rune) bool {
	own := false
	if len(word) < 5 {
		return false // IIб
	}
	for _, r := range word {
		if _, both := cyrillicAsLatin[r]; classOf(r)&cyrillicLetter != 0 {
			own = own || !both
		} else if _, both := latinAsCyrillic[r]; !both {
			return false
		}
	}
	return own
}

// foldUnusual is appendFold for words of several scripts or of rare letters.
func foldUnusual(to []byte, word []rune) []byte {
	cyr, lat := 0, 0
	out := make([]rune, len(word))
	for i, r := range word {
		if classOf(r)&cyrillicLetter != 0 {
			cyr++
		} else {
			lat++
		}
		out[i] = foldRune(r)
	}
	if cyr > 0 && lat > 0 {
		unify(word, out, cyr >= lat || onlyCyrillic(out))
	}
	for _, r := range out {
		to = utf8.AppendRune(to, r)
	}
	return to
}
