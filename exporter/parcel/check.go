package parcel

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"vypiska/exporter/policy"
	"vypiska/signing"
)

// Against is what a package is judged by.
type Against struct {
	// Checker judges the package's signature and the seals of its documents.
	Checker signing.Checker
	// Proof checks a proof under keys and returns what it says of the copy it is
	// about; keys are those in the package, which its signature covers.
	Proof func(text, keys []byte) (Proved, error)
	// Previous is the package before in the sequence; nil does not look.
	Previous *Report
}

// Proved is what a proof says: the copy's number and SHA-256, and whose it is.
type Proved struct{ Number, SHA256, Patient string }

// Report is what Check found out.
type Report struct {
	// Seal is about the package's own signature.
	Seal     signing.Report `json:"-"`
	SHA256   string         `json:"sha256"`
	Manifest Manifest       `json:"-"`
	Package  string         `json:"package,omitempty"`
	Contract string         `json:"contract,omitempty"`
	Period   string         `json:"period,omitempty"`
	Sequence int64          `json:"sequence,omitempty"`
	Counts   Counts         `json:"counts"`
	Deleted  int            `json:"deleted,omitempty"`
	// Follows reports that the previous package was given and is the one before.
	Follows bool `json:"follows,omitempty"`
}

// Is reports whether the bytes begin as a package does; Check says more.
func Is(begin []byte) bool {
	return len(begin) > 38 && string(begin[:4]) == "PK\x03\x04" && string(begin[localSize:localSize+8]) == mimetypeName
}

// Check judges a package as a whole: the container's shape, its signature, every
// document's seal and digest, the registry against the documents, the proofs,
// and the sequence where the previous package is given.
//
// The error is nil only if everything holds and is trusted. Else it wraps
// signing.ErrUnreadable, ErrInvalid or ErrUntrusted. Any input is safe: nothing
// is unpacked, and memory is that of one document.
func Check(ctx context.Context, r io.ReaderAt, size int64, a Against) (Report, error) {
	rep := Report{Seal: signing.Report{Signatures: []signing.Signature{}}}
	c, err := openContainer(r, size)
	if err != nil {
		return rep, err
	}
	k := check{container: c, against: a, report: &rep, sums: map[string]string{}}
	trust := k.signature(ctx)
	if trust != nil && !errors.Is(trust, signing.ErrUntrusted) {
		return rep, trust
	}
	if err := k.all(ctx); err != nil {
		return rep, err
	}
	if rep.SHA256, err = sumOf(r, size); err != nil {
		return rep, err
	}
	return rep, errors.Join(trust, k.untrusted)
}

// check is one judgement under way.
type check struct {
	*container
	against   Against
	report    *Report
	sums      map[string]string // by name, as the signed manifest states
	registry  Registry
	untrusted error // the first document whose signer is not trusted
}

// signature checks the CAdES over the ASiC manifest.
func (k *check) signature(ctx context.Context) error {
	text, err := k.read(asicName, maxText)
	if err != nil {
		return err
	}
	der, err := k.read(signatureName, 1<<20)
	if err != nil {
		return err
	}
	if k.sums, err = readASiC(text); err != nil {
		return err
	}
	k.report.Seal, err = k.against.Checker.CheckDetached(ctx, der, bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("the package's signature: %w", err)
	}
	return nil
}

