package paper

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

// claiming draws a page of letters from several faces as profile.
func claiming(t testing.TB, profile string) []byte {
	t.Helper()
	s, err := New(Setup{Title: "Проба", Lang: "ru", Made: made, Profile: profile})
	if err != nil {
		t.Fatal(err)
	}
	s.Paragraphs(Text, "Глюкоза 7,4 ×10⁹ é β \x00\uFEFF\uFFFE 😀")
	s.Paragraphs(Claim, "Заключение")
	return finished(t, s).PDF
}

func TestAFileConformsToTheProfileItNames(t *testing.T) {
	for _, c := range []struct {
		profile, header, claim string
		listed                 bool
	}{
		{"1b", "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n", "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>", true},
		{"2b", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>", false},
		{"2u", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>", false},
	} {
		pdf := claiming(t, c.profile)
		if !bytes.HasPrefix(pdf, []byte(c.header)) {
			t.Errorf("%s begins with %q", c.profile, pdf[:16])
		}
		if n := bytes.Count(pdf, []byte("<pdfaid:")); n != 2 || !bytes.Contains(pdf, []byte(c.claim)) {
			t.Errorf("%s does not say %s, or says more", c.profile, c.claim)
		}
		fonts, lists := bytes.Count(pdf, []byte("/Type/FontDescriptor")), bytes.Count(pdf, []byte("/CIDSet "))
		if fonts < 3 || c.listed && lists != fonts || !c.listed && lists != 0 {
			t.Errorf("%s: %d lists of CIDs for %d fonts", c.profile, lists, fonts)
		}
		if !bytes.Equal(pdf, claiming(t, c.profile)) {
			t.Errorf("%s: the same drawing gave other bytes", c.profile)
		}
	}
}

func TestWithoutAProfileAFileIs2b(t *testing.T) {
	if !bytes.Equal(claiming(t, ""), claiming(t, "2b")) {
		t.Error("no profile and 2b give different files")
	}
}

func TestAnUnknownProfileIsRefused(t *testing.T) {
	for _, profile := range []string{"1a", "2a", "3b", "2B", "PDF/A-2b", " 2b"} {
		s, err := New(Setup{Title: "Проба", Lang: "ru", Made: made, Profile: profile})
		if err == nil || s != nil || CheckProfile(profile) == nil {
			t.Errorf("%q was accepted", profile)
			continue
		}
		for _, want := range []string{profile, `"1b"`, `"2b"`, `"2u"`} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q does not say %s", err, want)
			}
		}
	}
}

// Metadata differ in the claim alone; whoever compares them with /Info reads on.
func TestProfilesShareTheirMetadata(t *testing.T) {
	claim := regexp.MustCompile(`<rdf:Description rdf:about="" xmlns:pdfaid=.*?</rdf:Description>`)
	packet := regexp.MustCompile(`(?s)<\?xpacket begin.*<\?xpacket end`)
	want := claim.ReplaceAll(packet.Find(claiming(t, "2b")), nil)
	for _, profile := range []string{"1b", "2u"} {
		if got := claim.ReplaceAll(packet.Find(claiming(t, profile)), nil); len(got) < 500 || !bytes.Equal(got, want) {
			t.Errorf("%s says\n%s\n2b says\n%s", profile, got, want)
		}
	}
}

// Level U wants every letter to be a character, and none of three that are no
// text (ISO 19005-2, 6.2.11.7.2); readable gives U+0000 for a letter without one.
func TestNoLetterIsWithoutItsCharacter(t *testing.T) {
	if text := readable(t, claiming(t, "2u")); !strings.Contains(text, "Глюкоза 7,4 ×10⁹ é β") || strings.ContainsAny(text, "\x00\uFEFF\uFFFE") {
		t.Errorf("the text layer is %q", text)
	}
}

// The list names .notdef, the letters and the parts they are composed of: a
// glyph that is left out makes the file no PDF/A-1.
func TestTheListOfCIDsHasEveryGlyph(t *testing.T) {
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	font := lib[spareSans]
	for n := range 20 {
		gids := []uint16{0, font.gids['é']}
		for r := range rune(n) {
			gids = append(gids, font.gids['а'+r])
		}
		program := font.subset(gids)
		glyphs, err := glyphsOf(program)
		if err != nil {
			t.Fatal(err)
		}
		if len(glyphs) <= len(gids) {
			t.Fatal("é has no parts in this font; choose another letter for the test")
		}
		set := cidSet(program)
		for i := range 8 * len(set) {
			if listed := set[i/8]&(0x80>>(i%8)) != 0; listed != (i < len(glyphs)) {
				t.Fatalf("%d glyphs are listed as %08b", len(glyphs), set)
			}
		}
		if 8*len(set) < len(glyphs) {
			t.Fatalf("%d glyphs are listed as %08b", len(glyphs), set)
		}
	}
}
