package record

import (
	"fmt"
	"log/slog"
	"strings"
	"unicode"
)

const mask = "•••"

// Personal is text that identifies a person or tells of their health. It does
// not print: fmt, JSON, slog and text encoders give "•••". Only Reveal gives
// the text back, and internal/layout holds the list of who may call it.
//
// The text sits behind a pointer so that printing an enclosing struct, even
// through an unexported field, shows an address and never the text.
type Personal struct{ p *string }

// NewPersonal wraps s. Text of which nothing shows, white space and signs without
// a width alone, is the zero value: paper would print its heading and nothing below.
func NewPersonal(s string) Personal {
	if !strings.ContainsFunc(s, shows) {
		return Personal{}
	}
	return Personal{&s}
}

func shows(r rune) bool {
	return !unicode.IsSpace(r) && !unicode.IsControl(r) && !unicode.Is(unicode.Cf, r)
}

// Reveal gives the text back.
func (p Personal) Reveal() string {
	if p.p == nil {
		return ""
	}
	return *p.p
}

// Empty reports whether there is no text.
func (p Personal) Empty() bool { return p.p == nil }

// Equal reports whether two hold the same text.
func (p Personal) Equal(q Personal) bool { return p.Reveal() == q.Reveal() }

// Format prints the mask whatever the verb.
func (Personal) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, mask) }

// String returns the mask.
func (Personal) String() string { return mask }

// GoString returns the mask.
func (Personal) GoString() string { return mask }

// MarshalText returns the mask.
func (Personal) MarshalText() ([]byte, error) { return []byte(mask), nil }

// MarshalJSON returns the mask as a JSON string.
func (Personal) MarshalJSON() ([]byte, error) { return []byte(`"` + mask + `"`), nil }

// LogValue returns the mask.
func (Personal) LogValue() slog.Value { return slog.StringValue(mask) }
