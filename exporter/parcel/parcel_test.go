package parcel_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/csv"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/deidentify"
	"vypiska/exporter/issued"
	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/signing"
	"vypiska/templates"
)

var now = time.Date(2026, 7, 1, 15, 0, 0, 0, time.FixedZone("MSK", 3*3600))

// clinic has a key and three insured persons' documents, made once for all tests.
type clinic struct {
	fields policy.Fields
	key    signing.Key
	signer *signing.Signer
	roots  *x509.CertPool
	grant  policy.PackageGrant
	rows   []parcel.Row
	copies []issued.Copy
	says   string // what proofs say beside number and digest
}

var theClinic = sync.OnceValues(newClinic)

func open(t testing.TB) *clinic {
	t.Helper()
	c, err := theClinic()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func contract() policy.Contract {
	return policy.Contract{Number: "К-1", Version: 1, Insurer: "Organization/a", Services: []string{"LAB"}, Fields: policy.ClaimFields,
		Period: record.Period{Start: record.DateOf(2026, 1, 1), End: record.DateOf(2026, 12, 31)}}
}

func newClinic() (*clinic, error) { return newClinicOf(policy.ClaimFields) }

func newClinicOf(fields policy.Fields) (*clinic, error) {
	k, err := signing.DemoP256(rand.Reader, now)
	if err != nil {
		return nil, err
	}
	key, err := signing.LoadKey(k.Chain, k.Key, now)
	if err != nil {
		return nil, err
	}
	c := &clinic{fields: fields, key: key, signer: signing.New(key), roots: x509.NewCertPool()}
	c.roots.AppendCertsFromPEM(k.Root)
	c.grant, err = policy.DecidePackage(policy.PackageAsk{Asker: policy.Asker{Role: policy.Officer, Subject: "o"}, Contract: c.contract(),
		Period: record.Period{Start: record.DateOf(2026, 5, 1), End: record.DateOf(2026, 5, 31)}}, policy.Settings{}, now)
	if err != nil {
		return nil, err
	}
	for _, p := range []struct{ id, name string }{{"p1", "Шилова Анна"}, {"p2", "=HYPERLINK(1)"}, {"p3", "Гашек Ян"}} {
		if err := c.document(p.id, p.name); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *clinic) document(id, name string) error {
	year := contract().Period
	lab := record.Text{Text: record.NewPersonal("Анализ крови"), Codes: []record.Code{{Code: "LAB"}}}
	rec := record.Record{
		Patient: record.Patient{ID: record.PatientID(id), Names: []record.Name{{Text: record.NewPersonal(name)}}},
		Reports: []record.Report{{Meta: record.Meta{Ref: record.Ref("DiagnosticReport/" + id + "-r")}, Status: "final", Code: lab,
			Effective: record.Period{Start: record.DateOf(2026, 5, 4)}, Conclusion: record.NewPersonal("Без особенностей.")}},
		Coverages: []record.Coverage{{Status: "active", Period: year, Payors: []record.Ref{"Organization/a"}, Contracts: []record.Ref{"Contract/1"},
			Identifiers: []record.Identifier{{Value: record.NewPersonal("ДМС-" + id)}}}},
		Contracts: []record.Contract{{Meta: record.Meta{Ref: "Contract/1"}, Status: "executed", Number: "К-1", Applies: year, Services: lab.Codes}},
		Consents: []record.Consent{{Status: "active", Categories: []string{"insurer-access"},
			Provision: record.Provision{Type: record.Permit, Actors: []record.Ref{"Organization/a"}}}},
	}
	g, err := policy.Decide(c.grant.Document(rec.Patient.ID, "ru"), policy.FactsOf(rec, policy.Settings{}), now)
	if err != nil {
		return err
	}
	forms, err := templates.New(templates.Options{})
	if err != nil {
		return err
	}
	e := &exporter.Exporter{Source: one{rec}, Numbers: one{}, Forms: forms, Signer: c.signer, Keeper: one{}, Now: func() time.Time { return now },
		Secret: bytes.Repeat([]byte("k"), deidentify.KeySize)}
	made, err := e.Export(context.Background(), g)
	if err != nil {
		return err
	}
	row, err := e.Row(g, rec, made.Coarse())
	c.rows, c.copies = append(c.rows, row), append(c.copies, made)
	return err
}

// one is a source of one record, and a keeper that keeps nothing.
type one struct{ rec record.Record }

func (o one) Record(context.Context, record.PatientID) (record.Record, error) { return o.rec, nil }
func (o one) Patients(context.Context) ([]record.PatientID, error)            { return nil, nil }
func (one) Reserve(context.Context) (issued.Number, error)                    { return issued.NewNumber(rand.Reader) }
func (one) Keep(context.Context, issued.Copy, exporter.Origin) error          { return nil }

// number is the package's own in all tests.
func number(t testing.TB) issued.Number {
	t.Helper()
	n, err := issued.NewNumber(bytes.NewReader(make([]byte, 11)))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// proofText stands for a proof of the register: what it says is all there is to it.
func (c *clinic) proofText(_ context.Context, number string) ([]byte, error) {
	for _, m := range c.copies {
		if m.Number().String() == number {
			return []byte(number + " " + m.SHA256() + c.says), nil
		}
	}
	return nil, errors.New("no such copy")
}

func readProof(text, _ []byte) (p parcel.Proved, err error) {
	p.Number, p.SHA256, _ = strings.Cut(string(text), " ")
	p.SHA256, p.Patient, _ = strings.Cut(p.SHA256, " ")
	return p, nil
}

func (c *clinic) write(t testing.TB, h parcel.Head) ([]byte, issued.Package) {
	t.Helper()
	var out bytes.Buffer
	pack, err := issued.NewPack(c.grant, number(t), &out)
	if err != nil {
		t.Fatal(err)
	}
	h.MadeAt = now
	w, err := parcel.NewWriter(pack, h)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range c.rows {
		if err := w.Add(row, c.copies[i]); err != nil {
			t.Fatal(err)
		}
	}
	p, err := w.Close(t.Context(), parcel.Tail{Signer: c.signer, Proof: c.proofText, Keys: []byte("key\n")})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), p
}

func (c *clinic) check(t testing.TB, b []byte, previous *parcel.Report) (parcel.Report, error) {
	t.Helper()
	return parcel.Check(t.Context(), bytes.NewReader(b), int64(len(b)), parcel.Against{Checker: signing.Checker{Roots: c.roots, Now: now}, Proof: readProof, Previous: previous})
}

func TestAPackageIsWholeAndTrusted(t *testing.T) {
	c := open(t)
	b, p := c.write(t, parcel.Head{Sequence: 1})
	r, err := c.check(t, b, nil)
	if err != nil || !r.Seal.Trusted || r.Counts != (parcel.Counts{Documents: 3, Reports: 3}) {
		t.Fatalf("%+v, %v", r, err)
	}
	if r.SHA256 != p.SHA256() || p.Size() != int64(len(b)) || p.Documents() != 3 || p.SealLevel() != "B-B" || !p.Valid() {
		t.Errorf("%+v beside %s of %d bytes", p, r.SHA256, len(b))
	}
	if !parcel.Is(b) || string(b[38:38+len(parcel.MIMEType)]) != parcel.MIMEType {
		t.Error("the mimetype does not lie where ASiC readers look for it")
	}
	m := r.Manifest
	if m.Contract.Number != "К-1" || m.Contract.Scope != contract().ScopeHash() || m.Period != (parcel.Period{From: "2026-05-01", To: "2026-05-31"}) || m.AsOf != "2026-07-01" {
		t.Errorf("%+v", m)
	}
}

func TestFilesInAPackageHaveADayThatThereIs(t *testing.T) {
	b, _ := open(t).write(t, parcel.Head{Sequence: 1})
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if f.Modified.Format(time.DateTime) != "1980-01-01 00:00:00" || len(f.Extra) != 0 {
			t.Errorf("%s: %v (%04x); its month and day must not be 0, nor anything told of the machine", f.Name, f.Modified, f.ModifiedDate)
		}
	}
}

func TestAPackageOfAFormerVersionWithoutADayIsWhole(t *testing.T) {
	c := open(t)
	b, _ := c.write(t, parcel.Head{Sequence: 1})
	if r, err := c.check(t, repack(t, unpack(t, b), nil), nil); err != nil || !r.Seal.Trusted {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestAPackageOfStrangersIsWholeAndNotTrusted(t *testing.T) {
	c := open(t)
	b, _ := c.write(t, parcel.Head{Sequence: 1})
	r, err := parcel.Check(t.Context(), bytes.NewReader(b), int64(len(b)), parcel.Against{Checker: signing.Checker{Now: now}, Proof: readProof})
	if !errors.Is(err, signing.ErrUntrusted) || !r.Seal.Valid || r.Seal.Trusted || r.Counts.Documents != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestTheSameInputGivesTheSameBytesUpToSignatures(t *testing.T) {
	c := open(t)
	a, _ := c.write(t, parcel.Head{Sequence: 1})
	b, _ := c.write(t, parcel.Head{Sequence: 1})
	for i, f := range unpack(t, a) {
		g := unpack(t, b)[i]
		if f.name != g.name || f.name != "META-INF/signature001.p7s" && !bytes.Equal(f.content, g.content) {
			t.Errorf("%s differs from %s", f.name, g.name)
		}
	}
}

func TestAnEmptyPeriodGivesAPackageAllTheSame(t *testing.T) {
	c := *open(t)
	c.rows, c.copies = nil, nil
	b, _ := c.write(t, parcel.Head{Sequence: 1})
	if r, err := c.check(t, b, nil); err != nil || r.Counts.Documents != 0 {
		t.Errorf("%+v, %v", r, err)
	}
	var reg struct{ Documents []json.RawMessage }
	if err := json.Unmarshal(content(t, b, "registry.json"), &reg); err != nil || reg.Documents == nil {
		t.Errorf("the registry of nobody is not an empty list: %v", err)
	}
}

func TestTheTableIsHarmlessInASpreadsheet(t *testing.T) {
	c := open(t)
	b, _ := c.write(t, parcel.Head{Sequence: 1})
	text := content(t, b, "registry.csv")
	if !bytes.HasPrefix(text, []byte("\xef\xbb\xbf")) || !bytes.Contains(text, []byte("\r\n")) {
		t.Error("a spreadsheet would not see UTF-8")
	}
	r := csv.NewReader(bytes.NewReader(text[3:]))
	r.Comma = ';'
	lines, err := r.ReadAll()
	if err != nil || len(lines) != 4 {
		t.Fatal(len(lines), err)
	}
	if lines[1][4] != "Шилова Анна" || lines[1][5] != "ДМС-p1" || lines[1][7] != "2026-05-04" || lines[1][8] != "LAB" || lines[1][9] != "Анализ крови" {
		t.Errorf("%q", lines[1])
	}
	for _, l := range lines {
		for _, cell := range l {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
}

func TestThePackageBeforeIsProved(t *testing.T) {
	c := open(t)
	first, p := c.write(t, parcel.Head{Sequence: 1})
	before, err := c.check(t, first, nil)
	if err != nil {
		t.Fatal(err)
	}
	gone := []parcel.Deleted{{Number: c.copies[0].Number().String(), SHA256: c.copies[0].SHA256(), Sequence: 1}}
	second, _ := c.write(t, parcel.Head{Sequence: 2, Previous: &parcel.Previous{Number: p.Number().String(), SHA256: p.SHA256()}, Deleted: gone})
	r, err := c.check(t, second, &before)
	if err != nil || !r.Follows || !slices.Equal(r.Manifest.Deleted, gone) {
		t.Errorf("%+v, %v", r, err)
	}
	other := before
	other.SHA256 = r.SHA256
	if _, err := c.check(t, second, &other); !errors.Is(err, signing.ErrInvalid) {
		t.Errorf("another package passes for the one before: %v", err)
	}
	if _, err := c.check(t, first, &before); !errors.Is(err, signing.ErrInvalid) {
		t.Errorf("the first package follows another: %v", err)
	}
}

func TestOnlyCopiesUnderTheContractGoIn(t *testing.T) {
	c := open(t)
	pack := func() *issued.Pack {
		p, err := issued.NewPack(c.grant, number(t), io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := pack()
	if err := p.Admit(issued.Copy{}); !errors.Is(err, issued.ErrForeign) {
		t.Errorf("a copy that is none: %v", err)
	}
	if _, err := p.Finish(); !errors.Is(err, issued.ErrForeign) {
		t.Errorf("a package came of it all the same: %v", err)
	}
	if p = pack(); p.Admit(c.copies[0]) != nil || !errors.Is(p.Admit(c.copies[0]), issued.ErrForeign) {
		t.Error("a copy went in twice")
	}
	ask := policy.PackageAsk{Asker: policy.Asker{Role: policy.Officer}, Contract: contract(), Period: record.Period{Start: record.DateOf(2026, 4, 1), End: record.DateOf(2026, 4, 30)}}
	april, err := policy.DecidePackage(ask, policy.Settings{}, now)
	if err != nil {
		t.Fatal(err)
	}
	other, err := issued.NewPack(april, number(t), io.Discard)
	if err != nil || !errors.Is(other.Admit(c.copies[0]), issued.ErrForeign) {
		t.Errorf("May's document went into April's package: %v", err)
	}
	if _, err := issued.NewPack(policy.PackageGrant{}, number(t), io.Discard); !errors.Is(err, issued.ErrNoGrant) {
		t.Errorf("without a decision: %v", err)
	}
	if _, err := pack().Finish(); !errors.Is(err, issued.ErrUnsigned) {
		t.Errorf("without a signature: %v", err)
	}
	p = pack()
	if _, err := p.Sign(t.Context(), []byte("x"), signing.New(lying{c.key}), now); err == nil {
		t.Error("a signature over something else passes")
	}
	if _, err := p.Finish(); err == nil {
		t.Error("a package came of it all the same")
	}
	p = pack()
	if _, err := p.Sign(t.Context(), []byte("x"), c.signer, now); err != nil || !errors.Is(p.Admit(c.copies[0]), issued.ErrSigned) {
		t.Errorf("a copy went in behind the signature: %v", err)
	}
}

// lying signs another manifest than it was given, as a broken token would.
type lying struct{ signing.Key }

func (l lying) SignStream(ctx context.Context, content io.Reader, at time.Time) ([]byte, error) {
	return l.Key.SignStream(ctx, io.MultiReader(content, strings.NewReader(" ")), at)
}

// file is one file of a container that a test takes apart.
type file struct {
	name    string
	content []byte
}

func unpack(t testing.TB, b []byte) (all []file) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, file{f.Name, text})
	}
	return all
}

func content(t testing.TB, b []byte, name string) []byte {
	t.Helper()
	for _, f := range unpack(t, b) {
		if f.name == name {
			return f.content
		}
	}
	t.Fatalf("no %s in the package", name)
	return nil
}

// repack writes a container as ours are, but for what change does to a header.
func repack(t testing.TB, all []file, change func(*zip.FileHeader)) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range all {
		h := &zip.FileHeader{Name: f.name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(f.content), ReaderVersion: 10, CreatorVersion: 20,
			CompressedSize64: uint64(len(f.content)), UncompressedSize64: uint64(len(f.content))}
		if change != nil {
			change(h)
		}
		w, err := z.CreateRaw(h)
		if err == nil {
			_, err = w.Write(f.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
