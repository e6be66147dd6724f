package issued

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func number(t interface{ Fatal(...any) }) Number {
	n, err := NewNumber(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestANumberIsReadAsPeopleTypeIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := number(t)
		s := n.String()
		for _, typed := range []string{s, strings.ToLower(s), strings.ReplaceAll(s, "-", ""), strings.ReplaceAll(s, "-", " "),
			strings.ReplaceAll(strings.ReplaceAll(s, "0", "o"), "1", "l"), strings.ReplaceAll(s, "1", "I")} {
			if got, err := ParseNumber(typed); err != nil || got != n {
				t.Fatalf("%q: %v, %v", typed, got, err)
			}
		}
		if len(s) != 14 || s[4] != '-' || s[9] != '-' {
			t.Fatalf("%q is not 4-4-4", s)
		}
	})
}

func TestOneWrongCharacterIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := []byte(number(t).s)
		i := rapid.IntRange(0, 11).Draw(t, "place")
		c := alphabet[rapid.IntRange(0, 31).Draw(t, "character")]
		if s[i] == c {
			return
		}
		s[i] = c
		if _, err := ParseNumber(string(s)); !errors.Is(err, ErrNumber) {
			t.Fatalf("%s was taken", s)
		}
	})
}

func TestWhatIsNoNumber(t *testing.T) {
	for _, s := range []string{"", "1234", "UUUU-UUUU-UUUU", strings.Repeat("0", 13), "0000-0000-000Ж", "' OR 1=1 --"} {
		if _, err := ParseNumber(s); !errors.Is(err, ErrNumber) {
			t.Errorf("%q: %v", s, err)
		}
	}
	if !(Number{}).IsZero() || (Number{}).String() != "" {
		t.Error("the zero number is none")
	}
	if _, err := NewNumber(strings.NewReader("short")); err == nil {
		t.Error("a number from too little randomness")
	}
}
