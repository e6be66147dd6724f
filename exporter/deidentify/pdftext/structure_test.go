package pdftext

import (
	"bytes"
	"encoding/ascii85"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// xrefStream ends a revision with a cross-reference stream. Objects in packed
// lie in object stream 80 in that order.
func (d *draft) xrefStream(extra string, packed ...int) {
	start := d.Len()
	d.at[81] = start
	var rows, index strings.Builder
	for _, n := range slices.Sorted(maps.Keys(d.at)) {
		fmt.Fprintf(&index, "%d 1 ", n)
		rows.Write([]byte{1, byte(d.at[n] >> 16), byte(d.at[n] >> 8), byte(d.at[n]), 0})
	}
	for i, n := range packed {
		fmt.Fprintf(&index, "%d 1 ", n)
		rows.Write([]byte{2, 0, 0, 80, byte(i)})
	}
	prev := ""
	if d.prev > 0 {
		prev = fmt.Sprintf("/Prev %d", d.prev)
	}
	data := deflate(pngUp(rows.String(), 5))
	fmt.Fprintf(d, "81 0 obj\n<</Type/XRef/Size 100/Root 1 0 R/W[1 3 1]/Index[%s]%s%s/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 5>>/Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n",
		index.String(), prev, extra, len(data), data, start)
	d.prev, d.at = start, map[int]int{}
}

// pngUp writes rows by PNG's filter 2.
func pngUp(s string, row int) string {
	var b bytes.Buffer
	prior := make([]byte, row)
	for i := 0; i < len(s); i += row {
		b.WriteByte(2)
		for j := range row {
			b.WriteByte(s[i+j] - prior[j])
			prior[j] = s[i+j]
		}
	}
	return b.String()
}

// objectStream packs objects, given as number and body in turn, as object 80.
func (d *draft) objectStream(bodies ...string) {
	var head, body strings.Builder
	for i := 0; i < len(bodies); i += 2 {
		fmt.Fprintf(&head, "%s %d ", bodies[i], body.Len())
		body.WriteString(bodies[i+1] + " ")
	}
	d.stream(80, fmt.Sprintf("/Type/ObjStm/N %d/First %d/Filter/FlateDecode", len(bodies)/2, head.Len()), deflate(head.String()+body.String()))
}

func TestFileStructures(t *testing.T) {
	tree := func(d *draft) {
		d.obj(1, `<</Type/Catalog/Pages 2 0 R>>`)
		d.obj(2, `<</Type/Pages/Kids[3 0 R]/Resources `+resources+`>>`)
		d.obj(3, `<</Type/Page/Parent 2 0 R/Contents 4 0 R>>`)
		d.fonts()
	}
	content := func(d *draft, dict, data string) {
		tree(d)
		d.stream(4, dict, data)
		d.table("")
	}
	for sentence, write := range map[string]func(d *draft){
		"resources are inherited": func(d *draft) { content(d, "", hello) },
		"a page tree may be deep": func(d *draft) {
			tree(d)
			for n := 20; n < 60; n++ {
				d.obj(n, fmt.Sprintf("<</Type/Pages/Kids[%d 0 R]>>", n+1))
			}
			d.obj(60, `<</Type/Pages/Kids[3 0 R]>>`)
			d.obj(2, `<</Type/Pages/Kids[20 0 R]/Resources `+resources+`>>`)
			d.stream(4, "", hello)
			d.table("")
		},
		"content is packed":       func(d *draft) { content(d, "/Filter/FlateDecode", deflate(hello)) },
		"a filter is short":       func(d *draft) { content(d, "/Filter[/Fl]", deflate(hello)) },
		"content is hexadecimal":  func(d *draft) { content(d, "/Filter/ASCIIHexDecode", hex.EncodeToString([]byte(hello))+">") },
		"content is in base 85":   func(d *draft) { content(d, "/Filter/ASCII85Decode", base85(hello)) },
		"filters come in a chain": func(d *draft) { content(d, "/Filter[/A85/Fl]/DecodeParms[null null]", base85(deflate(hello))) },
		"a filter is a reference": func(d *draft) { d.obj(9, "/FlateDecode"); content(d, "/Filter 9 0 R", deflate(hello)) },
		"a predictor sums pixels": func(d *draft) {
			content(d, "/Filter/Fl/DecodeParms<</Predictor 2/Columns 9>>", deflate(tiff(hello, 9)))
		},
		"a predictor filters rows": func(d *draft) {
			content(d, "/Filter/Fl/DecodeParms<</Predictor 15/Columns 1>>", deflate(pngUp(hello, 1)))
		},
		"a length is a reference": func(d *draft) {
			tree(d)
			d.obj(9, fmt.Sprint(len(hello)))
			d.obj(4, "<</Length 9 0 R>>\nstream\n"+hello+"\nendstream")
			d.table("")
		},
		"a length comes later": func(d *draft) {
			tree(d)
			d.obj(4, "<</Length 9 0 R>>\nstream\r\n"+hello+"endstream")
			d.obj(9, fmt.Sprint(len(hello)))
			d.table("")
		},
		"a length changes later": func(d *draft) {
			tree(d)
			d.obj(4, "<</Length 9 0 R>>\nstream\n"+hello+"\nendstream")
			d.obj(9, fmt.Sprint(len(hello)))
			d.table("")
			d.obj(4, "<</Length 9 0 R>>\nstream\n "+hello+"\nendstream")
			d.obj(9, fmt.Sprint(len(hello)+1))
			d.table("")
		},
		"content is in parts that split anywhere": func(d *draft) {
			tree(d)
			d.obj(3, `<</Type/Page/Parent 2 0 R/Contents[4 0 R 5 0 R 6 0 R]>>`)
			d.stream(4, "", "BT /F1 10 Tf 50 700 Td")
			d.stream(5, "/Filter/FlateDecode", deflate("(Hello)"))
			d.stream(6, "", "Tj ET")
			d.table("")
		},
		"the list of contents is a reference": func(d *draft) {
			tree(d)
			d.obj(3, `<</Type/Page/Parent 2 0 R/Contents 5 0 R>>`)
			d.obj(5, "[4 0 R]")
			d.stream(4, "", hello)
			d.table("")
		},
		"objects are packed": func(d *draft) {
			d.objectStream("1", "<</Type/Catalog/Pages 2 0 R>>", "2", "<</Type/Pages/Kids[3 0 R]>>", "3", "<</Type/Page/Contents 4 0 R/Resources "+resources+">>")
			d.stream(4, "", hello)
			d.fonts()
			d.xrefStream("", 1, 2, 3)
		},
		"an update packs what was not": func(d *draft) {
			content(d, "", "BT /F1 10 Tf (Old) Tj ET")
			d.objectStream("3", "<</Type/Page/Contents 5 0 R/Parent 2 0 R>>")
			d.stream(5, "", hello)
			d.xrefStream("", 3)
		},
		"a table has a stream beside it": func(d *draft) {
			d.objectStream("1", "<</Type/Catalog/Pages 2 0 R>>", "2", "<</Type/Pages/Kids[3 0 R]>>", "3", "<</Type/Page/Contents 4 0 R/Resources "+resources+">>")
			d.xrefStream("", 1, 2, 3)
			beside := d.prev
			d.prev = 0
			d.stream(4, "", hello)
			d.fonts()
			d.table(fmt.Sprintf("/XRefStm %d", beside), 1, 2, 3)
		},
		"a table points before the line end": func(d *draft) {
			tree(d)
			d.WriteString("\n\n")
			d.stream(4, "", hello)
			d.at[4] -= 2
			d.table("")
		},
		"an object ends without a value": func(d *draft) { d.WriteString("9 0 obj\nendobj\n"); content(d, "", hello) },
		"an update of the catalog":       func(d *draft) { content(d, "", hello); d.obj(1, `<</Type/Catalog/Pages 2 0 R/Lang(ru)>>`); d.table("") },
		"lines end as on an old Mac":     func(d *draft) { d.WriteString("9 0 obj\r<</A 1>>\rendobj\r"); content(d, "", hello) },
	} {
		t.Run(sentence, func(t *testing.T) {
			d := newDraft()
			write(d)
			c := mustRead(t, d.Bytes())
			if len(c.Pages) != 1 || c.Pages[0].Drawn != "Hello" {
				t.Errorf("pages %q", c.Pages)
			}
		})
	}
}

func base85(s string) string {
	out := make([]byte, ascii85.MaxEncodedLen(len(s)))
	return string(out[:ascii85.Encode(out, []byte(s))]) + "~>"
}

// tiff writes the differences of neighbours in a row.
func tiff(s string, row int) string {
	out := []byte(s)
	for i := len(out) - 1; i >= 0; i-- {
		if i%row != 0 {
			out[i] -= out[i-1]
		}
	}
	return string(out)
}

func TestFormerRevisionsAreRead(t *testing.T) {
	d := newDraft()
	d.page(resources, "BT /F1 10 Tf 50 700 Td (first) Tj ET")
	d.table("")
	d.stream(4, "", "BT /F1 10 Tf 50 700 Td (second) Tj ET")
	d.table("")
	d.obj(1, "<</Type/Catalog/Pages 2 0 R/Lang(ru)>>")
	d.table("")
	c := mustRead(t, d.Bytes())
	if c.Revisions != 3 || len(c.Pages) != 1 || c.Pages[0].Drawn != "second" {
		t.Errorf("%d revisions, pages %q", c.Revisions, c.Pages)
	}
	if len(c.Others) != 1 || c.Others[0].Drawn != "first" {
		t.Errorf("others %q", c.Others)
	}
}

// TestAFormerFontReadsItsText gives the codes of superseded content another
// meaning in the newest revision.
func TestAFormerFontReadsItsText(t *testing.T) {
	font := func(d *draft, glyph string) {
		d.obj(10, "<</Subtype/Type1/FirstChar 0/Widths 90 0 R/Encoding<</Differences[65/"+glyph+"]>>>>")
	}
	d := newDraft()
	d.page("<</Font<</F1 10 0 R>>>>", "BT /F1 10 Tf (A) Tj ET")
	font(d, "afii10017")
	d.stream(11, "/Subtype/Form/Resources<</Font<</F1 10 0 R>>>>", "BT /F1 10 Tf (AA) Tj ET")
	d.table("")
	font(d, "x")
	d.stream(11, "/Subtype/Form/Resources<</Font<</F1 10 0 R>>>>", "BT /F1 10 Tf (AAA) Tj ET")
	d.table("")
	text := mustRead(t, d.Bytes()).Text()
	for _, want := range []string{"x\n", "А\n", "АА\n", "xxx\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not hold %q", text, want)
		}
	}
}

