package pdftext

import (
	"fmt"
	"strings"
	"testing"
)

// TestRefused names files that cannot be read completely.
func TestRefused(t *testing.T) {
	with := func(more func(*draft)) []byte { return pageWith(resources, hello, more) }
	good := string(onePage(hello))
	replace := func(old, new string) []byte {
		if !strings.Contains(good, old) {
			panic("test file has no " + old)
		}
		_, rest, _ := strings.Cut(good, old)
		if len(new) > len(old) { // keep offsets: take line ends and spaces elsewhere
			panic("replacement is longer than " + old)
		}
		return []byte(good[:len(good)-len(rest)-len(old)] + new + strings.Repeat(" ", len(old)-len(new)) + rest)
	}
	xobject := `<</XObject<</X 10 0 R/Y 11 0 R>>>>`
	form := "/Subtype/Form/Resources " + xobject
	for _, row := range []struct {
		sentence string
		pdf      []byte
		want     string
	}{
		{"an empty file", nil, "no PDF"},
		{"something before the header", []byte("x" + good), "does not begin"},
		{"a file cut off", []byte(good[:len(good)/2]), "startxref"},
		{"an encrypted file", with(func(d *draft) { d.table("/Encrypt 10 0 R") }), "encrypted"},
		{"a table that points elsewhere", replace("0000000015", "0000000016"), "does not begin"},
		{"a startxref outside the file", []byte(strings.Replace(good, "startxref\n", "startxref\n99", 1)), "outside the file"},
		{"a startxref to no section", []byte(strings.Replace(good, "startxref\n", "startxref\n1 %", 1)), "section at byte 1"},
		{"sections in a circle", with(func(d *draft) { d.prev = d.Len() }), "circle"},
		{"a section no revision uses", with(func(d *draft) { d.table(""); d.prev = 0; d.page(resources, hello) }), "no revision"},
		{"a file without a page", replace("/Kids[3 0 R]", "/Kids[]"), "no page"},
		{"a page twice in the tree", with(func(d *draft) { d.obj(2, "<</Kids[3 0 R 3 0 R]>>") }), "page tree"},
		{"a page tree in a circle", replace("/Kids[3 0 R]", "/Kids[2 0 R]"), "page tree"},
		{"a page that is not there", replace("/Kids[3 0 R]", "/Kids[8 0 R]"), "page tree"},
		{"content that is not there", with(func(d *draft) { d.obj(3, "<</Contents[8 0 R]>>") }), "no stream"},
		{"content that is no stream", with(func(d *draft) { d.obj(3, "<</Contents(x)>>") }), "neither a stream"},
		{"a dictionary with one key twice", with(func(d *draft) { d.obj(10, "<</A 1/A 2>>") }), "twice"},
		{"a long dictionary with one key twice", with(func(d *draft) {
			var b strings.Builder
			for i := range 100 {
				fmt.Fprintf(&b, "/K%d 1", i)
			}
			d.obj(10, "<<"+b.String()+"/K0 2>>")
		}), "twice"},
		{"a key without a value", with(func(d *draft) { d.obj(10, "<</A>>") }), "without a value"},
		{"a key that is no name", with(func(d *draft) { d.obj(10, "<<(A) 1>>") }), "no name"},
		{"a string without an end", with(func(d *draft) { d.obj(10, "(abc") }), "parenthesis"},
		{"a hexadecimal string with other letters", with(func(d *draft) { d.obj(10, "<4x>") }), "digit"},
		{"a malformed number", with(func(d *draft) { d.obj(10, "[1.2.3]") }), "malformed number"},
		{"a stray keyword", with(func(d *draft) { d.obj(10, "[what]") }), "does not belong"},
		{"arrays without end", with(func(d *draft) { d.obj(10, strings.Repeat("[", 1000)) }), "too deeply"},
		{"a length too short", with(func(d *draft) { d.obj(10, "<</Length 2>>\nstream\nabcdef\nendstream") }), "/Length"},
		{"a length too long", with(func(d *draft) { d.obj(10, "<</Length 9999999>>\nstream\nabc\nendstream") }), "/Length"},
		{"no length", with(func(d *draft) { d.obj(10, "<<>>\nstream\nabc\nendstream") }), "/Length"},
		{"a length that is not there", with(func(d *draft) { d.obj(10, "<</Length 77 0 R>>\nstream\nabc\nendstream") }), "/Length"},
		{"an object without its end", with(func(d *draft) { d.WriteString("10 0 obj 5\n") }), "endobj"},
		{"a stream of unknown purpose", with(func(d *draft) { d.stream(10, "", "abc") }), "does not know"},
		{"a stream whose number was used before", with(func(d *draft) {
			d.obj(11, "<</FontFile 10 0 R>>")
			d.stream(10, "", "abc")
			d.stream(10, "", "abc")
		}), "does not know"},
		{"a stream in another file", with(func(d *draft) { d.stream(10, "/Subtype/Form/F(a.txt)", "") }), "another file"},
		{"an unknown filter", with(func(d *draft) { d.stream(10, "/Subtype/XML/Filter/LZWDecode", "") }), "FlateDecode"},
		{"damaged packed bytes", with(func(d *draft) { d.stream(10, "/Subtype/XML/Filter/FlateDecode", "abc") }), "flate"},
		{"packed bytes cut off", with(func(d *draft) { d.stream(10, "/Subtype/XML/Filter/FlateDecode", deflate("abcdef")[:8]) }), "flate"},
		{"an unknown predictor", with(func(d *draft) {
			d.stream(10, "/Subtype/XML/Filter/FlateDecode/DecodeParms<</Predictor 3>>", deflate("abc"))
		}), "predictor"},
		{"a row with an unknown PNG filter", with(func(d *draft) {
			d.stream(10, "/Subtype/XML/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2>>", deflate("\x09ab"))
		}), "PNG"},
		{"a little file that is a huge one", with(func(d *draft) {
			d.stream(10, "/Subtype/XML/Filter/FlateDecode", deflate(strings.Repeat("\x00", maxUnpacked+1)))
		}), "64 MB"},
		{"an unknown operator", onePage("BT what ET"), "operator"},
		{"operators with wrong operands", onePage("BT (a) Td ET"), "operands"},
		{"too many operands", onePage(strings.Repeat("1 ", 1000) + "n"), "too many operands"},
		{"content cut off", onePage("BT /F1 10 Tf (abc"), "parenthesis"},
		{"text without a font", onePage("BT (abc) Tj ET"), "do not have"},
		{"an object drawn that is not there", onePage("/X Do"), "not there"},
		{"a form that draws itself", pageWith(xobject, "/X Do", func(d *draft) { d.stream(10, form, "/X Do") }), "draws itself"},
		{"forms that draw each other", pageWith(xobject, "/X Do", func(d *draft) {
			d.stream(10, form, "/Y Do")
			d.stream(11, form, "/X Do")
		}), "draws itself"},
		{"an inline image of unknown length", onePage("BI /W 1 /H 1 /F /DCT ID abc EI"), "inside the content"},
		{"an inline image longer than it says", onePage("BI /W 1 /H 1 /BPC 8 /CS /G ID abc EI"), "inside the content"},
		{"states without end", onePage(strings.Repeat("q ", 1000)), "too deeply"},
		{"marked content without end", onePage(strings.Repeat("/A BMC ", 1000)), "too deeply"},
		{"an object stream with a wrong list", with(func(d *draft) { d.stream(10, "/Type/ObjStm/N 9/First 4", "20 0 1") }), "object stream"},
		{"references in a circle", with(func(d *draft) { d.obj(3, "3 0 R") }), "circle"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			c, err := Read(row.pdf)
			if err == nil {
				t.Fatalf("read without an error: %+v", c)
			}
			if !strings.Contains(err.Error(), row.want) {
				t.Errorf("error %q does not say %q", err, row.want)
			}
			if len(c.Pages) > 0 || len(c.Metadata) > 0 {
				t.Error("contents beside an error")
			}
		})
	}
}

