package pdftext

import (
	"fmt"
	"strings"
	"testing"
)

// mustRead reads a file that has to be readable.
func mustRead(t *testing.T, pdf []byte) Contents {
	t.Helper()
	c, err := Read(pdf)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return c
}

func TestDrawnText(t *testing.T) {
	for _, row := range []struct{ sentence, content, want string }{
		{"a string is text", "BT /F1 10 Tf 50 700 Td (Hello) Tj ET", "Hello"},
		{"escapes and parentheses are written out", `BT /F1 10 Tf 50 700 Td (a\(b\)\\(c)\101\12\
d) Tj ET`, "a(b)\\(c)A\nd"},
		{"a hexadecimal string may have spaces and an odd digit", "BT /F1 10 Tf 50 700 Td <48 65 6C6C 6F2 > Tj ET", "Hello "},
		{"two strings that follow each other stand together", "BT /F1 10 Tf 50 700 Td (Ivan) Tj <6F76> Tj ET", "Ivanov"},
		{"kerning inside TJ keeps a word together", "BT /F1 10 Tf 50 700 Td [(Iv) 20 (an) -150 (ov)] TJ ET", "Ivanov"},
		{"a gap inside TJ is a space", "BT /F1 10 Tf 50 700 Td [(Ivan) -250 (Petrov)] TJ ET", "Ivan Petrov"},
		{"a word split over text objects that touch stands together", "BT /F1 10 Tf 50 700 Td (Iva) Tj ET BT 65 700 Td (nov) Tj ET", "Ivanov"},
		{"the same with a gap is two words", "BT /F1 10 Tf 50 700 Td (Iva) Tj ET BT 68 700 Td (nov) Tj ET", "Iva nov"},
		{"letters that overlap a little stand together", "BT /F1 10 Tf 50 700 Td (Iva) Tj ET BT 64 700 Td (nov) Tj ET", "Ivanov"},
		{"going back on the line begins a new line", "BT /F1 10 Tf 50 700 Td (Iva) Tj ET BT 20 700 Td (nov) Tj ET", "Iva\nnov"},
		{"a new base line begins a line", "BT /F1 10 Tf 50 700 Td (one) Tj 0 -12 Td (two) Tj ET", "one\ntwo"},
		{"an index stays in its word", "BT /F1 10 Tf 50 700 Td (H) Tj 3 Ts /F1 5 Tf (2) Tj 0 Ts /F1 10 Tf (O) Tj ET", "H2O"},
		{"T* and TL begin a line", "BT /F1 10 Tf 12 TL 50 700 Td (one) Tj T* (two) Tj ET", "one\ntwo"},
		{"TD sets the leading", "BT /F1 10 Tf 50 700 Td (one) Tj 0 -12 TD (two) Tj T* (three) Tj ET", "one\ntwo\nthree"},
		{"an apostrophe shows on the next line", "BT /F1 10 Tf 12 TL 50 700 Td (one) Tj (two) ' ET", "one\ntwo"},
		{"a quotation mark shows on the next line", "BT /F1 10 Tf 12 TL 50 700 Td (one) Tj 1 0 (two) \" (x) Tj ET", "one\ntwox"},
		{"Tm places text", "BT /F1 1 Tf 10 0 0 10 50 700 Tm (Iva) Tj 10 0 0 10 65 700 Tm (nov) Tj ET", "Ivanov"},
		{"cm places text", "q 10 0 0 10 50 700 cm BT /F1 1 Tf (Iva) Tj ET Q q 10 0 0 10 65 700 cm BT /F1 1 Tf (nov) Tj ET Q", "Ivanov"},
		{"spaced letters stand together", "BT /F1 10 Tf 6 Tc 50 700 Td (Iv) Tj (anov) Tj ET", "Ivanov"},
		{"narrow type is measured narrow", "BT /F1 10 Tf 50 Tz 50 700 Td (Iva) Tj ET BT 57.5 700 Td (nov) Tj ET", "Ivanov"},
		{"word spacing counts for the space alone", "BT /F1 10 Tf 10 Tw 50 700 Td (a b) Tj ET BT 75 700 Td (c) Tj ET", "a bc"},
		{"turned text runs along its own line", "BT /F1 10 Tf 0 1 -1 0 50 100 Tm (Iva) Tj 0 1 -1 0 50 115 Tm (nov) Tj ET", "Ivanov"},
		{"turned text is not joined with straight text", "BT /F1 10 Tf 1 0 0 1 50 100 Tm (Iva) Tj 0 1 -1 0 65 100 Tm (nov) Tj ET", "Iva\nnov"},
		{"invisible text is text", "BT 3 Tr /F1 10 Tf 50 700 Td (hidden) Tj ET", "hidden"},
		{"white text is text", "1 1 1 rg BT /F1 10 Tf 50 700 Td (white) Tj ET", "white"},
		{"text outside the page is text", "BT /F1 10 Tf -5000 9000 Td (outside) Tj ET", "outside"},
		{"clipped text is text", "0 0 1 1 re W n BT /F1 10 Tf 50 700 Td (clipped) Tj ET", "clipped"},
		{"bold type by drawing twice is read once", "BT /F1 10 Tf 50 700 Td (Iva) Tj ET BT 50.3 700 Td (Iva) Tj ET BT 65.3 700 Td (nov) Tj ET", "Ivanov"},
		{"Q brings the font back", "/F1 10 Tf q /F2 10 Tf Q BT 50 700 Td (Hello) Tj ET", "Hello"},
		{"Q without q is passed over", "Q BT /F1 10 Tf 50 700 Td (Hello) Tj ET", "Hello"},
		{"wide codes are read through their map", "BT /F2 10 Tf 50 700 Td " + utf16hex("Щукина Ольга") + " Tj ET", "Щукина Ольга"},
		{"a soft hyphen stays", "BT /F2 10 Tf 50 700 Td " + utf16hex("Щу\u00adкина") + " Tj ET", "Щу\u00adкина"},
		{"a surrogate pair is one character", "BT /F2 10 Tf 50 700 Td " + utf16hex("a😀b") + " Tj ET", "a😀b"},
		{"a comment does not end a word", "BT /F1 10 Tf 50 700 Td (Iva) Tj % here (not shown) Tj\n(nov) Tj ET", "Ivanov"},
		{"unknown operators inside BX and EX are passed over", "BX 1 2 what EX BT /F1 10 Tf 50 700 Td (Hello) Tj ET", "Hello"},
		{"an inline image is passed over by its size", "BI /W 4 /H 4 /BPC 8 /CS /G ID Tj EI (x) Tj EI EI BT /F1 10 Tf 50 700 Td (Hello) Tj ET", "Hello"},
		{"an inline image is passed over by its zlib end", "BI /W 9 /H 9 /BPC 8 /CS /G /F /Fl ID " + deflate(" EI (x) Tj ") + " EI BT /F1 10 Tf 50 700 Td (Hello) Tj ET", "Hello"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			c := mustRead(t, onePage(row.content))
			if got := c.Pages[0].Drawn; got != row.want {
				t.Errorf("drawn %q, want %q", got, row.want)
			}
		})
	}
}

