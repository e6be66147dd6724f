package pdftext

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// A draft is a PDF being written for a test, object by object.
type draft struct {
	bytes.Buffer
	at   map[int]int // offsets of the objects of this revision
	prev int         // offset of the last cross-reference section, 0 for none
}

func newDraft() *draft {
	d := &draft{at: map[int]int{}}
	d.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return d
}

func (d *draft) obj(n int, body string) {
	d.at[n] = d.Len()
	fmt.Fprintf(d, "%d 0 obj\n%s\nendobj\n", n, body)
}

// stream writes data as it is; dict holds everything but the length.
func (d *draft) stream(n int, dict, data string) {
	d.obj(n, fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", dict, len(data), data))
}

// table ends a revision with a classic table. Numbers in free are marked free.
func (d *draft) table(trailer string, free ...int) {
	start := d.Len()
	d.WriteString("xref\n0 1\n0000000000 65535 f \n")
	for _, n := range slices.Sorted(maps.Keys(d.at)) {
		fmt.Fprintf(d, "%d 1\n%010d 00000 n \n", n, d.at[n])
	}
	for _, n := range free {
		fmt.Fprintf(d, "%d 1\n0000000000 00001 f \n", n)
	}
	prev := ""
	if d.prev > 0 {
		prev = fmt.Sprintf(" /Prev %d", d.prev)
	}
	fmt.Fprintf(d, "trailer\n<</Root 1 0 R /Size 100%s %s>>\nstartxref\n%d\n%%%%EOF\n", prev, trailer, start)
	d.prev, d.at = start, map[int]int{}
}

// Fonts the drafts use. Widths are 500 for every code, so that a letter of
// size 10 is 5 wide.
const (
	winFont   = `<</Type/Font/Subtype/TrueType/BaseFont/Plain/FirstChar 0/Widths 90 0 R/Encoding/WinAnsiEncoding>>`
	wideFont  = `<</Type/Font/Subtype/Type0/BaseFont/Wide/Encoding/Identity-H/ToUnicode 91 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Wide/DW 500>>]>>`
	identity  = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def /CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap CMapName currentdict /CMap defineresource pop end end"
	resources = `<</Font<</F1 92 0 R/F2 93 0 R>>>>`
)

// fonts writes the two standard fonts of the drafts.
func (d *draft) fonts() {
	d.obj(90, "["+strings.Repeat("500 ", 256)+"]")
	d.stream(91, "", identity)
	d.obj(92, winFont)
	d.obj(93, wideFont)
}

// onePage writes a file of one page with the content.
func onePage(content string) []byte { return pageWith(resources, content, nil) }

// pageWith writes a file of one page; more adds objects from number 10 on.
func pageWith(res, content string, more func(*draft)) []byte {
	d := newDraft()
	d.page(res, content)
	if more != nil {
		more(d)
	}
	d.table("")
	return d.Bytes()
}

func (d *draft) page(res, content string) {
	d.obj(1, `<</Type/Catalog/Pages 2 0 R>>`)
	d.obj(2, `<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 595 842]>>`)
	d.obj(3, `<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources `+res+`>>`)
	d.stream(4, "", content)
	d.fonts()
}

// withFont writes a page that shows text, written as a PDF string, in a font
// of its own.
func withFont(font, text string, more func(*draft)) []byte {
	return pageWith(`<</Font<</F7 `+font+`>>>>`, "BT /F7 10 Tf 50 700 Td "+text+" Tj ET", more)
}

func deflate(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

// utf16hex writes text as a hexadecimal string of UTF-16BE, as wideFont reads it.
func utf16hex(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return "<" + b.String() + ">"
}

// utf16be is the bytes of text, without a mark.
func utf16be(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u >> 8))
		b.WriteByte(byte(u))
	}
	return b.String()
}
