package policy

import (
	"time"

	"vypiska/exporter/record"
)

// Denials are the active consents that forbid doctors, or some of them, to have
// copies (category doctor-cabinet).
func Denials(f Facts, now time.Time) []record.Consent {
	var out []record.Consent
	for _, c := range f.Consents {
		if c.Status == "active" && has(c.Categories, doctorCabinet) && deniesSomebody(c.Provision, now) {
			out = append(out, c)
		}
	}
	return out
}

func deniesSomebody(p record.Provision, now time.Time) bool {
	if !p.Period.Contains(now, now.Location()) {
		return false
	}
	if p.Type == record.Deny {
		return true
	}
	for _, q := range p.Provisions {
		if deniesSomebody(q, now) {
			return true
		}
	}
	return false
}

// LiveReferrals are the referrals of the doctor that give a right to the record
// at the moment now; with none there is no right.
func LiveReferrals(doctor record.Ref, f Facts, now time.Time) []record.Referral {
	return liveReferrals(Ask{Asker: Asker{Role: Doctor, Subject: doctor}}, f, now)
}
