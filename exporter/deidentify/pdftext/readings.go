package pdftext

import (
	"bytes"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// readings returns every text a program could take the bytes of a string for:
// what their byte order mark says, or UTF-8, or PDFDocEncoding and
// Windows-1251 side by side, or pieces of text between other bytes.
func readings(b []byte) []string {
	switch {
	case len(b) == 0:
		return nil
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return whole(from16(b[2:], 0), b[2:])
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return whole(from16(b[2:], 1), b[2:])
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return whole(string(b[3:]), b[3:])
	}
	switch {
	case hasControls(b):
		if s, ok := plain16(b); ok {
			return []string{s}
		}
		return pieces(b)
	case utf8.Valid(b):
		return []string{string(b)}
	}
	return []string{from8(b, &pdfDoc), from8(b, &windows1251)}
}

// whole is the reading of a string that says its encoding; where that leaves
// holes, the pieces count as well.
func whole(s string, b []byte) []string {
	if !utf8.ValidString(s) || bytes.ContainsRune([]byte(s), utf8.RuneError) {
		return append([]string{s}, pieces(b)...)
	}
	if s == "" {
		return nil
	}
	return []string{s}
}

// from16 decodes UTF-16; low is the place of the low byte's partner: 0 for big
// endian, 1 for little endian.
func from16(b []byte, high int) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i+high])<<8|uint16(b[i+1-high]))
	}
	return string(utf16.Decode(units))
}

func from8(b []byte, table *[256]rune) string {
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		if r := table[c]; r != 0 {
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}

func hasControls(b []byte) bool {
	for _, c := range b {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return true
		}
	}
	return false
}

// plain16 reads UTF-16BE without a mark where every unit is a likely character.
func plain16(b []byte) (string, bool) {
	if len(b)%2 != 0 {
		return "", false
	}
	for i := 0; i < len(b); i += 2 {
		if !likely(uint16(b[i])<<8 | uint16(b[i+1])) {
			return "", false
		}
	}
	return from16(b, 0), true
}

// likely tells letters, digits and signs of the scripts a record is written in
// from chance.
func likely(u uint16) bool {
	return u == '\t' || u == '\n' || u == '\r' || u >= 0x20 && u < 0x530 && u != 0x7f || u >= 0x1e00 && u < 0x2300
}

// shortest pieces of text among other bytes that are reported, in characters.
const (
	shortest8  = 3
	shortest16 = 4
)

// pieces finds text among bytes that are something else: as UTF-8, and as
// UTF-16 of both byte orders at even and odd places.
func pieces(b []byte) []string {
	out := pieces8(b)
	for offset := range min(2, len(b)) {
		for high := range 2 {
			out = append(out, pieces16(b[offset:], high)...)
		}
	}
	return out
}

func pieces8(b []byte) (out []string) {
	start, count := 0, 0
	end := func(i int) {
		if count >= shortest8 {
			out = append(out, string(b[start:i]))
		}
		count = 0
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 || !unicode.IsPrint(r) && r != '\t' && r != '\u00ad' && r != '\u00a0' {
			end(i)
			start = i + n
		} else {
			count++
		}
		i += n
	}
	end(len(b))
	return out
}

func pieces16(b []byte, high int) (out []string) {
	start := 0
	end := func(i int) {
		if i-start >= 2*shortest16 {
			out = append(out, from16(b[start:i], high))
		}
		start = i + 2
	}
	i := 0
	for ; i+1 < len(b); i += 2 {
		if !likely(uint16(b[i+high])<<8 | uint16(b[i+1-high])) {
			end(i)
		}
	}
	end(i)
	return out
}
