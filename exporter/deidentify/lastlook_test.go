package deidentify

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"

	"vypiska/exporter/record"
)

func sprint(format string, v any) string { return fmt.Sprintf(format, v) }

// tinyPDF draws lines on one page through a font whose ToUnicode map tells what
// its two-byte codes mean: the codes are the characters themselves.
func tinyPDF(title string, lines ...string) []byte {
	var content strings.Builder
	content.WriteString("BT /F1 12 Tf 14 TL 50 780 Td\n")
	for _, l := range lines {
		content.WriteString("<" + hex16(l) + "> Tj T*\n")
	}
	content.WriteString("ET")
	cmap := "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n" +
		"1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end"
	cmap = strings.Replace(cmap, "1 beginbfrange <0000> <FFFF> <0000> endbfrange", bfranges(), 1)
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", content.Len(), content.String()),
		"<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
		"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 600 >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(cmap), cmap),
		"<< /Title <FEFF" + hex16(title) + "> >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	x := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 8 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, x)
	return b.Bytes()
}

func hex16(s string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, "%04X", r)
	}
	return b.String()
}

// bfranges maps the code pages the tests write in onto themselves.
func bfranges() string {
	return "5 beginbfrange\n<0020> <007E> <0020>\n<00A0> <00FF> <00A0>\n<0400> <04FF> <0400>\n<2010> <2026> <2010>\n<2110> <2122> <2110>\nendbfrange"
}

func TestTheLastLookRefusesWhatIsKnown(t *testing.T) {
	rec := smallRecord()
	rec.Patient.Identifiers = append(rec.Patient.Identifiers, record.Identifier{Kind: record.CardNumber, Value: pers("АК-77120/24")})
	rec.Patient.Contacts = append(rec.Patient.Contacts, record.Contact{System: "email", Value: pers("galeeva.r@mail.example")})
	rec.Patient.Identifiers = append(rec.Patient.Identifiers, record.Identifier{Kind: record.CardNumber, Value: pers("Д-2026/01")})
	id := Gather(rec)
	for name, c := range map[string]struct {
		title string
		lines []string
		file  string
		rule  string
	}{
		"the surname":                          {lines: []string{"Пациент: Галеева"}, rule: "name"},
		"the surname in another case":          {lines: []string{"снимки выданы Галеевой на руки"}, rule: "name"},
		"the surname in capitals":              {lines: []string{"ГАЛЕЕВА"}, rule: "name"},
		"the patronymic":                       {lines: []string{"Маратовне рекомендовано"}, rule: "name"},
		"the insurance number in groups":       {lines: []string{"номер 112 233 445 95"}, rule: "number"},
		"the insurance number in one":          {lines: []string{"11223344595"}, rule: "number"},
		"the phone as eight":                   {lines: []string{"8-917-222-33-44"}, rule: "number"},
		"the card number":                      {lines: []string{"карта АК-77120/24"}, rule: "number"},
		"the policy's number apart":            {lines: []string{"договор 2026 / 01"}, rule: "number"},
		"the policy's number in other words":   {lines: []string{"Д 2026:01"}, rule: "number"},
		"the address":                          {lines: []string{"Мензелинск"}, rule: "phrase"},
		"the birth date":                       {lines: []string{"родилась 09.02.1983 г."}, rule: "birth-date"},
		"the e-mail address":                   {lines: []string{"galeeva.r@mail.example"}, rule: "number"},
		"the title of the document":            {title: "Выписка Галеева", lines: []string{"чисто"}, rule: "name"},
		"the name of the file":                 {lines: []string{"чисто"}, file: "Галеева.pdf", rule: "name"},
		"another organisation, in the insurer": {lines: []string{"оплачено: СК «Идель»"}, rule: "phrase"},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := LastLook(tinyPDF(c.title, c.lines...), id, c.file)
			var leak *Leak
			if !errors.Is(err, ErrLeak) || !errors.As(err, &leak) {
				t.Fatalf("got %v, want ErrLeak", err)
			}
			if leak.Rule != c.rule {
				t.Errorf("rule %q, want %q (%v)", leak.Rule, c.rule, err)
			}
			if v.Valid() {
				t.Error("a leak gave a valid verdict")
			}
			for _, secret := range []string{"алеев", "112", "1983", "77120", "917", "Мензел", "Идель"} {
				if strings.Contains(err.Error(), secret) {
					t.Error("the error carries the value")
				}
			}
		})
	}
}

