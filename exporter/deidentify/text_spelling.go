package deidentify

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// plain is a text in the one spelling all layers read, with the way back: at[i]
// is the code point of the input where plain code point i begins, and at has
// one more element, the length of the input. Its room serves one text after another.
type plain struct {
	in    []rune
	bytes []int // of the text before each code point, and the length of it
	runes []rune
	at    []int
}

func normalise(text string) (p plain) {
	p.read(text)
	return p
}

// read composes accents (NFC), drops what cannot be seen, makes all spaces and
// hyphens alike, and joins words that a line end broke ("Ива-\nнова").
func (p *plain) read(text string) {
	p.decode(text)
	p.runes, p.at = p.runes[:0], slices.Grow(p.at[:0], len(p.in)+1)
	for i := 0; i < len(p.in); {
		end := usualRun(p.in, i)
		p.runes = append(p.runes, p.in[i:end]...)
		for ; i < end; i++ {
			p.at = append(p.at, i)
		}
		i += p.unusual(i)
	}
	p.at = append(p.at, len(p.in))
}

// decode takes a text apart into its code points, most of which have one byte or two.
func (p *plain) decode(text string) {
	in, at := slices.Grow(p.in[:0], len(text))[:len(text)], slices.Grow(p.bytes[:0], len(text)+1)[:len(text)+1]
	n := 0
	for i := 0; i < len(text); n++ {
		r, size := rune(text[i]), 1
		switch {
		case r < utf8.RuneSelf:
		case r >= 0xC2 && r < 0xE0 && i+1 < len(text) && text[i+1]&0xC0 == 0x80:
			r, size = r&0x1F<<6|rune(text[i+1]&0x3F), 2
		default:
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		in[n], at[n] = r, i
		i += size
	}
	at[n] = len(text)
	p.in, p.bytes = in[:n], at[:n+1]
}

// usualRun is the end of what stands at i with which nothing is to be done: mostly all.
func usualRun(in []rune, i int) int {
	for ; i+1 < len(in); i++ {
		r, next := in[i], in[i+1]
		if uint32(r) >= tabled || classes[r]&plainly == 0 || uint32(next) >= tabled || next >= 0x300 && next < 0x400 || r == '-' && classes[next]&blank != 0 {
			break
		}
	}
	return i
}

// unusual reads what stands at i, and says how many code points it takes.
func (p *plain) unusual(i int) int {
	in := p.in
	if n := brokenWord(in, i); n > 0 {
		return n
	}
	n := 1
	for i+n < len(in) && in[i+n] >= 0x300 && unicode.Is(unicode.Mn, in[i+n]) {
		n++
	}
	if n > 1 {
		for _, r := range norm.NFC.String(string(in[i : i+n])) {
			p.add(r, i)
		}
	} else if r, ok := alike(in[i]); ok {
		p.add(r, i)
	}
	return n
}

func (p *plain) add(r rune, from int) {
	p.runes = append(p.runes, r)
	p.at = append(p.at, from)
}

// alike gives the one spelling of a rune; ok is false for what cannot be seen.
func alike(r rune) (_ rune, ok bool) {
	switch {
	case r < 0x80, r >= 0x400 && r < 0x482:
		return r, true
	case r == 0xAD, r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2064, r == 0xFEFF,
		r >= 0xFE00 && r <= 0xFE0F, r == 0x180E, r == 0x34F:
		return 0, false
	case r == 0x2028, r == 0x2029, r == 0x85:
		return '\n', true
	case unicode.Is(unicode.Zs, r):
		return ' ', true
	case r == '‐', r == '‑', r == '−', r == '﹣', r == '‒':
		return '-', true
	case r == '’', r == 'ʼ', r == '‘', r == 'ʹ':
		return '\'', true
	case r >= 0xFF01 && r <= 0xFF5E: // full width
		return r - 0xFF01 + '!', true
	}
	return r, true
}

// brokenWord reports how many code points to leave out at i, where a hyphen and
// a line end stand inside one word. A capital after a hyphen in mixed case is a
// double name, whose hyphen stays ("Римский-\nКорсаков").
func brokenWord(in []rune, i int) int {
	if in[i] != '-' && in[i] != '‐' && in[i] != 0xAD || i == 0 || !unicode.IsLetter(in[i-1]) {
		return 0
	}
	j, line := i+1, false
	for j < len(in) && unicode.IsSpace(in[j]) && j-i < 40 {
		line = line || in[j] == '\n' || in[j] == '\r'
		j++
	}
	if !line || j == len(in) || !unicode.IsLetter(in[j]) {
		return 0
	}
	if unicode.IsLower(in[j]) || unicode.IsUpper(in[i-1]) {
		return j - i
	}
	return 0
}

// Latin letters that look like Cyrillic ones, and the way back.
var (
	latinAsCyrillic = map[rune]rune{
		'a': 'а', 'b': 'ь', 'c': 'с', 'e': 'е', 'h': 'н', 'i': 'і', 'k': 'к', 'm': 'м', 'n': 'п', 'o': 'о', 'p': 'р',
		't': 'т', 'u': 'и', 'x': 'х', 'y': 'у', 'r': 'г', 'ë': 'е', 'g': 'д',
	}
	upperLatinAsCyrillic = map[rune]rune{'B': 'в', 'H': 'н', 'P': 'р', 'C': 'с', 'X': 'х', 'Y': 'у', 'E': 'е', 'T': 'т'}
	cyrillicAsLatin      = map[rune]rune{
		'а': 'a', 'с': 'c', 'е': 'e', 'к': 'k', 'м': 'm', 'о': 'o', 'р': 'p', 'т': 't', 'х': 'x', 'у': 'y', 'в': 'b', 'н': 'h', 'і': 'i', 'ѕ': 's', 'ј': 'j',
	}
)

func unify(word, out []rune, toCyrillic bool) {
	for i, r := range out {
		if !toCyrillic {
			if l, ok := cyrillicAsLatin[r]; ok {
				out[i] = l
			}
			continue
		}
		if c, ok := upperLatinAsCyrillic[word[i]]; ok {
			out[i] = c
		} else if c, ok := latinAsCyrillic[r]; ok {
			out[i] = c
		}
	}
}
