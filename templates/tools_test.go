//go:build tools

package templates

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"vypiska/exporter"
)

// tool runs an outside program; its absence is a failure.
func tool(t *testing.T, debian, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is not installed: apt-get install %s", name, debian)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

func saved(t *testing.T, x exporter.Extract) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "copy.pdf")
	if err := os.WriteFile(file, draw(t, x).PDF, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestQpdfFindsNothing(t *testing.T) {
	for name, x := range map[string]exporter.Extract{"signed": sample("ru"), "anonymized": anonymous("en"), "thick": thick(600),
		"empty": {Kind: "signed", Lang: "ru", IssuedAt: sample("ru").IssuedAt}} {
		if out := tool(t, "qpdf", "qpdf", "--check", saved(t, x)); strings.Contains(out, "WARNING") || !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s:\n%s", name, out)
		}
	}
}

func TestPopplerReadsTheTextExactly(t *testing.T) {
	file := saved(t, sample("ru"))
	for _, mode := range []string{"-layout", "-raw"} {
		out := tool(t, "poppler-utils", "pdftotext", mode, file, "-")
		flat := strings.Join(strings.Fields(out), " ")
		for _, want := range []string{
			"Выписка из медицинской карты", "№ 7K3M-9QXA-2D4F от 01.07.2026", "Эритроциты 4,61 ×10¹²/л 3,9–4,7",
			"Лейкоциты 9,80 ↑ ×10⁹/л 4,0–9,0", "Калий 2,6 ↓↓ ммоль/л 3,5–5,1", "С-реактивный белок < 0,5 мг/л ≤",
			"Белок в моче отрицательно", "Систолическое 142 ↑ мм рт. ст. ≤ 140", "(≤ 38 мм)", "Действителен с 10.01.2026 по 10.04.2027",
			"example.org/v/7K3M-9QXA-2D4F", "Стр. 1 из 3",
		} {
			if !strings.Contains(flat, want) {
				t.Errorf("pdftotext %s lacks %q", mode, want)
			}
		}
	}
}

// Selected, copied and searched, hard texts are what the record says.
func TestPopplerReadsHardTexts(t *testing.T) {
	for name, c := range hard() {
		out := strings.Join(strings.Fields(tool(t, "poppler-utils", "pdftotext", "-raw", saved(t, c.x), "-")), " ")
		for _, want := range c.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: pdftotext lacks %q", name, want)
			}
		}
	}
}

func TestPopplerSeesReplacements(t *testing.T) {
	out := strings.Join(strings.Fields(tool(t, "poppler-utils", "pdftotext", "-raw", saved(t, unprintable()), "-")), " ")
	if want := "Гипертензия □ □ □□ тест мера\uFFFD"; !strings.Contains(out, want) {
		t.Errorf("pdftotext lacks %q", want)
	}
}

func TestPopplerFindsEveryField(t *testing.T) {
	f := &filler{markers: map[string]string{}}
	f.say = func(string) string { return fmt.Sprintf("марк%dер", f.n) }
	var x exporter.Extract
	f.fill(reflect.ValueOf(&x).Elem(), "")
	x.Kind, x.Form, x.Lang, x.Anonymized = "signed", "extract", "ru", nil
	blank := func(s string) string { return strings.Join(strings.Fields(s), "") }
	all := blank(tool(t, "poppler-utils", "pdftotext", "-raw", saved(t, x), "-"))
	for path, m := range f.markers {
		if !excused(path) && !strings.Contains(all, blank(m)) {
			t.Errorf("Extract%s is not in the file's text (%q)", path, m)
		}
	}
}

func TestFontsAreEmbeddedSubsets(t *testing.T) {
	out := tool(t, "poppler-utils", "pdffonts", saved(t, sample("ru")))
	for _, line := range strings.Split(strings.TrimSpace(out), "\n")[2:] {
		if !strings.Contains(line, "CID TrueType") || strings.Count(line, " yes") < 3 {
			t.Errorf("not an embedded subset with ToUnicode: %s", line)
		}
	}
}

// The picture must hold ink: a font a reader cannot use leaves a blank page.
func TestPopplerDrawsThePages(t *testing.T) {
	file := saved(t, sample("ru"))
	out := filepath.Join(filepath.Dir(file), "page")
	if msg := tool(t, "poppler-utils", "pdftoppm", "-gray", "-r", "50", file, out); strings.TrimSpace(msg) != "" {
		t.Errorf("pdftoppm complains: %s", msg)
	}
	pages, err := filepath.Glob(out + "*.pgm")
	if err != nil || len(pages) != 3 {
		t.Fatalf("%d pictures (%v)", len(pages), err)
	}
	picture, err := os.ReadFile(pages[0])
	if err != nil {
		t.Fatal(err)
	}
	dark := 0
	for _, b := range picture[20:] {
		if b < 128 {
			dark++
		}
	}
	if dark < 2000 {
		t.Errorf("the first page has %d dark points", dark)
	}
}
