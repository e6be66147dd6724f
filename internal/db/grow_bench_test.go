package db

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"vypiska/internal/db/dbtest"
	"vypiska/storage/links"
)

// BenchmarkCopiesGrow asks what the service asks all day of a database with a
// thousand to a million stored copies, each with its order and a link. What does
// not grow with them is found by an index. VYPISKA_COPIES names other numbers.
func BenchmarkCopiesGrow(b *testing.B) {
	sizes := "1000 10000 100000 1000000"
	if text := os.Getenv("VYPISKA_COPIES"); text != "" {
		sizes = text
	}
	d, have := open(b, dbtest.Name(b)), 0
	for size := range strings.FieldsSeq(sizes) {
		n, err := strconv.Atoi(size)
		if err != nil {
			b.Fatal(err)
		}
		for ; have < n; have += 1000 {
			storeCopies(b, d, have, 1000)
		}
		for _, ask := range asks {
			b.Run(fmt.Sprintf("%s/copies=%d", ask.name, n), func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					if err := ask.do(b, d, i*7919%n); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// asks are what is asked of copies: a copy by its number, a patient's copies, those
// past their time, live links, a link by its token, a new order.
var asks = []struct {
	name string
	do   func(b *testing.B, d *DB, i int) error
}{
	{"copy", func(b *testing.B, d *DB, i int) error {
		return d.View(b.Context(), func(v *View) error { _, err := v.Copy(b.Context(), numberAt(i)); return err })
	}},
	{"patients-orders", func(b *testing.B, d *DB, i int) error {
		return d.View(b.Context(), func(v *View) error { _, err := v.OrdersOf(b.Context(), accountAt(i), "", 50); return err })
	}},
	{"sweep", func(b *testing.B, d *DB, _ int) error {
		return d.View(b.Context(), func(v *View) error { _, err := v.ExpiredCopies(b.Context(), noon, 200); return err })
	}},
	{"link", func(b *testing.B, d *DB, i int) error {
		return d.View(b.Context(), func(v *View) error { _, err := v.Links().LinkByToken(b.Context(), tokenAt(i)); return err })
	}},
	{"metrics", func(b *testing.B, d *DB, _ int) error {
		return d.View(b.Context(), func(v *View) error {
			_, err := v.LiveLinks(b.Context(), noon, noon.Add(-time.Hour))
			if err == nil {
				_, err = v.OpenCounts(b.Context())
			}
			return err
		})
	}},
	{"new-order", func(b *testing.B, d *DB, i int) error {
		made++
		return d.Tx(b.Context(), func(tx *Tx) error { return tx.AddOrder(b.Context(), orderAt(fmt.Sprintf("new-%d", made), i)) })
	}},
}

var made int

func numberAt(i int) string  { return fmt.Sprintf("%012d", i) }
func accountAt(i int) string { return fmt.Sprintf("p-%d", i/5) } // five copies a patient

func tokenAt(i int) links.Hash {
	return links.Hash{byte(i), byte(i >> 8), byte(i >> 16), byte(i >> 24), 1}
}

func orderAt(id string, i int) OrderRow {
	return OrderRow{ID: id, Account: accountAt(i), Role: "patient", Subject: "Patient/" + accountAt(i), Patient: accountAt(i), Kind: "signed", Lang: "ru",
		Status: "ready", Progress: 1, Created: noon.Add(time.Duration(i) * time.Second), Changed: noon}
}

// storeCopies adds copies with their orders and links, in one transaction.
func storeCopies(b *testing.B, d *DB, from, count int) {
	err := d.Tx(b.Context(), func(tx *Tx) error {
		for i := from; i < from+count; i++ {
			o := orderAt("o-"+numberAt(i), i)
			o.Number = numberAt(i)
			c := CopyRow{Number: numberAt(i), Order: o.ID, Kind: "signed", Patient: o.Patient, SHA256: fmt.Sprintf("%064x", i), Size: 56_000, Pages: 3,
				SealLevel: "B-B", Object: numberAt(i) + ".object", Wrapped: []byte("wrapped"), KeyID: "k", Issued: o.Created, KeepUntil: noon.Add(1000 * time.Hour)}
			l := link(links.ID(numberAt(i)))
			l.Number, l.Token, l.Created = numberAt(i), tokenAt(i), noon.Add(-1000*time.Hour) // long ago: not live any more
			if err := tx.AddOrder(b.Context(), o); err != nil {
				return err
			}
			if err := tx.AddCopy(b.Context(), c); err != nil {
				return err
			}
			if err := tx.Links().AddLink(b.Context(), l); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
