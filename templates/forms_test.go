package templates

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
	"vypiska/exporter"
	"vypiska/templates/form"
	"vypiska/templates/paper"
)

var update = flag.Bool("update", false, "write the golden files anew; look at the picture before accepting")

// forms are a set of forms of the test's own.
func forms(t testing.TB) *Forms {
	t.Helper()
	f, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// traced draws x and tells what was drawn where.
func traced(t testing.TB, x exporter.Extract) (exporter.Paper, []paper.Box) {
	t.Helper()
	f := forms(t)
	var boxes []paper.Box
	f.trace = func(b paper.Box) { boxes = append(boxes, b) }
	p, err := f.Draw(x)
	if err != nil {
		t.Fatal(err)
	}
	return p, boxes
}

// printed is all text of a paper, blanks made one, for searching.
func printed(boxes []paper.Box) string {
	var b strings.Builder
	for _, box := range boxes {
		b.WriteString(strings.TrimSpace(box.Text))
		b.WriteByte(' ')
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(b.String(), "\u00A0", " ")), " ")
}

// misplaced names the first text outside its page, or two that overlap.
func misplaced(boxes []paper.Box) string {
	byPage := map[int][]paper.Box{}
	for _, b := range boxes {
		if b.X0 < 20*mm-0.5 || b.X1 > 200*mm+0.5 || b.Y0 < 18*mm-1 || b.Y1 > 287*mm {
			return fmt.Sprintf("outside the page: %q on page %d", b.Text, b.Page)
		}
		for _, o := range byPage[b.Page] {
			if b.X0 < o.X1-0.3 && o.X0 < b.X1-0.3 && b.Y0 < o.Y1-0.3 && o.Y0 < b.Y1-0.3 {
				return fmt.Sprintf("%q lies on %q on page %d", b.Text, o.Text, b.Page)
			}
		}
		byPage[b.Page] = append(byPage[b.Page], b)
	}
	return ""
}

func golden(boxes []paper.Box) []byte {
	var b bytes.Buffer
	for _, box := range boxes {
		fmt.Fprintf(&b, "%d %.1f %.1f %.1f %s\n", box.Page, box.X0, box.Y0, box.X1, box.Text)
	}
	return b.Bytes()
}

// TestGolden holds where every form puts every text. Run with -update after
// looking at the picture (make pictures).
func TestGolden(t *testing.T) {
	for _, name := range Names() {
		for _, lang := range form.Languages {
			t.Run(name+"-"+lang, func(t *testing.T) { compareGolden(t, name, lang) })
		}
	}
}

func compareGolden(t *testing.T, name, lang string) {
	f := forms(t)
	var boxes []paper.Box
	f.trace = func(b paper.Box) { boxes = append(boxes, b) }
	if _, err := f.Preview(name, lang); err != nil {
		t.Fatal(err)
	}
	got, file := golden(boxes), filepath.Join("testdata", name+"-"+lang+".golden")
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(gotLines), len(wantLines)) {
		if gotLines[i] != wantLines[i] {
			t.Fatalf("line %d of %s:\n got %s\nwant %s\n(page, left, top, right, text; run with -update after looking at the picture)", i+1, file, gotLines[i], wantLines[i])
		}
	}
	if len(gotLines) != len(wantLines) {
		t.Fatalf("%d lines, %s has %d", len(gotLines), file, len(wantLines))
	}
	if bad := misplaced(boxes); bad != "" {
		t.Error(bad)
	}
}

