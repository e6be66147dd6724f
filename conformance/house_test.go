//go:build conformance

package conformance

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vypiska/signing"
	"vypiska/signing/signingtest"
)

// trust is where validators find what they would know or ask for: roots.pem,
// the infrastructure's root; gost.pem, that of the GOST keys; and the lists of
// revoked certificates, for files that bring none with them.
var trust = filepath.Join(out, "trust")

// house is an infrastructure that lives while files are made, with a key of each
// kind. Validators come when it is gone.
type house struct {
	*signingtest.World
	clock       *signingtest.Clock // begins a while ago, so that what is extended later is not from the future
	authorities *signing.Authorities
	people      map[string]signingtest.Signer // by kind of key
}

func newHouse(t *testing.T) *house {
	t.Helper()
	c := signingtest.NewClock(moment.Add(-10 * time.Minute))
	w, err := signingtest.New(c.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	a, err := signing.NewAuthorities(signing.Network{TSA: []string{w.TSA()}, Roots: w.Roots(), Now: w.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	h := &house{World: w, clock: c, authorities: a, people: map[string]signingtest.Signer{}}
	for kind, key := range keys(t) {
		if h.people[kind], err = w.Sign(key, nil); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// keys makes one of each kind that Go signs with.
func keys(t *testing.T) map[string]crypto.Signer {
	t.Helper()
	made := map[string]crypto.Signer{}
	for _, bits := range []int{2048, 3072} {
		key, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			t.Fatal(err)
		}
		made[fmt.Sprintf("rsa-%d", bits)] = key
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	made["p-256"] = key
	return made
}

// signer seals with a kind of key at a level.
func (h *house) signer(t *testing.T, kind string, l signing.Level) *signing.Signer {
	t.Helper()
	return signerOf(t, h.people[kind], l, h.authorities, h.Now())
}

func signerOf(t *testing.T, who signingtest.Signer, l signing.Level, a *signing.Authorities, now time.Time) *signing.Signer {
	t.Helper()
	key, err := signing.NewKey(who.Key, who.Chain, now)
	if err != nil {
		t.Fatal(err)
	}
	s, err := signing.New(key).At(l, a)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// trusted writes the root and, as of now, each authority's list.
func (h *house) trusted(t *testing.T) {
	t.Helper()
	save(t, filepath.Join(trust, "roots.pem"), h.RootPEM())
	h.clock.Forward(time.Since(h.Now()))
	for _, name := range []string{"root", "issuing", "stamping"} {
		answer, err := http.Get(h.URL + "/crl/" + name)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		list, err := io.ReadAll(answer.Body)
		if _, bad := x509.ParseRevocationList(list); err != nil || bad != nil {
			t.Fatalf("the list of %s: %v", name, errors.Join(err, bad))
		}
		save(t, filepath.Join(trust, name+".crl"), list)
	}
}

// extended raises a file, some seconds later.
func (h *house) extended(t *testing.T, pdf []byte, to signing.Level) []byte {
	t.Helper()
	h.clock.Forward(10 * time.Second)
	out, reached, err := h.authorities.Extend(t.Context(), pdf, to)
	if err != nil || reached != to {
		t.Fatalf("extended to %s, want %s: %v", reached, to, err)
	}
	return out
}

// stranger is somebody whose root nobody here trusts.
func stranger(t *testing.T) *signing.Signer {
	t.Helper()
	w, err := signingtest.New(func() time.Time { return moment })
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	who, err := w.P256()
	if err != nil {
		t.Fatal(err)
	}
	return signerOf(t, who, signing.LevelB, nil, moment)
}

// run runs a program that must succeed and returns what it printed.
func run(t testing.TB, program string, args ...string) string {
	t.Helper()
	said, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, said)
	}
	return string(said)
}

func save(t testing.TB, name string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func load(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
