package text

import (
	"regexp"
	"strings"
	"testing"
)

func TestEveryMessageIsThereInBothLanguages(t *testing.T) {
	cyrillic := regexp.MustCompile(`\p{Cyrillic}`)
	for key, p := range table {
		if strings.TrimSpace(p.Ru) == "" || strings.TrimSpace(p.En) == "" {
			t.Errorf("%s is missing in a language", key)
		}
		if key != "lang.other" && (cyrillic.MatchString(p.En) || !cyrillic.MatchString(p.Ru) && key != "verify.hash") {
			t.Errorf("%s: the languages are mixed up: %q, %q", key, p.Ru, p.En)
		}
		if strings.Count(p.Ru, "%") != strings.Count(p.En, "%") {
			t.Errorf("%s takes different arguments", key)
		}
	}
}

func TestNoMessageIsGivenTwice(t *testing.T) {
	if n := len(pages) + len(cabinetWords) + len(roomWords) + len(officerWords) + len(packageWords) + len(receptionWords) + len(errorWords) + len(fields) + len(rules); n != len(table) || n != len(Keys()) {
		t.Errorf("%d messages in the files, %d in the table", n, len(table))
	}
}

func TestEveryErrorHasItsAdvice(t *testing.T) {
	for key := range errorWords {
		title, isAdvice := strings.CutSuffix(key, ".do")
		if !isAdvice && !Known(key+".do") || isAdvice && !Known(title) {
			t.Errorf("%s stands alone", key)
		}
	}
}

func TestTheReadersLanguageIsFound(t *testing.T) {
	for _, c := range []struct {
		asked, accept string
		want          Lang
	}{
		{"", "", Ru}, {"en", "", En}, {"ru", "en", Ru}, {"de", "en", En}, {"", "en-US,en;q=0.9", En}, {"", "ru,en;q=0.9", Ru},
		{"", "en;q=0.1,ru;q=0.2", Ru}, {"", "fr", Ru}, {"", "fr,en;q=0.1", En}, {"", "*", Ru}, {"", ";;;", Ru}, {"", strings.Repeat("en,", 100), Ru},
	} {
		if got := Pick(c.asked, c.accept); got != c.want {
			t.Errorf("%q %.20q: got %s", c.asked, c.accept, got)
		}
	}
}

func TestSay(t *testing.T) {
	if got := Ru.Say("landing.tries", 3); got != "Осталось попыток: 3." {
		t.Errorf("got %q", got)
	}
	if got := En.Say("no.such"); got != "[no.such]" {
		t.Errorf("got %q", got)
	}
	if (Phrase{"а", "b"}).In("xx") != "а" {
		t.Error("an unknown language is not Russian")
	}
}

func FuzzPick(f *testing.F) {
	f.Add("en", "ru;q=0.5, en")
	f.Fuzz(func(t *testing.T, asked, accept string) {
		if l := Pick(asked, accept); l != Ru && l != En {
			t.Errorf("got %q", l)
		}
	})
}
