package signing

import (
	"bytes"
	"context"
	"crypto"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestASealedDocumentHoldsAndIsTrusted(t *testing.T) {
	documents := map[string][]byte{
		"one page":                        onePage(),
		"a nested page tree":              nested(),
		"an annotation, a form, a field":  withForm(),
		"a cross-reference stream":        xrefStream(t, false),
		"a stream with a PNG predictor":   xrefStream(t, true),
		"no end of line after the end":    bytes.TrimRight(onePage(), "\n"),
		"a trailer without identifier":    bytes.Replace(onePage(), []byte(trailerID), nil, 1),
		"a carriage return after the end": append(bytes.TrimRight(onePage(), "\n"), '\r', '\n'),
	}
	signers := map[string]crypto.Signer{"RSA-2048": rsa2048(), "RSA-3072": rsa3072(), "P-256": p256()}
	for name, pdf := range documents {
		for alg, key := range signers {
			t.Run(name+", "+alg, func(t *testing.T) {
				before := bytes.Clone(pdf)
				out, err := New(keyOf(t, key)).Seal(t.Context(), pdf, request())
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(pdf, before) || !bytes.HasPrefix(out, before) {
					t.Error("the document's own bytes were touched")
				}
				if err := Intact(out); err != nil {
					t.Error(err)
				}
				r, err := Check(t.Context(), out, ours().pool, noon)
				if err != nil || !r.Valid || !r.Trusted || len(r.Signatures) != 1 || !r.Signatures[0].Covers {
					t.Errorf("%+v, %v", r, err)
				}
			})
		}
	}
}

func TestRSA4096IsSealedToo(t *testing.T) {
	key := mustRSA(4096)
	out, err := New(keyOf(t, key)).Seal(t.Context(), onePage(), request())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Check(t.Context(), out, ours().pool, noon); err != nil {
		t.Error(err)
	}
}

// revision opens a sealed file and returns its newest signature field.
func revision(t testing.TB, pdf []byte) (*document, seal) {
	t.Helper()
	d, err := open(pdf, nodesOwn)
	if err != nil {
		t.Fatal(err)
	}
	seals, err := d.seals()
	if err != nil {
		t.Fatal(err)
	}
	return d, seals[len(seals)-1]
}

func TestTextsSurviveAsUTF16(t *testing.T) {
	_, s := revision(t, sealed(t, onePage()))
	for key, want := range map[string]string{"Name": "ООО «Клиника Щукина и Шевцовой»", "Reason": request().Reason,
		"Location": "Москва", "ContactInfo": "+7 (495) 000-00-00"} {
		if got := decodeText(s.dict.get(key).text()); got != want {
			t.Errorf("/%s: got %q, want %q", key, got, want)
		}
	}
	if s.field.name != "Seal" {
		t.Errorf("field %q", s.field.name)
	}
}

func TestTheRevisionIsWhatTheStandardsWant(t *testing.T) {
	out := sealed(t, onePage())
	d, s := revision(t, out)
	added := string(out[len(onePage()):])
	for _, want := range []string{"/SubFilter /ETSI.CAdES.detached", "/F 132", "/Rect [100.5 50 300 110.25]", "/BBox [0 0 199.5 60.25]",
		"/SigFlags 3", "/Info 6 0 R", "/M (D:20261005120000+00'00')", fmt.Sprintf("/ByteRange [0 %d %d %d]", s.gap, s.end, len(out)-s.end)} {
		mustContain(t, added, want)
	}
	id, old := d.trailer().get("ID").items, "<00112233445566778899AABBCCDDEEFF>"
	if string(id[0].raw) != old || string(id[1].raw) == old {
		t.Errorf("/ID: the first element stays, the second changes; got %s %s", id[0].raw, id[1].raw)
	}
	if prev := d.trailer().get("Prev").n; !bytes.HasPrefix(out[prev:], []byte("xref")) {
		t.Errorf("/Prev %d does not point to the table before", prev)
	}
	if s.field.dict.get("P").ref.num != 3 || !s.field.dict.get("AP").has("N") {
		t.Error("the widget has not its page or no appearance")
	}
}

func TestSignedAttributesAreDERAndWithoutSigningTime(t *testing.T) {
	_, s := revision(t, sealed(t, onePage()))
	sig, err := parseCMS(s.der) // refuses unsorted attributes and unsigned ones
	if err != nil {
		t.Fatal(err)
	}
	if len(sig.attrs) != 3 {
		t.Errorf("%d attributes, want content type, message digest and signing certificate", len(sig.attrs))
	}
	if _, ok := sig.attrs[oidSigningTime.String()]; ok {
		t.Error("a signing-time attribute")
	}
}

func TestWhatWasThereStays(t *testing.T) {
	d, s := revision(t, sealed(t, withForm()))
	cat, err := d.catalog()
	if err != nil {
		t.Fatal(err)
	}
	form, _ := d.resolve(cat.get("AcroForm"))
	if cat.get("AcroForm").ref.num != 6 || !form.has("DR") || len(form.get("Fields").items) != 2 || !cat.has("Lang") {
		t.Errorf("form %s, catalog %s", form.raw, cat.raw)
	}
	p, err := d.page(0)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(p.dict.get("Annots").items); got != 3 {
		t.Errorf("%d annotations, want the two and the seal's", got)
	}
	if s.field.name != "Seal2" {
		t.Errorf("the name Seal was taken, got %q", s.field.name)
	}
}

func TestTheMarkGoesOnThePageAsked(t *testing.T) {
	for n, object := range []int{7, 8, 6, 4} {
		r := request()
		r.Page = n
		out, err := New(keyOf(t, p256())).Seal(t.Context(), nested(), r)
		if err != nil {
			t.Fatal(err)
		}
		if _, s := revision(t, out); s.field.dict.get("P").ref.num != object {
			t.Errorf("page %d: widget on %s, want %d 0 R", n, s.field.dict.get("P").raw, object)
		}
	}
}

func TestSealRefuses(t *testing.T) {
	with := func(f func(*Request)) Request { r := request(); f(&r); return r }
	rows := map[string]struct {
		pdf  []byte
		r    Request
		want string
	}{
		"a page that is not there":      {onePage(), with(func(r *Request) { r.Page = 1 }), "there is no page 1"},
		"a mark upside down":            {onePage(), with(func(r *Request) { r.Rect = [4]float64{9, 9, 1, 1} }), "lower left"},
		"a place without a page":        {onePage(), with(func(r *Request) { r.Page = -1 }), "want a page"},
		"a field name that is taken":    {withForm(), with(func(r *Request) { r.Field = "Seal" }), "taken"},
		"a field name with a point":     {onePage(), with(func(r *Request) { r.Field = "a.b" }), "point"},
		"a moment after the last day":   {onePage(), with(func(r *Request) { r.Time = noon.AddDate(1, 0, 0) }), "expired"},
		"a moment before the first day": {onePage(), with(func(r *Request) { r.Time = noon.AddDate(-1, 0, 0) }), "not valid yet"},
		"no moment at all":              {onePage(), with(func(r *Request) { r.Time = time.Time{} }), "not valid yet"},
		"a second visible seal":         {sealed(t, onePage()), request(), "must be invisible"},
		"something else than a PDF":     {[]byte("PK\x03\x04 this is an archive"), request(), "no %PDF header"},
		"a truncated PDF":               {onePage()[:300], request(), "%%EOF"},
		"an encrypted PDF":              {bytes.Replace(onePage(), []byte("/Info"), []byte("/Encrypt 5 0 R /Info"), 1), request(), "encrypted"},
		"an XFA form":                   {bytes.Replace(withForm(), []byte("/DR <<"), []byte("/XFA<<"), 1), request(), "XFA"},
		"a ring of pages":               {bytes.Replace(nested(), []byte("/Kids [7 0 R"), []byte("/Kids [3 0 R"), 1), request(), "page tree"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			out, err := New(keyOf(t, p256())).Seal(t.Context(), row.pdf, row.r)
			if err == nil || out != nil {
				t.Fatal("it was sealed")
			}
			mustContain(t, err.Error(), row.want)
		})
	}
}

