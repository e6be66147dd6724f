package app_test

import (
	"errors"
	"math"
	"testing"

	"vypiska/internal/app"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// What is pasted has tabs and ends of lines, and no entry of the register has any.
func TestWhatAnOfficerPastesIsOneLine(t *testing.T) {
	s := newService(t)
	o, second := s.ready(t, patient, "signed"), s.ready(t, patient, "signed")
	fatal(t, s.RevokeCopy(t.Context(), officer, o.Number, " the wrong\tform,\r\nsee the memo "))
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) error {
		found, err := register.Newest(t.Context(), v.Register(), register.Filter{Number: o.Number}, register.Revoke, math.MaxInt64, 9)
		if len(found) != 1 || found[0].Entry.Reason != "the wrong form, see the memo" {
			t.Errorf("%+v", found)
		}
		return err
	}))
	h, err := s.Hold(t.Context(), officer, app.HoldAsk{Number: o.Number, Basis: "an inquiry\nof the court"})
	if err != nil || h.Basis != "an inquiry of the court" {
		t.Errorf("%+v, %v", h, err)
	}
	if _, err := s.Destroy(t.Context(), officer, app.DestroyAsk{Number: second.Number, Basis: "a demand\n", Reason: "two\tlines"}); err != nil {
		t.Error(err)
	}
}

func TestATextThatNoEntryMayHaveIsNamed(t *testing.T) {
	s := newParcels(t)
	o := s.ready(t, patient, "signed")
	for name, bad := range map[string]string{"a control character": "a\x00b", "no UTF-8": "a\xc4b", "only white space": " \t\n"} {
		for field, try := range map[string]func() error{
			"reason": func() error { return s.RevokeCopy(t.Context(), officer, o.Number, bad) },
			"basis": func() error {
				_, err := s.Destroy(t.Context(), officer, app.DestroyAsk{Number: o.Number, Basis: bad, Reason: "r"})
				return err
			},
			"reason ": func() error {
				_, err := s.Destroy(t.Context(), officer, app.DestroyAsk{Number: o.Number, Basis: "b", Reason: bad})
				return err
			},
			"basis ": func() error {
				_, err := s.Hold(t.Context(), officer, app.HoldAsk{Number: o.Number, Basis: bad})
				return err
			},
			"contract": func() error {
				_, err := s.RecordConsent(t.Context(), reception, app.ConsentAsk{Patient: "ru-p01", Insurer: "ru-insA", Contract: bad, Form: "f", Channel: "post", Signed: "2025-01-10"})
				return err
			},
			"form": func() error {
				_, err := s.RecordConsent(t.Context(), reception, app.ConsentAsk{Patient: "ru-p01", Insurer: "ru-insA", Contract: numberA, Form: bad, Channel: "post", Signed: "2025-01-10"})
				return err
			},
		} {
			var ask *app.AskError
			if err := try(); !errors.As(err, &ask) || ask.Field != field && ask.Field+" " != field {
				t.Errorf("%s in %s: %v", name, field, err)
			}
		}
	}
}