func TestSortedText(t *testing.T) {
	at := func(x, y int, s string) string { return fmt.Sprintf("BT /F1 10 Tf %d %d Td (%s) Tj ET ", x, y, s) }
	for _, row := range []struct{ sentence, content, want string }{
		{"lines come from top to bottom", at(50, 600, "low") + at(50, 700, "high"), "high\nlow"},
		{"a line comes from left to right", at(200, 700, "right") + at(50, 700, "left"), "left right"},
		{"a word drawn by parts in disorder is whole", at(65, 700, "nov") + at(50, 700, "Iva"), "Ivanov"},
		{"columns drawn one after the other become rows", at(50, 700, "a") + at(50, 680, "b") + at(150, 700, "c") + at(150, 680, "d"), "a c\nb d"},
		{"a line that slants by less than an index stays whole", at(50, 700, "Iva") + at(65, 702, "nov"), "Ivanov"},
		{"turned text follows the straight", "BT /F1 10 Tf 0 1 -1 0 50 800 Tm (up) Tj ET " + at(50, 700, "flat"), "flat\nup"},
		{"turned lines go by their own top", "BT /F1 10 Tf 0 1 -1 0 80 100 Tm (two) Tj 0 1 -1 0 50 100 Tm (one) Tj ET", "one\ntwo"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			if got := mustRead(t, onePage(row.content)).Pages[0].Sorted; got != row.want {
				t.Errorf("sorted %q, want %q", got, row.want)
			}
		})
	}
}

