package fhir

import (
	"math"
	"strconv"
)

// Limits on what is read. FHIR nests a dozen levels deep; the rest is an attack
// or an accident.
const (
	maxDepth    = 64
	maxDigits   = 128
	maxFile     = 128 << 20
	maxResource = 64 << 20
)

// scan looks at JSON text before it is parsed, for what a JSON parser accepts
// and a record must not hold: nesting beyond maxDepth, control characters
// (raw or escaped; FHIR R4, 2.24.0.1 string), lone surrogates, and numbers no
// float64 reaches. It returns the offset of the first, or what == "". It never
// fails on malformed JSON: the parser comes after it and says so.
func scan(raw []byte) (offset int, what string) {
	depth := 0
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '"':
			end, what := scanString(raw, i+1)
			if what != "" {
				return end, what
			}
			i = end
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return i, "nested deeper than " + strconv.Itoa(maxDepth) + " levels"
			}
		case c == '}' || c == ']':
			depth--
		case c == '-' || c >= '0' && c <= '9':
			end := numberEnd(raw, i)
			if what := numberFault(raw[i:end]); what != "" {
				return i, what
			}
			i = end - 1
		}
	}
	return 0, ""
}

const controlFault = "control character in a text; FHIR allows only tab, line feed and carriage return"

// scanString goes from the first byte after a quote to the closing quote and
// returns its offset, or the offset of what is wrong.
func scanString(raw []byte, i int) (end int, what string) {
	for ; i < len(raw); i++ {
		if plain[raw[i]] {
			continue
		}
		switch c := raw[i]; {
		case c == '"':
			return i, ""
		case c == '\\':
			width, what := escapeFault(raw[i:])
			if what != "" {
				return i, what
			}
			i += width - 1
		case c < 0x20 || c == 0x7f:
			return i, controlFault
		case c == 0xc2 && i+1 < len(raw) && raw[i+1] < 0xa0: // U+0080 to U+009F
			return i, controlFault
		}
	}
	return len(raw), ""
}

// plain are the bytes scanString need not look at twice.
var plain = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= 0x20 && c != 0x7f && c != 0xc2 && c != '"' && c != '\\'
	}
	return t
}()

// escapeFault judges the escape at the start of raw and says how many bytes it has.
func escapeFault(raw []byte) (width int, what string) {
	if len(raw) < 2 {
		return 2, ""
	}
	switch raw[1] {
	case 'b', 'f':
		return 2, controlFault
	case 'u':
	default:
		return 2, ""
	}
	r, ok := hex4(raw)
	switch {
	case !ok:
		return 2, ""
	case r == '\t' || r == '\n' || r == '\r':
		return 6, ""
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return 6, controlFault
	case r < 0xd800 || r > 0xdfff:
		return 6, ""
	}
	if low, ok := hex4(raw[6:]); ok && r < 0xdc00 && low >= 0xdc00 && low <= 0xdfff {
		return 12, ""
	}
	return 6, "half of a surrogate pair in a text"
}

// hex4 reads \uXXXX.
func hex4(raw []byte) (rune, bool) {
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(raw[2:6]), 16, 32)
	return rune(n), err == nil
}

func numberEnd(raw []byte, i int) int {
	for i++; i < len(raw); i++ {
		switch c := raw[i]; {
		case c >= '0' && c <= '9', c == '.', c == 'e', c == 'E', c == '+', c == '-':
		default:
			return i
		}
	}
	return i
}

// numberFault refuses a number that is too long to print or too large to compare.
func numberFault(number []byte) string {
	if len(number) > maxDigits {
		return "a number of more than " + strconv.Itoa(maxDigits) + " characters"
	}
	for _, c := range number {
		if c != 'e' && c != 'E' {
			continue
		}
		if f, err := strconv.ParseFloat(string(number), 64); err != nil || math.IsInf(f, 0) {
			return "a number too large to be true"
		}
	}
	return ""
}