// all goes through what the signature covers, the small before the large.
func (k *check) all(ctx context.Context) error {
	for _, step := range []func(context.Context) error{k.complete, k.manifest, k.registryFile, k.tableFile, k.sequence, k.files} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// complete: the signed manifest refers to every file, and to none that is not there.
func (k *check) complete(context.Context) error {
	names := signedFiles(k.names())
	for _, name := range names {
		if k.sums[name] == "" {
			return invalidf("%s is not covered by the signature", name)
		}
	}
	if len(names) != len(k.sums) {
		return invalidf("the signature covers files that are missing")
	}
	return nil
}

func (k *check) manifest(context.Context) error {
	m := &k.report.Manifest
	if err := k.parse(manifestName, m); err != nil {
		return err
	}
	if m.Format != Format {
		return invalidf("%s is of a format this version does not know: want %s", manifestName, Format)
	}
	r := k.report
	r.Package, r.Contract, r.Period, r.Sequence = m.Package, m.Contract.Number, m.Period.From+"/"+m.Period.To, m.Sequence
	r.Counts, r.Deleted = m.Counts, len(m.Deleted)
	listed := map[string]bool{}
	for _, f := range m.Files {
		if listed[f.Name] || k.sums[f.Name] != f.SHA256 || k.byName[f.Name].size != f.Size {
			return invalidf("%s says something else of %s than the signature", manifestName, f.Name)
		}
		listed[f.Name] = true
	}
	if len(listed) != len(k.sums)-1 { // it does not list itself
		return invalidf("%s does not list all files", manifestName)
	}
	return nil
}

// registryFile: one line for each document, with its digest and at least one report.
func (k *check) registryFile(context.Context) error {
	if err := k.parse(registryName, &k.registry); err != nil {
		return err
	}
	seen, people, reports := map[string]bool{}, map[string]bool{}, 0
	for _, d := range k.registry.Documents {
		number, ok := numberOf(d.File)
		switch {
		case !ok || number != d.Number || !strings.HasPrefix(d.File, documentsDir) || seen[d.Number] || people[d.Patient]:
			return invalidf("%s: a line is there twice, or does not name its document", registryName)
		case d.SHA256 != k.sums[d.File] || d.SHA256 == "":
			return invalidf("%s: document %s is not the one in the package", registryName, d.Number)
		case len(d.Reports) == 0 || k.sums[proofsDir+d.Number+".json"] == "":
			return invalidf("%s: document %s has no reports, or no proof", registryName, d.Number)
		}
		seen[d.Number], people[d.Patient], reports = true, true, reports+len(d.Reports)
	}
	if want := (Counts{Documents: len(seen), Reports: reports}); k.report.Counts != want || len(k.entries) != len(fixed)+2*len(seen) {
		return invalidf("the registry, the manifest's counts and the documents differ")
	}
	return nil
}

// tableFile: the table for people says what the registry for programs says.
func (k *check) tableFile(context.Context) error {
	text, err := k.read(tableName, maxText)
	if err != nil {
		return err
	}
	lines, err := readTable(text)
	if err != nil {
		return err
	}
	var want, got []string
	for _, d := range k.registry.Documents {
		for _, r := range d.Reports {
			want = append(want, strings.Join([]string{d.Number, d.File, d.SHA256, cell(d.Patient), cell(r)}, ";"))
		}
	}
	for _, l := range lines {
		if k.nameless() && l[4]+l[5] != "" {
			return invalidf("%s names a person, under a contract without names", tableName)
		}
		got = append(got, strings.Join([]string{l[0], l[1], l[2], cell(l[3]), cell(l[6])}, ";"))
	}
	if slices.Sort(want); !slices.Equal(want, sorted(got)) {
		return invalidf("%s and %s differ", tableName, registryName)
	}
	return nil
}

// cell is what a table's cell says, without the sign that keeps it text.
func cell(s string) string { return strings.TrimPrefix(harmless(s), "'") }

// nameless: nothing in the package may tell who its documents are about.
func (k *check) nameless() bool {
	return k.report.Manifest.Contract.Fields == string(policy.PseudonymFields)
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

// sequence: the previous package, if given, is the one this one follows.
func (k *check) sequence(context.Context) error {
	m, before := k.report.Manifest, k.against.Previous
	if m.Sequence < 1 || (m.Sequence == 1) != (m.Previous == nil) {
		return invalidf("its sequence number does not go with its previous package")
	}
	if before == nil {
		return nil
	}
	if m.Previous == nil || before.Manifest.Contract.Number != m.Contract.Number || before.Sequence+1 != m.Sequence ||
		m.Previous.SHA256 != before.SHA256 || m.Previous.Number != before.Package {
		return invalidf("the package given as the previous one is not the one before")
	}
	k.report.Follows = true
	return nil
}

// files reads every file that is signed, one at a time.
func (k *check) files(ctx context.Context) error {
	keys, err := k.read(keysName, maxProof)
	if err != nil {
		return err
	}
	for _, name := range signedFiles(k.names()) {
		if err := ctx.Err(); err != nil {
			return err
		}
		content, err := k.read(name, signing.MaxCheck)
		if err != nil {
			return err
		}
		if hexSum(content) != k.sums[name] {
			return invalidf("%s was changed after it was signed", name)
		}
		if err := k.file(ctx, name, content, keys); err != nil {
			return err
		}
	}
	return nil
}

// file judges a document's own seal, and a proof.
func (k *check) file(ctx context.Context, name string, content, keys []byte) error {
	switch {
	case strings.HasPrefix(name, documentsDir):
		_, err := k.against.Checker.Check(ctx, content)
		if errors.Is(err, signing.ErrUntrusted) {
			if k.untrusted == nil {
				k.untrusted = fmt.Errorf("%s: %w", name, err)
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %s: %w", signing.ErrInvalid, name, err)
		}
	case strings.HasPrefix(name, proofsDir) && k.against.Proof != nil:
		p, err := k.against.Proof(content, keys)
		if own, _ := numberOf(name); err != nil || p.Number != own || p.SHA256 != k.sums[documentsDir+own+".pdf"] {
			return invalidf("%s does not prove that its document is in the register", name)
		}
		if k.nameless() && p.Patient != "" {
			return invalidf("%s names a person, under a contract without names", name)
		}
	}
	return nil
}

// sumOf is the digest of the whole container, by which the next one names it.
func sumOf(r io.ReaderAt, size int64) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(r, 0, size)); err != nil {
		return "", fmt.Errorf("read the container: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
