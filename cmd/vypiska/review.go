package main

import (
	"crypto/rand"
	"encoding/csv"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"vypiska/exporter/deidentify"
)

// review writes reports chosen at random into a new directory, and a sheet to
// count in what was missed and what went for nothing.
func (c *deidentifyCmd) review(w *world) error {
	if c.Records == "" || c.OutDir == "" {
		return errors.New("--review needs --records DIR or URL, and --out-dir DIR")
	}
	src, _, err := openRecords(w, c.Records, c.File)
	if err != nil {
		return err
	}
	var seed [32]byte
	if _, err := rand.Read(seed[:]); err != nil {
		return fmt.Errorf("--review: %w", err)
	}
	all, unread, err := deidentify.Sample(w.ctx, src, c.Review, mathrand.New(mathrand.NewChaCha8(seed)))
	if err != nil {
		return err
	}
	if err := os.Mkdir(c.OutDir, 0o700); err != nil {
		return fmt.Errorf("--out-dir: want a directory that is not there yet: %w", err)
	}
	if err := writeReview(c.OutDir, all); err != nil {
		return fmt.Errorf("--out-dir: %w", err)
	}
	fmt.Fprintf(w.stderr, "vypiska: %d reports in %s, with personal data: delete them when you are done; %d patients could not be read\n", len(all), filepath.Base(c.OutDir), unread)
	return nil
}

func writeReview(dir string, all []deidentify.Sampled) error {
	rows := [][]string{{"file", "removed", "missed", "removed_for_nothing", "note"}}
	for i, s := range all {
		name := fmt.Sprintf("%04d.txt", i+1)
		rows = append(rows, []string{name, strconv.Itoa(s.Spans), "", "", ""})
		text := "=== as a copy shows it ===\n" + s.Clean + "\n\n=== as the record has it, ⟦what goes|type⟧ ===\n" + s.Marked + "\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	f, err := os.OpenFile(filepath.Join(dir, "sheet.csv"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(csv.NewWriter(f).WriteAll(rows), f.Close())
}