func TestDrawRefusesDoubt(t *testing.T) {
	f := forms(t)
	for _, c := range []struct {
		name   string
		change func(x *exporter.Extract)
		of     exporter.Extract
		want   error
	}{
		{"an anonymized copy with an insurer's contract", func(x *exporter.Extract) { x.Case = &exporter.Case{} }, anonymous("ru"), ErrMixed},
		{"an anonymized copy on a signed one's form", func(x *exporter.Extract) { x.Form = exporter.FormExtract }, anonymous("ru"), ErrMixed},
		{"a signed copy on the anonymized form", func(x *exporter.Extract) { x.Form = exporter.FormAnonymized }, sample("ru"), ErrMixed},
		{"a form nobody knows", func(x *exporter.Extract) { x.Form = "letter" }, sample("ru"), ErrNoForm},
		{"a kind nobody knows", func(x *exporter.Extract) { x.Kind = "draft" }, sample("ru"), ErrNoForm},
		{"no kind", func(x *exporter.Extract) { x.Kind = "" }, sample("ru"), ErrNoForm},
		{"a language without a form", func(x *exporter.Extract) { x.Lang = "de" }, sample("ru"), ErrNoForm},
		{"no language", func(x *exporter.Extract) { x.Lang = "" }, sample("ru"), ErrNoForm},
		{"no time of issue", func(x *exporter.Extract) { x.IssuedAt = time.Time{} }, sample("ru"), ErrUndated},
		{"a signed copy with a de-identification profile", func(x *exporter.Extract) { x.Anonymized = &exporter.Anonymized{} }, sample("ru"), ErrMixed},
		{"an anonymized copy without one", func(x *exporter.Extract) { x.Anonymized = nil }, anonymous("ru"), ErrMixed},
		{"an anonymized copy with a mark", func(x *exporter.Extract) { x.Mark = &exporter.Mark{} }, anonymous("ru"), ErrMixed},
		{"an anonymized copy with a name", func(x *exporter.Extract) { x.Patient.Name = text("Иванова") }, anonymous("ru"), ErrIdentified},
		{"an anonymized copy with a birth date", func(x *exporter.Extract) { x.Patient.Birth = exporter.BirthOf(date("1971")) }, anonymous("ru"), ErrIdentified},
		{"an anonymized copy with a SNILS", func(x *exporter.Extract) { x.Patient.SNILS = text("0") }, anonymous("ru"), ErrIdentified},
		{"an anonymized copy with an OMS policy", func(x *exporter.Extract) { x.Patient.OMS = text("0") }, anonymous("ru"), ErrIdentified},
		{"an anonymized copy with a card number", func(x *exporter.Extract) { x.Patient.Card = text("0") }, anonymous("ru"), ErrIdentified},
		{"an anonymized copy with an insurer's policy", func(x *exporter.Extract) { x.Patient.Policies = texts("0") }, anonymous("ru"), ErrIdentified},
		{"an anonymized copy with an address", func(x *exporter.Extract) { x.Patient.Address = text("0") }, anonymous("ru"), ErrIdentified},
		{"an anonymized copy with a telephone", func(x *exporter.Extract) { x.Patient.Phone = text("0") }, anonymous("ru"), ErrIdentified},
		{"a copy without names that is anonymized", func(x *exporter.Extract) { x.Kind = "anonymized" }, pseudonymous("ru"), ErrMixed},
		{"a copy without names and without a pseudonym", func(x *exporter.Extract) { x.Anonymized = &exporter.Anonymized{Profile: "strict"} }, pseudonymous("ru"), ErrMixed},
		{"a copy without names and without a contract", func(x *exporter.Extract) { x.Case = nil }, pseudonymous("ru"), ErrMixed},
		{"a copy without names with a policy", func(x *exporter.Extract) { x.Case = &exporter.Case{Policy: text("0")} }, pseudonymous("ru"), ErrIdentified},
		{"a copy without names with a name", func(x *exporter.Extract) { x.Patient.Name = text("Иванова") }, pseudonymous("ru"), ErrIdentified},
		{"an anonymized copy of somebody dead", func(x *exporter.Extract) { x.Patient.Dead = true }, anonymous("ru"), ErrIdentified},
		{"an anonymized copy with a date of death", func(x *exporter.Extract) { x.Patient.Deceased = date("2020") }, anonymous("ru"), ErrIdentified},
	} {
		x := c.of
		c.change(&x)
		p, err := f.Draw(x)
		if !errors.Is(err, c.want) || p.PDF != nil {
			t.Errorf("%s: %v with %d bytes, want %v and none", c.name, err, len(p.PDF), c.want)
		}
		if err != nil && strings.Contains(err.Error(), "Иванова") {
			t.Errorf("%s: the error tells a name", c.name)
		}
	}
}

