package signing

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

const evil = "BT /F 40 Tf 50 500 Td (EVIL) Tj ET"

// evilPage are objects that show another page: page 3 and its contents 4.
var evilPage = map[int]string{
	3: "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</Font <</F 5 0 R>>>> /Contents 4 0 R>>",
	4: stream(evil),
}

// revise appends an incremental update that is well-formed in itself.
func revise(pdf []byte, objects map[int]string) []byte {
	d, err := open(pdf, nodesOwn)
	if err != nil {
		panic(err)
	}
	u := d.begin(1 << 16)
	for num, text := range objects {
		u.next = max(u.next, num+1)
		u.start(ref{num: num})
		u.out = append(u.out, text...)
		u.end()
	}
	u.finish(nil)
	return u.out
}

// forger gives access to the parts of a sealed file.
type forger struct {
	pdf      []byte
	s        seal
	sig      int // number of the signature dictionary
	contents string
}

func forge(t testing.TB, pdf []byte) forger {
	_, s := revision(t, pdf)
	return forger{pdf, s, s.field.dict.get("V").ref.num, string(pdf[s.gap:s.end])}
}

// dict writes another signature dictionary under the same number, with the evil page.
func (f forger) dict(byteRange, contents string) []byte {
	objects := map[int]string{3: evilPage[3], 4: evilPage[4]}
	objects[f.sig] = "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:20261005120000+00'00') " + byteRange + contents + ">>"
	return revise(f.pdf, objects)
}

func (f forger) ranges() string {
	return fmt.Sprintf("/ByteRange [0 %d %d %d] ", f.s.gap, f.s.end, f.s.reach-f.s.end)
}

// edit changes the sealed bytes in place.
func (f forger) edit(change func([]byte) []byte) []byte { return change(bytes.Clone(f.pdf)) }

func (f forger) replace(old, new string) []byte {
	if !bytes.Contains(f.pdf, []byte(old)) {
		panic("forgery does not apply: " + old)
	}
	return bytes.Replace(bytes.Clone(f.pdf), []byte(old), []byte(new), 1)
}

// byteRange overwrites the numbers in place, in the same width.
func (f forger) byteRange(a, b, c, d int) []byte {
	at := bytes.Index(f.pdf, []byte("/ByteRange ["))
	end := at + bytes.IndexByte(f.pdf[at:], ']')
	text := fmt.Sprintf("/ByteRange [%d %d %d %d", a, b, c, d)
	out := bytes.Clone(f.pdf)
	room := end
	for out[room+1] == ' ' {
		room++
	}
	if len(text) > room-at {
		panic("no room for the numbers")
	}
	copy(out[at:], text+"]"+strings.Repeat(" ", room-at-len(text)))
	return out
}

// wrapped is a signature wrapping attack: the signed second part is moved to
// the end, and what a reader finds through startxref lies in the widened gap.
func (f forger) wrapped() []byte {
	first, second := f.pdf[:f.s.gap], f.pdf[f.s.end:]
	start, err := lastSection(f.pdf)
	if err != nil {
		panic(err)
	}
	build := func(end int) []byte {
		var b bytes.Buffer
		b.Write(first)
		b.WriteString(f.contents + "\n")
		b.WriteString(strings.Repeat(" ", start-b.Len()))
		objects := []struct {
			num  int
			text string
		}{{1, "<</Type /Catalog /Pages 2 0 R /AcroForm <</SigFlags 3 /Fields [8 0 R]>>>>"}, {3, evilPage[3]}, {4, evilPage[4]},
			{f.sig, fmt.Sprintf("<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:20261005120000+00'00') /ByteRange [0 %d %d %d] /Contents %s>>", f.s.gap, end, len(second), f.contents)},
			{8, fmt.Sprintf("<</Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /Rect [0 0 0 0] /V %d 0 R>>", f.sig)}}
		tail := fmt.Sprintf("trailer\n<</Size 10 /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n", bytes.Index(f.pdf, []byte("xref\n")), start)
		at := b.Len() + len("xref\n") + len(tail) + len(objects)*(len("1 1\n")+entryLen)
		b.WriteString("xref\n")
		var body string
		for _, o := range objects {
			fmt.Fprintf(&b, "%d 1\n%010d 00000 n \n", o.num, at+len(body))
			body += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", o.num, o.text)
		}
		b.WriteString(tail + body)
		end = b.Len()
		b.Write(second)
		if !bytes.Contains(b.Bytes(), fmt.Appendf(nil, " %d %d] /Contents", end, len(second))) {
			return fmt.Appendf(nil, "%d", end)
		}
		return b.Bytes()
	}
	out := build(100_000)
	for len(out) < 20 {
		end, _ := digits(out)
		out = build(end)
	}
	return out
}