func TestPNGPredictors(t *testing.T) {
	for _, row := range []struct {
		sentence string
		in       []byte
		pixel    int
		want     []byte
	}{
		{"none", []byte{0, 1, 2, 3, 4}, 1, []byte{1, 2, 3, 4}},
		{"the left neighbour", []byte{1, 1, 1, 1, 1}, 1, []byte{1, 2, 3, 4}},
		{"the left neighbour of a wide pixel", []byte{1, 1, 2, 1, 1}, 2, []byte{1, 2, 2, 3}},
		{"the row above", []byte{0, 1, 2, 3, 4, 2, 1, 1, 1, 1}, 1, []byte{1, 2, 3, 4, 2, 3, 4, 5}},
		{"the mean of both", []byte{0, 2, 4, 6, 8, 3, 1, 1, 1, 1}, 1, []byte{2, 4, 6, 8, 2, 4, 6, 8}},
		{"the nearest of three", []byte{0, 1, 2, 3, 4, 4, 1, 1, 1, 1}, 1, []byte{1, 2, 3, 4, 2, 3, 4, 5}},
		{"a last row cut short", []byte{0, 1, 2, 3, 4, 2, 1}, 1, []byte{1, 2, 3, 4, 2}},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			got, err := unpng(bytes.Clone(row.in), row.pixel, 4)
			if err != nil || !bytes.Equal(got, row.want) {
				t.Errorf("%v, %v; want %v", got, err, row.want)
			}
		})
	}
}

func TestManyRowsAreRefused(t *testing.T) {
	d := newDraft()
	d.page(resources, hello)
	start := d.Len()
	d.stream(81, "/Type/XRef/W[0 1 0]/Size 8000000/Filter/FlateDecode", deflate(strings.Repeat("1", 8000000)))
	fmt.Fprintf(d, "startxref\n%d\n", start)
	if _, err := Read(d.Bytes()); err == nil || !strings.Contains(err.Error(), "64 MB") {
		t.Errorf("error %v", err)
	}
}
