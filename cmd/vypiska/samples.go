package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"vypiska/examples"
)

// sampleDay is the day the sample records were written for: their newest result
// is of the day before.
const sampleDay = "2026-06-17"

// recent matches the days that move with the demo; dates of birth lie before.
var recent = regexp.MustCompile(`\b20[12]\d-\d\d-\d\d`)

// contractSuffix names the sample contract beside the records' directory.
const contractSuffix = ".contract.json"

// unpack writes the sample records where there are none, moved in time so that
// the newest result is yesterday's.
func unpack(dir string, now time.Time) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("sample records: %w", err)
	}
	written, err := time.Parse(time.DateOnly, sampleDay)
	if err != nil {
		return err
	}
	days := int(now.Sub(written).Hours() / 24)
	if err := os.WriteFile(dir+contractSuffix, moved(examples.Contract, days), 0o600); err != nil {
		return fmt.Errorf("sample contract: %w", err)
	}
	names, err := fs.Glob(examples.Records, "records/*.json")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := examples.Records.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), moved(text, days), 0o600); err != nil {
			return fmt.Errorf("sample records: %w", err)
		}
	}
	return nil
}

// moved shifts every recent day in a bundle.
func moved(text []byte, days int) []byte {
	return recent.ReplaceAllFunc(text, func(day []byte) []byte {
		t, err := time.Parse(time.DateOnly, string(day))
		if err != nil {
			return day
		}
		return []byte(t.AddDate(0, 0, days).Format(time.DateOnly))
	})
}
