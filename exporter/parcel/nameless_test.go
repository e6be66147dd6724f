package parcel_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/signing"
)

var theNameless = sync.OnceValues(func() (*clinic, error) { return newClinicOf(policy.PseudonymFields) })

func (c *clinic) contract() policy.Contract {
	of := contract()
	of.Fields = c.fields
	return of
}

func openNameless(t testing.TB) clinic {
	t.Helper()
	c, err := theNameless()
	if err != nil {
		t.Fatal(err)
	}
	out := *c
	out.rows = append([]parcel.Row(nil), c.rows...)
	return out
}

func TestAPackageWithoutNamesIsWholeAndNamesNobody(t *testing.T) {
	c := openNameless(t)
	b, _ := c.write(t, parcel.Head{Sequence: 1})
	r, err := c.check(t, b, nil)
	if err != nil || r.Counts.Documents != 3 || r.Manifest.Contract.Fields != "pseudonymous" {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, f := range unpack(t, b) {
		for _, w := range []string{`"p1"`, `"p2"`, `"p3"`, ";p1;", ";p2;", ";p3;", "Шилова", "Гашек", "HYPERLINK", "ДМС-", "2026-05-04"} {
			if !strings.HasSuffix(f.name, ".pdf") && !strings.HasSuffix(f.name, ".p7s") && strings.Contains(string(f.content), w) {
				t.Errorf("%s tells %s", f.name, w)
			}
		}
	}
}

// A clinic that signs a package which names somebody, under a contract that says
// it does not, has made a mistake: whoever checks it is told.
func TestAPackageThatNamesSomebodyAgainstItsContractIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(r *parcel.Row){
		"a name":   func(r *parcel.Row) { r.Name = record.NewPersonal("Шилова Анна") },
		"a policy": func(r *parcel.Row) { r.Services[0].Policy = record.NewPersonal("ДМС-1") },
	} {
		c := openNameless(t)
		spoil(&c.rows[1])
		b, _ := c.write(t, parcel.Head{Sequence: 1})
		if _, err := c.check(t, b, nil); !errors.Is(err, signing.ErrInvalid) || !strings.Contains(err.Error(), "registry.csv names a person") {
			t.Errorf("%s: %v", name, err)
		}
	}
	c := openNameless(t)
	c.says = " p1"
	b, _ := c.write(t, parcel.Head{Sequence: 1})
	if _, err := c.check(t, b, nil); !errors.Is(err, signing.ErrInvalid) || !strings.Contains(err.Error(), "names a person") {
		t.Errorf("a proof with a patient: %v", err)
	}
	if _, err := c.proofText(context.Background(), "none"); err == nil {
		t.Error("a proof of a copy there is not")
	}
}
