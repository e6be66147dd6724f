package signing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// turned appends a revision whose table sends an object elsewhere, or gives it up
// if at is 0, without writing anything anew.
func turned(t testing.TB, pdf []byte, num, at int) []byte {
	t.Helper()
	d := mustOpen(t, pdf)
	u := d.begin(1 << 12)
	x := len(u.out)
	entry := fmt.Sprintf("%010d 00000 n ", at)
	if at == 0 {
		entry = "0000000000 00001 f "
	}
	u.printf("xref\n%d 1\n%s\ntrailer\n", num, entry)
	u.trailer(nil, func() {})
	u.printf("\nstartxref\n%d\n%%%%EOF\n", x)
	return u.out
}

// TestShadowAttacks: what was prepared before the seal and is switched on after
// it (Mainka and others, 2021) is refused, whatever level and kind the seal has.
func TestShadowAttacks(t *testing.T) {
	w, a, _ := newWorld(t)
	covered := pdfFile(trailerID,
		"<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</Font <</F 5 0 R>> /XObject <</O 6 0 R>>>> /Contents 4 0 R>>",
		stream(evil+" /O Do"), font,
		"<</Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length 34>>\nstream\n1 g 0 0 595 842 re f               \nendstream")
	hidden := twice(onePage(), 4, stream(evil))
	withField := pdfFile(trailerID,
		"<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [5 0 R]>>>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [5 0 R] /Resources <<>>>>", font,
		"<</Type /Annot /Subtype /Widget /FT /Tx /T (dose) /V (5 mg) /Rect [20 20 90 40] /P 3 0 R>>")
	rows := map[string]struct {
		pdf    []byte
		attack func([]byte) []byte
	}{
		"hide: the cover is given up": {covered, func(b []byte) []byte { return turned(t, b, 6, 0) }},
		"hide: the cover is emptied": {covered, func(b []byte) []byte {
			return revise(b, map[int]string{6: "<</Type /XObject /Subtype /Form /BBox [0 0 0 0] /Length 0>>\nstream\n\nendstream"})
		}},
		"replace: a font": {onePage(), func(b []byte) []byte {
			return revise(b, map[int]string{5: "<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"})
		}},
		"replace: a field's value": {withField, func(b []byte) []byte {
			return revise(b, map[int]string{5: "<</Type /Annot /Subtype /Widget /FT /Tx /T (dose) /V (50 mg) /Rect [20 20 90 40] /P 3 0 R>>"})
		}},
		"hide and replace: the table is turned to hidden contents": {hidden, func(b []byte) []byte {
			return turned(t, b, 4, bytes.Index(b, []byte("4 0 obj\n"+stream(evil))))
		}},
		"replace: contents that are the extensions too": {paged("<</Type /Catalog /Pages 2 0 R /Extensions 4 0 R>>", usual), func(b []byte) []byte {
			return revise(b, map[int]string{4: stream(evil), 1: withStore(b)})
		}},
		"add: an object that the contents refer to": {paged("<</Type /Catalog /Pages 2 0 R>>", "/Resources <</Font <</F 5 0 R>>>> /Contents [4 0 R 90 0 R]"), func(b []byte) []byte {
			return revise(b, map[int]string{90: stream(evil), 1: withStore(b)})
		}},
		"add: an object that the resources refer to": {paged("<</Type /Catalog /Pages 2 0 R>>", "/Resources <</Font <</F 5 0 R>> /XObject <</O 90 0 R>>>> /Contents 4 0 R"), func(b []byte) []byte {
			return revise(b, map[int]string{90: "<</Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length 34>>\nstream\n1 g 0 0 595 842 re f               \nendstream", 1: withStore(b)})
		}},
		"a file's information": {onePage(), func(b []byte) []byte { return revise(b, map[int]string{6: "<</Title (Another)>>"}) }},
	}
	for name, row := range rows {
		for i := range 2 * len(levels) {
			r := request()
			r.Certify = i%2 == 1
			good, err := signerAt(t, w.P256, levels[i/2], a).Seal(t.Context(), row.pdf, r)
			if err != nil {
				t.Fatal(name, err)
			}
			if before, err := Check(t.Context(), good, w.Roots(), noon); !before.Valid {
				t.Fatalf("%s: before: %v", name, err)
			}
			forged := row.attack(good)
			for step, pdf := range map[string][]byte{"": forged, ", stamped over": overStamped(t, a, forged)} {
				got, err := Check(t.Context(), pdf, w.Roots(), noon)
				if got.Valid || !errors.Is(err, ErrInvalid) {
					t.Errorf("%s, %s%s: %+v", name, levels[i/2], step, got)
				}
			}
		}
	}
}

// TestTheStoreHasNoOtherUse: its entries may be replaced, so that nothing else
// may be looked up in it.
func TestTheStoreHasNoOtherUse(t *testing.T) {
	for name, row := range map[string]struct {
		pdf    []byte
		attack func([]byte) map[int]string
	}{
		"as resources": {paged("<</Type /Catalog /Pages 2 0 R /DSS 6 0 R>>", "/Resources <</Font 6 0 R>> /Contents 4 0 R", "<</F 5 0 R>>"), func([]byte) map[int]string {
			return map[int]string{6: "<</F 20 0 R>>", 20: "<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"}
		}},
		"as contents": {paged("<</Type /Catalog /Pages 2 0 R /DSS 4 0 R>>", usual), func([]byte) map[int]string {
			return map[int]string{4: stream(evil)}
		}},
		"as a form": {paged("<</Type /Catalog /Pages 2 0 R>>", "/Resources <</XObject 1 0 R>> /Contents 6 0 R", stream("/DSS Do")), func(b []byte) map[int]string {
			return map[int]string{1: strings.Replace(withStore(b), "<</Certs []>>", "20 0 R", 1),
				20: "<</Subtype /Form /BBox [0 0 595 842] /Length 34>>\nstream\n1 g 0 0 595 842 re f               \nendstream"}
		}},
	} {
		attacked(t, name, row.pdf, row.attack)
	}
}

