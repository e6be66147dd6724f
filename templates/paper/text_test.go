package paper

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

var made = time.Date(2026, 7, 1, 15, 0, 0, 0, time.FixedZone("MSK", 3*60*60))

func sheet(t testing.TB) *Sheet {
	t.Helper()
	s, err := New(Setup{Title: "Проба", Lang: "ru", Made: made})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTidy(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain Russian text is left alone", "Глюкоза 7,4", "Глюкоза 7,4"},
		{"a decomposed й is composed", "Чаи\u0306ка", "Чайка"},
		{"tabs and line ends become spaces", "a\tb\nc", "a b c"},
		{"a bell and a NUL disappear", "a\x00b\ac", "abc"},
		{"zero-width characters disappear", "Ива\u200Bно\uFEFFв\u2060а", "Иванова"},
		{"direction overrides disappear", "\u202Eabc\u202C\u2066d\u2069", "abcd"},
		{"narrow no-break spaces become no-break spaces", "5\u202Fмм", "5\u00A0мм"},
		{"cut UTF-8 becomes a visible mark", "a\xD0", "a\uFFFD"},
		{"soft hyphens stay for the wrapper", "гипер\u00ADтензия", "гипер\u00ADтензия"},
		{"marks that a NUL kept apart come in order", "а\u0300\x00\u0316", "а\u0316\u0300"},
		{"superscripts stay as they are", "×10⁹/л", "×10⁹/л"},
	} {
		if got := tidy(c.in); got != c.want {
			t.Errorf("%s: tidy(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestTidyIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		got := tidy(s)
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) || tidy(got) != got {
			t.Fatalf("tidy(%q) = %q is not stable", s, got)
		}
	})
}

func texts(lines []line) (out []string) {
	for _, l := range lines {
		out = append(out, l.text)
	}
	return out
}

func TestWrap(t *testing.T) {
	s := sheet(t)
	for _, c := range []struct {
		name, in string
		width    float64
		want     []string
	}{
		{"a line that fits is one line", "Глюкоза", 100, []string{"Глюкоза"}},
		{"lines break at spaces", "один два три", 40, []string{"один два", "три"}},
		{"a no-break space holds", "до 38\u00A0мм", 35, []string{"до", "38\u00A0мм"}},
		{"a number stays with its sign", "закон № 323", 45, []string{"закон", "№ 323"}},
		{"a word breaks at its hyphen", "рентген-кабинет", 60, []string{"рентген-", "кабинет"}},
		{"a minus stays with its number", "значение -5", 45, []string{"значение", "-5"}},
		{"an interval stays whole", "до 9-10", 25, []string{"до", "9-10"}},
		{"an empty text has no lines", "  ", 50, nil},
	} {
		if got := texts(s.wrap(plainText, c.in, c.width)); strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestWrapAtSoftHyphen(t *testing.T) {
	s := sheet(t)
	got := s.wrap(plainText, "гипер\u00ADтензия", 40)
	if len(got) != 2 || !got[0].hyphen || got[0].text != "гипер\u00AD" || got[1].text != "тензия" {
		t.Errorf("wrap = %+v, want a break at the soft hyphen", got)
	}
	if one := s.wrap(plainText, "гипер\u00ADтензия", 200); len(one) != 1 || one[0].hyphen {
		t.Errorf("wrap = %+v, want one line without a hyphen", one)
	}
}

// Whatever the text and the width: nothing but blanks at breaks is lost, and
// no line is wider than asked unless it holds a single letter.
func TestWrapLosesNothing(t *testing.T) {
	s := sheet(t)
	text := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune("абвгд -—/\u00ADёй\u0301⁹№ 1.,")), 0, 200, -1))
	rapid.Check(t, func(t *rapid.T) {
		in := strings.TrimSpace(tidy(text.Draw(t, "text")))
		width := rapid.Float64Range(0.1, 300).Draw(t, "width")
		lines := s.wrap(plainText, in, width)
		blank := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if got := blank(strings.Join(texts(lines), "")); got != blank(in) {
			t.Fatalf("wrap lost text: %q from %q", got, in)
		}
		for _, l := range lines {
			if l.width > width+0.01 && clusters(l.text) > 1 {
				t.Fatalf("line %q is %.2f wide, want at most %.2f", l.text, l.width, width)
			}
		}
	})
}

// clusters counts letters with the marks that sit on them.
func clusters(s string) (n int) {
	for _, r := range s {
		if !joins(r) && r != softHyphen {
			n++
		}
	}
	return n
}

func TestFaceFor(t *testing.T) {
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		r    rune
		want Face
		ok   bool
	}{
		{"Russian letters are PT Sans", 'Ж', Sans, true},
		{"Tatar letters are PT Sans", 'ә', Sans, true},
		{"Bashkir letters are PT Sans", 'ҡ', Sans, true},
		{"Kazakh letters are PT Sans", 'ұ', Sans, true},
		{"arrows come from DejaVu", '↑', spareSans, true},
		{"superscript nine comes from DejaVu", '⁹', spareSans, true},
		{"superscript two too, so that ¹² is of one design", '²', spareSans, true},
		{"Greek comes from DejaVu", 'β', spareSans, true},
		{"an emoji has no face", '😀', 0, false},
		{"Chinese has no face", '漢', 0, false},
		{"Hebrew would be drawn in the wrong order", 'א', 0, false},
		{"private use means nothing to a reader", '\uE001', 0, false},
	} {
		got, ok := faceFor(lib, Sans, c.r)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%s: faceFor(%U) = %d, %v, want %d, %v", c.name, c.r, got, ok, c.want, c.ok)
		}
	}
}

func TestShorten(t *testing.T) {
	s := sheet(t)
	got := s.shorten(footText, strings.Repeat("Очень длинное имя ", 20), 100)
	if !strings.HasSuffix(got, "…") || s.width(footText, got) > 100 {
		t.Errorf("shorten = %q, %.1f wide", got, s.width(footText, got))
	}
}
