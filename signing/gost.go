package signing

import (
	"bytes"
	"cmp"
	"context"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// The commands that sign and verify with GOST R 34.10-2012 where none are named:
// OpenSSL with the engine gost. docs/seals.md has the contract that another
// program has to keep to take their place.
const (
	GOSTSign = "openssl cms -engine gost -sign -binary -md {digest} -cades -nosmimecap" +
		" -signer {certificate} -certfile {issuers} -inkey {key} -outform DER"
	GOSTVerify = "openssl cms -engine gost -verify -binary -cades -purpose any -partial_chain -no_check_time" +
		" -inform DER -in {signature} -content /dev/stdin -certfile {chain} -CAfile {trusted} -out /dev/null"
)

var (
	oidGOST256           = asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 1, 1} // GOST R 34.10-2012, RFC 9215
	oidGOST512           = asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 1, 2}
	oidStreebog256       = asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 2, 2} // GOST R 34.11-2012
	oidStreebog512       = asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 2, 3}
	oidGOST256WithDigest = asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 3, 2}
	oidGOST512WithDigest = asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 3, 3}
)

// gostKinds are the two lengths of key, each with its own digest.
var gostKinds = []struct {
	key, digest, withDigest asn1.ObjectIdentifier
	size                    int    // of the digest in bytes
	openssl                 string // OpenSSL's word for the digest
}{
	{oidGOST256, oidStreebog256, oidGOST256WithDigest, 32, "md_gost12_256"},
	{oidGOST512, oidStreebog512, oidGOST512WithDigest, 64, "md_gost12_512"},
}

// IsGOST reports whether a PEM file begins with a certificate whose key only an
// outside program can use.
func IsGOST(certPEM []byte) bool {
	chain, err := parseChain(certPEM)
	return err == nil && gostKind(chain[0]) >= 0
}

// gostKind is the index in gostKinds of the certificate's key, -1 for another.
func gostKind(c *x509.Certificate) int {
	info := cryptobyte.String(c.RawSubjectPublicKeyInfo)
	var outer, alg cryptobyte.String
	var oid asn1.ObjectIdentifier
	if !info.ReadASN1(&outer, tag.SEQUENCE) || !outer.ReadASN1(&alg, tag.SEQUENCE) || !alg.ReadASN1ObjectIdentifier(&oid) {
		return -1
	}
	for i, k := range gostKinds {
		if oid.Equal(k.key) {
			return i
		}
	}
	return -1
}

// GOST is a CMS producer for GOST R 34.10-2012 keys of 256 and 512 bits: an
// outside program holds the key and does the work, another one verifies. It is
// safe for use by several goroutines if the programs are.
type GOST struct {
	sign, verify command
	keyFile      string
	chain        []*x509.Certificate
	kind         int
	size         int
	level        Level
}

// LoadGOST starts both commands once: it signs a text, verifies the signature,
// and wants a changed text refused. "" are GOSTSign and GOSTVerify. keyFile is
// handed on by name and may be "" for a command that does not use {key}. It
// refuses what NewKey refuses; the links of the chain are for the verifying
// command to check, up to the last certificate of the file.
func LoadGOST(ctx context.Context, certPEM []byte, keyFile, sign, verify string, now time.Time) (*GOST, error) {
	chain, err := parseChain(certPEM)
	if err != nil {
		return nil, fmt.Errorf("load key: certificate file: %w", err)
	}
	g := &GOST{sign: parseCommand(cmp.Or(sign, GOSTSign)), verify: parseCommand(cmp.Or(verify, GOSTVerify)), keyFile: keyFile, chain: chain, kind: gostKind(chain[0])}
	if err := g.fits(now); err != nil {
		return nil, fmt.Errorf("load key: %w", err)
	}
	if err := g.tryOut(ctx); err != nil {
		return nil, fmt.Errorf("load key: GOST: %w", err)
	}
	return g, nil
}

func (g *GOST) fits(now time.Time) error {
	switch {
	case g.kind < 0:
		return errors.New("the certificate's key is not GOST R 34.10-2012: leave the GOST commands out, the program signs with other keys itself")
	case len(g.chain) > maxChain:
		return fmt.Errorf("%w; found %d, at most %d are taken", ErrChain, len(g.chain), maxChain)
	}
	if err := fitsSealing(g.chain[0]); err != nil {
		return err
	}
	for i, c := range g.chain {
		if err := inTime(c, now); err != nil {
			return err
		}
		if i > 0 && (!c.IsCA || !bytes.Equal(g.chain[i-1].RawIssuer, c.RawSubject)) {
			return fmt.Errorf("%w; certificate %d is not issued by the next one", ErrChain, i)
		}
	}
	return nil
}

// tryOut makes the first signature, over nobody's data. What the programs say
// of it may be repeated.
func (g *GOST) tryOut(ctx context.Context) error {
	text := [2][]byte{[]byte("vypiska tries the key "), []byte("before it seals")}
	der, err := g.runSign(ctx, text)
	if err != nil {
		return fmt.Errorf("the signing command: %w", aloud(err))
	}
	g.size = len(der) + spare
	sig, err := parseCMS(der)
	if err != nil {
		return fmt.Errorf("the signing command's answer: %w", err)
	}
	if err := g.structure(sig); err != nil {
		return fmt.Errorf("the signing command's answer: %w", err)
	}
	g.level = sig.gostLevel()
	if err := g.verifyCMS(ctx, der, text); err != nil {
		return fmt.Errorf("%w, or the verifying command does not work: %w", ErrKeyMismatch, aloud(err))
	}
	if g.verifyCMS(ctx, der, [2][]byte{text[1], text[0]}) == nil {
		return errors.New("the verifying command accepts a changed text: it must end with another status than 0")
	}
	return ctx.Err()
}