// counting is a CMS that counts its uses and may break before or after them.
type counting struct {
	Key
	uses   int
	before error
	spoil  func([]byte) []byte
}

func (c *counting) Sign(ctx context.Context, content [2][]byte) ([]byte, error) {
	c.uses++
	if c.before != nil {
		return nil, c.before
	}
	der, err := c.Key.Sign(ctx, content)
	if c.spoil != nil {
		der = c.spoil(der)
	}
	return der, err
}

func TestOneSealUsesTheKeyOnce(t *testing.T) {
	broken := errors.New("token removed")
	rows := map[string]struct {
		cms  *counting
		want string // "" sealed and intact; "!" sealed, but Intact says no
	}{
		"a good signature":                {&counting{}, ""},
		"a token that fails":              {&counting{before: broken}, "token removed"},
		"a signature longer than said":    {&counting{spoil: func(b []byte) []byte { return append(b, make([]byte, 9)...) }}, "promised at most"},
		"a command that answers rubbish":  {&counting{spoil: func(b []byte) []byte { return b[:20] }}, "!"},
		"a command that answers nothing":  {&counting{spoil: func([]byte) []byte { return nil }}, "!"},
		"a signature over something else": {&counting{spoil: func(b []byte) []byte { b[len(b)-3] ^= 1; return b }}, "!"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			row.cms.Key = keyOf(t, rsa2048())
			out, err := New(row.cms).Seal(t.Context(), onePage(), request())
			if row.cms.uses != 1 {
				t.Errorf("the key was used %d times", row.cms.uses)
			}
			switch row.want {
			case "":
				if err != nil || Intact(out) != nil {
					t.Error(err, Intact(out))
				}
			case "!":
				if err != nil || Intact(out) == nil {
					t.Error("a broken signature passes as intact", err)
				}
			default:
				if err == nil {
					t.Fatal("it was sealed")
				}
				mustContain(t, err.Error(), row.want)
			}
		})
	}
}