func unsignedWithFakeField() []byte {
	return revise(onePage(), map[int]string{
		1: "<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [7 0 R] /SigFlags 3>>>>",
		7: "<</Type /Annot /Subtype /Widget /FT /Sig /T (s) /Rect [0 0 0 0] /V 8 0 R>>",
		8: "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Contents <3000> /ByteRange [0 1 2 3] /Name (Chief Physician)>>",
		4: stream(evil),
	})
}

// roomyCMS reserves more than it needs.
type roomyCMS struct {
	Key
	room int
}

func (r roomyCMS) Size() int { return r.Key.Size() + r.room }

// forgery is a file that must be refused for one of the reasons.
type forgery struct {
	pdf  []byte
	want []Reason
	// whole: Intact looks at the last seal alone and may find it in order.
	whole bool
}

func forgeries(t testing.TB) map[string]forgery {
	f := forge(t, sealed(t, onePage()))
	r := request()
	r.Certify = true
	certified, err := New(keyOf(t, p256())).Seal(context.Background(), onePage(), r)
	if err != nil {
		t.Fatal(err)
	}
	c := forge(t, certified)
	roomy, err := New(&roomyCMS{keyOf(t, p256()), 100}).Seal(context.Background(), onePage(), request())
	if err != nil {
		t.Fatal(err)
	}
	padded := forge(t, roomy)
	contents := "/Contents " + f.contents
	zeros := "<" + strings.Repeat("0", len(f.contents)-2) + ">"
	garbage := "<" + strings.Repeat("A5", len(f.contents)/2-1) + ">"
	size := len(f.pdf)
	one := func(pdf []byte, reasons ...Reason) forgery { return forgery{pdf: pdf, want: reasons} }
	return map[string]forgery{
		"a byte of the page flipped":                        one(f.replace("(Extract) Tj", "(Extracu) Tj"), ReasonDigest),
		"a byte of the dictionary flipped":                  one(f.replace("(D:2026", "(D:2025"), ReasonDigest),
		"a page swapped under an approval":                  one(revise(f.pdf, evilPage), ReasonAppended),
		"a page swapped under a certification":              one(revise(c.pdf, evilPage), ReasonAppended),
		"the dictionary overridden under a certification":   one(c.dict(c.ranges(), "/Contents "+c.contents), ReasonRange),
		"the dictionary overridden, the seal unchanged":     one(f.dict(f.ranges(), contents), ReasonRange),
		"the dictionary overridden with garbage contents":   one(f.dict(f.ranges(), "/Contents <00>"), ReasonRange),
		"the dictionary overridden without contents":        one(f.dict(f.ranges(), ""), ReasonField),
		"the dictionary overridden without a byte range":    one(f.dict("", contents), ReasonRange),
		"a negative byte range in an override":              one(f.dict("/ByteRange [0 -1 0 -1] ", contents), ReasonRange),
		"a huge byte range in an override":                  one(f.dict("/ByteRange [0 4000000000000 0 10] ", contents), ReasonRange),
		"contents zeroed":                                   one(f.replace(f.contents, zeros), ReasonContents),
		"contents garbage":                                  one(f.replace(f.contents, garbage), ReasonContents),
		"contents a literal string":                         one(f.replace(f.contents, "("+f.contents[1:len(f.contents)-1]+")"), ReasonField),
		"a blank within the contents":                       one(f.edit(func(b []byte) []byte { b[f.s.end-3] = ' '; return b }), ReasonRange),
		"something after the signature in the contents":     one(padded.edit(func(b []byte) []byte { b[padded.s.end-2] = '7'; return b }), ReasonContents),
		"a byte range with a negative number":               one(f.byteRange(0, -1, 0, -1), ReasonRange),
		"a byte range larger than the file":                 one(f.byteRange(0, f.s.gap, f.s.end, size), ReasonRange),
		"a byte range whose sum overflows":                  one(f.byteRange(0, 1, 2, 999999999999999), ReasonRange),
		"a byte range with a huge length":                   one(f.byteRange(0, 9999999999, 1, 1), ReasonRange),
		"a byte range that overlaps itself":                 one(f.byteRange(0, f.s.end, f.s.gap, size-f.s.gap), ReasonRange),
		"a byte range that does not begin at 0":             one(f.byteRange(1, f.s.gap-1, f.s.end, size-f.s.end), ReasonRange),
		"a byte range that ends short of the file":          one(f.byteRange(0, f.s.gap, f.s.end, size-f.s.end-10), ReasonAppended),
		"a byte range that leaves out more behind":          one(f.byteRange(0, f.s.gap, f.s.end+1, size-f.s.end-1), ReasonRange),
		"a byte range that leaves out more":                 one(f.byteRange(0, f.s.gap-1, f.s.end, size-f.s.end), ReasonRange),
		"a byte range of three numbers":                     one(f.replace(f.ranges()[:len("/ByteRange [0")], "/ByteRange [ "), ReasonRange),
		"a wrapped signature":                               one(f.wrapped(), ReasonRange),
		"a field that was never signed":                     one(unsignedWithFakeField(), ReasonRange),
		"an empty signature field beside the seal":          one(revise(f.pdf, map[int]string{9: "<</FT /Sig /T (x)>>", 1: "<</Type /Catalog /Pages 2 0 R /AcroForm <</SigFlags 3 /Fields [8 0 R 9 0 R]>>>>"}), ReasonField, ReasonAppended),
		"the last 300 bytes cut off":                        one(f.pdf[:size-300], ReasonStructure),
		"the second half cut off":                           one(f.pdf[:f.s.end+9], ReasonStructure),
		"bytes after the end":                               one(append(bytes.Clone(f.pdf), "\n%garbage"...), ReasonStructure),
		"one blank after the end":                           one(append(bytes.Clone(f.pdf), ' '), ReasonStructure),
		"one end of line after the end":                     one(append(bytes.Clone(f.pdf), '\r'), ReasonStructure, ReasonAppended),
		"another subfilter":                                 one(f.replace("/ETSI.CAdES.detached", "/adbe.pkcs7.sha1    "), ReasonUnsupported),
		"a key given twice":                                 one(f.replace("/Location <", "/Contents <"), ReasonStructure),
		"no signature":                                      one(onePage(), ReasonUnsigned),
		"the whole seal of another document":                one(transplant(t, f), ReasonDigest),
		"the certificate in the bag exchanged for its twin": one(f.replace(f.contents, twin(t, f.s)), ReasonCertificate, ReasonContents),
		"the message digest attribute altered":              one(f.replace(f.contents, flipInside(f, f.s, oidMessageDigest.String())), ReasonDigest, ReasonContents),
		"the signature value altered": one(f.edit(func(b []byte) []byte {
			i := f.s.gap + 2*len(f.s.der)
			b[i] = "0123456789abcdef0"[bytes.IndexByte([]byte("0123456789abcdef"), b[i])+1]
			return b
		}), ReasonSignature),
		"a page swapped between two seals":       {pdf: between(t, evilPage), want: []Reason{ReasonChanged}, whole: true},
		"a page added between two seals":         {pdf: between(t, map[int]string{2: "<</Type /Pages /Kids [3 0 R 20 0 R] /Count 2>>", 20: evilPage[3]}), want: []Reason{ReasonChanged}, whole: true},
		"an annotation added between two seals":  {pdf: between(t, map[int]string{3: strings.Replace(evilPage[3], "/Contents", "/Annots [7 0 R 20 0 R] /Contents", 1), 20: "<</Type /Annot /Subtype /FreeText /Rect [1 1 500 800] /Contents (EVIL)>>"}), want: []Reason{ReasonChanged}, whole: true},
		"an open action added between two seals": {pdf: between(t, map[int]string{1: "<</Type /Catalog /Pages 2 0 R /OpenAction <</S /JavaScript /JS (x)>> /AcroForm <</SigFlags 3 /Fields [8 0 R]>>>>"}), want: []Reason{ReasonChanged}, whole: true},
		"a font replaced between two seals":      {pdf: between(t, map[int]string{5: "<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"}), want: []Reason{ReasonChanged}, whole: true},
	}
}

