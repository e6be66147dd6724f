package deidentify

import (
	"slices"
	"testing"
)

func TestNormalise(t *testing.T) {
	for name, c := range map[string][2]string{
		"nothing to do":                    {"Иванов И.И.", "Иванов И.И."},
		"accents are composed":             {"Ие\u0308лка", "Иёлка"},
		"invisible signs go":               {"Ива\u200bно\u00adв", "Иванов"},
		"spaces are alike":                 {"а\u00a0б\u2009в", "а б в"},
		"hyphens are alike":                {"а‑б", "а-б"},
		"a broken word is joined":          {"Ива-\n  нова", "Иванова"},
		"a broken word in capitals":        {"ИВА-\nНОВА", "ИВАНОВА"},
		"a double name keeps its hyphen":   {"Римский-\nКорсаков", "Римский-\nКорсаков"},
		"a dash between words is no break": {"шея -\nбез", "шея -\nбез"},
		"full-width figures":               {"１２", "12"},
	} {
		t.Run(name, func(t *testing.T) {
			p := normalise(c[0])
			if string(p.runes) != c[1] {
				t.Errorf("%q, want %q", string(p.runes), c[1])
			}
			if len(p.at) != len(p.runes)+1 || !slices.IsSorted(p.at) || p.at[len(p.at)-1] != len([]rune(c[0])) {
				t.Errorf("the way back is broken: %v", p.at)
			}
		})
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"ЁЛКА": "елка", "Иванoв": "иванов", "Cмирнова": "смирнова", "BASE": "base", "Hемцов": "немцов", "Müller": "müller", "Smitн": "smith",
	} {
		if got := fold([]rune(in)); got != want {
			t.Errorf("%q folds to %q, want %q", in, got, want)
		}
	}
}

func TestDeclension(t *testing.T) {
	for name, c := range map[string]struct {
		part namePart
		word string
		want []string
	}{
		"a man's and a woman's surname in -ов": {family, "валиев", []string{"валиева", "валиеву", "валиевым", "валиеве", "валиевой", "валиевы", "валиевых"}},
		"a surname like an adjective":          {family, "вяземский", []string{"вяземского", "вяземскому", "вяземским", "вяземском", "вяземская", "вяземскую", "вяземской"}},
		"a surname in -ко stays":               {family, "панченко", []string{"панченко"}},
		"an Armenian surname":                  {family, "саркисян", []string{"саркисяна", "саркисяну", "саркисяном"}},
		"a Georgian surname":                   {family, "гелашвили", []string{"гелашвили"}},
		"a surname whose vowel falls out":      {family, "заяц", []string{"зайца", "зайцу"}},
		"a woman's first name":                 {given, "зульфия", []string{"зульфии", "зульфию", "зульфией"}},
		"a man's first name":                   {given, "пётр", []string{"петра", "петру", "петром"}},
		"a pet name in its case":               {given, "тамара", []string{"тома", "тому", "томой"}},
		"a patronymic and its pair":            {patronymic, "рашидович", []string{"рашидовича", "рашидовной", "рашидовны"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := &matcher{written: new(forms)}
			m.addPart(typePatient, c.part, c.word, androgynous)
			for _, w := range c.want {
				if _, ok := m.name(w); !ok {
					t.Errorf("%s does not give %s", c.word, w)
				}
			}
		})
	}
}

func TestLatinSpellings(t *testing.T) {
	for in, wants := range map[string][]string{
		"юлия": {"yuliya", "iuliia", "yulia"}, "хачатурян": {"khachaturyan", "hachaturyan", "khachaturian"},
		"щукин": {"shchukin", "schukin"}, "сергей": {"sergey", "sergei"}, "александр": {"aleksandr", "alexandr"},
	} {
		var out forms
		latin(in, &out)
		for _, w := range wants {
			if !slices.Contains(out.list(), w) {
				t.Errorf("%s does not give %s: %v", in, w, out.list())
			}
		}
	}
}

func TestOneSlipOfThePen(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"кожемякин", "кожемякин", true}, {"кожемякин", "кожемякн", true}, {"кожемякин", "кожемякиин", true}, {"кожемякин", "кожмеякин", true},
		{"кожемякин", "кожемакин", true}, {"кожемякин", "кожмякн", false}, {"кожемякин", "комедянин", false},
	} {
		if got := withinOne(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}

// A first name or an ordinary word in the wrong list would show here at once.
func TestTheListsAreFoldedAndNotEmpty(t *testing.T) {
	for name, set := range map[string]map[string]bool{
		"ordinary": ordinary(), "headings": headings(), "patronymics": patronymics(), "first names": firstNames().sure, "names of peoples": firstNames().doubtful, "eponyms": eponyms(),
	} {
		if len(set) < 100 {
			t.Errorf("%s has %d words", name, len(set))
		}
		for w := range set {
			if w != fold([]rune(w)) {
				t.Errorf("%s: %q is not folded", name, w)
			}
		}
	}
	if len(cities()) < 100 {
		t.Errorf("cities begin in %d ways only", len(cities()))
	}
}
