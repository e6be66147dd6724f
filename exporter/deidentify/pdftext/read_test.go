package pdftext

import (
	"bytes"
	"fmt"
	"math/rand"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// samples are the files in testdata, made by programs that are not ours.
var samples = []string{"testdata/gofpdf.pdf", "testdata/qpdf-streams.pdf"}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFilesOfOtherPrograms(t *testing.T) {
	for _, name := range samples {
		t.Run(name, func(t *testing.T) {
			c := mustRead(t, sample(t, name))
			if len(c.Pages) != 2 || len(c.Others) != 0 || c.Images != 0 || c.Attachments != 0 {
				t.Errorf("%d pages, %d others, %d images, %d attachments", len(c.Pages), len(c.Others), c.Images, c.Attachments)
			}
			want := "Выписка: Щукина Шура (вымышлена)\nВымышленный\nГемоглобин 142 г/л\nТекст,  который  выровнен  по  ширине  и  поэтому\n" +
				"рисуется  с  растянутыми  пробелами  в  каждой\nстроке, кроме последней.\n" +
				strings.Repeat("Показатель крови 4,70 ммоль/л\n", 20) + "Боковая надпись"
			for i, p := range c.Pages {
				if p.Drawn != want || p.Sorted != want {
					t.Errorf("page %d: drawn %q, sorted %q", i+1, p.Drawn, p.Sorted)
				}
			}
			if got := strings.Join(c.Links, " "); got != "https://example.org/v/4F7K" {
				t.Errorf("links %q", got)
			}
			for _, want := range []string{"Выписка из карты", "ООО «Клиника Пример»", "Раздел"} {
				if !strings.Contains(strings.Join(c.Metadata, "\n"), want) {
					t.Errorf("metadata %q misses %q", c.Metadata, want)
				}
			}
		})
	}
}

// TestSplitWordsStandTogether cuts a text into strings at random, moves the
// pen in every way there is, and draws the parts of each line in any order.
func TestSplitWordsStandTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.StringMatching(`[А-Яа-яёЁ]{1,12}( [а-я0-9]{1,8}){0,2}`), 1, 6).Draw(t, "lines")
		scale := rapid.SampledFrom([]float64{1, 0.5, 12}).Draw(t, "scale")
		var parts, shuffled []string
		y := 800.0
		for _, line := range lines {
			x := 50.0
			rs := []rune(line)
			for len(rs) > 0 {
				n := rapid.IntRange(1, len(rs)).Draw(t, "cut")
				parts = append(parts, drawPart(rapid.IntRange(0, 2).Draw(t, "way"), string(rs[:n]), x, y, scale))
				x += 5 * float64(n) // 500 thousandths of 10
				rs = rs[n:]
			}
			y -= 14
		}
		want := strings.Join(lines, "\n")
		if got := readPage(t, parts).Drawn; got != want {
			t.Fatalf("drawn %q, want %q", got, want)
		}
		shuffled = append(shuffled, parts...)
		rand.New(rand.NewSource(int64(len(want)))).Shuffle(len(parts), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := readPage(t, shuffled).Sorted; got != want {
			t.Fatalf("sorted %q, want %q", got, want)
		}
	})
}

func readPage(t *rapid.T, parts []string) Page {
	c, err := Read(onePage(strings.Join(parts, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return c.Pages[0]
}

// drawPart shows text 10 high at a place, by one of three ways to get there.
func drawPart(way int, text string, x, y, scale float64) string {
	s := utf16hex(text)
	switch way {
	case 0:
		return fmt.Sprintf("BT /F2 10 Tf %g %g Td %s Tj ET", x, y, s)
	case 1:
		return fmt.Sprintf("BT /F2 %g Tf %g 0 0 %g %g %g Tm [%s] TJ ET", 10/scale, scale, scale, x, y, s)
	}
	return fmt.Sprintf("q %g 0 0 %g %g %g cm BT /F2 %g Tf 0 0 Td %s Tj ET Q", scale, scale, x, y, 10/scale, s)
}

// TestStringsRoundTrip writes bytes as PDF strings and reads them back.
func TestStringsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		var literal strings.Builder
		for _, c := range b {
			switch rapid.IntRange(0, 2).Draw(t, "way") {
			case 0:
				fmt.Fprintf(&literal, `\%03o`, c)
			default:
				if strings.IndexByte("()\\\r", c) >= 0 {
					literal.WriteByte('\\')
				}
				if c == '\r' {
					c = 'r'
				}
				if c == '\n' && rapid.Bool().Draw(t, "continued") {
					literal.WriteString("\\\n")
				}
				literal.WriteByte(c)
			}
		}
		for _, src := range []string{"(" + literal.String() + ")", fmt.Sprintf("<%x>", b)} {
			l := lexer{src: []byte(src)}
			v, err := l.next(0)
			if err != nil || v.kind != kindString || !bytes.Equal(v.text, b) || l.pos != len(src) {
				t.Fatalf("%q is read as %q, %v", src, v.text, err)
			}
		}
	})
}

// TestASCII85RoundTrips checks against the standard library's writer.
func TestASCII85RoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`(\x00{4})?[\x00-\xff]{0,40}`).Draw(t, "bytes")
		out, err := unascii85([]byte(strings.TrimSuffix(base85(s), "~>")))
		if err != nil || string(out) != s {
			t.Fatalf("%q becomes %q, %v", s, out, err)
		}
	})
}

