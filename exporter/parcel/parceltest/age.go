// Package parceltest is an insurer for tests: it has a key, and opens what is
// encrypted to it.
package parceltest

import (
	"bytes"
	"io"
	"testing"

	"filippo.io/age"
)

// Age makes a key: its recipient for a contract, and what opens a file with it.
func Age(t testing.TB) (recipient string, open func(sealed []byte) []byte) {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id.Recipient().String(), func(sealed []byte) []byte {
		t.Helper()
		r, err := age.Decrypt(bytes.NewReader(sealed), id)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}
