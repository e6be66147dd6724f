//go:build tools

package signing

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vypiska/signing/signingtest"
)

// gostFiles are what a clinic with a GOST certificate has: the chain, the key,
// and the CA's root, whose list of revoked certificates is served at address.
type gostFiles struct{ dir, chain, key, root, address, kind string }

func openssl(t *testing.T, args ...string) string {
	t.Helper()
	return run(t, "openssl libengine-gost-openssl", "openssl", args...)
}

// newGOST makes a CA and a signer with OpenSSL's engine gost. Its absence is a failure.
func newGOST(t *testing.T, kind, usage string) gostFiles {
	t.Helper()
	dir := t.TempDir()
	lists := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(lists.Close)
	at := func(name string) string { return filepath.Join(dir, name) }
	f := gostFiles{dir, at("chain.pem"), at("key.pem"), at("root.pem"), lists.URL + "/root.crl", kind}
	save(t, at("ext"), "basicConstraints=CA:FALSE\ncrlDistributionPoints=URI:"+f.address+"\n"+usage)
	save(t, at("ca.cnf"), "[ca]\ndefault_ca=d\n[d]\ndatabase="+at("index")+"\ndefault_md="+strings.Replace(kind, "gost2012", "md_gost12", 1)+"\n")
	save(t, at("index"), "")
	openssl(t, "req", "-engine", "gost", "-x509", "-newkey", kind, "-pkeyopt", "paramset:A", "-nodes", "-keyout", at("root.key"), "-out", f.root,
		"-subj", "/CN=GOST root", "-days", "900", "-addext", "keyUsage=keyCertSign,cRLSign")
	openssl(t, "req", "-engine", "gost", "-newkey", kind, "-pkeyopt", "paramset:A", "-nodes", "-keyout", f.key, "-out", at("csr"), "-subj", "/CN=Clinic")
	openssl(t, "x509", "-engine", "gost", "-req", "-in", at("csr"), "-CA", f.root, "-CAkey", at("root.key"), "-CAcreateserial",
		"-extfile", at("ext"), "-days", "300", "-out", at("leaf.pem"))
	f.list(t)
	if t.Failed() {
		t.Fatal("no GOST certificate: apt-get install openssl libengine-gost-openssl")
	}
	save(t, f.chain, string(read(t, at("leaf.pem")))+string(read(t, f.root)))
	return f
}

// list writes the CA's list of revoked certificates as it is now.
func (f gostFiles) list(t *testing.T) {
	t.Helper()
	der := filepath.Join(f.dir, "root.crl")
	openssl(t, "ca", "-engine", "gost", "-config", filepath.Join(f.dir, "ca.cnf"), "-gencrl", "-crldays", "30", "-keyfile", filepath.Join(f.dir, "root.key"), "-cert", f.root, "-out", der+".pem")
	block, _ := pem.Decode(read(t, der+".pem"))
	if block == nil {
		t.Fatal("no list")
	}
	save(t, der, string(block.Bytes))
}

func (f gostFiles) revoke(t *testing.T) {
	t.Helper()
	openssl(t, "ca", "-engine", "gost", "-config", filepath.Join(f.dir, "ca.cnf"), "-revoke", filepath.Join(f.dir, "leaf.pem"), "-keyfile", filepath.Join(f.dir, "root.key"), "-cert", f.root)
	f.list(t)
}

