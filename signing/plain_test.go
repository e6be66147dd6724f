package signing

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"sort"
	"testing"
	"time"

	"github.com/digitorus/pdfsign"
	"golang.org/x/crypto/cryptobyte"

	"vypiska/signing/signingtest"
)

// plainly makes of a page a signature of the older kind by k, with the signed
// attributes that CMS demands and more; stamp may add to the CMS. edit may change
// the file before it is signed, in the same length.
func plainly(t testing.TB, k Key, more [][]byte, edit func([]byte) []byte, stamp func([]byte) []byte) []byte {
	t.Helper()
	pdf, err := New(&roomyCMS{k, 32 << 10}).Seal(t.Context(), onePage(), request())
	if err != nil {
		t.Fatal(err)
	}
	if pdf = bytes.Replace(pdf, []byte("/"+subFilter), []byte("/"+plainFilter), 1); edit != nil {
		pdf = edit(pdf)
	}
	_, s := revision(t, pdf)
	attrs := append([][]byte{
		attribute(oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) }),
		attribute(oidMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest(crypto.SHA256, s.content(pdf))) }),
	}, more...)
	sort.Slice(attrs, func(i, j int) bool { return bytes.Compare(attrs[i], attrs[j]) < 0 })
	signed := bytes.Join(attrs, nil)
	sum := sha256.Sum256(asSet(signed))
	value, err := k.signer.Sign(nil, sum[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	der, err := signedData(k.chain, signed, value, k.algorithms())
	if err != nil {
		t.Fatal(err)
	}
	if stamp != nil {
		der = stamp(der)
	}
	room := make([]byte, (s.end-s.gap-2)/2)
	copy(room, der)
	hex.Encode(pdf[s.gap+1:], room)
	return pdf
}

// bySHA1 is the older signing-certificate attribute.
func bySHA1(of []byte) []byte {
	sum := sha1.Sum(of)
	return attribute(oidSigningCertV1, func(b *cryptobyte.Builder) {
		sequence(b, func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				sequence(b, func(b *cryptobyte.Builder) { b.AddASN1OctetString(sum[:]) })
			})
		})
	})
}

// adobe is Adobe's attribute with OCSP answers.
func adobe(answers ...[]byte) []byte {
	return attribute(oidAdobeRevocation, func(b *cryptobyte.Builder) {
		sequence(b, func(b *cryptobyte.Builder) {
			b.AddASN1(context0+1, func(b *cryptobyte.Builder) {
				sequence(b, func(b *cryptobyte.Builder) { b.AddBytes(bytes.Join(answers, nil)) })
			})
		})
	})
}

func inPlace(old, new string) func([]byte) []byte {
	return func(pdf []byte) []byte {
		if len(old) != len(new) || !bytes.Contains(pdf, []byte(old)) {
			panic("it does not apply: " + old)
		}
		return bytes.Replace(pdf, []byte(old), []byte(new), 1)
	}
}

func TestThePlainKindOfSignatureIsJudged(t *testing.T) {
	k := keyOf(t, p256())
	at := func(when time.Time) []byte {
		return attribute(oidSigningTime, func(b *cryptobyte.Builder) { signingTime(b, when) })
	}
	names := func(k Key) []byte {
		return attribute(oidSigningCert, func(b *cryptobyte.Builder) { signingCertificate(b, k.chain[0]) })
	}
	noTime := inPlace("/M (D:", "/X (D:")
	rows := map[string]struct {
		more [][]byte
		edit func([]byte) []byte
		want Reason
		when time.Time
	}{
		"what CMS demands":                           {nil, nil, "", noon},
		"a time in the signature as well":            {[][]byte{at(noon)}, nil, "", noon},
		"a time in the signature alone":              {[][]byte{at(noon.Add(-time.Hour))}, noTime, "", noon.Add(-time.Hour)},
		"no time":                                    {nil, noTime, "", time.Time{}},
		"its own certificate named":                  {[][]byte{names(k)}, nil, "", noon},
		"its own certificate named in the older way": {[][]byte{bySHA1(k.chain[0].Raw)}, nil, "", noon},
		"another certificate named":                  {[][]byte{names(keyOf(t, rsa2048()))}, nil, ReasonCertificate, noon},
		"another certificate named in the older way": {[][]byte{bySHA1(k.chain[1].Raw)}, nil, ReasonCertificate, noon},
		"a time outside the certificate's":           {[][]byte{at(noon.AddDate(-5, 0, 0))}, noTime, ReasonTime, noon},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			r, err := Check(t.Context(), plainly(t, k, row.more, row.edit, nil), ours().pool, noon)
			if r.Reason != row.want || r.Trusted != (row.want == "") {
				t.Fatalf("%q, want %q: %v", string(r.Reason), string(row.want), err)
			}
			if row.want != "" {
				return
			}
			s := r.Signatures[0]
			if s.Level != "PKCS7-B" || s.Baseline != "" || s.SubFilter != "adbe.pkcs7.detached" || !s.When.Equal(row.when) || !s.Covers {
				t.Errorf("%+v", s)
			}
			if s.Words() != "PKCS7-B, a PDF signature, not PAdES" || s.Level.Reaches(LevelB) {
				t.Error(s.Words())
			}
		})
	}
}

// TestThePlainKindIsNoSealOfOurs: it is never made, kept as a copy or extended.
func TestThePlainKindIsNoSealOfOurs(t *testing.T) {
	w, a, _ := newWorld(t)
	k := worldKey(t, w)
	pdf := plainly(t, k, nil, nil, nil)
	if err := Intact(pdf); reasonOf(err, "") != ReasonUnsupported {
		t.Errorf("Intact: %v", err)
	}
	if _, _, err := a.Extend(t.Context(), pdf, LevelLTA); reasonOf(err, "") != ReasonUnsupported || !errors.Is(err, ErrInvalid) {
		t.Errorf("Extend: %v", err)
	}
}

