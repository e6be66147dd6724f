package policy

import (
	"slices"
	"time"

	"vypiska/exporter/record"
)

// insurerAccess is the category of consents about insurers (323-FZ, art. 13).
const insurerAccess = "insurer-access"

// Written is a consent to one contract that the clinic itself keeps: the paper
// the patient signed. A withdrawal ends it; a later paper begins another.
type Written struct {
	Contract  string
	Signed    time.Time
	Withdrawn time.Time // zero: it stands
}

// Consented reports whether the patient's consent to an insurer's contract stands
// and, where the clinic lets blocks bind packages, no block does.
func Consented(a Ask, f Facts, now time.Time) bool {
	return a.Contract != nil && consented(a, f, now) && !(f.Settings.BlocksBindPackages && blocked(AllCabinets)(a, f, now))
}

// consented: the patient's permission stands now, on paper here or in the MIS,
// and nothing forbids, here or there. The stricter wins.
func consented(a Ask, f Facts, now time.Time) bool {
	permits, withdrawn := written(a, f, now)
	if withdrawn {
		return false
	}
	for _, c := range f.Consents {
		if c.Status != "active" || !has(c.Categories, insurerAccess) {
			continue
		}
		if denies(c.Provision, is(a.Contract.Insurer), now) {
			return false
		}
		permits = permits || permitsInsurer(c.Provision, a.Contract.Insurer, now)
	}
	return permits
}

// written looks at the newest paper for this contract.
func written(a Ask, f Facts, now time.Time) (stands, withdrawn bool) {
	var newest Written
	for _, w := range f.Written {
		if w.Contract == a.Contract.Number && !w.Signed.After(now) && !w.Signed.Before(newest.Signed) {
			newest = w
		}
	}
	withdrawn = !newest.Withdrawn.IsZero() // also where a decision is asked for an earlier day
	return !newest.Signed.IsZero() && !withdrawn, withdrawn
}

// permitsInsurer: a permission that names the insurer; one for everybody names nobody.
func permitsInsurer(p record.Provision, insurer record.Ref, now time.Time) bool {
	return p.Type == record.Permit && slices.Contains(p.Actors, insurer) && p.Period.Contains(now, now.Location())
}
