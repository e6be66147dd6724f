package paper

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf16"
)

// producer names the program in the file's metadata.
const producer = "vypiska"

// profile is the deflated sRGB profile of the output intent.
var profile = sync.OnceValues(func() ([]byte, error) {
	icc, err := sources.ReadFile("icc/sRGB.icc")
	if err != nil {
		return nil, fmt.Errorf("read the colour profile: %w", err)
	}
	return deflate(icc)
})

// rebuild makes the finished file of gofpdf's. Its objects keep their numbers:
// the page tree, resources and pages first, information and catalog last.
func (s *Sheet) rebuild(raw []byte) ([]byte, error) {
	objects, err := takeApart(raw)
	if err != nil {
		return nil, err
	}
	icc, err := profile()
	if err != nil {
		return nil, err
	}
	catalog := len(objects) - 1
	info, metadata, intent := catalog-1, catalog+1, catalog+2
	f := &file{}
	f.Grow(len(raw)/3 + 40<<10)
	f.WriteString(s.pdfa.header + "\n%\xE2\xE3\xCF\xD3\n")
	if err := f.copyPages(objects[1:info]); err != nil {
		return nil, err
	}
	fonts := s.writeFonts(f, intent+1)
	pictures := s.gallery.write(f, intent+1)
	f.object(2, []byte("<</ProcSet[/PDF/Text]/Font<<"+fonts+">>"+pictures+">>"))
	f.object(info, s.information())
	f.object(catalog, fmt.Appendf(nil, "<</Type/Catalog/Pages 1 0 R/Lang(%s)/Metadata %d 0 R/ViewerPreferences<</DisplayDocTitle true>>"+
		"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile %d 0 R>>]>>",
		pdfLang(s.setup.Lang), metadata, intent))
	f.stream(metadata, "/Type/Metadata/Subtype/XML", s.xmp())
	f.stream(intent, "/N 3/Filter/FlateDecode", icc)
	f.close(catalog, info)
	return f.Bytes(), nil
}

// copyPages copies all but the resources (object 2), deflating page contents.
func (f *file) copyPages(objects []object) error {
	for i, o := range objects {
		if i == 1 {
			if !bytes.Contains(o, []byte("/Font <<\n>>")) {
				return errFrame
			}
			continue
		}
		_, isStream := streamLength(o)
		if !isStream {
			f.object(i+1, bytes.TrimRight(o, "\n"))
			continue
		}
		_, content, _ := bytes.Cut(o, []byte("stream\n"))
		if err := f.deflated(i+1, "", content); err != nil {
			return err
		}
	}
	return nil
}

func pdfLang(lang string) string {
	if lang == "en" {
		return "en-GB"
	}
	return "ru-RU"
}

// information is the document information dictionary.
func (s *Sheet) information() []byte {
	d := pdfDate(s.setup.Made)
	return fmt.Appendf(nil, "<</Title%s/Keywords%s/Creator%s/Producer%s/CreationDate(%s)/ModDate(%s)>>",
		pdfText(s.setup.Title), pdfText(s.setup.Keywords), pdfText(s.setup.Creator), pdfText(producer), d, d)
}

// pdfText is a text string in hexadecimal UTF-16: nothing to escape.
func pdfText(t string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(strings.ToValidUTF8(t, "\uFFFD"))) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}

// pdfDate writes a date as ISO 32000-1, 7.9.4 does.
func pdfDate(t time.Time) string {
	zone := t.Format("-07:00")
	return t.Format("D:20060102150405") + zone[:3] + "'" + zone[4:] + "'"
}

// xmp is the metadata stream, saying what the information dictionary says.
func (s *Sheet) xmp() []byte {
	date := s.setup.Made.Format("2006-01-02T15:04:05-07:00")
	return fmt.Appendf(nil, "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"+
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`+
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">`+
		`<dc:format>application/pdf</dc:format><dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>`+
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>`+
		`<xmp:CreatorTool>%s</xmp:CreatorTool><xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate>`+
		`<pdf:Keywords>%s</pdf:Keywords><pdf:Producer>%s</pdf:Producer></rdf:Description>%s</rdf:RDF></x:xmpmeta>`+
		"\n<?xpacket end=\"r\"?>",
		pdfLang(s.setup.Lang), escaped(s.setup.Title), escaped(s.setup.Creator), date, date, escaped(s.setup.Keywords), producer, s.pdfa.claim())
}

func escaped(t string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(t)); err != nil {
		panic(errors.Join(errors.New("paper: a strings.Builder refused a write"), err))
	}
	return b.String()
}
