package pdftext

import (
	"fmt"
	"strings"
	"testing"
)

const hello = "BT /F1 10 Tf 50 700 Td (Hello) Tj ET"

// TestNothingIsOverlooked hides a word where a document can hold one.
func TestNothingIsOverlooked(t *testing.T) {
	const word = "Щукина"
	bom := "<FEFF" + strings.Trim(utf16hex(word), "<>") + ">"
	obj := func(body string) func(*draft) { return func(d *draft) { d.obj(10, body) } }
	shown := "BT /F2 10 Tf 50 700 Td " + utf16hex(word) + " Tj ET"
	for sentence, hide := range map[string]func(*draft){
		"a property in UTF-16":               obj("<</Title " + bom + ">>"),
		"a property in UTF-8":                obj("<</Title (" + word + ")>>"),
		"a property in UTF-8 with a mark":    obj("<</Title (\xef\xbb\xbf" + word + ")>>"),
		"a property in Windows-1251":         obj("<</Title (\xd9\xf3\xea\xe8\xed\xe0)>>"),
		"a property in UTF-16LE":             obj("<</Title <FFFE29044304 3A0438043D043004>>>"),
		"a property in UTF-16, no mark":      obj("<</Title " + utf16hex(word) + ">>"),
		"a property in octal":                obj(`<</Title (\320\251\321\203\320\272\320\270\320\275\320\260)>>`),
		"an unknown key":                     obj("<</Own [1 [2 <</Deep " + bom + ">>]]>>"),
		"a name":                             obj("<</Own /" + word + ">>"),
		"a name with escapes":                obj("<</Own /#D0#A9#D1#83#D0#BA#D0#B8#D0#BD#D0#B0>>"),
		"a key":                              obj("<</" + word + " 1>>"),
		"a direct string object":             obj("(" + word + ")"),
		"an annotation":                      obj("<</Type/Annot/Subtype/Text/Contents " + bom + ">>"),
		"a link with escapes":                obj("<</S/URI/URI(https://example.org/?n=%D0%A9%D1%83%D0%BA%D0%B8%D0%BD%D0%B0)>>"),
		"an address in an object of its own": obj("(%D0%A9%D1%83%D0%BA%D0%B8%D0%BD%D0%B0)"),
		"a bookmark":                         obj("<</Title " + bom + "/Dest[3 0 R/Fit]>>"),
		"a form field":                       obj("<</FT/Tx/T(name)/V " + bom + ">>"),
		"an embedded file's name":            obj("<</Type/Filespec/UF " + bom + ">>"),
		"a page label":                       obj("<</Nums[0<</P " + bom + ">>]>>"),
		"a layer's name":                     obj("<</Type/OCG/Name " + bom + ">>"),
		"a binary string":                    obj("<</Own (\x01\x02\xff\xfe\x03" + word + "\x00\x01)>>"),
		"UTF-16 in a binary string":          obj("<</Own <0102FFFE03EE" + strings.Trim(utf16hex(word), "<>") + "EE0001>>>"),
		"a comment":                          func(d *draft) { d.WriteString("% " + word + "\n") },
		"a comment inside an object":         obj("<</Own 1 % " + word + "\n>>"),
		"bytes between objects":              func(d *draft) { d.WriteString("12 " + word + "\n") },
		"UTF-16 between objects":             func(d *draft) { d.WriteString(utf16be("о "+word) + "\n") },
		"Windows-1251 between objects":       func(d *draft) { d.WriteString("\xd9\xf3\xea\xe8\xed\xe0\n") },
		"XML":                                func(d *draft) { d.stream(10, "/Type/Metadata/Subtype/XML", "<x>"+word+"</x>") },
		"packed XML":                         func(d *draft) { d.stream(10, "/Type/Metadata/Filter/FlateDecode", deflate("<x>"+word+"</x>")) },
		"XML with character references":      func(d *draft) { d.stream(10, "/Subtype/XML", "&#1065;&#1091;&#x43a;&#x438;&#1085;&#1072;") },
		"a script":                           func(d *draft) { d.obj(10, "<</JS 11 0 R>>"); d.stream(11, "", "alert('"+word+"')") },
		"a form's data":                      func(d *draft) { d.obj(10, "<</XFA[(a) 11 0 R]>>"); d.stream(11, "", "<v>"+word+"</v>") },
		"a stream's dictionary":              func(d *draft) { d.stream(10, "/Subtype/XML/Own "+bom, "x") },
		"what follows packed bytes":          func(d *draft) { d.stream(10, "/Subtype/XML/Filter/FlateDecode", deflate("x")+word) },
		"a page outside the tree": func(d *draft) {
			d.obj(10, "<</Type/Page/Contents 11 0 R/Parent 2 0 R/Resources "+resources+">>")
			d.stream(11, "", shown)
		},
		"a page template": func(d *draft) {
			d.obj(10, "<</Type/Template/Contents 11 0 R/Resources "+resources+">>")
			d.stream(11, "", shown)
		},
		"an annotation's appearance": func(d *draft) { d.stream(10, "/Subtype/Form/Resources "+resources, shown) },
		"a pattern":                  func(d *draft) { d.stream(10, "/PatternType 1/Resources "+resources, shown) },
		"a string no operator shows": func(d *draft) { d.stream(10, "/Subtype/Form", "("+word+") n") },
		"a comment in content":       func(d *draft) { d.stream(10, "/Subtype/Form", "n % "+word) },
		"marked content":             func(d *draft) { d.stream(10, "/Subtype/Form", "/Span <</Alt "+bom+">> BDC EMC") },
		"a tag of marked content":    func(d *draft) { d.stream(10, "/Subtype/Form", "/"+word+" BMC EMC") },
		"a calculator function":      func(d *draft) { d.stream(10, "/FunctionType 4", "{ % "+word+"\n}") },
		"a trailer":                  func(d *draft) { d.table("/Own " + bom) },
		"between members of an object stream": func(d *draft) {
			d.stream(10, "/Type/ObjStm/N 2/First 10", fmt.Sprintf("20 0 21 %02d 1 %s 2", len(word)+4, word))
		},
		"a member of an object stream": func(d *draft) { d.stream(10, "/Type/ObjStm/N 1/First 5", "20 0 ("+word+")") },
		"an object freed later":        func(d *draft) { d.obj(10, "("+word+")"); d.table(""); d.table("", 10) },
		"an object replaced later":     func(d *draft) { d.obj(10, "("+word+")"); d.table(""); d.obj(10, "(x)") },
		"content replaced later":       func(d *draft) { d.table(""); d.stream(4, "", shown); d.table(""); d.stream(4, "", hello) },
		"a form replaced later": func(d *draft) {
			d.stream(10, "/Subtype/Form/Resources "+resources, shown)
			d.table("")
			d.stream(10, "/Subtype/Form", "")
		},
		"a page taken out later": func(d *draft) {
			d.stream(10, "", shown)
			d.obj(11, "<</Type/Page/Contents 10 0 R/Resources "+resources+">>")
			d.obj(2, "<</Type/Pages/Kids[3 0 R 11 0 R]>>")
			d.table("")
			d.obj(2, "<</Type/Pages/Kids[3 0 R]>>")
		},
		"after the end": nil,
	} {
		t.Run(sentence, func(t *testing.T) {
			pdf := pageWith(resources, hello, hide)
			if hide == nil {
				pdf = append(pdf, word...)
			}
			c := mustRead(t, pdf)
			if c.Pages[0].Drawn != "Hello" {
				t.Errorf("the page says %q", c.Pages[0].Drawn)
			}
			if !strings.Contains(c.Text(), word) {
				t.Errorf("the word is not seen in %q", c.Text())
			}
		})
	}
}

