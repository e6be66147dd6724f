package signing

import (
	"bytes"
	"compress/zlib"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/binary"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"
)

// noon is the moment of all tests.
var noon = time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)

const trailerID = "/ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]"

// pdfFile writes objects 1, 2, 3 … as a file with a classic table; the first is the catalog.
func pdfFile(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	x := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, x)
	return b.Bytes()
}

func stream(s string) string {
	return fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(s), s)
}

const font = "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"

// onePage is the plainest document: catalog 1, pages 2, page 3, contents 4, font 5, information 6.
func onePage() []byte {
	return pdfFile("/Info 6 0 R "+trailerID,
		"<</Type /Catalog /Pages 2 0 R>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</Font <</F 5 0 R>>>> /Contents 4 0 R>>",
		stream("BT /F 20 Tf 50 700 Td (Extract) Tj ET"), font, "<</Title (Extract)>>")
}

// nested has five pages in a tree three levels deep.
func nested() []byte {
	page := func(parent int) string {
		return fmt.Sprintf("<</Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Resources <<>>>>", parent)
	}
	return pdfFile(trailerID,
		"<</Type /Catalog /Pages 2 0 R>>",
		"<</Type /Pages /Kids [3 0 R 4 0 R] /Count 5>>",
		"<</Type /Pages /Parent 2 0 R /Kids [5 0 R 6 0 R] /Count 3>>",
		page(2)+"\n%comment", // page 3 of 0…, in the middle of the root's kids
		"<</Type /Pages /Parent 3 0 R /Kids [7 0 R 8 0 R] /Count 2>>",
		page(3), page(5), page(5))
}

// withForm has an annotation, a text field and a form that is an object of its own.
func withForm() []byte {
	return pdfFile(trailerID,
		"<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /Lang (ru-RU)>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots 7 0 R /Resources <<>>>>",
		"<</Type /Annot /Subtype /Link /Rect [1 1 9 9] /F 4 /Border [0 0 0] /A <</S /URI /URI (https://example.org/\\(1\\))>>>>",
		"<</Type /Annot /Subtype /Widget /FT /Tx /T (Seal) /Rect [20 20 90 40] /F 4 /P 3 0 R /DA (/Helv 0 Tf)>>",
		"<</Fields [5 0 R] /DA (/Helv 0 Tf) /DR <</Font <</Helv 8 0 R>>>>>>",
		"[4 0 R 5 0 R]", font)
}

