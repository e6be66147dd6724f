package signing

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
)

func TestFilesThatAreNoSealedPDF(t *testing.T) {
	rows := map[string]struct {
		pdf  []byte
		want Reason
		err  error
	}{
		"empty":                    {nil, ReasonNotPDF, ErrUnreadable},
		"an archive":               {[]byte("PK\x03\x04 not a PDF at all"), ReasonNotPDF, ErrUnreadable},
		"a PDF not at the start":   {append([]byte("x"), sealed(t, onePage())...), ReasonNotPDF, ErrUnreadable},
		"a truncated unsigned PDF": {onePage()[:200], ReasonDamaged, ErrUnreadable},
		"an encrypted PDF":         {bytes.Replace(onePage(), []byte("/Info"), []byte("/Encrypt 5 0 R /Info"), 1), ReasonEncrypted, ErrUnreadable},
		"a PDF without a seal":     {onePage(), ReasonUnsigned, ErrInvalid},
	}
	for name, row := range rows {
		r, err := Check(t.Context(), row.pdf, ours().pool, noon)
		if !errors.Is(err, row.err) || r.Reason != row.want || r.Valid {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

// decoy ends a file with two lines startxref, the second of which is none: a
// reader that wants a whole line takes the first.
func decoy(pdf []byte) []byte {
	at := bytes.LastIndex(pdf, []byte("startxref"))
	return append(append(bytes.Clone(pdf[:at]), "startxref\n9\nx "...), pdf[at:]...)
}

// givenUp appends a revision that frees an object which the form still names.
func givenUp(t testing.TB) []byte {
	pdf := sealed(t, withForm())
	d, _ := revision(t, pdf)
	u := d.begin(1 << 12)
	at := len(u.out)
	u.printf("xref\n8 1\n0000000000 00001 f \ntrailer\n")
	u.trailer(nil, func() {})
	u.printf("\nstartxref\n%d\n%%%%EOF\n", at)
	out, err := New(keyOf(t, p256())).Seal(context.Background(), u.out, Request{Time: noon, Page: -1})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What pdfsign would read otherwise than we, or not survive, never reaches it.
func TestWhatTheSecondOpinionCannotBearIsRefusedBefore(t *testing.T) {
	form := func(fields string, more map[int]string) []byte {
		objects := map[int]string{1: "<</Type /Catalog /Pages 2 0 R /AcroForm <</SigFlags 3 /Fields " + fields + ">>>>"}
		for n, o := range more {
			objects[n] = o
		}
		return revise(onePage(), objects)
	}
	deep := strings.Repeat("[", 500_000) + strings.Repeat("]", 500_000)
	f := forge(t, sealed(t, onePage()))
	nest := []byte{0x30, 0x00}
	for range 100 {
		nest = append([]byte{0x30, 0x82, byte(len(nest) >> 8), byte(len(nest))}, nest...)
	}
	nested := "<" + hex.EncodeToString(nest) + strings.Repeat("0", len(f.contents)-2-2*len(nest)) + ">"
	rows := map[string]struct {
		pdf  []byte
		want Reason
	}{
		"a line startxref that is no line":        {decoy(f.pdf), ReasonStructure},
		"a ring of fields":                        {form("[7 0 R]", map[int]string{7: "<</Kids [8 0 R]>>", 8: "<</Kids [7 0 R]>>"}), ReasonStructure},
		"a field listed twice":                    {form("[7 0 R 7 0 R]", map[int]string{7: "<</FT /Tx /T (a)>>"}), ReasonStructure},
		"arrays nested deep in a field":           {form("[7 0 R]", map[int]string{7: "<</FT 8 0 R /T (a)>>", 8: deep}), ReasonStructure},
		"arrays nested deep in the flags":         {form("[] /X 1", map[int]string{1: "<</Type /Catalog /Pages 2 0 R /AcroForm <</SigFlags 8 0 R /Fields []>>>>", 8: deep}), ReasonStructure},
		"a reference beyond 32 bits":              {form("[4294967303 0 R]", nil), ReasonStructure},
		"a CMS of elements nested 100 deep":       {f.replace(f.contents, nested), ReasonContents},
		"an object given up by a later revision":  {givenUp(t), ReasonUnsupported},
		"a signature dictionary with a reference": {f.replace("/Filter /Adobe.PPKLite", "/Filter 5 0 R         "), ReasonUnsupported},
		"a reason that is a reference":            {form("[7 0 R]", map[int]string{7: "<</FT /Sig /T (a) /V 8 0 R>>", 8: "<</Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Reason 9 0 R /Contents <30> /ByteRange [0 1 2 3]>>"}), ReasonStructure},
	}
	for name, row := range rows {
		r, err := Check(t.Context(), row.pdf, ours().pool, noon)
		if err == nil || r.Reason != row.want {
			t.Errorf("%s: %q (%v), want %q", name, string(r.Reason), err, string(row.want))
		}
	}
}
