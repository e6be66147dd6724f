//go:build conformance

package conformance

import (
	"crypto/rand"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vypiska/exporter"
	"vypiska/signing"
)

// gost is a CA and a signer of GOST R 34.10-2012 made by OpenSSL's engine, with
// the CA's list of revoked certificates on the loopback.
type gost struct {
	kind  string
	house *house
	lists string // the folder that is served
	chain []byte
	key   string
	root  []byte
}

// newGOST makes one of 256 or 512 bits and adds its root to trust/gost.pem.
func (h *house) newGOST(t *testing.T, bits string) *gost {
	t.Helper()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	g := &gost{kind: "gost-" + bits, house: h, lists: filepath.Join(dir, "lists"), key: at("key.pem")}
	served := httptest.NewServer(http.FileServer(http.Dir(g.lists)))
	t.Cleanup(served.Close)
	save(t, at("ext"), []byte("basicConstraints=CA:FALSE\nkeyUsage=digitalSignature,nonRepudiation\nextendedKeyUsage=emailProtection,1.3.6.1.5.5.7.3.36\n"+
		"crlDistributionPoints=URI:"+served.URL+"/root.crl\n"))
	save(t, at("ca.cnf"), []byte("[ca]\ndefault_ca=d\n[d]\ndatabase="+at("index")+"\ndefault_md=md_gost12_"+bits+"\n"))
	save(t, at("index"), nil)
	for _, line := range []string{
		"req -engine gost -x509 -newkey gost2012_" + bits + " -pkeyopt paramset:A -nodes -keyout {root.key} -out {root.pem} -subj /CN=GOST-" + bits + " -days 900 -addext keyUsage=keyCertSign,cRLSign",
		"req -engine gost -newkey gost2012_" + bits + " -pkeyopt paramset:A -nodes -keyout {key.pem} -out {csr} -subj /CN=Clinic",
		"x509 -engine gost -req -in {csr} -CA {root.pem} -CAkey {root.key} -CAcreateserial -extfile {ext} -days 300 -out {leaf.pem}",
		"ca -engine gost -config {ca.cnf} -gencrl -crldays 30 -keyfile {root.key} -cert {root.pem} -out {list.pem}",
	} {
		run(t, "openssl", strings.Fields(strings.NewReplacer("{", dir+"/", "}", "").Replace(line))...)
	}
	list, _ := pem.Decode(load(t, at("list.pem")))
	save(t, filepath.Join(g.lists, "root.crl"), list.Bytes)
	g.root = load(t, at("root.pem"))
	g.chain = append(load(t, at("leaf.pem")), g.root...)
	appendTo(t, filepath.Join(trust, "gost.pem"), g.root)
	return g
}

// appendTo adds to a file.
func appendTo(t *testing.T, name string, text []byte) {
	t.Helper()
	before, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	save(t, name, append(before, text...))
}

// signer seals at a level; the time stamps are the house's, by RSA.
func (g *gost) signer(t *testing.T, l signing.Level) *signing.Signer {
	t.Helper()
	key, err := signing.LoadGOST(t.Context(), g.chain, g.key, signing.Programs{}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	outside, err := signing.NewOutside(signing.Programs{}, g.root)
	if err != nil {
		t.Fatal(err)
	}
	a, err := signing.NewAuthorities(signing.Network{TSA: []string{g.house.TSA()}, Roots: g.house.Roots(), Outside: outside, Now: g.house.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	s, err := signing.New(key).At(l, a)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// everyLevel seals an extract and signs the manifest.
func (g *gost) everyLevel(t *testing.T, p exporter.Paper) {
	t.Helper()
	for _, l := range levels {
		for _, certify := range []bool{false, true} {
			g.house.seal(t, "extract", g.kind, g.signer(t, l), p, certify)
		}
	}
	for _, l := range levels[:3] {
		keep(t, "manifest."+string(l)+"."+g.kind+".detached.p7s", g.house.detached(t, g.signer(t, l), manifest))
	}
}
