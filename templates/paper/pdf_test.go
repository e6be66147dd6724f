package paper

import (
	"bytes"
	stdzlib "compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/zlib"
)

// readable is what a reader of the file sees: per page, text runs joined as
// the text layer (ToUnicode) gives them.
func readable(t testing.TB, pdf []byte) string {
	t.Helper()
	objects := map[int][]byte{}
	for _, m := range regexp.MustCompile(`(?s)(\d+) 0 obj\n(.*?)\nendobj\n`).FindAllSubmatch(pdf, -1) {
		n, _ := strconv.Atoi(string(m[1]))
		objects[n] = m[2]
	}
	maps := map[string]map[int]rune{}
	for _, m := range regexp.MustCompile(`/F(\d) (\d+) 0 R`).FindAllSubmatch(objects[2], -1) {
		n, _ := strconv.Atoi(string(m[2]))
		ref := regexp.MustCompile(`/ToUnicode (\d+) 0 R`).FindSubmatch(objects[n])
		u, _ := strconv.Atoi(string(ref[1]))
		maps[string(m[1])] = runesOf(objects[u])
	}
	var out strings.Builder
	for n := 4; bytes.HasPrefix(objects[n-1], []byte("<</Type /Page\n")); n += 2 {
		out.WriteString(shown(inflate(t, objects[n]), maps))
	}
	return out.String()
}

