package db

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"vypiska/internal/db/dbtest"
	"vypiska/storage/links"
)

// storage/links has the tests of what links do, over this package. Here are
// those of the contract with the store and of what only SQL can get wrong.

func link(id links.ID) links.Row {
	return links.Row{
		Link: links.Link{
			ID: id, Number: "AAAA-BBBB-0001", Recipient: "Patient/1", Audience: links.Bearer, PIN: true,
			Created: noon, Expires: noon.Add(time.Hour), Downloads: 2,
		},
		Token: links.Hash{1, byte(len(id))}, Code: links.Hash{2},
	}
}

func TestAStoredLinkIsReadAsItWas(t *testing.T) {
	plain := link("plain")
	plain.PIN, plain.Code, plain.Audience = false, links.Hash{}, links.Self
	ended := link("ended for good")
	ended.RevokedAt, ended.RevokedBy, ended.Taken, ended.Wrong = noon.Add(time.Microsecond), "officer:anna", 2, 10
	d := open(t, dbtest.Name(t))
	for _, row := range []links.Row{link("one"), plain, ended} {
		t.Run(string(row.ID), func(t *testing.T) {
			if err := d.Tx(t.Context(), func(tx *Tx) error { return tx.Links().AddLink(t.Context(), row) }); err != nil {
				t.Fatal(err)
			}
			err := d.View(t.Context(), func(v *View) error {
				byToken, err := v.Links().LinkByToken(t.Context(), row.Token)
				byID, idErr := v.Links().LinkByID(t.Context(), row.ID)
				if byToken != row || byID != row.Link {
					t.Errorf("by token %+v\nby id %+v", byToken, byID)
				}
				return errors.Join(err, idErr)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTheCountItselfRefusesALinkThatIsNotOpen(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*links.Row)
		at   time.Duration
		open bool
	}{
		{"open", func(*links.Row) {}, 0, true},
		{"the last download and the last try", func(r *links.Row) { r.Taken, r.Wrong = 1, 9 }, time.Hour - time.Microsecond, true},
		{"used up", func(r *links.Row) { r.Taken = 2 }, 0, false},
		{"locked", func(r *links.Row) { r.Wrong = 10 }, 0, false},
		{"expired", func(*links.Row) {}, time.Hour, false},
		{"revoked", func(r *links.Row) { r.RevokedAt, r.RevokedBy = noon, "officer:anna" }, 0, false},
		{"another link", func(r *links.Row) { r.ID = "two" }, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, dbtest.Name(t))
			row := link("one")
			c.do(&row)
			err := d.Tx(t.Context(), func(tx *Tx) error {
				l, at := tx.Links(), noon.Add(c.at)
				if err := l.AddLink(t.Context(), row); err != nil {
					return err
				}
				wrong, err := l.MissPIN(t.Context(), "one", at)
				if err != nil || (wrong == row.Wrong+1) != c.open || (wrong == 0) == c.open {
					t.Errorf("wrong PIN %d, %v", wrong, err)
				}
				if row.Wrong == 9 {
					return nil // and that was the last
				}
				ok, err := l.TakeDownload(t.Context(), links.DownloadRow{ID: "d", Link: "one", At: at, Ticket: links.Hash{3}, Until: at})
				_, _, byID := l.DownloadByID(t.Context(), "d")
				_, _, byTicket := l.DownloadByTicket(t.Context(), links.Hash{3})
				if ok != c.open || (byID == nil) != c.open || (byTicket == nil) != c.open {
					t.Errorf("taken %v, row %v, ticket %v", ok, byID, byTicket)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTheTableRefusesWhatNoLinkCanBe(t *testing.T) {
	path := dbtest.Name(t)
	d := open(t, path)
	if err := d.Tx(t.Context(), func(tx *Tx) error { return tx.Links().AddLink(t.Context(), link("one")) }); err != nil {
		t.Fatal(err)
	}
	for name, do := range map[string]func(*links.Row){
		"the same token":          func(r *links.Row) { r.Token = link("one").Token },
		"the same id":             func(r *links.Row) { r.ID = "one" },
		"more taken than allowed": func(r *links.Row) { r.Taken = 3 },
		"less than none taken":    func(r *links.Row) { r.Taken = -1 },
		"an eleventh wrong PIN":   func(r *links.Row) { r.Wrong = 11 },
		"no downloads":            func(r *links.Row) { r.Downloads = 0 },
		"an unknown audience":     func(r *links.Row) { r.Audience = "all" },
		"an end before beginning": func(r *links.Row) { r.Expires = r.Created },
		"revoked by nobody":       func(r *links.Row) { r.RevokedAt = noon },
	} {
		t.Run(name, func(t *testing.T) {
			row := link("two, another")
			do(&row)
			if err := d.Tx(t.Context(), func(tx *Tx) error { return tx.Links().AddLink(t.Context(), row) }); err == nil {
				t.Error("stored")
			}
		})
	}
}

func TestALinkThatLostItsPINsHashStillNeedsThePIN(t *testing.T) {
	for _, damage := range []string{`UPDATE link SET code = NULL`, `UPDATE link SET code = ` + dbtest.Bytes("")} {
		path := dbtest.Name(t)
		d := open(t, path)
		if err := d.Tx(t.Context(), func(tx *Tx) error { return tx.Links().AddLink(t.Context(), link("one")) }); err != nil {
			t.Fatal(err)
		}
		bare(t, path, damage)
		err := d.View(t.Context(), func(v *View) error {
			row, err := v.Links().LinkByToken(t.Context(), link("one").Token)
			if !row.PIN || row.Code != (links.Hash{}) {
				t.Errorf("%s: %+v", damage, row)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestAGivenBackDownloadLeavesNothingHalfDone(t *testing.T) {
	d := open(t, dbtest.Name(t))
	err := d.Tx(t.Context(), func(tx *Tx) error {
		l := tx.Links()
		add := l.AddLink(t.Context(), link("one"))
		_, taken := l.TakeDownload(t.Context(), links.DownloadRow{ID: "d", Link: "one", At: noon})
		_, revoked := l.RevokeLink(t.Context(), "one", "officer:anna", noon)
		back, err := l.ReturnDownload(t.Context(), "d", noon)
		row, link, found := l.DownloadByID(t.Context(), "d")
		if back || !row.Returned.IsZero() || link.Taken != 1 {
			t.Errorf("back %v, %+v, %+v", back, row, link)
		}
		return errors.Join(add, taken, revoked, err, found)
	})
	if err != nil {
		t.Error(err)
	}
}

func BenchmarkTakeDownload(b *testing.B) {
	d := open(b, dbtest.Name(b))
	n := 0
	for b.Loop() {
		n++
		row := link(links.ID(fmt.Sprint(n)))
		row.Token = links.Hash{byte(n), byte(n >> 8), byte(n >> 16), 1}
		err := d.Tx(b.Context(), func(tx *Tx) error {
			l := tx.Links()
			if err := l.AddLink(b.Context(), row); err != nil {
				return err
			}
			_, err := l.TakeDownload(b.Context(), links.DownloadRow{ID: links.DownloadID(row.ID), Link: row.ID, At: noon})
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// A PIN's hash that is damaged must not read as a link without a PIN.
func TestADamagedLinkOpensToNobody(t *testing.T) {
	damagedLinks(t, map[string]string{
		"the PIN's hash is cut":    `UPDATE link SET code = ` + dbtest.Bytes("0102"),
		"the PIN's hash is zero":   `UPDATE link SET code = ` + zeros,
		"the PIN's hash is longer": `UPDATE link SET code = ` + dbtest.Bytes(strings.Repeat("00", 33)),
	})
}

// damagedLinks damages a link in each way: reading it must be an error that names it.
func damagedLinks(t *testing.T, ways map[string]string) {
	t.Helper()
	for name, damage := range ways {
		t.Run(name, func(t *testing.T) {
			path := dbtest.Name(t)
			d := open(t, path)
			if err := d.Tx(t.Context(), func(tx *Tx) error { return tx.Links().AddLink(t.Context(), link("one")) }); err != nil {
				t.Fatal(err)
			}
			bare(t, path, damage)
			err := d.View(t.Context(), func(v *View) error {
				row, err := v.Links().LinkByToken(t.Context(), link("one").Token)
				if row != (links.Row{}) {
					t.Errorf("read as %+v", row)
				}
				return err
			})
			if err == nil || errors.Is(err, links.ErrUnknown) || !strings.Contains(err.Error(), `"one"`) {
				t.Errorf("%v", err)
			}
		})
	}
}
