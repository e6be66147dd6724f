package register

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
)

// Filter says which entries to export. Zero fields filter nothing.
type Filter struct {
	From, To time.Time // From is included, To is not
	Patient  string
	Number   string // of a copy
}

// A Finder searches the register.
type Finder interface {
	// Find returns some of the rows that match the filter with Seq >= from, in
	// ascending order and without leaving one out between; none where there are
	// no more. Blank rows match no filter.
	Find(ctx context.Context, f Filter, from int64) ([]Row, error)
}

// Record is an entry with its number.
type Record struct {
	Seq int64
	Entry
}

// Export returns the entries that match the filter, oldest first. Erased
// entries are left out; the erasures tell of them. It searches by what the
// database keeps beside the entries, so verify the register first where the
// result must be complete. The sequence ends after the first error.
func Export(ctx context.Context, r Finder, f Filter) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		find := func(ctx context.Context, from int64) ([]Row, error) { return r.Find(ctx, f, from) }
		for row, err := range pages(ctx, find, Row.number) {
			if err != nil {
				yield(Record{}, fmt.Errorf("register: export: %w", err))
				return
			}
			e, err := decode(row.Body)
			if err != nil {
				yield(Record{}, fmt.Errorf("register: export entry %d: %w", row.Seq, err))
				return
			}
			if !yield(Record{row.Seq, e}, nil) {
				return
			}
		}
	}
}

func (r Row) number() int64       { return r.Seq }
func (h StoredHash) place() int64 { return h.Index }

// pages runs through all pages of next as one sequence that ends after the
// first error. A page that does not go on is an error: it would never end.
func pages[T any](ctx context.Context, next func(context.Context, int64) ([]T, error), key func(T) int64) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		for from := int64(first); ; {
			page, err := next(ctx, from)
			if err != nil {
				yield(zero, err)
				return
			}
			for _, item := range page {
				if key(item) < from {
					yield(zero, fmt.Errorf("row %d comes again", key(item)))
					return
				}
				if !yield(item, nil) {
					return
				}
				from = key(item) + 1
			}
			if len(page) == 0 || from == first {
				return
			}
		}
	}
}

// first is the smallest number a row or hash can have in a database, not in a
// register: what stands before entry 1 must be found as well. From overflows
// to it after the largest.
const first = -1 << 63

// WriteJSON writes one line of JSON for each entry, with its number as "seq".
func WriteJSON(w io.Writer, records iter.Seq2[Record, error]) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for r, err := range records {
		if err != nil {
			return err
		}
		line := struct {
			Seq int64 `json:"seq"`
			Entry
		}{r.Seq, r.Entry}
		if err := enc.Encode(line); err != nil {
			return fmt.Errorf("register: write entry %d: %w", r.Seq, err)
		}
	}
	return nil
}

var csvHead = []string{
	"seq", "time", "event", "processing", "actor", "number", "kind", "patient", "recipient", "basis", "rule",
	"sha256", "size", "pages", "seal_level", "form", "form_version", "form_hash", "profile", "profile_version",
	"made_from", "period", "as_of", "order", "link", "reason", "erased", "erased_day",
}

// WriteCSV writes a head line and a line for each entry (RFC 4180, UTF-8). A
// text that a spreadsheet would take for a formula gets an apostrophe before it.
func WriteCSV(w io.Writer, records iter.Seq2[Record, error]) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(csvHead); err != nil {
		return fmt.Errorf("register: write CSV: %w", err)
	}
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := out.Write(csvLine(r)); err != nil {
			return fmt.Errorf("register: write entry %d: %w", r.Seq, err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("register: write CSV: %w", err)
	}
	return nil
}

func csvLine(r Record) []string {
	line := []string{
		strconv.FormatInt(r.Seq, 10), r.Time.UTC().Format(time.RFC3339Nano), string(r.Event), string(r.Processing()),
		r.Actor, r.Number, r.Kind, r.Patient, r.Recipient, r.Basis, r.Rule,
		r.SHA256, nonZero(r.Size), nonZero(int64(r.Pages)), r.SealLevel, r.Form, r.FormVersion, r.FormHash, r.Profile, r.ProfileVersion,
		r.MadeFrom, r.Period, r.AsOf, r.Order, r.Link, r.Reason, nonZero(r.Erased), r.ErasedDay,
	}
	for i, s := range line {
		if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
			line[i] = "'" + s
		}
	}
	return line
}

func nonZero(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