func inflate(t testing.TB, object []byte) []byte {
	t.Helper()
	_, body, _ := bytes.Cut(object, []byte("stream\n"))
	r, err := stdzlib.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func runesOf(cmap []byte) map[int]rune {
	out := map[int]rune{}
	for _, m := range regexp.MustCompile(`<([0-9A-F]{4})><[0-9A-F]{4}>\[([<>0-9A-F]*)\]`).FindAllSubmatch(cmap, -1) {
		cid, _ := strconv.ParseInt(string(m[1]), 16, 32)
		for i := 0; i+6 <= len(m[2]); i += 6 {
			r, _ := strconv.ParseInt(string(m[2][i+1:i+5]), 16, 32)
			out[int(cid)+i/6] = rune(r)
		}
	}
	return out
}

// shown reads the operators this package writes: /Fn size Tf, (…) Tj, ET.
func shown(content []byte, maps map[string]map[int]rune) string {
	var out strings.Builder
	font := ""
	for i := 0; i < len(content); i++ {
		switch {
		case bytes.HasPrefix(content[i:], []byte("/F")):
			font = string(content[i+2])
		case bytes.HasPrefix(content[i:], []byte(" ET\n")):
			out.WriteByte('\n')
		case content[i] == '(':
			var raw []byte
			for i++; content[i] != ')'; i++ {
				c := content[i]
				if c == '\\' {
					i++
					c = map[byte]byte{'r': '\r', 'n': '\n'}[content[i]]
					if c == 0 {
						c = content[i]
					}
				}
				raw = append(raw, c)
			}
			for j := 0; j+1 < len(raw); j += 2 {
				out.WriteRune(maps[font][int(raw[j])<<8|int(raw[j+1])])
			}
		}
	}
	return out.String()
}

func finished(t testing.TB, s *Sheet) Document {
	t.Helper()
	d, err := s.Finish(func(page, pages int) (string, string) {
		return "Документ", "Стр. " + strconv.Itoa(page) + " из " + strconv.Itoa(pages)
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTextLayerIsExact(t *testing.T) {
	s := sheet(t)
	want := []string{"Эритроциты 4,61 ×10¹²/л", "×10⁻³", "Әлфия Ҡасимова Құнанбай", "(скобки) и \\ косая", "α-амилаза ≤ 5", "Ёжик №1 «ёлка» — µг"}
	s.Paragraphs(Text, strings.Join(want, "\n"))
	got := readable(t, finished(t, s).PDF)
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("the text layer lacks %q:\n%s", w, got)
		}
	}
}

// More than 256 different letters make CIDs whose bytes need escaping.
func TestTextLayerOfManyLetters(t *testing.T) {
	s := sheet(t)
	var b strings.Builder
	for r := 'Ā'; r < 'Ā'+1200; r++ {
		if _, ok := faceFor(s.lib, Sans, r); ok && !joins(r) && string(r) == tidy(string(r)) {
			b.WriteRune(r)
		}
	}
	s.Paragraphs(Text, b.String())
	got := strings.ReplaceAll(readable(t, finished(t, s).PDF), "\n", "")
	if !strings.Contains(got, b.String()) {
		t.Error("letters beyond the 256th do not read back")
	}
}

func TestRunesWithoutAGlyphAreShownAndReported(t *testing.T) {
	s := sheet(t)
	s.Paragraphs(Text, "ответ: 😀漢א и снова 😀")
	d := finished(t, s)
	if string(d.Missing) != "😀漢א" {
		t.Errorf("Missing = %q, want each once in order", string(d.Missing))
	}
	if got := readable(t, d.PDF); !strings.Contains(got, "ответ: □□□ и снова □") {
		t.Errorf("no visible replacement in %q", got)
	}
}

func TestSameDrawingSameBytes(t *testing.T) {
	one := func() []byte {
		s := sheet(t)
		s.Title("Выписка", "№ 1")
		s.Paragraphs(Story, strings.Repeat("Очаговых изменений нет. ", 400))
		return finished(t, s).PDF
	}
	first := one()
	for range 5 {
		if !bytes.Equal(first, one()) {
			t.Fatal("the same drawing gave other bytes")
		}
	}
}

// What a deflater did before must not show: another process, or another
// patient's page before, would give other bytes.
func TestADeflaterKeepsNothing(t *testing.T) {
	page := bytes.Repeat([]byte("0.078 0.094 0.110 rg BT /F0 9.5 Tf 56.69 700.1 Td (глюкоза) Tj ET\n"), 300)
	fresh, err := zlib.NewWriterLevel(nil, zlib.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	once := func() []byte {
		var out bytes.Buffer
		fresh.Reset(&out)
		_, _ = fresh.Write(page)
		_ = fresh.Close()
		return out.Bytes()
	}
	first := once()
	for n := range 40 {
		var other bytes.Buffer
		fresh.Reset(&other)
		_, _ = fresh.Write(page[n*7 : len(page)-n*400])
		_ = fresh.Close()
		if !bytes.Equal(first, once()) {
			t.Fatalf("after %d other pages the same page gave other bytes", n+1)
		}
	}
}

func TestFrame(t *testing.T) {
	s := sheet(t)
	s.Paragraphs(Text, "текст")
	pdf := finished(t, s).PDF
	for _, c := range []struct{ name, want string }{
		{"version and binary comment (ISO 19005-2, 6.1.2)", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"},
		{"file identifier (6.1.3)", "/ID[<"},
		{"metadata (6.6.2)", "/Type/Metadata/Subtype/XML"},
		{"output intent (6.2.3)", "/S/GTS_PDFA1"},
		{"language", "/Lang(ru-RU)"},
		{"one classic cross-reference table", "\nxref\n0 "},
		{"creation date with its zone", "D:20260701150000+03'00'"},
		{"the same date in XMP", "2026-07-01T15:00:00+03:00"},
	} {
		if !bytes.Contains(pdf, []byte(c.want)) {
			t.Errorf("%s: %q is missing", c.name, c.want)
		}
	}
	for _, c := range []struct{ name, bad string }{
		{"no name dictionary left over", "/EmbeddedFiles"},
		{"one revision", "/Prev"},
	} {
		if bytes.Contains(pdf, []byte(c.bad)) {
			t.Errorf("%s: %q is there", c.name, c.bad)
		}
	}
}

func TestCrossReferenceTablePointsAtObjects(t *testing.T) {
	s := sheet(t)
	s.Paragraphs(Text, strings.Repeat("текст ", 9000))
	pdf := finished(t, s).PDF
	at := bytes.LastIndex(pdf, []byte("\nxref\n"))
	entries := regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(pdf[at:], -1)
	if len(entries) < 10 {
		t.Fatalf("%d entries", len(entries))
	}
	for i, e := range entries {
		off, _ := strconv.Atoi(string(e[1]))
		if !bytes.HasPrefix(pdf[off:], []byte(strconv.Itoa(i+1)+" 0 obj\n")) {
			t.Errorf("entry %d points at %q", i+1, pdf[off:off+12])
		}
	}
}

func TestTakeApartRefusesWhatGofpdfDoesNotWrite(t *testing.T) {
	for _, c := range []struct{ name, raw string }{
		{"nothing", ""},
		{"no table", "%PDF-1.3\nstartxref\n0\n%%EOF\n"},
		{"a table outside the file", "startxref\n99999\n%%EOF\n"},
		{"a number that is none", "startxref\nx\n%%EOF\n"},
		{"too few objects", "xref\n0 2\n0000000000 65535 f \ntrailer\nstartxref\n0\n%%EOF\n"},
	} {
		if _, err := takeApart([]byte(c.raw)); err == nil {
			t.Errorf("%s: no error", c.name)
		}
	}
}

func TestParseRefusesCutFonts(t *testing.T) {
	file, err := sources.ReadFile("fonts/PTS55F.ttf")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 3, 12, 100, 1000, len(file) / 2} {
		if _, err := parse("cut", file[:n]); err == nil {
			t.Errorf("a font cut to %d bytes was read", n)
		}
	}
}

func TestFontsHaveNoEmptyLetters(t *testing.T) {
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range lib {
		for _, r := range "АЯаяЁё№«»0123456789,.%<>" {
			if g := f.gids[r]; g == 0 || len(f.glyphs[g]) < 12 || f.advance[g] == 0 {
				t.Errorf("%s: %q has no shape", fontFiles[i].name, r)
			}
		}
	}
}