func TestTextOutsidePagesIsReportedOnce(t *testing.T) {
	c := mustRead(t, pageWith(resources, hello, func(d *draft) {
		d.stream(10, "/Subtype/Form/Resources "+resources, "BT /F1 9 Tf (Once) Tj ET")
		d.stream(11, "/Subtype/Form/Resources "+resources, "BT /F1 9 Tf (Once) Tj ET")
		d.table("")
		d.obj(12, "<<>>")
	}))
	if len(c.Others) != 1 || c.Others[0].Drawn != "Once" || c.Revisions != 2 {
		t.Errorf("others %q, %d revisions", c.Others, c.Revisions)
	}
}

func TestImagesAndAttachmentsAreCounted(t *testing.T) {
	c := mustRead(t, pageWith(`<</Font<</F1 92 0 R>>/XObject<</X 10 0 R>>>>`, hello+" /X Do BI /W 1/H 1/BPC 8/CS/G ID x EI", func(d *draft) {
		d.stream(10, "/Subtype/Image/Filter/DCTDecode/SMask 11 0 R", "jpeg")
		d.stream(11, "/Subtype/Image", "mask")
		d.obj(12, "<</Type/Filespec/F(a.txt)/EF<</F 13 0 R/UF 13 0 R>>>>")
		d.stream(13, "", "attached")
		d.stream(14, "/Type/EmbeddedFile", "attached")
	}))
	if c.Images != 3 || c.Attachments != 2 {
		t.Errorf("%d images and %d attachments, want 3 and 2", c.Images, c.Attachments)
	}
	c = mustRead(t, pageWith(resources, hello, func(d *draft) { d.obj(10, "<</EmbeddedFiles<</Names[]>>>>") }))
	if c.Images != 0 || c.Attachments != 0 {
		t.Errorf("%d images and %d attachments in a file without any", c.Images, c.Attachments)
	}
}

func TestUsualStreamsWithoutTextAreNoDoubt(t *testing.T) {
	mustRead(t, pageWith(resources, hello, func(d *draft) {
		d.obj(10, "<</FontFile 11 0 R/FontFile2 12 0 R/CIDSet 13 0 R>>")
		d.obj(20, "<</CIDToGIDMap 14 0 R/DestOutputProfile 15 0 R/ColorSpace[/ICCBased 16 0 R]/ToUnicode 17 0 R>>")
		for n := 11; n < 18; n++ {
			d.stream(n, "/Filter/LZWDecode", "\x00\x01\x02")
		}
		d.stream(18, "/FunctionType 0", "\x00")
		d.stream(19, "/ShadingType 4", "\x00")
	}))
}

func TestMarksOfEveryFileAreNotText(t *testing.T) {
	c := mustRead(t, onePage(hello))
	for _, s := range c.Metadata {
		if s != "Adobe" && s != "UCS" {
			t.Errorf("metadata holds %q", s)
		}
	}
}