func TestTheLastLookPassesWhatIsClean(t *testing.T) {
	rec := smallRecord()
	rec.Patient.Names = append(rec.Patient.Names, record.Name{Family: pers("Рак"), Given: []record.Personal{pers("Роза")}})
	rec.Organizations[1].Addresses = []record.Address{{Text: pers("423700, г. Мензелинск, ул. Ленина, д. 1")}}
	id := Gather(rec)
	for name, line := range map[string]string{
		"placeholders":                          "Пациент: [ФИО], [дата], [адрес], [номер]",
		"an ordinary word that is a surname":    "Рак желудка исключён. Роза ветров. Рожистое воспаление.",
		"a year":                                "Исследование 2024 г., родилась в прошлом веке",
		"results":                               "Гемоглобин 112 г/л, лейкоциты 4.70, 9.02 см",
		"the issuing clinic's name and number":  "ООО «Клиника Свет», тел. +7 843 200-00-01",
		"the issuing clinic's address":          "423700, г. Мензелинск, ул. Ленина, д. 1",
		"a part of another word":                "Галеевский район не упомянут иначе",
		"a date that is not the date of birth":  "08.02.1983",
		"a number that has the known one in it": "9112233445957",
	} {
		t.Run(name, func(t *testing.T) {
			pdf := tinyPDF("Выписка", line)
			v, err := LastLook(pdf, id, "copy-17.pdf")
			if err != nil {
				t.Fatal(err)
			}
			if !v.Valid() || v.SHA256() != sha256.Sum256(pdf) {
				t.Error("the verdict does not hold for the bytes")
			}
		})
	}
}

func TestTheLastLookFindsAnOrdinaryWordBesideItsNeighbour(t *testing.T) {
	id := Gather(record.Record{Patient: record.Patient{Names: []record.Name{{Family: pers("Рак"), Given: []record.Personal{pers("Тимофей")}}}}})
	if _, err := LastLook(tinyPDF("", "выдано: Рак Тимофею"), id, ""); !errors.Is(err, ErrLeak) {
		t.Errorf("got %v, want ErrLeak", err)
	}
}

func TestAnUnreadableDocumentGetsNoVerdict(t *testing.T) {
	for _, pdf := range [][]byte{nil, []byte("%PDF-1.4\n"), []byte("no PDF at all")} {
		if v, err := LastLook(pdf, Identity{}, ""); !errors.Is(err, ErrLeak) || v.Valid() {
			t.Errorf("%q: verdict %v, error %v", pdf, v.Valid(), err)
		}
	}
	if (Verdict{}).Valid() {
		t.Error("the zero verdict is valid")
	}
}

func TestTheLastLookReadsTheCodes(t *testing.T) {
	id := known()
	for _, address := range []string{"https://clinic.example/v/1?p=Кожемякин", "https://clinic.example/v/1?p=%D0%9A%D0%BE%D0%B6%D0%B5%D0%BC%D1%8F%D0%BA%D0%B8%D0%BD", "https://clinic.example/v/6655443322110099"} {
		var leak *Leak
		if _, err := LastLook(tinyPDF("Выписка", "чисто"), id, "copy.pdf", "https://clinic.example/v/1", address); !errors.As(err, &leak) || leak.Place != "QR code" {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := LastLook(tinyPDF("Выписка", "чисто"), id, "copy.pdf", "https://clinic.example/v/0000"); err != nil {
		t.Error(err)
	}
}

// A clinic in the patient's own town prints its address; the patient's name in a
// letterhead is a leak all the same, and so is the town anywhere else.
func TestTheSettingsLetterheadMayNameTheTown(t *testing.T) {
	id := known().Beside(pers("ООО «Клиника Исеть»"), pers("624742, Свердловская область, г. Нижняя Салда, ул. Строителей, д. 9"))
	for line, leaks := range map[string]bool{
		"г. Нижняя Салда, ул. Строителей, д. 9":  false,
		"живёт в Нижняя Салда, замужем":          true,
		"Клиника имени Кожемякина, Нижняя Салда": true,
	} {
		if _, err := LastLook(tinyPDF("Выписка", line), id, "copy.pdf"); (err != nil) != leaks {
			t.Errorf("%q: %v", line, err)
		}
	}
}

// The day and the hour a copy is made on are no leak, whatever the patient's numbers are.
func TestTheTimeOfPrintingIsNoNumberOfThePatient(t *testing.T) {
	rec := smallRecord()
	for _, n := range []string{"Д-2026/01", "112026", "26/01/13", "261120"} {
		rec.Patient.Identifiers = append(rec.Patient.Identifiers, record.Identifier{Kind: record.CardNumber, Value: pers(n)})
	}
	if _, err := LastLook(tinyPDF("Отчёт", "Выдано 26.11.2026 01:13, стр. 1 из 1"), Gather(rec), "x.pdf"); err != nil {
		t.Error(err)
	}
}
