package deidentify

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// A patient may be called like an illness: beside the first name the surname is
// theirs, and the other way round (GRACE is a score), whatever word of medicine stands behind it.
func TestAPatientCalledLikeAnIllnessIsNotLeft(t *testing.T) {
	for _, c := range []struct {
		lang, given, lines string
		behind             []string
	}{
		{"en", "Sian", englishEponymLines, []string{"signature", "sign", "test", "score", "disease", "catheter", "12:00", "II"}},
		{"ru", "Одарка", eponymLines, []string{"подпись", "симптом", "проба", "болезнь", "отр.", "нет", "II"}},
	} {
		for name := range readSet(c.lines) {
			if utf8.RuneCountInString(name) < 3 || strings.ContainsAny(name, "-'’") {
				continue
			}
			r, size := utf8.DecodeRuneInString(name)
			term := strings.ToUpper(string(r)) + name[size:]
			for _, p := range [][2]string{{term, c.given}, {c.given, term}} {
				namesake(t, NewScrubber(patientOf(p[0], p[1], ""), c.lang), p[0], p[1], c.behind)
			}
		}
	}
}

// namesake fails where a part of the name is left before one of the words.
func namesake(t *testing.T, s *Scrubber, family, given string, behind []string) {
	t.Helper()
	for _, word := range behind {
		for _, whole := range []string{given + " " + family, family + " " + given, family + ", " + given, strings.ToUpper(family + ", " + given)} {
			text := "Осмотр. " + whole + " " + word + " сегодня."
			clean, _ := s.Scrub(text)
			if left := strings.ToLower(clean); strings.Contains(left, strings.ToLower(family)) || strings.Contains(left, strings.ToLower(given)) {
				t.Errorf("%q: %q", text, clean)
			}
		}
	}
}
