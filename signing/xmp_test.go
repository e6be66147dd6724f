package signing

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const xmpHead = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`
const xmpFoot = `</rdf:RDF></x:xmpmeta><?xpacket end="r"?>`

// As we write it, and as pyHanko does after it added a time stamp.
const (
	xmpOurs = xmpHead + `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">` +
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Выписка</rdf:li></rdf:Alt></dc:title><xmp:ModifyDate>2026-07-01T15:00:00+03:00</xmp:ModifyDate><pdf:Keywords>form=extract</pdf:Keywords><pdf:Producer>vypiska</pdf:Producer></rdf:Description>` + xmpFoot
	xmpTheirs = xmpHead + `
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmp:ModifyDate="2026-11-25T21:15:08+00:00" pdf:Keywords="form=extract" pdf:Producer="pyHanko" rdf:about=""><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Выписка</rdf:li></rdf:Alt></dc:title></rdf:Description>
` + xmpFoot
)

func TestMetadataWrittenAnewSayTheSame(t *testing.T) {
	ours, err := readXMP([]byte(xmpOurs))
	if err != nil || len(ours) != 3 { // title, its language, keywords
		t.Fatalf("%q, %v", ours, err)
	}
	theirs, err := readXMP([]byte(xmpTheirs))
	if err != nil || !slices.Equal(ours, theirs) {
		t.Errorf("%q, %v\nwant %q", theirs, err, ours)
	}
	for name, other := range map[string]string{
		"another title":                xmpHead + `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Keywords="form=extract"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Справка</rdf:li></rdf:Alt></dc:title></rdf:Description>` + xmpFoot,
		"a title more":                 xmpHead + `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Keywords="form=extract"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Выписка</rdf:li><rdf:li xml:lang="en">Letter</rdf:li></rdf:Alt></dc:title></rdf:Description>` + xmpFoot,
		"nothing":                      xmpHead + xmpFoot,
		"a property under our names":   xmpHead + `<rdf:Description rdf:about="" xmlns:x="http://example.org/" x:Producer="a"/>` + xmpFoot,
		"a producer inside of another": xmpHead + `<rdf:Description rdf:about="" xmlns:x="http://example.org/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><x:a><pdf:Producer>b</pdf:Producer></x:a></rdf:Description>` + xmpFoot,
	} {
		if got, err := readXMP([]byte(other)); err == nil && slices.Equal(got, ours) {
			t.Errorf("%s is taken for the same", name)
		}
	}
}

func TestMetadataThatCannotBeReadAreRefused(t *testing.T) {
	for name, bad := range map[string]string{
		"not XML":            "<a>",
		"a declaration":      `<!DOCTYPE a>` + xmpOurs,
		"text beside it all": xmpHead + "Внимание" + xmpFoot,
	} {
		if got, err := readXMP([]byte(bad)); err == nil {
			t.Errorf("%s is read as %q", name, got)
		}
	}
}

// TestMetadataMayBeWrittenAnewBehindASeal: with validation data a program may
// write the packet again; another title in it is a change.
func TestMetadataMayBeWrittenAnewBehindASeal(t *testing.T) {
	stream := func(xmp string) string {
		return fmt.Sprintf("<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n%s\nendstream", len(xmp), xmp)
	}
	with := func(pdf []byte, entry string) string {
		cat, err := mustOpen(t, pdf).catalog()
		if err != nil {
			t.Fatal(err)
		}
		return string(cat.raw[:len(cat.raw)-2]) + entry + ">>"
	}
	plain := onePage()
	pdf, err := New(keyOf(t, p256())).Seal(t.Context(), revise(plain, map[int]string{1: with(plain, " /Metadata 7 0 R"), 7: stream(xmpOurs)}), request())
	if err != nil {
		t.Fatal(err)
	}
	catalog := with(pdf, " /DSS <</Certs []>>")
	for xmp, valid := range map[string]bool{xmpOurs: true, xmpTheirs: true, strings.Replace(xmpTheirs, "Выписка", "Справка", 1): false, "<a>": false, "": false} {
		r, err := Check(t.Context(), revise(pdf, map[int]string{1: catalog, 7: stream(xmp)}), ours().pool, noon)
		if r.Valid != valid {
			t.Errorf("%.60q: valid %v, %v", xmp, r.Valid, err)
		}
	}
}
