package pdftext

import (
	"strings"
	"testing"
)

// cmapOf wraps the lines of a ToUnicode map.
func cmapOf(lines string) string {
	return "begincmap 1 begincodespacerange <00> <FF> endcodespacerange " + lines + " endcmap"
}

func type0(extra string) string {
	return "<</Type/Font/Subtype/Type0/BaseFont/X/DescendantFonts[<</Subtype/CIDFontType2/DW 500>>]" + extra + ">>"
}

func type1(extra string) string {
	return "<</Type/Font/Subtype/Type1/BaseFont/X/FirstChar 0/Widths 90 0 R" + extra + ">>"
}

func TestFontsDecode(t *testing.T) {
	const twoUnicode = "/Encoding/Identity-H/ToUnicode 10 0 R"
	for _, row := range []struct{ sentence, font, cmap, text, want string }{
		{"single characters map", type0(twoUnicode), "2 beginbfchar <0001> <0418> <0002> <0432> endbfchar", "<00010002>", "Ив"},
		{"a range counts on", type0(twoUnicode), "1 beginbfrange <0010> <0015> <0430> endbfrange", "<001000110015>", "абе"},
		{"a range may list its characters", type0(twoUnicode), "1 beginbfrange <0001> <0003> [<0418> <0432> <0430043D>] endbfrange", "<000100020003>", "Иван"},
		{"a range counts on in its last unit", type0(twoUnicode), "1 beginbfrange <0001> <0002> <D83DDE00> endbfrange", "<00010002>", "😀😁"},
		{"one code may be several characters", type0(twoUnicode), "1 beginbfchar <0001> <006600660069> endbfchar", "<0001>", "ffi"},
		{"a line said twice is one line", type0(twoUnicode), "2 beginbfchar <0001> <0418> <0001> <0418> endbfchar", "<0001>", "И"},
		{"halves of a pair may be two codes", type0(twoUnicode), "1 beginbfrange <0000> <FFFF> <0000> endbfrange", "<D83DDE00>", "😀"},
		{"the visible replacement character is itself", type0(twoUnicode), "1 beginbfrange <0000> <FFFF> <0000> endbfrange", "<0041FFFD>", "A\uFFFD"},
		{"a font of one byte has its map", type1("/ToUnicode 10 0 R"), "2 beginbfchar <C8> <0418> <E2> <0432> endbfchar", "<C8E2>", "Ив"},
		{"the map comes before the encoding", type1("/Encoding/WinAnsiEncoding/ToUnicode 10 0 R"), "1 beginbfchar <41> <0410> endbfchar", "(AB)", "АB"},
		{"WinAnsi is known", type1("/Encoding/WinAnsiEncoding"), "", "<80 84 93 A0 AD E9 FF>", "€„“\u00a0\u00adéÿ"},
		{"MacRoman is known", type1("/Encoding/MacRomanEncoding"), "", "<80 8E CA D0 DE FF>", "Äé\u00a0–ﬁˇ"},
		{"Standard is known", type1("/Encoding/StandardEncoding"), "", "<27 60 A9 AE D0 FB>", "’‘'ﬁ—ß"},
		{"a standard font without an encoding is Standard", "<</Subtype/Type1/BaseFont/Helvetica>>", "", "(A'b)", "A’b"},
		{"a Latin font without an encoding is Standard", type1("/FontDescriptor<</Flags 32>>"), "", "(A'b)", "A’b"},
		{"differences name Cyrillic glyphs", type1("/Encoding<</Differences[192/afii10017 192/afii10026/afii10067]>>"), "", "<C0C1>", "Ив"},
		{"differences stand on their base", type1("/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[66/afii10018]>>"), "", "(ABC)", "AБC"},
		{"glyph names may hold code points", type1("/Encoding<</Differences[1/uni0418/u0432/uni04300043/afii10091.alt/f_f_i]>>"), "", "<0102030405>", "Ива\x43щffi"},
		{"an embedded CMap cuts codes of any length", type0("/Encoding 11 0 R/ToUnicode 10 0 R"),
			"2 beginbfchar <20> <0020> <8141> <0418> endbfchar", "<81412081 41>", "И И"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			c := mustRead(t, withFont(row.font, row.text, func(d *draft) {
				if row.cmap != "" {
					d.stream(10, "/Filter/FlateDecode", deflate(cmapOf(row.cmap)))
				}
				d.stream(11, "/Type/CMap", "2 begincodespacerange <00> <80> <8140> <9FFC> endcodespacerange 1 begincidrange <20> <7e> 1 endcidrange")
			}))
			if got := c.Pages[0].Drawn; got != row.want {
				t.Errorf("drawn %q, want %q", got, row.want)
			}
		})
	}
}

