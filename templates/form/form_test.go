package form

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"vypiska/exporter"
	"vypiska/templates/paper"
)

// letter is data of the tests' own.
type letter struct {
	Number   string
	IssuedAt time.Time
	Who      exporter.Text
	Days     exporter.Period
	Age      int
	Urgent   bool
	Lines    []line
	Remarks  []exporter.Text
	Mark     *exporter.Mark
	Nested   struct{ Inner exporter.Text }
}

type line struct {
	Name  exporter.Text
	Value exporter.Value
	Range exporter.Range
	Flag  exporter.Flag
	Notes []exporter.Text
}

var testSpec = Spec{Name: "letter", Data: &letter{}}

func text1(s string) exporter.Text { return exporter.NewText(s) }

func library(t testing.TB) *Library {
	t.Helper()
	words, err := os.ReadFile("../forms/words.yaml")
	if err != nil {
		t.Fatal(err)
	}
	l, err := NewLibrary(File{"words.yaml", words}, File{"parts.yaml", []byte("greeting:\n  - paragraph: \"{who}\"\nloop:\n  - part: loop\n")})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// whole puts a body into a form that leaves out whatever the body does not print.
func whole(body string) File {
	return File{"letter.yaml", []byte("form: letter\nversion: 1\ntitle: {ru: Письмо, en: Letter}\n" +
		"leaves_out: [number, issued_at, who, days, age, urgent, lines, remarks, mark, nested]\nbody:\n" + body)}
}

// lines draws a body and gives the texts it drew.
func drawn(t testing.TB, body, lang string, l *letter) []string {
	t.Helper()
	f, err := library(t).Read(whole(body), testSpec)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	_, err = f.Draw(lang, l, Setup{Made: time.Unix(0, 0), Trace: func(b paper.Box) { out = append(out, b.Text) }})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func ada() *letter {
	day, err := exporter.ParseDate("2026-03-04")
	if err != nil {
		panic(err)
	}
	return &letter{Number: "17", IssuedAt: time.Date(2026, 7, 1, 9, 5, 0, 0, time.UTC), Who: text1("Иванова Мария Петровна"), Age: 52,
		Days: exporter.Period{Start: day}, Urgent: true, Remarks: []exporter.Text{text1("раз"), text1("два")},
		Lines: []line{{Name: text1("Калий"), Value: exporter.Value{Number: "2.60", Unit: "ммоль/л"}, Range: exporter.Range{Low: "3.5", High: "5.1"}, Flag: exporter.FlagLow}}}
}

func TestTextsSayWhatTheyAreBoundTo(t *testing.T) {
	nobody := &letter{Age: -1}
	for _, c := range []struct{ name, text, full, empty string }{
		{"words of the form", "Письмо", "Письмо", "Письмо"},
		{"a place of the data", "{number}", "17", ""},
		{"words around it go with it", "№ {number}!", "№ 17!", ""},
		{"a group goes with its own binding", "[№ {number} ]конец {who | or '—'}", "№ 17 конец Иванова Мария Петровна", "конец —"},
		{"a group in a group", "[{number}[ ({age | years})]]", "17 (52 года)", ""},
		{"signs doubled are the signs", "{{[[]]}} {number}", "{[]} 17", ""},
		{"day and clock of a moment", "{issued_at} {issued_at | clock}", "01.07.2026 09:05", ""},
		{"a period with an open side", "{days}", "с 04.03.2026", ""},
		{"when something happened", "{days | happened}", "04.03.2026", ""},
		{"a list is joined", "{remarks}", "раз, два", ""},
		{"with a separator of its own", "{remarks | join ' / '}", "раз / два", ""},
		{"initials", "{who | initials}", "Иванова М. П.", ""},
		{"a phrase in place of nothing", "{who | or words.not_stated}", "Иванова Мария Петровна", "не указано"},
		{"a label that is not there yet", "{who | labelled 'Кто:'}", "Кто: Иванова Мария Петровна", ""},
		{"a count", "{age | count}", "52", ""},
		{"spaces in a binding do not matter", "{ number|or 'x' }", "17", "x"},
		{"a struct inside", "{nested.inner}x", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := "  - paragraph: " + quoted(c.text) + "\n"
			if got := strings.Join(drawn(t, body, "ru", ada()), " "); got != c.full {
				t.Errorf("got %q, want %q", got, c.full)
			}
			if got := strings.Join(drawn(t, body, "ru", nobody), " "); got != c.empty {
				t.Errorf("of nothing: got %q, want %q", got, c.empty)
			}
		})
	}
}

// quoted is s as YAML.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func TestLabelsAreNotDoubled(t *testing.T) {
	body := "  - paragraph: {ru: \"{who | labelled 'Заключение:'}\", en: \"{who | labelled 'Conclusion:' 'Заключение:'}\"}\n"
	for lang, want := range map[string]string{"ru": "Заключение: норма", "en": "Заключение: норма"} {
		if got := strings.Join(drawn(t, body, lang, &letter{Who: text1("Заключение: норма")}), " "); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	if got := strings.Join(drawn(t, body, "en", &letter{Who: text1("норма")}), " "); got != "Conclusion: норма" {
		t.Errorf("%q", got)
	}
}

// What a record says is never read as part of a form.
func TestDataNeverBecomesLayout(t *testing.T) {
	body := "  - paragraph: \"{who}\"\n  - paragraph: \"[а {who} б]\"\n  - list: {each: remarks, as: w, item: \"{w}\"}\n"
	for _, evil := range []string{"{number}", "[№ {number}]", "- page_break: true", "{{number}}", "{who | initials}", "' | or 'x", "}", "]", "&a *a <<: *a", "\\n- heading: x"} {
		got := drawn(t, body, "ru", &letter{Number: "СЕКРЕТ", Who: text1(evil), Remarks: []exporter.Text{text1(evil)}})
		if want := []string{evil, "а " + evil + " б", "—", evil}; strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%q is drawn as %q", evil, got)
		}
	}
}

