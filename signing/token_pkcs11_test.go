//go:build pkcs11

package signing

import (
	"context"
	"crypto"
	"crypto/elliptic"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/ThalesGroup/crypto11"
)

const tokenPIN = "493817"

// softHSM makes a token of SoftHSM2 in a directory of the test's own, whose
// name is returned. That a part is not installed is a failure.
func softHSM(t *testing.T) (module, tokens string) {
	t.Helper()
	for _, name := range []string{"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"} {
		if _, err := os.Stat(name); err == nil {
			module = name
			break
		}
	}
	util, err := exec.LookPath("softhsm2-util")
	if module == "" || err != nil {
		t.Fatal("SoftHSM2 is not installed: apt-get install softhsm2")
	}
	dir := t.TempDir()
	tokens = filepath.Join(dir, "tokens")
	conf := filepath.Join(dir, "softhsm2.conf")
	for _, err := range []error{os.Mkdir(tokens, 0o700), os.WriteFile(conf, []byte("directories.tokendir = "+tokens+"\nlog.level = ERROR\n"), 0o600)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("SOFTHSM2_CONF", conf)
	if out, err := exec.Command(util, "--init-token", "--free", "--label", "clinic", "--pin", tokenPIN, "--so-pin", "00000000").CombinedOutput(); err != nil {
		t.Fatalf("softhsm2-util: %v\n%s", err, out)
	}
	return module, tokens
}

// generate makes the key pairs on the token, as a clinic's administrator would.
func generate(t *testing.T, module string) (rsa, ec, p384 crypto.PublicKey) {
	t.Helper()
	c, err := crypto11.Configure(&crypto11.Config{Path: module, TokenLabel: "clinic", Pin: tokenPIN})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	r, err1 := c.GenerateRSAKeyPairWithLabel([]byte{1}, []byte("seal"), 2048)
	e, err2 := c.GenerateECDSAKeyPairWithLabel([]byte{2, 0xAB}, []byte("seal on a curve"), elliptic.P256())
	p, err3 := c.GenerateECDSAKeyPairWithLabel([]byte{3}, []byte("too long a curve"), elliptic.P384())
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	return r.Public(), e.Public(), p.Public()
}

// onToken loads a key of the token; it is closed at the test's end.
func onToken(t *testing.T, module, name string, pub crypto.PublicKey) *Signer {
	t.Helper()
	k, err := LoadToken(Token{Module: module, Label: "clinic", Key: name, PIN: tokenPIN}, certPEM(ours().leaf(pub, nil), ours().root), noon)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	return New(k)
}

func sealAndCheck(s *Signer) error {
	ctx := context.Background()
	out, err := s.Seal(ctx, onePage(), request())
	if err != nil {
		return err
	}
	_, err = Check(ctx, out, ours().pool, noon)
	return err
}

func TestEightSealsAtOnceOnAToken(t *testing.T) {
	module, _ := softHSM(t)
	rsa, ec, _ := generate(t, module)
	for name, pub := range map[string]crypto.PublicKey{"seal": rsa, "id=02ab": ec} {
		s := onToken(t, module, name, pub)
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { errs[i] = sealAndCheck(s) })
		}
		all.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Error(name, err)
		}
	}
}

// What a clinic meets: somebody pulls the token out. Copies fail with a clear
// word, and work again when it is back, without a restart.
func TestATokenThatWasTakenAwayAndIsBack(t *testing.T) {
	module, tokens := softHSM(t)
	rsa, _, _ := generate(t, module)
	s := onToken(t, module, "seal", rsa)
	for round := range 2 {
		if err := sealAndCheck(s); err != nil {
			t.Fatal(round, err)
		}
		if err := os.Rename(tokens, tokens+".away"); err != nil {
			t.Fatal(err)
		}
		err := sealAndCheck(s)
		if err == nil {
			t.Fatal("sealed with a token that is not there")
		}
		mustContain(t, err.Error(), `token "clinic"`)
		mustContain(t, err.Error(), "plug it in")
		if err := os.Rename(tokens+".away", tokens); err != nil {
			t.Fatal(err)
		}
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { errs[i] = sealAndCheck(s) })
		}
		all.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Error("after it came back:", err)
		}
	}
}

