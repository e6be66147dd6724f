// Package guessed knows the passwords that are tried first. It holds a Bloom
// filter of those of them long enough to be taken at all: every one of them is
// found, and of other passwords about one in ten thousand is taken for one, which
// costs its person another idea.
//
// LICENCE names the list and where it comes from; make builds the filter anew.
package guessed

import (
	"crypto/sha256"
	_ "embed" // the filter
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

// Least is how long the passwords in the filter are, in characters: shorter ones
// are refused for that.
const Least = 10

const (
	bitsEach = 20 // of the filter for each password
	probes   = 14 // bits looked at; bitsEach·ln 2
)

//go:embed guessed.bin
var filter []byte

// Has reports whether the password is among them, in letters of any
// size.
func Has(password string) bool { return has(filter, password) }

func has(filter []byte, password string) bool {
	for _, bit := range places(password, len(filter)) {
		if filter[bit/8]&(1<<(bit%8)) == 0 {
			return false
		}
	}
	return true
}

// Build makes a filter of the passwords that are long enough.
func Build(passwords []string) []byte {
	var long []string
	for _, p := range passwords {
		if utf8.RuneCountInString(p) >= Least {
			long = append(long, p)
		}
	}
	out := make([]byte, (len(long)*bitsEach+7)/8)
	for _, p := range long {
		for _, bit := range places(p, len(out)) {
			out[bit/8] |= 1 << (bit % 8)
		}
	}
	return out
}

// places are the bits of a password in a filter of so many bytes: two hashes
// give them all (Kirsch and Mitzenmacher, 2006).
func places(password string, size int) [probes]uint64 {
	sum := sha256.Sum256([]byte(strings.ToLower(password)))
	a, b := binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:])|1
	var out [probes]uint64
	for i := range out {
		out[i] = (a + uint64(i)*b) % (uint64(size) * 8)
	}
	return out
}