func TestBlocksFollowTheirConditions(t *testing.T) {
	for _, c := range []struct{ name, body, full, empty string }{
		{"if there is one", "  - if: who\n    then: [paragraph: да]\n    else: [paragraph: нет]\n", "да", "нет"},
		{"if there is none", "  - if: not lines\n    then: [paragraph: пусто]\n", "", "пусто"},
		{"a yes or no", "  - if: urgent\n    then: [paragraph: срочно]\n", "срочно", ""},
		{"a filter decides", "  - if: who | longer 10\n    then: [paragraph: длинно]\n", "длинно", ""},
		{"a code", "  - if: number | is '17'\n    then: [paragraph: семнадцать]\n", "семнадцать", ""},
		{"an empty list draws no table", "  - table: {each: lines, as: l, columns: [{width: 1}], cells: [\"{l.name}\"]}\n", "Калий", ""},
		{"each thing has its name", "  - each: lines\n    as: l\n    do: [paragraph: \"{l.name} {l.value} {l.value.unit}\"]\n", "Калий 2,60 ммоль/л", ""},
		{"parts with something to say", "  - paragraph: {parts: [\"{number}\", \"{nested.inner}\", \"{who | initials}\"], join: \"; \", or: никто}\n", "17; Иванова М. П.", "никто"},
		{"a part is put in", "  - part: greeting\n", "Иванова Мария Петровна", ""},
		{"a flag is its sign, a code of a table its word", "  - each: lines\n    as: l\n    do: [paragraph: \"{l.flag} {l.flag | word signs}\"]\n", "↓ ниже референса", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(drawn(t, c.body, "ru", ada()), " "); got != c.full {
				t.Errorf("got %q, want %q", got, c.full)
			}
			if got := strings.Join(drawn(t, c.body, "ru", &letter{}), " "); got != c.empty {
				t.Errorf("of nothing: got %q, want %q", got, c.empty)
			}
		})
	}
}

func TestAColumnMayBeDropped(t *testing.T) {
	body := "  - table:\n      each: lines\n      as: l\n      columns: [{width: 50, title: Имя}, {width: 50, title: Знак, drop_empty: true}]\n      cells: [\"{l.name}\", \"{l.flag}\"]\n"
	if got := strings.Join(drawn(t, body, "ru", ada()), " "); got != "Имя Знак Калий ↓" {
		t.Errorf("%q", got)
	}
	l := ada()
	l.Lines[0].Flag = exporter.FlagNormal
	if got := strings.Join(drawn(t, body, "ru", l), " "); got != "Имя Калий" {
		t.Errorf("the empty column is still there: %q", got)
	}
}

