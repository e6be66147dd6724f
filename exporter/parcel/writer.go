package parcel

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"time"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/signing"
)

// Head is what a package says of itself beside its grant.
type Head struct {
	Sequence int64
	Previous *Previous
	MadeAt   time.Time
	Deleted  []Deleted
	// Replaces is the number of the package that this one takes the place of.
	Replaces string
}

// Tail is what closes a package.
type Tail struct {
	Signer *signing.Signer
	// Proof returns the proof that the copy of this number is in the register,
	// as text that `vypiska verify --proof` reads; all under one checkpoint.
	Proof func(ctx context.Context, number string) ([]byte, error)
	// Keys are the register's public keys, one a line.
	Keys []byte
}

// Writer writes one package. After an error no package comes of it.
type Writer struct {
	pack  *issued.Pack
	zip   *zip.Writer
	head  Head
	files []File
	rows  []Document
	table *table
	count int // reports
}

// NewWriter begins the container.
func NewWriter(p *issued.Pack, h Head) (*Writer, error) {
	w := &Writer{pack: p, zip: zip.NewWriter(p), head: h, table: newTable()}
	if err := w.store(mimetypeName, []byte(MIMEType)); err != nil {
		return nil, err
	}
	return w, w.file(readmeName, []byte(readme))
}

// Add puts a document into the package. Rows come in the order of patients, so
// that the same people make the same registry.
func (w *Writer) Add(r Row, c issued.Copy) error {
	if err := w.pack.Admit(c); err != nil {
		return err
	}
	d := documentOf(r, c)
	w.rows = append(w.rows, d)
	w.count += len(d.Reports)
	w.table.add(r, d)
	return w.file(d.File, c.PDF())
}

// Close writes registry, proofs and manifest, signs them, and ends the container.
func (w *Writer) Close(ctx context.Context, t Tail) (issued.Package, error) {
	if err := w.proofs(ctx, t); err != nil {
		return issued.Package{}, err
	}
	if err := w.registry(); err != nil {
		return issued.Package{}, err
	}
	m := w.manifest()
	if err := w.stream(manifestName, func(to io.Writer) error { return writeManifest(to, m) }); err != nil {
		return issued.Package{}, err
	}
	if err := w.sign(ctx, t.Signer); err != nil {
		return issued.Package{}, err
	}
	if err := w.zip.Close(); err != nil {
		return issued.Package{}, fmt.Errorf("package %s: end the container: %w", w.pack.Number(), err)
	}
	return w.pack.Finish()
}

func (w *Writer) proofs(ctx context.Context, t Tail) error {
	for _, d := range w.rows {
		text, err := t.Proof(ctx, d.Number)
		if err == nil {
			err = w.file(proofsDir+d.Number+".json", text)
		}
		if err != nil {
			return fmt.Errorf("package %s: proof of copy %s: %w", w.pack.Number(), d.Number, err)
		}
	}
	return w.file(keysName, t.Keys)
}

func (w *Writer) registry() error {
	err := w.stream(registryName, func(to io.Writer) error { return writeRegistry(to, w.rows) })
	if err == nil {
		err = w.file(schemaName, schema)
	}
	if err == nil {
		err = w.file(tableName, w.table.bytes())
	}
	return err
}

func (w *Writer) manifest() Manifest {
	g := w.pack.Grant()
	c := g.Contract()
	m := Manifest{
		Format: Format, Package: w.pack.Number().String(),
		Contract: Contract{Number: c.Number, Version: c.Version, Insurer: string(c.Insurer), Scope: c.ScopeHash(), Fields: string(c.Fields)},
		Period:   Period{From: g.Period().Start.Day(), To: g.Period().End.Day()},
		MadeAt:   w.head.MadeAt.UTC().Truncate(time.Second), AsOf: g.AsOf().Format(time.DateOnly),
		Sequence: w.head.Sequence, Previous: w.head.Previous, Replaces: w.head.Replaces, Counts: Counts{Documents: len(w.rows), Reports: w.count},
		Files: w.files, Deleted: w.head.Deleted,
	}
	m.Contract.Purposes = c.Terms.Purposes
	if c.Terms.Insurer != (policy.LegalIDs{}) {
		ids := LegalIDs(c.Terms.Insurer)
		m.Contract.LegalIDs = &ids
	}
	if m.Deleted == nil {
		m.Deleted = []Deleted{}
	}
	return m
}