func save(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

const goodUsage = "keyUsage=digitalSignature,nonRepudiation\nextendedKeyUsage=emailProtection,1.3.6.1.5.5.7.3.36\n"

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (f gostFiles) load(t *testing.T) *GOST {
	t.Helper()
	g, err := LoadGOST(t.Context(), read(t, f.chain), f.key, Programs{}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// outside trusts the CA.
func (f gostFiles) outside(t *testing.T, p Programs) *Outside {
	t.Helper()
	o, err := NewOutside(p, read(t, f.root))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func requestNow() Request {
	r := request()
	r.Time = time.Now()
	return r
}

// stamping is an infrastructure of today, whose TSA signs with RSA, and
// authorities that know the CA of f.
func (f gostFiles) stamping(t *testing.T) (*signingtest.World, *Authorities) {
	t.Helper()
	w, err := signingtest.New(time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	a, err := NewAuthorities(Network{TSA: []string{w.TSA()}, Roots: w.Roots(), Outside: f.outside(t, Programs{}), Now: time.Now, Rand: rand.Reader, Deadline: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return w, a
}

// verifiesByOpenSSL: a program that is not ours accepts the CMS, read by itself.
func verifiesByOpenSSL(t *testing.T, der, content []byte, root, digest string) {
	t.Helper()
	cms := write(t, "cms.der", der)
	said := openssl(t, "cms", "-engine", "gost", "-verify", "-cades", "-binary", "-inform", "DER", "-in", cms,
		"-content", write(t, "content", content), "-CAfile", root, "-purpose", "any", "-out", "/dev/null")
	mustContain(t, said, "CAdES Verification successful")
	mustContain(t, openssl(t, "cms", "-engine", "gost", "-cmsout", "-print", "-inform", "DER", "-in", cms), digest)
}

var gostDigests = map[string]string{"gost2012_256": "34.11-2012 with 256", "gost2012_512": "34.11-2012 with 512"}

// A GOST seal is worth something only if a program that is not ours accepts it,
// and if we refuse what that program refuses.
func TestAGOSTSealOfEachLevelVerifies(t *testing.T) {
	for kind, digest := range gostDigests {
		f := newGOST(t, kind, goodUsage)
		w, a := f.stamping(t)
		outside := f.outside(t, Programs{})
		for _, l := range levels {
			t.Run(kind+" "+string(l), func(t *testing.T) {
				s, err := New(f.load(t)).At(l, a)
				if err != nil {
					t.Fatal(err)
				}
				out, err := s.Seal(t.Context(), ofSize(100_000), requestNow())
				if err != nil {
					t.Fatal(err)
				}
				if err := s.Intact(t.Context(), out); err != nil {
					t.Error(err)
				}
				d := mustOpen(t, out)
				seals, err := d.seals()
				if err != nil {
					t.Fatal(err)
				}
				content := seals[0].content(out)
				verifiesByOpenSSL(t, seals[0].der, bytes.Join(content[:], nil), f.root, digest)
				mustContain(t, run(t, "qpdf", "qpdf", "--check", write(t, "sealed.pdf", out)), "No syntax or stream encoding errors found")
				r, err := Checker{Roots: w.Roots(), Outside: outside, Now: time.Now()}.Check(t.Context(), out)
				if err != nil || r.Signatures[0].Level != l || s.Level() != l || r.Signatures[0].Baseline != l.baseline("PAdES") || r.Verdict.Indication != TotalPassed {
					t.Errorf("%+v, %v", r, err)
				}
			})
		}
	}
}

func TestAGOSTSealIsRaisedAndRenewed(t *testing.T) {
	f := newGOST(t, "gost2012_256", goodUsage)
	w, a := f.stamping(t)
	out := sealedBy(t, New(f.load(t)))
	for range 2 {
		var err error
		if out, _, err = a.Extend(t.Context(), out, LevelLTA); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Intact(t.Context(), out); err != nil {
		t.Error(err)
	}
	r, err := Checker{Roots: w.Roots(), Outside: f.outside(t, Programs{}), Now: time.Now()}.Check(t.Context(), out)
	if err != nil || r.Signatures[0].Level != LevelLTA || len(r.TimeStamps) != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}

// The CA's list is signed by GOST as well, and is believed.
func TestARevokedGOSTCertificate(t *testing.T) {
	f := newGOST(t, "gost2012_256", goodUsage)
	w, a := f.stamping(t)
	g := f.load(t)
	sealed := sealedBy(t, New(g))
	check := func(a *Authorities) (Report, error) {
		return Checker{Roots: w.Roots(), Outside: f.outside(t, Programs{}), Now: time.Now(), Authorities: a}.Check(t.Context(), sealed)
	}
	if r, err := check(a); err != nil || r.Signatures[0].Chain[0].Revocation.Status != RevocationGood {
		t.Errorf("%+v, %v", r, err)
	}
	f.revoke(t)
	_, a = f.stamping(t) // that has not heard the list before
	if r, err := check(a); r.Reason != ReasonRevokedNow {
		t.Errorf("%+v, %v", r, err)
	}
	s, err := New(g).At(LevelLT, a)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Seal(t.Context(), onePage(), requestNow()); !errors.Is(err, ErrRevoked) {
		t.Errorf("sealed with a revoked certificate: %v", err)
	}
}

func TestADetachedGOSTSignatureOfEachLevelVerifies(t *testing.T) {
	f := newGOST(t, "gost2012_512", goodUsage)
	w, a := f.stamping(t)
	content := []byte("<ASiCManifest/>")
	for _, l := range levels[:3] {
		s, err := New(f.load(t)).At(l, a)
		if err != nil {
			t.Fatal(err)
		}
		der, reached, err := s.SignDetached(t.Context(), bytes.NewReader(content), time.Now())
		if err != nil || reached != l {
			t.Fatal(reached, err)
		}
		if err := s.IntactDetached(t.Context(), der, bytes.NewReader(content), time.Now()); err != nil {
			t.Error(err)
		}
		verifiesByOpenSSL(t, der, content, f.root, gostDigests[f.kind])
		c := Checker{Roots: w.Roots(), Outside: f.outside(t, Programs{}), Now: time.Now()}
		if r, err := c.CheckDetached(t.Context(), der, bytes.NewReader(content)); err != nil || r.Signatures[0].Level != l {
			t.Errorf("%s: %+v, %v", l, r, err)
		}
		if r, err := c.CheckDetached(t.Context(), der, strings.NewReader("<ASiCManifest></>")); r.Reason != ReasonDigest {
			t.Errorf("%s over something else: %v", l, err)
		}
	}
}

func TestAGOSTSealWithAChangedByteIsRefused(t *testing.T) {
	s := New(newGOST(t, "gost2012_256", goodUsage).load(t))
	out, err := s.Seal(t.Context(), onePage(), requestNow())
	if err != nil {
		t.Fatal(err)
	}
	_, seal := revision(t, out)
	value := seal.gap + 1 + 2*(len(seal.der)-8) // in the signature's own value, the last of the CMS
	for name, at := range map[string]int{"in the document": bytes.Index(out, []byte("/MediaBox")) + 12, "in the signature": value} {
		changed := bytes.Clone(out)
		if changed[at]++; changed[at] > '9' {
			changed[at] = '0'
		}
		if err := s.Intact(t.Context(), changed); !errors.Is(err, ErrInvalid) {
			t.Errorf("a byte changed %s: %v", name, err)
		}
	}
	if err := s.Intact(t.Context(), append(bytes.Clone(out), '\n', ' ')); !errors.Is(err, ErrInvalid) {
		t.Error("bytes appended:", err)
	}
	if err := Intact(out); !errors.Is(err, ErrUnreadable) {
		t.Error("without the verifying command nothing is known of it:", err)
	}
}

func TestEightGOSTSealsAtOnce(t *testing.T) {
	s := New(newGOST(t, "gost2012_256", goodUsage).load(t))
	errs := make([]error, 8)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			out, err := s.Seal(context.Background(), onePage(), requestNow())
			if err == nil {
				err = s.Intact(context.Background(), out)
			}
			errs[i] = err
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
}

func TestLoadGOSTRefuses(t *testing.T) {
	f, other := newGOST(t, "gost2012_256", goodUsage), newGOST(t, "gost2012_256", goodUsage)
	leaf, root := read(t, filepath.Join(f.dir, "leaf.pem")), read(t, f.root)
	chain, now := read(t, f.chain), time.Now()
	usage := read(t, newGOST(t, "gost2012_256", "keyUsage=keyAgreement\nextendedKeyUsage=emailProtection\n").chain)
	extended := read(t, newGOST(t, "gost2012_256", "keyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n").chain)
	lie := func(text string) Programs {
		return Programs{Sign: strings.Join(script(t, text), " ") + " {key} {digest}"}
	}
	rows := map[string]struct {
		chain    []byte
		key      string
		programs Programs
		now      time.Time
		is       error
		says     string
	}{
		"another certificate's key":        {chain, other.key, Programs{}, now, ErrKeyMismatch, "key"},
		"no key file":                      {chain, filepath.Join(f.dir, "none"), Programs{}, now, nil, "signing command"},
		"expired":                          {chain, f.key, Programs{}, now.AddDate(0, 0, 301), ErrExpired, "get a new one"},
		"not valid yet":                    {chain, f.key, Programs{}, now.AddDate(0, 0, -1), ErrNotYetValid, "check the clock"},
		"usage for key agreement":          {usage, f.key, Programs{}, now, ErrUsage, "digitalSignature"},
		"extended usage for web servers":   {extended, f.key, Programs{}, now, ErrUsage, "documentSigning"},
		"the CA first":                     {append(bytes.Clone(root), leaf...), f.key, Programs{}, now, ErrUsage, "key usage"},
		"another CA":                       {append(bytes.Clone(leaf), leaf...), f.key, Programs{}, now, ErrChain, "certificate 1"},
		"a CA of the same name":            {append(bytes.Clone(leaf), read(t, other.root)...), f.key, Programs{}, now, ErrChain, "certificate 1"},
		"an RSA certificate":               {certPEM(ours().leaf(rsa2048().Public(), nil)), f.key, Programs{}, noon, nil, "not GOST"},
		"no such program":                  {chain, f.key, Programs{Sign: "/nowhere/sign {key}"}, now, os.ErrNotExist, "signing command"},
		"a word that stands for nothing":   {chain, f.key, Programs{Sign: "sign {pin}"}, now, nil, "{pin}"},
		"a command that signs nothing":     {chain, f.key, Programs{Sign: "cat"}, now, nil, "want a signature of 64"},
		"a command that fails":             {chain, f.key, lie("echo the token is empty >&2; exit 7"), now, nil, "the token is empty"},
		"a command that signs other bytes": {chain, f.key, lie(`cat > /dev/null; echo other | openssl dgst -engine gost -$2 -binary -sign "$1"`), now, ErrKeyMismatch, "fit"},
		"a command that makes a CMS":       {chain, f.key, lie(`openssl cms -engine gost -sign -binary -md "$2" -cades -signer ` + f.chain + ` -inkey "$1" -outform DER`), now, nil, "want a signature of 64"},
		"a digest of another length":       {chain, f.key, Programs{Digest: "openssl dgst -sha512 -binary"}, now, nil, "want a digest of 32"},
		"another digest":                   {chain, f.key, Programs{Digest: "openssl dgst -sha256 -binary"}, now, nil, "another digest than GOST R 34.11-2012"},
		"a verifier that says yes":         {chain, f.key, Programs{Verify: "true"}, now, nil, "accepts a changed text"},
		"a verifier that says no":          {chain, f.key, Programs{Verify: "false"}, now, nil, "refuses a true signature"},
		"no such verifier":                 {chain, f.key, Programs{Verify: "/nowhere/verify"}, now, os.ErrNotExist, "verifying command"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			_, err := LoadGOST(t.Context(), row.chain, row.key, row.programs, row.now)
			if err == nil || row.is != nil && !errors.Is(err, row.is) {
				t.Fatalf("got %v, want %v", err, row.is)
			}
			mustContain(t, err.Error(), row.says)
		})
	}
}

// A program that lies only once it is trusted: no copy may come of it.
func TestAGOSTCommandThatLiesLaterIsFoundOut(t *testing.T) {
	f := newGOST(t, "gost2012_256", goodUsage)
	first := filepath.Join(f.dir, "first")
	line := strings.Join(script(t, fmt.Sprintf(`if [ -e %[1]s ]; then cat > /dev/null; cat %[1]s; exit; fi
openssl dgst -engine gost -$2 -binary -sign "$1" | tee %[1]s`, first)), " ")
	g, err := LoadGOST(t.Context(), read(t, f.chain), f.key, Programs{Sign: line + " {key} {digest}"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	s := New(g)
	out, err := s.Seal(t.Context(), onePage(), requestNow())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Intact(t.Context(), out); reasonOf(err, "") != ReasonSignature {
		t.Error("the signature of another text was taken:", err)
	}
}