func TestNumbers(t *testing.T) {
	for in, want := range map[string]float64{"0": 0, "12": 12, "-7": -7, "+7": 7, "1.5": 1.5, "-.25": -.25, "4.": 4, "0.0001": .0001} {
		if n, _, ok := number([]byte(in)); !ok || n-want > 1e-12 || want-n > 1e-12 {
			t.Errorf("%s is read as %v, %v", in, n, ok)
		}
	}
	for _, in := range []string{"-", "+", ".", "1.2.3", "--1", "1e5", "1-2", "0x10"} {
		if n, _, ok := number([]byte(in)); ok {
			t.Errorf("%s is read as %v", in, n)
		}
	}
}

// TestReadsAreIndependent reads files at the same time; run with -race.
func TestReadsAreIndependent(t *testing.T) {
	var wg sync.WaitGroup
	for _, name := range samples {
		pdf := sample(t, name)
		before := bytes.Clone(pdf)
		want := mustRead(t, pdf)
		for range 4 {
			wg.Go(func() {
				if got, err := Read(pdf); err != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("another reading of %s differs: %v", name, err)
				}
			})
		}
		wg.Wait()
		if !bytes.Equal(pdf, before) {
			t.Errorf("%s was changed by reading", name)
		}
	}
}

// FuzzRead asks that no file makes Read panic, that what it returns is text,
// and that reading again gives the same.
func FuzzRead(f *testing.F) {
	f.Add(onePage(hello)) // small seeds: the fuzzer is slow on large ones
	d := newDraft()
	d.objectStream("1", "<</Type/Catalog/Pages 2 0 R>>", "2", "<</Type/Pages/Kids[3 0 R]>>", "3", "<</Type/Page/Contents 4 0 R/Resources "+resources+">>")
	d.stream(4, "/Filter[/A85/Fl]", base85(deflate(hello)))
	d.fonts()
	d.xrefStream("", 1, 2, 3)
	f.Add(bytes.Clone(d.Bytes()))
	d.stream(10, "/Subtype/Form/Resources "+resources, "/Span <</ActualText (x)>> BDC BI /W 1/H 1/BPC 8/CS/G ID x EI EMC "+hello)
	d.table("")
	f.Add(bytes.Clone(d.Bytes()))
	f.Fuzz(func(t *testing.T, pdf []byte) {
		c, err := Read(pdf)
		if err != nil {
			if !reflect.DeepEqual(c, Contents{}) || !utf8.ValidString(err.Error()) {
				t.Fatalf("contents beside the error %q", err)
			}
			return
		}
		if len(c.Pages) == 0 {
			t.Fatal("neither a page nor an error")
		}
		if !utf8.ValidString(c.Text()) {
			t.Fatal("text is not UTF-8")
		}
		if again, err := Read(pdf); err != nil || !reflect.DeepEqual(c, again) {
			t.Fatalf("reading again gives something else: %v", err)
		}
	})
}

// FuzzContent asks the same of content streams, which the fuzzer seldom
// reaches through a whole file.
func FuzzContent(f *testing.F) {
	f.Add(hello)
	f.Add("BT /F2 10 Tf [<0041> -300 <0042>] TJ T* (x) ' 1 2 (y) \" ET q 1 0 0 1 0 0 cm Q")
	f.Add("/Span <</ActualText (x)>> BDC BI /W 1/H 1/BPC 8/CS/G ID x EI EMC")
	f.Fuzz(func(t *testing.T, content string) {
		c, err := Read(onePage(content))
		if err == nil && !utf8.ValidString(c.Text()) {
			t.Fatal("text is not UTF-8")
		}
	})
}

// FuzzCMap asks that no map makes a font panic.
func FuzzCMap(f *testing.F) {
	f.Add(identity, "<00410042>")
	f.Add(cmapOf("1 beginbfrange <0001> <0003> [<0418> <0432> <0430043D>] endbfrange"), "<000100020003>")
	f.Fuzz(func(t *testing.T, cmap, text string) {
		_, _ = Read(withFont(type0("/Encoding 11 0 R/ToUnicode 10 0 R"), text, func(d *draft) {
			d.stream(10, "", cmap)
			d.stream(11, "/Type/CMap", cmap)
		}))
	})
}

// BenchmarkRead reads what an anonymized copy is like: five pages of a table,
// 1,500 strings, two fonts.
func BenchmarkRead(b *testing.B) {
	d := newDraft()
	d.fonts()
	d.obj(1, `<</Type/Catalog/Pages 2 0 R>>`)
	d.obj(2, `<</Type/Pages/Kids[20 0 R 21 0 R 22 0 R 23 0 R 24 0 R]/Resources `+resources+`>>`)
	for n := 20; n < 25; n++ {
		var content strings.Builder
		for i := range 300 {
			fmt.Fprintf(&content, "BT %d %d Td /F2 10 Tf %s Tj ET\n", 50+i%4*120, 800-i/4*10, utf16hex(fmt.Sprintf("Показатель %d", i)))
		}
		d.obj(n, fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents %d 0 R>>", n+10))
		d.stream(n+10, "/Filter/FlateDecode", deflate(content.String()))
	}
	noise := make([]byte, 60<<10)
	rand.New(rand.NewSource(1)).Read(noise)
	d.obj(40, "<</FontFile2 41 0 R>>")
	d.stream(41, "", string(noise))
	d.table("")
	for name, pdf := range map[string][]byte{"table": d.Bytes(), "gofpdf": sample(b, samples[0])} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(pdf)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(pdf); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
