package db

import (
	"errors"
	"testing"
	"time"

	"vypiska/internal/db/dbtest"
)

// internal/account has the tests of what accounts do, over this package. Here
// are those of what only SQL can get wrong.

func account(login string) AccountRow {
	return AccountRow{
		Login: login, Role: "doctor", Subject: "Practitioner/4", Password: "$argon2id$…", FirstUntil: noon.Add(time.Hour),
		Epoch: 1, Created: noon, Changed: noon,
	}
}

func TestAStoredAccountIsReadAsItWas(t *testing.T) {
	own := account("D-0000-0002")
	own.FirstUntil, own.Disabled, own.Epoch, own.Changed = time.Time{}, true, 7, noon.Add(time.Microsecond)
	d := open(t, dbtest.Name(t))
	rows := []AccountRow{account("D-0000-0001"), own}
	for i, row := range rows {
		token := TokenRow{Hash: [32]byte{byte(i + 1)}, Account: row.Login, Epoch: 3, Created: noon, Expires: noon.Add(time.Hour)}
		err := d.Tx(t.Context(), func(tx *Tx) error {
			return errors.Join(tx.Accounts().Add(t.Context(), row), tx.Accounts().AddToken(t.Context(), token))
		})
		if err != nil {
			t.Fatal(err)
		}
		err = d.View(t.Context(), func(v *View) error {
			one, err := v.Accounts().Account(t.Context(), row.Login)
			found, byToken, tokenErr := v.Accounts().Token(t.Context(), token.Hash)
			if one != row || byToken != row || found != token {
				t.Errorf("%+v\n%+v\n%+v", one, byToken, found)
			}
			return errors.Join(err, tokenErr)
		})
		if err != nil {
			t.Error(err)
		}
	}
	err := d.View(t.Context(), func(v *View) error {
		all, err := v.Accounts().All(t.Context())
		if len(all) != 2 || all[0] != rows[0] || all[1] != rows[1] {
			t.Errorf("%+v", all)
		}
		_, noAccount := v.Accounts().Account(t.Context(), "D-9999-9999")
		_, _, noToken := v.Accounts().Token(t.Context(), [32]byte{9})
		if !errors.Is(noAccount, ErrNoAccount) || !errors.Is(noToken, ErrNoAccount) {
			t.Errorf("%v, %v", noAccount, noToken)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestATakenLoginLeavesTheTransactionUsable(t *testing.T) {
	d := open(t, dbtest.Name(t))
	err := d.Tx(t.Context(), func(tx *Tx) error {
		first, second := tx.Accounts().Add(t.Context(), account("D-1")), tx.Accounts().Add(t.Context(), account("D-1"))
		if first != nil || !errors.Is(second, ErrTaken) {
			t.Errorf("%v, %v", first, second)
		}
		return tx.Accounts().Add(t.Context(), account("D-2"))
	})
	if err != nil {
		t.Error(err)
	}
}

func TestDisablingRemovesOneAccountsTokensOnce(t *testing.T) {
	d := open(t, dbtest.Name(t))
	err := d.Tx(t.Context(), func(tx *Tx) error {
		a, ctx := tx.Accounts(), t.Context()
		for i, login := range []string{"D-1", "D-2", "D-2"} {
			_ = a.Add(ctx, account(login))
			token := TokenRow{Hash: [32]byte{byte(i + 1)}, Account: login, Epoch: 1, Created: noon, Expires: noon.Add(time.Duration(i+1) * time.Hour)}
			if err := a.AddToken(ctx, token); err != nil {
				return err
			}
		}
		has := func(i byte) bool { _, _, err := a.Token(ctx, [32]byte{i}); return err == nil }
		if err := a.DropTokens(ctx, noon.Add(2*time.Hour)); err != nil || has(1) || has(2) || !has(3) {
			t.Errorf("expired tokens: %v, %v %v %v", err, has(1), has(2), has(3))
		}
		for i, want := range []bool{true, false} {
			if changed, err := a.Disable(ctx, "D-2", noon); changed != want || err != nil || has(3) {
				t.Errorf("time %d: %v, %v, token %v", i, changed, err, has(3))
			}
		}
		row, err := a.Account(ctx, "D-2")
		if row.Epoch != 2 || !row.Disabled {
			t.Errorf("%+v", row)
		}
		if changed, err := a.Disable(ctx, "D-3", noon); changed || err != nil {
			t.Errorf("nobody: %v, %v", changed, err)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestTheTablesRefuseWhatNoProgramShouldStore(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*testing.T, Accounts) error
	}{
		{"a role nobody knows", func(t *testing.T, a Accounts) error {
			row := account("D-2")
			row.Role = "operator"
			return a.Add(t.Context(), row)
		}},
		{"a token of nobody's", func(t *testing.T, a Accounts) error {
			return a.AddToken(t.Context(), TokenRow{Hash: [32]byte{1}, Account: "D-9", Epoch: 1, Created: noon, Expires: noon.Add(1e9)})
		}},
		{"a token that ends before it begins", func(t *testing.T, a Accounts) error {
			return a.AddToken(t.Context(), TokenRow{Hash: [32]byte{1}, Account: "D-1", Epoch: 1, Created: noon, Expires: noon})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, dbtest.Name(t))
			err := d.Tx(t.Context(), func(tx *Tx) error {
				if err := tx.Accounts().Add(t.Context(), account("D-1")); err != nil {
					t.Fatal(err)
				}
				return c.do(t, tx.Accounts())
			})
			if err == nil {
				t.Error("it was stored")
			}
		})
	}
}