func worldKey(t testing.TB, w *signingtest.World) Key {
	t.Helper()
	who, err := w.P256()
	if err != nil {
		t.Fatal(err)
	}
	k, err := NewKey(who.Key, who.Chain, noon)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// TestThePlainKindWithTimeStampAndAnswers: a time stamp proves its time as it
// does for PAdES, and what Adobe's attribute says of revocation is heard.
func TestThePlainKindWithTimeStampAndAnswers(t *testing.T) {
	w, a, c := newWorld(t)
	k := worldKey(t, w)
	stamp := func(der []byte) []byte {
		der, err := a.stampCMS(t.Context(), der)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	expectPlain := func(pdf []byte, level Level, want Reason, status string) {
		t.Helper()
		r, err := Check(t.Context(), pdf, w.Roots(), c.Now())
		if r.Reason != want || len(r.Signatures) != 1 || r.Signatures[0].Level != level || r.Signatures[0].Chain[0].Revocation.Status != status {
			t.Errorf("%+v, %v", r, err)
		}
	}
	expectPlain(plainly(t, k, nil, nil, stamp), "PKCS7-T", "", RevocationUnknown)
	said := func() [][]byte { return [][]byte{adobe(answerAbout(t, w, k.chain[0], ""))} }
	expectPlain(plainly(t, k, said(), nil, nil), "PKCS7-B", "", RevocationGood)
	c.Forward(time.Hour)
	w.Revoke(k.chain[0])
	expectPlain(plainly(t, k, said(), nil, nil), "PKCS7-B", ReasonRevokedNow, RevocationRevoked)
	expectPlain(plainly(t, k, said(), nil, stamp), "PKCS7-T", ReasonRevoked, RevocationRevoked)
}

// TestForgedPlainFilesAreRefused: the guard stands before this kind as before a seal.
func TestForgedPlainFilesAreRefused(t *testing.T) {
	good := plainly(t, keyOf(t, p256()), nil, nil, nil)
	f := forge(t, good)
	size := len(good)
	for name, row := range map[string]forgery{
		"a byte of the page flipped":               {pdf: f.replace("(Extract) Tj", "(Extracu) Tj"), want: []Reason{ReasonDigest}},
		"a page swapped":                           {pdf: revise(good, evilPage), want: []Reason{ReasonAppended}},
		"bytes after the end":                      {pdf: append(bytes.Clone(good), "\n%x"...), want: []Reason{ReasonStructure}},
		"cut off":                                  {pdf: good[:size-300], want: []Reason{ReasonStructure}},
		"a byte range that leaves out more":        {pdf: f.byteRange(0, f.s.gap-1, f.s.end, size-f.s.end), want: []Reason{ReasonRange}},
		"a byte range with a negative number":      {pdf: f.byteRange(0, -1, 0, -1), want: []Reason{ReasonRange}},
		"a wrapped signature":                      {pdf: f.wrapped(), want: []Reason{ReasonRange}},
		"contents of zeros":                        {pdf: f.replace(f.contents, "<"+string(bytes.Repeat([]byte("0"), len(f.contents)-2))+">"), want: []Reason{ReasonContents}},
		"the CMS of another document":              {pdf: f.replace(f.contents[:3000], forge(t, plainly(t, keyOf(t, p256()), nil, inPlace("(Extract) Tj", "(Extracu) Tj"), nil)).contents[:3000]), want: []Reason{ReasonDigest}},
		"a seal whose dictionary says it is plain": {pdf: forge(t, sealed(t, onePage())).replace("/"+subFilter, "/"+plainFilter), want: []Reason{ReasonDigest}},
		"one whose dictionary says it is a seal":   {pdf: f.replace("/"+plainFilter, "/"+subFilter), want: []Reason{ReasonDigest}},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Check(t.Context(), row.pdf, ours().pool, noon)
			if r.Valid || !errors.Is(err, ErrInvalid) || r.Reason != row.want[0] {
				t.Errorf("%q, want %q: %v", string(r.Reason), string(row.want[0]), err)
			}
		})
	}
}

// TestWhatPdfsignSealsIsJudged: the maker of such files that is at hand.
func TestWhatPdfsignSealsIsJudged(t *testing.T) {
	now := time.Now() // it signs at the machine's time
	demo, err := Demo(rand.Reader, now.Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	k, err := LoadKey(demo.Chain, demo.Key, now)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(k.chain[len(k.chain)-1])
	doc, err := pdfsign.Open(bytes.NewReader(onePage()), int64(len(onePage())))
	if err != nil {
		t.Fatal(err)
	}
	doc.Sign(k.signer, k.chain[0], k.chain[1:]...).SignerName("Clinic")
	var out bytes.Buffer
	if _, err := doc.Write(&out); err != nil {
		t.Fatal(err)
	}
	r, err := Check(t.Context(), out.Bytes(), roots, now)
	if err != nil || r.Signatures[0].Level != "PKCS7-B" {
		t.Errorf("%+v, %v", r, err)
	}
	changed := bytes.Replace(out.Bytes(), []byte("(Extract) Tj"), []byte("(Extracu) Tj"), 1)
	if r, err := Check(t.Context(), changed, roots, now); r.Valid || r.Reason != ReasonDigest {
		t.Errorf("changed: %+v, %v", r, err)
	}
}
