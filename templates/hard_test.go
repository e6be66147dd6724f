package templates

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vypiska/exporter"
	"vypiska/templates/form"
	"vypiska/templates/paper"
)

// hard are extracts that pages are not made for, and texts each must print.
func hard() map[string]struct {
	x    exporter.Extract
	want []string
} {
	type hardCase = struct {
		x    exporter.Extract
		want []string
	}
	out := map[string]hardCase{}
	add := func(name string, x exporter.Extract, want ...string) { out[name] = hardCase{x, want} }

	for form, x := range map[string]exporter.Extract{
		"extract": sample("ru"), "laboratory": laboratoryOnly("ru"), "imaging": imagingOnly("en"), "case": insured("ru"),
	} {
		x.Patient.Name = text(strings.Repeat("Достопримечательнейшая ", 5) + "Ёж-Ёжикова")
		x.Issuer.Name = text(strings.Repeat("Федеральное государственное бюджетное учреждение ", 6))
		add("a name of 120 letters on "+form, x, "Ёж-Ёжикова", "учреждение")
	}
	long := imagingOnly("ru")
	long.Reports[0].Conclusion = texts(strings.Repeat("Очаговой патологии не выявлено. ", 1600) + "Конец заключения.")
	add("a conclusion of 90 kB", long, "Конец заключения.")

	many := laboratoryOnly("ru")
	many.Laboratory = thick(2000).Laboratory
	many.Laboratory[len(many.Laboratory)-1].Rows = append(many.Laboratory[len(many.Laboratory)-1].Rows, result("Последний", "17.0", "Ед/л", "", "", exporter.FlagNone))
	add("2,000 results", many, "Последний 17,0 Ед/л")

	tall := sample("ru")
	tall.Laboratory[0].Rows[0].Note = text(strings.Repeat("Повторить исследование через две недели. ", 400) + "Конец примечания.")
	tall.Diagnoses[0].Note = text(strings.Repeat("Наблюдение эндокринолога. ", 900) + "Конец диагноза.")
	add("table rows taller than a page", tall, "Конец примечания.", "Конец диагноза.")

	for name, want := range map[string]string{
		"Tatar":           "Җәлилова Гөлназ Хәмит кызы, үпкә шешенүе",
		"Bashkir":         "Ғәлиәкбәрова Зөһрә Ҡаҙаҡбай ҡыҙы",
		"Kazakh":          "Құрманғазы Әйгерім Өмірзаққызы, жүрек соғуы",
		"Ukrainian":       "Їжаченко Ґалина Євгенівна",
		"Latin":           "Müller-Łukasz Ångström, Đặng Thị Ánh",
		"Greek and signs": "α-фетопротеин ≤ 7,29 МЕ/мл, β₂-микроглобулин ±0,5 → ₽ 1 200",
		"superscripts":    "4,61 ×10¹²/л и 9,8 ×10⁹/л, м², см³",
	} {
		for form, x := range map[string]exporter.Extract{"extract": sample("ru"), "anonymized": anonymous("ru")} {
			x.Diagnoses[0].Name = text(want)
			x.Reports[0].Body = texts(want)
			add(name+" on "+form, x, want)
		}
	}
	return out
}

func TestHardExtracts(t *testing.T) {
	f := forms(t)
	for name, c := range hard() {
		t.Run(name, func(t *testing.T) {
			var boxes []paper.Box
			g := &Forms{forms: f.forms, trace: func(b paper.Box) { boxes = append(boxes, b) }}
			p, err := g.Draw(c.x)
			if err != nil {
				t.Fatal(err)
			}
			all := printed(boxes)
			for _, want := range c.want {
				if !strings.Contains(all, want) {
					t.Errorf("not printed: %q", want)
				}
			}
			if bad := misplaced(boxes); bad != "" {
				t.Error(bad)
			}
			if len(p.Missing) > 0 {
				t.Errorf("no font has %q", string(p.Missing))
			}
		})
	}
}

// What no font has is replaced where everybody sees it, and counted; what must
// not be drawn at all is gone without harm.
func TestWhatCannotBePrintedIsSeenAndCounted(t *testing.T) {
	p, _ := traced(t, unprintable())
	if n := len(p.Missing); n != 4 {
		t.Errorf("%d characters are counted: %q", n, string(p.Missing))
	}
}

// unprintable has what no font has, marks that turn a line round, and a letter cut off.
func unprintable() exporter.Extract {
	x := sample("ru")
	x.Diagnoses[0].Name = text("Гипертензия 😀 漢 אב \u202Eтест\u202C \u200Fмера\xD0")
	return x
}

// No form may be silent about a part of an extract it was given, whatever the
// clinic's own files say: what a form leaves out is named in it.
func TestNoFormLosesWhatItIsGiven(t *testing.T) {
	for _, lang := range []string{"ru", "en"} {
		for name, x := range map[string]exporter.Extract{
			"extract": sample(lang), "laboratory": laboratoryOnly(lang), "imaging": imagingOnly(lang), "case": insured(lang), "anonymized": anonymous(lang), "pseudonymous": pseudonymous(lang),
		} {
			_, boxes := traced(t, x)
			all := printed(boxes)
			for i, d := range x.Diagnoses {
				x.Diagnoses[i] = d
				if !strings.Contains(all, d.Name.Reveal()) {
					t.Errorf("%s-%s: diagnosis %d is not printed", name, lang, i)
				}
			}
			for _, panel := range x.Laboratory {
				for i, r := range panel.Rows {
					if !strings.Contains(all, r.Name.Reveal()) {
						t.Errorf("%s-%s: result %d is not printed", name, lang, i)
					}
				}
			}
			for _, r := range x.Reports {
				if !strings.Contains(all, r.Title.Reveal()) || !strings.Contains(all, fmt.Sprintf("%.40s", r.Body[0].Reveal())) {
					t.Errorf("%s-%s: a report is not printed", name, lang)
				}
			}
		}
	}
}

// A clinic's form may put the mark under a condition that its sample meets and
// a patient does not: nothing is drawn then that could be sealed without it.
func TestNothingIsDrawnForASealWithoutItsMark(t *testing.T) {
	ours, err := Files()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	own := strings.Replace(string(ours["extract.yaml"]), "  - part: closing\n", "  - if: allergies\n    then: [part: closing]\n", 1)
	if err := os.WriteFile(filepath.Join(dir, "extract.yaml"), []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := New(Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	x := sample("ru")
	if _, err := f.Draw(x); err != nil {
		t.Fatalf("with its mark: %v", err)
	}
	x.Allergies = nil
	if p, err := f.Draw(x); !errors.Is(err, form.ErrNoMark) || p.PDF != nil {
		t.Errorf("drawn without its mark: %v", err)
	}
}
