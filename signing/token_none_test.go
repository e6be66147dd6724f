//go:build !pkcs11

package signing

import "testing"

func TestWithoutPKCS11TheWordSaysHowToBuildWithIt(t *testing.T) {
	_, err := LoadToken(Token{Module: "/lib/token.so", Label: "clinic", Key: "seal"}, certPEM(ours().leaf(p256().Public(), nil)), noon)
	if err == nil {
		t.Fatal("a token without PKCS#11")
	}
	mustContain(t, err.Error(), "CGO_ENABLED=1 go build -tags pkcs11")
}
