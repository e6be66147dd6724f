package pdftext

import "strings"

// Encodings of simple fonts (annex D); 0 where a code means nothing.
var (
	encodings = map[string]*[256]rune{
		"WinAnsiEncoding": &winAnsi, "MacRomanEncoding": &macRoman, "StandardEncoding": &standardEncoding,
	}

	winAnsi = controls(latin(upper(0x80, "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ"), 0xa0, 0xff))

	macRoman = controls(upper(0x80, "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uFFFDÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"))

	standardEncoding = controls(standard())

	windows1251 = controls(latin(upper(0x80, "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\uFFFD™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї"+
		"АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"), 1, 0))

	pdfDoc = controls(latin(upper(0x80, "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\uFFFD€"), 0xa1, 0xff))

	// noEncoding stands for a font's own encoding, which only the font program knows.
	noEncoding [256]rune
)

// upper is ASCII with the characters of list from a code on.
func upper(from int, list string) (t [256]rune) {
	for c := 0x20; c < 0x7f; c++ {
		t[c] = rune(c)
	}
	for _, r := range list {
		if r != '\uFFFD' {
			t[from] = r
		}
		from++
	}
	return t
}

// latin adds codes of ISO 8859-1.
func latin(t [256]rune, from, to int) [256]rune {
	for c := from; c <= to; c++ {
		t[c] = rune(c)
	}
	return t
}

// controls adds white space, which draws nothing.
func controls(t [256]rune) [256]rune {
	t['\t'], t['\n'], t['\r'] = '\t', '\n', '\r'
	return t
}

func standard() [256]rune {
	t := upper(0xa1, "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\uFFFD–†‡·\uFFFD¶•‚„”»…‰\uFFFD¿\uFFFD`´ˆ˜¯˘˙¨\uFFFD˚¸\uFFFD˝˛ˇ—")
	t['\''], t['`'] = '’', '‘'
	for code, r := range map[int]rune{0xe1: 'Æ', 0xe3: 'ª', 0xe8: 'Ł', 0xe9: 'Ø', 0xea: 'Œ', 0xeb: 'º', 0xf1: 'æ', 0xf5: 'ı', 0xf8: 'ł', 0xf9: 'ø', 0xfa: 'œ', 0xfb: 'ß'} {
		t[code] = r
	}
	return t
}

// Bits of a font descriptor's /Flags (table 123).
const (
	symbolic    = 1 << 2
	nonsymbolic = 1 << 5
)

// builtIn is the encoding of a font that names none (9.6.6): Standard for
// Latin fonts. Symbol fonts and fonts that say nothing have their own.
func builtIn(base string, desc value) *[256]rune {
	if _, cut, ok := strings.Cut(base, "+"); ok {
		base = cut
	}
	if strings.HasPrefix(base, "Symbol") || strings.HasPrefix(base, "ZapfDingbats") {
		return &noEncoding
	}
	for _, f := range []string{"Helvetica", "Times", "Courier"} {
		if strings.HasPrefix(base, f) && desc.kind == kindNull {
			return &standardEncoding
		}
	}
	if flags, ok := desc.get("Flags").integer(); ok && flags&nonsymbolic != 0 && flags&symbolic == 0 {
		return &standardEncoding
	}
	return &unknownEncoding
}

// unknownEncoding is empty too, but an /Encoding may name a better one.
var unknownEncoding [256]rune
