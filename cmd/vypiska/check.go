package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"vypiska/exporter/record/fhir"
	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/internal/db"
	"vypiska/storage"
)

// configCheckCmd tries every door the settings name.
type configCheckCmd struct{ settingFlags }

// Help tells what is tried.
func (configCheckCmd) Help() string {
	return `Opens what the settings name, one door after the other: data directory, database, keys, seal, TSA, S3, records,
clock.
Each gets a line: ok or FAILED, which door, and what was found or what to do. The S3 bucket gets a probe that is
removed again; an empty document is sealed at the level of the settings; nothing else is written. Secrets are not
shown. The exit status is 1 if any door failed. It may run beside a running service.`
}

// door is one thing the service needs. try says what was found.
type door struct {
	name string
	try  func(context.Context) (string, error)
}

// doorLimit is how long one door may take.
const doorLimit = time.Minute

// Run tries all doors and prints the table.
func (c *configCheckCmd) Run(w *world) error {
	settings, _, err := c.load()
	if err != nil {
		return err
	}
	doors := doorsOf(w, settings)
	t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\tDOOR\tWHAT WAS FOUND")
	failed := 0
	for _, d := range doors {
		ctx, cancel := context.WithTimeout(w.ctx, doorLimit)
		said, err := d.try(ctx)
		cancel()
		verdict := "ok"
		if err != nil {
			verdict, said = "FAILED", strings.ReplaceAll(err.Error(), "\n", "; ")
			failed++
		}
		fmt.Fprintf(t, "%s\t%s\t%s\n", verdict, d.name, said)
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("write to stdout: %w", err)
	}
	if failed > 0 {
		return &exit{1, fmt.Errorf("%d of %d doors failed", failed, len(doors))}
	}
	return nil
}

func doorsOf(w *world, c config.Config) []door {
	doors := []door{
		{"disk", func(context.Context) (string, error) { return tryDisk(c.Data) }},
		{"database", func(ctx context.Context) (string, error) { return tryDatabase(ctx, c) }},
		{"master key", func(ctx context.Context) (string, error) { return tryMaster(ctx, c) }},
		{"keys", func(context.Context) (string, error) { return tryKeys(c) }},
		{"seal", func(ctx context.Context) (string, error) { return trySeal(ctx, w, c) }},
		{"TSA", func(ctx context.Context) (string, error) { return tryTSA(ctx, w, c) }},
		{"copies (S3)", func(ctx context.Context) (string, error) { return tryStore(ctx, c) }},
		{"records", func(ctx context.Context) (string, error) { return tryRecords(ctx, c) }},
		{"clock", func(ctx context.Context) (string, error) { return tryClock(ctx, w, c) }},
	}
	return append(doors, clocks(w, c)...)
}

// leastSpace is what a data directory needs to go on for a while.
const leastSpace = 1 << 30

// tryDisk writes a file durably, and looks at the space.
func tryDisk(dir string) (string, error) {
	f, err := os.CreateTemp(dir, ".check-*")
	if err != nil {
		return "", fmt.Errorf("data directory: %w", err)
	}
	defer os.Remove(f.Name())
	begun := time.Now()
	_, err = f.Write(make([]byte, 4096))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", fmt.Errorf("data directory: a file cannot be made durable: %w", err)
	}
	took := time.Since(begun)
	free, err := freeSpace(dir)
	switch {
	case err != nil:
		return "", fmt.Errorf("data directory: free space: %w", err)
	case free < leastSpace:
		return "", fmt.Errorf("data directory: %d MB free; want 1024 MB or more", free>>20)
	}
	return fmt.Sprintf("%d MB free, a durable write in %.1f ms", free>>20, float64(took.Microseconds())/1000), nil
}