func TestSameExtractSameBytes(t *testing.T) {
	f := forms(t)
	want := draw(t, sample("ru")).PDF
	other := draw(t, anonymous("en")).PDF
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			x, w := sample("ru"), want
			if i%2 == 1 {
				x, w = anonymous("en"), other
			}
			p, err := f.Draw(x)
			if err != nil || !bytes.Equal(p.PDF, w) {
				t.Errorf("drawn beside others, the copy differs (%v)", err)
			}
		})
	}
	wg.Wait()
}

func TestPaperNamesItsForm(t *testing.T) {
	p := draw(t, sample("ru"))
	if p.Form != "extract" || p.Version == "" || len(p.Hash) != 64 {
		t.Errorf("form %q version %q hash %q", p.Form, p.Version, p.Hash)
	}
	if !bytes.Contains(p.PDF, []byte("form="+p.Form+"; version="+p.Version+"; sha256="+p.Hash)) {
		t.Error("the metadata does not name the form")
	}
	if p.MarkPage != p.Pages-1 || p.MarkRect[0] >= p.MarkRect[2] || p.MarkRect[1] >= p.MarkRect[3] {
		t.Errorf("mark on page %d of %d, %v", p.MarkPage, p.Pages, p.MarkRect)
	}
	if a := draw(t, anonymous("ru")); a.MarkPage != -1 || a.Form != "anonymized" {
		t.Errorf("anonymized: mark on page %d, form %q", a.MarkPage, a.Form)
	}
}

func TestMetadataHoldsNoPersonalData(t *testing.T) {
	for _, x := range []exporter.Extract{sample("ru"), anonymous("ru")} {
		x.Number = "7K3M-9QXA-2D4F"
		pdf := draw(t, x).PDF
		for _, secret := range []string{"Иванова", "Мария", "7K3M", "0000 0000 0000", "Шевцова", "поликлиника", "E11.9"} {
			hex := ""
			for _, r := range secret {
				hex += fmt.Sprintf("%04X", r)
			}
			if bytes.Contains(pdf, []byte(secret)) || bytes.Contains(pdf, []byte(hex)) {
				t.Errorf("%s: %q stands in the file outside the pages", x.Kind, secret)
			}
		}
	}
}

