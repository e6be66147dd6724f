package signing

import (
	"bytes"
	"cmp"
	"context"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// The commands for GOST R 34.10-2012 where none are named: OpenSSL with the
// engine gost. docs/seals.md has the contract that another program has to keep
// to take their place.
const (
	GOSTDigest = "openssl dgst -engine gost -{digest} -binary"
	GOSTSign   = "openssl dgst -engine gost -{digest} -binary -sign {key}"
	GOSTVerify = "openssl dgst -engine gost -{digest} -verify {public} -signature {signature}"
)

// Programs are the commands that do what Go has no code for; "" is the one above.
type Programs struct {
	Digest string // GOST R 34.11-2012 of its standard input
	Sign   string // a signature over its standard input
	Verify string // whether a signature is over its standard input
}

// Outside verifies GOST signatures by outside programs. It is safe for use by
// several goroutines. A nil *Outside says of each that it cannot be checked.
type Outside struct {
	digest, verify command
	roots          []*x509.Certificate

	mu    sync.Mutex
	sound map[int]bool // by kind: the programs have been tried out
}

// NewOutside is over programs, of which Sign is not used, and PEM certificates
// to trust; Go's certificate pools can be searched by Go's own search only,
// which ends at the first GOST signature. Certificates of other keys may be
// among them.
func NewOutside(p Programs, roots []byte) (*Outside, error) {
	o := &Outside{digest: parseCommand(cmp.Or(p.Digest, GOSTDigest)), verify: parseCommand(cmp.Or(p.Verify, GOSTVerify)), sound: map[int]bool{}}
	if len(bytes.TrimSpace(roots)) == 0 {
		return o, nil
	}
	var err error
	if o.roots, err = parseChain(roots); err != nil {
		return nil, fmt.Errorf("roots: %w", err)
	}
	return o, nil
}

// sum digests content.
func (o *Outside) sum(ctx context.Context, kind int, content io.Reader) ([]byte, error) {
	if !o.isSound(kind) {
		if err := o.tryOut(ctx, kind); err != nil {
			return nil, err
		}
	}
	return o.digestOf(ctx, kind, content)
}

func (o *Outside) digestOf(ctx context.Context, kind int, content io.Reader) ([]byte, error) {
	out, err := o.digest.run(ctx, content, map[string]string{"digest": gostKinds[kind].openssl})
	if err == nil && len(out) != gostKinds[kind].size {
		err = fmt.Errorf("it wrote %d bytes, want a digest of %d", len(out), gostKinds[kind].size)
	}
	if err != nil {
		return nil, fmt.Errorf("the digesting command: %w", err)
	}
	return out, nil
}

var errNotSigned = errors.New("the verifying command says that it is not the key's signature")

// judge says whether value is a signature over text by the key: nil,
// errNotSigned, or that it cannot be known. Programs end with the same status
// when they refuse and when they fail, so that neither answer is believed of one
// that cannot tell a signature known to be true from one known to be false.
func (o *Outside) judge(ctx context.Context, kind int, spki, text, value []byte) error {
	said := o.ask(ctx, kind, spki, text, value)
	if errors.Is(said, errNotSigned) || !o.isSound(kind) {
		if err := o.tryOut(ctx, kind); err != nil {
			return err
		}
	}
	return said
}

func (o *Outside) isSound(kind int) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.sound[kind]
}

// tryOut has a known text digested, and a true signature and a false one judged.
func (o *Outside) tryOut(ctx context.Context, kind int) error {
	known := knownSignatures[kind]
	spki, value := unbase64(known.spki), unbase64(known.value)
	sum, err := o.digestOf(ctx, kind, strings.NewReader(knownText))
	if err != nil {
		return err
	}
	if !bytes.Equal(sum, unbase64(known.sum)) {
		return errors.New("the digesting command does not work: it gives another digest than GOST R 34.11-2012")
	}
	switch err := o.ask(ctx, kind, spki, []byte(knownText), value); {
	case errors.Is(err, errNotSigned):
		return errors.New("the verifying command does not work: it refuses a true signature")
	case err != nil:
		return fmt.Errorf("the verifying command does not work: %w", err)
	}
	if err := o.ask(ctx, kind, spki, []byte(knownText+"."), value); err == nil {
		return errors.New("the verifying command accepts a changed text: it must end with another status than 0")
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sound[kind] = true
	return nil
}

// ask starts the verifying program.
func (o *Outside) ask(ctx context.Context, kind int, spki, text, value []byte) error {
	return inFolder(map[string][]byte{"public": pemBlocks("PUBLIC KEY", spki), "signature": value}, func(files map[string]string) error {
		files["digest"] = gostKinds[kind].openssl
		_, err := o.verify.run(ctx, bytes.NewReader(text), files)
		var status *exec.ExitError
		if errors.As(err, &status) && status.Exited() {
			return fmt.Errorf("%w: %w", errNotSigned, err)
		}
		return err
	})
}

// knownText is digested and signed below, by a key of each kind that nobody has kept.
const knownText = "vypiska knows this signature"

var knownSignatures = []struct{ spki, value, sum string }{
	{"MGYwHwYIKoUDBwEBAQEwEwYHKoUDAgIjAQYIKoUDBwEBAgIDQwAEQOThig5hZb6IP4kMzKgfRMHt9sPTCAxiUjoR55T8vnLMyQNPZzlBuCgE0wr/6cdJCem5ynFC/3ETGYjVGlweEBA=",
		"xI1qTYixjqlhjjq7sydJ1a7JWGxNUl7bOOZvBSs5CIsG8N08Rj2R15hKXujKwr99HKfdlcVcbYzyWKRzvRpu0A==",
		"H3ZsioHgMtSD0glyEGj7ZD62moSPFnIT15sElPR1aZA="},
	{"MIGqMCEGCCqFAwcBAQECMBUGCSqFAwcBAgECAQYIKoUDBwEBAgMDgYQABIGAiMxW42tddurw/npdd5WyixR5+vuWx6tS97zFQzxtpgYSZKqHE7a8833CCdrRg2Pin6/DwKzEhrIP94RpXWWL08ybeyh1MdV1rJSafW+9nPymfYASIIDRtp0s48GNiX7FFREHJn9rnIPoQGdbTgYi4IdE7gJ4Qq77uE0/FO+rhV8=",
		"CFr5Bh9zEhTwfLceO2/sS+p5iTO0gIdHtTF+IYked4S4G9OAhBUXYiVosKpZYt1YAod71R2VALsg34hGoc5E9rzH04JjBHZO05fWgw309C6I4CPXHKwiG+Uuv1zaKN7N4iy7V77LauO/9AduzDl/XIK4aFxKC+sVcuZbKjvBZ7w=",
		"3zrbnZN+0QYM/LpXaE3unqSEYqD/zAi/OFKYlSgrV4WvQQ6S0XTcAx/Hc1KEu+A8u8gNpzEfsDYrWK6/HcYIog=="},
}

func unbase64(s string) []byte {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		panic(err) // the constants above
	}
	return b
}

// inFolder writes files into a folder of this process alone for as long as use
// runs; one without content gets the name "". They are certificates and
// signatures, which are no secret: a crash may leave them behind.
func inFolder(contents map[string][]byte, use func(files map[string]string) error) error {
	dir, err := os.MkdirTemp("", "vypiska-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	files := map[string]string{}
	for name, content := range contents {
		files[name] = ""
		if len(content) == 0 {
			continue
		}
		files[name] = filepath.Join(dir, name)
		if err := os.WriteFile(files[name], content, 0o600); err != nil {
			return err
		}
	}
	return use(files)
}
