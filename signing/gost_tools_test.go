//go:build tools

package signing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// gostFiles are what a clinic with a GOST certificate has: the chain, the key, and the CA's root.
type gostFiles struct{ dir, chain, key, root string }

// newGOST makes a CA and a signer with OpenSSL's engine gost. Its absence is a failure.
func newGOST(t *testing.T, kind, usage string) gostFiles {
	t.Helper()
	openssl := func(args ...string) { run(t, "openssl libengine-gost-openssl", "openssl", args...) }
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	f := gostFiles{dir, at("chain.pem"), at("key.pem"), at("root.pem")}
	if err := os.WriteFile(at("ext"), []byte("basicConstraints=CA:FALSE\n"+usage), 0o600); err != nil {
		t.Fatal(err)
	}
	openssl("req", "-engine", "gost", "-x509", "-newkey", kind, "-pkeyopt", "paramset:A", "-nodes", "-keyout", at("root.key"), "-out", f.root,
		"-subj", "/CN=GOST root", "-days", "900", "-addext", "keyUsage=keyCertSign")
	openssl("req", "-engine", "gost", "-newkey", kind, "-pkeyopt", "paramset:A", "-nodes", "-keyout", f.key, "-out", at("csr"), "-subj", "/CN=Clinic")
	openssl("x509", "-engine", "gost", "-req", "-in", at("csr"), "-CA", f.root, "-CAkey", at("root.key"), "-CAcreateserial",
		"-extfile", at("ext"), "-days", "300", "-out", at("leaf.pem"))
	if t.Failed() {
		t.Fatal("no GOST certificate: apt-get install openssl libengine-gost-openssl")
	}
	if err := os.WriteFile(f.chain, append(read(t, at("leaf.pem")), read(t, f.root)...), 0o600); err != nil {
		t.Fatal(err)
	}
	return f
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
	g, err := LoadGOST(t.Context(), read(t, f.chain), f.key, "", "", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func requestNow() Request {
	r := request()
	r.Time = time.Now()
	return r
}

// A GOST seal is worth something only if a program that is not ours accepts it,
// and if we refuse what that program refuses.
func TestAGOSTSealVerifiesWithOpenSSL(t *testing.T) {
	for kind, digest := range map[string]string{"gost2012_256": "34.11-2012 with 256", "gost2012_512": "34.11-2012 with 512"} {
		t.Run(kind, func(t *testing.T) {
			f := newGOST(t, kind, goodUsage)
			s := New(f.load(t))
			out, err := s.Seal(t.Context(), ofSize(100_000), requestNow())
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Intact(t.Context(), out); err != nil {
				t.Error(err)
			}
			_, seal := revision(t, out)
			content := seal.content(out)
			cms := write(t, "cms.der", seal.der)
			said := run(t, "openssl libengine-gost-openssl", "openssl", "cms", "-engine", "gost", "-verify", "-cades", "-binary", "-inform", "DER", "-in", cms,
				"-content", write(t, "content", bytes.Join(content[:], nil)), "-CAfile", f.root, "-purpose", "any", "-out", "/dev/null")
			mustContain(t, said, "CAdES Verification successful")
			mustContain(t, run(t, "openssl libengine-gost-openssl", "openssl", "cms", "-engine", "gost", "-cmsout", "-print", "-inform", "DER", "-in", cms), digest)
			mustContain(t, run(t, "qpdf", "qpdf", "--check", write(t, "sealed.pdf", out)), "No syntax or stream encoding errors found")
		})
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
	if err := New(newGOST(t, "gost2012_256", goodUsage).load(t)).Intact(t.Context(), out); !errors.Is(err, ErrInvalid) {
		t.Error("another clinic's seal:", err)
	}
	if err := s.Intact(t.Context(), sealed(t, onePage())); !errors.Is(err, ErrInvalid) {
		t.Error("an RSA seal of somebody else:", err)
	}
}

// What OpenSSL 3.0 makes states a time of its own; the level says so, and
// without it the level is PAdES's.
func TestTheLevelOfAGOSTSealIsHonest(t *testing.T) {
	s := New(newGOST(t, "gost2012_256", goodUsage).load(t))
	out, err := s.Seal(t.Context(), onePage(), requestNow())
	if err != nil {
		t.Fatal(err)
	}
	_, seal := revision(t, out)
	sig, err := parseCMS(seal.der)
	if err != nil {
		t.Fatal(err)
	}
	_, timed := sig.attrs[oidSigningTime.String()]
	if timed != (s.Level() == "CAdES-BES") || !timed != (s.Level() == "B-B") {
		t.Errorf("level %s with a signing time: %v", s.Level(), timed)
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
	lie := func(text string) string { return strings.Join(script(t, text), " ") + " {certificate} {key} {digest}" }
	rows := map[string]struct {
		chain        []byte
		key          string
		sign, verify string
		now          time.Time
		is           error
		says         string
	}{
		"another certificate's key":        {chain, other.key, "", "", now, nil, "key"},
		"no key file":                      {chain, filepath.Join(f.dir, "none"), "", "", now, nil, "signing command"},
		"expired":                          {chain, f.key, "", "", now.AddDate(0, 0, 301), ErrExpired, "get a new one"},
		"not valid yet":                    {chain, f.key, "", "", now.AddDate(0, 0, -1), ErrNotYetValid, "check the clock"},
		"usage for key agreement":          {usage, f.key, "", "", now, ErrUsage, "digitalSignature"},
		"extended usage for web servers":   {extended, f.key, "", "", now, ErrUsage, "documentSigning"},
		"the CA first":                     {append(bytes.Clone(root), leaf...), f.key, "", "", now, ErrUsage, "key usage"},
		"another CA":                       {append(bytes.Clone(leaf), leaf...), f.key, "", "", now, ErrChain, "certificate 1"},
		"a CA of the same name":            {append(bytes.Clone(leaf), read(t, other.root)...), f.key, "", "", now, ErrKeyMismatch, "verif"},
		"an RSA certificate":               {certPEM(ours().leaf(rsa2048().Public(), nil)), f.key, "", "", noon, nil, "not GOST"},
		"no such program":                  {chain, f.key, "/nowhere/sign {key}", "", now, os.ErrNotExist, "signing command"},
		"a word that stands for nothing":   {chain, f.key, "sign {pin}", "", now, nil, "{pin}"},
		"a command that signs nothing":     {chain, f.key, "cat", "", now, nil, "one signature alone"},
		"a command that fails":             {chain, f.key, lie("echo the token is empty >&2; exit 7"), "", now, nil, "the token is empty"},
		"a command that signs other bytes": {chain, f.key, lie(`cat > /dev/null; echo other | openssl cms -engine gost -sign -binary -md "$3" -cades -signer "$1" -inkey "$2" -outform DER`), "", now, ErrKeyMismatch, "verif"},
		"a command that embeds the text":   {chain, f.key, lie(`openssl cms -engine gost -sign -nodetach -binary -md "$3" -cades -signer "$1" -inkey "$2" -outform DER`), "", now, nil, "not a CMS"},
		"a command without CAdES":          {chain, f.key, lie(`openssl cms -engine gost -sign -binary -md "$3" -signer "$1" -inkey "$2" -outform DER`), "", now, ErrInvalid, "signing-certificate"},
		"a verifier that says yes":         {chain, f.key, "", "true", now, nil, "accepts a changed text"},
		"a verifier that says no":          {chain, f.key, "", "false", now, ErrKeyMismatch, "verif"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			_, err := LoadGOST(t.Context(), row.chain, row.key, row.sign, row.verify, row.now)
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
openssl cms -engine gost -sign -binary -md "$3" -cades -signer "$1" -inkey "$2" -outform DER | tee %[1]s`, first)), " ")
	g, err := LoadGOST(t.Context(), read(t, f.chain), f.key, line+" {certificate} {key} {digest}", "", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	s := New(g)
	out, err := s.Seal(t.Context(), onePage(), requestNow())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Intact(t.Context(), out); !errors.Is(err, ErrInvalid) {
		t.Error("the signature of another text was taken:", err)
	}
}
