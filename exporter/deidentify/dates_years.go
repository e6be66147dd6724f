package deidentify

import (
	"math"
	"strings"
)

// shortYear guesses the century; 0 where two centuries are as likely.
func shortYear(yy int) int {
	switch {
	case yy <= 39:
		return 2000 + yy
	case yy >= 50:
		return 1900 + yy
	}
	return 0
}

// yearWord steps over "г.", "г", "года" behind a year, but not over the "г.р."
// of a birth date.
func (t *passage) yearWord(i int) int {
	k := t.tok(i)
	if o := t.tok(i); o.is("-") && o.before == glued && t.tok(i+1).fold == "го" {
		return i + 2
	}
	if k.kind != word || k.before > spaced {
		return i
	}
	switch k.fold {
	case "года", "году", "год", "годом":
		if strings.HasPrefix(t.tok(i+1).fold, "рожд") {
			return i
		}
		return i + 1
	case "г", "гг":
		if t.tok(i+1).is(".") && t.tok(i+2).fold == "р" {
			return i
		}
		if t.tok(i + 1).is(".") {
			return i + 2
		}
		return i + 1
	}
	return i
}

func isYear(s string) bool {
	if len(s) != 4 {
		return false
	}
	y := atoi(s)
	return y >= 1900 && y <= 2099
}

// atoi reads figures; what is none, or too long for a number, is -1.
func atoi(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' || n > math.MaxInt/10-1 {
			return -1
		}
		n = 10*n + int(s[i]-'0')
	}
	if s == "" {
		return -1
	}
	return n
}
