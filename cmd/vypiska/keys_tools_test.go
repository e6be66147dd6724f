//go:build tools

package main

import "testing"

// The keys that clinics buy, made and read by OpenSSL.
func TestKeysFromElsewhere(t *testing.T) {
	outside(t, "libengine-gost-openssl", "openssl", "engine", "gost")
	scripts(t, "testdata/tools")
}