// spare is how many bytes longer than the first a signature may be.
const spare = 512

func aloud(err error) error {
	var c *complaint
	if errors.As(err, &c) && c.said != "" {
		return fmt.Errorf("%w; it says: %s", err, bytes.TrimSpace([]byte(c.said)))
	}
	return err
}

// Chain implements CMS.
func (g *GOST) Chain() []*x509.Certificate { return g.chain }

// Size implements CMS.
func (g *GOST) Size() int { return g.size }

// Sign implements CMS: the content goes to the program's standard input and is
// written nowhere.
func (g *GOST) Sign(ctx context.Context, content [2][]byte) ([]byte, error) {
	der, err := g.runSign(ctx, content)
	if err != nil {
		return nil, fmt.Errorf("sign: %w (`vypiska keys check` shows what the program says)", err)
	}
	return der, nil
}

func (g *GOST) runSign(ctx context.Context, content [2][]byte) (der []byte, err error) {
	err = inFolder(map[string][]byte{
		"certificate": pemOf(g.chain[:1]), "issuers": pemOf(g.chain[1:]), "chain": pemOf(g.chain),
	}, func(files map[string]string) error {
		files["key"], files["digest"] = g.keyFile, gostKinds[g.kind].openssl
		der, err = g.sign.run(ctx, content, files)
		return err
	})
	if err != nil {
		return nil, err
	}
	if n, err := derLength(der); err != nil || n != len(der) {
		return nil, fmt.Errorf("it did not write one signature alone: %w", errCMS)
	}
	return der, nil
}

// verifyCMS asks the verifying command. It trusts the last certificate of the
// chain, so that the command checks every link.
func (g *GOST) verifyCMS(ctx context.Context, der []byte, content [2][]byte) error {
	return g.verify.verifies(ctx, der, content, g.chain, pemOf(g.chain[len(g.chain)-1:]))
}

// verifies starts a verifying command: nil if the signature is over content, by
// the first of chain, which leads to one of the trusted certificates.
func (c command) verifies(ctx context.Context, der []byte, content [2][]byte, chain []*x509.Certificate, trusted []byte) error {
	return inFolder(map[string][]byte{"signature": der, "chain": pemOf(chain), "trusted": trusted}, func(files map[string]string) error {
		_, err := c.run(ctx, content, files)
		return err
	})
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

func pemOf(certs []*x509.Certificate) []byte {
	var ders [][]byte
	for _, c := range certs {
		ders = append(ders, c.Raw)
	}
	return pemBlocks("CERTIFICATE", ders...)
}

// judge is seal.verify for a seal of g: the structure is looked at here, the
// digest, the signing certificate's hash and the signature by the command.
func (g *GOST) judge(ctx context.Context, s seal, src []byte) error {
	sig, err := parseCMS(s.der)
	if err != nil {
		return because(ReasonContents, err)
	}
	if err := g.structure(sig); err != nil {
		return err
	}
	if err := s.claims(g.chain[0]); err != nil {
		return err
	}
	if err := g.verifyCMS(ctx, s.der, s.content(src)); err != nil {
		return because(ReasonSignature, err)
	}
	return nil
}

// structure: the signer's own certificate, and none that is not in the chain.
func (g *GOST) structure(sig signature) error {
	certs, err := sig.gostCerts()
	if err != nil {
		return err
	}
	if !certs[0].Equal(g.chain[0]) {
		return becausef(ReasonCertificate, "the signer's certificate is not the first of the certificate file")
	}
	for _, c := range certs[1:] {
		if !slices.ContainsFunc(g.chain, c.Equal) {
			return becausef(ReasonCertificate, "a certificate that is not in the certificate file")
		}
	}
	return nil
}

// gostCerts looks at what every GOST signature must have, algorithms and the
// attributes that PAdES wants, and returns the certificates, the signer's first.
func (s signature) gostCerts() ([]*x509.Certificate, error) {
	if s.gost == 0 {
		return nil, becausef(ReasonUnsupported, "a signature that is not GOST R 34.10-2012 where one is wanted")
	}
	var oid asn1.ObjectIdentifier
	var sum cryptobyte.String
	kind, digest := s.attrs[oidContentType.String()], s.attrs[oidMessageDigest.String()]
	if !kind.ReadASN1ObjectIdentifier(&oid) || !oid.Equal(oidData) || !digest.ReadASN1(&sum, tag.OCTET_STRING) || len(sum) != gostKinds[s.gost-1].size {
		return nil, becausef(ReasonContents, "content type or message digest is missing or malformed")
	}
	if _, ok := s.attrs[oidSigningCert.String()]; !ok {
		return nil, becausef(ReasonCertificate, "no signing-certificate-v2 attribute")
	}
	certs, err := s.signerFirst()
	if err == nil && gostKind(certs[0]) != s.gost-1 {
		err = becausef(ReasonCertificate, "another algorithm than the certificate's")
	}
	return certs, err
}

// gostLevel is the level of a GOST signature: none where its CMS states a time of
// its own, which PAdES baseline levels do not allow (EN 319 142-1, 6.3). OpenSSL
// before 3.5 has no way to leave it out.
func (s signature) gostLevel() Level {
	if _, ok := s.attrs[oidSigningTime.String()]; ok {
		return LevelNone
	}
	return LevelB
}