// xrefStream is onePage with a cross-reference stream; the catalog, the page
// tree and the font lie in an object stream.
func xrefStream(t testing.TB, predictor bool) []byte {
	t.Helper()
	packed := []string{"<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>", font}
	head, body := "", ""
	for i, num := range []int{1, 2, 5} {
		head += fmt.Sprintf("%d %d ", num, len(body))
		body += packed[i] + " "
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	rows := [][3]int{{0, 0, 65535}, {2, 6, 0}, {2, 6, 1}, {}, {}, {2, 6, 2}, {}, {}}
	put := func(num int, text string) {
		rows[num] = [3]int{1, b.Len(), 0}
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", num, text)
	}
	put(3, "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</Font <</F 5 0 R>>>> /Contents 4 0 R>>")
	put(4, stream("BT /F 20 Tf 50 700 Td (Extract) Tj ET"))
	z := deflate([]byte(head + body))
	put(6, fmt.Sprintf("<</Type /ObjStm /N 3 /First %d /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream", len(head), len(z), z))
	at := b.Len()
	rows[7] = [3]int{1, at, 0}
	z, parms := deflate(xrefRows(rows, predictor)), ""
	if predictor {
		parms = "/DecodeParms <</Predictor 12 /Columns 7>>"
	}
	fmt.Fprintf(&b, "7 0 obj\n<</Type /XRef /Size 8 /Root 1 0 R /W [1 4 2] %s %s /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", trailerID, parms, len(z), z, at)
	return b.Bytes()
}

func xrefRows(rows [][3]int, predictor bool) []byte {
	var out []byte
	above := make([]byte, 7)
	for _, r := range rows {
		row := binary.BigEndian.AppendUint32([]byte{byte(r[0])}, uint32(r[1]))
		row = binary.BigEndian.AppendUint16(row, uint16(r[2]))
		if !predictor {
			out = append(out, row...)
			continue
		}
		out = append(out, 2)
		for i := range row {
			out = append(out, row[i]-above[i])
		}
		above = row
	}
	return out
}

func deflate(b []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(b)
	_ = w.Close()
	return z.Bytes()
}

// ofSize is onePage with an incompressible stream, n bytes in all, roughly.
func ofSize(n int) []byte {
	noise := make([]byte, n)
	_, _ = rand.Read(noise)
	return pdfFile(trailerID,
		"<</Type /Catalog /Pages 2 0 R>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <<>>>>",
		stream(string(noise)))
}

// house is a test PKI: a root and keys under it.
type house struct {
	rootKey *ecdsa.PrivateKey
	root    *x509.Certificate
	pool    *x509.CertPool
}

func newHouse(name string) *house {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	h := &house{rootKey: key, pool: x509.NewCertPool()}
	t := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: noon.AddDate(-5, 0, 0), NotAfter: noon.AddDate(5, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		panic(err)
	}
	h.root, _ = x509.ParseCertificate(der)
	h.pool.AddCert(h.root)
	return h
}

// leaf issues a certificate fit for sealing, changed by change.
func (h *house) leaf(pub crypto.PublicKey, change func(*x509.Certificate)) *x509.Certificate {
	t := &x509.Certificate{SerialNumber: big.NewInt(0xABC123), Subject: pkix.Name{CommonName: "ООО «Клиника Щукина и Шевцовой»"},
		NotBefore: noon.AddDate(0, -1, 0), NotAfter: noon.AddDate(0, 11, 0), KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}, UnknownExtKeyUsage: []asn1.ObjectIdentifier{oidDocumentSigning}}
	if change != nil {
		change(t)
	}
	der, err := x509.CreateCertificate(rand.Reader, t, h.root, pub, h.rootKey)
	if err != nil {
		panic(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return c
}

var (
	ours  = sync.OnceValue(func() *house { return newHouse("Test root") })
	other = sync.OnceValue(func() *house { return newHouse("Another root") })

	rsa2048 = sync.OnceValue(func() *rsa.PrivateKey { return mustRSA(2048) })
	rsa3072 = sync.OnceValue(func() *rsa.PrivateKey { return mustRSA(3072) })
	p256    = sync.OnceValue(func() *ecdsa.PrivateKey { return mustEC(elliptic.P256()) })
)

func mustRSA(bits int) *rsa.PrivateKey {
	k, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return k
}

func mustEC(c elliptic.Curve) *ecdsa.PrivateKey {
	k, err := ecdsa.GenerateKey(c, rand.Reader)
	if err != nil {
		panic(err)
	}
	return k
}

// issued holds one certificate for each key, so that seals of one key have one length.
var issued = struct {
	sync.Mutex
	of map[crypto.Signer]Key
}{of: make(map[crypto.Signer]Key)}

func keyOf(t testing.TB, signer crypto.Signer) Key {
	t.Helper()
	issued.Lock()
	defer issued.Unlock()
	if k, ok := issued.of[signer]; ok {
		return k
	}
	k, err := NewKey(signer, []*x509.Certificate{ours().leaf(signer.Public(), nil), ours().root}, noon)
	if err != nil {
		t.Fatal(err)
	}
	issued.of[signer] = k
	return k
}

func request() Request {
	return Request{Time: noon, Reason: "Выписка из карты: Щёкина, Шишкин", Location: "Москва", ContactInfo: "+7 (495) 000-00-00",
		Rect: [4]float64{100.5, 50, 300, 110.25}}
}

func sealed(t testing.TB, pdf []byte) []byte {
	t.Helper()
	out, err := New(keyOf(t, p256())).Seal(t.Context(), pdf, request())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func mustContain(t *testing.T, text, want string) {
	t.Helper()
	if !strings.Contains(text, want) {
		t.Errorf("want %q in %q", want, text)
	}
}

// inGo verifies with Go's own code alone.
func inGo(t testing.TB) *maths { return (*Outside)(nil).during(t.Context()) }
