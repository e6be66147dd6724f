//go:build conformance

package conformance

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/digitorus/pdfsign"

	"vypiska/exporter"
	"vypiska/signing/signingtest"
)

// python is the interpreter with pyHanko, which run installs.
var python = filepath.Join("lib", "pyhanko", "bin", "python")

// others has pyHanko and pdfsign seal the same extract, by the same keys.
func (h *house) others(t *testing.T, p exporter.Paper) {
	t.Helper()
	dir := t.TempDir()
	source := filepath.Join(dir, "extract.pdf")
	save(t, source, p.PDF)
	for _, kind := range []string{"rsa-2048", "p-256"} {
		leaf, issuers, key := files(t, dir, h.people[kind])
		run(t, python, "tools/pyhanko_seal.py", filepath.Join(trust, "roots.pem"), leaf, issuers, key, h.TSA(), source, filepath.Join(seals, "extract"), kind)
	}
	by := pdfsigned(t, p.PDF, h.people["rsa-2048"])
	keep(t, "extract.PKCS7-B.rsa-2048.approval-by-pdfsign.pdf", by)
	keep(t, "planted.extract.PKCS7-B.rsa-2048.changed-by-pdfsign.pdf", changed(t, by))
}

// files writes a person's certificate, its issuers and the key.
func files(t testing.TB, dir string, who signingtest.Signer) (leaf, issuers, key string) {
	t.Helper()
	_, private, err := who.PEM()
	if err != nil {
		t.Fatal(err)
	}
	leaf, issuers, key = filepath.Join(dir, "leaf.pem"), filepath.Join(dir, "issuers.pem"), filepath.Join(dir, "key.pem")
	save(t, leaf, signingtest.PEM(who.Chain[0]))
	save(t, issuers, signingtest.PEM(who.Chain[1:]...))
	save(t, key, private)
	return leaf, issuers, key
}

// pdfsigned is the document sealed by digitorus/pdfsign: an approval signature
// of the sub-filter adbe.pkcs7.detached, the only one it has. It is told a name
// of its own, because it writes Ш and Щ, which are in the certificate's, so that
// the file cannot be read.
func pdfsigned(t testing.TB, file []byte, who signingtest.Signer) []byte {
	t.Helper()
	doc, err := pdfsign.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	doc.Sign(who.Key, who.Chain[0], who.Chain[1:]...).SignerName("Clinic").Reason("7K3M-9QXA-2D4F")
	var out bytes.Buffer
	if _, err := doc.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