// A stranger who edits a form learns what, where, and what would do.
func TestFaultsSayWhatWhereAndWhatToDo(t *testing.T) {
	for _, c := range []struct {
		name, body string
		line       int
		says       string
	}{
		{"an unknown block", "  - headline: x\n", 6, "headline: no such block; did you mean heading?"},
		{"an unknown field", "  - title: {txt: x}\n", 6, "txt: no such field here; did you mean text?"},
		{"an unknown place", "  - paragraph: \"{numbr}\"\n", 6, "numbr: no such place; did you mean number?"},
		{"an unknown place inside", "  - paragraph: \"{nested.outer}\"\n", 6, "nested.outer: no such place"},
		{"a list is no text", "  - paragraph: \"{lines}\"\n", 6, "cannot be printed as text"},
		{"a path into a list", "  - paragraph: \"{lines.name}\"\n", 6, "lines is a list: go through it with each"},
		{"yes or no is no text", "  - paragraph: \"{urgent}\"\n", 6, "bool"},
		{"an unknown filter", "  - paragraph: \"{number | shout}\"\n", 6, "shout: no such filter"},
		{"a filter without its argument", "  - paragraph: \"{number | or}\"\n", 6, "want it written as: or words.NAME"},
		{"a filter of another kind", "  - paragraph: \"{number | years}\"\n", 6, "want a whole number"},
		{"an unknown table of words", "  - paragraph: \"{number | word sexs}\"\n", 6, "did you mean sexes?"},
		{"an unknown phrase", "  - paragraph: \"{words.not_statd}\"\n", 6, "did you mean not_stated?"},
		{"an unknown part", "  - part: greting\n", 6, "did you mean greeting?"},
		{"a part that contains itself", "  - part: loop\n", 1, "does loop contain itself?"},
		{"a brace not closed", "  - paragraph: \"{number\"\n", 6, "a { is opened and not closed"},
		{"a bracket not closed", "  - paragraph: \"[{number}\"\n", 6, "a [ is opened and not closed"},
		{"a brace that closes nothing", "  - paragraph: \"number}\"\n", 6, "closes nothing"},
		{"a language is missing", "  - paragraph: {ru: Да}\n", 6, "en is missing"},
		{"two blocks in one", "  - heading: x\n    space: 3\n", 7, "begin another block with -"},
		{"a key twice", "  - title: {text: a, text: b}\n", 6, "text"},
		{"each of no list", "  - each: number\n    as: n\n    do: []\n", 6, "number is no list"},
		{"each without a name", "  - each: lines\n    do: []\n", 6, "as is missing"},
		{"a name that is taken", "  - each: lines\n    as: number\n    do: []\n", 7, "number is a place of the data"},
		{"cells and columns differ", "  - table: {each: lines, as: l, columns: [{width: 1}], cells: []}\n", 6, "0 cells for 1 columns"},
		{"a column no letter fits in", "  - table: {each: lines, as: l, columns: [{width: 50}, {width: 1}], cells: [x, y]}\n", 6, "a column of 3.5 mm; want at least 8 mm"},
		{"a width of nothing", "  - table: {each: lines, as: l, columns: [{width: 0}], cells: [x]}\n", 6, "want a number from 1 to 1000"},
		{"no style of that name", "  - paragraph: {text: x, style: loud}\n", 6, "loud: no such style"},
		{"a space as wide as the sky", "  - space: 5000\n", 6, "want a number from 0 to 200"},
		{"a block that is a word", "  - heading\n", 6, "want"},
		{"coordinates", "  - heading: {text: x, x: 10}\n", 6, "want a text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := library(t).Read(whole(c.body), testSpec)
			var f *Fault
			if !errors.As(err, &f) {
				t.Fatalf("read without a fault: %v", err)
			}
			if c.line > 1 && (f.File != "letter.yaml" || f.Line != c.line) || c.says != "bool" && !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v\nwant line %d and %q", err, c.line, c.says)
			}
		})
	}
}

func TestHeadOfAForm(t *testing.T) {
	good := "form: letter\nversion: 1\ntitle: {ru: Письмо, en: Letter}\nleaves_out: [number, issued_at, who, days, age, urgent, lines, remarks, mark, nested]\nbody: []\n"
	if _, err := library(t).Read(File{"letter.yaml", []byte(good)}, testSpec); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, from, to, says string }{
		{"another form's name", "form: letter", "form: extract", "want letter, as the file is named"},
		{"no version", "version: 1\n", "", "version is missing"},
		{"a version in words", "version: 1", "version: first", "want a number"},
		{"a title with data in it would stand in the metadata", "ru: Письмо", "ru: 'Письмо {who}'", "nothing of the record"},
		{"an unknown key", "version: 1", "version: 1\nauthor: me", "author: no such field"},
		{"a place that is not printed", "age, ", "", "does not print age; print it, or name it under leaves_out"},
		{"parts of a result that are not printed", "lines, ", "", "does not print lines; print it"},
		{"leaving out what is not there", "[number", "[phone, number", "phone: no such place"},
		{"no body", "body: []", "", "body is missing"},
		{"two documents", "body: []\n", "body: []\n---\nbody: []\n", "want one YAML document"},
		{"not YAML", "body: []", "body: [", "not YAML"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := library(t).Read(File{"letter.yaml", []byte(strings.Replace(good, c.from, c.to, 1))}, testSpec)
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "letter.yaml") {
				t.Errorf("%v, want %q", err, c.says)
			}
		})
	}
}

func TestASealedFormNeedsItsMark(t *testing.T) {
	spec := testSpec
	spec.Sealed = true
	if _, err := library(t).Read(whole("  - paragraph: x\n"), spec); err == nil || !strings.Contains(err.Error(), "signature mark") {
		t.Errorf("%v", err)
	}
	if _, err := library(t).Read(whole("  - mark: {of: mark, head: [x]}\n"), spec); err != nil {
		t.Error(err)
	}
}

