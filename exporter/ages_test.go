package exporter

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vypiska/exporter/record"
)

func TestAnAgeIsSaidInWords(t *testing.T) {
	for _, c := range []struct {
		age     Age
		ru, eng string
	}{
		{Age{Low: "1", LowUnit: "a"}, "1 года", "1 year"},
		{Age{Low: "11", LowUnit: "a"}, "11 лет", "11 years"},
		{Age{Low: "21", LowUnit: "a"}, "21 года", "21 years"},
		{Age{Low: "12.5", LowUnit: "a"}, "12,5 года", "12.5 years"},
		{Age{Low: "3", LowUnit: "mo"}, "3 месяцев", "3 months"},
		{Age{Low: "2", LowUnit: "wk"}, "2 недель", "2 weeks"},
		{Age{Low: "31", LowUnit: "d"}, "31 дня", "31 days"},
		{Age{Low: "10", LowUnit: "a", High: "12", HighUnit: "a"}, "10–12 лет", "10–12 years"},
		{Age{Low: "6", LowUnit: "mo", High: "2", HighUnit: "a"}, "6 месяцев – 2 лет", "6 months – 2 years"},
		{Age{Comparator: "<", Low: "12", LowUnit: "a"}, "до 12 лет", "under 12 years"},
		{Age{Comparator: ">=", Low: "60", LowUnit: "a"}, "от 60 лет", "at least 60 years"},
		{Age{Low: "3", LowUnit: "зимы"}, "3 зимы", "3 зимы"},
		{Age{Low: "3"}, "3", "3"},
		{Age{}, "", ""},
	} {
		if ru, eng := AgeIn("ru", c.age), AgeIn("en", c.age); ru != c.ru || eng != c.eng {
			t.Errorf("%+v: %q, %q; want %q, %q", c.age, ru, eng, c.ru, c.eng)
		}
	}
}

func TestNoPartOfAnAgeIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := func(name string) string {
			return rapid.SampledFrom([]string{"", "a", "mo", "d", "зим", "{x}"}).Draw(t, name)
		}
		digits := rapid.StringMatching(`[1-9][0-9]?(\.[1-9])?`)
		a := Age{Low: record.Number(digits.Draw(t, "low")), LowUnit: unit("unit")}
		if rapid.Bool().Draw(t, "two") {
			a.High, a.HighUnit = record.Number(digits.Draw(t, "high")), unit("other unit")
		}
		for _, lang := range []string{"ru", "en"} {
			said := strings.ReplaceAll(AgeIn(lang, a), ",", ".")
			for _, part := range []string{string(a.Low), string(a.High)} {
				if !strings.Contains(said, part) {
					t.Fatalf("%+v is %q", a, said)
				}
			}
			if _, known := unitsOfAge[lang][a.LowUnit]; !known && !strings.Contains(said, a.LowUnit) && a.High == "" {
				t.Fatalf("%+v is %q", a, said)
			}
		}
	})
}