func tryDatabase(ctx context.Context, c config.Config) (string, error) {
	if err := made(c); err != nil {
		return "", err
	}
	h, err := app.OpenExisting(ctx, addressOf(c))
	if err != nil {
		return "", err
	}
	var entries int64
	err = h.DB.View(ctx, func(v *db.View) error {
		head, err := v.Register().Head(ctx)
		entries = head.Size
		return err
	})
	if err = errors.Join(err, h.Abandon()); err != nil {
		return "", err
	}
	where := "SQLite in the data directory"
	if h.DB.Shared() {
		where = "PostgreSQL at " + h.DB.Name()
	}
	return fmt.Sprintf("%s, %d entries in the register", where, entries), nil
}

// made says what to do where there is no data directory yet.
func made(c config.Config) error {
	if app.Nothing(addressOf(c)) {
		return errors.New("nothing there yet: make the data directory and its keys with vypiska keys init")
	}
	return app.Exists(addressOf(c))
}

// tryMaster opens the master keys and proves them by the copies they wrap.
func tryMaster(ctx context.Context, c config.Config) (said string, err error) {
	name := filepath.Base(c.MasterKeyFile)
	if _, err := os.Stat(c.MasterKeyFile); errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("%s is not there: the first serve makes it; if copies were stored before, bring it back from where it is kept", name)
	}
	r, err := app.OpenMasters(mastersOf(c))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	said = fmt.Sprintf("%s, %d keys", name, len(r.Keys))
	if on := r.Keys[0].OnToken(); on != "" {
		said += fmt.Sprintf(", the current one %q on the token", on)
	}
	if app.Nothing(addressOf(c)) {
		return said, nil
	}
	h, err := app.OpenExisting(ctx, addressOf(c))
	if err != nil {
		return "", err
	}
	return said, errors.Join(h.CheckMasters(ctx, r.Keys), h.Abandon())
}

// trySeal seals an empty document at the level of the settings: it asks the
// authorities, too.
func trySeal(ctx context.Context, w *world, c config.Config) (said string, err error) {
	if err := made(c); err != nil {
		return "", err
	}
	h, err := app.OpenHouse(ctx, addressOf(c), sealKeyOf(c.Signing), w.now())
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if err := h.SealAt(sealingOf(c), w.now); err != nil {
		return "", err
	}
	if err := h.Signer.TryOut(ctx, w.now()); err != nil {
		return "", err
	}
	s := h.Signer
	return fmt.Sprintf("%s%s, level %s, until %s", h.Provider, demoWord(s.Certificate().Demo), s.Level(), s.Expires().Format(time.DateOnly)), nil
}

func tryStore(ctx context.Context, c config.Config) (string, error) {
	if c.S3.Endpoint == "" {
		return "embedded, in the data directory", nil
	}
	masters, err := storage.NewMaster(rand.Reader) // nothing is sealed: any key will do
	if err != nil {
		return "", err
	}
	sc := storeConfig(c.S3)
	sc.Master, sc.Rand = []storage.MasterKey{masters}, rand.Reader
	store, err := storage.Open(ctx, sc)
	if err != nil {
		return "", err
	}
	defer store.Close()
	if err := store.Probe(ctx); err != nil {
		return "", err
	}
	versions := "keeps no versions"
	if store.Versioned() {
		versions = "keeps versions, which are removed with a copy"
	}
	return fmt.Sprintf("%v: private, written, read and removed; it %s", sc, versions), nil
}

func tryRecords(ctx context.Context, c config.Config) (string, error) {
	switch {
	case c.Records == "":
		return "invented samples: name the clinic's with the setting records", nil
	case isServer(c.Records):
		s, err := fhir.NewServer(fhir.ServerSetup{Base: c.Records, Access: accessOf(c.FHIR)})
		if err != nil {
			return "", err
		}
		return s.Probe(ctx)
	}
	d, err := fhir.OpenDir(ctx, c.Records)
	if err != nil {
		return "", err
	}
	patients, err := d.Patients(ctx)
	if n := len(d.Faults()); err == nil && n > 0 {
		err = fmt.Errorf("%d faults in the records; the first: %w", n, d.Faults()[0])
	}
	return fmt.Sprintf("a directory, %d patients, all files readable", len(patients)), err
}