// sign writes the signature last: who reads to the end has what it covers.
func (w *Writer) sign(ctx context.Context, s *signing.Signer) error {
	text := asicManifest(w.files)
	der, err := w.pack.Sign(ctx, text, s, w.head.MadeAt)
	if err != nil {
		return err
	}
	if err := w.store(asicName, text); err != nil {
		return err
	}
	return w.store(signatureName, der)
}

// file stores a file that the manifests list.
func (w *Writer) file(name string, content []byte) error {
	sum := sha256.Sum256(content)
	f := File{Name: name, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content))}
	if mediaType(name) == "application/pdf" {
		f.Number, _ = numberOf(name)
	}
	w.files = append(w.files, f)
	return w.store(name, content)
}

// stream stores a file whose text is as long as the package has people: it is
// written twice, once to be measured and once into the container, and never held.
func (w *Writer) stream(name string, write func(io.Writer) error) error {
	sum, crc, size := sha256.New(), crc32.NewIEEE(), &counter{}
	if err := write(io.MultiWriter(sum, crc, size)); err != nil {
		return err
	}
	w.files = append(w.files, File{Name: name, SHA256: hex.EncodeToString(sum.Sum(nil)), Size: size.n})
	to, err := w.create(name, crc.Sum32(), uint64(size.n))
	if err == nil {
		err = write(to)
	}
	if err != nil {
		return fmt.Errorf("package %s: write %s: %w", w.pack.Number(), name, err)
	}
	return nil
}

type counter struct{ n int64 }

func (c *counter) Write(b []byte) (int, error) {
	c.n += int64(len(b))
	return len(b), nil
}

// create begins a file in the container, with nothing in its header that tells of the
// machine. Its day is the first that a ZIP file knows: none at all would be the day 0 of
// a month 0, which some programs refuse to read.
func (w *Writer) create(name string, crc uint32, size uint64) (io.Writer, error) {
	//lint:ignore SA1019 a raw header is written with these fields, not with Modified
	return w.zip.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Store, CRC32: crc, ModifiedDate: firstDay,
		CompressedSize64: size, UncompressedSize64: size, ReaderVersion: 10, CreatorVersion: 20})
}

// store writes a file as it is.
func (w *Writer) store(name string, content []byte) error {
	to, err := w.create(name, crc32.ChecksumIEEE(content), uint64(len(content)))
	if err == nil {
		_, err = to.Write(content)
	}
	if err != nil {
		return fmt.Errorf("package %s: write %s: %w", w.pack.Number(), name, err)
	}
	return nil
}

// readme tells people what they hold.
const readme = "Пакет документов медицинской организации для страховой компании\r\n" +
	"\r\n" +
	"documents/     документы застрахованных, каждый с электронной подписью (PDF)\r\n" +
	"registry.csv   реестр документов для просмотра в электронной таблице\r\n" +
	"registry.json  тот же реестр для программ; его схема в registry.schema.json\r\n" +
	"manifest.json  договор, период, номер пакета по порядку, контрольные суммы, отозванные копии\r\n" +
	"proofs/        доказательства, что каждый документ внесён в журнал организации\r\n" +
	"META-INF/      подпись всего пакета (ASiC-E с CAdES)\r\n" +
	"\r\n" +
	"Проверка: vypiska verify ФАЙЛ, или любая программа, которая знает ASiC-E.\r\n" +
	"Внутри персональные данные и сведения, составляющие врачебную тайну.\r\n" +
	"\r\n" +
	"A medical organization's package of documents for an insurer\r\n" +
	"\r\n" +
	"documents/     the insured persons' documents, each sealed (PDF)\r\n" +
	"registry.csv   the registry of documents for a spreadsheet\r\n" +
	"registry.json  the same registry for programs; registry.schema.json is its schema\r\n" +
	"manifest.json  contract, period, sequence number, digests, revoked copies\r\n" +
	"proofs/        proofs that each document is in the organization's register\r\n" +
	"META-INF/      the signature over the whole package (ASiC-E with CAdES)\r\n" +
	"\r\n" +
	"To check: vypiska verify FILE, or any program that knows ASiC-E.\r\n" +
	"It holds personal data and what doctors keep secret.\r\n"
