//go:build !pkcs11

package signing

import (
	"crypto"
	"errors"
)

// errNoPKCS11 is what a program without PKCS#11 says of a token's key.
var errNoPKCS11 = errors.New("this program was built without PKCS#11: build it with CGO_ENABLED=1 go build -tags pkcs11 ./cmd/vypiska, or use a key file")

func openToken(Token, crypto.PublicKey) (crypto.Signer, func() error, error) {
	return nil, nil, errNoPKCS11
}

func openSecret(Token) (secretKey, error) { return nil, errNoPKCS11 }
