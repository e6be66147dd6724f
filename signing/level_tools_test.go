//go:build tools

package signing

import (
	"bytes"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"vypiska/signing/signingtest"
)

// TestOutsideProgramsAcceptEveryLevel: qpdf reads each revision, poppler holds
// the seal for valid, and OpenSSL verifies CMS, time stamps and their chains.
func TestOutsideProgramsAcceptEveryLevel(t *testing.T) {
	w, a, _ := newWorld(t)
	documents := map[string][]byte{"classic": withForm(), "stream": xrefStream(t, true), "100 KB": ofSize(100_000)}
	for _, l := range levels {
		for doc, pdf := range documents {
			for alg, by := range map[string]func() (signingtest.Signer, error){"RSA": w.RSA, "P-256": w.P256} {
				t.Run(fmt.Sprintf("%s, %s, %s", l, doc, alg), func(t *testing.T) {
					out, err := signerAt(t, by, l, a).Seal(t.Context(), pdf, request())
					if err != nil {
						t.Fatal(err)
					}
					judgeLevel(t, w, out)
					renewed, _, err := a.Extend(t.Context(), out, LevelLTA)
					if err != nil {
						t.Fatal(err)
					}
					judgeLevel(t, w, renewed)
				})
			}
		}
	}
}

func judgeLevel(t *testing.T, w *signingtest.World, pdf []byte) {
	t.Helper()
	f, err := openSealed(pdf)
	if err != nil {
		t.Fatal(err)
	}
	path := write(t, "sealed.pdf", pdf)
	mustContain(t, run(t, "qpdf", "qpdf", "--check", path), "No syntax or stream encoding errors found")
	said := run(t, "poppler-utils", "pdfsig", "-nocert", path)
	if strings.Count(said, "Signature is Valid.") != 1 {
		t.Errorf("pdfsig:\n%s", said)
	}
	roots := write(t, "roots.pem", w.RootPEM())
	for _, s := range f.seals {
		content := s.content(pdf)
		data := write(t, "content", bytes.Join(content[:], nil))
		if s.stamp {
			verifyToken(t, roots, data, s.der)
			continue
		}
		mustContain(t, run(t, "openssl", "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", write(t, "cms.der", s.der),
			"-content", data, "-CAfile", roots, "-purpose", "any", "-attime", "1791201600", "-out", "/dev/null"), "CAdES Verification successful")
		sig, err := parseCMS(s.der)
		if err != nil {
			t.Fatal(err)
		}
		if sig.stamp != nil {
			verifyToken(t, roots, write(t, "signature", sig.value), sig.stamp)
		}
	}
}

// verifyToken asks OpenSSL whether the token is over data, by a TSA under roots.
func verifyToken(t *testing.T, roots, data string, token []byte) {
	t.Helper()
	mustContain(t, run(t, "openssl", "openssl", "ts", "-verify", "-data", data, "-token_in", "-in", write(t, "token.der", token),
		"-CAfile", roots, "-attime", "1791201600"), "Verification: OK")
}

func TestOpenSSLAcceptsDetachedSignatures(t *testing.T) {
	w, a, _ := newWorld(t)
	content := []byte("<ASiCManifest/>")
	for _, l := range levels {
		der, _, err := signerAt(t, w.RSA, l, a).SignDetached(t.Context(), bytes.NewReader(content), noon)
		if err != nil {
			t.Fatal(err)
		}
		mustContain(t, run(t, "openssl", "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", write(t, "cms.der", der),
			"-content", write(t, "content", content), "-CAfile", write(t, "roots.pem", w.RootPEM()), "-purpose", "any",
			"-attime", "1791201600", "-out", "/dev/null"), "CAdES Verification successful")
	}
}

// TestOpenSSLReadsOurQuery: what we ask is what we mean.
func TestOpenSSLReadsOurQuery(t *testing.T) {
	der, err := stampQuery([32]byte{1, 2, 3}, signingtest.Policy, big.NewInt(1234567890123456789))
	if err != nil {
		t.Fatal(err)
	}
	said := run(t, "openssl", "openssl", "ts", "-query", "-in", write(t, "query.tsq", der), "-text")
	for _, want := range []string{"sha256", "01 02 03", "1.3.6.1.4.1.99999.1", "Certificate required: yes", "Nonce: 0x112210F47DE98115"} {
		mustContain(t, said, want)
	}
}