func TestReplacementText(t *testing.T) {
	const font = "BT /F1 10 Tf 50 700 Td "
	for _, row := range []struct{ sentence, content, drawn, actual string }{
		{"without replacements there is no third reading", font + "(plain) Tj ET", "plain", ""},
		{"a replacement joins what stands around it", font + "(Iva) Tj /Span <</ActualText (no)>> BDC (zz) Tj EMC (v) Tj ET", "Ivazzv", "Ivanov"},
		{"a replacement of nothing drawn is still read", font + "(Iva) Tj ET /Span <</ActualText (nov)>> BDC EMC", "Iva", "Iva nov"},
		{"an empty replacement takes away", font + "(Iva) Tj /Span <</ActualText ()>> BDC (-) Tj EMC (nov) Tj ET", "Iva-nov", "Ivanov"},
		{"the outer replacement wins", font + "/Span <</ActualText (out)>> BDC /Span <</ActualText (in)>> BDC (zz) Tj EMC EMC ET", "zz", "out"},
		{"one left open ends with the content", font + "ET /Span <</ActualText (late)>> BDC", "", " late"},
		{"a named property list counts", font + "/Span /P1 BDC (zz) Tj EMC ET", "zz", "named"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			res := `<</Font<</F1 92 0 R>>/Properties<</P1 10 0 R>>>>`
			c := mustRead(t, pageWith(res, row.content, func(d *draft) { d.obj(10, `<</ActualText (named)>>`) }))
			if p := c.Pages[0]; p.Drawn != row.drawn || p.Actual != row.actual {
				t.Errorf("drawn %q, actual %q, want %q, %q", p.Drawn, p.Actual, row.drawn, row.actual)
			}
		})
	}
}

func TestForms(t *testing.T) {
	const hello = "BT /F1 10 Tf 50 700 Td (Hello) Tj ET"
	form := func(d *draft, n int, dict, content string) {
		d.stream(n, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"+dict, content)
	}
	for _, row := range []struct {
		sentence, content, want string
		more                    func(*draft)
	}{
		{"a form's text is the page's", "/X1 Do", "Hello", func(d *draft) { form(d, 10, "/Resources "+resources, hello) }},
		{"a form without resources uses the page's", "/X1 Do", "Hello", func(d *draft) { form(d, 10, "", hello) }},
		{"a form in a form is followed", "/X1 Do", "Hello", func(d *draft) {
			form(d, 10, "/Resources<</XObject<</Y 11 0 R>>>>", "/Y Do")
			form(d, 11, "/Resources "+resources, hello)
		}},
		{"a form's matrix moves it", "BT /F1 10 Tf 50 700 Td (Oh) Tj ET /X1 Do", "OhHello",
			func(d *draft) { form(d, 10, "/Matrix[1 0 0 1 10 0]", hello) }},
		{"a form drawn twice is read twice", "/X1 Do 1 0 0 1 0 -50 cm /X1 Do", "Hello\nHello", func(d *draft) { form(d, 10, "", hello) }},
		{"a font may come by a graphics state", "/G1 gs BT 50 700 Td (Hello) Tj ET", "Hello", func(d *draft) {
			d.obj(10, "<</Font[92 0 R 10]>>")
		}},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			res := `<</Font<</F1 92 0 R>>/XObject<</X1 10 0 R>>/ExtGState<</G1 10 0 R>>>>`
			if got := mustRead(t, pageWith(res, row.content, row.more)).Pages[0].Drawn; got != row.want {
				t.Errorf("drawn %q, want %q", got, row.want)
			}
		})
	}
}

func TestTextJoinsEverything(t *testing.T) {
	c := Contents{
		Pages: []Page{{Drawn: "a", Sorted: "b", Actual: "c"}}, Others: []Page{{Drawn: "d"}},
		Metadata: []string{"e"}, Names: []string{"f"}, Links: []string{"g"},
	}
	if got := strings.Fields(c.Text()); len(got) != 7 {
		t.Errorf("%d texts, want 7: %q", len(got), got)
	}
}