func TestAnonymizedPagesNeverNameThePatient(t *testing.T) {
	_, boxes := traced(t, anonymous("ru"))
	all := printed(boxes)
	for _, want := range []string{"Обезличенный отчёт", "не содержит прямых идентификаторов", "strict", "версия 1", "обобщение дат до года", "50–59", "Свердловская область", "женский"} {
		if !strings.Contains(all, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if strings.Contains(all, "Пациент") || strings.Contains(all, "ПОДПИСЬЮ") {
		t.Error("the report has a patient's line or a signature mark")
	}
}

func TestWhatTheReaderMustSee(t *testing.T) {
	x := sample("ru")
	x.Reports[0].Preliminary, x.Reports[0].Amended = true, true
	x.Laboratory[0].Preliminary = true
	x.Laboratory[0].Rows = append(x.Laboratory[0].Rows, exporter.Row{Name: text("Кровь в кале"), Value: exporter.Value{Words: text("true")}, Amended: true})
	x.Encounters[0].Status = "planned"
	x.Diagnoses[0].Onset = exporter.When{Period: exporter.Period{Start: date("2019")}}
	_, boxes := traced(t, x)
	all := printed(boxes)
	for _, c := range []struct{ name, want string }{
		{"a preliminary result says so", "ПРЕДВАРИТЕЛЬНЫЙ результат"},
		{"and once more in ordinary letters", "предварительный"},
		{"an amended result says so", "исправленный"},
		{"the mark has the standard's words", "ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ"},
		{"the certificate's number", "Сертификат 00A1B2C3D4E5F60718293A4B5C6D7E8F"},
		{"its owner", "Владелец Шевцова Елена Щукина"},
		{"its validity", "Действителен с 10.01.2026 по 10.04.2027"},
		{"a demo key says so", "демонстрационный ключ"},
		{"the address of the code", "example.org/v/7K3M-9QXA-2D4F"},
		{"a decimal comma, digits unchanged", "9,80"},
		{"a critical value has two arrows", "↓↓"},
		{"a comparator is kept", "< 0,5"},
		{"a year stays a year", "начало: 2019 "},
		{"a missing value says why", "не выполнено"},
		{"one upper bound is an upper bound", "≤ 140"},
		{"the conclusion has its label", "Заключение: Очаговой"},
		{"pages are counted", "Стр. 1 из "},
		{"yes is said in the paper's language", "Кровь в кале исправленный результат да"},
		{"a visit that is only planned says so", "запланировано"},
		{"the age agrees with its number", "55 лет"},
	} {
		if !strings.Contains(all, c.want) {
			t.Errorf("%s: %q is not printed", c.name, c.want)
		}
	}
}

func TestConclusionIsLabelledOnce(t *testing.T) {
	x := sample("ru")
	x.Reports[0].Conclusion = texts("Заключение: Синдром Рейно.")
	_, boxes := traced(t, x)
	if all := printed(boxes); strings.Contains(all, "Заключение: Заключение") || !strings.Contains(all, "Заключение: Синдром Рейно.") {
		t.Error("the label is missing or stands there twice")
	}
}

func TestEmptyRecordIsOnePage(t *testing.T) {
	for _, lang := range []string{"ru", "en"} {
		p, boxes := traced(t, exporter.Extract{Kind: "signed", Lang: lang, IssuedAt: sample("ru").IssuedAt})
		all := printed(boxes)
		if p.Pages != 1 || p.MarkPage != -1 || !strings.Contains(all, map[string]string{"ru": "не указано", "en": "not stated"}[lang]) {
			t.Errorf("%s: %d pages: %s", lang, p.Pages, all)
		}
	}
}

func TestLargeExtracts(t *testing.T) {
	long := sample("ru")
	long.Reports[0].Conclusion = texts(strings.Repeat("Очаговой патологии не выявлено. ", 1600)) // 90 kB
	long.Patient.Name = text(strings.Repeat("Достопримечательнейшая ", 6))
	for _, c := range []struct {
		name  string
		x     exporter.Extract
		find  string
		times int
	}{
		{"2,000 results are all printed", thick(2000), "×10¹²/л", 250},
		{"a conclusion of 90 kB is whole", long, "патологии", 1600},
	} {
		_, boxes := traced(t, c.x)
		n := 0
		for _, b := range boxes {
			n += strings.Count(b.Text, c.find)
		}
		if n < c.times {
			t.Errorf("%s: %q stands there %d times, want %d", c.name, c.find, n, c.times)
		}
		if bad := misplaced(boxes); bad != "" {
			t.Errorf("%s: %s", c.name, bad)
		}
	}
}

// Whatever the record says, the paper is made, nothing overlaps or leaves the
// page, and no letter is lost.
func TestAnyStrings(t *testing.T) {
	f := forms(t)
	rapid.Check(t, func(rt *rapid.T) { anyStrings(rt, f) })
}

func FuzzAnyText(f *testing.F) {
	forms, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Add("Иванова\nМария", "4.70", "×10⁹/л")
	f.Add("\x00\xD0 e\u0301😀\u202E", "<", "")
	f.Fuzz(func(t *testing.T, name, number, unit string) {
		x := sample("ru")
		x.Patient.Name, x.Laboratory[0].Title, x.Reports[0].Body = text(name), text(name), texts(name, name)
		x.Laboratory[0].Rows[0].Value = exporter.Value{Number: exporter.Number(number), Unit: unit, Words: text(name)}
		x.Trends[0].Points[0].Value = exporter.Number(number)
		var boxes []paper.Box
		g := &Forms{forms: forms.forms, trace: func(b paper.Box) { boxes = append(boxes, b) }}
		if _, err := g.Draw(x); err != nil {
			t.Fatal(err)
		}
		if bad := misplaced(boxes); bad != "" {
			t.Fatal(bad)
		}
	})
}