func TestRangeWordingIsPrintedOnceOnly(t *testing.T) {
	for _, c := range []struct {
		name, low, high, wording, unit string
		want                           bool
	}{
		{"bounds and unit say it all", "3.9", "6.1", "3.9–6.1 ммоль/л", "ммоль/л", true},
		{"a comma and a hyphen are the same numbers", "3.9", "6.1", "3,9-6,1", "ммоль/л", true},
		{"zero to the only bound is that bound", "", "5", "0–5 мг/л", "мг/л", true},
		{"below the only bound is that bound", "", "5.2", "< 5.2 ммоль/л", "ммоль/л", false},
		{"other numbers are other words", "3.9", "6.1", "3.5–6.1 ммоль/л", "ммоль/л", false},
		{"a condition is kept", "3.9", "6.1", "3.9–6.1 натощак", "ммоль/л", false},
		{"words without bounds are kept", "", "", "отрицательно", "", false},
	} {
		r := exporter.Range{Low: exporter.Number(c.low), High: exporter.Number(c.high), Text: c.wording}
		if left := (&Words{grammar: grammars["ru"]}).wording(r, c.unit); (len(left) == 0) != c.want {
			t.Errorf("%s: %q is printed", c.name, left)
		}
	}
}

func TestYearsAgreeWithTheirNumber(t *testing.T) {
	for n, want := range map[int]string{0: "до 1 года", 1: "1 год", 2: "2 года", 5: "5 лет", 11: "11 лет", 21: "21 год", 44: "44 года", 112: "112 лет"} {
		if got := russianYears(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}

func TestWhenIsSaidInAllWaysItIsStated(t *testing.T) {
	period := func(from, to string) exporter.Period {
		return exporter.Period{Start: dated(t, from), End: dated(t, to)}
	}
	for _, c := range []struct {
		name    string
		when    exporter.When
		ru, eng string
	}{
		{"a day", exporter.When{Period: period("2019-03-01", "2019-03-01")}, "01.03.2019", "1 Mar 2019"},
		{"a beginning alone", exporter.When{Period: period("2019", "")}, "2019", "2019"},
		{"a span", exporter.When{Period: period("2019", "2020")}, "2019 – 2020", "2019 – 2020"},
		{"an end alone", exporter.When{Period: period("", "2020")}, "по 2020", "until 2020"},
		{"an age", exporter.When{Age: exporter.Age{Low: "21", LowUnit: "a"}}, "в возрасте 21 года", "at age 21 years"},
		{"words", exporter.When{Words: exporter.NewText("в юности")}, "в юности", "в юности"},
		{"all of it", exporter.When{Period: period("2019", "2019"), Age: exporter.Age{Low: "3", LowUnit: "mo"}, Words: exporter.NewText("со слов")},
			"2019, в возрасте 3 месяцев, со слов", "2019, at age 3 months, со слов"},
		{"nothing", exporter.When{}, "", ""},
	} {
		for lang, want := range map[string]string{"ru": c.ru, "en": c.eng} {
			w := &Words{grammar: grammars[lang], phrases: map[string]string{"until": map[string]string{"ru": "по", "en": "until"}[lang]}}
			if got := w.when(c.when); got != want {
				t.Errorf("%s: %q, want %q", c.name, got, want)
			}
		}
	}
}

func dated(t *testing.T, s string) exporter.Date {
	t.Helper()
	d, err := exporter.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Whatever a file holds, reading it ends in a form or a fault, and a form that
// was read draws.
func FuzzRead(f *testing.F) {
	l := library(f)
	f.Add("  - paragraph: \"{who}\"\n")
	f.Add("  - each: lines\n    as: l\n    do:\n      - table: {each: l.notes, as: n, columns: [{width: 3}], cells: [{text: \"[{n}]\", bold: true}]}\n")
	f.Add("  - mark: {of: mark}\n  - qr: {address: \"{number}\"}\n  - space: 1e1\n  - page_break: true\n")
	f.Add("  - paragraph: &a {ru: *a, en: b}\n  - <<: *a\n")
	f.Add("  - if: who | lines | longer 3\n    then: [part: loop]\n")
	f.Fuzz(func(t *testing.T, body string) {
		form, err := l.Read(whole(body), testSpec)
		if err != nil {
			var fault *Fault
			if !errors.As(err, &fault) {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		if _, err := form.Draw("ru", ada(), Setup{Made: time.Unix(0, 0)}); err != nil && !strings.Contains(err.Error(), "want at most") && !strings.Contains(err.Error(), "mm high") {
			t.Fatal(err)
		}
	})
}