// TestWidthsDecideAdjacency draws three letters of a font and a fourth where
// only its own widths say that they touch.
func TestWidthsDecideAdjacency(t *testing.T) {
	wide := func(extra string) string {
		return "<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 91 0 R/DescendantFonts[<</Subtype/CIDFontType2" + extra + ">>]>>"
	}
	hex := "<004100420043>"
	for _, row := range []struct {
		sentence, font, text string
		width                string // where the fourth letter stands after the first
	}{
		{"the default width", wide("/DW 700"), hex, "21"},
		{"the default of the default", wide(""), hex, "30"},
		{"a list of widths", wide("/DW 0/W[65[300 400 500]]"), hex, "12"},
		{"a range of widths", wide("/DW 0/W[1 9 100 65 67 300]"), hex, "9"},
		{"a range and a list", wide("/DW 100/W[65 65 300 66[400]]"), hex, "8"},
		{"widths of a simple font", "<</Subtype/TrueType/Encoding/WinAnsiEncoding/FirstChar 65/LastChar 67/Widths[300 400 500]>>", "(ABC)", "12"},
		{"Helvetica from its metrics", "<</Subtype/Type1/BaseFont/Helvetica>>", "(ABC)", "20.56"},
		{"Helvetica in bold", "<</Subtype/Type1/BaseFont/Helvetica-Bold>>", "(ABC)", "21.66"},
		{"Times from its metrics", "<</Subtype/Type1/BaseFont/Times-Roman>>", "(ABC)", "20.56"},
		{"Courier from its metrics", "<</Subtype/Type1/BaseFont/Courier>>", "(ABC)", "18"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			res := `<</Font<</F7 ` + row.font + `/F1 92 0 R>>>>`
			at := func(gap string) string {
				return mustRead(t, pageWith(res, "BT /F7 10 Tf 50 700 Td "+row.text+" Tj "+row.width+" 0 Td "+gap+" 0 Td /F1 10 Tf (x) Tj ET", nil)).Pages[0].Drawn
			}
			if got := at("0"); got != "ABCx" {
				t.Errorf("touching: %q, want ABCx", got)
			}
			if got := at("2.5"); got != "ABC x" {
				t.Errorf("with a gap: %q, want ABC x", got)
			}
		})
	}
}