// transplant puts the CMS of another document into the forger's gap.
func transplant(t testing.TB, f forger) []byte {
	return f.replace(f.contents, forge(t, sealed(t, nested())).contents)
}

// twin replaces the signer's certificate by another one with the same name,
// number and key, of the same length.
func twin(t testing.TB, s seal) string {
	sig, err := parseCMS(s.der)
	if err != nil {
		t.Fatal(err)
	}
	for {
		other := ours().leaf(p256().Public(), func(c *x509.Certificate) { c.NotAfter = c.NotAfter.Add(-time.Hour) })
		if len(other.Raw) == len(sig.certs[0]) {
			return "<" + hex.EncodeToString(bytes.Replace(s.der, sig.certs[0], other.Raw, 1)) + strings.Repeat("0", s.end-s.gap-2-2*len(s.der)) + ">"
		}
	}
}

func flipInside(f forger, s seal, oid string) string {
	sig, err := parseCMS(s.der)
	if err != nil {
		panic(err)
	}
	old := sig.attrs[oid]
	now := bytes.Clone(old)
	now[len(now)-1] ^= 1
	return "<" + hex.EncodeToString(bytes.Replace(s.der, old, now, 1)) + f.contents[1+2*len(s.der):]
}

// between changes a sealed document and has it sealed once more, by us.
func between(t testing.TB, objects map[int]string) []byte {
	changed := revise(sealed(t, onePage()), objects)
	out, err := New(keyOf(t, p256())).Seal(context.Background(), changed, Request{Time: noon, Page: -1})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestForgedFilesAreRefused(t *testing.T) {
	for name, f := range forgeries(t) {
		t.Run(name, func(t *testing.T) {
			r, err := Check(t.Context(), f.pdf, ours().pool, noon)
			if err == nil || r.Valid || r.Trusted || !errors.Is(err, ErrInvalid) {
				t.Fatalf("accepted: %+v, %v", r, err)
			}
			found := false
			for _, want := range f.want {
				found = found || r.Reason == want
			}
			if !found {
				t.Errorf("refused, but for %q (%v), want one of %q", string(r.Reason), err, f.want)
			}
			if err := Intact(f.pdf); (err == nil) != f.whole {
				t.Errorf("Intact: %v", err)
			}
		})
	}
}

// The CA's certificate in the CMS is not signed by the seal: what it says of
// itself is judged by Check, against the roots. Every other byte counts.
func TestEveryFlippedByteIsNoticed(t *testing.T) {
	pdf := sealed(t, onePage())
	_, s := revision(t, pdf)
	sig, err := parseCMS(s.der)
	if err != nil {
		t.Fatal(err)
	}
	ca := s.gap + 1 + 2*bytes.Index(s.der, sig.certs[1])
	for at := range pdf {
		if at >= ca && at < ca+2*len(sig.certs[1]) {
			continue
		}
		for _, bit := range []byte{0x01, 0x20, 0x80} {
			pdf[at] ^= bit
			err := Intact(pdf)
			pdf[at] ^= bit
			upper := bit == 0x20 && at > s.gap && at < s.end // a and A are the same digit
			if err == nil && !upper {
				t.Fatalf("byte %d, bit %#x: not noticed", at, bit)
			}
		}
	}
}

func TestWholeSealsOfUntrustedSigners(t *testing.T) {
	key := func(change func(*x509.Certificate)) Key {
		k := keyOf(t, p256())
		k.chain = []*x509.Certificate{ours().leaf(p256().Public(), change), ours().root}
		k.size = k.longest()
		return k
	}
	seal := func(k Key, at time.Time) []byte {
		out, err := New(k).Seal(t.Context(), onePage(), Request{Time: at})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	good := seal(keyOf(t, p256()), noon)
	rows := map[string]struct {
		pdf   []byte
		roots *x509.CertPool
		now   time.Time
		want  Reason
	}{
		"a chain to another root":          {good, other().pool, noon, ReasonUntrusted},
		"no roots at all":                  {good, nil, noon, ReasonUntrusted},
		"a certificate expired since":      {good, ours().pool, noon.AddDate(1, 0, 0), ReasonExpired},
		"a certificate not valid yet":      {good, ours().pool, noon.AddDate(0, -2, 0), ReasonNotYetValid},
		"a certificate of a web server":    {seal(key(func(c *x509.Certificate) { c.ExtKeyUsage, c.UnknownExtKeyUsage = []x509.ExtKeyUsage{1}, nil }), noon), ours().pool, noon, ReasonUsage},
		"a key for encryption only":        {seal(key(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }), noon), ours().pool, noon, ReasonUsage},
		"a certificate of another issuer":  {seal(Key{signer: p256(), chain: []*x509.Certificate{other().leaf(p256().Public(), nil)}, size: 2000}, noon), ours().pool, noon, ReasonUntrusted},
		"a claimed time within, now later": {seal(key(func(c *x509.Certificate) { c.NotAfter = noon.Add(time.Hour) }), noon), ours().pool, noon.Add(2 * time.Hour), ReasonExpired},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			r, err := Check(t.Context(), row.pdf, row.roots, row.now)
			if !errors.Is(err, ErrUntrusted) || r.Trusted || !r.Valid || r.Reason != row.want {
				t.Errorf("%+v, %v; want %q", r, err, string(row.want))
			}
			if err := Intact(row.pdf); err != nil {
				t.Errorf("Intact asks for trust: %v", err)
			}
		})
	}
}

func TestAClaimedTimeOutsideTheCertificateIsRefused(t *testing.T) {
	k := keyOf(t, p256())
	lying := &lateCMS{Key: k}
	late := lying.chainUntil(noon.AddDate(2, 0, 0))
	out, err := New(late).Seal(t.Context(), onePage(), Request{Time: noon.AddDate(1, 6, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := Check(t.Context(), out, ours().pool, noon); !errors.Is(err, ErrInvalid) || r.Reason != ReasonTime {
		t.Errorf("%+v %v", r, err)
	}
}

// lateCMS shows Seal a longer validity than the certificate in the CMS has.
type lateCMS struct {
	Key
	shown []*x509.Certificate
}

func (l *lateCMS) chainUntil(t time.Time) *lateCMS {
	c := *l.Key.chain[0]
	c.NotAfter = t
	l.shown = []*x509.Certificate{&c}
	return l
}

func (l *lateCMS) Chain() []*x509.Certificate { return l.shown }

func TestCheckStopsWithItsContext(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if r, err := Check(ctx, sealed(t, onePage()), ours().pool, noon); !errors.Is(err, context.Canceled) || r.Valid {
		t.Error(r, err)
	}
}