func TestATokenRefuses(t *testing.T) {
	module, _ := softHSM(t)
	rsa, ec, p384 := generate(t, module)
	leaf := func(pub crypto.PublicKey) []byte { return certPEM(ours().leaf(pub, nil), ours().root) }
	good := Token{Module: module, Label: "clinic", Key: "seal", PIN: tokenPIN}
	rows := map[string]struct {
		change func(*Token)
		certs  []byte
		is     error
		says   string
	}{
		"an absent key":             {func(t *Token) { t.Key = "other" }, leaf(rsa), nil, `no key pair "other"`},
		"an absent id":              {func(t *Token) { t.Key = "id=77" }, leaf(rsa), nil, `no key pair "id=77"`},
		"an absent token":           {func(t *Token) { t.Label = "other" }, leaf(rsa), nil, `token "other"`},
		"an absent module":          {func(t *Token) { t.Module = "/nowhere/lib.so" }, leaf(rsa), nil, "module"},
		"a wrong PIN":               {func(t *Token) { t.PIN = "111111" }, leaf(rsa), nil, "refuses the PIN"},
		"another key's certificate": {func(*Token) {}, leaf(ec), ErrKeyMismatch, `"seal"`},
		"ECDSA P-384":               {func(t *Token) { t.Key = "too long a curve" }, leaf(p384), ErrAlgorithm, "P-384"},
		"no certificate":            {func(*Token) {}, nil, nil, "certificate file"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			setup := good
			row.change(&setup)
			_, err := LoadToken(setup, row.certs, noon)
			if err == nil || row.is != nil && !errors.Is(err, row.is) {
				t.Fatalf("got %v, want %v", err, row.is)
			}
			mustContain(t, err.Error(), row.says)
			if strings.Contains(err.Error(), setup.PIN) {
				t.Error("the error repeats the PIN")
			}
		})
	}
	if err := sealAndCheck(onToken(t, module, "seal", rsa)); err != nil {
		t.Error("after all that was refused:", err)
	}
}

// A changed PIN must not be tried again and again: a few wrong ones lock a token.
func TestAWrongPINIsTriedOnce(t *testing.T) {
	module, tokens := softHSM(t)
	rsa, _, _ := generate(t, module)
	s := onToken(t, module, "seal", rsa)
	if err := sealAndCheck(s); err != nil {
		t.Fatal(err)
	}
	k := s.cms.(Key).signer.(*keyPair)
	k.setup.PIN = "111111"
	if err := os.Rename(tokens, tokens+".away"); err != nil {
		t.Fatal(err)
	}
	if err := sealAndCheck(s); err == nil || k.locked != nil {
		t.Fatal("a token that is away knows no PIN", err, k.locked)
	}
	if err := os.Rename(tokens+".away", tokens); err != nil {
		t.Fatal(err)
	}
	if err := sealAndCheck(s); err == nil || k.locked == nil {
		t.Fatal("the wrong PIN was taken", err)
	}
	k.setup.PIN = tokenPIN
	err := sealAndCheck(s)
	if err == nil {
		t.Fatal("the token was asked again after it refused a PIN")
	}
	mustContain(t, err.Error(), "correct the PIN file, then start again")
}

// A key made elsewhere and put on the token by OpenSC's tool.
func TestAKeyPutOnTheTokenByOpenSC(t *testing.T) {
	module, _ := softHSM(t)
	tool, err := exec.LookPath("pkcs11-tool")
	if err != nil {
		t.Fatal("pkcs11-tool is not installed: apt-get install opensc")
	}
	name := filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(name, keyPEM(t, rsa2048()), 0o600); err != nil {
		t.Fatal(err)
	}
	pem, err := exec.Command("openssl", "pkey", "-in", name, "-pubout", "-outform", "DER", "-out", name+".pub").CombinedOutput()
	if err != nil {
		t.Fatalf("openssl: %v\n%s", err, pem)
	}
	for kind, file := range map[string]string{"privkey": name, "pubkey": name + ".pub"} {
		if out, err := exec.Command(tool, "--module", module, "--token-label", "clinic", "--login", "--pin", tokenPIN,
			"--write-object", file, "--type", kind, "--id", "0a", "--label", "imported").CombinedOutput(); err != nil {
			t.Fatalf("pkcs11-tool %s: %v\n%s", kind, err, out)
		}
	}
	for _, key := range []string{"imported", "id=0a"} {
		if err := sealAndCheck(onToken(t, module, key, rsa2048().Public())); err != nil {
			t.Error(key, err)
		}
	}
}

// The library looks for tokens anew only when nobody holds one: a seal key and a
// secret key on one token come back together.
func TestTwoKeysOfATokenThatWasAway(t *testing.T) {
	module, tokens := softHSM(t)
	rsa, _, _ := generate(t, module)
	c, err := crypto11.Configure(&crypto11.Config{Path: module, TokenLabel: "clinic", Pin: tokenPIN})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.GenerateSecretKeyWithLabel([]byte{9}, []byte("copies"), 256, crypto11.CipherAES); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	s := onToken(t, module, "seal", rsa)
	k, err := LoadTokenKey(Token{Module: module, Label: "clinic", Key: "copies", PIN: tokenPIN})
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	nonce, text := make([]byte, 12), []byte("a copy's key")
	sealed, err := k.Seal(nonce, text, []byte("bound"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := os.Rename(tokens, tokens+".away"); err != nil {
			t.Fatal(err)
		}
		_, opened := k.Open(nonce, sealed, []byte("bound"))
		if err := sealAndCheck(s); err == nil || opened == nil {
			t.Fatal("a key worked without its token", err, opened)
		}
		if err := os.Rename(tokens+".away", tokens); err != nil {
			t.Fatal(err)
		}
		plain, err := k.Open(nonce, sealed, []byte("bound"))
		if err := errors.Join(err, sealAndCheck(s)); err != nil || string(plain) != string(text) {
			t.Fatal(err)
		}
	}
	if _, err := k.Open(nonce, sealed, []byte("another")); err == nil {
		t.Error("what is bound to something else was opened")
	}
}
