package signing

import (
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// hexText writes a PDF text string as hexadecimal UTF-16BE (ISO 32000-1,
// 7.9.2.2). Hexadecimal, because the bytes of Ш (04 28) and Щ (04 29) are
// parentheses in a literal string.
func hexText(s string) string {
	units := utf16.Encode([]rune(strings.ToValidUTF8(s, "\uFFFD")))
	b := make([]byte, 2, 2+2*len(units))
	b[0], b[1] = 0xFE, 0xFF
	for _, u := range units {
		b = append(b, byte(u>>8), byte(u))
	}
	return "<" + strings.ToUpper(hex.EncodeToString(b)) + ">"
}

// decodeText reads a PDF text string: UTF-16BE or UTF-8 with their marks, else
// PDFDocEncoding taken as Latin-1, which serves to compare names.
func decodeText(b []byte) string {
	switch {
	case len(b) >= 2 && b[0] == 0xFE && b[1] == 0xFF:
		units := make([]uint16, 0, len(b)/2)
		for i := 2; i+1 < len(b); i += 2 {
			units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
		}
		return string(utf16.Decode(units))
	case len(b) >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF && utf8.Valid(b):
		return string(b[3:])
	}
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

const dateLayout = "D:20060102150405"

// pdfDate writes a moment in UTC (ISO 32000-1, 7.9.4).
func pdfDate(t time.Time) string { return t.UTC().Format(dateLayout) + "+00'00'" }

// parseDate reads a date with seconds and a zone, as signers write it.
func parseDate(s string) (time.Time, bool) {
	if len(s) < len(dateLayout)+1 {
		return time.Time{}, false
	}
	zone := strings.ReplaceAll(s[len(dateLayout):], "'", "")
	for _, layout := range []string{"Z0700", "Z07"} {
		if t, err := time.Parse(dateLayout+layout, s[:len(dateLayout)]+zone); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}
