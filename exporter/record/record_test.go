package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestPersonalTextDoesNotPrint(t *testing.T) {
	const secret = "Иванова"
	p := NewPersonal(secret)
	type patient struct {
		Name  Personal
		inner Personal
		ptr   *Personal
		birth BirthDate
	}
	d, _ := ParseDate("1971-03-12")
	v := patient{p, p, &p, NewBirthDate(d)}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%v %+v %#v %s %q %x %d", p, p, p, p, p, p, p)
	fmt.Fprintf(&b, "%v %+v %#v %v %v", v, v, v, &v, []any{p, &p, map[string]any{"k": p}})
	fmt.Fprint(&b, fmt.Errorf("bad %v: %w", p, fmt.Errorf("%v", v)), v.birth)
	for _, h := range []slog.Handler{slog.NewJSONHandler(&b, nil), slog.NewTextHandler(&b, nil)} {
		slog.New(h).Info("m", "v", v, "p", p, "birth", v.birth)
	}
	j, err := json.Marshal(map[string]any{"x": v, "p": p, "birth": v.birth, "k": map[Personal]int{p: 1}})
	if err != nil {
		t.Fatal(err)
	}
	b.Write(j)
	for _, leak := range []string{secret, fmt.Sprintf("%x", secret), "1971-03-12"} {
		if strings.Contains(b.String(), leak) {
			t.Errorf("printed %q in %s", leak, b.String())
		}
	}
	if p.Reveal() != secret {
		t.Error("Reveal does not give the text back")
	}
}

func TestDates(t *testing.T) {
	for in, want := range map[string]struct {
		day, clock string
		p          Precision
	}{
		"":                            {"", "", NoDate},
		"2025":                        {"2025", "", ToYear},
		"2025-06":                     {"2025-06", "", ToMonth},
		"2025-06-14":                  {"2025-06-14", "", ToDay},
		"2025-06-14T23:30:00+03:00":   {"2025-06-14", "23:30", ToTime},
		"2025-06-14T23:30:00.123Z":    {"2025-06-14", "23:30", ToTime},
		"1983-01-10T19:20:06+00:00":   {"1983-01-10", "19:20", ToTime},
		"2016-12-31T23:59:60Z":        {"2016-12-31", "23:59", ToTime},
		"2017-01-01T02:59:60.5+03:00": {"2017-01-01", "02:59", ToTime},
	} {
		d, err := ParseDate(in)
		if err != nil || d.Day() != want.day || d.Clock() != want.clock || d.Precision() != want.p {
			t.Errorf("%q: got %s %s %d, %v", in, d.Day(), d.Clock(), d.Precision(), err)
		}
	}
	for _, bad := range []string{"2025-02-30", "14.06.2025", "2025-13-01", "25", "2025-6-1", "2025-06-14T23:30", "2025-06-14T25:00:00Z", "2025-06-14T23:59:61Z", "2025-06-14T23:60:00Z", "0000", "вчера", "2025-06-14T23:30:00"} {
		if _, err := ParseDate(bad); err == nil {
			t.Errorf("%q was read as a date", bad)
		} else if strings.Contains(err.Error(), bad) {
			t.Errorf("the error repeats %q", bad)
		}
	}
}

func TestAPeriodsLastDayCountsWhole(t *testing.T) {
	msk := time.FixedZone("MSK", 3*3600)
	p := Period{Start: DateOf(2025, 1, 1), End: DateOf(2025, 6, 30)}
	for at, want := range map[string]bool{
		"2024-12-31T23:59:59+03:00": false, "2025-01-01T00:00:00+03:00": true,
		"2025-06-30T23:59:59+03:00": true, "2025-07-01T00:00:00+03:00": false,
	} {
		d, err := ParseDate(at)
		if err != nil {
			t.Fatal(err)
		}
		if p.Contains(d.Start(msk), msk) != want || p.Touches(d, msk) != want {
			t.Errorf("%s: contains %v, touches %v", at, p.Contains(d.Start(msk), msk), p.Touches(d, msk))
		}
	}
	if p.Touches(Date{}, msk) || !(Period{}).Touches(Date{}, msk) {
		t.Error("a thing without a date lies in no bounded period")
	}
	if y := YearOf(2025); !p.Touches(y, msk) {
		t.Error("a year that overlaps the period touches it")
	}
}

func TestAge(t *testing.T) {
	b := func(s string) BirthDate { d, _ := ParseDate(s); return NewBirthDate(d) }
	at := time.Date(2025, 6, 15, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		birth string
		years int
		ok    bool
	}{{"1965-06-15", 60, true}, {"1965-06-16", 59, true}, {"1965", 60, true}, {"2025-06-15", 0, true}, {"2026-01-01", -1, false}, {"", 0, false}} {
		if y, ok := b(c.birth).AgeAt(at); y != c.years || ok != c.ok {
			t.Errorf("%s: got %d %v", c.birth, y, ok)
		}
	}
}

func TestAReportsConclusionIsFound(t *testing.T) {
	p := NewPersonal("КТ.\n\n Очагов нет. \nЗаключение: норма.\nВрач: И.")
	body, end := p.SplitConclusion()
	if len(body) != 2 || len(end) != 2 || end[0].Reveal() != "Заключение: норма." {
		t.Errorf("got %d lines and %d", len(body), len(end))
	}
	if body, end := NewPersonal("Очагов нет.\nВЫВОД : норма.").SplitConclusion(); len(body) != 1 || len(end) != 1 {
		t.Error("a conclusion in capitals is not found")
	}
	if body, end := NewPersonal("По заключению коллег: без динамики").SplitConclusion(); len(body) != 1 || end != nil {
		t.Error("a sentence that speaks of a conclusion is not one")
	}
}

func TestNamesAreWrittenInFull(t *testing.T) {
	n := Name{Family: NewPersonal("Окуджава"), Given: []Personal{NewPersonal("Иван")}, Patronymic: NewPersonal("Заурович")}
	if n.Full().Reveal() != "Окуджава Иван Заурович" {
		t.Errorf("got %q", n.Full().Reveal())
	}
	n.Given = append(n.Given, NewPersonal("Заурович"))
	if n.Full().Reveal() != "Окуджава Иван Заурович" {
		t.Errorf("the patronymic stands twice: %q", n.Full().Reveal())
	}
	if got := (Name{Text: NewPersonal("И. О.")}).Full().Reveal(); got != "И. О." {
		t.Errorf("got %q", got)
	}
}

func TestTextOfWhichNothingShowsIsNone(t *testing.T) {
	for _, s := range []string{"", " ", "  \u200b ", "\u00ad", "\ufeff\u2060\n", "\u202e\u202c"} {
		if !NewPersonal(s).Empty() {
			t.Errorf("%q is text", s)
		}
	}
	if p := NewPersonal("а\u200bб"); p.Reveal() != "а\u200bб" {
		t.Errorf("%q changed", p.Reveal())
	}
	if lines := NewPersonal("один\n \u200b \nдва").Lines(); len(lines) != 2 {
		t.Errorf("%d lines", len(lines))
	}
}
