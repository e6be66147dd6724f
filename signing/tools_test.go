//go:build tools

package signing

import (
	"crypto"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// run starts an outside program; that it is not installed is a failure.
func run(t *testing.T, debian, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is not installed: apt-get install %s", name, debian)
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	if err != nil {
		t.Errorf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

func write(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOutsideProgramsAcceptTheSeal(t *testing.T) {
	documents := map[string][]byte{"one page": onePage(), "nested": nested(), "form": withForm(), "stream": xrefStream(t, false),
		"predictor": xrefStream(t, true), "100 KB": ofSize(100_000)}
	for doc, pdf := range documents {
		for alg, key := range map[string]crypto.Signer{"RSA-2048": rsa2048(), "RSA-3072": rsa3072(), "P-256": p256()} {
			t.Run(doc+", "+alg, func(t *testing.T) {
				out, err := New(keyOf(t, key)).Seal(t.Context(), pdf, request())
				if err != nil {
					t.Fatal(err)
				}
				judge(t, out, 1)
				verifyWithOpenSSL(t, out)
			})
		}
	}
}

func TestOutsideProgramsAcceptACertificationAndTwoSeals(t *testing.T) {
	s := New(keyOf(t, rsa2048()))
	r := request()
	r.Certify = true
	certified, err := s.Seal(t.Context(), withForm(), r)
	if err != nil {
		t.Fatal(err)
	}
	judge(t, certified, 1)
	twice, err := s.Seal(t.Context(), sealed(t, xrefStream(t, true)), Request{Time: noon, Page: -1})
	if err != nil {
		t.Fatal(err)
	}
	judge(t, twice, 2)
}

// judge: poppler calls every signature valid and the last one total; qpdf finds nothing to warn of.
func judge(t *testing.T, sealed []byte, signatures int) {
	t.Helper()
	path := write(t, "sealed.pdf", sealed)
	said := run(t, "poppler-utils", "pdfsig", "-nocert", path)
	if strings.Count(said, "Signature is Valid.") != signatures || strings.Count(said, "Total document signed") != 1 {
		t.Errorf("pdfsig:\n%s", said)
	}
	mustContain(t, said, "ETSI.CAdES.detached")
	mustContain(t, run(t, "qpdf", "qpdf", "--check", path), "No syntax or stream encoding errors found")
}

// verifyWithOpenSSL checks the CMS as CAdES: with its signing certificate attribute and the chain.
func verifyWithOpenSSL(t *testing.T, sealed []byte) {
	t.Helper()
	_, s := revision(t, sealed)
	content := s.content(sealed)
	roots := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ours().root.Raw})
	said := run(t, "openssl", "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", write(t, "cms.der", s.der),
		"-content", write(t, "content", append(content[0:1:1][0][:len(content[0]):len(content[0])], content[1]...)), "-CAfile", write(t, "roots.pem", roots), "-purpose", "any",
		"-attime", "1791201600", "-out", "/dev/null")
	mustContain(t, said, "CAdES Verification successful")
}
