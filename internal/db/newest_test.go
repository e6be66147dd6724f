package db

import (
	"math"
	"slices"
	"testing"
	"time"

	"vypiska/internal/db/dbtest"
	"vypiska/storage/register"
)

func TestTheRegisterIsLeafedThroughFromItsEnd(t *testing.T) {
	d, k := open(t, dbtest.Name(t)), newLog(t)
	fill(t, d, k.log, 9)
	err := d.Tx(t.Context(), func(tx *Tx) error {
		e := sample(9)
		// whoever declares a reason cannot pass it off as another event
		e.Event, e.Reason = register.Revoke, `"event":"download"`
		_, err := k.log.Append(t.Context(), tx.Register(), e)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	newest := func(f register.Filter, event register.Event, before int64, most int) (seqs []int64) {
		t.Helper()
		err := d.View(t.Context(), func(v *View) error {
			found, err := register.Newest(t.Context(), v.Register(), f, event, before, most)
			for _, r := range found {
				seqs = append(seqs, r.Seq)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return seqs
	}
	for _, c := range []struct {
		name   string
		f      register.Filter
		event  register.Event
		before int64
		most   int
		want   []int64
	}{
		{"the end", register.Filter{}, "", math.MaxInt64, 3, []int64{10, 9, 8}},
		{"the next page", register.Filter{}, "", 8, 3, []int64{7, 6, 5}},
		{"before the first", register.Filter{}, "", 1, 3, nil},
		{"of an event", register.Filter{}, register.Revoke, math.MaxInt64, 3, []int64{10}},
		{"of an event that stands only in a reason", register.Filter{}, register.Download, math.MaxInt64, 3, nil},
		{"of a patient", register.Filter{Patient: "Patient-1"}, "", math.MaxInt64, 9, []int64{8, 5, 2}},
		{"of a number", register.Filter{Number: "AAAA-BBBB-0004"}, register.Issue, math.MaxInt64, 9, []int64{5}},
		{"of a time", register.Filter{From: noon.Add(2 * time.Hour), To: noon.Add(4 * time.Hour)}, "", math.MaxInt64, 9, []int64{4, 3}},
	} {
		if got := newest(c.f, c.event, c.before, c.most); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
