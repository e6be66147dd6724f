package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vypiska/internal/db"
	"vypiska/signing"
	"vypiska/storage/register"
)

// House is an open data directory: the database with the register, and the keys.
//
//	vypiska.db            all tables (SQLite); none where they are in PostgreSQL
//	keys/seal/            chain.pem, key.pem, roots.pem
//	keys/register/        signer.key, verifiers.txt (today's key first)
//	checkpoint.txt        the register's last signed checkpoint
type House struct {
	Dir      string
	DB       *db.DB
	Log      *register.Log
	Verifier register.Verifier
	Signer   *signing.Signer
	// Provider says where the seal's key is, in a few words.
	Provider string
	// Outside is the directory of what must not be set back with the database:
	// tombstones, and a checkpoint.
	Outside string
	// Fresh reports that keys were made by this opening.
	Fresh bool
	// Hear is told of every entry written; set before the house is used, may be nil.
	Hear func(Word)

	sealing Sealing // as SealAt was told
}

// Names inside a data directory.
const (
	databaseName   = "vypiska.db"
	checkpointName = "checkpoint.txt"
	sealKeys       = "keys/seal"
	registerKeys   = "keys/register"
)

// Address is where a house is: its data directory, and its database where that is
// not a file there.
type Address struct {
	Dir string
	// URL is that of a PostgreSQL database; empty for SQLite in Dir.
	URL     string
	Options db.Options
}

// database is the name that db.Open wants.
func (a Address) database() string {
	if a.URL != "" {
		return a.URL
	}
	return filepath.Join(a.Dir, databaseName)
}

// OpenHouse opens the data directory, making it on first use, and the seal's
// key. Without a key in the settings the directory has one of its own, at first
// a demo key. ctx bounds only the opening.
func OpenHouse(ctx context.Context, a Address, key SealKey, now time.Time) (*House, error) {
	h, err := OpenRegister(ctx, a)
	if err != nil {
		return nil, err
	}
	if key.isOwn() {
		err = h.openOwnKey(now)
	} else {
		err = h.openKey(ctx, key, now)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("seal key: %w", err), h.Close())
	}
	return h, nil
}

func (h *House) openKey(ctx context.Context, key SealKey, now time.Time) error {
	cms, err := key.open(ctx, now)
	if err != nil {
		return err
	}
	h.Signer, h.Provider = signing.New(cms), key.provider(cms)
	return nil
}

// openOwnKey loads the key in the data directory, making a demo key on first use.
func (h *House) openOwnKey(now time.Time) error {
	if err := restoreSeal(h.Dir); err != nil {
		return err
	}
	made, err := makeKeys(filepath.Join(h.Dir, sealKeys), func() (map[string][]byte, error) { return demoSeal(now) })
	if err != nil {
		return err
	}
	h.Fresh, h.Provider = h.Fresh || made, own
	h.Signer, err = loadSigner(h.Dir, now)
	return err
}

// OpenRegister opens the data directory without the seal's key, making it on
// first use: accounts and the register need neither a token nor a certificate
// that is still valid.
func OpenRegister(ctx context.Context, a Address) (*House, error) {
	dir := a.Dir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	made, err := makeKeys(filepath.Join(dir, registerKeys), newRegisterKey)
	if err != nil {
		return nil, err
	}
	h := &House{Dir: dir, Outside: outsideOf(dir), Fresh: made}
	if err := h.loadRegisterKeys(); err != nil {
		return nil, err
	}
	if h.DB, err = db.OpenWith(ctx, a.database(), a.Options); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	return h, nil
}

// OpenExisting opens a data directory that must be there already, for reading
// its register. Nothing is made.
func OpenExisting(ctx context.Context, a Address) (*House, error) {
	if err := Exists(a); err != nil {
		return nil, err
	}
	if _, err := os.Stat(RegisterKeys(a.Dir)); err != nil {
		return nil, fmt.Errorf("%s: the register's verifier keys are missing (%s/verifiers.txt): without them nothing can be verified", a.Dir, registerKeys)
	}
	return OpenRegister(ctx, a)
}

// Exists says whether there is a data directory; the error tells how to name one.
// With a database elsewhere it is one that has the register's keys.
func Exists(a Address) error {
	if Nothing(a) {
		return fmt.Errorf("%s holds no register (no %s in it): name the data directory with --data or VYPISKA_DATA", a.Dir, a.sign())
	}
	if _, err := os.Stat(filepath.Join(a.Dir, a.sign())); err != nil {
		return fmt.Errorf("data directory %s: %w", a.Dir, reason(err))
	}
	return nil
}

