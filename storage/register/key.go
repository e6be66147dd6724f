package register

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// origin is the first line of every checkpoint and the name of every key.
const origin = "vypiska-register"

// ErrKey says that a text is not a key of the register.
var ErrKey = errors.New("not a register key")

// NewKey makes an Ed25519 key pair from rand. The signer is secret; the
// verifier may be given to anybody who checks the register.
func NewKey(rand io.Reader) (signer, verifier string, err error) {
	signer, verifier, err = note.GenerateKey(rand, origin)
	if err != nil {
		return "", "", fmt.Errorf("register: make key: %w", err)
	}
	return signer, verifier, nil
}

// VerifierOf returns the verifier that belongs to a signer.
func VerifierOf(signer string) (string, error) {
	s, err := note.NewSigner(signer)
	if err != nil || s.Name() != origin {
		return "", fmt.Errorf("register: signer: %w", ErrKey)
	}
	// PRIVATE+KEY+<name>+<hash>+<algorithm byte and seed in base64>
	parts := strings.SplitN(signer, "+", 5)
	raw, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(raw) != 1+ed25519.SeedSize {
		return "", fmt.Errorf("register: signer: %w", ErrKey)
	}
	public := ed25519.NewKeyFromSeed(raw[1:]).Public().(ed25519.PublicKey)
	verifier, err := note.NewEd25519VerifierKey(origin, public)
	if err != nil {
		return "", fmt.Errorf("register: signer: %w", ErrKey)
	}
	return verifier, nil
}

// A Verifier knows the keys whose checkpoints count. Its zero value knows none.
type Verifier struct{ keys note.Verifiers }

// NewVerifier reads verifiers as NewKey gives them: the register's own and,
// after a rotation, the former ones.
func NewVerifier(verifiers ...string) (Verifier, error) {
	list := make([]note.Verifier, 0, len(verifiers))
	for i, text := range verifiers {
		v, err := note.NewVerifier(strings.TrimSpace(text))
		if err != nil || v.Name() != origin {
			return Verifier{}, fmt.Errorf("register: verifier %d: %w", i+1, ErrKey)
		}
		list = append(list, v)
	}
	return Verifier{note.VerifierList(list...)}, nil
}