// TestErrorsNeverQuoteTheFile breaks a file at every byte and looks for its
// words in what is said about it.
func TestErrorsNeverQuoteTheFile(t *testing.T) {
	const secret = "SHUKINA"
	whole := pageWith(`<</Font<</`+secret+` 92 0 R/F1 92 0 R>>/`+secret+` (`+secret+`)>>`, "/"+secret+" BMC BT /F1 10 Tf ("+secret+") Tj /"+secret+" 10 Tf ("+secret+") Tj EMC ET",
		func(d *draft) { d.obj(10, "<</Title("+secret+")/"+secret+" ["+secret[:0]+"/"+secret+"]>>") })
	mustRead(t, whole)
	refused := 0
	for i := range whole {
		for _, c := range []byte{' ', '(', '9'} {
			broken := append([]byte{}, whole...)
			broken[i] = c
			if _, err := Read(broken); err != nil {
				refused++
				for _, part := range []string{secret, secret[1:], secret[:6], secret[:3], secret[3:]} {
					if strings.Contains(err.Error(), part) {
						t.Fatalf("byte %d made %q: %v", i, c, err)
					}
				}
			}
		}
	}
	if refused < 1000 {
		t.Errorf("only %d of the broken files were refused: the test does not reach the errors", refused)
	}
}