// Nothing reports that there is no data directory: not one that cannot be looked into.
func Nothing(a Address) bool {
	_, err := os.Stat(filepath.Join(a.Dir, a.sign()))
	return errors.Is(err, fs.ErrNotExist)
}

// sign is what every data directory has in it.
func (a Address) sign() string {
	if a.URL != "" {
		return registerKeys
	}
	return databaseName
}

// Close moves the checkpoint, closes the database and lets go of the key.
func (h *House) Close() error {
	err := h.moveCheckpoint(context.Background())
	return errors.Join(err, h.DB.Close(), h.Signer.Close())
}

// Abandon closes the database and leaves the checkpoint as it is.
func (h *House) Abandon() error { return h.DB.Close() }

// loadRegisterKeys reads the keys of the register, which cannot go on without them.
func (h *House) loadRegisterKeys() error {
	if err := h.readRegisterKeys(); err != nil {
		return fmt.Errorf("register key: restore %s from a backup: %w", registerKeys, err)
	}
	return nil
}

func (h *House) readRegisterKeys() error {
	dir := filepath.Join(h.Dir, registerKeys)
	signer, err := os.ReadFile(filepath.Join(dir, "signer.key"))
	if err != nil {
		return err
	}
	list, err := os.ReadFile(filepath.Join(dir, "verifiers.txt"))
	if err != nil {
		return err
	}
	verifiers := strings.Fields(string(list))
	if len(verifiers) == 0 {
		return errors.New("verifiers.txt is empty")
	}
	if h.Verifier, err = register.NewVerifier(verifiers...); err != nil {
		return err
	}
	h.Log, err = register.New(strings.TrimSpace(string(signer)), rand.Reader, verifiers[1:]...)
	return err
}

// Verify checks the whole register, also against the checkpoint beside the
// database and others kept outside.
func (h *House) Verify(ctx context.Context, outside ...register.Checkpoint) (register.Report, error) {
	own, err := h.checkpoint().Read()
	if err != nil {
		return register.Report{}, err
	}
	if own != "" {
		outside = append(outside, own)
	}
	var report register.Report
	err = h.DB.View(ctx, func(v *db.View) error {
		report, err = register.Verify(ctx, v.Register(), h.Verifier, outside...)
		return err
	})
	return report, err
}

// ExportRegister writes the entries that the filter asks for, as JSON lines or CSV:
// those that are there when it begins.
func (h *House) ExportRegister(ctx context.Context, w io.Writer, f register.Filter, csv bool) error {
	p := pagewise{db: h.DB}
	err := h.DB.View(ctx, func(v *db.View) error {
		last, err := v.Register().Back(ctx, register.Filter{}, "", math.MaxInt64, 1)
		for _, r := range last {
			p.end = r.Seq
		}
		return err
	})
	if err != nil {
		return err
	}
	found := register.Export(ctx, p, f)
	if csv {
		return register.WriteCSV(w, found)
	}
	return register.WriteJSON(w, found)
}

// pagewise finds the register's entries up to the end, each page in a snapshot of
// its own: whoever takes them slowly holds no connection meanwhile.
type pagewise struct {
	db  *db.DB
	end int64
}

// Find implements register.Finder.
func (p pagewise) Find(ctx context.Context, f register.Filter, from int64) (rows []register.Row, err error) {
	err = p.db.View(ctx, func(v *db.View) error {
		rows, err = v.Register().Find(ctx, f, from)
		return err
	})
	return slices.DeleteFunc(rows, func(r register.Row) bool { return r.Seq > p.end }), err
}

// Checkpoint moves the checkpoint beside the database and returns it.
func (h *House) Checkpoint(ctx context.Context) (register.Checkpoint, error) {
	if err := h.moveCheckpoint(ctx); err != nil {
		return "", err
	}
	return h.checkpoint().Read()
}

// Prove makes the offline proof that a copy was issued; sum may be empty.
func (h *House) Prove(ctx context.Context, number, sum string) (p register.Proof, err error) {
	err = h.DB.View(ctx, func(v *db.View) error {
		p, err = register.Prove(ctx, v.Register(), number, sum)
		return err
	})
	return p, err
}

// VerifierFile reads the register's public keys from a file, one a line.
func VerifierFile(name string) (register.Verifier, error) {
	list, err := os.ReadFile(name)
	if err != nil {
		return register.Verifier{}, fmt.Errorf("register keys: %w", err)
	}
	return register.NewVerifier(strings.Fields(string(list))...)
}

// RegisterKeys is the file of a data directory's public register keys.
func RegisterKeys(dir string) string { return filepath.Join(dir, registerKeys, "verifiers.txt") }
