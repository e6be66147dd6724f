//go:build tools

package signing

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"
	"time"
)

// by is a producer with these certificates, not looked at: a forger's.
func by(t *testing.T, key string, chain ...[]byte) *Signer {
	t.Helper()
	certs, err := parseChain(bytes.Join(chain, nil))
	if err != nil {
		t.Fatal(err)
	}
	o, err := NewOutside(Programs{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return New(&GOST{sign: parseCommand(GOSTSign), outside: o, keyFile: key, chain: certs, kind: gostKind(certs[0]), size: 8 << 10})
}

func sealedBy(t *testing.T, s *Signer) []byte {
	t.Helper()
	out, err := s.Seal(t.Context(), onePage(), requestNow())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAGOSTFileIsJudgedFromOutside(t *testing.T) {
	f, other := newGOST(t, "gost2012_256", goodUsage), newGOST(t, "gost2012_512", goodUsage)
	usage := newGOST(t, "gost2012_256", "keyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n")
	root, now := read(t, f.root), time.Now()
	good := sealedBy(t, New(f.load(t)))
	changed := bytes.Replace(good, []byte("/MediaBox [0"), []byte("/MediaBox [1"), 1)
	if bytes.Equal(changed, good) {
		t.Fatal("nothing was changed")
	}
	// A patient with a certificate of the same CA plays a CA and makes one for «the clinic».
	forged := filepath.Join(f.dir, "forged.pem")
	run(t, "openssl libengine-gost-openssl", "openssl", "x509", "-engine", "gost", "-req", "-in", filepath.Join(other.dir, "csr"), "-CA", filepath.Join(f.dir, "leaf.pem"),
		"-CAkey", f.key, "-CAcreateserial", "-extfile", filepath.Join(f.dir, "ext"), "-days", "30", "-out", forged)
	rows := map[string]struct {
		pdf    []byte
		roots  []byte
		verify string
		now    time.Time
		reason Reason
		is     error
	}{
		"a good seal":                      {good, root, "", now, "", nil},
		"a good seal of 512 bits":          {sealedBy(t, New(other.load(t))), read(t, other.root), "", now, "", nil},
		"roots of two CAs":                 {good, append(read(t, other.root), root...), "", now, "", nil},
		"another CA's roots":               {good, read(t, other.root), "", now, ReasonUntrusted, ErrUntrusted},
		"no roots":                         {good, nil, "", now, ReasonUntrusted, ErrUntrusted},
		"a certificate that ended":         {good, root, "", now.AddDate(0, 0, 301), ReasonExpired, ErrUntrusted},
		"a certificate not begun":          {good, root, "", now.AddDate(0, 0, -2), ReasonNotYetValid, ErrUntrusted},
		"a certificate of a web server":    {sealedBy(t, by(t, usage.key, read(t, usage.chain))), read(t, usage.root), "", now, ReasonUsage, ErrUntrusted},
		"a certificate made by a patient":  {sealedBy(t, by(t, other.key, read(t, forged), read(t, f.chain))), root, "", now, ReasonCertificate, ErrInvalid},
		"a foreign certificate among them": {sealedBy(t, by(t, f.key, read(t, f.chain), read(t, filepath.Join(usage.dir, "leaf.pem")))), root, "", now, ReasonCertificate, ErrInvalid},
		"a changed byte":                   {changed, root, "", now, ReasonDigest, ErrInvalid},
		"bytes appended":                   {append(bytes.Clone(good), "\n%%EOF"...), root, "", now, ReasonStructure, ErrInvalid},
		"no program to verify":             {good, root, "/nowhere/verify", now, ReasonOutside, ErrUnreadable},
		"a program that does not work":     {good, root, "openssl dgst -engine none", now, ReasonOutside, ErrUnreadable},
		"a program that says yes":          {good, root, "true", now, ReasonOutside, ErrUnreadable},
		"a program that says no":           {good, root, "false", now, ReasonOutside, ErrUnreadable},
		"no PDF":                           {[]byte("hello"), root, "", now, ReasonNotPDF, ErrUnreadable},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			o, err := NewOutside(Programs{Verify: row.verify}, row.roots)
			if err != nil {
				t.Fatal(err)
			}
			r, err := Checker{Outside: o, Now: row.now}.Check(t.Context(), row.pdf)
			if !errors.Is(err, row.is) || r.Reason != row.reason || r.Trusted != (row.is == nil) || r.Valid != (row.is == nil || row.is == ErrUntrusted) {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
	if r, err := Check(t.Context(), good, ours().pool, now); r.Reason != ReasonOutside || !errors.Is(err, ErrUnreadable) {
		t.Errorf("Check alone: %+v, %v", r, err)
	}
}
