package deidentify

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// A patient may be called like an illness: beside the first name the surname is
// theirs, whatever word of medicine stands behind it.
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
			family := strings.ToUpper(string(r)) + name[size:]
			s := NewScrubber(patientOf(family, c.given, ""), c.lang)
			for _, behind := range c.behind {
				for _, whole := range []string{c.given + " " + family, family + " " + c.given} {
					text := "Осмотр. " + whole + " " + behind + " сегодня."
					if left, _ := s.Scrub(text); strings.Contains(left, family) || strings.Contains(left, c.given) {
						t.Errorf("%q: %q", text, left)
					}
				}
			}
		}
	}
}