func TestSealStopsWithItsContext(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := New(keyOf(t, p256())).Seal(ctx, onePage(), request()); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestASignerWithoutKeySaysSo(t *testing.T) {
	for name, s := range map[string]*Signer{"nil": nil, "zero": {}, "zero key": New(Key{})} {
		if _, err := s.Seal(t.Context(), onePage(), request()); !errors.Is(err, errNoKey) {
			t.Errorf("%s: %v", name, err)
		}
		if s.Certificate() != (Certificate{}) {
			t.Errorf("%s: it has a certificate", name)
		}
	}
}

func TestTheSameRequestGivesTheSameBytes(t *testing.T) {
	for _, key := range []crypto.Signer{rsa2048(), p256()} {
		s := New(keyOf(t, key))
		a, err1 := s.Seal(t.Context(), onePage(), request())
		b, err2 := s.Seal(t.Context(), onePage(), request())
		if err1 != nil || err2 != nil || !bytes.Equal(a, b) {
			t.Errorf("%T: differs (%v, %v)", key, err1, err2)
		}
	}
}

func TestSealsInParallel(t *testing.T) {
	s := New(keyOf(t, rsa2048()))
	pdf := ofSize(20_000)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			out, err := s.Seal(t.Context(), pdf, request())
			if err == nil {
				err = Intact(out)
			}
			if err == nil {
				_, err = Check(t.Context(), out, ours().pool, noon)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestACertificationIsTheFirstAndTheLast(t *testing.T) {
	s := New(keyOf(t, p256()))
	r := request()
	r.Certify = true
	for name, pdf := range map[string][]byte{"a form in the catalog": onePage(), "a form of its own": withForm()} {
		certified, err := s.Seal(t.Context(), pdf, r)
		if err != nil {
			t.Fatal(name, err)
		}
		d, seal := revision(t, certified)
		cat, _ := d.catalog()
		if cat.get("Perms").get("DocMDP").ref != seal.field.dict.get("V").ref || d.permission(seal) != 2 {
			t.Errorf("%s: /Perms %s", name, cat.get("Perms").raw)
		}
		if _, err := Check(t.Context(), certified, ours().pool, noon); err != nil {
			t.Error(name, err)
		}
		if _, err := s.Seal(t.Context(), certified, Request{Time: noon, Page: -1}); err == nil {
			t.Error(name, "sealed once more, which pdfsign and Acrobat take for a forbidden change")
		}
	}
}

func TestTwoSealsOneAfterTheOther(t *testing.T) {
	for name, pdf := range map[string][]byte{"classic": withForm(), "stream": xrefStream(t, true)} {
		s := New(keyOf(t, p256()))
		second, err := s.Seal(t.Context(), sealed(t, pdf), Request{Time: noon.Add(time.Hour), Page: -1})
		if err != nil {
			t.Fatal(name, err)
		}
		if err := Intact(second); err != nil {
			t.Error(name, err)
		}
		r, err := Check(t.Context(), second, ours().pool, noon)
		if err != nil || len(r.Signatures) != 2 || r.Signatures[0].Covers || !r.Signatures[1].Covers {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

func TestAnyTextComesBack(t *testing.T) {
	s := New(keyOf(t, p256()))
	rapid.Check(t, func(t *rapid.T) {
		r := request()
		r.Reason = rapid.String().Draw(t, "reason")
		r.Field = strings.ReplaceAll(rapid.String().Draw(t, "field"), ".", "")
		out, err := s.Seal(context.Background(), onePage(), r)
		if err != nil {
			t.Fatal(err)
		}
		d, err := open(out, nodesOwn)
		if err != nil {
			t.Fatal(err)
		}
		seals, err := d.seals()
		if err != nil {
			t.Fatal(err)
		}
		if got := decodeText(seals[0].dict.get("Reason").text()); got != r.Reason {
			t.Fatalf("got %q, want %q", got, r.Reason)
		}
		if r.Field != "" && seals[0].field.name != r.Field {
			t.Fatalf("field: got %q, want %q", seals[0].field.name, r.Field)
		}
	})
}

func TestAnExternalCMSWithAnUnknownAlgorithmIsNotTakenForIntact(t *testing.T) {
	cms := &counting{spoil: func(b []byte) []byte {
		return bytes.Replace(b, []byte{0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02}, []byte{0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x09}, -1)
	}}
	cms.Key = keyOf(t, p256())
	out, err := New(cms).Seal(t.Context(), onePage(), request())
	if err != nil {
		t.Fatal(err)
	}
	if err := Intact(out); !errors.Is(err, ErrInvalid) {
		t.Error(err)
	}
}

var _ CMS = Key{}