func TestFontsRefused(t *testing.T) {
	const twoUnicode = "/Encoding/Identity-H/ToUnicode 10 0 R"
	for _, row := range []struct{ sentence, font, cmap, text, want string }{
		{"a composite font without a map", type0("/Encoding/Identity-H"), "", "<0041>", "no /ToUnicode"},
		{"a code the map leaves out", type0(twoUnicode), "1 beginbfchar <0001> <0418> endbfchar", "<0002>", "no map turns"},
		{"a code mapped to nothing", type0(twoUnicode), "1 beginbfchar <0001> <> endbfchar", "<0001>", "no map turns"},
		{"a code mapped to private use", type0(twoUnicode), "1 beginbfchar <0001> <E000> endbfchar", "<0001>", "without a meaning"},
		{"a code mapped to the replacement character", type0(twoUnicode), "1 beginbfchar <0001> <FFFD> endbfchar", "<0001>", "without a meaning"},
		{"a code mapped to NUL", type0(twoUnicode), "1 beginbfchar <0001> <0000> endbfchar", "<0001>", "without a meaning"},
		{"half a pair at the end", type0(twoUnicode), "1 beginbfrange <0000> <FFFF> <0000> endbfrange", "<D83D>", "surrogate"},
		{"the wrong half first", type0(twoUnicode), "1 beginbfrange <0000> <FFFF> <0000> endbfrange", "<DE000041>", "surrogate"},
		{"half a pair before a letter", type0(twoUnicode), "1 beginbfrange <0000> <FFFF> <0000> endbfrange", "<D83D0041>", "surrogate"},
		{"half a code", type0(twoUnicode), "1 beginbfrange <0000> <FFFF> <0000> endbfrange", "<004100>", "middle of a code"},
		{"one code with two meanings", type0(twoUnicode), "2 beginbfchar <0001> <0418> <0001> <0432> endbfchar", "<0001>", "two meanings"},
		{"ranges with two meanings", type0(twoUnicode), "2 beginbfrange <0001> <0009> <0418> <0005> <0006> <0432> endbfrange", "<0001>", "two meanings"},
		{"a map that runs out of its plane", type0(twoUnicode), "1 beginbfrange <0001> <0009> <FFFC> endbfrange", "<0008>", "no map turns"},
		{"a map on another map", type0(twoUnicode), "/Other usecmap", "<0001>", "another one"},
		{"a malformed map", type0(twoUnicode), "1 beginbfchar <0001> endbfchar", "<0001>", "malformed"},
		{"a map with character ids in place of text", type0(twoUnicode), "1 begincidrange <0001> <0009> 5 endcidrange", "<0001>", "no map turns"},
		{"a predefined CMap", type0("/Encoding/UniGB-UTF16-H/ToUnicode 10 0 R"), "1 beginbfrange <0000> <FFFF> <0000> endbfrange", "<0041>", "predefined"},
		{"drawings for glyphs", "<</Type/Font/Subtype/Type3/Encoding/WinAnsiEncoding>>", "", "(A)", "Type 3"},
		{"Symbol under a Latin encoding", "<</Subtype/Type1/BaseFont/Symbol/Encoding/WinAnsiEncoding>>", "", "(A)", "no map turns"},
		{"an embedded font that does not say its encoding", type1("/FontDescriptor<</Flags 4>>"), "", "(A)", "no map turns"},
		{"an unknown encoding", type1("/Encoding/OwnEncoding"), "", "(A)", "encoding this reader"},
		{"an unknown glyph name", type1("/Encoding<</Differences[65/g123]>>"), "", "(A)", "no map turns"},
		{"a code WinAnsi leaves out", type1("/Encoding/WinAnsiEncoding"), "", "<81>", "no map turns"},
		{"an unknown sort of font", "<</Subtype/Type9>>", "", "(A)", "unknown sort"},
		{"a font that is not there", "99 0 R", "", "(A)", "do not have"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			_, err := Read(withFont(row.font, row.text, func(d *draft) { d.stream(10, "", cmapOf(row.cmap)) }))
			if err == nil {
				t.Fatal("read without an error")
			}
			for _, want := range []string{row.want, "page 1", "font F7"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %q", err, want)
				}
			}
		})
	}
}

func TestAFontNobodyUsesMayBeUnreadable(t *testing.T) {
	c := mustRead(t, pageWith(`<</Font<</F1 92 0 R/F7 <</Subtype/Type3>>>>>>`, "BT /F7 1 Tf /F1 10 Tf (Hello) Tj ET", nil))
	if c.Pages[0].Drawn != "Hello" {
		t.Errorf("drawn %q", c.Pages[0].Drawn)
	}
}

func TestFontNamesInErrorsAreNotContent(t *testing.T) {
	for name, want := range map[string]string{
		"F1": "F1", "TT12": "TT12", "Fbf4ea495": "Fbf4ea495", "C2_0": "with a name of its own", "Shukina": "with a name of its own",
		"FIVANOV": "with a name of its own", "": "", "TTT": "with a name of its own",
	} {
		if got := speakable([]byte(name)); got != want {
			t.Errorf("speakable(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestGlyphNames(t *testing.T) {
	if n := len(glyphNames()); n < 400 {
		t.Errorf("%d names in the list", n)
	}
	for name, want := range map[string]string{
		"A": "A", "space": " ", "afii10017": "А", "afii10049": "Я", "afii10065": "а", "afii10097": "я", "afii10023": "Ё", "afii10071": "ё",
		"afii61352": "№", "guillemotleft": "«", "endash": "–", "one": "1", "lessequal": "≤", "mu": "µ", "uni0418": "И",
	} {
		if got, ok := glyphText(name); !ok || got != want {
			t.Errorf("%s is %q, %v; want %q", name, got, ok, want)
		}
	}
	for _, name := range []string{"", ".notdef", "g12", "uniD83D", "uni04", "uni041", "u110000", "uD800", "unknown", "A_", "a__b"} {
		if got, ok := glyphText(name); ok {
			t.Errorf("%q is taken for %q", name, got)
		}
	}
}