// attacked seals a file, which must be valid, and attacks it, which must be told.
func attacked(t *testing.T, name string, pdf []byte, attack func(good []byte) map[int]string) {
	t.Helper()
	good, err := New(keyOf(t, p256())).Seal(t.Context(), pdf, request())
	if err != nil {
		t.Fatal(name, err)
	}
	if r, err := Check(t.Context(), good, ours().pool, noon); !r.Valid {
		t.Fatal(name, err)
	}
	if r, err := Check(t.Context(), revise(good, attack(good)), ours().pool, noon); r.Valid || !errors.Is(err, ErrInvalid) {
		t.Error(name, r, err)
	}
}

// TestAStreamIsNoPage: of a page that is its own contents only the entries would
// be compared.
func TestAStreamIsNoPage(t *testing.T) {
	pdf := pdfFile(trailerID, "<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <<>> /Contents 3 0 R /Length 0>>\nstream\n\nendstream", font)
	if _, err := New(keyOf(t, p256())).Seal(t.Context(), pdf, request()); err == nil {
		t.Error("sealed")
	}
}

const usual = "/Resources <</Font <</F 5 0 R>>>> /Contents 4 0 R"

// paged is one page with a catalog of one's own, and entries
// of the page; more are objects from 6 on.
func paged(catalog, entries string, more ...string) []byte {
	return pdfFile(trailerID, append([]string{catalog, "<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] " + entries + ">>",
		stream("BT /F 20 Tf 50 700 Td (Extract) Tj ET"), font}, more...)...)
}

// withStore is the catalog with another store than it had, so that the revision
// looks like one that brings validation data.
func withStore(pdf []byte) string {
	d, err := open(pdf, nodesOwn)
	if err != nil {
		panic(err)
	}
	cat, err := d.catalog()
	if err != nil {
		panic(err)
	}
	text := "<<"
	for _, p := range cat.pairs {
		if p.key != "DSS" {
			text += "/" + p.key + " " + string(p.val.raw) + " "
		}
	}
	return text + "/DSS <</Certs []>>>>"
}

// twice hides a second definition of an object in a file, which no table names.
func twice(pdf []byte, num int, text string) []byte {
	x := bytes.LastIndex(pdf, []byte("xref\n0 "))
	out := append(bytes.Clone(pdf[:x]), fmt.Sprintf("%d 0 obj\n%s\nendobj\n", num, text)...)
	at := len(out)
	tail := pdf[x:bytes.LastIndex(pdf, []byte("startxref"))]
	return append(append(out, tail...), fmt.Sprintf("startxref\n%d\n%%%%EOF\n", at)...)
}

// overStamped puts a true document time stamp over a forgery, which says only
// since when it is one.
func overStamped(t testing.TB, a *Authorities, pdf []byte) []byte {
	t.Helper()
	out, err := a.stampDocument(context.Background(), mustOpen(t, pdf))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestNotesInTheInformationMayChange: pyHanko writes when it added validation
// data; a title is no such note.
func TestNotesInTheInformationMayChange(t *testing.T) {
	w, a, _ := newWorld(t)
	pdf := sealAt(t, w.P256, LevelT, a)
	cat, err := mustOpen(t, pdf).catalog()
	if err != nil {
		t.Fatal(err)
	}
	catalog := string(cat.raw[:len(cat.raw)-2]) + " /DSS <</Certs []>>>>"
	for info, valid := range map[string]bool{
		"<</Title (Extract) /ModDate (D:20261006120000Z) /Producer (another)>>": true,
		"<</Title (Extracu) /ModDate (D:20261006120000Z)>>":                     false,
		"<</Title (Extract) /ModDate 4 0 R>>":                                   false,
		"<</Title (Extract) /Author (somebody)>>":                               false,
		"<</ModDate (D:20261006120000Z)>>":                                      false,
	} {
		r, err := Check(t.Context(), revise(pdf, map[int]string{1: catalog, 6: info}), w.Roots(), noon)
		if r.Valid != valid {
			t.Errorf("%s: %v", info, err)
		}
	}
}

// TestTheSignersCertificateMayComeSecond: pyHanko sorts the certificates, and the
// second opinion takes the first for the signer's.
func TestTheSignersCertificateMayComeSecond(t *testing.T) {
	k := keyOf(t, p256())
	pdf, err := New(caFirst{k}).Seal(t.Context(), onePage(), request())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Check(t.Context(), pdf, ours().pool, noon); err != nil {
		t.Error(err)
	}
	f := forge(t, pdf)
	if r, err := Check(t.Context(), f.replace("(Extract) Tj", "(Extracu) Tj"), ours().pool, noon); r.Valid || err == nil {
		t.Error("a changed page is taken", r)
	}
}

// caFirst writes the CA's certificate before the signer's.
type caFirst struct{ Key }

func (c caFirst) Sign(ctx context.Context, content [2][]byte) ([]byte, error) {
	der, err := c.Key.Sign(ctx, content)
	if err != nil {
		return nil, err
	}
	leaf, ca := c.chain[0].Raw, c.chain[1].Raw
	return bytes.Replace(der, slices.Concat(leaf, ca), slices.Concat(ca, leaf), 1), nil
}
