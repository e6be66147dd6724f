package account

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/internal/db/dbtest"
	"vypiska/storage/register"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 123_456_000, time.UTC)

// house is a service on a real database with a clock that stands.
type house struct {
	*Service
	dir, file string
	clock     time.Time
	verifier  register.Verifier
	signer    string
}

func newHouse(t testing.TB) *house {
	t.Helper()
	signer, verifier, err := register.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{dir: t.TempDir(), clock: noon, signer: signer}
	h.file = dbtest.Name(t)
	if h.verifier, err = register.NewVerifier(verifier); err != nil {
		t.Fatal(err)
	}
	h.Service = h.open(t, signer, rand.Reader)
	return h
}

// open is one more service over the same file, as another process has it.
func (h *house) open(t testing.TB, signer string, random io.Reader) *Service {
	t.Helper()
	d, err := db.Open(t.Context(), h.file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	log, err := register.New(signer, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return New(d, log, func() time.Time { return h.clock }, random)
}

func (h *house) bearer(t testing.TB, token string) (Account, error) {
	t.Helper()
	var a Account
	err := h.db.View(t.Context(), func(v *db.View) (err error) {
		a, err = Bearer(t.Context(), v, token, h.clock)
		return err
	})
	return a, err
}

// entries are the register's, after a check that it is intact.
func (h *house) entries(t testing.TB) []register.Entry {
	t.Helper()
	var out bytes.Buffer
	err := h.db.View(t.Context(), func(v *db.View) error {
		r, err := register.Verify(t.Context(), v.Register(), h.verifier)
		if err != nil || !r.Intact() {
			t.Errorf("register: %s, %v", r, err)
		}
		return register.WriteJSON(&out, register.Export(t.Context(), v.Register(), register.Filter{}))
	})
	if err != nil {
		t.Fatal(err)
	}
	var found []register.Entry
	for dec := json.NewDecoder(&out); ; {
		var e register.Entry
		if err := dec.Decode(&e); errors.Is(err, io.EOF) {
			return found
		} else if err != nil {
			t.Fatal(err)
		}
		found = append(found, e)
	}
}

func (h *house) add(t testing.TB, role policy.Role, subject string) (Account, Password) {
	t.Helper()
	a, p, err := h.Add(t.Context(), role, record.Ref(subject), "operator:root")
	if err != nil {
		t.Fatal(err)
	}
	return a, p
}

func (h *house) token(t testing.TB, l Login) string {
	t.Helper()
	token, err := h.Token(t.Context(), l, time.Hour, "operator:root")
	if err != nil {
		t.Fatal(err)
	}
	return token.Text()
}

// stored reads the account's row.
func (h *house) stored(t testing.TB, l Login) db.AccountRow {
	t.Helper()
	var row db.AccountRow
	err := h.db.View(t.Context(), func(v *db.View) (err error) {
		row, err = v.Accounts().Account(t.Context(), l.String())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return row
}
