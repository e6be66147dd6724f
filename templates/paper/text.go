package paper

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const softHyphen = '\u00AD'

// plain reports whether s needs no cleaning: printable ASCII, Russian letters,
// and a few marks that nothing composes with.
func plain(s string) bool {
	for _, r := range s {
		switch {
		case r >= ' ' && r <= '~', r >= 'А' && r <= 'я', r == 'ё', r == 'Ё':
		case r == '«', r == '»', r == '—', r == '–', r == '№', r == '×', r == '°', r == '·':
		default:
			return false
		}
	}
	return true
}

// tidy makes one line of text safe to draw: valid UTF-8, composed (NFC), no
// controls, no zero-width or direction marks, every kind of blank a space or
// a no-break space.
func tidy(s string) string {
	if plain(s) {
		return s
	}
	return norm.NFC.String(strings.Map(tidyRune, strings.ToValidUTF8(s, "\uFFFD")))
}

func tidyRune(r rune) rune {
	switch {
	case r == '\t', r == '\n', r == '\v', r == '\f', r == '\r', r == 0x85:
		return ' '
	case r < ' ', r >= 0x7F && r < 0xA0:
		return -1
	case r == 0x202F, r == 0x2007, r == 0xA0:
		return 0xA0
	case r >= 0x2000 && r <= 0x200A, r == 0x205F, r == 0x3000, r == 0x1680, r == 0x2028, r == 0x2029:
		return ' '
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return -1
	case r == 0x61C, r == 0x180E, r == 0xFEFF, r >= 0xFE00 && r <= 0xFE0F, r >= 0xFFF9 && r <= 0xFFFB:
		return -1
	case r >= 0xE0000 && r <= 0xE0FFF, r == 0x34F:
		return -1
	}
	return r
}

// paragraphs cuts s at its line ends and drops lines without text.
func paragraphs(s string) []string {
	if plain(s) || !strings.ContainsFunc(s, lineEnd) {
		if s = strings.TrimSpace(tidy(s)); s == "" {
			return nil
		}
		return []string{s}
	}
	var out []string
	for line := range strings.FieldsFuncSeq(s, lineEnd) {
		if line = strings.TrimSpace(tidy(line)); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func lineEnd(r rune) bool {
	return r == '\n' || r == '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}

// advance is the width of r in face f at 1,000 points.
func (s *Sheet) advance(f Face, r rune) int {
	if r == softHyphen {
		return 0
	}
	return int(s.shapes[f].of(r).advance)
}

// width is how wide a tidy line is when drawn.
func (s *Sheet) width(st style, text string) float64 {
	w, shapes := 0, &s.shapes[st.face]
	for _, r := range text {
		if r != softHyphen {
			w += int(shapes.of(r).advance)
		}
	}
	return float64(w) * st.size / 1000
}

// A line is one line of a wrapped text.
type line struct {
	text   string
	width  float64
	hyphen bool // ends at a soft hyphen, which is drawn
}

// wrap cuts a tidy paragraph into lines no wider than width. Lines break at
// spaces, at soft hyphens and after hyphens inside words; a word wider than a line
// breaks between letters. Nothing but the spaces at breaks is lost.
func (s *Sheet) wrap(st style, text string, width float64) []line {
	limit := int(width * 1000 / st.size)
	if limit < 1 {
		limit = 1
	}
	var out []line
	for text = strings.TrimLeft(text, " "); text != ""; text = strings.TrimLeft(text, " ") {
		end, hyphen := s.fit(st.face, text, limit)
		l := line{text: strings.TrimRight(text[:end], " "), hyphen: hyphen}
		l.width = s.width(st, l.text)
		if hyphen {
			l.width += float64(s.advance(st.face, '-')) * st.size / 1000
		}
		out = append(out, l)
		text = text[end:]
	}
	return out
}

// fit finds where the first line of text ends: the byte offset, and whether a
// hyphen is drawn there. It takes at least one rune.
func (s *Sheet) fit(f Face, text string, limit int) (end int, hyphen bool) {
	w, best, bestHyphen := 0, 0, false
	letter := 0 // where the letter begins that r is or sits on
	dash := s.advance(f, '-')
	var prev, last rune // the two runes before r
	for i, r := range text {
		if !joins(r) {
			letter = i
		}
		switch {
		case r == ' ' && (prev == '№' || prev == '§'):
			// a sign stays with its number
		case r == ' ':
			best, bestHyphen = i, false
		case r == softHyphen && i > 0 && w+dash <= limit:
			best, bestHyphen = i+utf8.RuneLen(r), true
		case breaksBetween(last, prev, r) && w <= limit:
			best, bestHyphen = i, false
		}
		w += s.advance(f, r)
		if w > limit && r != ' ' && letter > 0 {
			if best > 0 {
				return best, bestHyphen
			}
			return letter, false
		}
		if w > limit && i > 0 && letter == 0 && joins(r) && s.advance(f, r) > 0 {
			return i, false // one letter fills the line; its mark takes room of its own, as one that no face has
		}
		last, prev = prev, r
	}
	return len(text), false
}

// breaksBetween allows a line to end after a hyphen or dash inside a word, but
// never between a sign and its number or inside "9-10".
func breaksBetween(last, dash, next rune) bool {
	return (dash == '-' || dash == '—' || dash == '–') && unicode.IsLetter(last) && unicode.IsLetter(next)
}

// joins reports whether r sits on the letter before it.
func joins(r rune) bool {
	return r >= 0x300 && r <= 0x36F || r >= 0x483 && r <= 0x489 || r >= 0x1AB0 && r <= 0x1AFF || r >= 0x20D0 && r <= 0x20FF
}

// shorten cuts a tidy line to width, marking the cut with an ellipsis. It is
// for repeated lines only (footers), whose text is elsewhere in full.
func (s *Sheet) shorten(st style, text string, width float64) string {
	if s.width(st, text) <= width {
		return text
	}
	rs := []rune(text)
	for len(rs) > 0 && s.width(st, string(rs)+"…") > width {
		rs = rs[:len(rs)-1]
	}
	return string(rs) + "…"
}
